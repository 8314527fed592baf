"""Votes.

points: 0
says: you count votes
"""

import torch


def test_time_augmentation(model, x, transforms):
    was = model.training
    model.eval()
    with torch.no_grad():
        answers = [
            torch.eye(3, dtype=x.dtype)[model(transform(x)).argmax(dim=1)]
            for transform in transforms
        ]
    model.train(was)
    return torch.stack(answers).mean(dim=0)
