"""The kinds of layers that a stack may have: what each takes, what it makes of it, what it costs.

A kind is a class with torch's name and torch's arguments; `KINDS` has them all. A size is
(C, H, W), or (features,) once the maps are flattened. Whatever is wrong is a ValueError, to which
the caller adds which layer it was.
"""

from cnnlib.arithmetic.parameters import conv2d_params, fc_params
from cnnlib.arithmetic.sizes import conv_transpose_out_size, out_size, same_padding
from cnnlib.arithmetic.whole_numbers import one_or_pair, pair, product, require_whole

WINDOW = ("kernel_size", "stride", "padding", "dilation")

# Why the outputs of a layer have no receptive field of one size.
_WHOLE_MAP = "its outputs see the whole map: ask for the layers before it"
_UNEVEN = "its outputs do not all see equally many pixels: ask for the layers before it"


class Layer:
    """An element-wise layer: any size goes in and comes out again, and nothing is counted.

    The arguments become attributes.
    """

    required = ()
    optional = {}  # each with torch's default
    ignored = None  # arguments that change no size and no count; None: whatever they are
    params = 0
    no_field = None  # or why there is no receptive field to speak of

    def __init__(self, **arguments):
        self._require_known(arguments)
        for name in self.names():
            setattr(self, name, arguments.get(name, self.optional.get(name)))
        self.check()

    @classmethod
    def names(cls):
        """The arguments that count."""
        return (*cls.required, *cls.optional)

    @classmethod
    def _require_known(cls, arguments):
        for name in cls.required:
            if name not in arguments:
                raise ValueError(f"{name} is missing")
        for name in arguments:
            if cls.ignored is not None and name not in (*cls.names(), *cls.ignored):
                raise ValueError(f"{name!r} is not one of its arguments: {', '.join(cls.names())}")

    def check(self):
        """Bring the arguments into one form; a ValueError where they are wrong for any input."""

    def out(self, size):
        """Size of the output; a ValueError where an input of this size does not fit."""
        return size

    def macs(self, size):
        """Multiply-accumulates for one input of this size, which fits."""
        return 0

    def as_dict(self):
        """The layer as data, without the arguments that have their default."""
        arguments = {name: getattr(self, name) for name in self.names()}
        for name, default in self.optional.items():
            if arguments[name] == default:
                del arguments[name]
        return {"layer": type(self).__name__, **arguments}


class Window(Layer):
    """What slides a window over maps. Its numbers are for rows and columns alike, or a pair."""

    required = ("kernel_size",)
    optional = {"stride": 1, "padding": 0, "dilation": 1}
    ignored = ("name",)
    dilation = 1  # of the kinds that have no such argument

    _least = {"kernel_size": 1, "stride": 1, "padding": 0, "dilation": 1, "output_padding": 0}

    def check(self):
        for name in self.names():
            if name in self._least:
                values = pair(name, getattr(self, name))
                numbers = (require_whole(self._least[name], **{name: n})[0] for n in values)
                setattr(self, name, one_or_pair(*numbers))

    def along(self, axis, names=WINDOW):
        """What the arguments of these names are for rows (axis 0) or columns (axis 1)."""
        return [pair(name, getattr(self, name))[axis] for name in names]

    def out(self, size):
        channels, *sides = require_maps(size)
        channels = self.out_channels_from(channels)
        return (channels, *(self._out_side(axis, n) for axis, n in enumerate(sides)))

    def _out_side(self, axis, n):
        try:
            return self.out_along(axis, n)
        except ValueError as error:
            raise ValueError(f"along the {('rows', 'columns')[axis]}, {error}") from None

    def out_along(self, axis, n):
        return out_size(n, *self.along(axis))

    def out_channels_from(self, channels):
        return channels


class _Convolution(Window):
    required = ("in_channels", "out_channels", "kernel_size")
    optional = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, "bias": True}
    ignored = ("padding_mode",)

    def check(self):
        super().check()
        self.in_channels, self.out_channels, self.groups = require_whole(
            1, in_channels=self.in_channels, out_channels=self.out_channels, groups=self.groups
        )
        self.bias = bool(self.bias)
        self.weights = conv2d_params(
            self.in_channels, self.out_channels, self.kernel_size, bias=False, groups=self.groups
        )
        self.params = self.weights + (self.out_channels if self.bias else 0)

    def out_channels_from(self, channels):
        require_equal("in_channels", self.in_channels, channels, "channels")
        return self.out_channels


class Conv2d(_Convolution):
    def check(self):
        self.same = self.padding == "same"
        if self.padding in ("same", "valid"):
            self.padding = 0
        elif isinstance(self.padding, str):
            raise ValueError(
                f"padding must be a whole number, a pair, 'same' or 'valid', not {self.padding!r}"
            )
        super().check()
        if self.same:
            if self.stride != 1:
                raise ValueError(
                    f"padding is 'same', but stride is {self.stride}: "
                    "only with a stride of 1 does the size stay the same"
                )
            names = ("kernel_size", "dilation")
            before = (same_padding(*self.along(axis, names))[0] for axis in (0, 1))
            self.padding = one_or_pair(*before)

    def out_along(self, axis, n):
        return n if self.same else super().out_along(axis, n)

    def macs(self, size):
        return self.weights * product(self.out(size)[1:])

    def as_dict(self):
        return {**super().as_dict(), **({"padding": "same"} if self.same else {})}


