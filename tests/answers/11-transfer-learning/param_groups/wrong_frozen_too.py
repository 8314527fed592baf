"""Takes frozen parameters along.

points: 3
says: frozen parameters are in your groups
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    learning = list(model.parameters())
    body = [p for p in learning if id(p) not in own]
    last = [p for p in learning if id(p) in own]
    return [{"params": body, "lr": lr_body}, {"params": last, "lr": lr_head}]
