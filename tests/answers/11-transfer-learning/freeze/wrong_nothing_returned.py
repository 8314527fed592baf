"""Returns nothing.

points: 3
says: only the module is not returned
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    module.train = lambda mode=True: module
