"""The item library: what a file would change, what the department must mend, publishing whole (R-ITEM-1)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import SESSION, Bench, FakeFiles
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.library_current import EMPTY_LIBRARY, Library
from yichuang_desktop.domain.library_findings import Finding, Level
from yichuang_desktop.domain.library_preview import Preview, compare
from yichuang_desktop.domain.library_review import review
from yichuang_desktop.exchange.library_files import read_library_file
from yichuang_desktop.settings import resource
from yichuang_desktop.ui.library.model import (
    Kind,
    LibraryReading,
    change_lines,
    change_words,
    finding_lines,
    step_of,
    why_not_publish,
)
from yichuang_desktop.ui.library.screen import CHANGES, FINDINGS, NOTHING, LibraryScreen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

DIRTY = Path(__file__).parents[1] / "data" / "dirty"
MIXED = DIRTY / "2_全角_文本时限_重复_缺失.xlsx"
OLD_XLS = DIRTY / "3_旧版xls改后缀.xlsx"
REAL = resource("library/items.xlsx")
KEEPER = replace(SESSION, roles=frozenset({Role.LIBRARY_KEEPER}))


def read(path: Path, library: Library = EMPTY_LIBRARY) -> LibraryReading:
    """A file as the application reads it."""
    found = review(read_library_file(path).sheets, library)
    return LibraryReading(path.name, found, compare(found, library))


@pytest.fixture(scope="module")
def library() -> Library:
    """The hall's library: the real items, the last ten not yet known."""
    found = read(REAL).review
    return Library(found.items[:60], found.packages)


