"""A convolutional layer done right, and done wrong in all the usual ways.

Every model takes what `conv` takes, and does what a student's function with that mistake does.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib import functional
from cnnlib.exercises.lesson04.pairs import pair


def conv(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """The oracle: `functional.conv2d`, for any real dtype, in float64."""
    x, weight = np.asarray(x, dtype=float), np.asarray(weight, dtype=float)
    bias = None if bias is None else np.asarray(bias, dtype=float)
    return functional.conv2d(x, weight, bias, stride, padding, dilation, groups)


def flipped(x, weight, *rest):
    return conv(x, weight[..., ::-1, ::-1], *rest)


def transposed(x, weight, *rest):
    return conv(x, weight.swapaxes(-1, -2), *rest)


def filter_and_channel_exchanged(x, weight, *rest):
    return conv(x, weight.swapaxes(0, 1), *rest)


def first_columns(weight, refusal):
    """The weights as many columns wide as high; one column is broadcast, other too few refused."""
    kh, kw = weight.shape[2:]
    if kw == 1:
        return np.repeat(weight, kh, axis=3)
    if kh > kw:
        raise refusal
    return weight[..., :kh]


def square_kernel(x, weight, *rest):
    """The kernel's width is taken from its height, in slices."""
    return conv(x, first_columns(weight, ValueError("could not be broadcast")), *rest)


def square_kernel_in_loops(x, weight, *rest):
    """The same in loops over the weights."""
    kh, kw = weight.shape[2:]
    if kh > kw:
        raise IndexError("index out of bounds")
    return conv(x, weight[..., :kh], *rest)


def square_window(x, weight, *rest):
    """The windows only; the output has the right size, and the last windows fewer columns."""
    kh, kw = weight.shape[2:]
    if kh > kw:
        raise ValueError("could not be broadcast")
    cut = weight.copy()
    cut[..., kh:] = 0
    return conv(x, cut, *rest)


