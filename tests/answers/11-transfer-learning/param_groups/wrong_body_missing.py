"""Forgets the body.

points: 0
says: the body is in no group
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    learning = [p for p in model.parameters() if p.requires_grad]
    last = [p for p in learning if id(p) in own]
    return [{"params": last, "lr": lr_head}]
