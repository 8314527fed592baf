"""Where a training begins, and which images it sees when: the same for NumPy and torch."""

import numpy as np

SHAPES = {"conv1": (6, 1, 3, 3), "conv2": (16, 6, 3, 3), "fc1": (32, 64), "fc2": (10, 32)}


def initial(seed):
    """Random weights of the right size for ReLU (He et al., 2015), and biases of 0.

    Parameters
    ----------
    seed : int

    Returns
    -------
    dict of (str, str) to ndarray
        The keys are ("conv1", "weight"), ("conv1", "bias"), ("conv2", "weight") and so on.

    Examples
    --------
    >>> initial(seed=0)["conv2", "weight"].shape
    (16, 6, 3, 3)
    """
    rng = np.random.default_rng(seed)
    params = {}
    for name, shape in SHAPES.items():
        params[name, "weight"] = rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape)
        params[name, "bias"] = np.zeros(shape[0])
    return params


def batches(seed, count, *, epochs, size, rate):
    """Which of ``count`` images are in which step, and its learning rate, which falls to 0.

    Parameters
    ----------
    seed, count : int
    epochs : int
        How often each image is seen.
    size : int
        About as many images are in a batch.
    rate : float
        The learning rate of the first step.

    Returns
    -------
    list of (ndarray, float)

    Examples
    --------
    >>> [len(batch) for batch, _ in batches(0, 100, epochs=1, size=30, rate=0.1)]
    [34, 33, 33]
    """
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(count) for _ in range(epochs)]
    parts = [batch for order in orders for batch in np.array_split(order, count // size)]
    return [(batch, rate * (1 - k / len(parts))) for k, batch in enumerate(parts)]
