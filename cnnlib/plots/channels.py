"""A convolutional layer with its numbers: input channels, filters, output maps."""

from cnnlib.plots.matrices import CELL, TITLE, draw_table, mark_window, number_size
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import SOFT, bare_figure, short, styled

GAP = 0.7  # between tables, in cells
WIDE_GAP = 1.5  # between input, filters and maps
ROOM_ABOVE = 0.9  # for a title
LARGEST_WIDTH = 8.2  # inches
SIGN = 13  # points


@styled
def filters_and_maps(x, weight, maps, *, caption, alt=None, bias=None, window=None, digits=2):
    """The channels of an input, the kernels of each filter in a row, and the map it gives.

    Parameters
    ----------
    x : (C_in, H, W) ndarray
    weight : (C_out, C_in, kh, kw) ndarray
    maps : (C_out, H_out, W_out) ndarray
    caption, alt : str
        As for `Picture`.
    bias : (C_out,) ndarray, optional
        Shown beside the kernels.
    window : (row, column) of an output, optional
        Its window is framed in all input channels (stride 1, no padding), and its place in all
        maps.
    digits : int
        Decimals at most.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the numbers of channels or filters do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> x, weight = np.zeros((2, 3, 3)), np.zeros((3, 2, 2, 2))
    >>> filters_and_maps(x, weight, np.zeros((3, 2, 2)), caption="Three maps.").alt
    '2 input channels of 3 by 3 numbers; 3 filters of 2 kernels of 2 by 2; 3 maps of 2 by 2.'
    """
    _require_fit(x, weight, maps)
    filters, channels, kh, kw = weight.shape
    row_height = max(kh, maps.shape[1]) + GAP + 0.2
    inputs_height = channels * (x.shape[1] + ROOM_ABOVE + GAP)
    tall = max(filters * row_height + ROOM_ABOVE, inputs_height) + 0.3
    first_kernel = x.shape[2] + WIDE_GAP
    after_kernels = first_kernel + channels * (kw + GAP)
    first_map = after_kernels + (WIDE_GAP if bias is None else 2.8)
    wide = first_map + maps.shape[2] + 0.2
    cell = min(CELL, LARGEST_WIDTH / wide)
    figure = bare_figure(wide * cell, tall * cell)
    panel = figure.add_axes((0, 0, 1, 1), aspect="equal")
    size = number_size([x, weight, maps], digits, cell)
    look = {"digits": digits, "size": size, "cell": cell}

    for c in range(channels):
        top = c * (x.shape[1] + ROOM_ABOVE + GAP) + ROOM_ABOVE
        draw_table(panel, x[c], "grey", left=0, top=top, **look)
        _title(panel, x.shape[2] / 2, top, f"x[{c}]")
        if window is not None:
            mark_window(panel, (*window, kh, kw), 0, top)
    for f in range(filters):
        top = f * row_height + ROOM_ABOVE
        middle = top + kh / 2
        for c in range(channels):
            left = first_kernel + c * (kw + GAP)
            draw_table(panel, weight[f, c], "signed", left=left, top=top, **look)
            sign = "+" if c + 1 < channels or bias is not None else "="
            _sign(panel, left + kw + GAP / 2, middle, sign)
            if f == 0:
                _title(panel, left + kw / 2, top, f"weight[f, {c}]")
        if bias is not None:
            _sign(panel, after_kernels + 0.8, middle, short(float(bias[f]), digits))
            _sign(panel, (after_kernels + 1.6 + first_map) / 2, middle, "=")
            if f == 0:
                _title(panel, after_kernels + 0.8, top, "bias[f]")
        centre = (kh - maps.shape[1]) / 2
        draw_table(panel, maps[f], "grey", left=first_map, top=top + centre, **look)
        if window is not None:
            mark_window(panel, (*window, 1, 1), first_map, top + centre)
        if f == 0:
            _title(panel, first_map + maps.shape[2] / 2, top + centre, "y[f]")
        panel.text(first_kernel - 0.35, middle, f"f = {f}", ha="right", va="center", color=SOFT)
    panel.set(xlim=(-0.15, wide), ylim=(tall - 0.1, -0.1))
    panel.axis("off")
    return Picture(figure, caption=caption, alt=alt or _spoken(x, weight, maps))


def _title(panel, middle, top, text):
    panel.text(middle, top - 0.25, text, ha="center", fontsize=TITLE)


def _sign(panel, left, middle, text):
    panel.text(left, middle, text, ha="center", va="center", fontsize=SIGN)


def _require_fit(x, weight, maps):
    if x.ndim != 3 or weight.ndim != 4 or maps.ndim != 3:
        raise ValueError(
            f"x (C, H, W), weight (C_out, C_in, kh, kw) and maps (C_out, H, W) have 3, 4 and 3 "
            f"axes, not {x.ndim}, {weight.ndim} and {maps.ndim}"
        )
    if x.shape[0] != weight.shape[1] or len(weight) != len(maps):
        raise ValueError(
            f"{x.shape[0]} channels and {len(maps)} maps do not fit weights of {weight.shape}"
        )


def _spoken(x, weight, maps):
    def sides(array):
        return " by ".join(map(str, array.shape[-2:]))

    return (
        f"{len(x)} input channels of {sides(x)} numbers; {len(weight)} filters of "
        f"{weight.shape[1]} kernels of {sides(weight)}; {len(maps)} maps of {sides(maps)}."
    )
