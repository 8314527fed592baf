"""Takes the first dense layer for the head.

points: 0
says: you take the first dense layer
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][0]
    own = {id(p) for p in head.parameters()}
    learning = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in learning if id(p) not in own], "lr": lr_body},
        {"params": [p for p in learning if id(p) in own], "lr": lr_head},
    ]
