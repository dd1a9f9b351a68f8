"""A scanner told from a person by the rhythm of the keys; no Qt, no clock of its own.

A wedge scanner types a code with 8 to 35 ms between its keys; nobody types like that for long.  What may be
the beginning of one of our codes is held back until it is clear what it is: a code is taken out, everything
else is given back in the order in which it came.  A person's 7 is held for 35 ms at most, every other key of
a person passes at once, unless it falls into a scan that is under way.

On a list or a button (``deaf``) nothing can be typed.  There every burst is kept together, so that the
letters of a web address do not press the keys of a list, and is told of as a whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median
from typing import Any, Final

from yichuang_desktop.domain.paper_codes import LENGTH, is_whole
from yichuang_desktop.domain.scans import LONGEST

FAST: Final = 0.035
"""Seconds between two keys of a scanner at most."""
STEADY: Final = 0.020
"""The median of a scanner's pauses, where nothing but the rhythm tells that it is one."""
SILENCE: Final = 0.080
"""A scan that was well under way has ended when nothing came for so long."""
GRAIN: Final = 0.001
"""How coarse the times of keys are."""
SUFFIX: Final = 0.120
"""Seconds after a code in which Enter or Tab is still the scanner's."""
BEGUN: Final = 1
"""From so many digits on, a key of another hand keeps its place among them instead of ending the burst."""
FEWEST: Final = 8
"""So many keys make a burst."""
STRAYS_EARLY, STRAYS, LETTERS_BETWEEN = 1, 2, 24
"""Keys of a person that may fall into a scan: before it is sure, digits after that, other keys after that."""
CLEARLY: Final = 0.9
"""How much steadier one reading of a scan with a foreign digit in it must be than the next best."""

_ANY = frozenset("0123456789")
_PLACES: Final = (
    frozenset("7"), frozenset("12345678"), _ANY, _ANY, frozenset("2"), frozenset("0"), _ANY, _ANY,
    frozenset("01"), _ANY, frozenset("0123"), *(_ANY,) * (LENGTH - 11),
)  # fmt: skip
"""What stands where in our codes: kind, key, the day of the serial, the rest."""
_WIDE: Final = "０１２３４５６７８９＆！＠＃＄％＾＊（）"
_PLAIN = {ord(wide): narrow for wide, narrow in zip(_WIDE, "0123456789&!@#$%^*()", strict=True)}
_UNSHIFTED = str.maketrans(")!@#$%^&*(", "0123456789")
FRAMES: Final = frozenset("\x02\x1d")
"""STX and GS: what a scanner may be set to send before a code."""
_AIM = "]"


