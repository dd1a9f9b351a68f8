"""What a library file would change and what is wrong in it, as lines of two lists; plain Python."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.items import Package, ServiceItem
from yichuang_desktop.domain.library_findings import Finding, Level, ReportRow, report
from yichuang_desktop.domain.library_preview import FieldChange, ItemChange, Preview
from yichuang_desktop.domain.library_review import Refused, Review
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class LibraryReading:
    """A file as it was read and set beside the library; nothing is changed yet."""

    file_name: str
    review: Review
    preview: Preview


ReadLibrary = Callable[[Path, Callable[[int, int], None], Callable[[], bool]], LibraryReading | None]
"""Reads a file and compares it with the library as it is: path, progress, cancelled. None when cancelled.
Raises RuleViolation with one clear sentence for a file that is no library."""

PublishLibrary = Callable[[Preview, str], int]
"""Publishes everything of a preview in one transaction, or nothing: preview, note; how many new versions.
Raises RuleViolation when the library has changed in between or the log-in may not."""

WriteReport = Callable[[Path, Sequence[Finding]], int]
"""Writes the list of what to mend as a workbook; gives the number of rows. Raises RuleViolation."""

MAY_PUBLISH = frozenset({Role.LIBRARY_KEEPER, Role.ADMINISTRATOR})
SHOWN_CHANGES = 3


class Kind(Enum):
    """What happens to an item or package: the words of its badge, and their tone."""

    REFUSED = ("不能导入", Tone.BAD)
    NEW = ("新增", Tone.GOOD)
    CHANGED = ("变更", Tone.WARN)
    UNCHANGED = ("没有变化", Tone.CALM)
    KEPT = ("保留", Tone.CALM)

    @property
    def words(self) -> str:
        return self.value[0]

    @property
    def tone(self) -> Tone:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What would happen to one item or package."""

    kind: Kind
    key: str
    name: str
    department: str
    what: str
    changes: tuple[FieldChange, ...] = ()

    @property
    def order(self) -> int:
        return list(Kind).index(self.kind)


class ChangeColumn(Enum):
    """The columns of what will change."""

    KIND = Column[ChangeLine](
        "",
        lambda line: line.kind.words,
        badge=lambda line: line.kind.tone,
        sort=lambda one: one.order,
        width=104,
    )
    ITEM = Column[ChangeLine]("事项 · 部门", lambda line: line.name, lambda line: line.department)
    WHAT = Column[ChangeLine]("改了什么", lambda line: line.what)


