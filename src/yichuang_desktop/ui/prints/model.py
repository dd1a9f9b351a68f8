"""What the list of prints says of each job, and what the screen needs from printing; plain Python."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from PySide6.QtGui import QImage

from yichuang_desktop.domain.hall import Counter
from yichuang_desktop.domain.papers import TITLES
from yichuang_desktop.domain.print_jobs import FailureKind, JobState, printer_title
from yichuang_desktop.domain.print_sets import PrintSet, SetMember, SetState
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.evaluating import RATING_CODE_SLIP
from yichuang_desktop.services.papers_made import A4, RECEIPT_SLIP, SLIP, printer_at
from yichuang_desktop.services.ports import PrinterRow, PrintRow
from yichuang_desktop.services.printing import fits
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

SLIP_TITLE = "收件通知单小票"
QUESTION = "票出来了吗？"
_SLIPS = {RECEIPT_SLIP: SLIP_TITLE, RATING_CODE_SLIP: "评价凭码"}


class PaperMaker(Protocol):
    """Lays a stored paper out; called on a lane of its own. Raises RuleViolation for what it cannot set."""

    def pictures(self, kind: str, document: Mapping[str, Any], mark: str) -> Sequence[QImage]:
        """Every page as it would be printed; a slip is one picture made from its very bytes."""
        ...

    def pdf(self, kind: str, document: Mapping[str, Any], mark: str) -> bytes:
        """The paper as PDF; never asked for a slip."""
        ...


class PrintDocuments(Protocol):
    """Where a job's paper comes from: ``Views.print_document``."""

    def print_document(self, job_id: str) -> tuple[str, Mapping[str, Any], str]: ...


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device of this window as the list shows it."""

    key: str
    name: str
    words: str
    """Its state: ``正常``, ``缺纸，请换纸``."""
    tone: Tone
    last_used: datetime | None = None
    can_test: bool = False


class Devices(Protocol):
    """The devices of this window; asked on the lane ``printer``, never on the Qt thread."""

    def lines(self) -> Sequence[DeviceLine]: ...
    def test(self, key: str) -> str:
        """Try the device out and say in words what came of it. Raises RuleViolation when it cannot be."""
        ...


def paper_title(kind: str) -> str:
    """What a kind of print is called."""
    return _SLIPS.get(kind) or TITLES.get(kind, "单据")


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A print job as it reads on screen; ``inside``: below the line of its set."""

    row: PrintRow
    inside: bool = False

    @property
    def key(self) -> str:
        """What tells it apart over a refresh."""
        return self.row.job_id

    @property
    def head(self) -> str:
        """The first words of its line."""
        return f"└ {self.title}" if self.inside else self.title

    @property
    def second(self) -> str:
        """When, and who asked for it."""
        return f"{self.row.requested_at:%m-%d %H:%M}　{self.row.requested_by}"

    @property
    def at(self) -> datetime:
        """What it is sorted by."""
        return self.row.requested_at

    @property
    def state(self) -> JobState:
        return JobState(self.row.state)

    @property
    def failure(self) -> FailureKind | None:
        return FailureKind(self.row.failure) if self.row.failure else None

    @property
    def title(self) -> str:
        """Which paper, and whether it is a further copy."""
        copy = f"（补打第 {self.row.copy_no - 1} 次）" if self.row.copy_no > 1 else ""
        return paper_title(self.row.kind) + copy

    @property
    def number(self) -> str:
        """The case it belongs to."""
        return self.row.receipt_no or "不属于某一件"

    @property
    def printer(self) -> str:
        return printer_title(self.row.printer)

    @property
    def as_page(self) -> bool:
        """A slip that goes to an A4 printer comes out as the receipt's page."""
        return self.row.kind == RECEIPT_SLIP and self.row.printer.startswith(f"{A4}-")

    @property
    def question(self) -> str:
        """The one question about a print in doubt: which paper, whose, where and when."""
        at = self.row.moved_at or self.row.requested_at
        return f"{self.title}，{self.number}，{self.printer}，{at:%m-%d %H:%M}：{QUESTION}"

    @property
    def words(self) -> str:
        """The state, with what stands in the way."""
        if self.failure is not None and self.state is JobState.QUEUED:
            return self.failure.title
        return self.state.title

    @property
    def tone(self) -> Tone:
        """Red where a person has to act, amber while it waits for something."""
        if self.asks or self.state is JobState.FAILED:
            return Tone.BAD
        if self.state is JobState.QUEUED:
            return Tone.WARN if self.failure is not None else Tone.CALM
        settled = (JobState.CONFIRMED, JobState.ACCEPTED)
        return Tone.GOOD if self.state in settled else Tone.CALM

    @property
    def asks(self) -> bool:
        """Nobody but a person can say whether it came out."""
        return self.state is JobState.UNKNOWN

    @property
    def open(self) -> bool:
        """Not yet on paper, as far as anyone knows."""
        return self.state in (JobState.QUEUED, JobState.SENDING, JobState.FAILED, JobState.UNKNOWN)

    @property
    def why_not_reprint(self) -> str:
        """Why no further copy can be made now; empty when it can."""
        if self.state in (JobState.QUEUED, JobState.SENDING):
            return f"这张单据{self.state.title}，不必补打"
        if self.state is JobState.CANCELLED:
            return "这张单据已取消"
        return "请先回答：票出来了吗？" if self.asks else ""

    @property
    def why_not_cancel(self) -> str:
        """Why it cannot be given up any more; empty when it can."""
        if self.state in (JobState.QUEUED, JobState.FAILED):
            return ""
        return f"这张单据{self.state.title}，只有还没有送出的才能取消"

    @property
    def why_not_move(self) -> str:
        """Why no other printer can be chosen for it; empty when one can."""
        if self.state is JobState.SENDING:
            return "这张单据正在打印，请稍候"
        return "这张单据已取消" if self.state is JobState.CANCELLED else ""

    @property
    def todo(self) -> str:
        """What to do, in one sentence."""
        return f"按 A4 版面打印。{self._todo}" if self.as_page and self.open else self._todo

    @property
    def _todo(self) -> str:
        if self.failure is not None and self.open:
            said = say_code(self.failure.sentence_code, {"printer": self.printer})
            if self.asks:
                return said if QUESTION in said else f"{said}{QUESTION}"
            return said if QUESTION not in said else _TODO[self.state]
        return _TODO[self.state]

    @property
    def rank(self) -> tuple[int, float]:
        """Trouble first, then what is open, then the rest, newest first."""
        order = {JobState.UNKNOWN: 0, JobState.FAILED: 1}.get(self.state)
        if order is None:
            order = (2 if self.failure is not None else 3) if self.open else 4
        return order, -self.row.requested_at.timestamp()


