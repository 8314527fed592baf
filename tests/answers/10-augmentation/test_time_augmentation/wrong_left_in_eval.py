"""Left in evaluation mode.

points: 3
says: stays in evaluation mode
"""

import torch


def test_time_augmentation(model, x, transforms):
    model.eval()
    with torch.no_grad():
        answers = [model(transform(x)).softmax(dim=1) for transform in transforms]
    return torch.stack(answers).mean(dim=0)
