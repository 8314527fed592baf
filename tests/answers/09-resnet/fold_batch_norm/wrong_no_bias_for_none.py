"""Makes no bias where there was none.

points: 0
says: It always needs one
"""

import torch
from torch import nn


def fold_batch_norm(conv, bn):
    gamma = 1.0 if bn.weight is None else bn.weight
    beta = 0.0 if bn.bias is None else bn.bias
    old = 0.0 if conv.bias is None else conv.bias
    factor = gamma / torch.sqrt(bn.running_var + bn.eps)
    new = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        stride=conv.stride,
        padding=conv.padding,
        dilation=conv.dilation,
        groups=conv.groups,
        bias=conv.bias is not None,
    ).to(conv.weight)
    with torch.no_grad():
        new.weight.copy_(conv.weight * factor.reshape(-1, 1, 1, 1))
        if new.bias is not None:
            new.bias.copy_(factor * (old - bn.running_mean) + beta)
    return new
