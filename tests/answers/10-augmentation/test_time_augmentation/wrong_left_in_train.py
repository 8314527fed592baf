"""Left in training mode.

points: 3
says: in training mode afterwards
"""

import torch


def test_time_augmentation(model, x, transforms):
    model.eval()
    with torch.no_grad():
        answers = [model(transform(x)).softmax(dim=1) for transform in transforms]
    model.train()
    return torch.stack(answers).mean(dim=0)
