"""Windows and their duties as rows: as they stand on a day, and as they are wished."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from yichuang_desktop.domain.duties import (
    ANY_GROUP,
    POSSIBLE,
    DutyEntry,
    DutySpan,
    bare,
    entry_on,
    in_order,
    serving,
    spans,
)
from yichuang_desktop.domain.hall import Channel, Counter, Role
from yichuang_desktop.ui.parts.facts import Fact
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

SHOWN: Mapping[Channel, str] = {
    Channel.COUNTER: "综窗",
    Channel.ONLINE: "网厅",
    Channel.PROVINCE: "全豫",
    Channel.CROSS_PROVINCE: "跨省",
    Channel.LIFE_EVENT: "一件事",
    Channel.MAIL: "邮寄",
    Channel.DEPARTMENT: "非综窗",
    Channel.DEPARTMENT_SYSTEM: "自建",
}
"""The duties in the order of their columns; the digit that turns one is its place."""
DIGITS: Mapping[str, Channel] = {str(place): channel for place, channel in enumerate(SHOWN, 1)}
HAS, ADDED, TAKEN = "承担", "加上", "去掉"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One window: what it serves on the day, what is wished, whether this person may change it."""

    counter: Counter
    base: frozenset[Channel]
    wished: frozenset[Channel]
    mine: bool = True
    later: DutyEntry | None = None
    """What is arranged for a day after that."""

    @property
    def changed(self) -> bool:
        """Whether something was turned."""
        return self.base != self.wished

    @property
    def window(self) -> str:
        """Floor and sign."""
        return f"{self.counter.floor}楼 {self.counter.sign}"

    @property
    def about(self) -> str:
        """Which window it is, and what is coming."""
        kind = self.counter.zone or self.counter.kind.title
        return f"{kind} · {self.later.since:%m-%d} 起另有安排" if self.later else kind

    def words(self, channel: Channel) -> str:
        """What stands in a channel's column."""
        if channel in self.wished:
            return HAS if channel in self.base else ADDED
        return TAKEN if channel in self.base else ""

    def tone(self, channel: Channel) -> Tone | None:
        """The colour that goes with the word."""
        return {HAS: Tone.GOOD, ADDED: Tone.WARN, TAKEN: Tone.BAD}.get(self.words(channel))


def _words(channel: Channel) -> Callable[[DutyLine], str]:
    return lambda line: line.words(channel)


def _tone(channel: Channel) -> Callable[[DutyLine], Tone | None]:
    return lambda line: line.tone(channel)


def _column(channel: Channel) -> Column[DutyLine]:
    place = list(SHOWN).index(channel) + 1
    return Column[DutyLine](f"{place} {SHOWN[channel]}", _words(channel), badge=_tone(channel), width=82)


class DutyColumn(Enum):
    """Windows × duties."""

    WINDOW = Column[DutyLine]("窗口", lambda line: line.window, lambda line: line.about, bold=True)
    COUNTER = _column(Channel.COUNTER)
    ONLINE = _column(Channel.ONLINE)
    PROVINCE = _column(Channel.PROVINCE)
    CROSS_PROVINCE = _column(Channel.CROSS_PROVINCE)
    LIFE_EVENT = _column(Channel.LIFE_EVENT)
    MAIL = _column(Channel.MAIL)
    DEPARTMENT = _column(Channel.DEPARTMENT)
    DEPARTMENT_SYSTEM = _column(Channel.DEPARTMENT_SYSTEM)


