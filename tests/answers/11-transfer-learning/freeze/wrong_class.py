"""Changes the class, and with it every module of that class.

points: 0
says: you change the method of a class
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    type(module).train = lambda self, mode=True: self
    return module