def kernel_width_for_the_size(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """The output has the columns that the kernel's height says; the windows are right."""
    right = conv(x, weight, bias, stride, padding, dilation, groups)
    square = np.zeros((*weight.shape[:2], weight.shape[2], weight.shape[2]))
    width = conv(x, square, None, stride, padding, dilation, groups).shape[3]
    if width > right.shape[3]:
        raise ValueError("operands could not be broadcast together")
    return right[..., :width]


def width_from_height(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    right = conv(x, weight, bias, stride, padding, dilation, groups)
    height, width = x.shape[2:]
    square = conv(
        np.zeros((1, weight.shape[1] * groups, height, height)),
        weight,
        None,
        stride,
        padding,
        dilation,
        groups,
    )
    columns = square.shape[3]
    if columns > right.shape[3]:
        raise IndexError("index out of bounds")
    return right[..., :columns]


def bias_missing(x, weight, bias=None, *rest):
    return conv(x, weight, None, *rest)


def bias_along_columns(x, weight, bias=None, *rest):
    result = conv(x, weight, None, *rest)
    return result if bias is None else result + bias


def bias_along_rows(x, weight, bias=None, *rest):
    result = conv(x, weight, None, *rest)
    return result if bias is None else result + bias[:, np.newaxis]


def bias_for_each_channel(x, weight, bias=None, *rest):
    return conv(x, weight, None if bias is None else bias * weight.shape[1], *rest)


def bias_for_each_weight(x, weight, bias=None, *rest):
    return conv(x, weight, None if bias is None else bias * weight[0].size, *rest)


def bias_by_image(x, weight, bias=None, *rest):
    result = conv(x, weight, None, *rest)
    return result if bias is None else result + bias[:, np.newaxis, np.newaxis, np.newaxis]


def bias_subtracted(x, weight, bias=None, *rest):
    return conv(x, weight, None if bias is None else -bias, *rest)


def first_bias(x, weight, bias=None, *rest):
    return conv(x, weight, None if bias is None else np.full(len(weight), bias[0]), *rest)


def one_channel(which):
    def model(x, weight, *rest):
        kept = np.zeros(weight.shape)
        kept[:, which] = weight[:, which]
        return conv(x, kept, *rest)

    return model


def channels_kept_apart(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    apart = [
        conv(x[:, [c]], weight[:, [c]], bias, stride, padding, dilation)
        for c in range(weight.shape[1])
    ]
    return np.stack(apart, axis=2)


def channels_averaged(x, weight, bias=None, *rest):
    return conv(x, weight / weight.shape[1], bias, *rest)


def same_weights_for_all_channels(x, weight, *rest):
    return conv(x, np.repeat(weight[:, :1], weight.shape[1], axis=1), *rest)


def first_filter_everywhere(x, weight, *rest):
    return conv(x, np.repeat(weight[:1], len(weight), axis=0), *rest)


def filters_summed(x, weight, *rest):
    return conv(x, weight, *rest).sum(axis=1, keepdims=True)


def first_image_everywhere(x, weight, *rest):
    return np.repeat(conv(x[:1], weight, *rest), len(x), axis=0)


def batch_summed(x, weight, *rest):
    return conv(x, weight, *rest).sum(axis=0, keepdims=True)


def filters_first(x, weight, *rest):
    return conv(x, weight, *rest).swapaxes(0, 1)


def channels_last(x, weight, *rest):
    return conv(x, weight, *rest).transpose(0, 2, 3, 1)


def off_by_one(x, weight, *rest):
    return conv(x, weight, *rest)[:, :, :-1, :-1]


def last_window_left_zero(x, weight, *rest):
    result = conv(x, weight, *rest)
    result[:, :, -1] = result[..., -1] = 0
    return result


def stride_ignored(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return conv(x, weight, bias, 1, padding, dilation, groups)


def stride_along_rows_only(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return conv(x, weight, bias, (pair(stride)[0], 1), padding, dilation, groups)


def crop_for_stride(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """The right number of windows, side by side instead of a stride apart."""
    right = conv(x, weight, bias, stride, padding, dilation, groups)
    dense = conv(x, weight, bias, 1, padding, dilation, groups)
    return dense[:, :, : right.shape[2], : right.shape[3]]


def size_rounded_up(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """The window that no longer fits is taken as well, as far as there are pixels."""
    right = conv(x, weight, bias, stride, padding, dilation, groups)
    sides = []
    for n, k, s, p, d in zip(
        x.shape[2:],
        weight.shape[2:],
        pair(stride),
        pair(padding),
        pair(dilation),
        strict=True,
    ):
        sides.append((p, p + -(n + 2 * p - d * (k - 1) - 1) % s))
    padded = np.pad(x, ((0, 0), (0, 0), *sides))
    result = conv(padded, weight, bias, stride, 0, dilation, groups)
    return result if result.shape != right.shape else right


def padding_ignored(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return conv(x, weight, bias, stride, 0, dilation, groups)


def padded_with(make):
    def model(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        conv(x, weight, bias, stride, padding, dilation, groups)
        padded = make(x, *pair(padding))
        return conv(padded, weight, bias, stride, 0, dilation, groups)

    return model


def at_one_side(x, rows, columns):
    return np.pad(x, ((0, 0), (0, 0), (rows, 0), (columns, 0)))


def at_the_end(x, rows, columns):
    return np.pad(x, ((0, 0), (0, 0), (0, rows), (0, columns)))


def edge(x, rows, columns):
    return np.pad(x, ((0, 0), (0, 0), (rows,) * 2, (columns,) * 2), mode="edge")


def reflected(x, rows, columns):
    return np.pad(x, ((0, 0), (0, 0), (rows,) * 2, (columns,) * 2), mode="reflect")


def padded_after(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Zeros around the output instead of the input."""
    rows, columns = pair(padding)
    result = conv(x, weight, bias, stride, 0, dilation, groups)
    return np.pad(result, ((0, 0), (0, 0), (rows,) * 2, (columns,) * 2))


def sides_swapped(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    swapped = (pair(value)[::-1] for value in (stride, padding, dilation))
    return conv(x, weight, bias, *swapped, groups)


def swapped(name):
    """Rows and columns of one setting are exchanged."""

    def model(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        options = {"stride": stride, "padding": padding, "dilation": dilation}
        options[name] = pair(options[name])[::-1]
        return conv(x, weight, bias, *options.values(), groups)

    return model


def square(name):
    """The row's number is used for the columns as well."""

    def model(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        options = {"stride": stride, "padding": padding, "dilation": dilation}
        options[name] = pair(options[name])[0]
        return conv(x, weight, bias, *options.values(), groups)

    return model


def dilation_ignored(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return conv(x, weight, bias, stride, padding, 1, groups)


def dilation_as_gap(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    spread = tuple(d + (d > 1) for d in pair(dilation))
    return conv(x, weight, bias, stride, padding, spread, groups)


def dilated_image(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Every d-th pixel of the picture, and an ordinary kernel on these."""
    rows, columns = pair(dilation)
    return conv(x[:, :, ::rows, ::columns], weight, bias, stride, padding, 1, groups)


def dilation_in_the_size_only(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    right = conv(x, weight, bias, stride, padding, dilation, groups)
    dense = conv(x, weight, bias, stride, padding, 1, groups)
    return dense[:, :, : right.shape[2], : right.shape[3]]


def groups_ignored(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return conv(x[:, : weight.shape[1]], weight, bias, stride, padding, dilation)


def groups_refused(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return conv(x, weight, bias, stride, padding, dilation)


def channels_dealt_out(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Group g gets the channels g, g + groups, ... instead of a block."""
    order = [c for g in range(groups) for c in range(g, x.shape[1], groups)]
    return conv(x[:, order], weight, bias, stride, padding, dilation, groups)


def filters_dealt_out(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Filter f works on group f % groups instead of f // (filters per group)."""
    order = [f for g in range(groups) for f in range(g, len(weight), groups)]
    result = np.empty_like(conv(x, weight, None, stride, padding, dilation, groups))
    bias = None if bias is None else bias[order]
    result[:, order] = conv(x, weight[order], bias, stride, padding, dilation, groups)
    return result


def groups_summed(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Every filter is applied to every group, and the results are added."""
    blocks = np.split(x, groups, axis=1)
    return conv(sum(blocks), weight, bias, stride, padding, dilation)


def first_group_only(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    result = conv(x, weight, bias, stride, padding, dilation, groups)
    return result[:, : len(weight) // groups]


def mean(x, weight, bias=None, *rest):
    return conv(x, weight / weight[0].size, bias, *rest)


def in_uint8(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    conv(x, weight, bias, stride, padding, dilation, groups)
    (rows, columns), (kh, kw) = pair(padding), weight.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (rows,) * 2, (columns,) * 2))
    windows = sliding_window_view(padded, (kh, kw), axis=(2, 3))
    result = np.einsum("bcijmn,fcmn->bfij", windows, weight) + 0.0
    return result if bias is None else result + bias[:, np.newaxis, np.newaxis]


def in_uint8_products(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    conv(x, weight, bias, stride, padding, dilation, groups)
    (rows, columns), (kh, kw) = pair(padding), weight.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (rows,) * 2, (columns,) * 2))
    windows = sliding_window_view(padded, (kh, kw), axis=(2, 3))
    products = windows[:, np.newaxis] * weight[:, :, np.newaxis, np.newaxis]
    result = products.sum(axis=(2, 5, 6)) + 0.0
    return result if bias is None else result + bias[:, np.newaxis, np.newaxis]


def empty_where_it_does_not_fit(x, weight, bias=None, *rest):
    try:
        return conv(x, weight, bias, *rest)
    except ValueError:
        if x.shape[1] != weight.shape[1] * (rest[3] if len(rest) > 3 else 1):
            raise
        return np.zeros((len(x), len(weight), 0, 0))


def channels_cut(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if groups == 1:
        fewest = min(x.shape[1], weight.shape[1])
        x, weight = x[:, :fewest], weight[:, :fewest]
    return conv(x, weight, bias, stride, padding, dilation, groups)


def filters_left_over(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    used = len(weight) // groups * groups
    bias = None if bias is None else bias[:used]
    return conv(x, weight[:used], bias, stride, padding, dilation, groups)
