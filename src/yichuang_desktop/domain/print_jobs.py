"""The life of a print job: which state may follow which, and what a copy must say of itself (R-X-1).

A job is saved in the transaction that makes its paper due; printing comes after and is never a guard. "Sent"
is not "printed": after the first byte has left, only the printer or a person can say what came out, so such a
job is never sent again by itself. Whatever the rules leave open is asked at the counter:
``票出来了吗？ 完整 / 不完整 / 没有``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final

from yichuang_desktop.domain.errors import RuleViolation


class JobState(Enum):
    """Where a print job stands; ``title`` is what the screen says."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    REPRINTED = "reprinted"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:
        return _STATE_TITLES[self]


_STATE_TITLES: Final[dict[JobState, str]] = {
    JobState.QUEUED: "等待打印",
    JobState.SENDING: "正在打印",
    JobState.SENT: "已送出",
    JobState.CONFIRMED: "已打印",
    JobState.UNKNOWN: "待确认",
    JobState.FAILED: "未打印",
    JobState.REPRINTED: "已补打",
    JobState.ACCEPTED: "已确认完整",
    JobState.CANCELLED: "已取消",
}

MOVES: Final[Mapping[JobState, frozenset[JobState]]] = {
    JobState.QUEUED: frozenset({JobState.SENDING, JobState.FAILED, JobState.CANCELLED}),
    # Back to queued only while not one byte has left; proof that comes with the delivery is one write.
    JobState.SENDING: frozenset(
        {JobState.QUEUED, JobState.SENT, JobState.CONFIRMED, JobState.UNKNOWN, JobState.FAILED}
    ),
    JobState.SENT: frozenset({JobState.CONFIRMED, JobState.UNKNOWN, JobState.REPRINTED, JobState.ACCEPTED}),
    JobState.UNKNOWN: frozenset({JobState.REPRINTED, JobState.ACCEPTED}),
    # Nothing has left for the printer: the same job may be tried again, or be given up.
    JobState.FAILED: frozenset({JobState.QUEUED, JobState.REPRINTED, JobState.ACCEPTED, JobState.CANCELLED}),
    JobState.CONFIRMED: frozenset(),
    JobState.REPRINTED: frozenset(),
    JobState.ACCEPTED: frozenset(),
    JobState.CANCELLED: frozenset(),
}
"""The allowed moves; the store's transition table is generated from this one."""


class FailureKind(Enum):
    """Why a job did not, or may not, come out. Its sentence is ``print_<value>`` in the catalogue."""

    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    OFFLINE = "offline"
    COVER_OPEN = "cover_open"
    PAPER_OUT = "paper_out"
    PRINTER_FAULT = "printer_fault"
    BROKEN_OFF = "broken_off"
    WRITE_FAILED = "write_failed"
    NOT_LAID_OUT = "not_laid_out"
    NO_SUCH_PRINTER = "no_such_printer"
    PROGRAM_ENDED = "program_ended"
    BUSY = "busy"
    """Another window or program has it."""
    CUTTER = "cutter"
    TOO_HOT = "too_hot"
    PAUSED = "paused"
    """Its queue in the operating system was stopped."""
    SPOOLER = "spooler"
    """The operating system's own print service does not work, or refuses."""
    IN_SYSTEM_QUEUE = "in_system_queue"
    """Handed over, and still waiting in the operating system's queue: it may yet come out."""
    DROPPED_BY_SYSTEM = "dropped_by_system"
    """Handed over, and deleted or given up there."""

    @property
    def title(self) -> str:
        return _FAILURE_TITLES[self]

    @property
    def sentence_code(self) -> str:
        return f"print_{self.value}"

    @property
    def passing(self) -> bool:
        """True when waiting can cure it, so the job stays in the queue and is tried again."""
        return self not in _LASTING


