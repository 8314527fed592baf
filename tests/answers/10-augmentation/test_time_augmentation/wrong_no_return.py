"""Returns nothing.

points: 0
says: is there a return line
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        sum(model(transform(x)).softmax(dim=1) for transform in transforms)
    model.train(was)
