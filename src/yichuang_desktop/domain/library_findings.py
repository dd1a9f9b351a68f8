"""What the review of a library file found, row by row, in words the department can act upon (`R-ITEM-1`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from yichuang_desktop.domain.sentences import compose


class Level(Enum):
    """How bad a finding is: its stored value; ``title`` for people; ``refuses`` keeps the whole item out."""

    ERROR = "error"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    WARN = "warn"
    FIXABLE = "fixable"
    BLANK = "blank"
    NOTE = "note"

    @property
    def title(self) -> str:
        return _TITLES[self]

    @property
    def refuses(self) -> bool:
        return self in (Level.ERROR, Level.CONFLICT)


_TITLES = {
    Level.ERROR: "错误",
    Level.CONFLICT: "冲突",
    Level.DUPLICATE: "重复",
    Level.WARN: "提醒",
    Level.FIXABLE: "已自动更正",
    Level.BLANK: "空行",
    Level.NOTE: "说明",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one row; ``code`` and ``facts`` make its sentence."""

    sheet: str
    row: int
    """As the file counts, from 1; 0 when the finding is about the sheet or file as a whole."""
    level: Level
    code: str
    name: str = ""
    """The item or package the row is about, as far as it can be told."""
    column: str = ""
    """The head of the column, as the file has it."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    material: str = ""
    """The material, in rows of materials."""

    @property
    def reason(self) -> str:
        """The whole sentence: what is wrong, what to do."""
        return compose(self.code, self.facts)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of the report a department gets back."""

    sheet: str
    row: int
    column: str
    name: str
    level: str
    wrong: str
    todo: str


class CellProblem(Exception):
    """A cell cannot be read as what its column asks for; becomes a :class:`Finding` of its row."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def report(findings: Iterable[Finding]) -> tuple[ReportRow, ...]:
    """The findings as the department's list of what to mend, in the order of the file."""
    return tuple(_report_row(finding) for finding in findings)


def _report_row(finding: Finding) -> ReportRow:
    wrong, _, todo = finding.reason.partition("。")
    return ReportRow(
        finding.sheet,
        finding.row,
        finding.column,
        "：".join(filter(None, (finding.name, finding.material))),
        finding.level.title,
        f"{wrong}。",
        todo or "不需要处理。",
    )
