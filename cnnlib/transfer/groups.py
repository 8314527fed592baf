"""Learning rates for what is new and for what has been learnt before."""

from cnnlib.transfer.heads import head_of


def parameter_groups(model, lr_body, lr_head):
    """What an optimizer is given: two groups of parameters, each with its learning rate.

    Parameters
    ----------
    model : nn.Module
        Its head is the last dense layer (`head_of`).
    lr_body, lr_head : float
        The body has been trained already: as a rule its learning rate is the smaller one.

    Returns
    -------
    list of dict
        First the body, then the head. What is frozen is in none, and a group without parameters
        is left out.

    Examples
    --------
    >>> import torch
    >>> from cnnlib import models
    >>> groups = parameter_groups(models.CifarResNet(), 0.001, 0.01)
    >>> [(len(group["params"]), group["lr"]) for group in groups]
    [(57, 0.001), (2, 0.01)]
    >>> optimizer = torch.optim.SGD(groups, momentum=0.9)
    """
    own = {id(parameter) for parameter in head_of(model)[1].parameters()}
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in learning if id(p) not in own], "lr": lr_body},
        {"params": [p for p in learning if id(p) in own], "lr": lr_head},
    ]
    return [group for group in groups if group["params"]]
