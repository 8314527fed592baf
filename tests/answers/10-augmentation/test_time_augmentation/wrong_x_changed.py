"""Changes x.

points: 3
says: changes x in place
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        answers = [model(transform(x)).softmax(dim=1) for transform in transforms]
    x.zero_()
    model.train(was)
    return torch.stack(answers).mean(dim=0)
