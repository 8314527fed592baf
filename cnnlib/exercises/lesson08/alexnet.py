"""The exercise `alexnet_table`: where AlexNet's parameters and multiplications are."""

from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.check.compare import describe

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
    paddings=2,
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
        places = side + paddings * pad - kernel
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
    """One column of the table, by layer; what has no such column is told in words."""
    if not isinstance(rows, dict):
        raise TypeError(f"it is {describe(rows)}; asked for is a dict with a row for each layer")
    for name, row in rows.items():
        if not isinstance(row, dict):
            raise TypeError(f"the row {name!r} is {describe(row)}; asked for is a dict")
        if key not in row:
            raise LookupError(f"the row {name!r} has no {key!r}; it has {list(row)}")
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


def _changed(change, among=(*CONVOLUTIONS, *DENSE)):
    """The table with some rows changed: ``change(row, name)`` says in what."""

    def model(side, grouped):
        rows = table(side, grouped)
        return rows | {name: rows[name] | change(rows[name], name) for name in among}

    return model


def _pooled(row, name):
    """The side of the map of a convolution once it is pooled, where a pooling follows."""
    side = row["output"][1]
    return (side - 3) // 2 + 1 if CONVOLUTIONS[name][5] else side


def _output_pooled(row, name):
    return {"output": (row["output"][0], *[_pooled(row, name)] * 2)}


def _macs_pooled(row, name):
    return {"macs": row["macs"] // row["output"][1] ** 2 * _pooled(row, name) ** 2}


def _both_pooled(row, name):
    return _output_pooled(row, name) | _macs_pooled(row, name)


def _positions_once(row, name):
    return {"macs": row["macs"] // row["output"][1]}


def _biases_at_each_place(row, name):
    return {"macs": row["macs"] + row["output"][0] * row["output"][1] ** 2}


def _biases_once(row, name):
    return {"macs": row["macs"] + row["output"][0]}


def _biases_lost(row, name):
    return {"params": row["params"] - row["output"][0]}


def _one_bias(row, name):
    return {"params": row["params"] - row["output"][0] + 1}


def _no_macs(row, name):
    return {"macs": 0}


def _conv(name, **fields):
    """The convolutions with another number of groups in one of them, or a pooling after it."""
    out, kernel, stride, padding, groups, pooled = CONVOLUTIONS[name]
    groups, pooled = fields.get("groups", groups), fields.get("pooled", pooled)
    return {**CONVOLUTIONS, name: (out, kernel, stride, padding, groups, pooled)}


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
            "output after the pooling",
            _changed(_output_pooled, CONVOLUTIONS),
            "The output of conv1, conv2 and conv5 is given after the pooling. Asked for is what "
            "the convolution leaves, before its pooling.",
            "Write the row first, then pool.",
        ),
        Mistake(
            "output and macs after the pooling",
            _changed(_both_pooled, CONVOLUTIONS),
            "The output and the macs of conv1, conv2 and conv5 are those of the pooled map. The "
            "convolution leaves the map before its pooling, and is computed at each of its places.",
            "Write the row first, then pool.",
        ),
        Mistake(
            "macs on the pooled map",
            _changed(_macs_pooled, CONVOLUTIONS),
            "The macs are counted on the pooled map. The convolution comes first: it is computed "
            "at every place of the map before the pooling.",
            "Count the macs first, then pool.",
        ),
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
            "conv3 in groups",
            _with(convolutions=_conv("conv3", groups=2)),
            "conv3 is in two groups here. It sees all channels: the layers in groups are "
            "conv2, conv4 and conv5.",
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
            "bias missing in the dense layers",
            _changed(_biases_lost, DENSE),
            "The biases of the dense layers are missing: each unit has one.",
            "(inputs + 1) * units.",
        ),
        Mistake(
            "bias missing in the convolutions",
            _changed(_biases_lost, CONVOLUTIONS),
            "The biases of the convolutions are missing: each filter has one.",
            NEXT,
        ),
        *(
            Mistake(
                "one bias for a layer",
                _changed(_one_bias, among),
                "A single bias is counted for a layer. There is one for each output channel and "
                "for each unit.",
                NEXT,
            )
            for among in ((*CONVOLUTIONS, *DENSE), CONVOLUTIONS)
        ),
        Mistake(
            "bias multiplied",
            _with(bias_counts=True),
            "The biases are counted as multiplications. They are added.",
            NEXT,
        ),
        *(
            Mistake(
                "bias multiplied",
                _changed(change, among),
                f"The biases {where} are counted as multiplications. They are added.",
                NEXT,
            )
            for change, among, where in (
                (_biases_at_each_place, CONVOLUTIONS, "of the convolutions"),
                (_biases_once, DENSE, "of the dense layers"),
                (_biases_once, CONVOLUTIONS, "of the convolutions"),
                (_biases_once, (*CONVOLUTIONS, *DENSE), "of the layers"),
            )
        ),
        Mistake(
            "no macs in the dense layers",
            _changed(_no_macs, DENSE),
            "The dense layers have no macs here. Each of their weights is multiplied once.",
            "macs = inputs * units.",
        ),
        Mistake(
            "positions forgotten",
            _with(positions=lambda before, after: 1),
            "The macs are the weights here. Each weight is used once at every place of the output.",
            NEXT,
        ),
        Mistake(
            "positions once",
            _changed(_positions_once, CONVOLUTIONS),
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
            "pooling after conv3",
            _with(convolutions=_conv("conv3", pooled=True)),
            "There is a pooling after conv3. Poolings follow conv1, conv2 and conv5 only.",
        ),
        Mistake(
            "pooling after conv4",
            _with(convolutions=_conv("conv4", pooled=True)),
            "There is a pooling after conv4. Poolings follow conv1, conv2 and conv5 only.",
        ),
        Mistake(
            "pooling after each convolution",
            _with(convolutions={name: (*row[:5], True) for name, row in CONVOLUTIONS.items()}),
            "There is a pooling after every convolution. Poolings follow conv1, conv2 and conv5 "
            "only.",
        ),
        Mistake(
            "padding counted once",
            _with(paddings=1),
            "The padding is counted once. It is added on both sides.",
            "(side + 2 * padding - kernel) // stride + 1.",
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
        "cnnlib.exercises.lesson08.alexnet.table",
        "cnnlib.arithmetic.layer_table",
        "cnnlib.arithmetic.count_params",
        "cnnlib.arithmetic.count_macs",
        "cnnlib.models.AlexNet",
        "cnnlib.models.AlexNet2012",
        "cnnlib.models.alexnet.AlexNet2012",
    ),
)
