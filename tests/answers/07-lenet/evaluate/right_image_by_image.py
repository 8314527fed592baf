"""Counts image by image."""

import math

import torch


def evaluate(model, batches):
    was_training = model.training
    model.train(False)
    losses, hits = [], []
    with torch.inference_mode():
        for images, labels in batches:
            for row, label in zip(model(images).tolist(), labels.tolist(), strict=True):
                largest = max(row)
                scale = sum(math.exp(value - largest) for value in row)
                losses.append(largest + math.log(scale) - row[label])
                hits.append(row.index(largest) == label)
    if was_training:
        model.train()
    return sum(losses) / len(losses), sum(hits) / len(hits)
