"""Exercise 6: the backward pass of max pooling."""

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part, guard


def _max_pool2d_backward(grad_out, x, kernel_size, stride):
    return functional.max_pool2d_backward(grad_out, x, kernel_size, stride=stride)


def _shares(choose, add=True, window_step=None):
    """A model that goes through all windows; ``choose(window)`` says who gets how much."""

    def model(grad_out, x, kernel_size, stride):
        (kh, kw), step = kernel_size, stride
        steps = (kh, kw) if window_step else (step, step)
        grad_x = np.zeros(x.shape)
        for b, c, i, j in np.ndindex(grad_out.shape):
            top, left = i * steps[0], j * steps[1]
            place = (b, c, slice(top, top + kh), slice(left, left + kw))
            share = choose(x[place]) * grad_out[b, c, i, j]
            if add:
                grad_x[place] += share
            else:
                chosen = choose(x[place]) != 0
                grad_x[place][chosen] = share[chosen]
        return grad_x

    return model


def _first(window):
    share = np.zeros(window.shape)
    share.flat[np.argmax(window)] = 1
    return share


def _last(window):
    return _first(window[::-1, ::-1])[::-1, ::-1]


def _first_by_columns(window):
    return _first(window.T).T


def _all_tied(window):
    return (window == window.max()).astype(float)


def _equal_shares(window):
    tied = _all_tied(window)
    return tied / tied.sum()


def _everybody(window):
    return np.ones(window.shape)


def _mean(window):
    return np.full(window.shape, 1 / window.size)


def _from_zero(window):
    """The maximum search starts at 0: where nothing is larger, nobody wins."""
    return _first(window) if window.max() > 0 else np.zeros(window.shape)


def _from_zero_first(window):
    """The same search, whose winner is then the first place."""
    return _first(np.maximum(window, 0))


def _smallest(window):
    return _first(-window)


def _strided_assignment(grad_out, x, kernel_size, stride):
    """One loop over the window; what one place of it writes, the next may overwrite with 0."""
    (kh, kw), (rows, columns) = kernel_size, grad_out.shape[2:]
    grad_x = np.zeros(x.shape)
    winner = np.zeros(grad_out.shape, dtype=int)
    for b, c, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        winner[b, c, i, j] = np.argmax(x[b, c, top : top + kh, left : left + kw])
    for m, n in np.ndindex(kh, kw):
        here = (slice(m, m + stride * rows, stride), slice(n, n + stride * columns, stride))
        grad_x[:, :, *here] = grad_out * (winner == m * kw + n)
    return grad_x


def _divided_by_the_height(grad_out, x, kernel_size, stride):
    """Row and column of the winner from its number in the window, divided by kh."""
    kh, kw = kernel_size
    grad_x = np.zeros(x.shape)
    for b, c, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        number = np.argmax(x[b, c, top : top + kh, left : left + kw])
        row, column = divmod(int(number), kh)
        grad_x[b, c, top + row, left + column] += grad_out[b, c, i, j]
    return grad_x


def _square_window(grad_out, x, kernel_size, stride):
    try:
        return _shares(_first)(grad_out, x, (kernel_size[0], kernel_size[0]), stride)
    except ValueError:
        raise IndexError("a window beyond the border") from None


def _square_loops(grad_out, x, kernel_size, stride):
    count = min(grad_out.shape[2:])
    masked = np.zeros_like(grad_out)
    masked[:, :, :count, :count] = grad_out[:, :, :count, :count]
    return _max_pool2d_backward(masked, x, kernel_size, stride)


def _first_channel(grad_out, x, kernel_size, stride):
    masked = np.zeros_like(grad_out)
    masked[:, 0] = grad_out[:, 0]
    return _max_pool2d_backward(masked, x, kernel_size, stride)


SLIDE = np.array([[[[6.0, 8], [3, 5]]]])
FOUR_BY_FOUR = np.array([[[[1.0, 2, 9, 4], [3, 0, 5, 6], [7, 1, 2, 3], [4, 8, 0, 5]]]])
TIED = np.array([[[[2.0, 7], [7, 7]]]])
TIED_WIDE = np.array([[[[0.0, 0, 1, 3], [0, 0, 3, 2]]]])
PEAK = np.array([[[[1.0, 2, 0], [3, 9, 4], [2, 5, 6]]]])
RIDGE = np.array([[[[1.0, 5, 2, 4, 3]]]])
NEGATIVE = -np.array([[[[3.0, 1, 4, 1.5], [5, 9, 2, 6]]]])
TALL = np.array([[[[1.0, 4], [2, 0], [6, 3], [5, 7], [9, 8]]]])
WIDE = (np.arange(30.0).reshape(1, 1, 3, 10) * 7) % 11
CHANNELS = (np.arange(32.0).reshape(2, 2, 2, 4) * 5) % 13
LEFT_OVER = (np.arange(25.0).reshape(1, 1, 5, 5) * 7) % 25

