"""The student's own layers, where they are right and quick enough; cnnlib's where they are not."""

import time
from functools import partial
from types import SimpleNamespace

import numpy as np

from cnnlib.check.call import call
from cnnlib.check.compare import difference
from cnnlib.exercises.lesson05.col2im import col2im
from cnnlib.exercises.lesson05.conv2d_backward import conv2d_backward
from cnnlib.exercises.lesson05.im2col import im2col
from cnnlib.exercises.lesson05.max_pool2d_backward import max_pool2d_backward

SLOWEST = 15  # times the reference: with a slower layer a training would take minutes
TOO_SLOW = "yours is right, but too slow for a training"
SECONDS = 2.0  # for one call on a batch
EXERCISES = {
    exercise.name: exercise for exercise in (im2col, col2im, conv2d_backward, max_pool2d_backward)
}


def _batches():
    """One call of each function, of the size that the training needs."""
    rng = np.random.default_rng(5)
    x, weight = rng.normal(size=(64, 6, 4, 4)), rng.normal(size=(16, 6, 3, 3))
    maps = np.maximum(rng.normal(size=(64, 6, 8, 8)), 0)  # with ties, as after a ReLU
    return {
        "im2col": (x, (3, 3), 1, 1),
        "col2im": (rng.normal(size=(64, 54, 16)), (4, 4), (3, 3), 1, 1),
        "conv2d_backward": (rng.normal(size=(64, 16, 4, 4)), x, weight, 1, 1),
        "max_pool2d_backward": (rng.normal(size=(64, 6, 4, 4)), maps, (2, 2), 2),
    }


def layers(**functions):
    """The functions that a net is built of; prints whose each of them is.

    A function is the student's if it passes its checks, is right on a whole batch, and not much
    slower there than cnnlib's. Otherwise it is cnnlib's, and the reason is said.

    Parameters
    ----------
    **functions : callable
        im2col, col2im, conv2d_backward, max_pool2d_backward: the student's.

    Returns
    -------
    types.SimpleNamespace
        The four functions by their names.
    """
    batches = _batches()
    chosen = {}
    for name, function in functions.items():
        (reference,) = EXERCISES[name].functions.values()
        objection = _objection(EXERCISES[name], function, reference, batches[name])
        chosen[name] = reference if objection else function
        print(f"{name:20} {f'of cnnlib: {objection}' if objection else 'yours'}")
    return SimpleNamespace(**chosen)


def _objection(exercise, function, reference, args):
    """Why the student's function cannot be used, or an empty string."""
    status = exercise.run(function).status
    if status != "right":
        return {"not attempted": "yours is still to come"}.get(
            status, "yours does not pass its checks yet"
        )
    outcome, own = _quickest(function, args)
    if outcome.kind == "too slow":
        return f"{TOO_SLOW} (more than {SECONDS:g} s for one batch)"
    if outcome.kind != "returned":
        return "yours does not return on a whole batch"
    expected, usual = _quickest(reference, args)
    if difference(expected.value, outcome.value, rtol=1e-6, atol=1e-9):
        return "yours is wrong on a whole batch"
    if own <= SLOWEST * usual:
        return ""
    times = float(f"{own / usual:.1g}")
    return f"{TOO_SLOW} (about {times:g} times as long as cnnlib; up to {SLOWEST} will do)"


def _quickest(function, args):
    """The outcome of a call, and the shortest of three times in seconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        outcome = call(partial(function), args, seconds=SECONDS)
        times.append(time.perf_counter() - start)
        if outcome.kind != "returned":
            break
    return outcome, min(times)