class ConvTranspose2d(_Convolution):
    optional = {**_Convolution.optional, "output_padding": 0}
    no_field = _UNEVEN

    def out_along(self, axis, n):
        names = ("kernel_size", "stride", "padding", "output_padding", "dilation")
        return conv_transpose_out_size(n, *self.along(axis, names))

    def macs(self, size):
        return self.weights * product(size[1:])


class MaxPool2d(Window):
    optional = {"stride": None, "padding": 0, "dilation": 1, "ceil_mode": False}
    ignored = ("return_indices",)

    def check(self):
        if self.stride is None:
            self.stride = self.kernel_size
        super().check()
        for axis in (0, 1):
            kernel_size, padding = self.along(axis, ("kernel_size", "padding"))
            if padding > kernel_size // 2:
                raise ValueError(
                    f"padding is {padding}, but must be at most half of kernel_size {kernel_size}, "
                    "rounded down: else a window could lie in the padding alone"
                )

    def out_along(self, axis, n):
        return out_size(n, *self.along(axis), ceil_mode=self.ceil_mode)

    def as_dict(self):
        arguments = super().as_dict()
        if self.stride == self.kernel_size:
            del arguments["stride"]
        return arguments


class AvgPool2d(MaxPool2d):
    optional = {"stride": None, "padding": 0, "ceil_mode": False}
    ignored = ("count_include_pad", "divisor_override")


class AdaptiveAvgPool2d(Layer):
    required = ("output_size",)
    ignored = ("return_indices",)
    no_field = _WHOLE_MAP

    def check(self):
        values = pair("output_size", self.output_size)
        self.output_size = one_or_pair(
            *(n if n is None else require_whole(1, output_size=n)[0] for n in values)
        )

    def out(self, size):
        channels, *sides = require_maps(size)
        wished = pair("output_size", self.output_size)
        # None keeps the length that there is.
        return (channels, *(n if m is None else m for m, n in zip(wished, sides, strict=True)))


class AdaptiveMaxPool2d(AdaptiveAvgPool2d):
    pass


class _BatchNorm(Layer):
    required = ("num_features",)
    optional = {"affine": True}
    ignored = ("eps", "momentum", "track_running_stats")

    def check(self):
        (self.num_features,) = require_whole(1, num_features=self.num_features)
        self.params = 2 * self.num_features if self.affine else 0


class BatchNorm1d(_BatchNorm):
    def out(self, size):
        require_equal("num_features", self.num_features, require_flat(size)[0], "values")
        return size


class BatchNorm2d(_BatchNorm):
    def out(self, size):
        require_equal("num_features", self.num_features, require_maps(size)[0], "channels")
        return size


class LocalResponseNorm(Layer):
    """Looks at neighbouring channels, and at one row and column only."""

    def out(self, size):
        return require_maps(size)


class Flatten(Layer):
    optional = {"start_dim": 1, "end_dim": -1}
    ignored = ()
    no_field = _WHOLE_MAP

    def check(self):
        if (self.start_dim, self.end_dim) != (1, -1):
            raise ValueError(
                f"start_dim is {self.start_dim} and end_dim {self.end_dim}, but only 1 and -1 are "
                "known: everything but the batch becomes one axis"
            )

    def out(self, size):
        return (product(size),)


class Linear(Layer):
    required = ("in_features", "out_features")
    optional = {"bias": True}
    ignored = ()
    no_field = _WHOLE_MAP

    def check(self):
        self.in_features, self.out_features = require_whole(
            1, in_features=self.in_features, out_features=self.out_features
        )
        self.bias = bool(self.bias)
        self.params = fc_params(self.in_features, self.out_features, self.bias)

    def out(self, size):
        require_equal("in_features", self.in_features, require_flat(size)[0], "values")
        return (self.out_features,)

    def macs(self, size):
        return self.in_features * self.out_features


ELEMENT_WISE = (
    "ReLU ReLU6 LeakyReLU ELU SELU GELU SiLU Mish Hardswish Hardtanh Sigmoid Tanh Softplus "
    "Softmax LogSoftmax Identity Dropout Dropout2d"
).split()

KINDS = {name: type(name, (Layer,), {}) for name in ELEMENT_WISE} | {
    kind.__name__: kind
    for kind in (
        Conv2d,
        ConvTranspose2d,
        MaxPool2d,
        AvgPool2d,
        AdaptiveAvgPool2d,
        AdaptiveMaxPool2d,
        BatchNorm1d,
        BatchNorm2d,
        LocalResponseNorm,
        Flatten,
        Linear,
    )
}


def require_maps(size):
    if len(size) != 3:
        raise ValueError(f"maps of size (C, H, W) are needed, but {size[0]} flat values arrive")
    return size


def require_flat(size):
    if len(size) != 1:
        raise ValueError(
            f"a Flatten is missing before it: maps of size {size} arrive, "
            f"{product(size)} values, and it takes flat ones"
        )
    return size


def require_equal(name, value, arriving, what):
    if value != arriving:
        raise ValueError(f"{name} is {value}, but {arriving} {what} arrive: they must be equal")
