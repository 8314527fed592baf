"""One row, named n times.

points: 1
says: one row, named n times
"""

import torch


def confusion_matrix(labels, predictions, num_classes):
    if len(labels) != len(predictions):
        raise ValueError("not as many labels as predictions")
    matrix = [[0] * num_classes] * num_classes
    for label, guess in zip(labels.tolist(), predictions.tolist(), strict=True):
        matrix[label][guess] += 1
    return torch.tensor(matrix)


def per_class_accuracy(matrix):
    return matrix.diagonal() / matrix.sum(dim=1)
