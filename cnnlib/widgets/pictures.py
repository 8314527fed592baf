"""Pictures as the browser gets them: bytes, and not too many."""

import numpy as np

LARGEST = 160  # pixels: 160 x 160 x 3 bytes are what the browser has to be sent at most


def as_bytes(name, image):
    """An image as uint8, (H, W) or (H, W, 3)."""
    image = np.asarray(image)
    if image.ndim == 3 and image.shape[2] == 4:
        raise ValueError(f"{name!r} has four channels (RGBA); drop the alpha: image[:, :, :3]")
    if not image.size or image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] != 3):
        raise ValueError(f"{name!r} has shape {image.shape}; an image is (H, W) or (H, W, 3)")
    if image.dtype == np.uint8:
        return image
    if image.dtype == bool:
        return image.astype(np.uint8) * 255
    if image.dtype.kind == "f" and 0 <= image.min() and image.max() <= 1:
        return np.rint(image * 255).astype(np.uint8)
    raise ValueError(
        f"{name!r} is {image.dtype} from {image.min()} to {image.max()}; here it must be uint8, "
        "bool, or floats from 0 to 1"
    )


def reduced(image):
    """At most 160 pixels a side: the mean of blocks, which need no interpolation."""
    factor = -(-max(image.shape[:2]) // LARGEST)
    if factor == 1:
        return image
    height, width = (max(side // factor, 1) for side in image.shape[:2])
    cut = image[: height * factor, : width * factor]
    rows = min(factor, cut.shape[0])
    columns = min(factor, cut.shape[1])
    blocks = cut.reshape(height, rows, width, columns, *image.shape[2:])
    return np.rint(blocks.mean(axis=(1, 3))).astype(np.uint8)
