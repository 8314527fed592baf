"""Takes train for an attribute.

points: 0
says: that is no function
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    module.train = False
    return module
