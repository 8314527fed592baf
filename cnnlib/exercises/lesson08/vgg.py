"""The exercise `vgg_params`: the cost of a VGG, in convolutions and in dense layers."""

from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.check.compare import describe

VGG16 = [64, 64, "M", 128, 128, "M", *[256] * 3, "M", *[512] * 3, "M", *[512] * 3, "M"]
VGG11 = [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"]
SMALL = [4, "M", 6, 6, "M"]


def params(
    cfg,
    side,
    num_classes,
    *,
    bias=True,
    dense_bias=True,
    kernel=9,
    first=3,
    hidden=(4096, 4096),
    places=None,
    seen=lambda before, after: before,
    halve=lambda side: side // 2,
    one_bias=False,
    refuse=True,
):
    """Parameters of a VGG, in its convolutions and in its dense layers. Options make mistakes.

    Parameters
    ----------
    cfg : list of int and "M"
        Channels of each convolution, and "M" for a pooling.
    side : int
        Of the square image.
    num_classes : int

    Returns
    -------
    (int, int)

    Raises
    ------
    ValueError
        If nothing is left of the image.

    Examples
    --------
    >>> params(VGG16, 224, 1000), sum(params(VGG16, 224, 1000))
    ((14714688, 123642856), 138357544)
    """
    channels, convolutions = first, 0
    for one in cfg:
        if one == "M":
            side = halve(side)
            continue
        convolutions += kernel * seen(channels, one) * one + bias * (1 if one_bias else one)
        channels = one
    if refuse and not side:
        raise ValueError("nothing is left of the image: too many poolings for this side")
    inputs, dense = channels * (places(side) if places else side * side), 0
    for units in (*hidden, num_classes):
        dense += (inputs + dense_bias) * units
        inputs = units
    return convolutions, dense


def _vgg_params(cfg, side=224, num_classes=1000):
    return params(cfg, side, num_classes)


def _one_of(pair, which):
    """One number of the two; what is no pair is told in words."""
    if isinstance(pair, (str, dict)) or not hasattr(pair, "__len__") or len(pair) != 2:
        raise TypeError(
            f"it is {describe(pair)}; asked for is a tuple of two numbers, that of the "
            "convolutions and that of the dense layers"
        )
    return pair[which]


def law(which, cfg, side=224, num_classes=1000, note=""):
    """One of the two numbers, and the oracle's."""
    name = ("convolutions", "dense layers")[which]
    return Law(
        f"parameters in the {name}",
        lambda f, cfg, side, num_classes: _one_of(f(cfg, side, num_classes), which),
        lambda f, cfg, side, num_classes: params(cfg, side, num_classes)[which],
        *(cfg, side, num_classes),
        note=note,
    )


def _with(**switches):
    return lambda cfg, side=224, num_classes=1000: params(cfg, side, num_classes, **switches)


def _swapped(cfg, side=224, num_classes=1000):
    return params(cfg, side, num_classes)[::-1]


def _always_1000(cfg, side=224, num_classes=1000):
    return params(cfg, side, 1000)


def _always_224(cfg, side=224, num_classes=1000):
    return params(cfg, 224, num_classes)


def _three_everywhere(cfg, side=224, num_classes=1000):
    """Each convolution sees 3 channels, and the first dense layer, too."""
    convolutions, _ = params(cfg, side, num_classes, seen=lambda before, after: 3)
    _, dense = params([3, *(one for one in cfg if one == "M")], side, num_classes)
    return convolutions, dense


def _five_poolings(cfg, side=224, num_classes=1000):
    """side // 32, however many poolings there are."""
    channels = [one for one in cfg if one != "M"][-1]
    convolutions, _ = params(cfg, side, num_classes, refuse=False)
    dense, inputs = 0, channels * (side // 32) ** 2
    for units in (4096, 4096, num_classes):
        dense += (inputs + 1) * units
        inputs = units
    return convolutions, dense


def _without_last(cfg, side=224, num_classes=1000):
    convolutions, dense = params(cfg, side, num_classes)
    return convolutions, dense - 4097 * num_classes


CONV = "(3 * 3 * C_in + 1) * C_out"

vgg_params = Exercise(
    "lesson08.vgg_params",
    functions={"vgg_params": _vgg_params},
    parts=(
        Part(
            "convolutions",
            1,
            (
                law(0, SMALL, 8, 10, "a small one"),
                law(0, VGG16, note="VGG-16"),
                law(0, VGG11, note="VGG-11"),
            ),
        ),
        Part(
            "dense layers",
            1,
            (
                law(1, SMALL, 8, 10, "a small one"),
                law(1, VGG16, note="VGG-16"),
                law(1, VGG16, 224, 10, "ten classes"),
                law(1, SMALL, 11, 10, "a side that is no multiple of 4"),
            ),
        ),
        Part(
            "other images",
            1,
            (
                Case(VGG11, 256, 100, note="VGG-11 for 256"),
                Case(VGG16, 32, 10, note="VGG-16 for 32"),
                Case([8, "M", "M", 5], 13, 7, note="another order"),
                Case(VGG16, 31, 10, note="nothing is left"),
            ),
            needs=("convolutions", "dense layers"),
        ),
    ),
    mistakes=(
        Mistake(
            "nothing refused",
            _with(refuse=False),
            "The ValueError is missing: where the poolings leave nothing of the image, there are "
            "no parameters to count.",
            'if side == 0: raise ValueError("nothing is left of the image")',
        ),
        Mistake(
            "swapped",
            _swapped,
            "The two numbers are exchanged: the convolutions come first.",
        ),
        Mistake(
            "bias missing",
            _with(bias=False, dense_bias=False),
            "The biases are missing, in convolutions and dense layers.",
            CONV,
        ),
        Mistake(
            "bias missing in the convolutions",
            _with(bias=False),
            "The biases of the convolutions are missing: each filter has one.",
            CONV,
        ),
        Mistake(
            "bias missing in the dense layers",
            _with(dense_bias=False),
            "The biases of the dense layers are missing: each unit has one.",
            "(inputs + 1) * units",
        ),
        Mistake(
            "kernel not squared",
            _with(kernel=3),
            "A kernel of 3 x 3 has nine weights for each channel, not three.",
            CONV,
        ),
        Mistake(
            "input channels wrong",
            _with(seen=lambda before, after: after),
            "Each convolution is counted as if it saw as many channels as it makes. It sees those "
            "of the one before; the first sees 3.",
            CONV,
        ),
        *(
            Mistake(
                "channels not updated",
                model,
                "Every convolution is counted as if it saw the 3 channels of the image. Only the "
                "first does; each other sees the channels of the one before.",
                "channels = entry, after each convolution.",
            )
            for model in (_with(seen=lambda before, after: 3), _three_everywhere)
        ),
        Mistake(
            "one bias for a layer",
            _with(one_bias=True),
            "Each convolution is counted with a single bias. Each of its filters has one.",
            CONV,
        ),
        Mistake(
            "grey images",
            _with(first=1),
            "The first convolution sees one channel here. The images have 3.",
        ),
        Mistake(
            "poolings passed over",
            _with(halve=lambda side: side),
            "The poolings are passed over. Each 'M' halves the side, and the first dense layer has "
            "C * side * side inputs.",
            "side //= 2 at each 'M'.",
        ),
        Mistake(
            "not rounded",
            _with(halve=lambda side: side / 2),
            "The side is halved without rounding: 11 becomes 5.5 and then 2.75. A map has whole "
            "pixels.",
            "side // 2, not side / 2.",
        ),
        Mistake(
            "side not squared",
            _with(places=lambda side: side),
            "The first dense layer has channels * side inputs here. A map has side * side places.",
            "channels * side * side.",
        ),
        Mistake(
            "one place",
            _with(places=lambda side: 1),
            "The first dense layer has an input for each channel and place, not for each channel.",
            "C * side * side.",
        ),
        Mistake(
            "7 x 7 always",
            _with(places=lambda side: 49),
            "The first dense layer has 7 x 7 places here, whatever arrives. That is 224 / 32, and "
            "right for five poolings and 224 only.",
            "side //= 2 at each 'M'.",
        ),
        Mistake(
            "five poolings always",
            _five_poolings,
            "The side is divided by 32, however many poolings there are.",
            "side //= 2 at each 'M'.",
        ),
        Mistake(
            "side ignored",
            _always_224,
            "The image has 224 pixels here, whatever side says.",
        ),
        Mistake(
            "rounded up",
            _with(halve=lambda side: (side + 1) // 2),
            "Poolings of 2 x 2 round down: 11 becomes 5, not 6.",
            "side // 2",
        ),
        Mistake(
            "1000 classes always",
            _always_1000,
            "The last layer has 1000 units here, whatever num_classes says.",
        ),
        Mistake(
            "one hidden layer",
            _with(hidden=(4096,)),
            "One dense layer of 4096 is missing: there are two, and the one for the classes.",
        ),
        Mistake(
            "hidden layers only",
            _without_last,
            "The last dense layer, 4096 to the classes, is missing.",
        ),
    ),
    hints=(
        "Go through cfg with three variables: the channels and the side of what arrives, and the "
        "parameters so far.",
        f"A convolution has {CONV}. An 'M' changes the side only: side // 2.",
        "Dense: from channels * side * side to 4096, from there to 4096, from there to "
        "num_classes; each (inputs + 1) * units.",
    ),
    ready_made=(
        "cnnlib.exercises.lesson08.vgg.params",
        "cnnlib.arithmetic.count_params",
        "cnnlib.arithmetic.layer_table",
        "cnnlib.models.VGG",
        "cnnlib.models.vgg.VGG",
    ),
)
