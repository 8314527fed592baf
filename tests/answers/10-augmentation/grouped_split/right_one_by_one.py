"""Adds groups one by one."""

import numpy as np


def grouped_split(groups, test_share, generator):
    names = list(dict.fromkeys(groups.tolist()))
    if len(names) == 1:
        raise ValueError("cannot divide one group")
    order = [names[k] for k in generator.permutation(len(names))]
    chosen, rows = set(), 0
    while order[1:] and (not chosen or rows < test_share * len(groups)):
        name = order.pop()
        chosen.add(name)
        rows += int((groups == name).sum())
    test = [k for k, name in enumerate(groups.tolist()) if name in chosen]
    train = [k for k, name in enumerate(groups.tolist()) if name not in chosen]
    return np.array(train), np.array(test)
