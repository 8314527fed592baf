"""Asks whether a parameter is in a list.

points: 0
says: p in some_list asks
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = list(head.parameters())
    learning = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in learning if p not in own], "lr": lr_body},
        {"params": [p for p in own if p.requires_grad], "lr": lr_head},
    ]
