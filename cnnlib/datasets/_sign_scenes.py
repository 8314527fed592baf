"""Draw the images of `signs`: a sign somewhere before a cluttered background.

The images of a chunk are drawn at once: a colour is (3, N, 1, 1), a place or a depth
(N, 32, 32), a scene (3, N, 32, 32). Image i of a part takes the numbers from i * WORDS to before
(i + 1) * WORDS of that part's stream, so it is the same in whichever chunk.

Pixels are the same on every platform. They are made of the raw words of a bit generator, whose
stream NumPy promises to keep, with nothing but + - * / and square roots of single numbers, which
IEEE 754 fixes to the last bit. Powers, sines, and sums over an axis differ between machines.
"""

import numpy as np

from cnnlib.datasets._sign_shapes import PICTOGRAMS, PLATES, REACH, TABLE_SIZE, tables

SIZE = 32
CHANNELS = 3
CHUNK = 100  # images that are drawn at once: their arrays stay in the processor's cache
MOST_TURN = 0.11  # of a sign: the tangent of half the angle, so 12.6 degrees
NUMBERS = 139  # of an image, beside its noise
NOISE_BYTES = 4  # that are added for the noise of a value
WORDS = NUMBERS + CHANNELS * SIZE * SIZE * NOISE_BYTES // 8  # of 64 bits, of an image

DARK = [(0.62, 0.06, 0.10), (0.06, 0.17, 0.50), (0.02, 0.34, 0.20), (0.34, 0.17, 0.06),
        (0.07, 0.07, 0.09), (0.34, 0.08, 0.40)]  # fmt: skip
LIGHT = [(0.96, 0.96, 0.94), (0.98, 0.82, 0.12), (0.98, 0.66, 0.28), (0.66, 0.90, 0.72),
         (0.62, 0.84, 0.98), (0.98, 0.74, 0.80)]  # fmt: skip


def draw(seed, part, start, stop):
    """Images of a part, from number `start` to before number `stop`.

    Parameters
    ----------
    seed : int
    part : int
        0 is for training, 1 for testing: another stream.
    start, stop : int

    Returns
    -------
    (stop - start, 3, 32, 32) uint8 ndarray
    """
    images = np.empty((stop - start, CHANNELS, SIZE, SIZE), np.uint8)
    for first in range(start, stop, CHUNK):
        last = min(first + CHUNK, stop)
        images[first - start : last - start] = _draw_chunk(seed, part, first, last)
    return images


def labels(start, stop):
    """Classes take turns: image i shows class i % 10."""
    return np.arange(start, stop, dtype=np.int64) % len(PICTOGRAMS)


class _Dice:
    """Random numbers: each call takes the next one of every image."""

    def __init__(self, words):
        units = (words >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)
        self._columns = iter(units.T)

    def unit(self):
        """(N, 1, 1), from 0 to before 1."""
        return next(self._columns)[:, np.newaxis, np.newaxis]

    def uniform(self, low, high):
        """(N, 1, 1), from `low` to `high`."""
        return np.float32(low) + self.unit() * np.float32(high - low)

    def mostly_little(self, most):
        """(N, 1, 1), from 0 to `most`; half of the numbers are below a quarter of it."""
        share = self.unit()
        return share * share * np.float32(most)

    def one_of(self, count):
        """(N, 1, 1) of whole numbers below `count`."""
        return (self.unit() * np.float32(count)).astype(np.intp)

    def direction(self, most):
        """Cosine and sine of an angle; `most` is the tangent of half the largest."""
        t = self.uniform(-most, most)
        return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)

    def colour(self, low=0.0, high=1.0):
        """(3, N, 1, 1)."""
        return np.stack([self.uniform(low, high) for _ in range(CHANNELS)])

    def paint(self):
        """(3, N, 1, 1): a grey, and some of a colour."""
        grey = self.uniform(0.1, 0.9)
        return grey + self.uniform(0, 0.5) * self.colour(-1, 1)

    def tint(self, colours, spread=0.08):
        """(3, N, 1, 1): one of the colours, about."""
        chosen = np.array(colours, np.float32).T[:, self.one_of(len(colours))]
        return chosen + self.colour(-spread, spread)


def _draw_chunk(seed, part, first, last):
    words = _words(seed, part, first, last)
    dice = _Dice(words[:, :NUMBERS])
    x, y = _pixels()
    scene = _background(dice, x, y)
    _paint_sign(scene, labels(first, last), dice, x, y)
    _paint_twigs(scene, dice, x, y)
    _light(scene, dice, x, y)
    _blur(scene, dice)
    scene += dice.mostly_little(0.1) * _noise(words[:, NUMBERS:])
    return _to_uint8(scene).swapaxes(0, 1)


def _words(seed, part, first, last):
    stream = np.random.PCG64(np.random.SeedSequence((seed, part)))
    stream.advance(first * WORDS)
    return stream.random_raw((last - first) * WORDS).reshape(-1, WORDS)


def _pixels():
    """x and y of the pixels' centres, from the centre of the image, in pixels."""
    ticks = np.arange(SIZE, dtype=np.float32) - np.float32((SIZE - 1) / 2)
    return ticks[np.newaxis, np.newaxis, :], ticks[np.newaxis, :, np.newaxis]


def _paint(scene, colour, coverage):
    """Lay a colour over a scene, in place."""
    change = colour - scene
    change *= coverage
    scene += change


