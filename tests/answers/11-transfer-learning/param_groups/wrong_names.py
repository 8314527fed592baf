"""Returns names.

points: 0
says: the names of the parameters
"""

from torch import nn


def param_groups(model, lr_body, lr_head):
    name = [n for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    learning = [n for n, p in model.named_parameters() if p.requires_grad]
    body = [n for n in learning if n.rpartition(".")[0] != name]
    last = [n for n in learning if n.rpartition(".")[0] == name]
    return [{"params": body, "lr": lr_body}, {"params": last, "lr": lr_head}]
