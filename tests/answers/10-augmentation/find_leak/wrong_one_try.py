"""Tries the labels once.

points: 3
says: by luck
"""

import numpy as np


def find_leak(pipeline, images, labels, groups):
    before = pipeline(images, labels, groups, 0)
    train, test = before["train_rows"], before["test_rows"]
    if np.isin(train, test).any():
        return "copies"
    if np.isin(groups[train], groups[test]).any():
        return "groups"
    generator = np.random.default_rng(0)
    after = []
    other = labels.copy()
    other[test] = generator.integers(0, 4, len(test))
    after.append(pipeline(images, other, groups, 0))
    if any(result["choice"] != before["choice"] for result in after):
        return "choice"
    if any(not np.array_equal(result["train"], before["train"]) for result in after):
        return "labels"
    other = images.copy()
    other[test] += 1 + 9 * generator.random(images[test].shape)
    changed = pipeline(other, labels, groups, 0)
    same = np.array_equal(changed["train"], before["train"])
    return "none" if same else "statistics"
