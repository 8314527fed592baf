from torch import nn


def param_groups(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    own = set(head.parameters())
    free = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in free if p not in own], "lr": lr_body},
        {"params": [p for p in free if p in own], "lr": lr_head},
    ]
