"""What the list of prints says of each job, and what the screen needs from printing; plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from PySide6.QtGui import QImage

from yichuang_desktop.domain.papers import TITLES
from yichuang_desktop.domain.print_jobs import FailureKind, JobState, printer_title
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.papers_made import RECEIPT_SLIP
from yichuang_desktop.services.ports import PrintRow
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

SLIP_TITLE = "收件通知单小票"
QUESTION = "票出来了吗？"


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
    return SLIP_TITLE if kind == RECEIPT_SLIP else TITLES.get(kind, "单据")


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A print job as it reads on screen."""

    row: PrintRow

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
    def todo(self) -> str:
        """What to do, in one sentence."""
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
    JobState.SENT: "已送到打印机。没有出来或者不完整时，按 F12 补打。",
    JobState.CONFIRMED: "已打印，不需要处理。",
    JobState.UNKNOWN: f"不知道打出来没有，不会自动重打。{QUESTION}",
    JobState.FAILED: "没有打印。请看打印机，好了以后按 F12 重新打印。",
    JobState.REPRINTED: "已另打一份，这一份不用再管。",
    JobState.ACCEPTED: "已确认完整，不需要处理。",
    JobState.CANCELLED: "已取消，不会再打印。",
}


class PrintColumn(Enum):
    """The columns of the list of prints."""

    PAPER = Column[PrintLine]("单据 · 办件", lambda line: line.title, lambda line: line.number, width=226)
    PRINTER = Column[PrintLine](
        "打印机 · 时间",
        lambda line: line.printer,
        lambda line: f"{line.row.requested_at:%m-%d %H:%M}　{line.row.requested_by}",
        width=222,
        sort=lambda line: line.row.requested_at,
    )
    STATE = Column[PrintLine](
        "状态", lambda line: line.words, badge=lambda line: line.tone, width=134, sort=lambda line: line.rank
    )
    TODO = Column[PrintLine]("怎么办", lambda line: line.todo)


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
