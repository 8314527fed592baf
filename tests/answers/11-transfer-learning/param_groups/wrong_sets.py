"""Sets of parameters.

points: 3
says: a set has no order
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {p for p in head.parameters() if p.requires_grad}
    body = {p for p in model.parameters() if p.requires_grad} - own
    return [{"params": body, "lr": lr_body}, {"params": own, "lr": lr_head}]
