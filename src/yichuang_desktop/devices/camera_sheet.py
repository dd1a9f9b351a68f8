"""Where the sheet lies under the camera: its four corners, or honestly nothing.

Several masks of the picture give outlines (edges, light against dark, unlike the table).  Whatever has four
corners is judged by its sides: along a true edge of paper the picture changes.  The largest that stands this
test wins; its sides are then fitted anew, dot by dot, where the picture changes most.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from yichuang_desktop.services.ports_cameras import Corners, Sheet, SheetSeen

WORKING = 720
"""Dots of the longer side of the picture that is searched."""
LEAST_AREA = 0.06
"""Share of the frame below which nothing is taken for the sheet: an ID card under an A4 camera is 0.07."""
MOST_AREA = 0.985
LEAST_SUPPORT, MEAN_SUPPORT = 0.6, 0.8
"""Share of a side along which the picture must change, of each side and of all four."""
CHANGE = 9.0
"""How different (0 to 255) the two sides of an edge must be."""
BORDER = 0.012
"""A corner so near to the frame's edge: the sheet goes on outside."""
SQUARE = (50.0, 130.0)
"""Degrees between two sides; a sheet seen from above, even tilted, has no sharper corner."""
SIDES = 4
TOUCHING = 1.5
"""Dots from the frame's edge."""
ENOUGH = 12
"""Places along a side at which the edge must be clear, for the side to be fitted anew."""
PARALLEL = 1e-6
FULL = 0.88
"""How much of its outline's hull the four corners must cover, and the other way round."""

Dots = npt.NDArray[Any]
Quad = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Found:
    quad: Quad
    area: float
    support: float
    cut: bool

    @property
    def worth(self) -> float:
        return self.area * self.support**2


def find_sheet(rgb: Dots) -> Sheet:
    """The sheet in a picture of rows, columns and three colours."""
    share = WORKING / max(rgb.shape[:2])
    small = cv2.resize(rgb, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else rgb
    smooth = cv2.medianBlur(small, 5)
    lab = cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB).astype(np.float32)
    found = [one for quad in _quads(smooth, lab) if (one := _judged(quad, lab)) is not None]
    if not found:
        return Sheet(SheetSeen.NONE)
    best = max(found, key=lambda one: one.worth)
    if best.cut:
        return Sheet(SheetSeen.CUT)
    several = any(_beside(one, best) for one in found)
    fitted = _fitted(best.quad, lab)
    height, width = small.shape[:2]
    corners = _as_shares(_ordered(fitted), width, height)
    return Sheet(SheetSeen.SEVERAL if several else SheetSeen.FOUND, corners)


# ---------------------------------------------------------------------------------------------- outlines


def _masks(smooth: Dots, lab: Dots) -> Iterator[tuple[Dots, bool]]:
    """Pictures of black and white whose outlines may be the sheet's; whether they are lines or surfaces."""
    light = lab[:, :, 0].astype(np.uint8)
    for low, high in ((15, 45), (40, 110)):
        edges = cv2.Canny(light, low, high)
        yield cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), True
    for surface in (light, _unlike_table(lab), 255 - cv2.cvtColor(smooth, cv2.COLOR_RGB2HSV)[:, :, 1]):
        _level, mask = cv2.threshold(surface, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)), False