_TODO = {
    JobState.QUEUED: "排队等候，打印机空闲后自动打印。",
    JobState.SENDING: "正在打印，请稍候。",
    JobState.SENT: "已送到打印机，打印机没有报告异常。没有出来或者不完整时，按 F12 补打。",
    JobState.CONFIRMED: "已打印，不需要处理。",
    JobState.UNKNOWN: f"不知道打出来没有，不会自动重打。{QUESTION}",
    JobState.FAILED: "没有打印。请看打印机，好了以后按 F12 重新打印。",
    JobState.REPRINTED: "已另打一份，这一份不用再管。",
    JobState.ACCEPTED: "已确认完整，不需要处理。",
    JobState.CANCELLED: "已取消，不会再打印。",
}


@dataclass(frozen=True, slots=True)
class SetLine:
    """The papers of one act in one line, which opens to show each."""

    members: tuple[PrintLine, ...]
    opened: bool = False

    @property
    def row(self) -> PrintRow:
        """Its first paper."""
        return self.members[0].row

    @property
    def key(self) -> str:
        return f"set {self.row.bundle}"

    @property
    def whole(self) -> PrintSet:
        """The set as the domain sees it."""
        return PrintSet.of(SetMember(line.title, line.state) for line in self.members)

    @property
    def head(self) -> str:
        return f"{'▾' if self.opened else '▸'} 一套 {len(self.whole.members)} 张"

    @property
    def title(self) -> str:
        return f"一套 {len(self.whole.members)} 张单据"

    @property
    def number(self) -> str:
        return self.members[0].number

    @property
    def printer(self) -> str:
        return "、".join(dict.fromkeys(line.printer for line in self.members))

    @property
    def second(self) -> str:
        return self.members[0].second

    @property
    def at(self) -> datetime:
        return self.members[0].at

    @property
    def words(self) -> str:
        return self.whole.state.title

    @property
    def tone(self) -> Tone:
        """As its worst paper."""
        tones = [line.tone for line in self.members]
        if Tone.BAD in tones or Tone.WARN in tones:
            return Tone.BAD if Tone.BAD in tones else Tone.WARN
        return Tone.GOOD if self.whole.state is SetState.ALL_OUT else Tone.CALM

    @property
    def asks(self) -> bool:
        """Never of itself: the question is about one of its papers."""
        return False

    @property
    def todo(self) -> str:
        return f"{self.whole.words}。{'' if self.opened else 'Enter 展开。'}"

    @property
    def rank(self) -> tuple[int, float]:
        return min(line.rank for line in self.members)


Line = PrintLine | SetLine


class PrintColumn(Enum):
    """The columns of the list of prints."""

    PAPER = Column[Line]("单据 · 办件", lambda line: line.head, lambda line: line.number, width=226)
    PRINTER = Column[Line](
        "打印机 · 时间",
        lambda line: line.printer,
        lambda line: line.second,
        width=222,
        sort=lambda line: line.at,
    )
    STATE = Column[Line](
        "状态", lambda line: line.words, badge=lambda line: line.tone, width=134, sort=lambda line: line.rank
    )
    TODO = Column[Line]("怎么办", lambda line: line.todo)


