"""What the list of pushes says of each message, and what can be done with it; plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.pushes import PushState
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.ports_pushes import PushEvent, PushRow
from yichuang_desktop.ui.parts.facts import Fact
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

NOT_CONFIGURED = "未接省平台接口，请用复制卡片录入。"


class Pushes(Protocol):
    """Pushing on this PC: whether a receiver is set, and what is in its way."""

    @property
    def configured(self) -> bool: ...

    def trouble(self) -> str:
        """Why this PC does not push although it is to; empty when all is well."""
        ...

    def hurry(self) -> None:
        """A person wants it tried now, whatever was in the way before."""
        ...


@dataclass(frozen=True, slots=True)
class PushLine:
    """A message as it reads on screen; ``by_hand``: nothing is pushed in this hall, so it is to be copied."""

    row: PushRow
    by_hand: bool = False
    again: bool = False
    """An earlier message of the case in the list brought the same number: that one is taken up."""

    @property
    def number(self) -> str:
        return self.row.receipt_no or "没有编号"

    @property
    def queued(self) -> str:
        return f"{self.row.queued_at:%m-%d %H:%M}"

    @property
    def conflict(self) -> bool:
        """The receiver's number is another than the one the case has."""
        return self.row.number_open and bool(self.row.platform_no)

    @property
    def can_take_up(self) -> bool:
        """Something was answered that the case does not have yet."""
        brings = self.row.number_open and not self.again
        return (brings or self.row.day_open) and not self.conflict

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        row = self.row
        if row.on_its_way:
            return "正在推送"
        if self.conflict:
            return "编号不一致"
        if self.can_take_up:
            return "待登记"
        if row.state is PushState.WAITING and self.by_hand:
            return "待录入平台" if not row.platform_no else "不必推送"
        if row.state is PushState.WAITING and row.last_error:
            return "还没送到"
        return row.state.title

    @property
    def tone(self) -> Tone:
        """Red where a person has to act, amber where one key is due."""
        row = self.row
        if row.state is PushState.FAILED or self.conflict:
            return Tone.BAD
        if self.can_take_up:
            return Tone.WARN
        if row.state is PushState.WAITING:
            return Tone.WARN if row.last_error or (self.by_hand and not row.platform_no) else Tone.CALM
        return {PushState.SENT: Tone.MAIN, PushState.ANSWERED: Tone.GOOD}.get(row.state, Tone.CALM)

    @property
    def detail(self) -> str:
        """What belongs to the state: why not, which number, when again."""
        row = self.row
        if self.conflict:
            return f"本大厅 {row.platform_no}，对方 {row.external_no}"
        if row.state in (PushState.WAITING, PushState.FAILED, PushState.SENT) and row.last_error:
            return row.last_error
        if row.state is PushState.GIVEN_UP:
            return row.reason
        if row.external_no:
            return f"编号 {row.external_no}"
        return row.answer or (f"{row.sent_at:%m-%d %H:%M} 送出" if row.sent_at else "")

    @property
    def todo(self) -> str:
        """The next thing to do, in a sentence."""
        row = self.row
        if row.on_its_way:
            return "正在推送，请稍候。"
        if self.conflict:
            return (
                f"对方答复的编号 {row.external_no} 与已登记的 {row.platform_no} 不一致，没有改写。"
                "请核对后打开办件（Alt G），手工登记正确的编号。"
            )
        if self.can_take_up:
            return "对方已收并答复。按 F12 把答复登记到办件。"
        if self.by_hand and row.state is PushState.WAITING:
            return NOT_CONFIGURED + ("按 F12 开始复制。" if not row.platform_no else "")
        return self._waiting_words()

    def _waiting_words(self) -> str:
        row = self.row
        if row.state is PushState.FAILED:
            return row.last_error or "推送没有成功，请核对后按“再推一次”。"
        if row.state is PushState.WAITING and row.last_error:
            when = f"下次 {row.next_try_at:%H:%M}。" if row.next_try_at else ""
            return f"{row.last_error}{when}"
        words = {
            PushState.WAITING: "排队等着推送，不影响办件。",
            PushState.SENT: "已经送出，等对方答复。",
            PushState.ANSWERED: "对方已收，不用再办。",
            PushState.GIVEN_UP: "已经不再推送。要推送时按“再推一次”。",
        }
        return words[row.state]

    @property
    def why_not_retry(self) -> str:
        """Why it cannot be sent again now; empty when it can."""
        if self.row.on_its_way:
            return "正在推送，请稍候"
        return "对方已答复，不用再推" if self.row.state is PushState.ANSWERED else ""

    @property
    def why_not_give_up(self) -> str:
        """Why it cannot be given up; empty when it can."""
        if self.row.on_its_way:
            return "正在推送，请稍候"
        over = (PushState.ANSWERED, PushState.GIVEN_UP)
        return "这一条已经办完" if self.row.state in over else ""


