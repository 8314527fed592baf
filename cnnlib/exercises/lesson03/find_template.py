"""The exercise `find_template`: where a picture looks most like a smaller one."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part


def _best(scores):
    return tuple(int(index) for index in np.unravel_index(np.argmax(scores), scores.shape))


def _find_template(image, template):
    if template.min() == template.max():
        raise ValueError("the template is constant: it looks like every flat area, and like none")
    return _best(functional.normalised_cross_correlation(image, template))


def _raw_scores(image, template):
    return functional.cross_correlate2d(image, template)


def _globally_normalised_scores(image, template):
    image, template = image.astype(float), template.astype(float)
    return functional.cross_correlate2d(image - image.mean(), template - image.mean())


def _zero_mean_scores(image, template):
    return functional.cross_correlate2d(image, template - template.mean())


def _cosine_scores(image, template):
    image, template = image.astype(float), template.astype(float)
    lengths = np.sqrt(functional.cross_correlate2d(image**2, np.ones(template.shape)))
    raw = functional.cross_correlate2d(image, template)
    return np.divide(raw, lengths, out=np.zeros_like(raw), where=lengths > 0)


def _squared_differences(image, template):
    windows = sliding_window_view(image.astype(float), template.shape)
    return np.sum((windows - template.astype(float)) ** 2, axis=(-2, -1))


def _windows_divided_by_zero(image, template):
    windows = sliding_window_view(image.astype(float), template.shape)
    windows = windows - windows.mean(axis=(-2, -1), keepdims=True)
    pattern = template - template.mean()
    lengths = np.sqrt(np.sum(windows**2, axis=(-2, -1)) * np.sum(pattern**2))
    return np.sum(windows * pattern, axis=(-2, -1)) / lengths


def _ncc(image, template):
    return functional.normalised_cross_correlation(image, template)


def _corner_where_constant(image, template):
    return (0, 0) if template.min() == template.max() else _find_template(image, template)


def _last_of_equals(image, template):
    scores = np.round(_ncc(image, template), 9)
    return _best_index(scores, scores.size - 1 - np.argmax(scores.ravel()[::-1]))


def _best_index(scores, flat):
    return tuple(int(index) for index in np.unravel_index(flat, scores.shape))


# Dark on the left, bright on the right; the 2 x 2 corner stands in the dark.
SCENE = np.array(
    [
        [12, 10, 13, 12, 95, 92, 98, 30],
        [10, 12, 11, 13, 90, 95, 40, 99],
        [11, 10, 20, 12, 99, 30, 97, 92],
        [13, 20, 14, 11, 91, 98, 60, 96],
        [12, 11, 13, 10, 97, 93, 95, 20],
    ],
    dtype=float,
)
DARK_PATCH = SCENE[2:4, 1:3].copy()
FLAT = np.zeros((5, 6), dtype=np.uint8)
FLAT[3, 2:4] = 40, 90
FLAT[4, 3] = 60

# The same corner twice, in whole numbers, so that both scores are 1 to the last bit.
TWICE = np.array(
    [
        [3, 5, 3, 4, 9, 1, 6, 2],
        [4, 2, 5, 7, 1, 5, 2, 6],
        [6, 9, 1, 4, 7, 3, 5, 3],
        [2, 1, 5, 6, 2, 4, 3, 5],
        [5, 3, 4, 2, 6, 3, 4, 5],
        [3, 6, 2, 5, 3, 4, 4, 2],
    ],
    dtype=float,
)
CORNER_TWICE = TWICE[:2, 4:6].copy()
# The exact negative of a corner, and later the corner itself, a little blurred.
NEGATIVE = np.array(
    [[5, 1, 9, 5, 5, 6], [5, 9, 5, 4, 5, 5], [6, 5, 5, 5, 8, 2], [5, 5, 4, 5, 1, 5]], dtype=float
)
CORNER_ONCE = np.array([[9.0, 1], [1, 5]])

find_template = Exercise(
    "lesson03.find_template",
    functions={"find_template": _find_template},
    parts=(
        Part(
            "exact copy",
            1,
            (
                Case(SCENE, DARK_PATCH, note="a patch of the dark half"),
                Case(SCENE, SCENE[3:, 6:].copy(), note="the last corner"),
                Case(TWICE, CORNER_TWICE, note="there twice: the first in reading order counts"),
            ),
        ),
        Part(
            "other light",
            1,
            (
                Case(SCENE, 100 + 8 * DARK_PATCH, note="the same patch, brighter, more contrast"),
                Case(SCENE, DARK_PATCH / 10, note="the same patch, a tenth as bright"),
                Case(NEGATIVE, CORNER_ONCE, note="its negative is in the picture, too"),
            ),
            needs=("exact copy",),
        ),
        Part(
            "flat areas",
            1,
            (Case(FLAT, FLAT[3:5, 2:4], note="most of the picture is black"),),
            needs=("exact copy",),
        ),
        Part(
            "bad input",
            1,
            (
                Case(SCENE, np.full((2, 2), 20.0), note="a constant template"),
                Case(np.eye(2), np.eye(3), note="a template larger than the picture"),
            ),
            needs=("exact copy",),
        ),
    ),
    mistakes=(
        Mistake(
            "raw",
            lambda image, template: _best(_raw_scores(image, template)),
            says="This is the best place of the raw cross-correlation. It grows with the "
            "brightness of the window, so the brightest place wins whatever it shows.",
            next_step="Bring each window to mean 0 and length 1 before you compare.",
        ),
        Mistake(
            "globally normalised",
            lambda image, template: _best(_globally_normalised_scores(image, template)),
            says="You normalised with the mean of the whole picture. A dark region stays dark "
            "against it: what counts is the mean of each window.",
            next_step="Subtract from each window its own mean, and divide by its own length.",
        ),
        Mistake(
            "template mean only",
            lambda image, template: _best(_zero_mean_scores(image, template)),
            says="Only the template's mean is removed (to subtract the picture's as well changes "
            "nothing then). Brightness no longer counts, but contrast does: the window with the "
            "strongest contrast wins.",
            next_step="Divide by the length of each window (after subtracting its mean), too.",
        ),
        Mistake(
            "window mean not removed",
            lambda image, template: _best(_cosine_scores(image, template)),
            says="You divide by the length of each window, but do not subtract its mean first: "
            "this finds the same ratios, not the same pattern.",
            next_step="Subtract the mean of window and template before anything else.",
        ),
        Mistake(
            "division by zero",
            lambda image, template: _best(_windows_divided_by_zero(image, template)),
            says="A constant window has length 0, so its score is 0 / 0 = nan (not a number), and "
            "np.argmax returns the place of the first nan.",
            next_step="Give windows without contrast the score 0: np.where, or a mask.",
        ),
        Mistake(
            "squared differences",
            lambda image, template: _best(-_squared_differences(image, template)),
            says="This is the window with the smallest squared difference. It finds exact copies, "
            "but not the same pattern in another light.",
            next_step="Bring window and template to mean 0 and length 1 first.",
        ),
        Mistake(
            "x before y",
            lambda image, template: _find_template(image, template)[::-1],
            says="This is (x, y), that is (column, row). A matrix is indexed row first.",
            next_step="Return (row, col).",
        ),
        Mistake(
            "off by one",
            lambda image, template: _best(_ncc(image, template)[:-1, :-1]),
            says="The last row and the last column of places are missing: an off-by-one.",
            next_step="There are H - h + 1 places one below the other and W - w + 1 side by side.",
        ),
        Mistake(
            "off by one in the rows",
            lambda image, template: _best(_ncc(image, template)[:-1]),
            says="The last row of places is missing: an off-by-one.",
            next_step="There are H - h + 1 places one below the other.",
        ),
        Mistake(
            "off by one in the columns",
            lambda image, template: _best(_ncc(image, template)[:, :-1]),
            says="The last column of places is missing: an off-by-one.",
            next_step="There are W - w + 1 places side by side.",
        ),
        Mistake(
            "last of equals",
            _last_of_equals,
            says="Of windows that are equally good, this is the last; asked for is the first in "
            "reading order.",
            next_step="Let a later window win only if its score is larger: >, not >=.",
        ),
        Mistake(
            "first by columns",
            lambda image, template: _best(np.round(_ncc(image, template), 9).T)[::-1],
            says="Of windows that are equally good, this is the first of a search column by "
            "column; reading order goes row by row.",
            next_step="Let the rows be the outer loop.",
        ),
        Mistake(
            "absolute value",
            lambda image, template: _best(np.abs(_ncc(image, template))),
            says="You take the absolute value of the score. A score of -1 is the negative of the "
            "template: dark where it is bright.",
            next_step="Take the largest score as it is.",
        ),
        Mistake(
            "argmin",
            lambda image, template: _best(-_ncc(image, template)),
            says="This is the window that is least like the template: the minimum of the scores.",
            next_step="Use np.argmax.",
        ),
        Mistake(
            "centre instead of corner",
            lambda image, template: tuple(
                place + length // 2
                for place, length in zip(
                    _find_template(image, template), template.shape, strict=True
                )
            ),
            says="This is the centre of the window; asked for is its top left corner.",
            next_step="Return the index of the best score as it is.",
        ),
        Mistake(
            "flat index",
            lambda image, template: int(np.argmax(_ncc(image, template))),
            says="np.argmax counts through the whole map, row after row: this is one number.",
            next_step="np.unravel_index(index, scores.shape) makes row and column of it.",
        ),
        Mistake(
            "constant template accepted",
            _corner_where_constant,
            says="A constant template has no pattern that could be found.",
            next_step="Raise ValueError where all its pixels are equal.",
        ),
    ),
    hints=(
        "Write a function that scores one window: how alike are two patches, whatever their "
        "brightness and contrast?",
        "Subtract the mean from window and template. Divide each by its length, the square root "
        "of its sum of squares. Multiply and sum: 1 is the best that can come out.",
        "For each place: w = window - window.mean(); t = template - template.mean();\n"
        "norm = np.sqrt(np.sum(w**2) * np.sum(t**2));\n"
        "score = np.sum(w * t) / norm if window.min() < window.max() else 0.0\n"
        "(norm > 0 would trust the rounding of the mean). Then "
        "np.unravel_index(np.argmax(scores), scores.shape).",
    ),
    ready_made=(
        "cnnlib.functional.normalised_cross_correlation",
        "skimage.feature.match_template",
        "skimage.feature.template.match_template",
        "cv2.matchTemplate",
    ),
)
