"""Switches gradients off for good.

points: 3
says: no training that follows would learn
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    torch.set_grad_enabled(False)
    answers = [model(transform(x)).softmax(dim=1) for transform in transforms]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
