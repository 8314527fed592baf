def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    module.train = lambda mode=True: module
    return module
