"""The number of the lesson.

points: 0
says: never takes a step
"""


def train_one_epoch(model, batches, optimizer):
    return 2.3026
