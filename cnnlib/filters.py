"""The classic filters by name, and what is done with them.

All are written for cross-correlation (`cnnlib.functional.cross_correlate2d`), which does not
flip the kernel.
"""

import numpy as np

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.functional import cross_correlate2d

CLASSIC = ("vertical edges", "horizontal edges", "blur", "laplacian", "laplacian 8", "sharpen")

_ANGLE = np.array([[0.1, 0.1, 0.9], [0.1, 0.9, 0.1], [0.9, 0.1, 0.1]])

_KERNELS = {
    "vertical edges": np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]]),
    "horizontal edges": np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]]),
    "blur": np.ones((3, 3)) / 9,  # without the 1/9 the picture becomes nine times as bright
    "laplacian": np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
    "laplacian 8": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "sobel x": np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "sobel y": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
    "gaussian": np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16,
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "angle": _ANGLE,
    "angle zero-mean": _ANGLE - _ANGLE.mean(),
}


def kernel_names():
    """Names that `kernel` knows, the six of `CLASSIC` first.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> kernel_names()[:3]
    ('vertical edges', 'horizontal edges', 'blur')
    """
    return tuple(_KERNELS)


def kernel(name):
    """A 3 x 3 filter by its name.

    =================== ======== ==================================================
    name                sum      what it does
    =================== ======== ==================================================
    vertical edges      0        positive where the picture is darker to the right
    horizontal edges    0        positive where the picture is darker further down
    blur                1        mean of the 3 x 3 pixels
    laplacian           0        centre against its 4 neighbours
    laplacian 8         0        centre against its 8 neighbours
    sharpen             1        the picture plus its laplacian
    sobel x             0        positive where the picture is brighter to the right
    sobel y             0        positive where the picture is brighter further down
    gaussian            1        smooth blur, (1, 2, 1) along rows and columns
    identity            1        leaves the picture as it is
    angle               3.3      a hand-made detector of a diagonal from bottom left to top
                                 right, which an all-white patch excites even more
    angle zero-mean     0        the same less its mean: white patches score 0
    =================== ======== ==================================================

    Parameters
    ----------
    name : str
        One of `kernel_names()`.

    Returns
    -------
    (3, 3) float64 ndarray
        A new array at each call.

    Raises
    ------
    ValueError
        If there is no filter of that name; the message lists the names.

    Examples
    --------
    >>> kernel("sharpen")
    array([[ 0., -1.,  0.],
           [-1.,  5., -1.],
           [ 0., -1.,  0.]])

    The angle filter on its own pattern, on the other diagonal and on white:

    >>> pattern = np.eye(3)[::-1]
    >>> patches = pattern, pattern[::-1], np.ones((3, 3))
    >>> [float(round(np.sum(kernel("angle") * patch), 3)) for patch in patches]
    [2.7, 1.1, 3.3]
    >>> zero_mean = kernel("angle zero-mean")
    >>> [round(abs(float(np.sum(zero_mean * patch))), 3) for patch in patches]
    [1.6, 0.0, 0.0]
    """
    if name not in _KERNELS:
        raise ValueError(f"there is no filter named {name!r}; the names are {_listed(_KERNELS)}")
    return _KERNELS[name].astype(np.float64)


def gaussian(kernel_size, sigma):
    """A square Gaussian blur, normalised to sum 1. It is separable.

    Parameters
    ----------
    kernel_size : int
        Rows and columns, odd, so that there is a centre.
    sigma : float
        Standard deviation in pixels, above 0.

    Returns
    -------
    (kernel_size, kernel_size) float64 ndarray

    Raises
    ------
    ValueError
        If the size is not odd and positive, or sigma is not above 0.

    Examples
    --------
    >>> gaussian(3, sigma=1.0).round(3)
    array([[0.075, 0.124, 0.075],
           [0.124, 0.204, 0.124],
           [0.075, 0.124, 0.075]])
    """
    require_whole(1, kernel_size=kernel_size)
    if kernel_size % 2 == 0:
        raise ValueError(f"kernel_size must be odd, so that there is a centre, not {kernel_size}")
    if not sigma > 0:
        raise ValueError(f"sigma must be above 0 pixels, not {sigma!r}")
    distance = np.arange(kernel_size) - kernel_size // 2
    bell = np.exp(-((distance / sigma) ** 2) / 2)
    bell /= bell.sum()
    return np.outer(bell, bell)


