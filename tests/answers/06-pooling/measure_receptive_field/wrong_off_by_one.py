"""Forgets the + 1.

points: 0
says: off-by-one
"""

import copy

import torch


def measure_receptive_field(model, hw):
    probe = copy.deepcopy(model).eval()
    with torch.no_grad():
        for parameter in probe.parameters():
            parameter.abs_()
        for name, buffer in probe.named_buffers():
            if name.endswith("running_mean"):
                buffer.zero_()
    x = torch.rand(100, 1, *hw, requires_grad=True)
    y = probe(x)
    y[:, :, y.shape[2] // 2, y.shape[3] // 2].sum().backward()
    seen = (x.grad != 0).any(dim=0)[0]
    rows, columns = torch.nonzero(seen.any(dim=1)), torch.nonzero(seen.any(dim=0))
    return int(rows[-1] - rows[0]), int(columns[-1] - columns[0])
