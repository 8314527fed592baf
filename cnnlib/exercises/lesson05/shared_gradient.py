"""Exercise 1: the gradient of a weight that is used in several places."""

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part


def _shared_gradient(copies):
    return np.sum(np.asarray(copies, dtype=float), axis=0)


def _constant(copies):
    return np.sum(np.array([0.5, -1.0, 2.0, 0.25])) + np.zeros(np.shape(copies)[1:])


# Gradients of four copies of one weight, and of three copies of a kernel.
FOUR = np.array([0.5, -1.0, 2.0, 0.25])
KERNELS = np.array([[[1.0, 2], [0, -1]], [[3, 0], [1, 1]], [[-2, 5], [4, 0.5]]])
WIDE = np.array([[[1.0, 2, 3]], [[10, 20, 30]]])

shared_gradient = Exercise(
    "lesson05.shared_gradient",
    functions={"shared_gradient": _shared_gradient},
    parts=(
        Part(
            "one weight",
            1,
            (
                Case(FOUR, note="four copies of one weight"),
                Case(np.array([-3.0, 1.0]), note="two copies"),
                Case(np.array([7.0]), note="a single copy"),
            ),
        ),
        Part(
            "a whole kernel",
            1,
            (
                Case(KERNELS, note="three copies of a 2 x 2 kernel"),
                Case(WIDE, note="two copies of a 1 x 3 kernel"),
            ),
            needs=("one weight",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "mean for sum",
            lambda copies: np.mean(copies, axis=0),
            says="This is the mean over the copies. Each copy adds its own change to the loss, so "
            "the changes add up: the gradient is the sum.",
            next_step="Sum; do not divide by the number of copies.",
        ),
        Mistake(
            "summed over everything",
            lambda copies: float(np.sum(copies)),
            says="You summed over the weights, too. Every weight of the kernel keeps a gradient of "
            "its own; only its copies are added.",
            next_step="Sum over the first axis only: axis=0.",
        ),
        Mistake(
            "wrong axis",
            lambda copies: np.sum(copies, axis=-1),
            says="This sums over the last axis, the columns of the kernel. The copies are counted "
            "by the first axis.",
            next_step="axis=0.",
        ),
        Mistake(
            "first copy only",
            lambda copies: np.asarray(copies, float)[0],
            says="This is the gradient of the first copy. The weight is used in the other places, "
            "too, and each of them moves the loss.",
        ),
        Mistake(
            "last copy only",
            lambda copies: np.asarray(copies, float)[-1],
            says="This is the gradient of the last copy: = where += belongs.",
            next_step="Begin with zeros and add the gradient of each copy.",
        ),
        Mistake(
            "product for sum",
            lambda copies: np.prod(copies, axis=0),
            says="This is the product. Factors multiply along one path; the contributions of "
            "several paths add up.",
        ),
        Mistake(
            "absolute values",
            lambda copies: np.sum(np.abs(copies), axis=0),
            says="You added absolute values. A copy that lowers the loss and one that raises it "
            "work against each other: keep the signs.",
        ),
        Mistake(
            "step for gradient",
            lambda copies: -np.sum(copies, axis=0),
            says="This is the negative of the gradient: the direction of the step. The minus "
            "belongs to w - rate * gradient.",
        ),
        Mistake(
            "constant",
            _constant,
            says="Your function gives the result of the worked example, whatever it is given.",
            next_step="Compute the answer from the argument.",
        ),
    ),
    hints=(
        "Move the weight by a small h. Every copy moves by h, and each moves the loss by its own "
        "gradient times h. By how much does the loss move in all?",
        "The changes add up. The copies are the first axis.",
        "np.sum(copies, axis=0)",
    ),
)
