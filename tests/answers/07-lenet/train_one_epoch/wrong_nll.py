"""nll_loss of logits.

points: 0
says: logarithms of probabilities
"""

import torch.nn.functional as F


def train_one_epoch(model, batches, optimizer):
    was = model.training
    model.train()
    total, count = 0.0, 0
    for x, y in batches:
        loss = F.nll_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    model.train(was)
    return total / count
