"""The item library in and out: read a file, review it, compare it, publish it whole (R-ITEM-1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.library_findings import Finding
from yichuang_desktop.domain.library_preview import Preview, compare
from yichuang_desktop.domain.library_review import review
from yichuang_desktop.exchange.library_files import read_library_file
from yichuang_desktop.exchange.library_report import write_report
from yichuang_desktop.exchange.pinyin import search_keys
from yichuang_desktop.services import library
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.ui.library.model import LibraryReading


@dataclass(frozen=True, slots=True)
class LibraryImport:
    """A file beside the library: what it would change, and what the department must mend."""

    file: str
    preview: Preview
    findings: tuple[Finding, ...]

    def lines(self) -> tuple[str, ...]:
        """The preview in words, for the console."""
        preview = self.preview
        head = (
            f"{self.file}：新增 {len(preview.new)} 项，变更 {len(preview.changed)} 项，"
            f"不变 {len(preview.unchanged)} 项，退回 {len(preview.refused)} 项，"
            f"库中保留 {len(preview.missing)} 项；"
            f"一件事新增 {len(preview.new_packages)} 个，变更 {len(preview.changed_packages)} 个。"
        )
        changes = (
            f"  变更 {change.new.name}：{field.title} {field.old} → {field.new}"
            for change in preview.changed
            for field in change.changes
        )
        findings = (
            f"  [{finding.level.title}] {_place_of(finding)}：{finding.reason}" for finding in self.findings
        )
        return head, *changes, *findings


def _place_of(finding: Finding) -> str:
    """Sheet, row and item, as far as the finding has them."""
    row = f"第 {finding.row} 行" if finding.row else ""
    return " ".join(part for part in (finding.sheet.strip(), row, finding.name) if part)


def preview_file(desk: Desk, path: Path) -> LibraryImport:
    """Read and review ``path`` against the library in force. Raises RuleViolation for a file that is none."""
    in_force = library.library_in_force(desk.access)
    found = review(read_library_file(path).sheets, in_force)
    return LibraryImport(path.name, compare(found, in_force), found.findings)


def read_library(
    desk: Desk, path: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> LibraryReading | None:
    """The same in steps a screen can follow; None when the person cancelled."""
    progress(0, 3)
    file = read_library_file(path)
    progress(1, 3)
    if cancelled():
        return None
    in_force = library.library_in_force(desk.access)
    progress(2, 3)
    found = review(file.sheets, in_force)
    progress(3, 3)
    return None if cancelled() else LibraryReading(path.name, found, compare(found, in_force))


def publish(desk: Desk, preview: Preview, note: str) -> int:
    """Publish what a preview shows in one transaction; returns how many items have a new version."""
    return library.publish(desk.access, preview, keys_of, note)


def publish_file(desk: Desk, path: Path, note: str) -> int:
    """Preview and publish at once; 0 when the file changes nothing."""
    preview = preview_file(desk, path).preview
    return publish(desk, preview, note) if preview.changes_anything else 0


def save_report(reviewed: LibraryImport, path: Path) -> int:
    """Write the list of what to mend; returns its rows."""
    return write_report(path, reviewed.findings)


def keys_of(item: ServiceItem) -> Mapping[str, tuple[str, ...]]:
    """What the search finds an item by, beside its name."""
    name, department = search_keys(item.name), search_keys(item.department)
    return {"initials": name.initials, "pinyin": name.full, "department_initials": department.initials}
