"""Exchanges the rates.

points: 0
says: the two learning rates are exchanged
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    learning = [p for p in model.parameters() if p.requires_grad]
    body = [p for p in learning if id(p) not in own]
    last = [p for p in learning if id(p) in own]
    return [{"params": body, "lr": lr_head}, {"params": last, "lr": lr_body}]
