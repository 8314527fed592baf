"""The same random numbers again."""

import random

import numpy as np
import torch

from cnnlib.arithmetic.whole_numbers import require_whole


def seed_everything(seed):
    """Start the random numbers of Python, NumPy and torch (on every device) from a seed.

    Call it before the model is made: its first weights are random numbers, too. The same seed
    then gives the same `History` again, on the same machine with the same number of threads.

    Parameters
    ----------
    seed : int
        From 0 to 2**32 - 1 (NumPy takes no larger one).

    Raises
    ------
    ValueError
        If it is no such number.

    Examples
    --------
    >>> seed_everything(7)
    >>> first = torch.rand(3)
    >>> seed_everything(7)
    >>> torch.equal(first, torch.rand(3))
    True
    """
    [seed] = require_whole(0, seed=seed)
    if seed >= 2**32:
        raise ValueError(f"seed must be less than 2**32 (4294967296), not {seed}")
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 (for code that uses NumPy's old random numbers)
    torch.manual_seed(seed)
    # cuDNN may choose another algorithm on every run, the quickest at that moment; not so here.
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True


def random_state(generators=()):
    """Where all random numbers are, torch's on every device too; `set_random_state` goes back.

    Parameters
    ----------
    generators : iterable of torch.Generator
        Others that are used, such as a DataLoader's own.

    Returns
    -------
    dict
        Of tensors, numbers, text, lists and tuples.
    """
    numpy_state = np.random.get_state(legacy=False)  # noqa: NPY002
    numpy_state["state"]["key"] = torch.from_numpy(numpy_state["state"]["key"].astype(np.int64))
    return {
        "python": random.getstate(),
        "numpy": numpy_state,
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        "mps": torch.mps.get_rng_state() if torch.backends.mps.is_available() else None,
        "generators": [generator.get_state() for generator in generators],
    }


def set_random_state(state, generators=()):
    """Go back to what `random_state` returned; of the devices, those that are there now."""
    numpy_state = dict(state["numpy"], state=dict(state["numpy"]["state"]))
    numpy_state["state"]["key"] = numpy_state["state"]["key"].numpy().astype(np.uint32)
    random.setstate(state["python"])
    np.random.set_state(numpy_state)  # noqa: NPY002
    torch.set_rng_state(state["torch"])
    if torch.cuda.is_available() and len(state["cuda"]) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all(state["cuda"])
    if torch.backends.mps.is_available() and state["mps"] is not None:
        torch.mps.set_rng_state(state["mps"])
    for generator, its_state in zip(generators, state["generators"], strict=False):
        generator.set_state(its_state)
