"""Six ways to prepare data: one of them is clean, five let something leak from test to training.

All have the same arguments: ``images`` (N, H, W) floats, ``labels`` (N,) whole numbers, ``groups``
(N,), and a ``seed``. They return a dict:

- ``train_rows``, ``test_rows``: for each image of the two parts, the row of ``images`` it is from,
- ``train``, ``test``: the prepared images, or numbers made of them, in the order of the rows,
- ``choice``: a setting that the pipeline has chosen; 0 where nothing is chosen.

Which rows are for the test depends on ``groups`` and ``seed`` only. Their code is shown to the
student: it has no word on what is wrong.
"""

import inspect

import numpy as np

from cnnlib.exercises.lesson10.splitting import split_groups


def divided(groups, seed):
    """Rows for training, rows for the test: whole groups, a quarter of the rows for the test."""
    return split_groups(groups, 0.25, np.random.default_rng(seed))


def pipeline_1(images, labels, groups, seed):
    rows = np.random.default_rng(seed).permutation(len(images))
    cut = len(rows) // 4
    test, train = np.sort(rows[:cut]), np.sort(rows[cut:])
    mean, std = images[train].mean(), images[train].std() + 1e-9
    return {
        "train_rows": train,
        "test_rows": test,
        "train": (images[train] - mean) / std,
        "test": (images[test] - mean) / std,
        "choice": 0,
    }


def pipeline_2(images, labels, groups, seed):
    train, test = divided(groups, seed)
    scaled = (images - images.mean()) / (images.std() + 1e-9)
    return {
        "train_rows": train,
        "test_rows": test,
        "train": scaled[train],
        "test": scaled[test],
        "choice": 0,
    }


def pipeline_3(images, labels, groups, seed):
    rows = np.tile(np.arange(len(images)), 2)  # each image, and its mirror image
    more = np.concatenate([images, images[:, :, ::-1]])
    order = np.random.default_rng(seed).permutation(len(rows))
    cut = len(rows) // 4
    test, train = order[:cut], order[cut:]
    return {
        "train_rows": rows[train],
        "test_rows": rows[test],
        "train": more[train],
        "test": more[test],
        "choice": 0,
    }


def pipeline_4(images, labels, groups, seed):
    train, test = divided(groups, seed)
    pixels = images.reshape(len(images), -1)
    centred = pixels - pixels[train].mean(axis=0)
    strength = np.abs(centred.T @ (labels - labels.mean()))
    best = np.argsort(strength)[-10:]  # the ten pixels that go best with the labels
    return {
        "train_rows": train,
        "test_rows": test,
        "train": pixels[train][:, best],
        "test": pixels[test][:, best],
        "choice": 0,
    }


def pipeline_5(images, labels, groups, seed):
    train, test = divided(groups, seed)
    pixels = images.reshape(len(images), -1)
    directions = np.random.default_rng(1).normal(size=(200, pixels.shape[1]))
    sides = pixels[test] @ directions.T > pixels[train].mean(axis=0) @ directions.T
    right = (sides == (labels[test] % 2 == 1)[:, None]).mean(axis=0)
    return {
        "train_rows": train,
        "test_rows": test,
        "train": images[train],
        "test": images[test],
        "choice": int(right.argmax()),
    }


def pipeline_6(images, labels, groups, seed):
    train, test = divided(groups, seed)
    mean, std = images[train].mean(axis=0), images[train].std(axis=0) + 1e-9
    mirrored = images[train][:, :, ::-1]
    return {
        "train_rows": np.concatenate([train, train]),
        "test_rows": test,
        "train": (np.concatenate([images[train], mirrored]) - mean) / std,
        "test": (images[test] - mean) / std,
        "choice": 0,
    }


PIPELINES = {
    1: pipeline_1,
    2: pipeline_2,
    3: pipeline_3,
    4: pipeline_4,
    5: pipeline_5,
    6: pipeline_6,
}
LEAKS = {1: "groups", 2: "statistics", 3: "copies", 4: "labels", 5: "choice", 6: "none"}


def source(number):
    """The code of a pipeline, as text."""
    return inspect.getsource(PIPELINES[number]).rstrip()


