"""Counts as far as the shorter one goes.

points: 2
says: hides a mistake of the caller
"""

import torch


def confusion_matrix(labels, predictions, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for label, guess in zip(labels.tolist(), predictions.tolist(), strict=False):
        matrix[label, guess] += 1
    return matrix


def per_class_accuracy(matrix):
    return matrix.diagonal() / matrix.sum(dim=1)
