"""Learning which key of an evaluation box means which grade: the only honest way with a box nobody knows.

Each official grade is asked for in turn. Somebody presses the key, and presses it once more to confirm; a
grade the box has no key for is passed over. Nothing is guessed from the order of the codes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from yichuang_desktop.domain.ratings import Grade

ORDER: Final = tuple(sorted(Grade, reverse=True))
APART_SECONDS: Final = 0.8
"""What comes sooner is a bouncing key, or a box that repeats itself."""


class Heard(Enum):
    """What came of a frame."""

    FIRST = "收到，请再按一次同一个键确认。"
    LEARNT = "已确认。"
    DIFFERENT = "两次收到的不一样，请重新按这个键。"
    TAKEN = "这个键已经对应另一个等级，请换一个键，或者点“没有这个键”。"
    FOREIGN = "收到别的地址的评价器发来的数据，没有采用。请检查评价器地址。"
    NO_KEY = "收到数据，但协议表认不出按键。请检查协议表和波特率。"
    SAME_PRESS = "同一次按键的重复数据，没有采用。"
    OVER = "各等级都已处理，没有采用。"


@dataclass(frozen=True, slots=True)
class LearntKey:
    """Where one grade stands."""

    grade: Grade
    key: str = ""
    passed: bool = False
    """The box has no key for it."""

    @property
    def done(self) -> bool:
        return bool(self.key) or self.passed


class KeyLearning:
    """One lesson. Used by one thread; ``clock`` gives steady seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._keys: dict[Grade, LearntKey] = {grade: LearntKey(grade) for grade in ORDER}
        self._first = ""
        self._last: tuple[str, float] = ("", -APART_SECONDS)

    @property
    def keys(self) -> tuple[LearntKey, ...]:
        """All grades, best first."""
        return tuple(self._keys.values())

    @property
    def asked(self) -> Grade | None:
        """The grade whose key is to be pressed now; None when all are done."""
        return next((each.grade for each in self._keys.values() if not each.done), None)

    @property
    def confirming(self) -> bool:
        """Whether the key was pressed once and is to be pressed again."""
        return bool(self._first)

    @property
    def can_save(self) -> bool:
        """Whether every grade is settled, and at least two have a key: one key alone asks nobody anything."""
        return self.asked is None and len(self.levels) > 1

    @property
    def levels(self) -> Mapping[str, int]:
        """The keys learnt, as they are kept in the device's options."""
        return {each.key: int(each.grade) for each in self._keys.values() if each.key}

    def heard(self, key: str, own: bool) -> Heard:
        """A frame came; ``key`` in hex, empty when the table does not know it."""
        now = self._clock()
        before, self._last = self._last, (key, now)
        if not own:
            return Heard.FOREIGN
        if not key:
            return Heard.NO_KEY
        same = key == before[0] and now - before[1] < APART_SECONDS
        return Heard.SAME_PRESS if same else self._learn(key)

    def _learn(self, key: str) -> Heard:
        grade, first = self.asked, self._first
        if grade is None:
            return Heard.OVER
        self._first = ""
        if key in self.levels:
            return Heard.TAKEN
        if not first:
            self._first = key
            return Heard.FIRST
        if key != first:
            return Heard.DIFFERENT
        self._keys[grade] = LearntKey(grade, key)
        return Heard.LEARNT

    def pass_over(self) -> None:
        """The box has no key for the grade asked."""
        grade = self.asked
        if grade is not None:
            self._first = ""
            self._keys[grade] = LearntKey(grade, passed=True)

    def step_back(self) -> None:
        """Ask for the grade before once more."""
        done = [each.grade for each in self._keys.values() if each.done]
        self._first = ""
        if done:
            self._keys[done[-1]] = LearntKey(done[-1])
