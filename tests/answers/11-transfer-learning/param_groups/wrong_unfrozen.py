"""Makes everything learn.

points: 2
says: makes frozen parameters learn again
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    model.requires_grad_(True)
    learning = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in learning if id(p) not in own], "lr": lr_body},
        {"params": [p for p in learning if id(p) in own], "lr": lr_head},
    ]
