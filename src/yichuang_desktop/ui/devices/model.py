"""What the devices page shows and asks; plain Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from yichuang_desktop.domain.device_advice import MEANWHILE, UNTRIED, steps
from yichuang_desktop.domain.devices import (
    Condition,
    DeviceDeed,
    DeviceEvent,
    DeviceIdentity,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)
from yichuang_desktop.ui.device_lamps import TONES, words_of
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

HISTORY = 10_000
"""Lines of history shown at most."""
_SHORT = {
    Condition.NOT_SET_UP: "没有设置",
    Condition.CONNECTING: "正在连接",
    Condition.READY: "正常",
    Condition.BUSY: "正在使用",
    Condition.SILENT: "可用",
    Condition.ATTENTION: "请留意",
    Condition.FAULT: "有故障",
    Condition.LOST: "断开",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One device of the window as the program knows it."""

    report: DeviceReport
    title: str = ""
    """Its model in words; empty where nothing is set up."""
    device: WindowDevice | None = None
    """What is bound; None where this PC's own settings hold."""
    driver: str = ""
    """The driver's title."""
    address: str = ""
    """Where it is reached when nothing is bound."""
    words: str = ""
    """What to say instead of the condition's own words."""
    last_used: datetime | None = None
    steps: tuple[str, ...] = ()
    """What a foreign driver says is to be done."""
    teachable: bool = False
    """A box whose keys can be learnt on a page of its own."""
    can_test: bool = False
    why_not_test: str = ""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device as the list shows it."""

    standing: Standing

    @property
    def kind(self) -> DeviceKind:
        return self.standing.report.kind

    @property
    def name(self) -> str:
        return self.kind.title

    @property
    def model(self) -> str:
        return self.standing.title or "没有设置"

    @property
    def state(self) -> str:
        """One word beside the colour."""
        return _SHORT[self.standing.report.condition]

    @property
    def tone(self) -> Tone:
        return TONES[self.standing.report.condition]

    @property
    def words(self) -> str:
        """How it stands, in a sentence."""
        if self.standing.words:
            return self.standing.words
        if self.standing.report.condition is Condition.NOT_SET_UP:
            if self.kind is DeviceKind.SCANNER:
                return "键盘方式的扫码枪不用设置，直接扫就行；串口方式的请先查找设备。"
            return f"还没有设置{self.name}，办件不受影响。"
        words = words_of(self.standing.report)
        return words if words.endswith(("。", "？")) else f"{words}。"

    @property
    def used(self) -> str:
        at = self.standing.last_used
        if at is not None:
            return f"{at:%m-%d %H:%M}"
        return "还没有用过" if self.standing.title else ""

    @property
    def bound(self) -> bool:
        """Whether a device is registered for this window, which can be given up."""
        return self.standing.device is not None

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do, in order."""
        report = self.standing.report
        return self.standing.steps or steps(self.kind, report.condition, report.fault)

    @property
    def meanwhile(self) -> str:
        """How the work goes on without it; empty while it works."""
        bad = self.standing.report.condition in (Condition.LOST, Condition.FAULT)
        return MEANWHILE[self.kind] if bad else ""

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it."""
        device = self.standing.device
        facts = [("型号", self.model)]
        if self.standing.driver:
            facts.append(("驱动", self.standing.driver))
        address = (device.address if device is not None else "") or self.standing.address
        if address:
            facts.append(("地址", address))
        if device is not None and device.identity.serial:
            facts.append(("序列号", device.identity.serial))
        if self.bound or self.standing.title:
            facts += [("最近使用", self.used), ("未在真机试过", UNTRIED[self.kind])]
        return facts


class DeviceColumn(Enum):
    """The columns of the list of devices."""

    NAME = Column[DeviceLine]("设备 · 型号", lambda line: line.name, lambda line: line.model, width=240)
    STATE = Column[DeviceLine]("状态", lambda line: line.state, badge=lambda line: line.tone, width=104)
    WORDS = Column[DeviceLine]("说明", lambda line: line.words)
    USED = Column[DeviceLine]("最近使用", lambda line: line.used, width=110)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history."""

    number: int
    event: DeviceEvent

    @property
    def at(self) -> str:
        return f"{self.event.at:%m-%d %H:%M:%S}" if self.event.at is not None else ""

    @property
    def what(self) -> str:
        return self.event.deed.title

    @property
    def words(self) -> str:
        """The fault in words, the device that was set up, the answers that were ticked."""
        facts = dict(self.event.facts)
        if self.event.deed is DeviceDeed.ANSWERS:
            return str(facts.get("words", ""))
        told = (facts.get("words") or facts.get("title") or "", facts.get("address") or "")
        return "　".join(str(part) for part in told if part)


class HistoryColumn(Enum):
    """The columns of the history."""

    AT = Column[HistoryLine]("时间", lambda line: line.at, lambda line: line.event.by, width=150)
    WHAT = Column[HistoryLine]("事情", lambda line: line.what, width=160)
    WORDS = Column[HistoryLine]("说明", lambda line: line.words)