def _unlike_table(lab: Dots) -> Dots:
    """How far each dot is from the colour along the frame's edge, which is mostly table."""
    height, width = lab.shape[:2]
    rim = max(2, min(height, width) // 40)
    ring = [lab[:rim], lab[-rim:], lab[:, :rim], lab[:, -rim:]]
    table = np.median(np.concatenate([part.reshape(-1, 3) for part in ring]), axis=0)
    away = np.sqrt(((lab - table) ** 2).sum(axis=2))
    return np.asarray(np.clip(away * 2, 0, 255), np.uint8)


def _quads(smooth: Dots, lab: Dots) -> Iterator[Quad]:
    height, width = smooth.shape[:2]
    for mask, lines in _masks(smooth, lab):
        outlines, _tree = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            hull = cv2.convexHull(outline)
            size = cv2.contourArea(hull)
            if not LEAST_AREA <= size / (width * height) <= MOST_AREA:
                continue
            if not lines and cv2.contourArea(outline) < FULL * size:
                continue
            quad = _four_corners(hull, size)
            if quad is not None:
                yield quad


def _four_corners(hull: Dots, size: float) -> Quad | None:
    """The hull with all but four corners smoothed away, if it still is about the same."""
    around = cv2.arcLength(hull, True)
    for share in (0.01, 0.015, 0.02, 0.03, 0.045, 0.06):
        corners = cv2.approxPolyDP(hull, share * around, True)
        if len(corners) == SIDES:
            quad = _ordered(corners.reshape(4, 2).astype(np.float64))
            covered = cv2.contourArea(quad.astype(np.float32))
            return quad if FULL * size <= covered <= size / FULL and _squarish(quad) else None
        if len(corners) < SIDES:
            return None
    return None


def _squarish(quad: Quad) -> bool:
    for at in range(4):
        one, two = quad[at - 1] - quad[at], quad[(at + 1) % 4] - quad[at]
        length = float(np.linalg.norm(one) * np.linalg.norm(two))
        if length < 1:
            return False
        angle = math.degrees(math.acos(max(-1.0, min(1.0, float(one @ two) / length))))
        if not SQUARE[0] <= angle <= SQUARE[1]:
            return False
    return True


# ---------------------------------------------------------------------------------------------- the judge


def _judged(quad: Quad, lab: Dots) -> _Found | None:
    """The quad if the picture changes along its sides."""
    height, width = lab.shape[:2]
    outside = [_on_border(quad[at], quad[(at + 1) % 4], width, height) for at in range(4)]
    supports = [_support(quad, at, lab) for at in range(4) if not outside[at]]
    if len(supports) < SIDES // 2 or min(supports) < LEAST_SUPPORT or np.mean(supports) < MEAN_SUPPORT:
        return None
    near = any(_near_border(point, width, height) for point in quad)
    area = cv2.contourArea(quad.astype(np.float32))
    return _Found(quad, area, float(np.mean(supports)), any(outside) or near)


def _support(quad: Quad, at: int, lab: Dots) -> float:
    """Along how much of a side the picture differs a little inside and a little outside of it."""
    points, normal = _along(quad, at, 48)
    best = np.zeros(len(points))
    for reach in (3.0, 5.0):
        inside, outside = _at(lab, points - normal * reach), _at(lab, points + normal * reach)
        best = np.maximum(best, np.sqrt(((inside - outside) ** 2).sum(axis=1)))
    return float(np.mean(best > CHANGE))


def _along(quad: Quad, at: int, count: int) -> tuple[Quad, Quad]:
    """Points along a side, its ends left out, and the direction that leads outwards."""
    start, end = quad[at], quad[(at + 1) % 4]
    side = end - start
    length = max(float(np.linalg.norm(side)), 1e-6)
    normal = np.array([side[1], -side[0]]) / length
    if (quad.mean(axis=0) - start) @ normal > 0:
        normal = -normal
    shares = np.linspace(0.08, 0.92, count)[:, None]
    return start + side * shares, normal


def _at(lab: Dots, points: Quad) -> Dots:
    height, width = lab.shape[:2]
    columns = np.clip(np.rint(points[:, 0]).astype(int), 0, width - 1)
    rows = np.clip(np.rint(points[:, 1]).astype(int), 0, height - 1)
    return np.asarray(lab[rows, columns])


def _on_border(one: Quad, two: Quad, width: int, height: int) -> bool:
    rim = max(2.0, BORDER * max(width, height))
    return bool(
        (max(one[0], two[0]) <= rim)
        or (min(one[0], two[0]) >= width - 1 - rim)
        or (max(one[1], two[1]) <= rim)
        or (min(one[1], two[1]) >= height - 1 - rim)
    )


def _near_border(point: Quad, width: int, height: int) -> bool:
    return bool(min(point[0], point[1], width - 1 - point[0], height - 1 - point[1]) <= TOUCHING)


def _beside(one: _Found, best: _Found) -> bool:
    """Another sheet, not a part of this one."""
    if one is best or one.area < 0.25 * best.area:
        return False
    shared, _shape = cv2.intersectConvexConvex(one.quad.astype(np.float32), best.quad.astype(np.float32))
    return bool(shared < 0.2 * one.area)


# ---------------------------------------------------------------------------------------------- fine fitting


def _fitted(quad: Quad, lab: Dots) -> Quad:
    """Each side where the picture changes most near it; the corners where the sides meet."""
    lines = [_line(quad, at, lab) for at in range(4)]
    corners = [_meet(lines[at - 1], lines[at]) for at in range(4)]
    most = 0.03 * math.hypot(*lab.shape[:2])
    moved = [
        corner if corner is not None and np.linalg.norm(corner - quad[at]) <= most else quad[at]
        for at, corner in enumerate(corners)
    ]
    return np.array(moved)


def _line(quad: Quad, at: int, lab: Dots) -> tuple[Quad, Quad]:
    points, normal = _along(quad, at, 64)
    reach = max(4, round(0.012 * max(lab.shape[:2])))
    steps = np.arange(-reach, reach + 1)
    values = np.stack([_at(lab, points + normal * step) for step in steps])
    change = np.sqrt(((values[2:] - values[:-2]) ** 2).sum(axis=2))
    best = change.argmax(axis=0)
    clear = change.max(axis=0) > CHANGE
    exact = points + normal * steps[1:-1][best][:, None]
    kept = exact[clear] if clear.sum() >= ENOUGH else points
    vx, vy, x, y = cv2.fitLine(kept.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return np.array([x, y], np.float64), np.array([vx, vy], np.float64)


def _meet(one: tuple[Quad, Quad], two: tuple[Quad, Quad]) -> Quad | None:
    (p, u), (q, v) = one, two
    across = u[0] * v[1] - u[1] * v[0]
    if abs(across) < PARALLEL:
        return None
    along = ((q[0] - p[0]) * v[1] - (q[1] - p[1]) * v[0]) / across
    return np.asarray(p + u * along)


def _ordered(quad: Quad) -> Quad:
    """Clockwise as seen, beginning with the corner nearest to the top left."""
    middle = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0])
    turned = quad[np.argsort(angles)]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)


def _as_shares(quad: Quad, width: int, height: int) -> Corners:
    # Dot centres: the first dot's centre stands half a dot from the frame's edge.
    shares: Sequence[tuple[float, float]] = [
        (min(1.0, max(0.0, (float(x) + 0.5) / width)), min(1.0, max(0.0, (float(y) + 0.5) / height)))
        for x, y in quad
    ]
    return (shares[0], shares[1], shares[2], shares[3])
