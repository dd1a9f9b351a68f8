"""What the register of delegations shows of a document today; plain Python, no window."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from yichuang_desktop.services.ports_delegations import DelegationRow
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """A row of the register as it reads today."""

    row: DelegationRow
    today: date

    @property
    def key(self) -> UUID:
        """The document's id."""
        return self.row.delegation.delegation_id

    @property
    def department(self) -> str:
        """Who delegates."""
        return self.row.delegation.department or "全部进驻部门"

    @property
    def what(self) -> str:
        """What is delegated."""
        return self.row.item_name or "全部事项"

    @property
    def span(self) -> str:
        """From when to when."""
        one = self.row.delegation
        return f"{one.since:%Y-%m-%d} 起" + (f"，到 {one.until:%Y-%m-%d}" if one.until else "")

    @property
    def filed(self) -> str:
        """Who put it on file, when."""
        one = self.row.delegation
        if not one.filed_by or one.filed_at is None:
            return "建库时登记"
        return f"{self.row.filer_name} {one.filed_at:%Y-%m-%d}登记"

    @property
    def state(self) -> str:
        """Whether it holds today."""
        one = self.row.delegation
        if one.holds_on(self.today):
            return "有效"
        return "未生效" if one.since > self.today else "已终止"

    @property
    def tone(self) -> Tone:
        """The state's colour."""
        return {"有效": Tone.GOOD, "未生效": Tone.WARN, "已终止": Tone.CALM}[self.state]

    @property
    def why_not_end(self) -> str:
        """Why it cannot be ended."""
        if self.row.delegation.end_document_no or self.state == "已终止":
            return "这份委托已经终止"
        return ""


class DelegationColumn(Enum):
    """The columns of the register."""

    DEPARTMENT = Column[DelegationLine](
        "委托部门 · 事项", lambda line: line.department, lambda line: line.what
    )
    DOCUMENT = Column[DelegationLine](
        "文号",
        lambda line: line.row.delegation.document_no,
        lambda line: line.row.delegation.end_document_no,
        width=200,
    )
    SPAN = Column[DelegationLine]("期限", lambda line: line.span, lambda line: line.filed, width=220)
    STATE = Column[DelegationLine]("状态", lambda line: line.state, badge=lambda line: line.tone, width=88)
