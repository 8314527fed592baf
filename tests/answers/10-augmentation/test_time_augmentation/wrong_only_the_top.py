"""Sets the mode of the network, and not of its layers.

points: 3
says: each layer has its own
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        answers = [model(transform(x)).softmax(dim=1) for transform in transforms]
    model.training = was
    return torch.stack(answers).mean(dim=0)
