"""Freezes the weights.

points: 3
says: it can no longer be trained
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    model.requires_grad_(False)
    answers = [model(transform(x)).softmax(dim=1) for transform in transforms]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
