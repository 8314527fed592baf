"""`preprocessing_for`: images as a trained network knows them.

Imports torch: `cnnlib.exercises.lesson11` loads this module when the exercise is asked for.
"""

import copy

import torch
import torch.nn.functional as F

from cnnlib.check import Exercise, Law, Mistake, Part, Words
from cnnlib.exercises.lesson09.judging import in_words


def prepared_for(weights):
    """The function that brings pictures to what a trained network takes.

    Parameters
    ----------
    weights : dict
        "size" [H, W], "channels" "RGB" or "BGR", "max_value" 1 or 255, "mean" and "std".

    Returns
    -------
    callable
        From (N, 3, H', W') uint8, red first, to (N, 3, H, W) float32.

    Examples
    --------
    >>> prepare = prepared_for(
    ...     {"size": [1, 2], "channels": "BGR", "max_value": 1, "mean": [0, 0, 0.5],
    ...      "std": [1, 1, 0.5]}
    ... )
    >>> red = torch.tensor([255, 0, 0], dtype=torch.uint8).reshape(1, 3, 1, 1)
    >>> prepare(red)[0, :, 0].tolist()
    [[0.0, 0.0], [0.0, 0.0], [1.0, 1.0]]
    """
    return _prepared(weights)


# The oracle, with switches for what can go wrong


def _resized(x, size):
    return F.interpolate(x, size=tuple(size), mode="bilinear", antialias=True)


def _column(values):
    return torch.tensor(list(values), dtype=torch.float32).reshape(3, 1, 1)


def _scaled(x, weights):
    return x * (weights["max_value"] / 255)


def _ordered(x, weights):
    return x.flip(1) if weights["channels"] == "BGR" else x


def _statistics(x, weights):
    return _column(weights["mean"]), _column(weights["std"])


def _normalised(x, mean, std):
    return (x - mean) / std


def _prepared(
    weights,
    *,
    resize=_resized,
    scale=_scaled,
    order=_ordered,
    statistics=_statistics,
    normalise=_normalised,
    result=lambda x: x,
):
    def prepare(images):
        x = images.float()
        x = resize(x, weights["size"])
        x = order(scale(x, weights), weights)
        return result(normalise(x, *statistics(x, weights)))

    return prepare


def _model(**switches):
    return lambda weights: _prepared(weights, **switches)


def _imagenet(x, weights):
    return _column((0.485, 0.456, 0.406)), _column((0.229, 0.224, 0.225))


def _of_the_batch(x, weights):
    return x.mean(dim=(0, 2, 3)).reshape(3, 1, 1), x.std(dim=(0, 2, 3)).reshape(3, 1, 1)


def _of_each_image(x, weights):
    return x.mean(dim=(2, 3), keepdim=True), x.std(dim=(2, 3), keepdim=True)


def _scaled_too(x, weights):
    return tuple(weights["max_value"] * each for each in _statistics(x, weights))


def _exchanged(x, weights):
    return _column(weights["std"]), _column(weights["mean"])


def _half(x, weights):
    return torch.tensor(0.5), torch.tensor(0.5)


def _along_the_columns(x, weights):
    return torch.tensor(weights["mean"]), torch.tensor(weights["std"])


def _reversed_too(x, weights):
    """Mean and deviation are turned round as well, though they are in the net's order already."""
    if weights["channels"] == "BGR":
        return _column(weights["mean"][::-1]), _column(weights["std"][::-1])
    return _statistics(x, weights)


def _statistics_turned_only(x, weights):
    return _reversed_too(x, weights)


def _cropped(x, size):
    height, width = size
    top, left = (x.shape[2] - height) // 2, (x.shape[3] - width) // 2
    return x[:, :, max(top, 0) :, max(left, 0) :][:, :, :height, :width]


def _bytes_resized(x, size):
    return F.interpolate(x.byte(), size=tuple(size), mode="bilinear", antialias=True).float()


def _mean_before_scaling(weights):
    """Mean and deviation meet pixels that still go to 255; what comes out is scaled."""

    def prepare(images):
        x = _ordered(_resized(images.float(), weights["size"]), weights)
        return _scaled(_normalised(x, *_statistics(x, weights)), weights)

    return prepare


def _as_an_array(weights):
    return lambda images: _prepared(weights)(images).numpy()


def _dict_changed(weights):
    """Turns the mean round in the dict that it was given, and the images by it."""
    if weights["channels"] == "BGR":
        weights["mean"].reverse()
        weights["std"].reverse()
    mean, std = list(weights["mean"]), list(weights["std"])

    def prepare(images):
        x = _scaled(_resized(images.float(), weights["size"]), weights)
        return _ordered(_normalised(x, _column(mean), _column(std)), weights)

    return prepare


