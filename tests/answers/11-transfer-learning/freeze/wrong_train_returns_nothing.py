"""Writes a train that returns nothing.

points: 3
says: does not return the module
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()

    def train(mode=True):
        pass

    module.train = train
    return module
