"""Numbers of Python.

points: 2
says: divided by 0
"""

import torch


def confusion_matrix(labels, predictions, num_classes):
    if len(labels) != len(predictions):
        raise ValueError(f"{len(labels)} labels, {len(predictions)} predictions")
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for label, guess in zip(labels.tolist(), predictions.tolist(), strict=True):
        matrix[label, guess] += 1
    return matrix


def per_class_accuracy(matrix):
    return torch.tensor([row[k] / sum(row) for k, row in enumerate(matrix.tolist())])