def sample(count=48, group_size=4, size=(3, 4), seed=0):
    """Random images, labels and groups to try a pipeline on.

    Returns
    -------
    images : (count, *size) float64 ndarray
    labels : (count,) int64 ndarray
        From 0 to 3.
    groups : (count,) int64 ndarray
        Each of `group_size` rows, in a random order.

    Examples
    --------
    >>> images, labels, groups = sample()
    >>> images.shape, len(set(groups.tolist()))
    ((48, 3, 4), 12)
    """
    dice = np.random.default_rng(seed)
    groups = dice.permutation(np.arange(count) // group_size)
    return dice.normal(size=(count, *size)) + 2, dice.integers(0, 4, count), groups


# Two more for the visible check, whose code is not shown


def chosen_in_training(images, labels, groups, seed):
    """Clean: pixels and a setting are chosen, by the training images and their labels alone."""
    train, test = divided(groups, seed)
    pixels = images.reshape(len(images), -1)
    strength = np.abs(pixels[train].T @ (labels[train] - labels[train].mean()))
    best = np.argsort(strength)[-6:]
    return _result(train, test, pixels[train][:, best], pixels[test][:, best], 1 + int(best[-1]))


def in_units_of_the_test(images, labels, groups, seed):
    """In units of the standard deviation of the test, rounded."""
    train, test = divided(groups, seed)
    unit = images[test].std().round(3)
    return _result(train, test, images[train] / unit, images[test] / unit)


# The same leaks in other clothes, for the hidden tests


def whitened_over_all(images, labels, groups, seed):
    """Each pixel by its own mean and standard deviation, over all images."""
    train, test = divided(groups, seed)
    scaled = (images - images.mean(axis=0)) / (images.std(axis=0) + 1e-9)
    return _result(train, test, scaled[train], scaled[test])


def ranked_over_all(images, labels, groups, seed):
    """Values in units of the brightest pixel of all images."""
    train, test = divided(groups, seed)
    scaled = images / np.abs(images).max()
    return _result(train, test, scaled[train], scaled[test])


def centred_on_the_test(images, labels, groups, seed):
    """The mean of the test is taken away from everything."""
    train, test = divided(groups, seed)
    mean = images[test].mean()
    return _result(train, test, images[train] - mean, images[test] - mean)


def oversampled_first(images, labels, groups, seed):
    """Some rows are repeated, and then everything is divided at random."""
    rows = np.concatenate([np.arange(len(images)), np.arange(0, len(images), 3)])
    order = np.random.default_rng(seed).permutation(len(rows))
    test, train = rows[order[: len(rows) // 4]], rows[order[len(rows) // 4 :]]
    return _result(train, test, images[train], images[test])


def a_few_rows_twice(images, labels, groups, seed):
    """Clean, but for two test rows that are trained on, too."""
    train, test = divided(groups, seed)
    train = np.concatenate([train, test[:2]])
    return _result(train, test, images[train], images[test])


def every_fourth(images, labels, groups, seed):
    """Every fourth row is for the test, wherever it comes from."""
    rows = np.arange(len(images))
    is_test = rows % 4 == seed % 4
    return _result(rows[~is_test], rows[is_test], images[~is_test], images[is_test])


def one_group_on_both_sides(images, labels, groups, seed):
    """Clean, but for one group: half of it is on the other side."""
    train, test = divided(groups, seed)
    train, test = np.concatenate([train, test[:1]]), test[1:]
    return _result(train, test, images[train], images[test])


def class_means_over_all(images, labels, groups, seed):
    """From each image the differences to the means of the classes, with test labels in them."""
    train, test = divided(groups, seed)
    means = np.stack([images[labels == k].mean(axis=0) for k in np.unique(labels)])
    apart = ((images[:, None] - means) ** 2).sum(axis=(2, 3))
    return _result(train, test, apart[train], apart[test])


def threshold_by_the_test(images, labels, groups, seed):
    """A threshold that separates the test labels best."""
    train, test = divided(groups, seed)
    brightness = images[test].mean(axis=(1, 2))
    odd = labels[test] % 2 == 1
    weights = np.where(odd, 1.0, -1.0) + 0.1 * labels[test]
    return _result(train, test, images[train], images[test], float(brightness @ weights))


def best_of_four(images, labels, groups, seed):
    """The best of four settings, by the test labels. Others often choose the same one."""
    train, test = divided(groups, seed)
    directions = np.random.default_rng(1).normal(size=(4, images[0].size))
    pixels = images.reshape(len(images), -1) - images[train].mean()
    sides = pixels[test] @ directions.T > 0
    right = (sides == (labels[test] % 2 == 1)[:, None]).sum(axis=0)
    return _result(train, test, images[train], images[test], int(right.argmax()))


def spread_of_the_test(images, labels, groups, seed):
    """In units of how far the pixels of the test are apart, rounded."""
    train, test = divided(groups, seed)
    unit = np.ptp(images[test]).round(6)
    return _result(train, test, images[train] / unit, images[test] / unit)


def clean_with_choice(images, labels, groups, seed):
    """A choice, made with training images and their labels alone."""
    train, test = divided(groups, seed)
    best = np.abs(images[train].reshape(len(train), -1).T @ (labels[train] - 1.5)).argmax()
    return _result(train, test, images[train], images[test], int(best))


def clean_with_selection(images, labels, groups, seed):
    """Pixels, selected with training images and their labels alone."""
    train, test = divided(groups, seed)
    pixels = images.reshape(len(images), -1)
    best = np.argsort(np.abs(pixels[train].T @ (labels[train] - labels[train].mean())))[-5:]
    return _result(train, test, pixels[train][:, best], pixels[test][:, best])


def clean_with_repeats(images, labels, groups, seed):
    """Training images come several times; those of the test, once."""
    train, test = divided(groups, seed)
    train = np.tile(train, 3)
    mean = images[train].mean()
    return _result(train, test, images[train] - mean, images[test] - mean)


def _result(train_rows, test_rows, train, test, choice=0):
    return {
        "train_rows": train_rows,
        "test_rows": test_rows,
        "train": train,
        "test": test,
        "choice": choice,
    }
