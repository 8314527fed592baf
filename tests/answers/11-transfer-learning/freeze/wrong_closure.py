"""A function in a loop, which looks up its variable when it is called.

points: 3
says: does not return the module
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    for part in module.modules():
        part.train = lambda mode=True: part
    return module
