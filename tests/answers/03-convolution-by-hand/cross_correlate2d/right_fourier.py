"""By the convolution theorem."""

import numpy as np


def cross_correlate2d(image, kernel):
    H, W = image.shape
    kh, kw = kernel.shape
    if kh > H or kw > W:
        raise ValueError("the kernel is larger than the image")
    spectrum = np.fft.fft2(image.astype(float)) * np.conj(np.fft.fft2(kernel, (H, W)))
    output = np.fft.ifft2(spectrum).real[: H - kh + 1, : W - kw + 1]
    exact = image.dtype.kind in "uib" and kernel.dtype.kind in "uib"
    return np.round(output) if exact else np.round(output, 11)
