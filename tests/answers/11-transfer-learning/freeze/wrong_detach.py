"""Detaches, which returns something new.

points: 2
says: detach() returns something new
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.detach()
    module.eval()
    module.train = lambda mode=True: module
    return module
