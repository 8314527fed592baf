"""In training mode.

points: 0
says: answers in training mode
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.train()
    with torch.no_grad():
        answers = [model(transform(x)).softmax(dim=1) for transform in transforms]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
