"""Where windows lie: the index arithmetic that convolution and pooling share.

Pooling and col2im do not loop over the places of a window, of which an image has many, but over
its kh * kw entries (`Grid.entries`): what entry (m, n) of *all* windows meets is one slice of the
image, with the stride as its step.
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

    @property
    def extent(self):
        """Pixels from the first to the last that a window meets, both counted."""
        return (self.kernel_size - 1) * self.dilation + 1

    @property
    def padded_size(self):
        """Pixels of the image, the padding before it, and what windows cover behind it."""
        covered = (self.out_size - 1) * self.stride + self.extent
        return max(covered, self.padding + self.size)

    def meeting(self, m):
        """Which windows meet a pixel with their entry m, and which pixels those are.

        Window i meets pixel ``i * stride + m * dilation - padding``, where that is not in the
        padding. Returns two slices of the same length.
        """
        shift = m * self.dilation - self.padding
        first = max(0, -(shift // self.stride))  # the division rounds down, so this rounds up
        last = min(self.out_size - 1, (self.size - 1 - shift) // self.stride)
        if last < first:
            return slice(0, 0), slice(0, 0)
        pixels = slice(first * self.stride + shift, last * self.stride + shift + 1, self.stride)
        return slice(first, last + 1), pixels


class Grid(NamedTuple):
    """The windows of an image, along both of its axes."""

    rows: Axis
    columns: Axis

    @property
    def kernel_size(self):
        return self.rows.kernel_size, self.columns.kernel_size

    @property
    def out_size(self):
        return self.rows.out_size, self.columns.out_size

    def entries(self):
        """Yield (m, n), windows and pixels for each entry of a window, row by row.

        ``windows`` indexes an array (..., H_out, W_out), ``pixels`` one (..., H, W), and entry
        (m, n) of those windows meets these pixels.
        """
        for m in range(self.rows.kernel_size):
            for n in range(self.columns.kernel_size):
                window_rows, pixel_rows = self.rows.meeting(m)
                window_columns, pixel_columns = self.columns.meeting(n)
                windows = (..., window_rows, window_columns)
                yield (m, n), windows, (..., pixel_rows, pixel_columns)


def make_grid(size, kernel_size, stride=1, padding=0, dilation=1, ceil_mode=False):
    """The windows of an image of ``size`` = (H, W), from arguments as torch has them."""
    settings = zip(
        ("rows", "columns"),
        size,
        pair("kernel_size", kernel_size, least=1),
        pair("stride", stride, least=1),
        pair("padding", padding, least=0),
        pair("dilation", dilation, least=1),
        strict=True,
    )
    axes = []
    for name, n, k, s, p, d in settings:
        try:
            axes.append(Axis(n, k, s, p, d, out_size(n, k, s, p, d, ceil_mode)))
        except ValueError as error:
            raise ValueError(f"along the {name}, {error}") from None
    return Grid(*axes)