@dataclass(slots=True, eq=False)
class Stroke:
    """One thing that happened: a character (``sign``) or another key (empty); ``thing`` is the caller's."""

    sign: str
    at: float
    thing: Any
    passed: bool = False
    """It went to its field at once; only its character is remembered."""
    frame: bool = False
    """Set before a code by the scanner."""

    @property
    def digit(self) -> str:
        """The digit it stands for on whatever layout, or empty."""
        plain = self.sign.translate(_PLAIN).translate(_UNSHIFTED)
        return plain if plain in _ANY and not self.frame else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do now: give back first, in order, then tell of the codes."""

    held: bool = False
    """The thing just told of must not go on to its field (it may stand in ``back``)."""
    back: tuple[Any, ...] = ()
    codes: tuple[str, ...] = ()
    other: str = ""
    """A burst that is no code of ours: foreign, or half of one. Not for the log."""
    typed: bool = False
    """``other`` went into a field."""


PASS: Final = Outcome()
HELD: Final = Outcome(held=True)


class Bursts:
    """Collects what is typed. Times are in seconds and never go back by more than an event's delay."""

    def __init__(self) -> None:
        self._run: list[Stroke] = []
        self._deaf = False
        self._sure = False
        self._shape = _Shape()
        self._last = 0.0
        self._suffix_from = float("-inf")

    @property
    def active(self) -> bool:
        """Whether something is being collected."""
        return bool(self._run)

    @property
    def sure(self) -> bool:
        """Whether a scan is well under way: no person types like this."""
        return bool(self._run) and self._sure

    @property
    def wait(self) -> float:
        """Seconds of silence after which :meth:`silence` must be called, while ``active``."""
        return SILENCE if self._sure else FAST

    def sign(self, sign: str, at: float, thing: Any, *, deaf: bool = False) -> Outcome:
        """A character was typed."""
        before = self._too_late(at)
        stroke = Stroke(sign, at, thing)
        if not self._run:
            return _after(before, self._begin(stroke, deaf), thing)
        self._add(stroke)
        return _after(before, self._judge(), thing)

    def between(self) -> None:
        """Somebody pressed another key since the last code: what comes now is no end of it any more."""
        self._suffix_from = float("-inf")

    def end(self, at: float, thing: Any) -> Outcome:
        """Enter or Tab, or what else may stand after a code."""
        before = self._too_late(at)
        if not self._run:
            if before is None and at - self._suffix_from <= SUFFIX:
                self._suffix_from = at
                return HELD
            return _after(before, PASS, thing)
        code = _solved(self._run)
        if code is not None:
            self._suffix_from = at
            return self._taken(code)
        if not self._sure:
            self._run.append(Stroke("", at, thing))
            return self._all_back()
        if self._deaf:
            self._suffix_from = at
            return self._foreign()
        return self.other(at, thing)

    def other(self, at: float, thing: Any) -> Outcome:
        """Another key: a person's, or one in between."""
        before = self._too_late(at)
        if not self._run:
            return _after(before, PASS, thing)
        self._run.append(Stroke("", at, thing))
        begun = self._shape.digits >= BEGUN and len(self._run) <= LONGEST
        return HELD if begun else self._all_back()

    def beside(self, at: float, thing: Any) -> Outcome:
        """What belongs to a key and is none: its release, a modifier. Keeps its place and changes nothing."""
        if not self._run:
            return PASS
        self._run.append(Stroke("", at, thing))
        return HELD

    def silence(self) -> Outcome:
        """Nothing came for :attr:`wait` seconds."""
        if not self._run:
            return PASS
        code = _solved(self._run) if self._sure else None
        if code is not None:
            return self._taken(code)
        return self._foreign() if self._sure else self._all_back()

    def give_up(self) -> Outcome:
        """Whatever is held goes back (a key with a meaning of its own was pressed, the window is left)."""
        return self._all_back() if self._run else PASS

    # -- inside ----------------------------------------------------------------------------------------------

    def _too_late(self, at: float) -> Outcome | None:
        """What silence before this moment would have meant."""
        if self._run and at - self._last > self.wait + GRAIN:
            return self.silence()
        return None

    def _begin(self, stroke: Stroke, deaf: bool) -> Outcome:
        starts = _may_start(stroke)
        if not starts and not deaf:
            return PASS
        self._deaf, self._sure, self._shape = deaf, False, _Shape()
        stroke.passed = not starts and not stroke.digit
        self._add(stroke)
        return PASS if stroke.passed else HELD

    def _add(self, stroke: Stroke) -> None:
        stroke.frame = _is_frame(self._run, stroke)
        self._run.append(stroke)
        self._shape.add(stroke)
        self._last = max(self._last, stroke.at) if len(self._run) > 1 else stroke.at

    def _judge(self) -> Outcome:
        """Is it still, or no longer, what may become a scan?"""
        if self._shape.digits == LENGTH + STRAYS + 1 and (cut := self._cut_off()) is not None:
            return cut
        if self._deaf and len(self._run) > LONGEST:
            return self._foreign()
        if self._deaf:
            self._sure = self._sure or self._shape.signs >= FEWEST
            return HELD
        strays = STRAYS if self._sure else STRAYS_EARLY
        letters = LETTERS_BETWEEN if self._sure else STRAYS_EARLY + self._shape.digits // 3
        if self._shape.fewest_strays <= strays and self._shape.letters <= letters:
            self._sure = self._sure or (self._shape.signs >= FEWEST and self._shape.matched >= FEWEST - 1)
            return HELD
        return self._back_but_the_end()

    def _cut_off(self) -> Outcome | None:
        """More than one code can hold: a code with the next one right behind it, or none."""
        for most in range(LENGTH, LENGTH + STRAYS + 1):
            head = list(_until_digit(self._run, most))
            code = _solved(head) if head[-1].digit else None
            if code is not None and head[-1] in code.strokes:
                rest = self._run[len(head) :]
                self._run = head
                return self._again(self._taken(code), rest)
        return None

    def _again(self, first: Outcome, rest: Sequence[Stroke]) -> Outcome:
        """Take the rest as if it came now, after ``first``."""
        back, codes, other, typed = list(first.back), list(first.codes), first.other, first.typed
        for stroke in rest:
            if stroke.sign:
                then = self.sign(stroke.sign, stroke.at, stroke.thing, deaf=self._deaf)
            else:
                then = self.beside(stroke.at, stroke.thing)
            back += then.back if then.held or stroke.passed else (*then.back, stroke.thing)
            codes += then.codes
        return Outcome(True, tuple(back), tuple(codes), other, typed)

    def _back_but_the_end(self) -> Outcome:
        """Not ours; but its last keys may be the beginning of a scan that has just begun."""
        run = self._run
        self._clear()
        for start in range(1, len(run)):
            if _may_start(run[start]) and _viable(run[start:]):
                return self._again(Outcome(True, _things(run[:start])), run[start:])
        return Outcome(True, _things(run))

    def _all_back(self) -> Outcome:
        run = self._run
        self._clear()
        return Outcome(True, _things(run))

    def _taken(self, code: "_Solution") -> Outcome:
        run = self._run
        self._clear()
        self._suffix_from = max(self._suffix_from, code.strokes[-1].at)
        aim = [stroke for stroke in run if stroke.frame and stroke.sign not in FRAMES]
        frame = [
            stroke for stroke in run if stroke.frame and (stroke.sign in FRAMES or len(aim) == len("]Q1"))
        ]
        kept = [stroke for stroke in run if stroke not in code.strokes and stroke not in frame]
        return Outcome(True, _things(kept), (code.text,))

    def _foreign(self) -> Outcome:
        """A burst without a code of ours: taken away where nothing can be typed, given back elsewhere."""
        run, deaf = self._run, self._deaf
        self._clear()
        signs = [stroke for stroke in run if stroke.sign]
        text = "".join(stroke.sign for stroke in signs)
        if len(signs) < FEWEST or median(_pauses(signs)) > STEADY:
            return Outcome(True, _things(run))
        if deaf:
            return Outcome(True, _things(stroke for stroke in run if not stroke.sign), other=text)
        return Outcome(True, _things(run), other=text, typed=True)

    def _clear(self) -> None:
        self._run, self._sure = [], False


