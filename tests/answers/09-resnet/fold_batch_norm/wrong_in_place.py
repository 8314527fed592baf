"""Changes the convolution that it is given.

points: 3
says: change the convolution that you were given
"""

import torch
from torch import nn


def fold_batch_norm(conv, bn):
    gamma = 1.0 if bn.weight is None else bn.weight
    beta = 0.0 if bn.bias is None else bn.bias
    old = 0.0 if conv.bias is None else conv.bias
    factor = gamma / torch.sqrt(bn.running_var + bn.eps)
    with torch.no_grad():
        conv.weight *= factor.reshape(-1, 1, 1, 1)
        conv.bias = nn.Parameter(factor * (old - bn.running_mean) + beta)
    return conv
