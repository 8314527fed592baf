"""AdamW in place of Adam.

points: 1
says: losses of AdamW
"""

import torch
import torch.nn.functional as F


def overfit_one_batch(model, x, y, steps=100, learning_rate=0.001):
    was = model.training
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.train(was)
    return losses