def _shorter_side_then_middle(x, size):
    factor = max(size[0] / x.shape[2], size[1] / x.shape[3])
    height, width = (max(s, round(factor * n)) for s, n in zip(size, x.shape[2:], strict=True))
    return _cropped(_resized(x, (height, width)), size)


# What is asked of it


def card(channels="RGB", max_value=1, size=(4, 6), seed=0):
    """A dict such as a network's card has; every number is another, so that nothing is mixed up."""
    numbers = torch.randperm(6, generator=torch.Generator().manual_seed(seed)).tolist()
    top = 1.0 if max_value == 1 else 255.0
    return {
        "size": list(size),
        "channels": channels,
        "max_value": max_value,
        "mean": [round(top * (0.35 + 0.05 * k), 4) for k in numbers[:3]],
        "std": [round(top * (0.15 + 0.03 * k), 4) for k in numbers[3:]],
    }


def pictures(count, height, width, seed=0):
    """Random pixels, uint8."""
    dice = torch.Generator().manual_seed(seed)
    return torch.randint(256, (count, 3, height, width), generator=dice, dtype=torch.uint8)


def _said(f, weights, images):
    prepare = f(weights)
    if not callable(prepare):
        kind = "nothing" if prepare is None else f"something of type {type(prepare).__name__}"
        return Words(f"{kind} was returned, and no function")
    try:
        made = prepare(images.clone())
    except Exception as error:  # the student's
        return Words(f"the function that you return fails: {in_words(error)}")
    if made is None:
        return Words("the function that you return gives nothing: has it a return line?")
    return made


def values_law(weights, images, note=""):
    return Law(
        "preprocessing_for(weights) is a function, and of these images it makes",
        _said,
        lambda f, weights, images: _said(prepared_for, weights, images),
        *(weights, images),
        note=note,
    )


def kind_law(weights, images, note=""):
    return Law(
        "a float32 tensor comes out; the images and the dict stay as they are",
        _kinds,
        lambda f, weights, images: _kinds(prepared_for, weights, images),
        *(weights, images),
        note=note,
    )


def _kinds(f, weights, images):
    before, given = copy.deepcopy(weights), images.clone()
    prepare = f(weights)
    try:
        x = prepare(given)
        kind = f"{str(x.dtype).removeprefix('torch.')} of shape {tuple(x.shape)}"
    except Exception as error:  # the student's
        return Words(f"the function that you return fails: {in_words(error)}")
    kind = f"a tensor, {kind}" if isinstance(x, torch.Tensor) else f"no tensor, but {kind}"
    return Words(
        f"{kind}; the images are {'as they were' if given.equal(images) else 'others'}, the dict "
        f"is {'as it was' if weights == before else 'another'}"
    )


def alone_law(weights, images, note=""):
    return Law(
        "of one image alone comes what comes of it among others",
        lambda f, weights, images: _said(f, weights, images[:1]),
        lambda f, weights, images: _said(prepared_for, weights, images)[:1],
        *(weights, images),
        note=note,
    )


SIX = (4, 6)
COLUMN = "torch.tensor(weights['mean']).reshape(3, 1, 1): one number for each channel"
RESIZE = 'F.interpolate(x, size=tuple(weights["size"]), mode="bilinear", antialias=True)'

