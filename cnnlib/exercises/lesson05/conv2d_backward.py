"""Exercise 5: the backward pass of a convolution."""

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Law, Mistake, Part, guard
from cnnlib.exercises.lesson05 import planted
from cnnlib.exercises.lesson05.col2im import fold

NAMES = ("grad_x", "grad_weight", "grad_bias")


def _conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    return functional.conv2d_backward(grad_out, x, weight, stride=stride, padding=padding)


def _with(which, change):
    """A model that changes one of the three gradients."""

    def model(grad_out, x, weight, stride=1, padding=0):
        gradients = list(_conv2d_backward(grad_out, x, weight, stride, padding))
        gradients[which] = change(gradients[which], grad_out, x, weight, stride, padding)
        return tuple(gradients)

    return model


def _back(**options):
    """A model whose way back into the image goes wrong."""

    def back(*args):
        return fold(*args, **options)

    def model(grad_out, x, weight, stride=1, padding=0):
        return planted.backward(grad_out, x, weight, stride, padding, back=back)

    return model


def _weights_reshaped(grad_out, x, weight, stride=1, padding=0):
    """The weights reshaped where their matrix should be transposed."""

    def rows(weight):
        return weight.reshape(-1, len(weight)).T

    return planted.backward(grad_out, x, weight, stride, padding, rows=rows)


def _columns_reshaped(grad_weight, grad_out, x, weight, stride, padding):
    """The product with the columns, reshaped where they should be transposed."""
    columns = functional.im2col(x, weight.shape[2:], stride=stride, padding=padding)
    rows = columns.reshape(len(x), columns.shape[2], columns.shape[1])
    flat = grad_out.reshape(*grad_out.shape[:2], -1)
    return (flat @ rows).sum(axis=0).reshape(weight.shape)


