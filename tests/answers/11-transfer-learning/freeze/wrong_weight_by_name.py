"""Freezes what is called weight.

points: 2
says: the biases still learn
"""


def freeze(module):
    for name, parameter in module.named_parameters():
        if name.endswith("weight"):
            parameter.requires_grad = False
    module.eval()
    module.train = lambda mode=True: module
    return module