class _Shape:
    """How far what was typed can be read as one of our codes, with as few strays as possible."""

    def __init__(self) -> None:
        self.signs = self.digits = self.letters = 0
        self._strays = {0: 0}
        """For every place reached in the code, the fewest digits left out on the way."""

    def add(self, stroke: Stroke) -> None:
        if not stroke.sign or stroke.frame:
            return
        self.signs += 1
        digit = stroke.digit
        if not digit:
            self.letters += 1
            return
        self.digits += 1
        reached = {place: strays + 1 for place, strays in self._strays.items()}
        for place, strays in self._strays.items():
            if place < LENGTH and digit in _PLACES[place]:
                reached[place + 1] = min(strays, reached.get(place + 1, strays))
        self._strays = {place: strays for place, strays in reached.items() if strays <= STRAYS}

    @property
    def fewest_strays(self) -> int:
        """The fewest digits that are not part of a code, if there is a code at all."""
        known = [strays for place, strays in self._strays.items() if place or not self.digits]
        return min(known, default=STRAYS + 1)

    @property
    def matched(self) -> int:
        """How many digits of a code there are at most."""
        return max(self._strays, default=0)


@dataclass(frozen=True, slots=True)
class _Solution:
    text: str
    strokes: list[Stroke]
    unsteady: float


def _solved(run: Sequence[Stroke]) -> _Solution | None:
    """The code within a run; None when there is none, or two readings are equally good."""
    digits = [stroke for stroke in run if stroke.digit]
    extra = len(digits) - LENGTH
    if not 0 <= extra <= STRAYS:
        return None
    found: dict[str, _Solution] = {}
    for left_out in combinations(range(len(digits)), extra):
        kept = [stroke for place, stroke in enumerate(digits) if place not in left_out]
        text = "".join(stroke.digit for stroke in kept)
        if is_whole(text) and all(one in allowed for one, allowed in zip(text, _PLACES, strict=True)):
            one = _Solution(text, kept, sum(pause**2 for pause in _pauses(kept)))
            if text not in found or found[text].unsteady > one.unsteady:
                found[text] = one
    best = sorted(found.values(), key=lambda one: one.unsteady)
    if len(best) > 1 and best[0].unsteady > best[1].unsteady * CLEARLY:
        return None
    return best[0] if best else None


def _pauses(strokes: Sequence[Stroke]) -> list[float]:
    return [max(after.at - before.at, 0.0) for before, after in pairwise(strokes)]


def _until_digit(run: Sequence[Stroke], count: int) -> Iterator[Stroke]:
    """The run up to its ``count``-th digit."""
    for stroke in run:
        yield stroke
        count -= bool(stroke.digit)
        if not count:
            return


def _may_start(stroke: Stroke) -> bool:
    return stroke.digit == "7" or stroke.sign in FRAMES or stroke.sign == _AIM


def _is_frame(run: Sequence[Stroke], stroke: Stroke) -> bool:
    """STX, GS, or one of the three characters of ``]Q1``."""
    if stroke.sign in FRAMES:
        return True
    signs = [one.sign for one in run if one.sign and one.sign not in FRAMES]
    if not signs:
        return stroke.sign == _AIM
    if signs == [_AIM]:
        return stroke.sign.isalpha()
    return len(signs) == 2 and signs[0] == _AIM and signs[1].isalpha() and stroke.sign.isalnum()  # noqa: PLR2004


def _viable(run: Sequence[Stroke]) -> bool:
    shape = _Shape()
    for stroke in run:
        shape.add(stroke)
    return shape.fewest_strays + shape.letters <= STRAYS_EARLY


def _things(strokes: Iterator[Stroke] | Sequence[Stroke]) -> tuple[Any, ...]:
    return tuple(stroke.thing for stroke in strokes if not stroke.passed)


def _after(before: Outcome | None, now: Outcome, thing: Any) -> Outcome:
    """Both, one after the other; what would have passed comes after what is given back."""
    if before is None or before is PASS:
        return now
    back = (*before.back, *now.back) if now.held else (*before.back, thing)
    return Outcome(
        True, back, (*before.codes, *now.codes), before.other or now.other, before.typed or now.typed
    )