_SLIPS = (
    (
        "not scaled",
        {"scale": lambda x, weights: x},
        "You do not scale: pixels still go to 255 when mean and deviation come into it.",
        "x * (weights['max_value'] / 255)",
    ),
    (
        "always to 1",
        {"scale": lambda x, weights: x / 255},
        "You always divide by 255. These weights want pixels that go to 255: max_value says so.",
        "x * (weights['max_value'] / 255)",
    ),
    (
        "divided by max_value",
        {"scale": lambda x, weights: x / weights["max_value"]},
        "You divide by max_value. It is what full brightness, 255, is to become.",
        "x * (weights['max_value'] / 255)",
    ),
    (
        "ImageNet's numbers",
        {"statistics": _imagenet},
        "These are mean and deviation of ImageNet. Every network has its own, those that it was "
        "trained with.",
        "weights['mean'], weights['std']",
    ),
    (
        "a half",
        {"statistics": _half},
        "You subtract 0.5 and divide by 0.5. Every network has its own numbers.",
        "weights['mean'], weights['std']",
    ),
    (
        "statistics of the batch",
        {"statistics": _of_the_batch},
        "You normalise by mean and deviation of the images that have just come. The network "
        "knows images normalised by its own, fixed numbers: a dark picture must stay dark.",
        "weights['mean'], weights['std']",
    ),
    (
        "statistics of each image",
        {"statistics": _of_each_image},
        "You normalise each image by its own mean and deviation. The network knows images "
        "normalised by its own, fixed numbers: a dark picture must stay dark.",
        "weights['mean'], weights['std']",
    ),
    (
        "mean and deviation exchanged",
        {"statistics": _exchanged},
        "Mean and deviation are exchanged.",
        "(x - mean) / std",
    ),
    (
        "along the columns",
        {"statistics": _along_the_columns},
        "Three numbers without a shape meet the last axis, the columns of the picture.",
        COLUMN,
    ),
    (
        "mean and deviation scaled, too",
        {"statistics": _scaled_too},
        "You multiply mean and deviation by max_value. They are on the network's scale already.",
        "(x - mean) / std, as they are on the card",
    ),
    (
        "mean not subtracted",
        {"normalise": lambda x, mean, std: x / std},
        "You divide by the deviation, and subtract no mean.",
        "(x - mean) / std",
    ),
    (
        "not divided",
        {"normalise": lambda x, mean, std: x - mean},
        "You subtract the mean, and do not divide by the deviation.",
        "(x - mean) / std",
    ),
    (
        "multiplied",
        {"normalise": lambda x, mean, std: (x - mean) * std},
        "You multiply by the deviation.",
        "(x - mean) / std",
    ),
    (
        "brackets missing",
        {"normalise": lambda x, mean, std: x - mean / std},
        "You divide the mean by the deviation, and not the difference: brackets are missing.",
        "(x - mean) / std",
    ),
    (
        "not normalised",
        {"normalise": lambda x, mean, std: x},
        "Mean and deviation do not come into it.",
        "(x - mean) / std",
    ),
    (
        "order ignored",
        {"order": lambda x, weights: x},
        "These weights want blue first, and get red first.",
        "x.flip(1) where channels is 'BGR'",
    ),
    (
        "always blue first",
        {"order": lambda x, weights: x.flip(1)},
        "You always turn the channels round. Only weights with channels 'BGR' want that.",
        "x.flip(1) where channels is 'BGR'",
    ),
    (
        "blue first where red is wanted",
        {"order": lambda x, weights: x.flip(1) if weights["channels"] == "RGB" else x},
        "You turn the channels round where the network wants red first, and leave them where it "
        "wants blue first: the other way round.",
        "x.flip(1) where channels is 'BGR'",
    ),
    (
        "the image upside down",
        {"order": lambda x, weights: x.flip(2) if weights["channels"] == "BGR" else x},
        "You turn the rows round. The channels are axis 1.",
        "x.flip(1)",
    ),
    (
        "the images in another order",
        {"order": lambda x, weights: x.flip(0) if weights["channels"] == "BGR" else x},
        "You turn the order of the images round. The channels are axis 1.",
        "x.flip(1)",
    ),
    (
        "mirrored",
        {"order": lambda x, weights: x.flip(3) if weights["channels"] == "BGR" else x},
        "You turn the columns round: the image is mirrored. The channels are axis 1.",
        "x.flip(1)",
    ),
    (
        "red by the numbers of blue",
        {"statistics": _reversed_too},
        "Red is normalised by the numbers of blue: you turn the channels round only after "
        "normalising, or you turn mean and deviation round as well. Those are in the network's "
        "order already.",
        "First x.flip(1), then mean and std as they are.",
    ),
    (
        "size ignored",
        {"resize": lambda x, size: x},
        "The images keep their size.",
        RESIZE,
    ),
    (
        "width and height exchanged",
        {"resize": lambda x, size: _resized(x, size[::-1])},
        "Height and width are exchanged: size is [H, W].",
        RESIZE,
    ),
    (
        "a square",
        {"resize": lambda x, size: _resized(x, (size[0], size[0]))},
        "You make squares. size is [H, W], and the two may differ.",
        RESIZE,
    ),
    (
        "the middle cut out",
        {"resize": _cropped},
        "You cut the middle out. Asked for is the whole picture, resized.",
        RESIZE,
    ),
    (
        "shorter side, then the middle",
        {"resize": _shorter_side_then_middle},
        "You resize the shorter side and cut the middle out. That is another custom, and often a "
        "good one; asked for is the whole picture, both sides resized.",
        RESIZE,
    ),
    (
        "without antialiasing",
        {"resize": lambda x, size: F.interpolate(x, size=tuple(size), mode="bilinear")},
        "You resize without antialiasing: then most pixels of a large picture are never looked at.",
        RESIZE,
    ),
    (
        "bytes resized",
        {"resize": _bytes_resized},
        "You resize whole numbers (uint8): what comes out is rounded. Make the pictures float "
        "first.",
        "x = images.float(), and then F.interpolate(...)",
    ),
    (
        "nearest pixel",
        {"resize": lambda x, size: F.interpolate(x, size=tuple(size))},
        "You take the nearest pixel, which is what F.interpolate does unless told.",
        RESIZE,
    ),
    (
        "float64",
        {"result": lambda x: x.double()},
        "float64 comes out. Networks are float32, and refuse to mix the two. If your images are "
        "float32, mean and std are not: np.array([...]) makes float64.",
        "torch.tensor(weights['mean'], dtype=torch.float32)",
    ),
)


