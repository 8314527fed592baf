"""Makes one group.

points: 0
says: in one group, with one learning rate
"""


def param_groups(model, lr_body, lr_head):
    learning = [p for p in model.parameters() if p.requires_grad]
    return [{"params": learning, "lr": lr_body}]
