"""The online queue as it reads: whom each case waits for, since when, until when (2.3.3, 3.2.4.2)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from yichuang_desktop.domain.tracks import Approval, Counterfoil, Track, title_of
from yichuang_desktop.services.ports_channels import OnlineRow
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

SLOW_DAYS = 3
"""Calendar days after which a department that has not answered stands out."""
SOON_DAYS = 2
TITLES = ("全部", "待部门受理", "待部门结果")


@dataclass(frozen=True, slots=True)
class OnlineLine:
    """One case filed online, as it reads today."""

    row: OnlineRow
    today: date

    @property
    def accepted(self) -> bool:
        """Whether the department has accepted, so that the clocks run."""
        return self.row.accepted_on is not None

    @property
    def waited(self) -> int:
        """Calendar days since it was registered."""
        at = self.row.registered_at
        return (self.today - at.date()).days if isinstance(at, datetime) else 0

    @property
    def state(self) -> str:
        """Whom it waits for."""
        if not self.accepted:
            return "待部门受理"
        approval = Approval(self.row.approval)
        return "待部门结果" if approval is Approval.IN_REVIEW else title_of(Track.APPROVAL, approval)

    @property
    def since(self) -> str:
        """Since when it waits for acceptance, or until when the result is due."""
        if not self.accepted:
            return f"已等 {self.waited} 天" if self.waited else "今天登记"
        due = self.row.due_on
        if due is None:
            return "没有期限"
        left = (due - self.today).days
        if left < 0:
            return f"超 {-left} 天"
        guess = "暂估" if self.row.due_estimated else ""
        return "今天到期" if left == 0 else f"{due.month}月{due.day}日前{guess}"

    @property
    def tone(self) -> Tone:
        """Red overdue, amber slow or soon due."""
        if not self.accepted:
            return Tone.WARN if self.waited >= SLOW_DAYS else Tone.CALM
        if self.row.due_on is None:
            return Tone.CALM
        left = (self.row.due_on - self.today).days
        if left < 0:
            return Tone.BAD
        return Tone.WARN if left <= SOON_DAYS else Tone.CALM

    @property
    def papers(self) -> str:
        """Where receipt and counterfoil are."""
        here = self.row.counterfoil == Counterfoil.WITH_ISSUANCE
        return "单据已在出证窗口" if here else "单据待交出证窗口"


class OnlineColumn(Enum):
    """The columns of the queue."""

    NUMBER = Column[OnlineLine](
        "收件编号 · 网上编号", lambda line: line.row.receipt_no, lambda line: line.row.external_no, width=210
    )
    WHO = Column[OnlineLine](
        "申请人 · 事项",
        lambda line: line.row.applicant_name,
        lambda line: f"{line.row.item_name}（{line.row.department}）",
    )
    STATE = Column[OnlineLine]("状态", lambda line: line.state, lambda line: line.papers, width=150)
    SINCE = Column[OnlineLine](
        "等候 · 期限",
        lambda line: line.since,
        badge=lambda line: line.tone,
        sort=lambda line: (line.accepted, line.row.due_on or date.max, -line.waited),
        width=120,
    )


def shown(lines: tuple[OnlineLine, ...], which: int) -> tuple[OnlineLine, ...]:
    """The lines of one of the three lists of :data:`TITLES`."""
    if which == 0:
        return lines
    return tuple(line for line in lines if line.accepted is (which == 2))  # noqa: PLR2004


def step_of(line: OnlineLine | None, phone: str) -> Step:
    """What is to be done with the case the mark stands on."""
    if line is None:
        return Step("网厅件登记后在这里等部门受理和结果。", Tone.CALM)
    who = f"{line.row.department}{f'（{phone}）' if phone else ''}"
    if not line.accepted:
        return Step(f"请{who}在网上受理；部门受理后按 F12 登记，期限从受理日起算。", line.tone)
    return Step(f"请{who}办结后把证照和业务受理回执单送到出证窗口。", line.tone)
