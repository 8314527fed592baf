"""Puts the module into evaluation mode, once.

points: 1
says: net.train() puts it back
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    return module