def _covered(depth):
    """How much of a pixel a shape covers whose edge is `depth` pixels away."""
    return np.clip(depth + np.float32(0.5), 0, 1)


def _background(dice, x, y):
    """Two colours that run into each other, and bars and discs in the way."""
    cosine, sine = dice.direction(1)
    share = _covered((cosine * x + sine * y) / SIZE)
    scene = dice.paint() * share + dice.paint() * (1 - share)
    for _ in range(5):
        _paint(scene, dice.paint(), _covered(_bar(dice, x, y, 1, 6)))
    for _ in range(2):
        dx, dy = x - dice.uniform(-16, 16), y - dice.uniform(-16, 16)
        distance = np.sqrt(dx * dx + dy * dy) - dice.uniform(3, 8)
        _paint(scene, dice.paint(), _covered(dice.uniform(1, 5) - np.abs(distance)))
    return scene


def _bar(dice, x, y, thinnest, thickest):
    """Depth, in pixels, in a bar of any length, anywhere."""
    cosine, sine = dice.direction(1)
    dx, dy = x - dice.uniform(-16, 16), y - dice.uniform(-16, 16)
    along = dice.uniform(3, 14) - np.abs(cosine * dx + sine * dy)
    across = dice.uniform(thinnest, thickest) - np.abs(cosine * dy - sine * dx)
    return np.minimum(along, across)


def _paint_sign(scene, classes, dice, x, y):
    """A post, a plate with a rim, a pictogram."""
    u, v, pixels = _on_the_plate(dice, x, y)
    at = _cell(v), _cell(u)
    plate = tables("plates")[dice.one_of(len(PLATES)), *at]
    pictogram = tables("pictograms")[classes[:, np.newaxis, np.newaxis], *at]

    swap = dice.one_of(2) == 1
    dark, light = dice.tint(DARK), dice.tint(LIGHT)
    ground, ink = np.where(swap, dark, light), np.where(swap, light, dark)
    rim = dice.uniform(0, 0.08) - np.abs(plate - np.float32(0.09))

    _paint(scene, dice.paint(), _covered(np.minimum(v, np.float32(0.07) - np.abs(u)) * pixels))
    _paint(scene, ground, _covered(plate * pixels))
    _paint(scene, ink, _covered(rim * pixels))
    _paint(scene, ink, _covered(pictogram * pixels))


def _on_the_plate(dice, x, y):
    """Where on the plate each pixel is (u, v), and how many pixels a unit has there."""
    size = dice.uniform(8.5, 15)
    room = np.float32(SIZE / 2) - np.float32(0.9) * size
    dx, dy = x - dice.uniform(-1, 1) * room, y - dice.uniform(-1, 1) * room
    cosine, sine = dice.direction(MOST_TURN)
    u = (cosine * dx + sine * dy) / (size * dice.uniform(0.8, 1.0))
    v = (cosine * dy - sine * dx) / (size * dice.uniform(0.8, 1.0))
    depth = 1 + dice.uniform(-0.25, 0.25) * u + dice.uniform(-0.25, 0.25) * v
    depth = np.maximum(depth, np.float32(0.2))
    return u / depth, v / depth, size * depth


def _cell(place):
    """Row or column of the tables."""
    cell = (place + np.float32(REACH)) * np.float32(TABLE_SIZE / (2 * REACH))
    return np.minimum(np.maximum(cell, 0), TABLE_SIZE - 1).astype(np.intp)


def _paint_twigs(scene, dice, x, y):
    """Thin bars in front of the sign."""
    for _ in range(2):
        _paint(scene, dice.paint(), _covered(_bar(dice, x, y, 0.1, 0.9)))


def _light(scene, dice, x, y):
    """Brightness, its fall to one side, the edge of a shadow, a tint of the light, haze."""
    cosine, sine = dice.direction(1)
    light = dice.uniform(0.55, 1.1) + dice.uniform(-0.3, 0.3) * (cosine * x + sine * y) / SIZE
    cosine, sine = dice.direction(1)
    shadow = _covered(cosine * x + sine * y - dice.uniform(-24, 24))
    scene *= light * (1 - dice.uniform(0, 0.5) * shadow)
    scene *= dice.colour(0.85, 1.15)
    _paint(scene, dice.colour(0.3, 0.8), dice.mostly_little(0.65))


def _blur(scene, dice):
    """Out of focus, more along one axis than along the other."""
    for along in (scene, scene.swapaxes(2, 3)):
        share = dice.uniform(0, 0.33)
        steps = share * (along[..., 1:] - along[..., :-1])
        along[..., :-1] += steps
        along[..., 1:] -= steps


def _noise(words):
    """(3, N, 32, 32), sums of bytes: mean 0, nearly normal, standard deviation 1."""
    shape = (len(words), NOISE_BYTES, CHANNELS, SIZE, SIZE)
    parts = words.astype("<u8").view(np.uint8).reshape(shape)
    total = parts[:, 0].astype(np.int16)
    for number in range(1, NOISE_BYTES):
        total += parts[:, number]
    deviation = np.sqrt(np.float32(NOISE_BYTES * (256 * 256 - 1) / 12))
    return (total.swapaxes(0, 1) - np.float32(NOISE_BYTES * 127.5)) / deviation


def _to_uint8(scene):
    return np.rint(255 * np.clip(scene, 0, 1)).astype(np.uint8)
