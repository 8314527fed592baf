"""The exercise `channel_stats`: statistics of the training set, and `standardise` by them."""

import numpy as np

from cnnlib import images
from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson01.shared import assert_for_raise, constant_answer


def _stats_over(*axes, **options):
    """A model of `channel_stats` that reduces the wrong axes."""

    def channel_stats(train):
        return train.mean(axis=axes), train.std(axis=axes, **options)

    return channel_stats


def _one_number(train):
    channels = train.shape[1]
    return np.full(channels, train.mean()), np.full(channels, train.std())


def _stats_kept_as_axes(train):
    axes = (0, 2, 3)
    return train.mean(axis=axes, keepdims=True), train.std(axis=axes, keepdims=True)


def _variance(train):
    mean, std = images.channel_stats(train)
    return mean, std**2


def _swapped_pair(train):
    return images.channel_stats(train)[::-1]


def _mean_of_stds(train):
    mean, _ = images.channel_stats(train)
    return mean, train.std(axis=(2, 3)).mean(axis=0)


def _columns(values):
    return np.asarray(values, dtype=np.float64)[:, None, None]


def _own_statistics(x, mean, std):
    axes = (0, 2, 3) if x.ndim == 4 else (1, 2)
    own = np.asarray(x, dtype=np.float64)
    return images.standardise(own, own.mean(axis=axes), own.std(axis=axes))


def _each_image_by_itself(x, mean, std):
    own = np.asarray(x, dtype=np.float64)
    return (own - own.mean(axis=(-2, -1), keepdims=True)) / _nonzero(
        own.std(axis=(-2, -1), keepdims=True)
    )


def _nonzero(std):
    return np.where(std == 0, 1, std)


def _divided_by_zero(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - _columns(mean)) / _columns(std)


def _with_epsilon(epsilon):
    def standardise(x, mean, std):
        return (np.asarray(x, dtype=np.float64) - _columns(mean)) / (_columns(std) + epsilon)

    return standardise


def _constant_channel_kept(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - _columns(mean)) / _nonzero(_columns(std))


def _infinity_kept_finite(x, mean, std):
    return np.nan_to_num(_divided_by_zero(x, mean, std))


def _in_place(x, mean, std):
    x -= _columns(mean)
    x /= _nonzero(_columns(std))
    return x


def _batches_only(x, mean, std):
    if not len(mean) == len(std) == x.shape[1]:
        raise ValueError("one mean and one std for each channel")
    return images.standardise(x, mean, std)


def _always_a_batch(x, mean, std):
    return images.standardise(x.reshape(-1, *x.shape[-3:]), mean, std)


def _pair_exchanged(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - _columns(std)) / _columns(mean)


def _channels_last(x, mean, std):
    mean, std = np.asarray(mean, dtype=float), np.asarray(std, dtype=float)
    return (x - mean) / _nonzero(std)


def _mean_not_subtracted(x, mean, std):
    return np.asarray(x, dtype=np.float64) / _nonzero(_columns(std))


def _times_std(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - _columns(mean)) * _columns(std)


_TRAIN = np.array([[[[0, 2]], [[7, 7]]], [[[4, 2]], [[9, 5]]]], dtype=np.uint8)
_TEST = np.array([[[[2, 6]], [[7, 3]]], [[[10, 2]], [[11, 7]]]], dtype=np.uint8)

_SAYS_EPSILON = (
    "You add a small number to every standard deviation. That falsifies every channel a little, "
    "and a channel that was constant in training is divided by almost nothing: the first test "
    "pixel that differs becomes enormous."
)

