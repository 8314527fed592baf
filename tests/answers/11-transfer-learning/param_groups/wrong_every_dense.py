"""Takes every dense layer.

points: 0
says: every dense layer for the head
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    dense = [m for m in model.modules() if isinstance(m, nn.Linear)]
    own = {id(p) for m in dense for p in m.parameters()}
    learning = [p for p in model.parameters() if p.requires_grad]
    body = [p for p in learning if id(p) not in own]
    last = [p for p in learning if id(p) in own]
    return [{"params": body, "lr": lr_body}, {"params": last, "lr": lr_head}]
