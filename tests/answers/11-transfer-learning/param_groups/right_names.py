from torch import nn


def param_groups(model, lr_body, lr_head):
    name = [n for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    groups = {False: [], True: []}
    for full, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups[full.rpartition(".")[0] == name].append(parameter)
    rates = {False: lr_body, True: lr_head}
    return [{"params": groups[k], "lr": rates[k]} for k in (False, True) if groups[k]]
