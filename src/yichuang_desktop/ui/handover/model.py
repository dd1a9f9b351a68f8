"""What the handover queue shows of a case at a moment, and what can be done; plain Python, no window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from yichuang_desktop.domain.cutoffs import minutes_left
from yichuang_desktop.domain.evidence import PerformanceCause
from yichuang_desktop.domain.performance import REPEATED_CALLS, suggested
from yichuang_desktop.services.ports import HandoverRow
from yichuang_desktop.services.ports_dues import ReminderRow
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

FRESH_MINUTES = 10
SOON_MINUTES = 60
CALLS_SHOWN = 2
HOUR, DAY = 60, 24 * 60
OUTCOMES = (("已接通", "answered"), ("占线", "busy"), ("无人接听", "no_answer"))
OUTCOME_WORDS = {code: words for words, code in OUTCOMES}


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A row of the queue as it reads at ``now``."""

    row: HandoverRow
    now: datetime

    @property
    def signed(self) -> bool:
        """The department has signed; counterfoil and commitment wait to be passed on."""
        return self.row.state == "signed"

    def part_of(self, case_id: UUID) -> bool:
        """Whether it is a department's part of that package."""
        return bool(self.row.part_of) and UUID(self.row.part_of) == case_id

    @property
    def minutes(self) -> int | None:
        """Minutes left until the cut-off, negative when it is missed; None when it no longer counts."""
        if self.signed or self.row.collection_due is None:
            return None
        return minutes_left(self.row.collection_due, self.now)

    @property
    def past(self) -> bool:
        """The department has missed the cut-off."""
        return self.minutes is not None and self.minutes <= 0

    @property
    def due(self) -> str:
        """Until when the papers must be collected."""
        if self.minutes is None or self.row.collection_due is None:
            return "—"
        due = self.row.collection_due
        return f"{due:%H:%M}" if due.date() == self.now.date() else f"{due:%m-%d %H:%M}"

    @property
    def missed(self) -> str:
        """By how much the cut-off is missed; empty when it is not."""
        return f"已过 {span(-self.minutes)}" if self.past and self.minutes is not None else ""

    @property
    def soon(self) -> bool:
        """The last hour before the cut-off."""
        return self.minutes is not None and 0 < self.minutes <= SOON_MINUTES

    @property
    def left(self) -> str:
        """How much time is left, or by how much the cut-off is missed."""
        if self.minutes is None:
            return ""
        return self.missed or f"还有 {span(self.minutes)}"

    @property
    def suggested(self) -> PerformanceCause | None:
        """What the situation shows and nobody has noted yet (3.2.2.4)."""
        if self.signed:
            return None
        return suggested(past=self.past, calls=self.row.calls, noted=self.row.noted)

    @property
    def note_reason(self) -> str:
        """The facts that go with a note."""
        due = self.row.collection_due
        parts = (
            f"应于 {due:%m-%d %H:%M} 前领取" if due else "",
            self.missed,
            f"电话联系 {self.row.calls} 次",
        )
        return "，".join(part for part in (*parts, "部门未领取材料") if part)

    @property
    def why_not_note(self) -> str:
        """Why nothing can be noted with one key; empty when it can."""
        if self.suggested is not None:
            return ""
        if self.row.noted:
            return "已经上报过，不必重复上报"
        return f"还没有过领取截止时间，电话也不到 {REPEATED_CALLS} 次"

    @property
    def call_lines(self) -> tuple[str, ...]:
        """The last calls, the newest first, as the log has them."""
        lines = [self._call_line(call) for call in reversed(self.row.call_log[-CALLS_SHOWN:])]
        more = len(self.row.call_log) - CALLS_SHOWN
        return (*lines, f"更早还有 {more} 次，见办件记录") if more > 0 else tuple(lines)

    def _call_line(self, call: ReminderRow) -> str:
        clock = f"{call.at:%H:%M}" if call.at.date() == self.now.date() else f"{call.at:%m-%d %H:%M}"
        said = f"　“{call.said}”" if call.said else ""
        return f"{clock}　{OUTCOME_WORDS.get(call.outcome, '')}{said}"

    @property
    def due_tone(self) -> Tone:
        """Red when missed, amber within the last hour."""
        if self.minutes is None:
            return Tone.NONE
        if self.past:
            return Tone.BAD
        return Tone.WARN if self.soon else Tone.NONE

    @property
    def calls(self) -> str:
        """How often the department was called."""
        return f"{self.row.calls} 次" if self.row.calls else "—"

    @property
    def last_call(self) -> str:
        """When the last call was, and how it went."""
        if self.row.last_call_at is None:
            return ""
        at = self.row.last_call_at
        clock = f"{at:%H:%M}" if at.date() == self.now.date() else f"{at:%m-%d}"
        return f"{clock} {OUTCOME_WORDS.get(self.row.last_call_outcome, '')}".rstrip()

    @property
    def state(self) -> str:
        """The words of the badge."""
        if self.signed:
            return "承诺书待签字" if self.row.commitment_owed else "待交出证窗口"
        if self.past:
            return "已上报" if PerformanceCause.LATE in self.row.noted else "未按时领取"
        if self.row.excused:
            return "例外，改日领取"
        if self.soon:
            return "临近截止"
        fresh = (self.now - self.row.accepted_at).total_seconds() < FRESH_MINUTES * 60
        return "刚收件" if fresh and not self.row.calls else "待领取"

    @property
    def state_tone(self) -> Tone:
        """The badge's colour; its words say the same."""
        if self.past or (self.signed and self.row.commitment_owed):
            return Tone.BAD
        if self.signed:
            return Tone.GOOD
        calm = self.state in ("刚收件", "例外，改日领取")
        return Tone.CALM if calm else Tone.WARN


class QueueColumn(Enum):
    """The columns of the queue."""

    CASE = Column[QueueLine](
        "收件编号 · 申请人",
        lambda line: line.row.receipt_no,
        lambda line: line.row.applicant_name,
        width=208,
        bold=True,
    )
    ITEM = Column[QueueLine]("事项 · 部门", lambda line: line.row.item_name, lambda line: line.row.department)
    PHONE = Column[QueueLine](
        "交接电话", lambda line: line.row.phone or "—", lambda line: line.row.contact, width=122
    )
    DUE = Column[QueueLine](
        "截止",
        lambda line: line.due,
        lambda line: line.left,
        width=126,
        tone=lambda line: line.due_tone,
        sort=lambda line: line.row.collection_due or line.now,
    )
    CALLS = Column[QueueLine]("联系", lambda line: line.calls, lambda line: line.last_call, width=100)
    STATE = Column[QueueLine]("状态", lambda line: line.state, badge=lambda line: line.state_tone, width=128)


def span(minutes: int) -> str:
    """A span as one says it: ``46 分``, ``3 小时 04 分``, ``2 天``."""
    if minutes >= DAY:
        return f"{minutes // DAY} 天"
    if minutes >= HOUR:
        return f"{minutes // HOUR} 小时 {minutes % HOUR:02d} 分"
    return f"{max(minutes, 0)} 分"


def next_cutoff(lines: Sequence[QueueLine]) -> datetime | None:
    """The next cut-off that papers still waiting can make."""
    ahead = [line.row.collection_due for line in lines if (line.minutes or 0) > 0]
    return min((due for due in ahead if due is not None), default=None)


def countdown_words(minutes: int) -> tuple[str, Tone]:
    """The word and the colour of the time that is left."""
    if minutes <= 0:
        return "已过截止", Tone.BAD
    return ("临近截止", Tone.WARN) if minutes <= SOON_MINUTES else ("时间充裕", Tone.GOOD)
