"""The exercise `kernel`: the classic filters by name."""

import numpy as np

from cnnlib import filters
from cnnlib.check import Case, Exercise, Mistake, Part


def _kernel(name):
    if name not in filters.CLASSIC:
        raise ValueError(f"there is no classic kernel {name!r}; there are {filters.CLASSIC}")
    return filters.kernel(name)


def _kernel_but(change):
    """A model of `kernel` in which some kernels differ: change(name, kernel)."""
    return lambda name: change(name, _kernel(name))


def _unknown(answer):
    return lambda name: _kernel(name) if name in filters.CLASSIC else answer


def _key_error(name):
    return {known: _kernel(known) for known in filters.CLASSIC}[name]


NO_SUCH_NAME = "A name that does not exist was accepted. A typing error would go unnoticed."
RAISE = 'End with raise ValueError(f"there is no kernel {name!r}").'

kernel = Exercise(
    "lesson03.kernel",
    functions={"kernel": _kernel},
    parts=(
        Part("edges", 1, (Case("vertical edges"),)),
        Part("sum 0", 1, (Case("laplacian"),)),
        Part("sum 1 and bad names", 1, (Case("blur"), Case("sharpen"), Case("sharp"))),
    ),
    mistakes=(
        Mistake(
            "blur without 1/9",
            _kernel_but(lambda name, k: np.ones((3, 3)) if name == "blur" else k),
            says="Without the factor 1/9 this is the sum of nine pixels, not their mean: the "
            "picture becomes nine times as bright.",
            next_step="A blur keeps a grey area as it is: its weights sum to 1.",
        ),
        Mistake(
            "vertical and horizontal swapped",
            _kernel_but(lambda name, k: k.T if name.endswith("edges") else k),
            says="Vertical and horizontal are swapped. A vertical edge is crossed from left to "
            "right, so the kernel compares columns.",
            next_step="Column against column for vertical edges, row against row for horizontal.",
        ),
        Mistake(
            "signs reversed",
            _kernel_but(lambda name, k: -k if k.sum() < 0.5 else k),
            says="The signs are reversed: the response has the right size and the wrong sign.",
            next_step="Read the description again: what is taken away from what?",
        ),
        Mistake(
            "signs reversed",
            _kernel_but(lambda name, k: -k if name.endswith("edges") else k),
            says="The signs are reversed: the response has the right size and the wrong sign.",
            next_step="Read the description again: what is taken away from what?",
        ),
        Mistake(
            "signs reversed",
            _kernel_but(lambda name, k: -k if name.startswith("laplacian") else k),
            says="The signs are reversed: the response has the right size and the wrong sign.",
            next_step="The pixel itself counts with a plus, its neighbours with a minus.",
        ),
        Mistake(
            "sharpen is the laplacian",
            _kernel_but(lambda name, k: _kernel("laplacian") if name == "sharpen" else k),
            says="This is the laplacian alone: on a flat area it gives 0, so the picture is gone.",
            next_step="Add the pixel itself: the centre becomes 5.",
        ),
        Mistake(
            "sharpen with the other laplacian",
            _kernel_but(
                lambda name, k: (
                    k + _kernel("laplacian 8") - _kernel("laplacian") if name == "sharpen" else k
                )
            ),
            says="You added laplacian 8 to the pixel; asked is the first of the two laplacians.",
            next_step="The four direct neighbours with -1, the centre 1 + 4 = 5, the corners 0.",
        ),
        Mistake(
            "sharpen minus",
            _kernel_but(
                lambda name, k: (
                    2 * (np.arange(9) == 4).reshape(3, 3) - k if name == "sharpen" else k
                )
            ),
            says="This is the pixel minus its laplacian, which blurs. Sharpening adds it.",
            next_step="Add the laplacian to the pixel: the centre becomes 5.",
        ),
        Mistake(
            "laplacian with four and eight neighbours swapped",
            _kernel_but(
                lambda name, k: (
                    _kernel({"laplacian": "laplacian 8", "laplacian 8": "laplacian"}[name])
                    if name.startswith("laplacian")
                    else k
                )
            ),
            says="This is the other laplacian: one has the four direct neighbours, one all eight.",
        ),
        Mistake("unknown name", _unknown(None), NO_SUCH_NAME, RAISE),
        Mistake("unknown name", _unknown(np.zeros((3, 3))), NO_SUCH_NAME, RAISE),
        Mistake("unknown name", _unknown(filters.kernel("identity")), NO_SUCH_NAME, RAISE),
        Mistake("unknown name", _unknown(np.ones((3, 3)) / 9), NO_SUCH_NAME, RAISE),
        Mistake(
            "KeyError",
            _key_error,
            says="A dict raises KeyError for a name it does not have. The caller gave a wrong "
            "value, and that is a ValueError.",
            next_step="Ask first: if name not in kernels: raise ValueError(...).",
        ),
    ),
    hints=(
        "Write down what the description says about one pixel and its eight neighbours. The nine "
        "factors, in their places, are the kernel.",
        "Check the sums: a kernel that must not react to a flat area sums to 0; one that must "
        "leave it as it is sums to 1.",
        "laplacian: [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]. sharpen: the same with 5. "
        "blur: np.ones((3, 3)) / 9. A dict from name to array is a good place for them.",
    ),
    ready_made=("cnnlib.filters.kernel",),
)
