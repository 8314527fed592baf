"""One image, one kernel: cross-correlation, convolution, and what is made of them.

Any real numbers go in and are computed in float64. `cnnlib.functional.conv2d` is the same for
batches of images with channels.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib.arithmetic.whole_numbers import require_whole


def cross_correlate2d(image, kernel, stride=1, padding=0, dilation=1):
    """Slide a kernel over an image; at each place multiply and sum up.

    Parameters
    ----------
    image : (H, W) array_like
        Any real dtype; computed in float64.
    kernel : (kh, kw) array_like
    stride : int
        Step from one window to the next, in pixels, along both axes.
    padding : int
        Zeros added at each of the four sides, in pixels.
    dilation : int
        Distance between the pixels that neighbouring kernel entries meet; 1 leaves no gap.

    Returns
    -------
    (H_out, W_out) float64 ndarray
        Only places where the whole window lies in the (padded) image;
        `cnnlib.arithmetic.out_size` gives the size.

    Raises
    ------
    ValueError
        If an input is not 2D, is empty or is not real, if the window does not fit once, or if
        stride, padding or dilation is not a whole number that is large enough.

    See Also
    --------
    convolve2d : the same with the kernel flipped.

    Examples
    --------
    >>> image = [[1, 1, 1, 0, 0],
    ...          [0, 1, 1, 1, 0],
    ...          [0, 0, 1, 1, 1],
    ...          [0, 0, 1, 1, 0],
    ...          [0, 1, 1, 0, 0]]
    >>> cross_correlate2d(image, [[0, 1, 0], [1, 2, 1], [0, 1, 0]])
    array([[4., 6., 4.],
           [2., 5., 6.],
           [2., 5., 4.]])
    >>> cross_correlate2d(image, [[1, 0], [0, 1]], stride=2, padding=1).shape
    (3, 3)
    """
    image = _real_array("image", image, ndim=2)
    kernel = _real_array("kernel", kernel, ndim=2)
    require_whole(1, stride=stride, dilation=dilation)
    require_whole(0, padding=padding)
    padded = np.pad(image, padding)
    kh, kw = kernel.shape
    extent = (dilation * (kh - 1) + 1, dilation * (kw - 1) + 1)
    _require_fit("kernel", extent, "image", padded.shape)
    windows = sliding_window_view(padded, extent)
    windows = windows[::stride, ::stride, ::dilation, ::dilation]
    return np.einsum("ijmn,mn->ij", windows, kernel)


def convolve2d(image, kernel, mode="valid"):
    """Convolution as mathematics defines it: the cross-correlation with the flipped kernel.

    The flip (of rows *and* columns) is what makes convolution commute in full mode:
    ``convolve2d(a, b, "full")`` equals ``convolve2d(b, a, "full")``.

    Parameters
    ----------
    image : (H, W) array_like
    kernel : (kh, kw) array_like
    mode : {"valid", "full"}
        "valid": only places where the kernel lies wholly in the image. "full": every place
        where kernel and image overlap, with zeros around the image.

    Returns
    -------
    float64 ndarray
        (H - kh + 1, W - kw + 1) if valid, (H + kh - 1, W + kw - 1) if full.

    Raises
    ------
    ValueError
        If an input is not 2D, is empty or is not real, if the mode is unknown, or if the
        kernel is larger than the image in valid mode.

    Examples
    --------
    A single bright pixel is replaced by the kernel, the right way round:

    >>> convolve2d([[0, 0, 0], [0, 1, 0], [0, 0, 0]], [[1, 2], [3, 4]])
    array([[1., 2.],
           [3., 4.]])
    >>> convolve2d([[1, 2]], [[1, 10], [100, 1000]], mode="full")
    array([[1.0e+00, 1.2e+01, 2.0e+01],
           [1.0e+02, 1.2e+03, 2.0e+03]])
    """
    image = _real_array("image", image, ndim=2)
    kernel = _real_array("kernel", kernel, ndim=2)
    if mode not in ("valid", "full"):
        raise ValueError(f"mode must be 'valid' or 'full', not {mode!r}")
    if mode == "full":
        image = np.pad(image, [(size - 1, size - 1) for size in kernel.shape])
    return cross_correlate2d(image, kernel[::-1, ::-1])


def conv1d_valid(x, k):
    """Cross-correlation in 1D, at the places where the whole kernel lies in the signal.

    ``y[i] = sum_{m < len(k)} x[i + m] k[m]``. As everywhere in deep learning, the kernel is
    not flipped.

    Parameters
    ----------
    x : (N,) array_like
    k : (K,) array_like
        K is at most N.

    Returns
    -------
    (N - K + 1,) float64 ndarray

    Raises
    ------
    ValueError
        If an input is not 1D, is empty or is not real, or if k is longer than x.

    Examples
    --------
    >>> conv1d_valid([1, 2, 4, 8], [-1, 1])
    array([1., 2., 4.])
    """
    x = _real_array("x", x, ndim=1)
    k = _real_array("k", k, ndim=1)
    _require_fit("k", k.shape, "x", x.shape)
    return sliding_window_view(x, len(k)) @ k


def normalised_cross_correlation(image, template):
    """How alike each window of an image and a template are, whatever their light.

    Each window and the template are brought to mean 0 and length 1 before they are
    multiplied and summed up: the result is the correlation coefficient of their pixels.
    Brightening a window, or raising its contrast, does not change its score.

    Parameters
    ----------
    image : (H, W) array_like
    template : (h, w) array_like
        At most as large as the image.

    Returns
    -------
    (H - h + 1, W - w + 1) float64 ndarray
        In [-1, 1]. 1: the window is the template up to brightness and (positive) contrast.
        0 where the window or the template has no variation beyond rounding: there is
        nothing to compare.

    Raises
    ------
    ValueError
        If an input is not 2D, is empty, is not real or is not finite, or if the template is
        larger than the image.

    References
    ----------
    J. P. Lewis, "Fast Template Matching", Vision Interface, 1995.

    Examples
    --------
    >>> image = np.array([[9, 9, 9, 9], [9, 1, 3, 9], [9, 3, 1, 9]])
    >>> scores = normalised_cross_correlation(image, [[100, 120], [120, 100]])
    >>> scores.round(3)
    array([[ 0.577, -0.14 , -0.577],
           [-0.14 ,  1.   , -0.14 ]])
    """
    image = _real_array("image", image, ndim=2)
    template = _real_array("template", template, ndim=2)
    _require_fit("template", template.shape, "image", image.shape)
    for name, array in (("image", image), ("template", template)):
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds NaN or infinity, which no score can be given for")
    image = image - image.mean()  # scores stay, and sums of squares lose less to rounding
    pattern = template - template.mean()

    similarity = cross_correlate2d(image, pattern)
    variation = _window_sums(image**2, template.shape)
    variation = variation - _window_sums(image, template.shape) ** 2 / template.size

    windows_vary = variation > _rounding(image, template.size)
    template_varies = np.sum(pattern**2) > _rounding(template, template.size)
    length = np.sqrt(np.where(windows_vary, variation, 1) * np.sum(pattern**2))
    scores = np.divide(
        similarity, length, out=np.zeros_like(similarity), where=windows_vary & template_varies
    )
    return np.clip(scores, -1, 1)


def _window_sums(image, shape):
    # A window of ones is separable: first the columns, then the rows.
    columns = cross_correlate2d(image, np.ones((shape[0], 1)))
    return cross_correlate2d(columns, np.ones((1, shape[1])))


def _rounding(values, count):
    # What a sum of `count` squares can be off by, with a margin.
    return 16 * np.finfo(float).eps * count * np.max(np.abs(values)) ** 2


def _real_array(name, values, ndim):
    array = np.asarray(values)
    if array.dtype.kind not in "buif":
        raise ValueError(f"{name} must hold real numbers, but its dtype is {array.dtype}")
    if array.ndim != ndim:
        raise ValueError(f"{name} must be {ndim}D, but its shape is {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty: its shape is {array.shape}")
    return array.astype(np.float64)


def _require_fit(name, window, where, size):
    if any(w > s for w, s in zip(window, size, strict=True)):
        raise ValueError(
            f"{name} covers {_by(window)} pixels, which do not fit into the {_by(size)} of "
            f"{where} (with its padding): {name} must not be larger than {where}"
        )


def _by(shape):
    return " x ".join(str(length) for length in shape)