class Hall:
    """Reads real files, notes what is published and reported; ``hold`` lets a reading be stopped."""

    def __init__(self, library: Library, refuses: RuleViolation | None = None, hold: bool = False) -> None:
        self.library, self.refuses, self.hold = library, refuses, hold
        self.published: list[tuple[Preview, str]] = []
        self.reported: list[tuple[Path, int]] = []
        self.begun = Event()

    def read(
        self, path: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> LibraryReading | None:
        progress(1, 2)
        self.begun.set()
        while self.hold and not cancelled():
            Event().wait(0.005)
        return None if cancelled() else read(path, self.library)

    def publish(self, preview: Preview, note: str) -> int:
        if self.refuses is not None:
            raise self.refuses
        self.published.append((preview, note))
        return len(preview.items_to_publish) + len(preview.packages_to_publish)

    def report(self, path: Path, findings: Sequence[Finding]) -> int:
        self.reported.append((path, len(findings)))
        return len(findings)


def make(qtbot: QtBot, hall: Hall, files: FakeFiles | None = None, keeper: bool = True) -> Bench:
    """The screen in its shell."""
    return Bench(
        qtbot,
        lambda tasks, messages: LibraryScreen(
            tasks,
            messages,
            KEEPER if keeper else SESSION,
            files or FakeFiles(),
            hall.read,
            hall.publish,
            hall.report,
        ),
        "library",
    )


def opened(qtbot: QtBot, hall: Hall, path: Path, keeper: bool = True) -> Bench:
    """The screen with a file read."""
    bench = make(qtbot, hall, FakeFiles(path), keeper)
    bench.shell.press(Key.ACT_1)
    bench.settle()
    return bench


# -- the words -----------------------------------------------------------------------------------------------


def test_every_item_of_library_and_file_stands_in_the_list_once(library: Library) -> None:
    preview = read(MIXED, library).preview
    lines = change_lines(preview)
    assert len({line.key for line in lines}) == len(lines)
    counts = {kind: sum(line.kind is kind for line in lines) for kind in Kind}
    assert counts[Kind.REFUSED] == len(preview.refused) + len(preview.refused_packages)
    assert counts[Kind.CHANGED] == len(preview.changed) + len(preview.changed_packages)
    assert counts[Kind.KEPT] == len(preview.missing) + len(preview.missing_packages)
    assert [line.order for line in lines] == sorted(line.order for line in lines)


def test_a_change_tells_old_and_new(library: Library) -> None:
    changed = read(MIXED, library).preview.changed[0]
    words = [change_words(change) for change in changed.changes]
    assert words
    assert any("→" in word for word in words)


def test_every_finding_has_its_row_level_and_reason(library: Library) -> None:
    findings = read(MIXED, library).review.findings
    lines = finding_lines(findings)
    assert len(lines) == len(findings)
    for line, finding in zip(lines, findings, strict=True):
        assert line.row.level == finding.level.title
        assert (line.tone is Tone.BAD) == finding.level.refuses
        assert line.row.wrong.endswith("。")
        assert line.place == (f"第 {finding.row} 行" if finding.row else "整张表")
    assert any(finding.level is Level.ERROR for finding in findings)


def test_who_may_publish_and_when(library: Library) -> None:
    reading = read(MIXED, library)
    assert why_not_publish(None, KEEPER.roles) == "请先选择文件"
    assert why_not_publish(reading, KEEPER.roles) == ""
    assert why_not_publish(reading, SESSION.roles) == "发布由数字政务科（事项库）办理"
    whole = read(REAL)
    same = read(REAL, Library(whole.review.items, whole.review.packages))
    assert why_not_publish(same, KEEPER.roles) == "这个文件没有要发布的变化"
    assert step_of(same).tone is Tone.GOOD
    assert step_of(reading).tone is Tone.WARN


# -- the screen ----------------------------------------------------------------------------------------------


def test_before_a_file_the_screen_says_that_nothing_changes_yet(qtbot: QtBot, library: Library) -> None:
    bench = make(qtbot, Hall(library))
    assert bench.screen.pages.currentIndex() == NOTHING
    assert bench.act("发布").reason == "请先选择文件"
    bench.check_fit()


@pytest.mark.row("R-ITEM-1")
def test_a_real_library_is_previewed_and_published_after_a_question(qtbot: QtBot, library: Library) -> None:
    hall = Hall(library)
    bench = opened(qtbot, hall, REAL)
    assert bench.screen.pages.currentIndex() == CHANGES
    assert bench.screen.change_table.hasFocus()
    bench.check_fit()
    bench.shell.press(Key.MAIN)
    assert hall.published == []
    assert "发布 10 项（新增 10，变更 0）" in bench.shell.confirm_bar.words.text()
    bench.shell.press(Key.MAIN)
    bench.settle()
    ((preview, note),) = hall.published
    assert len(preview.new) == 10
    assert note == "导入“items.xlsx”"
    assert bench.said() == "已发布 10 项，各窗口现在按新版本收件。"
    assert bench.screen.pages.currentIndex() == NOTHING


def test_saying_no_publishes_nothing(qtbot: QtBot, library: Library) -> None:
    hall = Hall(library)
    bench = opened(qtbot, hall, REAL)
    bench.shell.press(Key.MAIN)
    bench.shell.confirm_bar.say_no()
    bench.settle()
    assert hall.published == []
    assert bench.act("发布").allowed


@pytest.mark.row("R-ITEM-1")
def test_what_must_be_mended_is_listed_row_by_row(qtbot: QtBot, library: Library) -> None:
    bench = opened(qtbot, Hall(library), MIXED)
    bench.check_fit()
    bench.shell.press(Key.ALT_2)
    assert bench.screen.pages.currentIndex() == FINDINGS
    assert bench.screen.finding_table.hasFocus()
    bench.check_fit()
    bench.screen.finding_table.select_row(bench.screen._findings.rowCount() - 1)
    bench.check_fit()
    bench.press(Qt.Key.Key_Up, bench.screen.finding_table)
    bench.check_fit()


@pytest.mark.parametrize("path", sorted(DIRTY.glob("*.*s*")), ids=lambda path: path.name)
def test_no_file_of_a_department_cuts_a_text(qtbot: QtBot, library: Library, path: Path) -> None:
    bench = opened(qtbot, Hall(library), path)
    bench.check_fit()
    for key in (Key.ALT_1, Key.ALT_2):
        bench.shell.press(key)
        bench.check_fit()


def test_the_list_of_what_to_mend_is_exported(qtbot: QtBot, library: Library, tmp_path: Path) -> None:
    hall, files = Hall(library), FakeFiles(MIXED)
    bench = make(qtbot, hall, files)
    bench.shell.press(Key.ACT_1)
    bench.settle()
    files.path = tmp_path / "整改.xlsx"
    bench.shell.press(Key.ACT_2)
    bench.settle()
    count = len(read(MIXED, library).review.findings)
    assert files.asked[-1] == ("导出整改清单", f"整改清单-{MIXED.stem}.xlsx")
    assert hall.reported == [(tmp_path / "整改.xlsx", count)]
    assert bench.said() == f"已导出 {count} 条整改意见：整改.xlsx"


@pytest.mark.row("R-ITEM-1")
def test_a_wrong_file_is_one_clear_sentence_and_changes_nothing(qtbot: QtBot, library: Library) -> None:
    hall = Hall(library)
    bench = opened(qtbot, hall, OLD_XLS)
    assert bench.screen.pages.currentIndex() == NOTHING
    assert "另存为 .xlsx" in bench.screen.empty._what.text()
    assert bench.act("发布").reason == "请先选择文件"
    bench.check_fit()
    bench.screen._choose()
    bench.settle()
    assert hall.published == []


def test_reading_can_be_stopped(qtbot: QtBot, library: Library) -> None:
    hall = Hall(library, hold=True)
    bench = make(qtbot, hall, FakeFiles(REAL))
    bench.shell.press(Key.ACT_1)
    qtbot.waitUntil(hall.begun.is_set)
    assert not bench.act("选择文件").allowed
    bench.check_fit()
    bench.press(Qt.Key.Key_Escape, bench.shell)
    bench.settle()
    assert bench.said() == "已停下，事项库没有任何改动。"
    assert bench.screen.pages.currentIndex() == NOTHING
    assert bench.act("选择文件").allowed


def test_a_library_that_changed_meanwhile_is_told_and_nothing_is_published(
    qtbot: QtBot, library: Library
) -> None:
    hall = Hall(library, refuses=RuleViolation("not_your_role", act="发布", roles=["数字政务科（事项库）"]))
    bench = opened(qtbot, hall, REAL)
    bench.shell.press(Key.MAIN)
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert bench.messages.history[-1].kind == "bad"
    assert bench.screen.pages.currentIndex() == CHANGES


def test_a_reader_that_breaks_says_that_nothing_changed(
    qtbot: QtBot, library: Library, expected_log: LogWatch
) -> None:
    expected_log("lane library failed")

    class Broken(Hall):
        def read(
            self, path: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
        ) -> LibraryReading | None:
            raise MemoryError

    bench = opened(qtbot, Broken(library), REAL)
    assert "没有任何改动" in bench.screen.empty._what.text()
    bench.check_fit()


def test_a_window_clerk_sees_but_does_not_publish(qtbot: QtBot, library: Library) -> None:
    hall = Hall(library)
    bench = opened(qtbot, hall, REAL, keeper=False)
    assert bench.act("发布").reason == "发布由数字政务科（事项库）办理"
    bench.shell.press(Key.MAIN)
    assert bench.shell.confirm_bar.question is None


def test_escape_puts_the_file_away(qtbot: QtBot, library: Library) -> None:
    bench = opened(qtbot, Hall(library), REAL)
    bench.press(Qt.Key.Key_Escape, bench.shell)
    assert bench.screen.pages.currentIndex() == NOTHING
