"""Gives the head first.

points: 0
says: the head comes first
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    learning = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in learning if id(p) in own], "lr": lr_head},
        {"params": [p for p in learning if id(p) not in own], "lr": lr_body},
    ]
