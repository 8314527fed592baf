"""Asks about the mean of the images.

points: 0
says: the mean of the images
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        versions = [transform(x) for transform in transforms]
        answer = model(torch.stack(versions).mean(dim=0)).softmax(dim=1)
    model.train(was)
    return answer
