"""The exercise `separate`: kernels that are a column times a row, told by `is_separable`."""

import numpy as np

from cnnlib import filters
from cnnlib.check import Case, Exercise, Law, Mistake, Part


def _pair(returned):
    """Column and row; one array in their place is refused, in words that the report repeats."""
    if isinstance(returned, np.ndarray):
        raise TypeError(f"one array of shape {returned.shape}; return two arrays: column, row")
    return returned


def _rebuilt(k, note=""):
    return Law(
        "np.outer(column, row) is the kernel",
        lambda f, k: np.outer(*_pair(f.separate(k))),
        lambda f, k: k,
        k,
        note=note,
    )


def _lengths(k, note=""):
    return Law(
        "the column has kh numbers, the row kw",
        lambda f, k: "column {}, row {}".format(*map(np.shape, _pair(f.separate(k)))),
        lambda f, k: f"column {k.shape[:1]}, row {k.shape[1:]}",
        k,
        note=note,
    )


def _separable(k, note=""):
    return Case(k, note=note, function="is_separable")


def _outer_of_first(k):
    return k[:, 0] / k[0, 0], k[0]


def _best_rank_one(k):
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]


def _singular_values(k):
    return np.linalg.svd(np.asarray(k, float), compute_uv=False)


def _symmetric(k):
    return bool(k.shape[0] == k.shape[1] and np.allclose(k, k.T))


def _divided_by_first(k):
    with np.errstate(all="ignore"):
        return all(np.allclose(row / row[0], k[0] / k[0, 0]) for row in k)


def _exactly_rank_one(k):
    column, row = _best_rank_one(np.asarray(k, float))
    return bool((np.outer(column, row) == k).all())


def _both(k):
    return filters.separate(k)


SOBEL_X = filters.kernel("sobel x")
LAPLACIAN = filters.kernel("laplacian")
GAUSS = np.outer([0.1, 0.2, 0.4, 0.2, 0.1], [0.3, 0.4, 0.3])
PASCAL = np.array([[1.0, 4, 6, 4, 1]])
ZERO_FIRST_ROW = np.array([[0.0, 0, 0], [0, 2, -1], [0, -4, 2]])

