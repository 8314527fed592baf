"""Trains, and puts the old weights back.

points: 2
says: has not changed
"""

import torch
import torch.nn.functional as F


def overfit_one_batch(model, x, y, steps=100, learning_rate=0.001):
    start = {name: value.clone() for name, value in model.state_dict().items()}
    was = model.training
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.train(was)
    model.load_state_dict(start)
    return losses
