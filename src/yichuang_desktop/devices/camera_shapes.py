"""How large a sheet comes out: its sides in dots, and the shape it was most likely made in."""

import math

from yichuang_desktop.services.ports_cameras import Corners, Frame

A4 = math.sqrt(2)
CARD = 85.6 / 54.0
"""Long side to short side of an ID card."""
LIKE = 0.07
"""A sheet whose sides differ from a known shape by less is taken for it; tilt makes up the rest."""
LONGEST = 3508
"""A4 at 300 dpi: more dots only make the file larger."""
A4_200 = (1654, 2339)
CARD_200 = (674, 425)
"""At 200 dpi."""


def size_of(frame: Frame, corners: Corners, *, card: bool = False) -> tuple[int, int]:
    """Width and height of the sheet once it is cut out."""
    tl, tr, br, bl = [(x * frame.width, y * frame.height) for x, y in corners]
    across = max(math.dist(tl, tr), math.dist(bl, br), 1.0)
    down = max(math.dist(tl, bl), math.dist(tr, br), 1.0)
    across, down = _shaped(across, down, card=card)
    share = min(1.0, LONGEST / max(across, down))
    return max(1, round(across * share)), max(1, round(down * share))


def is_whole(corners: Corners) -> bool:
    """Whether nothing is cut away."""
    return {*corners} == {(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)} and corners[0] == (0.0, 0.0)


def _shaped(across: float, down: float, *, card: bool) -> tuple[float, float]:
    ratio = max(across, down) / min(across, down)
    known = [CARD] if card else [A4, CARD]
    best = min(known, key=lambda one: abs(math.log(ratio / one)))
    if not card and abs(math.log(ratio / best)) > LIKE:
        return across, down
    longer = max(across, down)
    return (longer, longer / best) if across >= down else (longer / best, longer)