def is_separable(k):
    """Whether a kernel is one column times one row: whether its rank is at most 1.

    Parameters
    ----------
    k : (kh, kw) array_like

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If k is not 2D, is empty, or holds NaN or infinity.

    Examples
    --------
    >>> is_separable(kernel("sobel x")), is_separable(kernel("laplacian"))
    (True, False)
    """
    k = _finite_matrix(k)
    column, row = _cross(k)
    return bool(np.all(np.abs(k - np.outer(column, row)) <= 1e-9 * np.abs(k).max()))


def separate(k):
    """The column and the row whose outer product is the kernel.

    Cross-correlating with the column and then with the row gives what the kernel gives, with
    kh + kw multiplications for a pixel instead of kh * kw.

    Parameters
    ----------
    k : (kh, kw) array_like
        Of rank 1 at most.

    Returns
    -------
    column : (kh,) float64 ndarray
    row : (kw,) float64 ndarray
        ``np.outer(column, row)`` is k. Only the product is fixed: here the largest entry of
        the row is 1 (all entries are 0 if k is 0 everywhere).

    Raises
    ------
    ValueError
        If k is not separable, is not 2D, is empty, or holds NaN or infinity.

    Examples
    --------
    >>> column, row = separate([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    >>> column, row
    (array([-1., -2., -1.]), array([ 1., -0., -1.]))
    """
    if not is_separable(k):
        rank = np.linalg.matrix_rank(_finite_matrix(k))
        raise ValueError(f"only a kernel of rank 1 is separable; this one has rank {rank}")
    return _cross(_finite_matrix(k))


def _cross(k):
    """Column and row through the largest entry: all that a matrix of rank 1 consists of."""
    i, j = np.unravel_index(np.argmax(np.abs(k)), k.shape)
    largest = k[i, j]
    return k[:, j].copy(), k[i] / largest if largest else np.zeros_like(k[i])


def _finite_matrix(k):
    k = np.asarray(k, dtype=np.float64)
    if k.ndim != 2 or k.size == 0:
        raise ValueError(f"a kernel has rows and columns; this one has the shape {k.shape}")
    if not np.isfinite(k).all():
        raise ValueError(f"a kernel must hold finite numbers only, not {k.tolist()}")
    return k


def sobel_magnitude(image):
    """Steepness of the brightness at each pixel: the length of the two Sobel responses.

    Parameters
    ----------
    image : (H, W) array_like
        Grey picture, at least 3 x 3; any real dtype, computed in float64.

    Returns
    -------
    (H - 2, W - 2) float64 ndarray
        ``sqrt(gx**2 + gy**2)``, in eight times the image's units per pixel.

    Raises
    ------
    ValueError
        If the image is not 2D, is not real, or is smaller than 3 x 3.

    References
    ----------
    I. Sobel, G. Feldman, "A 3x3 isotropic gradient operator for image processing", talk at
    the Stanford Artificial Intelligence Project, 1968.

    Examples
    --------
    >>> ramp = np.arange(5) + np.zeros((3, 1))  # one unit brighter at each step to the right
    >>> sobel_magnitude(ramp)
    array([[8., 8., 8.]])
    """
    gx = cross_correlate2d(image, kernel("sobel x"))
    gy = cross_correlate2d(image, kernel("sobel y"))
    return np.hypot(gx, gy)


def _listed(names):
    return ", ".join(repr(name) for name in names)
