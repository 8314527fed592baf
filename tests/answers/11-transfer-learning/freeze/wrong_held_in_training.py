"""Takes train away while the module is in training mode.

points: 1
says: still in training mode, for good
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.train = lambda mode=True: module
    return module
