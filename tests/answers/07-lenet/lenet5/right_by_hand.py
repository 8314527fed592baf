"""Parameters of its own."""

import torch
import torch.nn.functional as F
from torch import nn


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        shapes = [(6, 1, 5, 5), (16, 6, 5, 5), (120, 400), (84, 120), (10, 84)]
        weights = [torch.empty(shape) for shape in shapes]
        for weight in weights:
            nn.init.kaiming_uniform_(weight)
        self.weights = nn.ParameterList(weights)
        self.biases = nn.ParameterList(torch.zeros(shape[0]) for shape in shapes)

    def forward(self, x):
        w, b = self.weights, self.biases
        for k, padding in ((0, 2), (1, 0)):
            x = torch.relu(F.conv2d(x, w[k], b[k], padding=padding))
            x = x.unflatten(3, (-1, 2)).unflatten(2, (-1, 2)).amax(dim=(3, 5))
        x = x.reshape(len(x), -1)
        for k in (2, 3):
            x = torch.relu(x @ w[k].T + b[k])
        return x @ w[4].T + b[4]
