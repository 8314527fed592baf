"""A running mean, one version after the other."""

import torch


@torch.no_grad()
def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    mean = 0
    for k, transform in enumerate(transforms, start=1):
        chances = torch.softmax(model(transform(x)), dim=-1)
        mean = mean + (chances - mean) / k
    model.train(was)
    return mean
