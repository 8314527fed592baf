"""Never clears the gradients.

points: 1
says: added up
"""

import torch
import torch.nn.functional as F


def overfit_one_batch(model, x, y, steps=100, learning_rate=0.001):
    was = model.training
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.train(was)
    return losses
