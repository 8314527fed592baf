"""Where windows lie: the index arithmetic that convolution and pooling share.

None of them loops over the places of a window, of which an image has many, but over its kh * kw
entries: what entry (m, n) of *all* windows meets is one slice of the image, with the stride as
its step.
"""

from typing import NamedTuple

from cnnlib.arithmetic import out_size
from cnnlib.functional._arguments import pair


class Axis(NamedTuple):
    """One axis of an image, rows or columns, and the windows along it."""

    size: int  # pixels of the image, without padding
    kernel_size: int
    stride: int
    padding: int  # before the first pixel
    dilation: int
    out_size: int  # number of windows

    def extent(self):
        """Pixels from the first to the last that a window meets, both counted."""
        return (self.kernel_size - 1) * self.dilation + 1

    def covered(self):
        """Pixels from the first of the first window to the last of the last, both counted."""
        return (self.out_size - 1) * self.stride + self.extent()

    def meeting(self, m):
        """Which windows meet a pixel with their entry m, and which pixels those are.

        Window i meets pixel ``i * stride + m * dilation - padding``, where that is not in the
        padding. Returns two slices of the same length.
        """
        shift = m * self.dilation - self.padding
        first = max(0, -(shift // self.stride))
        last = min(self.out_size - 1, (self.size - 1 - shift) // self.stride)
        windows = slice(first, max(first, last + 1))
        if last < first:
            return windows, slice(0, 0)
        return windows, slice(
            first * self.stride + shift, last * self.stride + shift + 1, self.stride
        )


def axes(size, kernel_size, stride=1, padding=0, dilation=1, ceil_mode=False):
    """The two axes (rows, columns) of an image of ``size`` pixels, arguments as torch has them."""
    names = ("kernel_size", "stride", "dilation", "padding")
    values = (kernel_size, stride, dilation, padding)
    least = (1, 1, 1, 0)
    kernels, strides, dilations, paddings = map(pair, names, values, least)
    result = []
    for name, n, k, s, p, d in zip(
        ("rows", "columns"), size, kernels, strides, paddings, dilations, strict=True
    ):
        try:
            out = out_size(n, k, s, p, d, ceil_mode)
        except ValueError as error:
            raise ValueError(f"along the {name}, {error}") from None
        result.append(Axis(n, k, s, p, d, out))
    return result


def entries(rows, columns):
    """Yield (m, n), windows and pixels for each entry of a window, row by row.

    ``windows`` indexes an array (..., H_out, W_out), ``pixels`` one (..., H, W), and entry
    (m, n) of those windows meets these pixels.
    """
    for m in range(rows.kernel_size):
        for n in range(columns.kernel_size):
            window_rows, pixel_rows = rows.meeting(m)
            window_columns, pixel_columns = columns.meeting(n)
            windows = (..., window_rows, window_columns)
            yield (m, n), windows, (..., pixel_rows, pixel_columns)
