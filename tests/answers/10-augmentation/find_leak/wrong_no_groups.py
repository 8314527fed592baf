"""No groups.

points: 2
says: do not find the groups
"""

import numpy as np


def find_leak(pipeline, images, labels, groups):
    dice = np.random.default_rng(0)
    before = pipeline(images, labels, groups, 0)
    train, test = before["train_rows"], before["test_rows"]
    changed = test
    others = []
    for _ in range(8):
        new = labels.copy()
        new[changed] = dice.integers(0, 4, len(changed))
        others.append(pipeline(images, new, groups, 0))
    new = images.copy()
    new[changed] += 1 + 9 * dice.random(images[changed].shape)
    other = pipeline(new, labels, groups, 0)
    seen = {
        "copies": np.isin(train, test).any(),
        "groups": np.isin(groups[train], groups[test]).any(),
        "choice": any(one["choice"] != before["choice"] for one in others),
        "labels": any(not np.array_equal(one["train"], before["train"]) for one in others),
        "statistics": not np.array_equal(other["train"], before["train"]),
    }
    for name in ("copies", "choice", "labels", "statistics"):
        if seen[name]:
            return name
    return "none"
