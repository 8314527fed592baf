"""Counts pairs; NumPy, and nan by hand."""

import numpy as np


def confusion_matrix(labels, predictions, num_classes):
    if labels.shape != predictions.shape:
        raise ValueError("labels and predictions differ in length")
    pairs = labels.numpy() * num_classes + predictions.numpy()
    counts = np.bincount(pairs, minlength=num_classes * num_classes)
    return counts.reshape(num_classes, num_classes)


def per_class_accuracy(matrix):
    matrix = np.asarray(matrix)
    result = np.full(len(matrix), np.nan)
    for k, row in enumerate(matrix):
        if row.sum() > 0:
            result[k] = row[k] / row.sum()
    return result