_FAILURE_TITLES: Final[dict[FailureKind, str]] = {
    FailureKind.UNREACHABLE: "连不上打印机",
    FailureKind.NO_ANSWER: "打印机没有应答",
    FailureKind.OFFLINE: "打印机脱机",
    FailureKind.COVER_OPEN: "打印机上盖未合",
    FailureKind.PAPER_OUT: "打印机缺纸",
    FailureKind.PRINTER_FAULT: "打印机故障",
    FailureKind.BROKEN_OFF: "打印中断",
    FailureKind.WRITE_FAILED: "文件写不进去",
    FailureKind.NOT_LAID_OUT: "版面生成失败",
    FailureKind.NO_SUCH_PRINTER: "没有这台打印机",
    FailureKind.PROGRAM_ENDED: "打印时程序中断",
    FailureKind.BUSY: "打印机正被占用",
    FailureKind.CUTTER: "切刀卡住",
    FailureKind.TOO_HOT: "打印头过热",
    FailureKind.PAUSED: "打印队列已暂停",
    FailureKind.SPOOLER: "系统打印服务异常",
    FailureKind.IN_SYSTEM_QUEUE: "还在系统打印队列里",
    FailureKind.DROPPED_BY_SYSTEM: "被系统打印队列丢弃",
}
_LASTING: Final = frozenset({FailureKind.NOT_LAID_OUT, FailureKind.NO_SUCH_PRINTER})


class PrintAnswer(Enum):
    """What a person saw at the printer."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NOTHING = "nothing"

    @property
    def title(self) -> str:
        return {"complete": "完整", "partial": "不完整", "nothing": "没有"}[self.value]


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What a printer said of itself; ``None`` means it said nothing, which is never "all well"."""

    online: bool | None = None
    cover_open: bool | None = None
    paper_out: bool | None = None
    paper_low: bool | None = None
    fault: bool | None = None
    why: FailureKind | None = None
    """What the printer or its queue says beyond these: jammed cutter, too hot, paused."""

    @property
    def answered(self) -> bool:
        told = (self.online, self.cover_open, self.paper_out, self.paper_low, self.fault, self.why)
        return any(answer is not None for answer in told)

    @property
    def hindrance(self) -> FailureKind | None:
        """Why the printer cannot print now; paper running low hinders nothing."""
        if self.paper_out:
            return FailureKind.PAPER_OUT
        if self.cover_open:
            return FailureKind.COVER_OPEN
        if self.why or self.fault:
            return self.why or FailureKind.PRINTER_FAULT
        return FailureKind.OFFLINE if self.online is False else None


class Proof(Enum):
    """How far a job came on its way to paper."""

    NOT_STARTED = "not_started"
    """Not one byte of the job has left: sending again is safe."""
    HANDED_OVER = "handed_over"
    """The last byte left; what the printer did with it is not known."""
    CONFIRMED = "confirmed"
    """The printer said it is out, or the file is safely on the disk."""
    UNKNOWN = "unknown"
    """It broke off after the first byte: never sent again by itself."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one attempt to send a job; device faults are told here, never raised."""

    proof: Proof
    failure: FailureKind | None = None
    bytes_sent: int = 0
    status: PrinterStatus = field(default_factory=PrinterStatus)
    detail: str = ""
    """For the log, in English; never shown."""

    @property
    def state(self) -> JobState:
        """The state the job takes after this attempt."""
        match self.proof:
            case Proof.CONFIRMED:
                return JobState.CONFIRMED
            case Proof.HANDED_OVER:
                return JobState.SENT
            case Proof.UNKNOWN:
                return JobState.UNKNOWN
        lasting = self.failure is not None and not self.failure.passing
        return JobState.FAILED if lasting else JobState.QUEUED


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One copy of one paper for one printer, as the queue keeps it."""

    id: str
    """UUID in text form."""
    kind: str
    """Which renderer lays it out: ``receipt_slip`` for the thermal printer, a paper's ``KIND`` for A4."""
    document: Mapping[str, Any]
    """The paper as ``papers.to_document`` wrote it."""
    printer: str
    """Id of the printer this copy waits for."""
    requested_by: str
    requested_at: datetime
    copy_no: int = 1
    """1 is the original; every further copy of the same paper counts on and says so on paper."""
    group: str = ""
    """The case it belongs to, if any."""
    bundle: str = ""
    """The act that made it due: papers of one act come out together; a further copy stays with its set."""
    state: JobState = JobState.QUEUED
    attempts: int = 0
    """How often it was claimed."""
    printer_key: str = ""
    """The physical printer it was last claimed for: windows may name one printer by several names."""
    fence: int = 0
    """The fencing token of that claim: what is written down under an outdated one is refused."""
    after_break: bool = False
    """The job before it on this printer broke off: the printer may still wait for the rest of a command."""
    failure: FailureKind | None = None
    rendered: bytes | None = None
    rendered_sha256: str = ""
    render_version: str = ""

    @property
    def mark(self) -> str:
        """The line a further copy carries; empty on the original."""
        return copy_mark(self.copy_no, self.requested_at, self.requested_by)


