"""The exercise `alexnet_table`: where AlexNet's parameters and multiplications are."""

from cnnlib.check import Case, Exercise, Law, Mistake, Part

# Convolutions: channels, kernel, stride, padding, groups; whether a pooling 3 x 3 / 2 follows.
CONVOLUTIONS = {
    "conv1": (96, 11, 4, 0, 1, True),
    "conv2": (256, 5, 1, 2, 2, True),
    "conv3": (384, 3, 1, 1, 1, False),
    "conv4": (384, 3, 1, 1, 2, False),
    "conv5": (256, 3, 1, 1, 2, True),
}
DENSE = {"fc6": 4096, "fc7": 4096, "fc8": 1000}


def table(
    side,
    grouped,
    *,
    channels=3,
    bias=1,
    pool=(3, 2),
    convolutions=None,
    even=True,
    positions=lambda before, after: after,
    dense_inputs=lambda channels, side: channels * side * side,
    group_outputs=False,
    bias_counts=False,
    last_pool=True,
    padding=None,
):
    """AlexNet's eight layers, each with what it leaves, learns and multiplies.

    Parameters
    ----------
    side : int
        Of the square image.
    grouped : bool
        Whether conv2, conv4 and conv5 are in two groups, as in the paper.

    Other parameters make a mistake each.

    Returns
    -------
    dict of str to dict
        For each layer "output" (C, H, W) or (units,), "params" and "macs".

    Raises
    ------
    ValueError
        If the windows of conv1 do not cover the image evenly.

    Examples
    --------
    >>> table(227, True)["conv1"]
    {'output': (96, 55, 55), 'params': 34944, 'macs': 105415200}
    """
    rows = {}
    for name, (out, kernel, stride, pad, groups, pooled) in (convolutions or CONVOLUTIONS).items():
        pad = pad if padding is None else padding
        groups = groups if grouped else 1
        places = side + 2 * pad - kernel
        if even and (places < 0 or places % stride):
            raise ValueError(f"{name}: windows of {kernel} at stride {stride} do not fit {side}")
        after = places // stride + 1
        weights = kernel * kernel * (channels // groups) * out // (groups if group_outputs else 1)
        macs = (weights + bias_counts * out) * positions(side, after) ** 2
        rows[name] = {"output": (out, after, after), "params": weights + bias * out, "macs": macs}
        shrinks = pooled and (last_pool or name != "conv5")
        side = (after - pool[0]) // pool[1] + 1 if shrinks else after
        channels = out
    inputs = dense_inputs(channels, side)
    for name, units in DENSE.items():
        rows[name] = {
            "output": (units,),
            "params": (inputs + bias) * units,
            "macs": (inputs + bias_counts) * units,
        }
        inputs = units
    return rows


def _alexnet_table(side=227, grouped=True):
    return table(side, grouped)


def _column(rows, key):
    """One column of the table, by layer; what has no such column is told as it is."""
    return {name: row[key] for name, row in rows.items()}


def column_law(key, side, grouped, note=""):
    """One column of the table, and the oracle's."""
    return Law(
        f"the column {key!r}",
        lambda f, side, grouped: _column(f(side, grouped), key),
        lambda f, side, grouped: _column(table(side, grouped), key),
        *(side, grouped),
        note=note,
    )


def total_law(key, side, grouped, note=""):
    """The sum of a column."""
    return Law(
        f"the sum of the column {key!r}",
        lambda f, side, grouped: sum(_column(f(side, grouped), key).values()),
        lambda f, side, grouped: sum(_column(table(side, grouped), key).values()),
        *(side, grouped),
        note=note,
    )


def refusal(side, note=""):
    """A side that must be refused."""
    return Case(side, True, note=note)


# Mistakes


def _with(**switches):
    return lambda side, grouped: table(side, grouped, **switches)


def _padded():
    """torchvision's padding of 2 in the first convolution."""
    first = (96, 11, 4, 2, 1, True)
    return {**CONVOLUTIONS, "conv1": first}


def _groups_always(side, grouped):
    return table(side, True)


def _groups_never(side, grouped):
    return table(side, False)


def _upside_down(side, grouped):
    return table(side, not grouped)


def _always_227(side, grouped):
    return table(227, grouped)


def _only_dense_fixed(channels, side):
    return 9216


def _positions_once(side, grouped):
    rows = table(side, grouped)
    return {
        name: row | {"macs": row["macs"] // (row["output"][1] if len(row["output"]) > 1 else 1)}
        for name, row in rows.items()
    }


NEXT = "Lesson 04: (kh * kw * C_in / groups + 1) * C_out; macs: weights times H_out * W_out."

alexnet_table = Exercise(
    "lesson08.alexnet_table",
    functions={"alexnet_table": _alexnet_table},
    parts=(
        Part(
            "sizes",
            1,
            (
                column_law("output", 227, True, "as in the paper"),
                column_law("output", 231, True, "four pixels more"),
                column_law("output", 259, True, "a larger image"),
            ),
        ),
        Part(
            "parameters",
            1,
            (
                column_law("params", 227, True, "in two groups"),
                column_law("params", 227, False, "in one group"),
                column_law("params", 259, True, "a larger image"),
            ),
        ),
        Part(
            "multiplications",
            1,
            (
                column_law("macs", 227, True, "in two groups"),
                column_law("macs", 227, False, "in one group"),
                column_law("macs", 259, True, "a larger image"),
            ),
        ),
        Part(
            "sides that do not fit",
            1,
            (
                refusal(224, "what the paper says"),
                refusal(226, "one pixel too few"),
                refusal(229, "two pixels too many"),
            ),
            needs=("sizes",),
        ),
    ),
    mistakes=(
        Mistake(
            "224 accepted",
            _with(even=False),
            "An image of 224 is accepted. (224 - 11) / 4 is 53.25: the windows of conv1 do not "
            "cover the image evenly, and the last pixels would be seen by none.",
            "if (side - 11) % 4: raise ValueError(...)",
        ),
        Mistake(
            "padding 2 in conv1",
            _with(convolutions=_padded(), even=False),
            "conv1 has a padding of 2 here. That is how torchvision's AlexNet takes 224; the "
            "specification has none.",
            "The table says: conv1, padding 0.",
        ),
        Mistake(
            "groups ignored",
            _groups_never,
            "The groups are ignored: with grouped=True, each filter of conv2, conv4 and conv5 "
            "sees half of the channels.",
            "C_in // groups.",
        ),
        Mistake(
            "always grouped",
            _groups_always,
            "With grouped=False there are two groups all the same.",
            "groups = 2 if grouped else 1, for conv2, conv4 and conv5.",
        ),
        Mistake(
            "grouped the wrong way round",
            _upside_down,
            "grouped=True gives one group, and grouped=False two.",
        ),
        Mistake(
            "groups divide twice",
            _with(group_outputs=True),
            "Input and output channels are both divided by the groups: that is one group of two.",
            "Only C_in is divided.",
        ),
        Mistake(
            "bias missing",
            _with(bias=0),
            "The biases are missing: one for each output channel, one for each unit.",
            NEXT,
        ),
        Mistake(
            "bias multiplied",
            _with(bias_counts=True),
            "The biases are counted as multiplications. They are added.",
            NEXT,
        ),
        Mistake(
            "positions forgotten",
            _with(positions=lambda before, after: 1),
            "The macs are the weights here. Each weight is used once at every place of the output.",
            NEXT,
        ),
        Mistake(
            "positions once",
            _positions_once,
            "The weights are multiplied by the height of the map only; a map has height times "
            "width places.",
            NEXT,
        ),
        Mistake(
            "positions of the input",
            _with(positions=lambda before, after: before),
            "You multiply by the places of the input. A window is laid down once for each place of "
            "the output.",
            NEXT,
        ),
        Mistake(
            "pooling 2 x 2",
            _with(pool=(2, 2)),
            "Your pooling windows are 2 x 2. AlexNet's are 3 x 3 with stride 2: they overlap.",
            "(55 - 3) // 2 + 1 is 27.",
        ),
        Mistake(
            "pooling stride 3",
            _with(pool=(3, 3)),
            "Your pooling has the stride 3, as wide as its window. AlexNet's windows are 3 x 3 "
            "with stride 2: they overlap.",
            "(55 - 3) // 2 + 1 is 27.",
        ),
        Mistake(
            "last pooling missed",
            _with(last_pool=False),
            "The pooling after conv5 is missing: fc6 gets 256 * 6 * 6 values for an image of 227.",
        ),
        Mistake(
            "padding missing",
            _with(padding=0, even=False),
            "The convolutions from conv2 on lost their padding: 5 x 5 has 2, and 3 x 3 has 1.",
        ),
        Mistake(
            "side not used",
            _always_227,
            "The table is that of 227, whatever the side.",
            "Compute the sizes from side.",
        ),
        Mistake(
            "inputs of fc6 fixed",
            _with(dense_inputs=_only_dense_fixed),
            "fc6 has 9216 inputs here, whatever the side of the image. That is 256 * 6 * 6, and "
            "right for 227 only.",
            "256 * side * side, with the side after the last pooling.",
        ),
        Mistake(
            "places of fc6 forgotten",
            _with(dense_inputs=lambda channels, side: channels),
            "fc6 has an input for each channel here. It has one for each channel and place.",
            "256 * side * side, with the side after the last pooling.",
        ),
    ),
    hints=(
        "Walk through the five convolutions in a loop and keep two variables: the channels and "
        "the side of what arrives. Three dense layers follow.",
        "A convolution leaves (side + 2 * padding - kernel) // stride + 1; a pooling "
        "(side - 3) // 2 + 1. For 227: 55, 27, 27, 13, 13, 13, 13, 6.",
        "weights = kernel * kernel * (channels // groups) * out; params = weights + out; "
        "macs = weights * side * side.",
    ),
    ready_made=(
        "cnnlib.arithmetic.layer_table",
        "cnnlib.arithmetic.count_params",
        "cnnlib.arithmetic.count_macs",
        "cnnlib.models.AlexNet",
        "cnnlib.models.AlexNet2012",
        "cnnlib.models.alexnet.AlexNet2012",
    ),
)