_LEVEL_TONES = {
    Level.ERROR: Tone.BAD,
    Level.CONFLICT: Tone.BAD,
    Level.DUPLICATE: Tone.WARN,
    Level.WARN: Tone.WARN,
    Level.FIXABLE: Tone.MAIN,
    Level.BLANK: Tone.CALM,
    Level.NOTE: Tone.CALM,
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One row of the report, with what it was found in."""

    number: int
    finding: Finding
    row: ReportRow

    @property
    def place(self) -> str:
        return f"第 {self.row.row} 行" if self.row.row else "整张表"

    @property
    def tone(self) -> Tone:
        return _LEVEL_TONES[self.finding.level]


class FindingColumn(Enum):
    """The columns of the report."""

    PLACE = Column[FindingLine](
        "行 · 工作表", lambda f: f.place, lambda f: f.row.sheet, sort=lambda f: f.number, width=132
    )
    LEVEL = Column[FindingLine](
        "程度", lambda f: f.row.level, badge=lambda f: f.tone, sort=lambda f: f.row.level, width=108
    )
    ITEM = Column[FindingLine]("事项 · 列", lambda f: f.row.name or "—", lambda f: f.row.column, width=230)
    WRONG = Column[FindingLine]("问题 · 怎么改", lambda f: f.row.wrong, lambda f: f.row.todo)


def change_lines(preview: Preview) -> tuple[ChangeLine, ...]:
    """Everything a file would do, what matters first."""
    lines = [*_item_lines(preview), *_package_lines(preview)]
    return tuple(sorted(lines, key=lambda line: line.order))


def _item_lines(preview: Preview) -> Iterator[ChangeLine]:
    yield from (_refused(one, "事项") for one in preview.refused)
    for item in preview.new:
        yield _of_item(Kind.NEW, item, f"新事项，材料 {len(item.materials)} 项")
    yield from (_changed(change) for change in preview.changed)
    yield from (_of_item(Kind.UNCHANGED, item, "与事项库一致") for item in preview.unchanged)
    yield from (_of_item(Kind.KEPT, item, "文件里没有，照旧保留") for item in preview.missing)


def _package_lines(preview: Preview) -> Iterator[ChangeLine]:
    yield from (_refused(one, "一件事") for one in preview.refused_packages)
    for package in preview.new_packages:
        yield _of_package(Kind.NEW, package, f"新的一件事，联办 {len(package.members)} 项")
    for change in preview.changed_packages:
        yield _of_package(Kind.CHANGED, change.new, summary(change.changes), change.changes)
    yield from (_of_package(Kind.UNCHANGED, one, "与事项库一致") for one in preview.unchanged_packages)
    yield from (_of_package(Kind.KEPT, one, "文件里没有，照旧保留") for one in preview.missing_packages)


def _refused(one: Refused, what: str) -> ChangeLine:
    said = "；".join(dict.fromkeys(finding.reason for finding in one.findings))
    name = one.name or f"{one.sheet}第 {one.row} 行（没有名称）"
    return ChangeLine(Kind.REFUSED, f"{what}{one.item_id or name}", name, f"{one.sheet}第 {one.row} 行", said)


def _of_item(kind: Kind, item: ServiceItem, what: str, changes: tuple[FieldChange, ...] = ()) -> ChangeLine:
    return ChangeLine(kind, f"事项{item.item_id}", item.name, item.department, what, changes)


def _changed(change: ItemChange) -> ChangeLine:
    return _of_item(Kind.CHANGED, change.new, summary(change.changes), change.changes)


def _of_package(kind: Kind, package: Package, what: str, changes: tuple[FieldChange, ...] = ()) -> ChangeLine:
    department = f"一件事 · {package.lead_department}" if package.lead_department else "一件事"
    return ChangeLine(kind, f"一件事{package.package_id}", package.name, department, what, changes)


def summary(changes: Sequence[FieldChange]) -> str:
    """The first changes in one line; all of them stand at the right."""
    told = "；".join(change.title for change in changes[:SHOWN_CHANGES])
    more = f" 等 {len(changes)} 处" if len(changes) > SHOWN_CHANGES else ""
    return told + more


def change_words(change: FieldChange) -> str:
    """``承诺时限：5个工作日 → 3个工作日``."""
    if not change.old:
        return f"{change.title}：{change.new}"
    return f"{change.title}：{change.old} → {change.new or '（删去）'}"


def finding_lines(findings: Sequence[Finding]) -> tuple[FindingLine, ...]:
    """The report line by line, in the order of the file."""
    return tuple(
        FindingLine(number, finding, row)
        for number, (finding, row) in enumerate(zip(findings, report(findings), strict=True))
    )


def why_not_publish(reading: LibraryReading | None, roles: frozenset[Role]) -> str:
    """Why nothing can be published now; empty when it can."""
    if reading is None:
        return "请先选择文件"
    if not reading.preview.changes_anything:
        return "这个文件没有要发布的变化"
    return "" if roles & MAY_PUBLISH else "发布由数字政务科（事项库）办理"


def step_of(reading: LibraryReading | None) -> Step:
    """What to do with the file on screen."""
    if reading is None:
        return Step("选择部门报来的事项表（Excel 或 CSV）。读完先看会怎样变，发布以前什么都不会改。")
    preview = reading.preview
    out = len(preview.refused) + len(preview.refused_packages)
    count = len(preview.items_to_publish) + len(preview.packages_to_publish)
    if not count and out:
        return Step("没有一项能导入。请导出整改清单，交部门逐行修改后再报。", Tone.BAD)
    if not count:
        return Step("与事项库完全一致，不需要发布。", Tone.GOOD)
    if out:
        return Step(f"可发布 {count} 项；{out} 项有错误，整项不导入，请导出整改清单交部门修改。", Tone.WARN)
    return Step(f"核对无误后发布 {count} 项。每项都留旧版本，已收的件仍按收件时的版本办。")
