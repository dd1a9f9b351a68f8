"""What the handover queue shows of a case at a moment, and what can be done; plain Python, no window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from yichuang_desktop.domain.cutoffs import minutes_left
from yichuang_desktop.services.ports import HandoverRow
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

FRESH_MINUTES = 10
SOON_MINUTES = 60
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
    def due_tone(self) -> Tone:
        """Red when missed, amber within the last hour."""
        if self.minutes is None:
            return Tone.NONE
        if self.past:
            return Tone.BAD
        return Tone.WARN if self.minutes <= SOON_MINUTES else Tone.NONE

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
            return "未按时领取"
        fresh = (self.now - self.row.accepted_at).total_seconds() < FRESH_MINUTES * 60
        return "刚收件" if fresh and not self.row.calls else "待领取"

    @property
    def state_tone(self) -> Tone:
        """The badge's colour; its words say the same."""
        if self.past or (self.signed and self.row.commitment_owed):
            return Tone.BAD
        if self.signed:
            return Tone.GOOD
        return Tone.CALM if self.state == "刚收件" else Tone.WARN


class QueueColumn(Enum):
    """The columns of the queue."""

    CASE = Column[QueueLine](
        "收件编号 · 申请人",
        lambda line: line.row.receipt_no,
        lambda line: line.row.applicant_name,
        width=188,
        bold=True,
    )
    ITEM = Column[QueueLine]("事项 · 部门", lambda line: line.row.item_name, lambda line: line.row.department)
    PHONE = Column[QueueLine](
        "交接电话", lambda line: line.row.phone or "—", lambda line: line.row.contact, width=122
    )
    DUE = Column[QueueLine](
        "截止",
        lambda line: line.due,
        lambda line: line.missed,
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
