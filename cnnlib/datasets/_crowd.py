"""Draw a crowd of robots that look alike, one of them the robot that is wanted.

A square in the evening sun, part of it in the shadow of the roofs. The wanted robot stands in
the shadow, waves, has a heart on its chest and a bent antenna; the others have two of the
three at most. In grey (`cnnlib.images.luma`) all coats have the same brightness.

Every shape is a distance: a pixel is inside by as much as the distance to the shape's edge
says, which gives smooth edges from NumPy alone, and the same pixels on every machine.
"""

import itertools
import random

import numpy as np

from cnnlib.images import LUMA_WEIGHTS

HEIGHT, WIDTH = 480, 640
ROWS, COLUMNS = 12, 17
TILE = (38, 32)  # pixels that one robot takes: height, width
MARGIN = 2  # of the wanted poster, cut off at each side of the tile

WANTED = {"antenna": "bent", "chest": "heart", "arm": "waving"}
ORDINARY = {"antenna": "straight", "chest": "panel", "arm": "down"}

INK = np.array([0.13, 0.14, 0.20])
WHITE = np.array([0.97, 0.97, 0.95])
RED = np.array([0.86, 0.16, 0.24])
FLOOR = np.array([0.80, 0.76, 0.70])
SUN = np.array([1.04, 1.00, 0.92])
SHADE = np.array([0.40, 0.41, 0.52])
COATS = [
    (0.93, 0.45, 0.38),  # coral
    (0.90, 0.62, 0.20),  # amber
    (0.45, 0.72, 0.40),  # leaf
    (0.25, 0.70, 0.72),  # lagoon
    (0.42, 0.58, 0.92),  # sky
    (0.70, 0.50, 0.86),  # lilac
]
COAT_LUMA = 0.56
WANTED_LOOK = {"coat": COATS[0], "gaze": 1, **WANTED}


def draw(seed):
    """The scene, the wanted poster, and the place (row, column) where the poster belongs."""
    dice = random.Random(seed)
    light = _light()
    places = _places(dice)
    hidden = _dark_place(places, light, dice)

    scene = _floor()
    others = _others(dice, len(places))
    for number, (top, left) in enumerate(places):
        look = {"coat": dice.choice(COATS), "gaze": dice.choice((-1, 1)), **others[number]}
        tile = scene[top : top + TILE[0], left : left + TILE[1]]
        _robot(tile, **(WANTED_LOOK if number == hidden else look))

    poster = np.ones((*TILE, 3)) * FLOOR
    _robot(poster, **WANTED_LOOK)
    top, left = places[hidden]
    return (
        _to_uint8(scene * light),
        _to_uint8(poster[MARGIN:-MARGIN, MARGIN:-MARGIN]),
        (top + MARGIN, left + MARGIN),
    )


def _places(dice):
    """Top left corners of the robots' tiles: rows that stand in each other's gaps."""
    step_y, step_x = (HEIGHT - 4) / ROWS, (WIDTH - 4) / (COLUMNS + 0.5)
    places = []
    for row, column in itertools.product(range(ROWS), range(COLUMNS)):
        top = 2 + row * step_y + dice.uniform(0, step_y - TILE[0])
        left = 2 + (column + row % 2 / 2) * step_x + dice.uniform(0, step_x - TILE[1])
        places.append((int(top), int(left)))
    return places


def _dark_place(places, light, dice):
    """Number of a place that is in the shadow, away from its edge and from the picture's."""

    def brightest(place):
        top, left = place
        return light[max(top - 20, 0) : top + 58, max(left - 20, 0) : left + 52].max()

    inside = [
        number
        for number, (top, left) in enumerate(places)
        if 40 < top < HEIGHT - 100 and 40 < left < WIDTH - 100
    ]
    return dice.choice(sorted(inside, key=lambda number: brightest(places[number]))[:12])


def _others(dice, count):
    """Features of the crowd: every other robot is ordinary, the rest have one or two of three."""
    mixed = [
        dict(zip(WANTED, values, strict=True))
        for values in itertools.product(*zip(WANTED.values(), ORDINARY.values(), strict=True))
    ]
    mixed = [features for features in mixed if features not in (WANTED, ORDINARY)]
    return [ORDINARY if dice.random() < 0.5 else dice.choice(mixed) for _ in range(count)]


def _floor():
    """Paving, a little uneven from stone to stone."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    course = y // 24
    stone = (x + 20 * (course % 2)) // 40
    shade = 1 + 0.015 * ((stone * 7 + course * 5) % 4 - 1.5)
    joint = (y % 24 == 0) | ((x + 20 * (course % 2)) % 40 == 0)
    return FLOOR * np.where(joint, 0.9, shade)[..., np.newaxis]


def _light():
    """Warm sunshine that grows to the top right, and the cool shadow of a street bottom left."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    sun = np.multiply.outer(0.80 + 0.32 * (x / WIDTH) * (1 - 0.5 * y / HEIGHT), SUN)
    shade = np.multiply.outer(0.85 + 0.15 * x / WIDTH, SHADE)
    shadow = np.clip((y - _roofs()) / 4 + 0.5, 0, 1)[..., np.newaxis]
    return sun + shadow * (shade - sun)


