def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        part.training = False
        part.train = lambda mode=True, part=part: part
    return module
