"""One after the other.

points: 0
says: changed already
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    answers = []
    with torch.no_grad():
        for transform in transforms:
            x = transform(x)
            answers.append(model(x).softmax(dim=1))
    model.train(was)
    return torch.stack(answers).mean(dim=0)
