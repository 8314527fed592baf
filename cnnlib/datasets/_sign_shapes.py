"""The pictograms of `signs`, and the plates that they stand on, as data.

A drawing is a list of shapes, in units of its plate: x to the right and y down, from -1 to 1.
It becomes a table of depths: how far inside a point is, in the same units (negative outside). A
picture that looks its pixels' depths up has smooth edges at every size and angle.

As `_sign_scenes`, this keeps to + - * / and square roots of single numbers.
"""

import functools
import itertools

import numpy as np

TABLE_SIZE = 256  # rows and columns of a table of depths
REACH = 1.125  # a table shows -REACH to REACH


def line(radius, *points):
    """All that is within `radius` of the line through the points; of one point, a disc."""
    return "line", radius, points


def area(*points):
    """What the line through the points encloses."""
    return "area", 0, points


def mirrored(shapes):
    """Left for right."""
    return [(kind, radius, [(-x, y) for x, y in points]) for kind, radius, points in shapes]


def turned(shapes):
    """A quarter turn clockwise."""
    return [(kind, radius, [(-y, x) for x, y in points]) for kind, radius, points in shapes]


ARROW = [
    area((-0.58, 0), (-0.06, -0.46), (-0.06, -0.16), (0.56, -0.16), (0.56, 0.16), (-0.06, 0.16),
         (-0.06, 0.46)),
]  # fmt: skip
TURN = [
    line(0.14, (0.33, 0.44), (0.33, 0), (0.28, -0.1), (0.18, -0.15), (-0.1, -0.15)),
    area((-0.58, -0.15), (-0.1, -0.55), (-0.1, 0.25)),
]
SIDE_ROAD = [line(0.14, (0.14, -0.44), (0.14, 0.44)), line(0.14, (0.14, 0), (-0.42, 0))]
CROSSROADS = [line(0.14, (0, -0.44), (0, 0.44)), line(0.14, (-0.44, 0), (0.44, 0))]
DANGER = [
    area((-0.17, -0.56), (0.17, -0.56), (0.11, 0.14), (-0.11, 0.14)),
    line(0.14, (0, 0.41)),
]
PERSON = [
    line(0.16, (0, -0.45)),
    line(0.12, (0, -0.12), (0, 0.12)),
    line(0.08, (-0.38, 0.08), (-0.12, -0.16), (0.12, -0.16), (0.38, 0.08)),
    line(0.1, (-0.22, 0.5), (-0.03, 0.1), (0.03, 0.1), (0.22, 0.5)),
]

PICTOGRAMS = {
    "left": ARROW,
    "right": mirrored(ARROW),
    "ahead": turned(ARROW),
    "turn left": TURN,
    "turn right": mirrored(TURN),
    "side road left": SIDE_ROAD,
    "side road right": mirrored(SIDE_ROAD),
    "crossroads": CROSSROADS,
    "danger": DANGER,
    "person": PERSON,
}

PLATES = {
    "disc": [line(0.95, (0, 0))],
    "square": [line(0.14, (-0.68, -0.68), (0.68, -0.68), (0.68, 0.68), (-0.68, 0.68),
                    (-0.68, -0.68)),
               area((-0.75, -0.75), (0.75, -0.75), (0.75, 0.75), (-0.75, 0.75))],
    "octagon": [area((-0.39, -0.93), (0.39, -0.93), (0.93, -0.39), (0.93, 0.39), (0.39, 0.93),
                     (-0.39, 0.93), (-0.93, 0.39), (-0.93, -0.39))],
    "shield": [area((-0.85, -0.85), (0.85, -0.85), (0.85, 0.4), (0, 1), (-0.85, 0.4))],
    "house": [area((-0.82, 0.88), (-0.82, -0.42), (0, -1.05), (0.82, -0.42), (0.82, 0.88))],
}  # fmt: skip


@functools.cache
def tables(group):
    """Depths of all "pictograms" or "plates": (number, TABLE_SIZE, TABLE_SIZE) float32."""
    drawings = {"pictograms": PICTOGRAMS, "plates": PLATES}[group]
    return np.stack([depth(shapes) for shapes in drawings.values()])


def depth(shapes, size=TABLE_SIZE):
    """How far inside its shapes each point of a square is, from -REACH to REACH.

    Parameters
    ----------
    shapes : list
        What `line` and `area` make.
    size : int
        Points in a row and in a column.

    Returns
    -------
    (size, size) float32 ndarray
        In units of the plate; negative outside.
    """
    ticks = (2 * np.arange(size) + 1 - size) * (REACH / size)
    x, y = ticks[np.newaxis, :], ticks[:, np.newaxis]
    deepest = np.full((size, size), -np.inf)
    for kind, radius, points in shapes:
        closed = (*points, points[0])
        if kind == "area":
            inside, distance = _encloses(x, y, closed), _distance(x, y, closed)
            deepest = np.maximum(deepest, np.where(inside, distance, -distance))
        else:
            deepest = np.maximum(deepest, radius - _distance(x, y, points))
    return deepest.astype(np.float32)


def _distance(x, y, points):
    """Of every point to the nearest part of a line."""
    nearest = np.inf
    for (x0, y0), (x1, y1) in itertools.pairwise((points[0], *points)):
        dx, dy = x1 - x0, y1 - y0
        along = ((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-9)
        along = np.minimum(np.maximum(along, 0), 1)
        ex, ey = x - x0 - along * dx, y - y0 - along * dy
        nearest = np.minimum(nearest, ex * ex + ey * ey)
    return np.sqrt(nearest)


def _encloses(x, y, points):
    """Whether a ray to the right of a point crosses a closed line an odd number of times."""
    odd = np.zeros(np.broadcast_shapes(x.shape, y.shape), dtype=bool)
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if y0 != y1:
            crossing = x0 + (y - y0) * ((x1 - x0) / (y1 - y0))
            odd ^= ((y0 > y) != (y1 > y)) & (x < crossing)
    return odd
