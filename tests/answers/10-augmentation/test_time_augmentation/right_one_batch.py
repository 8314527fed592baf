"""All versions as one batch."""

import torch


def test_time_augmentation(model, x, transforms):
    mode = model.training
    model.train(False)
    try:
        with torch.inference_mode():
            logits = model(torch.cat([transform(x) for transform in transforms]))
    finally:
        model.train(mode)
    chances = logits.exp() / logits.exp().sum(dim=1, keepdim=True)
    return chances.reshape(len(transforms), len(x), -1).mean(dim=0)
