"""+= with a list of places.

points: 1
says: counts once
"""

import torch


def confusion_matrix(labels, predictions, num_classes):
    if len(labels) != len(predictions):
        raise ValueError("not as many labels as predictions")
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    matrix[labels, predictions] += 1
    return matrix


def per_class_accuracy(matrix):
    return matrix.diagonal() / matrix.sum(dim=1)