max_pool2d_backward = Exercise(
    "lesson05.max_pool2d_backward",
    functions={"max_pool2d_backward": _max_pool2d_backward},
    parts=(
        Part(
            "values",
            1,
            (
                Case(np.array([[[[10.0]]]]), SLIDE, (2, 2), 2, note="the window of the lesson"),
                Case(np.array([[[[1.0, 2], [3, -4]]]]), FOUR_BY_FOUR, (2, 2), 2),
                Case(np.array([[[[1.0, 2]]]]), NEGATIVE, (2, 2), 2, note="all negative"),
            ),
        ),
        Part(
            "ties",
            1,
            (
                Case(np.array([[[[12.0]]]]), TIED, (2, 2), 2, note="three equal maxima"),
                Case(np.array([[[[1.0, 2]]]]), TIED_WIDE, (2, 2), 2, note="all equal; two equal"),
            ),
            needs=("values",),
        ),
        Part(
            "overlapping windows",
            1,
            (
                Case(np.array([[[[1.0, 2], [3, 4]]]]), PEAK, (2, 2), 1, note="one peak for all"),
                Case(np.array([[[[1.0, 10, 100]]]]), RIDGE, (1, 3), 1, note="a row, window 1 x 3"),
            ),
            needs=("values",),
        ),
        Part(
            "every shape, input untouched",
            1,
            (
                Case(np.array([[[[1.0], [2]]]]), TALL[:, :, :4], (2, 2), 2, note="4 x 2 pixels"),
                Case(np.arange(1.0, 5).reshape(1, 1, 1, 4), WIDE, (3, 1), 3, note="window 3 x 1"),
                Case(np.arange(1.0, 9).reshape(2, 2, 1, 2), CHANNELS, (2, 2), 2, note="2 channels"),
                Case(np.arange(1.0, 5).reshape(1, 1, 2, 2), LEFT_OVER, (2, 2), 2, note="left over"),
            ),
            needs=("values",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "gradient to all tied maxima",
            _shares(_all_tied),
            says="Where several pixels are equally large, each of them got the whole gradient. "
            "Only one path leads to the output: one of them gets it, the first in reading order.",
            next_step="np.argmax of the flattened window gives the first.",
        ),
        Mistake(
            "gradient shared by tied maxima",
            _shares(_equal_shares),
            says="Where several pixels are equally large, they share the gradient. That is a "
            "subgradient, too; but the rule here (and torch's) is: the first in reading order "
            "gets all of it.",
        ),
        Mistake(
            "last of the tied",
            _shares(_last),
            says="Of equally large pixels you take the last; the rule is the first in reading "
            "order.",
            next_step="> instead of >=, or np.argmax of the flattened window.",
        ),
        Mistake(
            "first by columns",
            _shares(_first_by_columns),
            says="Of equally large pixels you take the first column by column; reading order goes "
            "row by row.",
        ),
        Mistake(
            "= for +=",
            _shares(_first, add=False),
            says="A pixel that wins several windows kept only the last share: = for +=.",
            next_step="grad_x[...] += grad_out[...]",
        ),
        Mistake(
            "= for +=, strided",
            _strided_assignment,
            says="Where windows overlap, a place of the window overwrites what another one has "
            "left, with 0 where it did not win: = for +=.",
            next_step="grad_x[..., rows, columns] += ...",
        ),
        Mistake(
            "row and column from the height",
            _divided_by_the_height,
            says="You divided the number of the winner by the height of the window. In reading "
            "order a row of the window has kw pixels.",
            next_step="row, column = divmod(number, kw), or np.unravel_index(number, (kh, kw)).",
        ),
        Mistake(
            "stride hard-wired to the window",
            _shares(_first, window_step=True),
            says="Your windows do not overlap: the stride is hard-wired to the size of the window.",
            next_step="Window (i, j) begins in row i * stride, column j * stride.",
        ),
        Mistake(
            "everybody gets it",
            _shares(_everybody),
            says="Every pixel of a window got the gradient. Only the largest one matters to the "
            "output; nudging the others changes nothing.",
        ),
        Mistake(
            "mean instead of maximum",
            _shares(_mean),
            says="This is the backward pass of mean pooling: every pixel of a window got an equal "
            "share.",
        ),
        Mistake(
            "grad_out ignored",
            lambda grad_out, *rest: _max_pool2d_backward(np.ones_like(grad_out), *rest),
            says="Your winners get 1. They get what arrives at their window, grad_out[i, j].",
        ),
        Mistake(
            "maximum started at 0",
            _shares(_from_zero),
            says="In windows without a positive number nobody wins: your search for the maximum "
            "started at 0.",
            next_step="Start with the first pixel, or with -infinity.",
        ),
        Mistake(
            "maximum started at 0, first place",
            _shares(_from_zero_first),
            says="In windows without a positive number the first place wins: your search for the "
            "maximum started at 0.",
            next_step="Start with the first pixel, or with -infinity.",
        ),
        Mistake(
            "minimum",
            _shares(_smallest),
            says="The smallest pixel got the gradient.",
        ),
        Mistake(
            "width from height",
            _square_loops,
            says="Your loops visit a square of windows: the width is taken from the height.",
            next_step="Loop over grad_out.shape[2] rows and grad_out.shape[3] columns.",
        ),
        Mistake(
            "kernel width from height",
            _square_window,
            says="Your windows are square: their width is taken from their height.",
            next_step="kh, kw = kernel_size.",
        ),
        Mistake(
            "first channel only",
            _first_channel,
            says="Only the first channel got anything.",
        ),
    ),
    hints=(
        "Go through the outputs, one after the other. Which pixel made this output what it is?",
        "For output (n, c, i, j): cut out the window, find its largest pixel with np.argmax "
        "(the first in reading order), and add grad_out[n, c, i, j] there.",
        "window = x[n, c, i * stride : i * stride + kh, j * stride : j * stride + kw]\n"
        "row, column = np.unravel_index(np.argmax(window), window.shape)\n"
        "grad_x[n, c, i * stride + row, j * stride + column] += grad_out[n, c, i, j]",
    ),
    ready_made=(*guard.POOLING, *guard.POOLING_BACKWARD, *guard.AUTOGRAD),
)
