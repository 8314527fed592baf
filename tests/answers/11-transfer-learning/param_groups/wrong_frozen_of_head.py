"""Takes all of the head, frozen or not.

points: 3
says: a frozen parameter of the head
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = {id(p) for p in head.parameters()}
    return [
        {
            "params": [p for p in model.parameters() if p.requires_grad and id(p) not in own],
            "lr": lr_body,
        },
        {"params": list(head.parameters()), "lr": lr_head},
    ]
