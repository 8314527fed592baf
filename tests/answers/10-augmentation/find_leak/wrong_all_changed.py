"""Changes all rows.

points: 0
says: either you change the training rows as well
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
    for _ in range(10):
        other = generator.integers(0, 4, len(labels))
        after.append(pipeline(images, other, groups, 0))
    if any(result["choice"] != before["choice"] for result in after):
        return "choice"
    if any(not np.array_equal(result["train"], before["train"]) for result in after):
        return "labels"
    other = images + 1 + 9 * generator.random(images.shape)
    changed = pipeline(other, labels, groups, 0)
    same = np.array_equal(changed["train"], before["train"])
    return "none" if same else "statistics"
