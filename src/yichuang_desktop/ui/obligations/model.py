"""What the clock page shows of an obligation today, and what can be done; plain Python, no window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.obligations import ObligationKind, ObligationLight, light
from yichuang_desktop.domain.tracks import Approval, Track
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.offering import may
from yichuang_desktop.services.ports_obligations import ObligationRow
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

TONES = {
    ObligationLight.OVERDUE: Tone.BAD,
    ObligationLight.LAST_DAY: Tone.BAD,
    ObligationLight.SOON: Tone.WARN,
    ObligationLight.RUNNING: Tone.CALM,
}
ANY = "any"
NOT_YOURS = "由{who}办理"


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """A row of the list as it reads today."""

    row: ObligationRow
    light: ObligationLight
    left: int
    """Working days until the day, negative after it."""

    @classmethod
    def of(cls, row: ObligationRow, today: date, calendar: WorkCalendar) -> "ObligationLine":
        """The line of a row."""
        left = calendar.workdays_between(today, row.due)
        return cls(row, light(row.kind, row.due, today, calendar), left)

    @property
    def key(self) -> tuple[str, str]:
        """A case may owe two things at once."""
        return (str(self.row.case_id), self.row.kind.value)

    @property
    def number(self) -> str:
        """The receipt number; before acceptance there is none."""
        return self.row.receipt_no or "尚未受理"

    @property
    def overdue(self) -> bool:
        """The day has passed."""
        return self.light is ObligationLight.OVERDUE

    @property
    def what(self) -> str:
        """What is owed, in words."""
        return f"{self.row.kind.title}：{'、'.join(self.row.owed)}" if self.row.owed else self.row.kind.title

    @property
    def by(self) -> str:
        """Whom to call."""
        return self.row.department_phone if self.row.kind is ObligationKind.CHECK else self.row.phone

    @property
    def when(self) -> str:
        """How long there is, or by how much it is late."""
        if self.overdue:
            return f"逾期 {max(-self.left, 1)} 个工作日"
        return "今天到期" if not self.left else f"还有 {self.left} 个工作日"


class ObligationColumn(Enum):
    """The columns of the list."""

    CASE = Column[ObligationLine](
        "收件编号 · 申请人",
        lambda line: line.number,
        lambda line: line.row.applicant_name,
        width=196,
        bold=True,
    )
    WHAT = Column[ObligationLine](
        "欠什么 · 事项", lambda line: line.what, lambda line: f"{line.row.item_name}（{line.row.department}）"
    )
    BY = Column[ObligationLine]("由谁", lambda line: line.row.debtor, lambda line: line.by, width=150)
    DUE = Column[ObligationLine](
        "期限", lambda line: f"{line.row.due:%m-%d}", lambda line: line.when, width=124
    )
    LIGHT = Column[ObligationLine](
        "状态", lambda line: line.light.title, badge=lambda line: TONES[line.light], width=92
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures over the list."""

    overdue: int = 0
    last_day: int = 0
    soon: int = 0
    running: int = 0

    @classmethod
    def of(cls, lines: Sequence[ObligationLine]) -> "Counts":
        """Count the lights."""
        return cls(*(sum(line.light is one for line in lines) for one in ObligationLight))


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done about a line: the act's name in the register, or where to go."""

    act: str
    title: str
    why_not: str = ""


def choices(line: ObligationLine | None, roles: frozenset[Role]) -> tuple[Choice, ...]:
    """What can be done, the usual thing last; with words where it cannot."""
    if line is None:
        return ()
    match line.row.kind:
        case ObligationKind.SUPPLY:
            return _supply(line, roles)
        case ObligationKind.CHECK:
            return (_choice("check_commitment_kept", "登记核查结果", roles, "窗口或出证人员"),)
        case ObligationKind.NOTICE:
            return _notice(line, roles)


def _supply(line: ObligationLine, roles: frozenset[Role]) -> tuple[Choice, ...]:
    running = "" if line.overdue else "期限内不能终止"
    if Approval(line.row.approval) not in TABLE["terminate_unsupplied"].moves[Track.APPROVAL]:
        running = "部门已作出决定，不能终止"
    return (
        _choice("give_more_time_to_supply", "登记宽限", roles, "组长"),
        _choice("terminate_unsupplied", "终止办理", roles, "窗口、出证人员或组长", running),
        _choice("supply_deferred", "登记补交", roles, "窗口或出证人员"),
    )


def _notice(line: ObligationLine, roles: frozenset[Role]) -> tuple[Choice, ...]:
    if line.overdue:
        return (_choice("deem_accepted", "视为受理，给编号", roles, "组长"),)
    back = _choice("give_kept_papers_back", "退还暂存材料", roles, "窗口人员")
    return (back, _choice("open_draft", "继续审查", roles, "窗口人员"))


def _choice(act: str, title: str, roles: frozenset[Role], who: str, why_not: str = "") -> Choice:
    return (
        Choice(act, title, "" if may(act, roles) else NOT_YOURS.format(who=who))
        if not why_not
        else (Choice(act, title, why_not))
    )


def step_of(line: ObligationLine | None, roles: frozenset[Role]) -> Step:
    """What is to be done about the line."""
    if line is None:
        return Step("选中一件，看它欠什么、由谁、到哪天为止。", Tone.CALM)
    tone = TONES[line.light]
    row = line.row
    match row.kind:
        case ObligationKind.SUPPLY if line.overdue:
            return Step(
                f"{row.applicant_name}逾期没有补齐。请问{row.department}：宽限，还是终止办理，再按意见登记。",
                tone,
            )
        case ObligationKind.SUPPLY:
            return Step(f"请提醒{row.applicant_name}在{_day(row.due)}前补齐；补齐以前不能出证。", tone)
        case ObligationKind.CHECK:
            return Step(f"请{row.department}在{_day(row.due)}前核查，按其告知的结果登记。", tone)
        case ObligationKind.NOTICE if line.overdue:
            return Step(
                f"已过告知期限，依法自{_day(row.since or row.due)}收到材料之日起视为受理。"
                + ("请给编号、定首办责任人。" if may("deem_accepted", roles) else "请组长办理。"),
                tone,
            )
        case ObligationKind.NOTICE:
            return Step(f"{_day(row.due)}下班前必须告知、受理或不予受理，逾期视为受理。", tone)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
