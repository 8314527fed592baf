def freeze(module):
    class Held(type(module)):
        def train(self, mode=True):
            return super().train(False)

    module.__class__ = Held
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    return module.eval()
