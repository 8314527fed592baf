"""Takes head.bias where there is none.

points: 0
says: head.bias is none
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = [head.weight, head.bias]
    ids = {id(p) for p in own}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in ids]
    return [{"params": body, "lr": lr_body}, {"params": own, "lr": lr_head}]
