"""Takes the last two parameters.

points: 0
says: the last two parameters
"""


def param_groups(model, lr_body, lr_head):
    own = {id(p) for p in list(model.parameters())[-2:]}
    learning = [p for p in model.parameters() if p.requires_grad]
    body = [p for p in learning if id(p) not in own]
    last = [p for p in learning if id(p) in own]
    return [{"params": body, "lr": lr_body}, {"params": last, "lr": lr_head}]
