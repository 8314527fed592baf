"""A list of lists.

points: 1
says: Wrap it in torch.tensor
"""


def confusion_matrix(labels, predictions, num_classes):
    if len(labels) != len(predictions):
        raise ValueError("not as many labels as predictions")
    matrix = [[0] * num_classes for _ in range(num_classes)]
    for label, guess in zip(labels.tolist(), predictions.tolist(), strict=True):
        matrix[label][guess] += 1
    return matrix


def per_class_accuracy(matrix):
    return matrix.diagonal() / matrix.sum(dim=1)
