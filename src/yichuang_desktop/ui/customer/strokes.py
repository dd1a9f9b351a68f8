"""A signature as it was written: strokes in hundredths of a millimetre, bound to the text that was read."""

import hashlib
from dataclasses import dataclass

MM_PER_INCH = 25.4
FULL_PRESSURE = 1000
FEWEST_STROKES = 2
SHORTEST_MS = 300

Point = tuple[int, int, int, int]
"""Milliseconds since the first touch, x and y in hundredths of a millimetre, pressure 0–1000."""


@dataclass(frozen=True, slots=True)
class SignRequest:
    """What is to be signed: ``text`` is shown in full and hashed; ``session`` comes back with the answer.

    ``title`` stands on the bar (请阅读并签署…), ``heading`` over the text, ``context`` at the right.
    """

    session: str
    title: str
    heading: str
    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class SignedStrokes:
    """A finished signature. ``text_sha256`` is of exactly the text that stood on the screen (UTF-8)."""

    session: str
    text_sha256: str
    strokes: tuple[tuple[Point, ...], ...]
    started_at_ms: int
    """Unix milliseconds by this PC's clock; the database stamps its own time when it is saved."""
    finished_at_ms: int
    device: str
    """``pen``, ``touch`` or ``mouse``."""
    dpi: float
    """The screen's pixels per inch, as measured by the system."""
    png: bytes
    """The signature as a picture, black on white."""


def sha256_of(text: str) -> str:
    """The hash a signature is bound to."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def too_short(strokes: tuple[tuple[Point, ...], ...]) -> bool:
    """Whether this cannot be a name: fewer than two strokes, or less than 300 ms from first to last touch."""
    if len(strokes) < FEWEST_STROKES:
        return True
    return strokes[-1][-1][0] - strokes[0][0][0] < SHORTEST_MS
