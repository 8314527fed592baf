"""`receptive_field`: which input pixels an output can see, from the layers alone."""

from cnnlib import arithmetic
from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson06.networks import ALEXNET, LENET, VGG16

C3 = {"kernel_size": 3}
C5 = {"kernel_size": 5}
P2 = {"kernel_size": 2, "stride": 2}
SAME3 = {"kernel_size": 3, "padding": 1}
DILATED = {"kernel_size": 3, "dilation": 2}


def _settings(layer):
    defaults = {"stride": 1, "padding": 0, "dilation": 1}
    return [layer.get(key, defaults.get(key)) for key in ("kernel_size", *defaults)]


def _receptive_field(layers):
    for layer in layers:
        k, s, p, d = _settings(layer)
        if min(k, s, d) < 1 or p < 0:
            raise ValueError(f"a layer with {layer} cannot be")
    size, jump, start = arithmetic.receptive_field(layers) if layers else (1, 1, 0)
    return int(size), int(jump), int(start)


def _model(
    *,
    grow=lambda size, jump, k, s, p, d: size + d * (k - 1) * jump,
    leap=lambda jump, s, d: jump * s,
    settings=_settings,
    begin=lambda start, jump, k, s, p, d: start - p * jump,
    first=(1, 1, 0),
    stride_first=False,
    backwards=False,
    give=lambda size, jump, start: (size, jump, start),
):
    """The walk through the layers, with one thing done otherwise."""

    def model(layers):
        _receptive_field(layers)  # refuse what must be refused
        size, jump, start = first
        for layer in reversed(layers) if backwards else layers:
            k, s, p, d = settings(layer)
            if stride_first:
                jump = leap(jump, s, d)
            size, start = grow(size, jump, k, s, p, d), begin(start, jump, k, s, p, d)
            if not stride_first:
                jump = leap(jump, s, d)
        return give(size, jump, start)

    return model


def _largest_kernel(layers):
    _, jump, start = _receptive_field(layers)
    return max((layer["kernel_size"] for layer in layers), default=1), jump, start


def _last_kernel(layers):
    _, jump, start = _receptive_field(layers)
    return (layers[-1]["kernel_size"] if layers else 1), jump, start


def _pooling_default(layer):
    """The stride of a pooling, which is its window where none is given."""
    k, _, p, d = _settings(layer)
    return [k, layer.get("stride", k), p, d]


def _no_defaults(key):
    def model(layers):
        for layer in layers:
            layer[key]
        return _receptive_field(layers)

    return model


def _anything_accepted(layers):
    size, jump, start = 1, 1, 0
    for layer in layers:
        k, s, p, d = _settings(layer)
        size, start, jump = size + d * (k - 1) * jump, start - p * jump, jump * s
    return size, jump, start


