"""A new Adam in each step.

points: 1
says: forgets them each time
"""

import torch
import torch.nn.functional as F


def overfit_one_batch(model, x, y, steps=100, learning_rate=0.001):
    was = model.training
    model.train()
    losses = []
    for _ in range(steps):
        optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.train(was)
    return losses
