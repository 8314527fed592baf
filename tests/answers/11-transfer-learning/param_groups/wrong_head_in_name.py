"""Looks for head in the names.

points: 0
says: with "head" in their names
"""


def param_groups(model, lr_body, lr_head):
    own = {id(p) for name, p in model.named_parameters() if "head" in name}
    learning = [p for p in model.parameters() if p.requires_grad]
    body = [p for p in learning if id(p) not in own]
    last = [p for p in learning if id(p) in own]
    return [{"params": body, "lr": lr_body}, {"params": last, "lr": lr_head}]
