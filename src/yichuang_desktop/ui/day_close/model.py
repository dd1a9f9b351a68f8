"""The rows of the day's close: what is left, on which desk, and why it stays; plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from yichuang_desktop.domain.day_close import Left
from yichuang_desktop.services.day_closing import DayStanding
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class LeftRow:
    """One thing left, with what was written about it so far."""

    left: Left
    desk: str
    explanation: str

    @property
    def since(self) -> str:
        """Since when it lies there."""
        return f"{self.left.since:%m-%d %H:%M}" if self.left.since else ""


class LeftColumn(Enum):
    """The columns of the list."""

    DESK = Column[LeftRow]("窗口", lambda row: row.desk, lambda row: row.left.responsible, width=128)
    WHAT = Column[LeftRow](
        "没有办完", lambda row: row.left.kind.title, lambda row: row.left.detail, width=196, bold=True
    )
    CASE = Column[LeftRow](
        "收件编号 · 申请人",
        lambda row: row.left.number or "—",
        lambda row: row.left.applicant_name,
        width=190,
    )
    ITEM = Column[LeftRow]("事项", lambda row: row.left.item_name, lambda row: row.since)
    WHY = Column[LeftRow](
        "说明",
        lambda row: "已说明" if row.explanation.strip() else "待说明",
        badge=lambda row: Tone.GOOD if row.explanation.strip() else Tone.WARN,
        width=100,
    )


def rows_of(standing: DayStanding, explanations: Mapping[str, str]) -> tuple[LeftRow, ...]:
    """The rows as they read now."""
    return tuple(
        LeftRow(left, standing.desk_of(left), explanations.get(left.name, "")) for left in standing.left
    )
