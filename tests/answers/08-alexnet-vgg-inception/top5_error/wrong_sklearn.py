"""scikit-learn's metric.

points: 0
says: does the exercise
"""

from sklearn.metrics import top_k_accuracy_score


def top5_error(logits, y, k=5):
    labels = range(logits.shape[1])
    return 1 - top_k_accuracy_score(y.numpy(), logits.numpy(), k=k, labels=list(labels))