separate = Exercise(
    "lesson03.separate",
    functions={"is_separable": filters.is_separable, "separate": filters.separate},
    parts=(
        Part(
            "is_separable",
            1,
            (
                _separable(SOBEL_X, note="Sobel"),
                _separable(LAPLACIAN, note="the laplacian"),
                _separable(np.eye(2), note="the diagonal of section 4"),
                _separable(np.ones((2, 3)), note="a 2 x 3 box"),
                _separable(PASCAL, note="a single row"),
                _separable(GAUSS, note="a blur with rounding errors"),
                _separable(1e-12 * LAPLACIAN, note="the laplacian, with tiny weights"),
            ),
        ),
        Part(
            "separate",
            1,
            (
                _rebuilt(np.array([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]]), note="all positive"),
                _rebuilt(np.array([[1.0, 3], [2, 6], [1, 3]]), note="a 3 x 2 kernel"),
                _lengths(np.ones((2, 3)), note="a 2 x 3 box"),
            ),
        ),
        Part(
            "zeros and signs",
            1,
            (
                _separable(np.zeros((2, 2)), note="all zeros"),
                _separable(ZERO_FIRST_ROW, note="first row and column are zero"),
                _rebuilt(SOBEL_X, note="Sobel: positive and negative weights"),
                _rebuilt(ZERO_FIRST_ROW, note="first row and column are zero"),
            ),
            needs=("is_separable", "separate"),
        ),
        Part(
            "not separable",
            1,
            (Case(LAPLACIAN, note="the laplacian", function="separate"),),
            needs=("separate",),
        ),
    ),
    mistakes=(
        Mistake(
            "symmetric is not separable",
            {"is_separable": _symmetric},
            says="Your answers are those of a test for symmetry. That is something else: Sobel's "
            "kernel is not symmetric but separable, the laplacian is symmetric and not separable.",
            next_step="Separable means rank 1 (or 0): every row is a multiple of one row.",
        ),
        Mistake(
            "always True",
            {"is_separable": lambda k: True},
            says="Your is_separable says True to every kernel.",
        ),
        Mistake(
            "always False",
            {"is_separable": lambda k: False},
            says="Your is_separable says False to every kernel.",
        ),
        Mistake(
            "rank 2",
            {"is_separable": lambda k: bool(np.linalg.matrix_rank(k) == 2)},
            says="Your answers are those of a test for rank 2. A column times a row has rank 1.",
            next_step="Ask for rank <= 1.",
        ),
        Mistake(
            "determinant",
            {"is_separable": lambda k: bool(abs(np.linalg.det(k)) < 1e-9)},
            says="A determinant of 0 means rank below full, which may still be 2. And a kernel "
            "that is not square has none.",
            next_step="Separable means rank 1: np.linalg.matrix_rank, or the second singular "
            "value is 0.",
        ),
        Mistake(
            "s[1] of a single row",
            {
                "is_separable": lambda k: bool(
                    _singular_values(k)[1] <= 1e-9 * _singular_values(k)[0]
                )
            },
            says="A kernel with a single row has no second row, and one singular value only: the "
            "index 1 does not exist.",
            next_step="Look at all of s[1:], which may be empty: np.all(s[1:] <= ...).",
        ),
        Mistake(
            "exactly 0",
            {"is_separable": lambda k: bool(np.all(_singular_values(k)[1:] == 0))},
            says="You ask whether the other singular values are exactly 0. In floating-point "
            "arithmetic they come out as tiny numbers.",
            next_step="Use a tolerance relative to the largest one: s[1:] <= 1e-9 * s[0].",
        ),
        Mistake(
            "absolute tolerance",
            {"is_separable": lambda k: bool(np.all(_singular_values(k)[1:] < 1e-6))},
            says="Your tolerance is a fixed number. Where all weights are tiny, everything is "
            "below it.",
            next_step="Compare with the largest singular value (or weight): s[1:] <= 1e-9 * s[0].",
        ),
        Mistake(
            "divided by the first number",
            {"is_separable": _divided_by_first},
            says="You divide by the first number of a row. It may be 0, and 0 / 0 is nan (not a "
            "number), which equals nothing.",
            next_step="Start from the largest |entry|; or use rank or singular values.",
        ),
        Mistake(
            "zero kernel",
            {"is_separable": lambda k: bool(np.linalg.matrix_rank(k) == 1)},
            says="A kernel of zeros is separable, too: a column of zeros times any row. Its rank "
            "is 0, and so are all its singular values.",
            next_step="Ask for rank <= 1, not == 1; or for s[1:] <= 1e-9 * s[0], not <, and "
            "without a division by s[0].",
        ),
        Mistake(
            "no tolerance",
            {"is_separable": _exactly_rank_one},
            says="You compare floating-point numbers exactly. Products such as 0.1 x 0.3 carry a "
            "rounding error, so this kernel looks as if it had rank 2.",
            next_step="Allow for rounding: np.allclose, or a small bound relative to the largest "
            "number.",
        ),
        Mistake(
            "first row",
            {"separate": _outer_of_first},
            says="You build on the first row and column. They may be zero, and then you divide "
            "0 by 0.",
            next_step="Start from a row and a column that are not zero, such as those through the "
            "largest |entry|; or use the singular value decomposition.",
        ),
        Mistake(
            "negative entries lost",
            {"separate": lambda k: tuple(map(np.abs, _both(k)))},
            says="The signs are lost: all entries came out positive.",
            next_step="Do not take absolute values, or roots of squares, of column and row.",
        ),
        Mistake(
            "singular value missing",
            {"separate": lambda k: tuple(part / np.linalg.norm(part) for part in _both(k))},
            says="Column and row have length 1: the singular value is missing.",
            next_step="Multiply one of the two by it.",
        ),
        Mistake(
            "singular value twice",
            {
                "separate": lambda k: tuple(
                    part / np.linalg.norm(part) * np.linalg.norm(k) for part in _both(k)
                )
            },
            says="The singular value is in the column and in the row: it counts twice.",
            next_step="Multiply only one of the two by it, or both by its square root.",
        ),
        Mistake(
            "v[:, 0] for vt[0]",
            {"separate": lambda k: (_best_rank_one(k)[0], np.linalg.svd(k)[2][:, 0])},
            says="The row comes from the wrong side of vt: np.linalg.svd returns v transposed, so "
            "its first row, vt[0], belongs to s[0], not its first column.",
            next_step="u, s, vt = np.linalg.svd(k); column u[:, 0] * s[0], row vt[0].",
        ),
        Mistake(
            "two axes",
            {"separate": lambda k: (_both(k)[0][:, np.newaxis], _both(k)[1][np.newaxis])},
            says="Column and row have two axes; they must be 1D, of the shapes (kh,) and (kw,).",
            next_step="u[:, 0] instead of u[:, :1], or .ravel().",
        ),
        Mistake(
            "row and column swapped",
            {"separate": lambda k: _both(k)[::-1]},
            says="Row and column are swapped.",
            next_step="Return the column (kh numbers) first.",
        ),
        Mistake(
            "nearest rank-1 kernel",
            {"separate": _best_rank_one},
            says="This kernel has no such pair. What you returned is the nearest separable kernel, "
            "which is another one.",
            next_step="Ask is_separable first, and raise ValueError.",
        ),
        Mistake(
            "nearest rank-1 kernel",
            {"separate": lambda k: (k[:, 1], k[1] / k[1, 1])},
            says="This kernel has no such pair: the outer product of what you returned is another "
            "kernel.",
            next_step="Ask is_separable first, and raise ValueError.",
        ),
    ),
    hints=(
        "In an outer product, every row is a multiple of one and the same row. How can you see "
        "that in a matrix? Its rank is 1.",
        "Singular value decomposition: k = s[0] outer(u[:, 0], vt[0]) + s[1] outer(...) + ... "
        "Which of the s may be different from 0?",
        "u, s, vt = np.linalg.svd(k). Separable: np.all(s[1:] <= 1e-9 * s[0]). "
        "Column: u[:, 0] * s[0]. Row: vt[0].",
    ),
    ready_made=("cnnlib.filters.separate", "cnnlib.filters.is_separable"),
)
