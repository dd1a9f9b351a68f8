"""The pages being photographed: plain values, every change gives a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from yichuang_desktop.services.ports_cameras import WHOLE, Corners, Cut, PageTone, Sheet

CARD_SIDES = 2
SIDE_WORDS = ("正面", "反面")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture as it was taken, and how it is cut."""

    file: str
    """Name of the original on the shelf."""
    cut: Cut
    found: Corners = WHOLE
    """Where the edges were found, for "自动裁边" again."""

    def to_json(self) -> dict[str, Any]:
        """Plain values for the shelf."""
        return {
            "file": self.file, "corners": self.cut.corners, "turns": self.cut.turns,
            "tone": self.cut.tone.value, "card": self.cut.card, "found": self.found,
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Shot":
        """What :meth:`to_json` wrote. Raises KeyError, TypeError, ValueError on anything else."""
        cut = Cut(
            _corners(values["corners"]), int(values["turns"]), PageTone(values["tone"]), bool(values["card"])
        )
        return cls(str(values["file"]), cut, _corners(values["found"]))


def _corners(values: Any) -> Corners:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = values
    return ((float(ax), float(ay)), (float(bx), float(by)), (float(cx), float(cy)), (float(dx), float(dy)))


@dataclass(frozen=True, slots=True)
class Pages:
    """The shots in their order; two cards that follow each other are one page."""

    shots: tuple[Shot, ...] = ()

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The shots of each page, by number."""
        found: list[tuple[int, ...]] = []
        for number, shot in enumerate(self.shots):
            last = found[-1] if found else ()
            if shot.cut.card and len(last) == 1 and self.shots[last[0]].cut.card:
                found[-1] = (*last, number)
            else:
                found.append((number,))
        return tuple(found)

    def page_of(self, number: int) -> int:
        """Number of the page (from 0) on which a shot stands."""
        return next(page for page, group in enumerate(self.groups) if number in group)

    def words_of(self, number: int) -> str:
        """``第 2 页``, ``第 1 页 · 正面``."""
        page = self.page_of(number)
        words = f"第 {page + 1} 页"
        if self.shots[number].cut.card:
            words += f" · {SIDE_WORDS[self.groups[page].index(number)]}"
        return words

    def added(self, shot: Shot) -> "Pages":
        return Pages((*self.shots, shot))

    def without(self, number: int) -> "Pages":
        return Pages(self.shots[:number] + self.shots[number + 1 :])

    def moved(self, number: int, by: int) -> tuple["Pages", int]:
        """The page of a shot earlier or later; and where the shot is now."""
        groups = list(self.groups)
        page = self.page_of(number)
        to = page + by
        if not 0 <= to < len(groups):
            return self, number
        within = groups[page].index(number)
        groups[page], groups[to] = groups[to], groups[page]
        before = sum(len(group) for group in groups[:to])
        return Pages(tuple(self.shots[one] for group in groups for one in group)), before + within

    def changed(self, number: int, cut: Cut) -> "Pages":
        """One shot cut anew."""
        shots = list(self.shots)
        shots[number] = replace(shots[number], cut=cut)
        return Pages(tuple(shots))


def next_tone(tone: PageTone) -> PageTone:
    """The one after this, round about."""
    every = tuple(PageTone)
    return every[(every.index(tone) + 1) % len(every)]


def cut_of(sheet: Sheet, tone: PageTone, *, card: bool) -> Cut:
    """How a shot is cut at first."""
    return Cut(sheet.corners, 0, tone, card)


def nudged(corners: Corners, number: int, dx: float, dy: float) -> Corners:
    """One corner a little further, within the frame."""
    moved = list(corners)
    x, y = moved[number]
    moved[number] = (min(1.0, max(0.0, x + dx)), min(1.0, max(0.0, y + dy)))
    return (moved[0], moved[1], moved[2], moved[3])
