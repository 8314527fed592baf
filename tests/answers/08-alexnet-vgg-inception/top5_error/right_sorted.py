"""The k-th best of the others, compared with the true one."""

import torch


def top5_error(logits, y, k=5):
    if not 0 < len(y) == len(logits) or k < 1:
        raise ValueError("this makes no sense")
    lowered = logits.double().clone()
    places = torch.arange(len(y))
    true = lowered[places, y].clone()
    lowered[places, y] = float("-inf")
    ordered = lowered.sort(dim=1, descending=True).values
    if k > ordered.shape[1] - 1:
        return 0.0
    return float((ordered[:, k - 1] >= true).double().mean())
