"""Only the first version.

points: 0
says: only the first version counts
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        answers = [model(transform(x)).softmax(dim=1) for transform in transforms[:1]]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
