"""A scanner told from a person by rhythm alone: no window, no clock but the one in the test (R-X-7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from yichuang_desktop.ui.scanning.bursts import FAST, GRAIN, SILENCE, Bursts, Outcome

CODE = "710120261123040009495635083480"


def checked(body: str) -> str:
    """28 digits with the two that make them whole."""
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def any_code(random: Random) -> str:
    day = f"20{random.randint(20, 40)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    tail = "".join(random.choice("0123456789") for _ in range(16))
    return checked(f"7{random.randint(1, 8)}{random.randint(1, 99):02d}{day}{tail}")


@dataclass
class Bench:
    """A field behind the collector: what was typed reaches it at once or is given back, in order."""

    deaf: bool = False
    bursts: Bursts = field(default_factory=Bursts)
    reached: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    longest_hold: float = 0.0
    _came: dict[int, float] = field(default_factory=dict)
    _last: float = 0.0

    def type(self, keys: Sequence[tuple[float, str]]) -> None:
        """Keys with their times: a character, ``⏎`` for Enter, ``⌫`` for another key, ``↑`` for a release."""
        for at, key in sorted(keys, key=lambda pair: pair[0]):
            self._pass_time(at)
            self._came[len(self._came)] = at
            thing = (at, key)
            if key in "⏎⇥":
                outcome = self.bursts.end(at, thing)
            elif key == "⌫":
                outcome = self.bursts.other(at, thing)
            elif key == "↑":
                outcome = self.bursts.beside(at, thing)
            else:
                outcome = self.bursts.sign(key, at, thing, deaf=self.deaf)
            self._note(outcome, at)
            if not outcome.held:
                self.reached.append(key)
            self._last = at
        self._pass_time(self._last + 10)

    def _pass_time(self, now: float) -> None:
        if self.bursts.active and now - self._last > self.bursts.wait + GRAIN:
            self._note(self.bursts.silence(), self._last + self.bursts.wait)

    def _note(self, outcome: Outcome, at: float) -> None:
        for came, key in outcome.back:
            self.reached.append(key)
            self.longest_hold = max(self.longest_hold, at - came)
        self.codes += outcome.codes
        if outcome.other:
            self.others.append(outcome.other)

    @property
    def text(self) -> str:
        return "".join(self.reached)


def keys_of(text: str, at: float, gap: float | Sequence[float]) -> list[tuple[float, str]]:
    gaps = [gap] * len(text) if isinstance(gap, float) else gap
    times = [at]
    for one in gaps[: len(text) - 1]:
        times.append(times[-1] + one)
    return list(zip(times, text, strict=True))


GAPS = some.floats(0.008, 0.035)
ENDS = some.sampled_from(["⏎", "⇥", "⏎⏎", ""])
TYPED = some.text(some.sampled_from("7710abcXYZ 0123456789-/@⌫"), max_size=20)


@given(some.integers(0, 2**32), some.lists(GAPS, min_size=32, max_size=32), ENDS, some.booleans())
def test_every_scan_of_ours_is_taken_and_leaves_nothing(
    seed: int, gaps: list[float], end: str, deaf: bool
) -> None:
    code = any_code(Random(seed))
    bench = Bench(deaf)
    bench.type(keys_of(code + end, 1.0, gaps))
    assert (bench.codes, bench.text) == ([code], "")


@given(TYPED, some.lists(some.floats(0.08, 0.4), min_size=20, max_size=20), some.booleans())
def test_a_person_types_into_the_field_and_nothing_is_a_scan(
    text: str, gaps: list[float], deaf: bool
) -> None:
    bench = Bench(deaf)
    bench.type(keys_of(text, 1.0, gaps) if text else [])
    assert (bench.codes, bench.others, bench.text) == ([], [], text)
    assert bench.longest_hold <= FAST + 1e-9


@given(TYPED, some.lists(some.floats(0.0, 0.2), min_size=20, max_size=20))
def test_however_fast_nothing_typed_is_lost_doubled_or_out_of_order(text: str, gaps: list[float]) -> None:
    bench = Bench()
    bench.type(keys_of(text, 1.0, gaps) if text else [])
    assert (bench.codes, bench.text) == ([], text)


@given(
    some.integers(0, 2**32),
    some.lists(GAPS, min_size=31, max_size=31),
    some.text(some.sampled_from("abxyz王⌫ "), max_size=6),
    some.floats(-0.3, 1.0),
    some.lists(some.floats(0.08, 0.3), min_size=6, max_size=6),
)
def test_what_a_person_types_during_a_scan_stays_in_the_field(
    seed: int, gaps: list[float], typed: str, start: float, typing: list[float]
) -> None:
    code = any_code(Random(seed))
    bench = Bench()
    person = keys_of(typed, 1.0 + start, typing) if typed else []
    bench.type([*keys_of(code + "⏎", 1.0, gaps), *person])
    assert (bench.codes, bench.text) == ([code], typed)


def test_a_digit_typed_during_a_scan_is_told_from_the_scan() -> None:
    random, told, unsure = Random(7), 0, 0
    for _ in range(400):
        code, digit = any_code(random), random.choice("0123456789")
        gaps = [random.uniform(0.008, 0.035) for _ in range(30)]
        moment = 1.0 + random.uniform(0.0, sum(gaps))
        bench = Bench()
        bench.type([*keys_of(code + "⏎", 1.0, gaps), (moment, digit)])
        if bench.codes == [code] and bench.text == digit:
            told += 1
        else:
            # Two readings are equally good: nothing is scanned, and nothing that was typed is lost.
            wrong = bool(bench.codes) and bench.codes != [code]
            unsure += not wrong
            assert wrong or len(bench.text) == len(code) + 2
    assert told >= 345
    assert told + unsure >= 396


@pytest.mark.parametrize("before", ["7", "77", "71", "2026", "7101", "]", "x7"])
def test_what_was_typed_right_before_a_scan_stays_in_the_field(before: str) -> None:
    bench = Bench()
    bench.type([*keys_of(before, 1.0, 0.09), *keys_of(CODE + "⏎", 1.0 + 0.09 * len(before), 0.012)])
    assert (bench.codes, bench.text) == ([CODE], before)
    close = Bench()
    last = 1.0 + 0.09 * (len(before) - 1)
    close.type([*keys_of(before, 1.0, 0.09), *keys_of(CODE + "⏎", last + 0.01, 0.012)])
    assert (close.codes, close.text) == ([CODE], before), "ten milliseconds between person and scanner"


def test_a_key_held_down_is_not_a_scan_and_does_not_hide_one() -> None:
    bench = Bench()
    held = [(1.0 + 0.033 * count, "⌫") for count in range(30)]
    bench.type([*held, *keys_of(CODE + "⏎", 1.2, 0.017)])
    assert bench.codes == [CODE]
    assert bench.text == "⌫" * 30


def test_glued_scans_are_told_apart() -> None:
    other = checked("7201202611230400094956350834")
    for deaf in (False, True):
        bench = Bench(deaf)
        bench.type(keys_of(CODE + other + CODE + "⏎", 1.0, 0.011))
        assert (bench.codes, bench.text) == ([CODE, other, CODE], "")


@pytest.mark.parametrize("frame", ["\x02{}⏎", "\x1d{}⏎", "]Q1{}⏎", "]C0{}", "\x02]Q1{}⇥", "{}⏎⏎"])
def test_what_a_scanner_adds_goes_with_the_scan(frame: str) -> None:
    bench = Bench()
    bench.type(keys_of(frame.format(CODE), 1.0, 0.02))
    assert (bench.codes, bench.text) == ([CODE], "")


def test_wide_and_shifted_digits_are_digits() -> None:
    for text in (
        "７１０１２０２６１１２３０４０００９４９５６３５０８３４８０",
        "&!)!@)@^!!@#)$)))($(%^#%)*#$*)",
    ):
        bench = Bench()
        bench.type(keys_of(text + "⏎", 1.0, 0.02))
        assert (len(bench.codes), bench.text) == (text.startswith("７"), "") or text.startswith("&")


@pytest.mark.parametrize(
    "text", [CODE[:29], CODE[:20], CODE[:-1] + "1", "134567890123456789", "EA123456785CN"]
)
def test_what_is_not_ours_goes_to_the_field_with_its_enter(text: str) -> None:
    bench = Bench()
    bench.type(keys_of(text + "⏎", 1.0, 0.01))
    assert (bench.codes, bench.text) == ([], text + "⏎")


@pytest.mark.parametrize("text", [CODE[:29], "134567890123456789", "https://u.wechat.com/MDk1", "x" * 399])
@pytest.mark.parametrize("end", ["⏎", ""])
def test_on_a_list_a_foreign_burst_presses_one_key_at_most(text: str, end: str) -> None:
    bench = Bench(deaf=True)
    bench.type(keys_of(text + end, 1.0, 0.01))
    assert (bench.codes, bench.others) == ([], [text])
    assert bench.text in ("", text[0])


def test_endless_noise_is_bounded() -> None:
    for deaf in (False, True):
        bench = Bench(deaf)
        bench.type(keys_of("7101202611230400094956350834" * 100, 1.0, 0.01))
        assert not bench.bursts.active
        assert sum(map(len, bench.others)) + len(bench.text) >= 28 * 100 or deaf


def test_a_scan_that_stalls_for_less_than_its_silence_is_one_scan() -> None:
    bench = Bench()
    gaps = [0.01] * 30
    gaps[17] = SILENCE - 0.005
    bench.type(keys_of(CODE + "⏎", 1.0, gaps))
    assert (bench.codes, bench.text) == ([CODE], "")


def test_enter_pressed_by_a_person_in_the_middle_of_a_scan_reaches_the_field_once() -> None:
    bench = Bench()
    bench.type([*keys_of(CODE + "⏎", 1.0, 0.02), (1.3, "⏎")])
    assert (bench.codes, bench.text) == ([CODE], "⏎")


@settings(max_examples=300)
@given(some.integers(0, 2**32))
def test_hours_of_mixed_work_come_out_right(seed: int) -> None:
    random, bench = Random(seed), Bench()
    keys: list[tuple[float, str]] = []
    at, typed, codes = 1.0, "", []
    for _ in range(random.randint(1, 8)):
        if random.random() < 0.5:
            code = any_code(random)
            speed = random.uniform(0.008, 0.03)
            gaps = [min(speed * random.uniform(0.8, 1.2), 0.035) for _ in range(31)]
            keys += keys_of(code + random.choice(["⏎", "⇥", ""]), at, gaps)
            codes.append(code)
        else:
            text = "".join(random.choice("71026王ab ⏎⌫") for _ in range(random.randint(1, 12)))
            keys += keys_of(text, at, [random.uniform(0.08, 0.2) for _ in text])
            typed += text
        at = keys[-1][0] + random.uniform(0.13, 0.6)
    bench.type(keys)
    assert (bench.codes, bench.text) == (codes, typed)