class PushColumn(Enum):
    """The columns of the list."""

    CASE = Column[PushLine](
        "收件编号 · 申请人",
        lambda line: line.number,
        lambda line: line.row.applicant_name,
        width=200,
        bold=True,
    )
    ITEM = Column[PushLine]("事项 · 部门", lambda line: line.row.item_name, lambda line: line.row.department)
    WHAT = Column[PushLine](
        "消息 · 时间", lambda line: line.row.kind.title, lambda line: line.queued, width=110
    )
    STATE = Column[PushLine](
        "状态", lambda line: line.state, lambda line: line.detail, width=262, badge=lambda line: line.tone
    )


def lines_of(rows: Sequence[PushRow], by_hand: bool) -> tuple[PushLine, ...]:
    """The rows as lines, in the order the store gave them: what needs a person first."""
    seen: set[tuple[object, str]] = set()
    lines = []
    for row in rows:
        number = (row.case_id, row.external_no)
        lines.append(PushLine(row, by_hand, bool(row.external_no) and number in seen))
        if row.number_open:
            seen.add(number)
    return tuple(lines)


def in_trouble(lines: Iterable[PushLine]) -> int:
    """How many are red."""
    return sum(line.tone is Tone.BAD for line in lines)


def may_take_up(roles: frozenset[Role], line: PushLine) -> str:
    """Why this person cannot enter the answer; empty when they can."""
    if not line.can_take_up:
        return "对方还没有答复" if line.row.state is not PushState.ANSWERED else "答复已登记过"
    wanted = TABLE["enter_on_platform" if line.row.number_open else "confirm_on_platform"].recorded_by
    return "" if wanted & roles else "请窗口人员登记平台编号"


def facts_of(line: PushLine) -> list[Fact]:
    """What helps beside the list."""
    row = line.row
    facts: list[Fact] = [
        ("对方", row.receiver or ("没有接口" if line.by_hand else "还没有推送过")),
        ("推送", f"{row.attempts} 次"),
        ("本大厅", row.platform_no or "平台编号未登记"),
    ]
    if row.external_no:
        facts.append(("对方编号", row.external_no, Tone.BAD if line.conflict else Tone.NONE))
    if row.confirmed_on:
        facts.append(("平台日期", row.confirmed_on.isoformat()))
    if row.answer:
        facts.append(("对方说", row.answer))
    return facts


MOST_EVENTS, STAMP = 6, len("11-23 14:26")


def story_of(events: Sequence[PushEvent]) -> list[str]:
    """The last steps of a message, newest first, as lines; claims that came to nothing are not told."""
    told = [_step_words(event) for event in events]
    changed = [words for place, words in enumerate(told) if words and _unlike(words, told[place + 1 :])]
    return changed[:MOST_EVENTS]


def _unlike(words: str, earlier: Sequence[str]) -> bool:
    """Whether the step before said something else: what is tried in vain for hours is told once."""
    before = next((one for one in earlier if one), "")
    return words[STAMP:] != before[STAMP:]


def _step_words(event: PushEvent) -> str:
    at = f"{event.at:%m-%d %H:%M}"
    if event.error:
        return f"{at} {event.error}"
    if event.after is PushState.GIVEN_UP:
        return f"{at} {event.by} 不再推送：{event.reason}"
    if event.before is not event.after and event.after is PushState.WAITING:
        return f"{at} {event.by} 再推一次"
    if event.before is event.after:
        return ""
    return f"{at} {event.after.title}"
