"""The last one only.

points: 0
says: only the last version
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        for transform in transforms:
            answer = model(transform(x)).softmax(dim=1)
    model.train(was)
    return answer