# -- testing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageChoice:
    """One possible answer; ``consequence`` says what it changes, empty when nothing."""

    value: str
    title: str
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """One thing to look at on the test page. The first choice is what a device in order shows."""

    key: str
    text: str
    choices: tuple[PageChoice, ...]
    answer: str = ""
    """The value chosen last; empty: not answered."""

    @property
    def chosen(self) -> PageChoice | None:
        return next((one for one in self.choices if one.value == self.answer), None)

    @property
    def offered(self) -> str:
        """The choices with the digits that pick them."""
        return "　".join(f"{number} {one.title}" for number, one in enumerate(self.choices, 1))

    @property
    def words(self) -> str:
        return self.chosen.title if self.chosen is not None else "未答"

    @property
    def consequence(self) -> str:
        return self.chosen.consequence if self.chosen is not None else ""

    @property
    def tone(self) -> Tone:
        if self.chosen is None:
            return Tone.CALM
        return Tone.GOOD if self.chosen is self.choices[0] else Tone.WARN


class QuestionColumn(Enum):
    """The columns of the questions beside a test page."""

    TEXT = Column[PageQuestion]("请看自检页 · 按数字回答", lambda row: row.text, lambda row: row.offered)
    ANSWER = Column[PageQuestion]("回答", lambda row: row.words, badge=lambda row: row.tone, width=150)
    SO = Column[PageQuestion]("以后", lambda row: row.consequence, width=190)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a test: a sentence, and what only a person can say."""

    words: str
    tone: Tone = Tone.GOOD
    questions: tuple[PageQuestion, ...] = ()


# -- set-up --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A device that was found, or a kind of device whose address is to be typed."""

    kind: DeviceKind
    driver: str
    driver_title: str
    address: str
    identity: DeviceIdentity
    title: str
    options: Mapping[str, Any] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """For an option that is chosen, not typed: (words, value)."""
    elsewhere: int | None = None
    """Another window that has this very device."""
    here: bool = False
    """It is what this window uses already."""
    by_hand: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.driver, self.address, str(self.identity))

    @property
    def taken_for(self) -> str:
        return f"{self.kind.title}　{self.driver_title}"

    @property
    def state(self) -> str:
        if self.here:
            return "本窗口正在用"
        if self.elsewhere is not None:
            return f"登记在{self.elsewhere:02d}号窗口"
        return "手工填写" if self.by_hand else "可用"

    @property
    def tone(self) -> Tone:
        if self.here:
            return Tone.CALM
        if self.elsewhere is not None:
            return Tone.WARN
        return Tone.CALM if self.by_hand else Tone.GOOD


class CandidateColumn(Enum):
    """The columns of what was found."""

    TITLE = Column[Candidate](
        "找到的设备 · 地址", lambda row: row.title, lambda row: row.address or "地址待填"
    )
    KIND = Column[Candidate]("当作", lambda row: row.kind.title, lambda row: row.driver_title, width=250)
    STATE = Column[Candidate]("情况", lambda row: row.state, badge=lambda row: row.tone, width=150)


def candidates_in_order(found: Sequence[Candidate], wanted: DeviceKind | None) -> tuple[Candidate, ...]:
    """The wanted kind first; what says who it is before what may be anything; what has to be typed last."""

    def rank(one: Candidate) -> tuple[bool, bool, bool, bool]:
        return (one.kind is not wanted, one.by_hand, one.here, not one.identity.known)

    return tuple(sorted(found, key=rank))


class DeviceDesk(Protocol):
    """The devices of this window, as the page works with them; never called on the Qt thread."""

    def standings(self) -> Sequence[Standing]:
        """Every kind, in order; at once, from what is known."""
        ...

    def look(self) -> None:
        """Ask the devices that only speak when asked (printers); takes seconds."""
        ...

    def history(self, kind: DeviceKind | None, limit: int) -> Sequence[DeviceEvent]:
        """What happened, newest first."""
        ...

    def test(self, kind: DeviceKind) -> Outcome:
        """Try a device out. Raises RuleViolation when it cannot be."""
        ...

    def keep_answers(self, kind: DeviceKind, answers: Mapping[str, str]) -> str:
        """Keep what was ticked; from now on the device is used accordingly. Says what that means."""
        ...

    def find(
        self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> Sequence[Candidate]:
        """Every device that can be found, and every driver whose devices are named by hand."""
        ...

    def set_up(self, candidate: Candidate, *, take_over: bool) -> str:
        """Use it at this window. Raises RuleViolation ``device_bound_elsewhere`` and what drivers say."""
        ...

    def remove(self, kind: DeviceKind) -> str:
        """Use no such device any more."""
        ...

    def try_again(self, kind: DeviceKind) -> str:
        """Connect anew now."""
        ...
