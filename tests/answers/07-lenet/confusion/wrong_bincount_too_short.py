"""bincount without minlength.

points: 1
says: counts up to the largest number
"""

import torch


def confusion_matrix(labels, predictions, num_classes):
    if len(labels) != len(predictions):
        raise ValueError("not as many predictions as labels")
    pairs = labels * num_classes + predictions
    return torch.bincount(pairs).reshape(num_classes, num_classes)


def per_class_accuracy(matrix):
    return matrix.diagonal() / matrix.sum(dim=1)
