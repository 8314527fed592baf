"""The function of scikit-learn.

points: 1
says: does the exercise for you
"""

from sklearn import metrics


def confusion_matrix(labels, predictions, num_classes):
    return metrics.confusion_matrix(labels, predictions, labels=range(num_classes))


def per_class_accuracy(matrix):
    return matrix.diagonal() / matrix.sum(dim=1)
