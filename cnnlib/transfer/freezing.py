"""A part of a network that is to stay as it is."""

from types import MethodType


def freeze(module):
    """Keep a module as it is, whatever is trained around it.

    Two things change a module while a network trains: the optimizer, through gradients, and every
    forward pass in training mode, through the running statistics of batch norm. So its parameters
    need no gradient any more, and it stays in eval mode, also when ``train()`` is called on it or
    on the network that it is part of. Dropout inside it is off.

    Parameters
    ----------
    module : nn.Module
        Changed in place.

    Returns
    -------
    nn.Module
        The same. A layer that takes the place of a frozen one later is not frozen.

    Examples
    --------
    >>> import torch
    >>> from torch import nn
    >>> body, head = nn.BatchNorm2d(3), nn.Conv2d(3, 2, 1)
    >>> net = nn.Sequential(freeze(body), head).train()
    >>> body.training, head.training
    (False, True)
    >>> out = net(5 + torch.randn(8, 3, 4, 4))
    >>> body.running_mean
    tensor([0., 0., 0.])
    """
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    for part in module.modules():
        # A bound method, so that a deep copy of the network gets one of its own.
        part.train = MethodType(_stays_in_eval, part)
    return module.eval()


def unfreeze(module):
    """Let a module learn again: undo `freeze`.

    Parameters
    ----------
    module : nn.Module
        Changed in place, and put into training mode.

    Returns
    -------
    nn.Module
        The same.

    Examples
    --------
    >>> from torch import nn
    >>> layer = unfreeze(freeze(nn.BatchNorm2d(3)))
    >>> layer.training, all(p.requires_grad for p in layer.parameters())
    (True, True)
    """
    for parameter in module.parameters():
        parameter.requires_grad_(True)
    for part in module.modules():
        vars(part).pop("train", None)
    return module.train()


def _stays_in_eval(self, mode=True):
    """In the place of ``train`` of a frozen module; what was put into it later follows the mode."""
    self.training = False
    for child in self.children():
        child.train(mode)
    return self
