"""Sigmoid.

points: 0
says: the sigmoid of each logit
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        answers = [torch.sigmoid(model(transform(x))) for transform in transforms]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
