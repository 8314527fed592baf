"""No softmax.

points: 0
says: a mean of logits
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        answers = [model(transform(x)) for transform in transforms]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
