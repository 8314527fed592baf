"""The mode is not set.

points: 3
says: in the mode in which it is
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    with torch.no_grad():
        answers = [model(transform(x)).softmax(dim=1) for transform in transforms]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