receptive_field = Exercise(
    "lesson06.receptive_field",
    functions={"receptive_field": _receptive_field},
    parts=(
        Part(
            "stride 1",
            1,
            (
                Case([C3], note="one 3 x 3 layer"),
                Case([C3, C3, C3], note="three of them: 2 N + 1"),
                Case([C5, C3], note="5 x 5, then 3 x 3"),
                Case([], note="no layer: a pixel sees itself"),
                Case([C3] * 150, note="150 layers"),
            ),
            untouched=True,
        ),
        Part(
            "stride",
            1,
            (
                Case([P2, C3], note="pooling first"),
                Case([C3, P2], note="pooling last"),
                Case([C3, P2, C3, P2, C3], note="pooling twice"),
                Case([{"kernel_size": 1, "stride": 2}, C3], note="a stride without a window"),
            ),
            needs=("stride 1",),
        ),
        Part(
            "dilation",
            1,
            (
                Case([DILATED], note="one dilated layer"),
                Case([P2, DILATED, C3], note="dilation after a stride"),
            ),
            needs=("stride 1",),
        ),
        Part(
            "start",
            1,
            (
                Case([SAME3], note="padding 1"),
                Case([SAME3, P2, SAME3], note="padding after a stride"),
                Case([{"kernel_size": 5, "padding": 2, "stride": 2}, SAME3], note="both at once"),
            ),
            needs=("stride 1",),
        ),
        Part(
            "real networks, bad input",
            1,
            (
                Case(LENET, note="LeNet-5"),
                Case(ALEXNET, note="AlexNet, up to conv5"),
                Case(VGG16, note="VGG-16, up to pool5"),
                Case([C3, {"kernel_size": 3, "stride": 0}], note="a stride of 0"),
                Case([{"kernel_size": 3, "padding": -1}], note="a negative padding"),
            ),
            needs=("stride", "start"),
        ),
    ),
    mistakes=(
        Mistake(
            "kernel size for the field",
            _last_kernel,
            says="This is the kernel size of the last layer. It is its receptive field in the "
            "layer below; in the input, that holds for the first layer only.",
            next_step="Each layer widens the field of the layers before it.",
        ),
        Mistake(
            "kernel size for the field",
            _largest_kernel,
            says="This is the largest kernel. Kernels do not grow with depth, fields do: each "
            "layer widens the field of the layers before it.",
            next_step="size += dilation * (kernel_size - 1) * jump, layer after layer.",
        ),
        Mistake(
            "jump forgotten",
            _model(grow=lambda size, jump, k, s, p, d: size + d * (k - 1)),
            says="You add kernel_size - 1 for every layer, as if its inputs were neighbouring "
            "pixels. After a stride they are jump pixels apart.",
            next_step="size += dilation * (kernel_size - 1) * jump.",
        ),
        Mistake(
            "stride before its own kernel",
            _model(stride_first=True),
            says="The stride of a layer counts before its own kernel here. It moves the windows of "
            "the layer apart, but within a window its inputs are as near as before.",
            next_step="First size and start, with the old jump; then jump *= stride.",
        ),
        Mistake(
            "kernel, not kernel - 1",
            _model(grow=lambda size, jump, k, s, p, d: size + d * k * jump),
            says="You add the whole kernel. A window of k cells reaches k - 1 steps beyond its "
            "first cell, which is in the field already.",
            next_step="size += dilation * (kernel_size - 1) * jump.",
        ),
        Mistake(
            "begins at 0",
            _model(first=(0, 1, 0)),
            says="Your field begins with size 0. Before any layer, a pixel sees itself: 1.",
            next_step="Begin with size, jump, start = 1, 1, 0.",
        ),
        Mistake(
            "product of the kernels",
            _model(grow=lambda size, jump, k, s, p, d: size * k),
            says="You multiply the kernel sizes. Neighbouring windows overlap, so each layer only "
            "adds kernel_size - 1 steps.",
            next_step="size += dilation * (kernel_size - 1) * jump.",
        ),
        Mistake(
            "dilation ignored",
            _model(grow=lambda size, jump, k, s, p, d: size + (k - 1) * jump),
            says="Dilation is ignored: with dilation d, the k cells of a window are d apart and "
            "reach over d (k - 1) + 1.",
            next_step="size += dilation * (kernel_size - 1) * jump.",
        ),
        Mistake(
            "dilation times the kernel",
            _model(grow=lambda size, jump, k, s, p, d: size + (d * k - 1) * jump),
            says="You take dilation * kernel_size for the reach of the window. Between k cells "
            "there are k - 1 gaps: it is dilation * (kernel_size - 1) + 1.",
            next_step="size += dilation * (kernel_size - 1) * jump.",
        ),
        Mistake(
            "strides added",
            _model(leap=lambda jump, s, d: jump + s - 1),
            says="You add the strides. Two strides of 2 make every fourth pixel: they multiply.",
            next_step="jump *= stride.",
        ),
        Mistake(
            "jump of the last layer only",
            _model(leap=lambda jump, s, d: s),
            says="Your jump is the stride of one layer. It is the product of all strides so far.",
            next_step="jump *= stride.",
        ),
        Mistake(
            "dilation in the jump",
            _model(leap=lambda jump, s, d: jump * s * d),
            says="You multiply the jump by the dilation, too. A dilated window reaches further, "
            "but the next window begins one stride further on: only strides are in the jump.",
            next_step="jump *= stride; the dilation belongs into size.",
        ),
        Mistake(
            "the default stride of pooling",
            _model(settings=_pooling_default),
            says="Where no stride is given you take the kernel size. That is the default of "
            "pooling layers; in these dicts a stride that is left out is 1.",
            next_step='layer.get("stride", 1).',
        ),
        *(
            Mistake(
                "a key that may be left out",
                _no_defaults(key),
                says=f'Not every layer has "{key}": stride, padding and dilation may be left out, '
                "and are 1, 0 and 1 then.",
                next_step='layer.get("stride", 1) reads a key, or gives 1 where there is none.',
            )
            for key in ("stride", "padding", "dilation")
        ),
        Mistake(
            "jump always 1",
            _model(leap=lambda jump, s, d: jump),
            says="Your jump stays 1: the strides never reach it.",
            next_step="jump *= stride, after size and start.",
        ),
        Mistake(
            "padding changes the size",
            _model(grow=lambda size, jump, k, s, p, d: size + (d * (k - 1) - 2 * p) * jump),
            says="Padding does not make the field smaller: a window has as many cells as before. "
            "It only lies further out.",
            next_step="Padding belongs into start, not into size.",
        ),
        Mistake(
            "padding changes the size",
            _model(grow=lambda size, jump, k, s, p, d: size + (d * (k - 1) + 2 * p) * jump),
            says="Padding does not make the field larger: a window has as many cells as before. "
            "It only lies further out.",
            next_step="Padding belongs into start, not into size.",
        ),
        Mistake(
            "padding ignored",
            _model(begin=lambda start, *_: start),
            says="Your start is always 0. With padding, the first window hangs over the edge and "
            "begins at a negative pixel.",
            next_step="start -= padding * jump.",
        ),
        Mistake(
            "padding without the jump",
            _model(begin=lambda start, jump, k, s, p, d: start - p),
            says="You subtract the padding as it is. Cells of padding in a deep layer are jump "
            "input pixels apart.",
            next_step="start -= padding * jump, with the jump before this layer's stride.",
        ),
        Mistake(
            "padding after the stride",
            _model(begin=lambda start, jump, k, s, p, d: start - p * jump * s),
            says="The padding of a layer is multiplied by its own stride. The padded cells are as "
            "far apart as the inputs of the layer: the old jump.",
            next_step="First size and start, with the old jump; then jump *= stride.",
        ),
        Mistake(
            "start with the wrong sign",
            _model(begin=lambda start, jump, k, s, p, d: start + p * jump),
            says="Your start is positive: padding moves the first window out of the image, to "
            "negative pixels.",
            next_step="start -= padding * jump.",
        ),
        Mistake(
            "centre for the first pixel",
            _model(begin=lambda start, jump, k, s, p, d: start + (d * (k - 1) / 2 - p) * jump),
            says="This is the centre of the first field; asked for is its first pixel.",
            next_step="start -= padding * jump, and nothing else.",
        ),
        Mistake(
            "layers backwards",
            _model(backwards=True),
            says="You walk through the layers from the last to the first, with the formula for the "
            "other direction.",
            next_step="Begin with the first layer: its kernel reaches 1 pixel per step.",
        ),
        Mistake(
            "size only",
            _model(give=lambda size, jump, start: size),
            says="This is the size alone; asked for are three numbers.",
            next_step="return size, jump, start.",
        ),
        Mistake(
            "other order",
            _model(give=lambda size, jump, start: (jump, size, start)),
            says="Size and jump have changed places.",
            next_step="return size, jump, start.",
        ),
        Mistake(
            "area for the side",
            _model(give=lambda size, jump, start: (size**2, jump, start)),
            says="This is the area of the field; asked for is its side, along one axis.",
        ),
        Mistake(
            "anything accepted",
            _anything_accepted,
            says="A layer with such numbers cannot be built, and its field means nothing.",
            next_step="Raise ValueError for a kernel_size, stride or dilation below 1, and for a "
            "negative padding.",
        ),
    ),
    hints=(
        "Before any layer, a pixel sees itself: size 1, jump 1, start 0. What does one layer "
        "change in each of the three?",
        "A window of k cells, d apart, makes d (k - 1) steps. Each step is jump pixels. The "
        "stride moves neighbouring outputs apart: it changes jump for the layers after it.",
        "For each layer, in this order: size += d * (k - 1) * jump; start -= p * jump; jump *= s. "
        "layer.get('stride', 1) reads a number that may be left out.",
    ),
    ready_made=(
        "cnnlib.arithmetic.receptive_field",
        "cnnlib.arithmetic.receptive_fields.receptive_field",
    ),
)