def _images_changed(weights):
    """Turns the channels round in the images that it was given."""

    def prepare(images):
        if weights["channels"] == "BGR":
            images[:] = images.flip(1)
        return _prepared(weights, order=lambda x, _: x)(images)

    return prepare


preprocessing_for = Exercise(
    "lesson11.preprocessing_for",
    functions={"preprocessing_for": prepared_for},
    parts=(
        Part(
            "scale, mean and deviation",
            1,
            (
                values_law(card(size=(1, 2)), pictures(1, 1, 2), "one image of two pixels"),
                values_law(card(max_value=255, size=(2, 2)), pictures(2, 2, 2, 1), "to 255"),
                alone_law(card(size=(2, 3)), pictures(3, 2, 3, 2), "one image, and three"),
            ),
        ),
        Part(
            "order of the channels",
            1,
            (
                values_law(card("BGR", size=(1, 2), seed=1), pictures(1, 1, 2), "blue first"),
                values_law(card("BGR", 255, size=(2, 2), seed=2), pictures(2, 2, 2), "to 255"),
            ),
            needs=("scale, mean and deviation",),
        ),
        Part(
            "size",
            1,
            (
                values_law(card(size=(2, 3)), pictures(1, 8, 9), "8 x 9 becomes 2 x 3"),
                values_law(card(size=(4, 2), seed=3), pictures(1, 3, 5), "3 x 5 becomes 4 x 2"),
            ),
            needs=("scale, mean and deviation",),
        ),
        Part(
            "all together",
            1,
            (
                values_law(card("BGR", 255, size=(3, 4), seed=4), pictures(2, 6, 5), "all at once"),
                kind_law(card("BGR", size=(2, 2)), pictures(1, 4, 4), "what comes out"),
            ),
            needs=("scale, mean and deviation", "order of the channels", "size"),
        ),
    ),
    mistakes=(
        *(
            Mistake(name, _model(**switches), says, next_step)
            for name, switches, says, next_step in _SLIPS
        ),
        Mistake(
            "mean before scaling",
            _mean_before_scaling,
            "You normalise pixels that still go to 255, and scale what comes of it. Mean and "
            "deviation are on the scale of the network: scale first.",
            "x * (weights['max_value'] / 255), and then (x - mean) / std",
        ),
        Mistake(
            "an array",
            _as_an_array,
            "Your function returns a NumPy array. A network takes tensors.",
            "Leave x a tensor.",
        ),
        Mistake(
            "the dict changed",
            _dict_changed,
            "You change the dict that you were given: its lists are turned round, and the next "
            "call turns them back.",
            "Change no list of weights; turn the channels of the images.",
        ),
        Mistake(
            "images changed",
            _images_changed,
            "You turn the channels round in the images that you were given: the caller's pictures "
            "are others now.",
            "x.flip(1) makes a new tensor.",
        ),
        Mistake(
            "prepared images",
            lambda weights: _prepared(weights)(pictures(1, 2, 2)),
            "You return images. Asked for is a function, for images that come later.",
            "def prepare(images): ..., and return prepare",
        ),
        Mistake(
            "mean turned round in place of the channels",
            _model(order=lambda x, weights: x, statistics=_statistics_turned_only),
            "You turn mean and deviation round, and not the image. They are in the network's order "
            "already; the image is not.",
            "x.flip(1), and mean and std as they are.",
        ),
    ),
    hints=(
        "A function can define another one inside, and return it: def prepare(images): ... "
        "return x; return prepare. What is inside knows weights.",
        "In this order: float, size, scale, order of the channels, mean and deviation.",
        "mean = torch.tensor(weights['mean']).reshape(3, 1, 1), and std likewise; x.flip(1) turns "
        "the channels round.",
    ),
    ready_made=(
        "cnnlib.transfer.preprocessing",
        "cnnlib.transfer.preparing.preprocessing",
        "cnnlib.transfer.Preprocessing",
        "cnnlib.transfer.preparing.Preprocessing",
        "cnnlib.exercises.lesson11.preparing.prepared_for",
    ),
    rtol=1e-4,
    atol=1e-4,
)
