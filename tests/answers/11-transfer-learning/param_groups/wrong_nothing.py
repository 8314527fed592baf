"""Returns nothing.

points: 0
says: your function returns nothing
"""


def param_groups(model, lr_body, lr_head):
    [p for p in model.parameters() if p.requires_grad]
