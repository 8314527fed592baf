"""Sets requires_grad on the module.

points: 2
says: an attribute that nobody reads
"""


def freeze(module):
    module.requires_grad = False
    module.eval()
    module.train = lambda mode=True: module
    return module
