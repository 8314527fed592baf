"""Arrays."""

import numpy as np


def factorise_saving(whole, parts):
    stack = np.array(parts)
    if not np.array_equal(1 + (stack - 1).sum(axis=0), whole):
        raise ValueError(f"{parts} do not see {whole}")
    return float(1 - stack.prod(axis=1).sum() / np.prod(whole))