def _roofs():
    """Where the shadow begins in each column: gables, two chimneys, a tower, a sunny alley."""
    corners = [
        *((0, 132), (24, 108), (24, 84), (38, 84), (38, 94), (58, 74), (118, 134)),  # a gable
        *((118, 190), (204, 190)),  # a flat roof
        *((204, 470), (228, 470)),  # the alley
        *((228, 236), (284, 180), (304, 200), (304, 172), (318, 172), (318, 214), (340, 236)),
        *((340, 300), (412, 300)),
        *((412, 262), (436, 214), (460, 262)),  # the tower
        *((460, 352), (508, 316), (556, 352)),
        *((556, 412), (640, 412)),
    ]
    xs, ys = zip(*corners, strict=True)
    # Walls: of two corners one above the other, the second comes a hundredth of a pixel later.
    xs = [x + 0.01 * (x == before) for before, x in zip((None, *xs), xs, strict=False)]
    return np.interp(np.arange(WIDTH), xs, ys)


def _robot(tile, coat, gaze, antenna, chest, arm):
    """Paint one robot onto a tile of TILE pixels. Left and right are the picture's."""
    coat = np.array(coat) * COAT_LUMA / np.dot(coat, LUMA_WEIGHTS)
    dark = coat * 0.55
    middle = TILE[1] / 2

    def paint(colour, coverage):
        tile[:] += coverage[..., np.newaxis] * (colour - tile)

    def limb(colour, radius, *points):
        for (y0, x0), (y1, x1) in itertools.pairwise(points):
            paint(colour, _capsule(y0, middle + x0, y1, middle + x1, radius))

    def dot(colour, radius, y, x):
        paint(colour, _capsule(y, middle + x, y, middle + x, radius))

    def block(colour, y, x, height, width, corner):
        paint(colour, _block(y, middle + x, height, width, corner))

    paint(INK, 0.35 * _block(35.5, middle + 1, 2.2, 19, 1.1))  # its own small shadow
    for side in (-1, 1):
        limb(INK, 1.3, (28, side * 3), (34, side * 3), (34.3, side * 4.6))
        dot(dark, 2.3, 13, side * 8)  # ears

    limb(INK, 1.4, (21.5, -6), (25, -9), (28, -9))
    dot(coat, 1.9, 28, -9)
    if arm == "waving":
        limb(INK, 1.4, (21.5, 6), (20, 10.5), (15.5, 12))
        dot(coat, 1.9, 14, 12.2)
    else:
        limb(INK, 1.4, (21.5, 6), (25, 9), (28, 9))
        dot(coat, 1.9, 28, 9)

    if antenna == "bent":
        limb(INK, 0.8, (8, 0), (4.2, 0), (3.4, 5))
        dot(RED, 2.0, 4.4, 6.2)
    else:
        limb(INK, 0.8, (8, 0), (4, 0))
        dot(RED, 2.0, 3.6, 0)

    block(INK, 19.5, 0, 4, 5, 1)  # neck
    block(coat, 24.5, 0, 10, 13, 2.5)
    block(coat, 12.8, 0, 11, 16, 4)
    for side in (-1, 1):
        dot(WHITE, 2.6, 11.8, side * 3.6)
        dot(INK, 1.3, 11.9, side * 3.6 + 0.9 * gaze)
    limb(INK, 0.6, (15.6, -2.4), (16.6, 0), (15.6, 2.4))  # a smile

    if chest == "heart":
        for side in (-1, 1):
            dot(RED * 0.8, 1.9, 22.8, side * 1.7)
            limb(RED * 0.8, 1.0, (23.6, side * 2.2), (26.6, 0))
        dot(RED * 0.8, 1.5, 24.4, 0)
    else:
        block(WHITE, 24.2, 0, 5.5, 8, 1)
        for x in (-2.2, 0, 2.2):
            dot(INK, 0.8, 24.2, x)


def _capsule(y0, x0, y1, x1, radius):
    """Coverage of each pixel by all that is within `radius` of the line between two points."""
    y, x = np.mgrid[: TILE[0], : TILE[1]] + 0.5
    dy, dx = y1 - y0, x1 - x0
    along = np.clip(((y - y0) * dy + (x - x0) * dx) / max(dy * dy + dx * dx, 1e-9), 0, 1)
    distance = np.sqrt((y - y0 - along * dy) ** 2 + (x - x0 - along * dx) ** 2)
    return np.clip(radius - distance + 0.5, 0, 1)


def _block(y0, x0, height, width, corner):
    """Coverage of each pixel by a block with round corners around a point."""
    y, x = np.mgrid[: TILE[0], : TILE[1]] + 0.5
    dy = np.abs(y - y0) - height / 2 + corner
    dx = np.abs(x - x0) - width / 2 + corner
    outside = np.sqrt(np.maximum(dy, 0) ** 2 + np.maximum(dx, 0) ** 2)
    distance = outside + np.minimum(np.maximum(dy, dx), 0) - corner
    return np.clip(0.5 - distance, 0, 1)


def _to_uint8(picture):
    return np.rint(255 * np.clip(picture, 0, 1)).astype(np.uint8)
