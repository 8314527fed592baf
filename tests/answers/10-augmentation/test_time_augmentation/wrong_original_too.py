"""The original as well.

points: 0
says: the image as it is as well
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        answers = [model(x).softmax(dim=1)]
        answers += [model(transform(x)).softmax(dim=1) for transform in transforms]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