def _weight_stride_ignored(grad_weight, grad_out, x, weight, stride, padding):
    """Windows one pixel apart, as many as there are gradients."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, columns = grad_out.shape[2:]
    result = np.zeros_like(weight)
    for m, n in np.ndindex(weight.shape[2:]):
        piece = x[:, :, m : m + rows, n : n + columns]
        result[:, :, m, n] = np.einsum("noij,ncij->oc", grad_out, piece)
    return result


def _stride_ignored(grad_out, x, weight, stride=1, padding=0):
    """Windows one pixel apart, forward and backward."""
    high, wide = (n + 2 * padding for n in x.shape[2:])
    grad_x = np.zeros((*x.shape[:2], high, wide))
    rows, columns = grad_out.shape[2:]
    for m, n in np.ndindex(weight.shape[2:]):
        share = np.einsum("noij,oc->ncij", grad_out, weight[:, :, m, n])
        grad_x[:, :, m : m + rows, n : n + columns] += share
    grad_x = grad_x[:, :, padding : high - padding, padding : wide - padding]
    grad_weight = _weight_stride_ignored(None, grad_out, x, weight, stride, padding)
    return grad_x, grad_weight, grad_out.sum(axis=(0, 2, 3))


def _overwriting_place_by_place(grad_out, x, weight, stride=1, padding=0):
    """Loops over the outputs, each of which overwrites its window."""
    kh, kw = weight.shape[2:]
    grad_x = np.pad(np.zeros(x.shape), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    for b, k, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        grad_x[b, :, top : top + kh, left : left + kw] = grad_out[b, k, i, j] * weight[k]
    end = [size - padding for size in grad_x.shape[2:]]
    grad_x = grad_x[:, :, padding : end[0], padding : end[1]]
    return grad_x, *_conv2d_backward(grad_out, x, weight, stride, padding)[1:]


def _constant(grad_out, x, weight, stride=1, padding=0):
    """The gradients of the worked example."""
    return _conv2d_backward(COUNTED_GRAD, NINE, KERNEL)


def _square_loops(grad_out, x, weight, stride=1, padding=0):
    """Visits rows x rows places."""
    count = min(grad_out.shape[2:])
    masked = np.zeros_like(grad_out)
    masked[:, :, :count, :count] = grad_out[:, :, :count, :count]
    return _conv2d_backward(masked, x, weight, stride, padding)


def _square_kernel(grad_out, x, weight, stride=1, padding=0):
    """Goes through kh x kh weights."""
    side = weight.shape[2]
    if side > weight.shape[3]:
        weight[..., side - 1]  # beyond the last column: an IndexError
    masked = np.zeros_like(weight)
    masked[..., :side] = weight[..., :side]
    grad_x, grad_weight, grad_bias = _conv2d_backward(grad_out, x, masked, stride, padding)
    grad_weight[..., side:] = 0
    return grad_x, grad_weight, grad_bias


def law(which, says, *args, note=""):
    """One of the three gradients, compared with the right one."""
    return Law(
        says,
        lambda f, grad_out, x, weight, stride=1, padding=0: f(grad_out, x, weight, stride, padding)[
            which
        ],
        lambda f, grad_out, x, weight, stride=1, padding=0: _conv2d_backward(
            grad_out, x, weight, stride, padding
        )[which],
        *args,
        note=note,
    )


def three(*args, note=""):
    """Three laws: each of the gradients."""
    return tuple(
        law(which, f"{name} is right", *args, note=note) for which, name in enumerate(NAMES)
    )


def finite_difference(grad_out, x, weight, *args, towards, note=""):
    """The three gradients predict how much the loss sum(grad_out * y) changes, exactly.

    The output is linear in x, in the weights and in the bias, so a central difference with a
    large step has no error but rounding.
    """

    def predicted(f, grad_out, x, weight, towards, stride=1, padding=0):
        gradients = f(grad_out, x, weight, stride, padding)
        return [float(np.sum(g * t)) for g, t in zip(gradients, towards, strict=True)]

    def measured(f, grad_out, x, weight, towards, stride=1, padding=0):
        dx, dweight, dbias = towards

        def loss(sign, moved):
            y = functional.conv2d(
                x + sign * dx * moved[0],
                weight + sign * dweight * moved[1],
                sign * dbias * moved[2],
                stride=stride,
                padding=padding,
            )
            return float(np.sum(grad_out * y))

        return [(loss(0.5, moved) - loss(-0.5, moved)) for moved in np.eye(3)]

    return Law(
        "each gradient says how the loss changes in one direction",
        predicted,
        measured,
        grad_out,
        x,
        weight,
        towards,
        *args,
        note=note,
    )


# One window after the other over 3 x 3 pixels, as in the lesson.
ONES = np.ones((1, 1, 2, 2))
COUNTED_GRAD = np.array([[[[1.0, 2], [3, 4]]]])
NINE = np.arange(9.0).reshape(1, 1, 3, 3)
KERNEL = np.array([[[[1.0, 2], [3, 5]]]])
# Two images of 3 x 4 pixels with 2 channels, three kernels of 2 x 3 weights.
WIDE_X = (np.arange(48.0).reshape(2, 2, 3, 4) % 7) - 2
WIDE_WEIGHT = (np.arange(36.0).reshape(3, 2, 2, 3) % 5) - 1
WIDE_GRAD = (np.arange(24.0).reshape(2, 3, 2, 2) % 6) - 2
# 4 x 5 pixels, a kernel of 2 x 1 weights: 3 x 5 places.
TALL_X = (np.arange(20.0).reshape(1, 1, 4, 5) % 8) - 3
TALL_WEIGHT = np.array([[[[2.0], [-1.0]]]])
TALL_GRAD = (np.arange(15.0).reshape(1, 1, 3, 5) % 4) - 1
# 5 x 6 pixels with stride 2: the last column is left over.
STRIDED_X = (np.arange(30.0).reshape(1, 1, 5, 6) % 9) - 4
STRIDED_WEIGHT = np.array([[[[1.0, -2, 0], [3, 1, 2], [0, 4, -1]]]])
STRIDED_GRAD = np.array([[[[1.0, -1], [2, 3]]]])

conv2d_backward = Exercise(
    "lesson05.conv2d_backward",
    functions={"conv2d_backward": _conv2d_backward},
    parts=(
        Part(
            "gradient of the bias",
            1,
            (
                law(2, "grad_bias is right", COUNTED_GRAD, NINE, KERNEL, note="one kernel"),
                law(2, "grad_bias is right", WIDE_GRAD, WIDE_X, WIDE_WEIGHT, note="three kernels"),
            ),
        ),
        Part(
            "gradient of the weights",
            1,
            (
                law(1, "grad_weight is right", ONES, NINE, KERNEL, note="ones arrive"),
                law(1, "grad_weight is right", COUNTED_GRAD, NINE, KERNEL, note="1 to 4 arrive"),
            ),
        ),
        Part(
            "gradient of the input",
            1,
            (
                law(0, "grad_x is right", ONES, NINE, KERNEL, note="ones arrive"),
                law(0, "grad_x is right", COUNTED_GRAD, NINE, KERNEL, note="1 to 4 arrive"),
            ),
        ),
        Part(
            "every shape, channels, batch",
            1,
            (
                *three(TALL_GRAD, TALL_X, TALL_WEIGHT, note="a 2 x 1 kernel on 4 x 5 pixels"),
                *three(WIDE_GRAD, WIDE_X, WIDE_WEIGHT, note="a batch, channels, a 2 x 3 kernel"),
            ),
        ),
        Part(
            "stride and padding",
            1,
            (
                *three(STRIDED_GRAD, STRIDED_X, STRIDED_WEIGHT, 2, note="stride 2"),
                *three(STRIDED_X[:, :, :4], TALL_X, STRIDED_WEIGHT[..., :2], 1, 1, note="padding"),
            ),
        ),
        Part(
            "finite differences, input untouched",
            1,
            (
                finite_difference(
                    COUNTED_GRAD,
                    NINE,
                    KERNEL,
                    towards=(NINE[:, :, ::-1] - 3, KERNEL[..., ::-1] - 2, np.array([1.5])),
                    note="moved in one direction",
                ),
                Case(COUNTED_GRAD, NINE, KERNEL, note="the arguments must stay as they are"),
            ),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "order of the results",
            lambda *args: tuple(_conv2d_backward(*args)[i] for i in (1, 0, 2)),
            says="The first two results are exchanged: this is the gradient of the weights where "
            "that of x belongs, or the reverse.",
            next_step="Return grad_x, grad_weight, grad_bias.",
        ),
        Mistake(
            "bias gradient not summed over positions and batch",
            _with(2, lambda g, grad_out, *rest: grad_out.sum(axis=0)),
            says="The gradient of the bias is not summed over the positions. A bias is added at "
            "every place, so every place has a share in its gradient.",
            next_step="Sum over batch, rows and columns: axis=(0, 2, 3).",
        ),
        Mistake(
            "bias gradient not summed at all",
            _with(2, lambda g, grad_out, *rest: grad_out),
            says="The gradient of the bias is not summed over positions and batch: you returned "
            "grad_out itself. There is one bias for each kernel.",
            next_step="Sum over batch, rows and columns: axis=(0, 2, 3).",
        ),
        Mistake(
            "bias gradient not summed over the batch",
            _with(2, lambda g, grad_out, *rest: grad_out.sum(axis=(2, 3))),
            says="The gradient of the bias is summed over the positions, but not over the batch.",
            next_step="Sum over batch, rows and columns: axis=(0, 2, 3).",
        ),
        Mistake(
            "bias gradient averaged",
            _with(2, lambda g, grad_out, *rest: grad_out.mean(axis=(0, 2, 3))),
            says="This is the mean over batch and positions. The shares add up: a sum.",
        ),
        Mistake(
            "bias gradient of the first image",
            _with(2, lambda g, grad_out, *rest: grad_out[0].sum(axis=(1, 2))),
            says="This is the bias gradient of the first image of the batch only.",
        ),
        Mistake(
            "weight gradient flipped",
            _with(1, lambda g, *rest: g[:, :, ::-1, ::-1]),
            says="The gradient of the weights is turned by 180 degrees: the kernel is flipped "
            "where it should not be. Weight (m, n) has met x[i + m, j + n].",
            next_step="Leave the flip out: grad_out slides over x as it is.",
        ),
        Mistake(
            "weight gradient: reshape for transpose",
            _with(1, _columns_reshaped),
            says="You reshaped the columns where they should be transposed. reshape moves no axis; "
            "it deals the numbers out anew.",
            next_step="columns.swapaxes(1, 2), or columns.transpose(0, 2, 1).",
        ),
        Mistake(
            "input gradient: reshape for transpose",
            _weights_reshaped,
            says="In the gradient of the input the weights are reshaped where their matrix should "
            "be transposed: weight.reshape(-1, out_channels) is no transpose. It deals the numbers "
            "out anew.",
            next_step="weight.reshape(out_channels, -1).T",
        ),
        Mistake(
            "weight gradient averaged over the batch",
            _with(1, lambda g, grad_out, *rest: g / len(grad_out)),
            says="The gradient of the weights is divided by the size of the batch. If the loss is "
            "a mean, that division is already in grad_out.",
            next_step="Sum over the batch.",
        ),
        Mistake(
            "weight gradient of the first image",
            lambda grad_out, x, weight, stride=1, padding=0: (
                _conv2d_backward(grad_out, x, weight, stride, padding)[0],
                _conv2d_backward(grad_out[:1], x[:1], weight, stride, padding)[1],
                grad_out.sum(axis=(0, 2, 3)),
            ),
            says="The gradient of the weights is that of the first image only. All images use the "
            "same weights: sum over the batch.",
        ),
        Mistake(
            "weight gradient not summed over the batch",
            lambda grad_out, x, weight, stride=1, padding=0: (
                _conv2d_backward(grad_out, x, weight, stride, padding)[0],
                np.stack(
                    [
                        _conv2d_backward(g[None], one[None], weight, stride, padding)[1]
                        for g, one in zip(grad_out, x, strict=True)
                    ]
                ),
                grad_out.sum(axis=(0, 2, 3)),
            ),
            says="The gradient of the weights is not summed over the batch.",
        ),
        Mistake(
            "kernel not flipped",
            planted.turned,
            says="In the gradient of the input the kernel lies the wrong way round (turned by 180 "
            "degrees). Pixel (i + m, j + n) gets grad_out[i, j] * weight[m, n]. If you write it as "
            "a correlation of grad_out, the kernel must be flipped; as columns and col2im, not.",
        ),
        Mistake(
            "= for +=",
            planted.overwriting,
            says="Where windows overlap, only the last share of a pixel is left: = for +=.",
            next_step="grad_x[...] += ...",
        ),
        Mistake(
            "= for +=, place by place",
            _overwriting_place_by_place,
            says="Where windows overlap, each place overwrites what the one before has left: "
            "= for +=.",
            next_step="grad_x[...] += ...",
        ),
        Mistake(
            "inverse for adjoint",
            planted.inverse,
            says="You divided by the number of windows that use a pixel. The shares add up.",
        ),
        Mistake(
            "padding slice [0:-0]",
            _back(cut="minus"),
            says="The slice padding:-padding is 0:-0 where the padding is 0, and 0:-0 is empty.",
            next_step="Cut from padding to padding + H, and from padding to padding + W.",
        ),
        Mistake(
            "padding left on",
            _back(cut="none"),
            says="The gradient of x still has the padding on. It has the shape of x.",
            next_step="Cut from padding to padding + H, and from padding to padding + W.",
        ),
        Mistake(
            "padding on one side",
            _back(cut="end"),
            says="You took the padding off on one side only: the gradient of x begins in the "
            "padding.",
        ),
        Mistake(
            "stride ignored backward",
            _stride_ignored,
            says="Your windows move by one pixel: the stride is ignored backward.",
            next_step="Place (i, j) begins in row i * stride, column j * stride.",
        ),
        Mistake(
            "stride ignored in grad_x",
            lambda *args: (_stride_ignored(*args)[0], *_conv2d_backward(*args)[1:]),
            says="In the gradient of x your windows move by one pixel: the stride is ignored "
            "backward.",
            next_step="Place (i, j) begins in row i * stride, column j * stride.",
        ),
        Mistake(
            "stride ignored in grad_weight",
            _with(1, _weight_stride_ignored),
            says="In the gradient of the weights your windows move by one pixel: the stride is "
            "ignored backward.",
            next_step="Weight (m, n) meets every stride-th pixel from row m, column n on.",
        ),
        Mistake(
            "backward loops square",
            _square_loops,
            says="Your loops visit a square of places; the output is not square.",
            next_step="Loop over grad_out.shape[2] rows and grad_out.shape[3] columns.",
        ),
        Mistake(
            "kernel width from height",
            _square_kernel,
            says="Your loops over the kernel are square: its width is taken from its height.",
            next_step="kh, kw = weight.shape[2:].",
        ),
        Mistake(
            "a constant answer",
            _constant,
            says="These are the gradients of the worked example: a constant answer.",
            next_step="Compute the answer from the arguments.",
        ),
        Mistake(
            "first output channel only",
            lambda grad_out, x, weight, stride=1, padding=0: (
                _conv2d_backward(grad_out[:, :1], x, weight[:1], stride, padding)[0],
                *_conv2d_backward(grad_out, x, weight, stride, padding)[1:],
            ),
            says="The gradient of x is that of the first kernel only. Every kernel reads x: sum "
            "over the output channels.",
        ),
    ),
    hints=(
        "Take the smallest case, grad_out of ones, and ask for one pixel or one weight: in which "
        "outputs is it used, with which factor?",
        "With V = im2col(x) and G = grad_out.reshape(N, out_channels, -1): the gradient of the "
        "weight matrix is the sum over the batch of G @ V^T, that of the columns is W^T @ G. "
        "col2im adds the latter up into an image.",
        "grad_weight = np.sum(G @ V.swapaxes(1, 2), axis=0).reshape(weight.shape);\n"
        "grad_x = functional.col2im(W.T @ G, x.shape[2:], weight.shape[2:], stride, padding), with "
        "W = weight.reshape(out_channels, -1).",
    ),
    ready_made=tuple(
        name
        for name in guard.CONVOLUTION_BACKWARD
        if not name.startswith("cnnlib.") or name.endswith("_backward")
    ),
)