@dataclass(frozen=True, slots=True)
class SpanLine:
    """One entry of a window's history, as it stands today."""

    span: DutySpan
    today: date

    @property
    def period(self) -> str:
        """From when to when."""
        entry, until = self.span.entry, self.span.until
        since = "建厅时" if entry.founding else f"{entry.since:%Y-%m-%d}"
        return f"{since} 起" if until is None else f"{since} 至 {until:%Y-%m-%d} 前"

    @property
    def state(self) -> str:
        """Past, in force, to come, or never in force."""
        if self.span.overruled:
            return "被后一次代替"
        if self.span.holds_on(self.today):
            return "现行"
        return "将来" if self.span.entry.since > self.today else "过去"

    @property
    def tone(self) -> Tone:
        """The colour that goes with it."""
        return {"现行": Tone.GOOD, "将来": Tone.WARN}.get(self.state, Tone.CALM)

    @property
    def duties(self) -> str:
        """What the window served."""
        return titles(self.span.entry.channels)

    @property
    def by(self) -> str:
        """Who wrote it, and when."""
        entry = self.span.entry
        when = f"{entry.at:%m-%d %H:%M}" if entry.at and not entry.founding else ""
        return f"{entry.set_by_name or '建厅设置'} {when}".strip()


class SpanColumn(Enum):
    """The history of one window, newest first."""

    PERIOD = Column[SpanLine]("起止", lambda line: line.period, lambda line: line.by, width=250)
    DUTIES = Column[SpanLine]("职责", lambda line: line.duties, lambda line: line.span.entry.reason)
    STATE = Column[SpanLine]("状态", lambda line: line.state, badge=lambda line: line.tone, width=130)


@dataclass
class DutyBoard:
    """All windows on the day from which a change is to hold."""

    counters: tuple[Counter, ...] = ()
    entries: tuple[DutyEntry, ...] = ()
    roles: frozenset[Role] = frozenset()
    group: str = ""
    since: date = date.min
    wishes: dict[int, frozenset[Channel]] = field(default_factory=dict)

    def lines(self) -> tuple[DutyLine, ...]:
        """Every window; those this person may change first."""
        rows = [self._line(counter) for counter in self.counters]
        return tuple(sorted(rows, key=lambda line: (not line.mine, line.counter.code)))

    def line(self, window: int) -> DutyLine | None:
        """One window."""
        counter = next((one for one in self.counters if one.code == window), None)
        return self._line(counter) if counter is not None else None

    def turn(self, window: int, channel: Channel) -> str:
        """Give the duty or take it; else why not, in words."""
        line = self.line(window)
        if line is None:
            return "请先选择一个窗口"
        if not line.mine:
            return f"{line.window}窗口不在您的小组，由该组组长或大厅服务股调整"
        if channel not in POSSIBLE[line.counter.kind]:
            possible = "、".join(one.title for one in POSSIBLE[line.counter.kind])
            return f"{line.window}窗口只能承担：{possible}"
        wished = line.wished ^ {channel}
        self.wishes[window] = wished
        if wished == line.base:
            del self.wishes[window]
        return ""

    def history(self, window: int, today: date) -> tuple[SpanLine, ...]:
        """What was ever arranged for a window."""
        return tuple(SpanLine(span, today) for span in spans(self.entries, window))

    def effects(self) -> list[Fact]:
        """Who would serve each duty from that day on; what nobody serves stands out."""
        then = [replace(one.counter, duties=in_order(one.wished)) for one in self.lines()]
        nobody = bare(then, SHOWN)
        alone: list[Fact] = [(SHOWN[channel], "没有窗口承担", Tone.BAD) for channel in nobody]
        served: list[Fact] = [
            (SHOWN[channel], "、".join(f"{one.floor}楼{one.sign}" for one in serving(then, channel)))
            for channel in SHOWN
            if channel not in nobody
        ]
        return alone + served

    def _line(self, counter: Counter) -> DutyLine:
        entry = entry_on(self.entries, counter.code, self.since)
        base = frozenset(entry.channels) if entry is not None else frozenset()
        mine = bool(self.roles & ANY_GROUP) or counter.group == self.group
        later = [one for one in self.entries if one.window == counter.code and one.since > self.since]
        return DutyLine(
            counter, base, self.wishes.get(counter.code, base), mine,
            min(later, key=lambda one: one.since, default=None),
        )  # fmt: skip


def titles(channels: Iterable[Channel]) -> str:
    """Duties in words."""
    return "、".join(channel.title for channel in channels) or "没有职责"
