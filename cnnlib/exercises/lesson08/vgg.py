"""The exercise `vgg_params`: the cost of a VGG, in convolutions and in dense layers."""

from cnnlib.check import Case, Exercise, Law, Mistake, Part

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
    halves=True,
    hidden=(4096, 4096),
    places=None,
    same_channels=False,
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
            side = side // 2 if halves else side
            continue
        seen = one if same_channels else channels
        convolutions += (kernel * seen + bias) * one
        channels = one
    if not side:
        raise ValueError("nothing is left of the image: too many poolings for this side")
    inputs, dense = channels * (side * side if places is None else places), 0
    for units in (*hidden, num_classes):
        dense += (inputs + dense_bias) * units
        inputs = units
    return convolutions, dense


def _vgg_params(cfg, side=224, num_classes=1000):
    return params(cfg, side, num_classes)


def law(which, cfg, side=224, num_classes=1000, note=""):
    """One of the two numbers, and the oracle's."""
    name = ("convolutions", "dense layers")[which]
    return Law(
        f"parameters in the {name}",
        lambda f, cfg, side, num_classes: f(cfg, side, num_classes)[which],
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


def _rounded_up(cfg, side=224, num_classes=1000):
    channels, convolutions = 3, 0
    for one in cfg:
        if one == "M":
            side = (side + 1) // 2
            continue
        convolutions += (9 * channels + 1) * one
        channels = one
    inputs, dense = channels * side * side, 0
    for units in (4096, 4096, num_classes):
        dense += (inputs + 1) * units
        inputs = units
    return convolutions, dense


def _five_poolings(cfg, side=224, num_classes=1000):
    """side // 32, however many poolings there are."""
    channels = [one for one in cfg if one != "M"][-1]
    convolutions, _ = params(cfg, 2 ** (cfg.count("M") + 1), num_classes)
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
            _with(same_channels=True),
            "Each convolution is counted as if it saw as many channels as it makes. It sees those "
            "of the one before; the first sees 3.",
            CONV,
        ),
        Mistake(
            "grey images",
            _with(first=1),
            "The first convolution sees one channel here. The images have 3.",
        ),
        Mistake(
            "poolings passed over",
            _with(halves=False),
            "The poolings are passed over. Each 'M' halves the side, and the first dense layer has "
            "C * side * side inputs.",
            "side //= 2 at each 'M'.",
        ),
        Mistake(
            "one place",
            _with(places=1),
            "The first dense layer has an input for each channel and place, not for each channel.",
            "C * side * side.",
        ),
        Mistake(
            "7 x 7 always",
            _with(places=49),
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
            _rounded_up,
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
        "cnnlib.arithmetic.count_params",
        "cnnlib.arithmetic.layer_table",
        "cnnlib.models.VGG",
        "cnnlib.models.vgg.VGG",
    ),
)