class JobColumn(Enum):
    """The columns of the papers of one case."""

    PAPER = Column[PrintLine](
        "单据",
        lambda line: line.title,
        lambda line: f"{line.row.requested_at:%m-%d %H:%M}　{line.row.requested_by}",
    )
    STATE = Column[PrintLine]("状态", lambda line: line.words, badge=lambda line: line.tone, width=124)


def in_order(rows: Sequence[PrintRow]) -> tuple[PrintLine, ...]:
    """The lines of a list, trouble first."""
    return tuple(sorted((PrintLine(row) for row in rows), key=lambda line: line.rank))


def in_sets(rows: Sequence[PrintRow], turned: Container[str] = frozenset()) -> tuple[Line, ...]:
    """The lines of a list, trouble first; papers of one act stand together below the line of their set.

    A set with trouble is open and any other is closed, but for those in ``turned``, which the clerk turned.
    """
    sets: dict[str, list[PrintLine]] = {}
    alone: list[Line] = []
    for line in in_order(rows):
        if line.row.bundle and line.state is not JobState.CANCELLED:
            sets.setdefault(line.row.bundle, []).append(line)
        else:
            alone.append(line)
    for bundle, members in sets.items():
        if len(members) == 1:
            alone.append(members[0])
            continue
        by_paper = sorted(members, key=lambda line: (line.row.requested_at, line.row.copy_no))
        trouble = any(line.tone is Tone.BAD for line in members)
        alone.append(SetLine(tuple(by_paper), trouble is not (f"set {bundle}" in turned)))
    return tuple(shown for line in sorted(alone, key=lambda one: one.rank) for shown in _shown(line))


def _shown(line: Line) -> Sequence[Line]:
    if isinstance(line, PrintLine) or not line.opened:
        return (line,)
    inside = sorted((replace(member, inside=True) for member in line.members), key=lambda one: one.rank[0])
    return (line, *inside)


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as it is shown, and what its hint says; thousands of rows are sorted off the Qt thread."""

    rows: tuple[PrintRow, ...]
    lines: tuple[Line, ...]
    unfinished: int
    trouble: int

    @classmethod
    def of(cls, rows: Sequence[PrintRow], turned: Container[str] = frozenset()) -> "Listing":
        papers = [PrintLine(row) for row in rows]
        unfinished = sum(line.open for line in papers)
        trouble = sum(line.tone is Tone.BAD for line in papers)
        return cls(tuple(rows), in_sets(rows, turned), unfinished, trouble)


# -- another printer -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """A printer a print may go to, as the list of choices shows it."""

    printer: str
    where: str
    said: str
    own: bool

    @property
    def title(self) -> str:
        name = printer_title(self.printer)
        return f"{name}（本窗口）" if self.own else name


class PrinterColumn(Enum):
    """The columns of the list of other printers."""

    PRINTER = Column[PrinterChoice]("打印机", lambda one: one.title, lambda one: one.where, width=330)
    SAID = Column[PrinterChoice]("今天", lambda one: one.said)


def other_printers(
    row: PrintRow, own: int, counters: Sequence[Counter], known: Sequence[PrinterRow]
) -> tuple[PrinterChoice, ...]:
    """Where a print may go instead: this window's printers first, then its neighbours' on the same floor."""
    used = {one.printer: one for one in known}
    here = next((one for one in counters if one.code == own), None)
    floor = here.floor if here else 0

    def near(counter: Counter) -> tuple[bool, bool, int]:
        return counter.code != own, counter.floor != floor, abs(counter.code - own)

    slips = [printer_at(SLIP, one.code) for one in sorted(counters, key=near)]
    pages = [printer_at(A4, one.code) for one in sorted(counters, key=near)]
    own_page = printer_at(A4, own)
    names = dict.fromkeys((*slips[:1], own_page, *slips, *pages))
    signs = {f"{one.code:02d}": one.title for one in counters}
    return tuple(
        PrinterChoice(name, _where(name, row, signs), _said(used.get(name)), name.endswith(f"-{own:02d}"))
        for name in names
        if name != row.printer and fits(row.kind, row.printer, name)
    )


def _where(printer: str, row: PrintRow, signs: Mapping[str, str]) -> str:
    sign = signs.get(printer.rpartition("-")[2], "")
    page = row.kind == RECEIPT_SLIP and printer.startswith(f"{A4}-")
    return f"{sign}，按 A4 版面打印收件通知单" if page else sign


def _said(known: PrinterRow | None) -> str:
    if known is None:
        return "今天还没有打过，请先看它开着没有"
    waiting = f"，还有 {known.waiting} 张在等" if known.waiting else ""
    last = f"{known.last_out:%H:%M} 打过" if known.last_out else "今天还没有打出来过"
    return f"{last}{waiting}"
