"""Softmax over the batch.

points: 0
says: over the images
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        answers = [model(transform(x)).softmax(dim=0) for transform in transforms]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
