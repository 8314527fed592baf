"""index_put_ with accumulate."""

import torch


def confusion_matrix(labels, predictions, num_classes):
    if len(labels) != len(predictions):
        raise ValueError("not as many labels as predictions")
    matrix = torch.zeros((num_classes, num_classes), dtype=int)
    one = torch.ones(len(labels), dtype=int)
    return matrix.index_put_((labels, predictions), one, accumulate=True)


def per_class_accuracy(matrix):
    return matrix.diagonal() / matrix.sum(dim=1)