def check_move(current: JobState, to: JobState) -> None:
    """Let a job move, or raise RuleViolation("print_move_forbidden")."""
    if to not in MOVES[current]:
        raise RuleViolation("print_move_forbidden", state=current, to=to)


def printer_title(printer: str) -> str:
    """A printer's id in words: ``slip-04`` is ``04 窗口 小票机``."""
    name, _, counter = printer.rpartition("-")
    device = {"a4": "A4 打印机", "slip": "小票机"}.get(name, "打印机")
    return f"{counter} 窗口 {device}" if counter.isdigit() else device


def machine_of(holder: str) -> str:
    """The PC of a lease's holder: ``PC-04-9c2f/window-04/3121`` is on ``PC-04-9c2f``."""
    return holder.partition("/")[0]


def copy_mark(copy_no: int, at: datetime, by: str) -> str:
    """The visible line of a further copy; ``copy_no`` 1 is the original and has none.

    ``copy_mark(2, …)`` gives ``补打 第1次 2026-11-23 15:20 王敏``. Raises ValueError below 1.
    """
    if copy_no < 1:
        raise ValueError(f"copies are counted from 1, not {copy_no}")
    return "" if copy_no == 1 else f"补打 第{copy_no - 1}次 {at:%Y-%m-%d %H:%M} {by}"


def check_cancel(state: JobState) -> None:
    """A print may be given up only while nothing of it has left: RuleViolation ``print_not_cancelled``."""
    if JobState.CANCELLED not in MOVES[state]:
        raise RuleViolation("print_not_cancelled", state=state)


def may_move(state: JobState) -> bool:
    """Whether the very job can go to another printer; else only a further copy can."""
    return state in (JobState.QUEUED, JobState.FAILED)


def state_after_crash(job: PrintJob) -> JobState:
    """Where a job found ``sending`` with a dead lease belongs.

    The bytes are saved before the first of them leaves, so without saved bytes nothing can have been sent.
    """
    return JobState.QUEUED if job.rendered is None else JobState.UNKNOWN


def state_after_answer(current: JobState, answer: PrintAnswer) -> JobState:
    """Where the clerk's answer takes a job: ``reprinted`` asks for :func:`further_copy` as well.

    Raises RuleViolation("print_move_forbidden") when there is nothing to answer.
    """
    to = JobState.ACCEPTED if answer is PrintAnswer.COMPLETE else JobState.REPRINTED
    check_move(current, to)
    return to


def further_copy(
    job: PrintJob, *, job_id: str, copy_no: int, by: str, at: datetime, printer: str = ""
) -> PrintJob:
    """A new job for the same paper, marked 补打; on another printer only when a person named it.

    Raises RuleViolation("print_still_waiting") while the earlier copy may yet come out by itself.
    """
    if job.state in (JobState.QUEUED, JobState.SENDING):
        raise RuleViolation("print_still_waiting", state=job.state)
    if copy_no <= job.copy_no:
        raise ValueError(f"copy {copy_no} cannot follow copy {job.copy_no}")
    return replace(
        job,
        id=job_id,
        copy_no=copy_no,
        requested_by=by,
        requested_at=at,
        printer=printer or job.printer,
        state=JobState.QUEUED,
        attempts=0,
        printer_key="",
        fence=0,
        failure=None,
        rendered=None,
        rendered_sha256="",
        render_version="",
    )