channel_stats = Exercise(
    "lesson01.channel_stats",
    functions={"channel_stats": images.channel_stats, "standardise": images.standardise},
    rtol=1e-6,
    atol=1e-9,
    parts=(
        Part(
            "statistics",
            2,
            (Case(_TRAIN, note="two images of two channels, 1 x 2 pixels"),),
        ),
        Part(
            "standardise",
            1,
            (
                Case(
                    _TEST,
                    np.array([2.0, 7.0]),
                    np.array([2.0, 4.0]),
                    function="standardise",
                    note="two images",
                ),
                Case(
                    _TEST[0],
                    np.array([2.0, 7.0]),
                    np.array([2.0, 4.0]),
                    function="standardise",
                    note="one image by itself, (C, H, W)",
                ),
            ),
            dtype="floating",
        ),
        Part(
            "test pixels never used",
            0.5,
            (
                Law(
                    "standardise(x[:1], mean, std) equals standardise(x, mean, std)[:1], since an "
                    "image looks the same alone and in company",
                    lambda f, x, mean, std: f.standardise(x[:1], mean, std),
                    lambda f, x, mean, std: f.standardise(x, mean, std)[:1],
                    _TEST,
                    np.array([2.0, 7.0]),
                    np.array([2.0, 4.0]),
                    note="the first of two images",
                ),
            ),
            needs=("standardise",),
        ),
        Part(
            "constant channel",
            0.5,
            (
                Case(
                    np.array([[[[1, 5]], [[7, 9]]]], dtype=np.uint8),
                    np.array([3.0, 7.0]),
                    np.array([2.0, 0.0]),
                    function="standardise",
                    note="the second channel was 7 everywhere in training, and is not so here",
                ),
            ),
        ),
        Part(
            "input untouched",
            0.5,
            (
                Case(
                    _TEST.astype(float),
                    np.array([2.0, 7.0]),
                    np.array([2.0, 4.0]),
                    function="standardise",
                    note="floats",
                ),
            ),
            needs=("standardise",),
            untouched=True,
        ),
        Part(
            "bad input",
            0.5,
            (
                Case(np.zeros((0, 3, 2, 2)), note="no training image at all"),
                Case(
                    np.zeros((1, 3, 2, 2)),
                    np.zeros(2),
                    np.ones(2),
                    function="standardise",
                    note="three channels, two means",
                ),
            ),
            needs=("statistics",),
        ),
    ),
    mistakes=(
        Mistake(
            "sample standard deviation",
            {"channel_stats": _stats_over(0, 2, 3, ddof=1)},
            "Your standard deviation divides by n - 1: that is the sample standard deviation. "
            "This exercise asks for the population one, which divides by n. torch's std divides "
            "by n - 1 unless told otherwise, NumPy's by n.",
            "np.std without ddof, or torch's std with correction=0.",
        ),
        Mistake(
            "one number for all channels",
            {"channel_stats": _one_number},
            "Your channels share one mean and one standard deviation. Red, green and blue have "
            "different averages, and the difference is what the mean should remove.",
            "Leave the channel axis out of the average: axis=(0, 2, 3).",
        ),
        Mistake(
            "one number",
            {"channel_stats": lambda train: (train.mean(), train.std())},
            "You average over all axes and get one number. There must be one for each channel.",
            "Leave the channel axis out of the average: axis=(0, 2, 3).",
        ),
        Mistake(
            "per image",
            {"channel_stats": _stats_over(2, 3)},
            "You get one number per image and channel, of shape (N, C). Each image would be "
            "standardised by itself, and how bright it is would be lost.",
            "Average over the images as well: axis=(0, 2, 3).",
        ),
        Mistake(
            "per pixel",
            {"channel_stats": _stats_over(0)},
            "You get one number per pixel, of shape (C, H, W): the average is over the images "
            "only.",
            "Average over rows and columns as well: axis=(0, 2, 3).",
        ),
        Mistake(
            "mean over the wrong axes",
            {"channel_stats": _stats_over(0, 1, 2)},
            "You averaged as if the channels came last, (N, H, W, C): your numbers are one for "
            "each column of the image.",
            "Here the channels are axis 1: average over axes 0, 2 and 3.",
        ),
        Mistake(
            "mean over the wrong axes",
            {"channel_stats": _stats_over(1, 2, 3)},
            "You get one number per image: axis 0 is the one that stayed, and it counts images.",
            "The channels are axis 1: average over axes 0, 2 and 3.",
        ),
        Mistake(
            "axes kept",
            {"channel_stats": _stats_kept_as_axes},
            "The numbers are right, but keepdims=True leaves them in the shape (1, C, 1, 1).",
            "Return the shape (C,).",
        ),
        Mistake(
            "variance",
            {"channel_stats": _variance},
            "Your second array is the variance. The standard deviation is its square root.",
            "np.std, or the root of what you have.",
        ),
        Mistake(
            "mean and std in the wrong order",
            {"channel_stats": _swapped_pair},
            "You return (std, mean). Both have the shape (C,), so nobody downstream would notice.",
            "return mean, std",
        ),
        Mistake(
            "mean of the images' standard deviations",
            {"channel_stats": _mean_of_stds},
            "You averaged the standard deviations of the single images. That misses how much the "
            "images differ from each other: a set of flat images would seem to have no spread.",
            "Take the standard deviation over all pixels of all images at once.",
        ),
        Mistake(
            "statistics from test",
            {"standardise": _own_statistics},
            "Your standardise computes its own mean and standard deviation from x. The arguments "
            "mean and std, which come from the training set, are not used: the statistics come "
            "from the test images, so a test image changes how the others are seen.",
            "Use the mean and std that you are given.",
        ),
        Mistake(
            "per image instead of per channel",
            {"standardise": _each_image_by_itself},
            "Each image is standardised by itself. A dark photograph and a bright one of the same "
            "scene then become equal.",
            "Use the mean and std that you are given.",
        ),
        Mistake(
            "constant channel kept",
            {"standardise": _constant_channel_kept},
            "Where std is 0 you divide by 1, so a test pixel that differs keeps its whole "
            "difference, in raw units. A channel that was constant in training becomes 0.",
            "Set it to 0 where std is 0, for example with np.where.",
        ),
        Mistake(
            "division by zero",
            {"standardise": _divided_by_zero},
            "A channel that was constant in training has std 0, and you divide by it: 0 / 0 is "
            "nan, 2 / 0 is infinite, and one of them spoils every later sum.",
            "Such a channel tells nothing: make it 0.",
        ),
        Mistake(
            "nan_to_num",
            {"standardise": _infinity_kept_finite},
            "nan_to_num makes 0 of 0 / 0. But where a test pixel differs, 2 / 0 is infinite, and "
            "of that nan_to_num makes the largest number there is.",
            "Do not divide by 0 in the first place: set the channel to 0 where std is 0.",
        ),
        Mistake(
            "in place",
            {"standardise": _in_place},
            "x -= ... writes into x. Here x holds whole numbers, into which NumPy refuses to put "
            "fractions. Were they floats, the caller's images would be changed.",
            "x = x - ... makes a new array of floats.",
        ),
        Mistake(
            "only batches",
            {"standardise": _batches_only},
            "One image, (C, H, W), is allowed as well. Of it, x.shape[1] is the number of rows.",
            "Counted from the end, the channels are axis -3 in both: x.shape[-3].",
        ),
        Mistake(
            "a batch of one",
            {"standardise": _always_a_batch},
            "One image, (C, H, W), came in and a batch, (1, C, H, W), came out.",
            "mean[:, None, None], of shape (C, 1, 1), lines up with both.",
        ),
        *(
            Mistake(
                "epsilon added",
                {"standardise": _with_epsilon(epsilon)},
                _SAYS_EPSILON,
                "Treat std == 0 by itself, and leave the others alone.",
            )
            for epsilon in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3)
        ),
        Mistake(
            "channels taken for the last axis",
            {"standardise": _channels_last},
            "mean and std, of shape (C,), were lined up with the last axis: NumPy broadcasts from "
            "the right. Your channels are columns.",
            "Give them two more axes: mean[:, None, None] has the shape (C, 1, 1).",
        ),
        Mistake(
            "mean not subtracted",
            {"standardise": _mean_not_subtracted},
            "You divide by the standard deviation, but do not subtract the mean.",
            "First x - mean, then / std.",
        ),
        Mistake(
            "mean and std exchanged",
            {"standardise": _pair_exchanged},
            "You subtract std and divide by mean: the two are exchanged.",
            "(x - mean) / std",
        ),
        Mistake(
            "multiplied by the standard deviation",
            {"standardise": _times_std},
            "You multiply by the standard deviation. That makes a wide channel wider.",
            "Divide by it.",
        ),
        assert_for_raise(channel_stats=images.channel_stats, standardise=images.standardise),
        constant_answer(
            channel_stats=images.channel_stats(_TRAIN),
            standardise=images.standardise(_TEST, [2.0, 7.0], [2.0, 4.0]),
        ),
    ),
    hints=(
        "x has the axes (N, C, H, W). Which of them should be gone in the mean, and which stays?",
        "axis may be a tuple: np.mean(train, axis=(0, 2, 3)). In standardise, mean[:, None, None] "
        "lines up with (C, H, W).",
        "np.where(std == 0, 0, (x - mean) / np.where(std == 0, 1, std)), with mean and std of "
        "shape (C, 1, 1).",
    ),
    ready_made=(
        "cnnlib.images.channel_stats",
        "cnnlib.images.standardise",
    ),
)
