"""The item library: choose a file, see what would change and what is wrong, publish it whole (R-ITEM-1)."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QWidget

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.ports import Session
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.library.model import (
    ChangeColumn,
    ChangeLine,
    FindingColumn,
    FindingLine,
    Kind,
    LibraryReading,
    PublishLibrary,
    ReadLibrary,
    WriteReport,
    change_lines,
    change_words,
    finding_lines,
    step_of,
    why_not_publish,
)
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card, Figure
from yichuang_desktop.ui.parts.facts import Bullets
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import EmptyState
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import LongTask, Tasks
from yichuang_desktop.ui.theme import Tone

NOTHING, CHANGES, FINDINGS = 0, 1, 2
KINDS = "Excel 和 CSV (*.xlsx *.csv);;所有文件 (*)"
XLSX = "Excel 工作簿 (*.xlsx)"
DETAILS = "这一项"


class LibraryScreen(Screen):
    """Import of the item library; nothing is changed before F12, and then all of it or nothing."""

    title = "事项库"

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        session: Session,
        files: Files,
        read_library: ReadLibrary,
        publish: PublishLibrary,
        write_report: WriteReport,
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._session, self._files = tasks, messages, session, files
        self._read_library, self._publish_library = read_library, publish
        self._write_report = write_report
        self._reading: LibraryReading | None = None
        self._path: Path | None = None
        self._task: LongTask | None = None
        self._busy = ""
        self._build()

    def _build(self) -> None:
        self.figures = {kind: Figure(kind.words) for kind in Kind}
        row = QHBoxLayout()
        row.setSpacing(12)
        for figure in self.figures.values():
            row.addWidget(figure, 1)
        self.holder = QWidget()
        self.holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.left.addWidget(self.holder)
        self.left.addWidget(self._build_card(), 1)
        self.panel = NextStepPanel()
        self.details = Bullets()
        self.panel.section(DETAILS).addWidget(self.details)
        self.right.addWidget(self.panel)
        self._show_reading(None)

    def _build_card(self) -> Card:
        self.card = Card("事项库导入")
        self._hint = self.card.add_hint("")
        self.tabs = {CHANGES: QPushButton(), FINDINGS: QPushButton()}
        for page, button in self.tabs.items():
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.clicked.connect(partial(self._turn_to, page))
            self.card.head.addWidget(button)
        self._changes = RowModel[ChangeLine](ChangeColumn, key=lambda line: line.key)
        self._findings = RowModel[FindingLine](FindingColumn, key=lambda line: line.number)
        self.change_table, self.finding_table = TwoLineTable(self._changes), TwoLineTable(self._findings)
        self.change_table.current.connect(lambda _line: self._show_details())
        self.finding_table.current.connect(lambda _line: self._show_details())
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        for content in (self.empty, self.change_table, self.finding_table):
            self.pages.addWidget(content)
        self.card.body.addWidget(self.pages, 1)
        self.card.body.addWidget(self._build_progress())
        return self.card

    def _build_progress(self) -> QWidget:
        self.progress = QWidget()
        row = QHBoxLayout(self.progress)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(12)
        self.progress_words, self.bar = Words(role="second", wrap=False), QProgressBar()
        self.bar.setTextVisible(False)
        self.stop_button = QPushButton("停下　Esc")
        self.stop_button.clicked.connect(self._stop)
        row.addWidget(self.progress_words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self.progress.hide()
        return self.progress

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        reading = self._reading
        report = self._busy
        if not report and (reading is None or not reading.review.findings):
            report = "没有需要整改的地方" if reading is not None else "请先选择文件"
        return [
            Act("选择文件", Key.ACT_1, self._choose, reason=self._busy),
            Act("导出整改清单", Key.ACT_2, self._export, reason=report),
            Act(
                "发布",
                Key.MAIN,
                self._ask_publish,
                main=True,
                reason=self._busy or why_not_publish(reading, self._session.roles),
            ),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        if self._reading is None:
            return []
        return [(Key.ALT_1, "会怎样变"), (Key.ALT_2, "整改清单"), (Key.UP_DOWN, "逐项看")]

    def on_shown(self) -> None:
        self._focus_list()

    def on_escape(self) -> bool:
        if self._task is not None:
            self._stop()
            return True
        if self._reading is None:
            return False
        self._show_reading(None)
        return True

    def on_key(self, key: Key) -> bool:
        """Alt+1 what would change, Alt+2 what is wrong."""
        page = {Key.ALT_1: CHANGES, Key.ALT_2: FINDINGS}.get(key)
        if page is None or self._reading is None:
            return False
        self._turn_to(page)
        return True

    def on_handed(self, value: object) -> None:
        """A file to be read (a file dropped or named elsewhere)."""
        if isinstance(value, Path):
            self._read(value)

    # -- reading ---------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        self._files.ask_open(self, "选择事项库文件", KINDS, self._read)

    def _read(self, path: Path) -> None:
        if self._task is not None:
            return
        self._path = path
        self._show_reading(None)
        self._set_busy("正在读取文件，可按 Esc 停下")
        self._show_progress(f"正在读取“{path.name}”…", 0, 0)
        self._task = self._tasks.run_long(
            self,
            "library",
            lambda progress, cancelled: self._read_library(path, progress, cancelled),
            self._on_read,
            partial(self._on_wrong_file, path),
            lambda _error: self._on_unreadable(path),
        )
        self._task.progressed.connect(self._on_progress)
        self._task.finished.connect(self._on_over)

    def _on_read(self, reading: LibraryReading | None) -> None:
        if reading is not None:
            self._show_reading(reading)

    def _on_wrong_file(self, path: Path, violation: RuleViolation) -> None:
        self.empty.say(
            f"“{path.name}”不能导入", say(violation), "trouble", act_text="换一个文件　F10", act=self._choose
        )
        self.panel.say(Step("事项库没有任何改动。请换一个文件。", Tone.BAD))

    def _on_unreadable(self, path: Path) -> None:
        self.empty.say(
            f"没有读成“{path.name}”",
            "事项库没有任何改动。请再试一次；仍不行时把这个文件交给管理员。",
            "trouble",
            act_text="再试一次",
            act=partial(self._read, path),
        )

    def _on_progress(self, done: int, total: int) -> None:
        self._show_progress(f"已读 {done} / {total} 行", done, total)

    def _on_over(self) -> None:
        cancelled = self._task is not None and self._task.cancelled
        self._task = None
        self.progress.hide()
        self._set_busy("")
        if cancelled:
            self._messages.info("已停下，事项库没有任何改动。")
        self._focus_list()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.progress_words.setText("正在停下…")

    # -- showing ---------------------------------------------------------------------------------------------

    def _show_reading(self, reading: LibraryReading | None) -> None:
        self._reading = reading
        self.holder.setVisible(reading is not None)
        for button in self.tabs.values():
            button.setVisible(reading is not None)
        self.panel.say(step_of(reading))
        if reading is None:
            self._hint.setText("")
            self.empty.say(
                "导入部门报来的事项表",
                "读完先看会怎样变、哪里要改；按 F12 发布以前，事项库不会有任何改动",
                "paper",
                act_text="选择文件　F10",
                act=self._choose,
            )
            self._turn_to(NOTHING)
            return
        self._show_lists(reading)
        nothing = not reading.preview.items_to_publish and bool(reading.review.findings)
        self._turn_to(FINDINGS if nothing else CHANGES)

    def _show_lists(self, reading: LibraryReading) -> None:
        lines, findings = change_lines(reading.preview), finding_lines(reading.review.findings)
        self._changes.show_rows(lines)
        self._findings.show_rows(findings)
        for kind, figure in self.figures.items():
            count = sum(line.kind is kind for line in lines)
            figure.show_figure(str(count), kind.tone if count and kind is Kind.REFUSED else Tone.NONE)
        self._hint.setText(reading.file_name)
        self.tabs[CHANGES].setText(f"会怎样变 {len(lines)}　Alt 1")
        self.tabs[FINDINGS].setText(f"整改清单 {len(findings)}　Alt 2")
        for table in (self.change_table, self.finding_table):
            table.select_row(0)

    def _turn_to(self, page: int, _on: bool = False) -> None:
        if page == FINDINGS and self._reading is not None and not self._reading.review.findings:
            self._messages.info("这个文件没有需要整改的地方。")
            page = CHANGES
        self.pages.setCurrentIndex(page)
        for number, button in self.tabs.items():
            button.setChecked(number == page)
        self._show_details()
        self._focus_list()
        self.acts_changed.emit()

    def _focus_list(self) -> None:
        if self.pages.currentIndex() != NOTHING:
            (self.change_table if self.pages.currentIndex() == CHANGES else self.finding_table).setFocus()

    def _show_details(self) -> None:
        page = self.pages.currentIndex()
        points: tuple[str, ...] = ()
        if page == CHANGES and (line := self.change_table.current_row()) is not None:
            points = tuple(change_words(change) for change in line.changes) or (line.what,)
        elif page == FINDINGS and (found := self.finding_table.current_row()) is not None:
            points = (found.row.wrong, found.row.todo)
        self.details.set_points(points)
        self.panel.show_section(DETAILS, bool(points))

    def _show_progress(self, words: str, done: int, total: int) -> None:
        self.progress.show()
        self.progress_words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _set_busy(self, words: str) -> None:
        self._busy = words
        self.acts_changed.emit()

    # -- acts ------------------------------------------------------------------------------------------------

    def _export(self) -> None:
        if self._reading is not None:
            name = f"整改清单-{Path(self._reading.file_name).stem}.xlsx"
            self._files.ask_save(self, "导出整改清单", name, XLSX, self._export_to)

    def _export_to(self, path: Path) -> None:
        reading = self._reading
        if reading is None:
            return
        self._tasks.run(
            self,
            "library",
            partial(self._write_report, path, reading.review.findings),
            lambda count: self._messages.good(f"已导出 {count} 条整改意见：{path.name}"),
            failed=lambda _error: self._messages.bad(
                f"没有存成“{path.name}”。请换一个位置再试。", partial(self._export_to, path)
            ),
        )

    def _ask_publish(self) -> None:
        reading = self._reading
        if reading is None:
            return
        preview = reading.preview
        count = len(preview.items_to_publish) + len(preview.packages_to_publish)
        self.ask(
            f"发布 {count} 项（新增 {len(preview.new) + len(preview.new_packages)}，"
            f"变更 {len(preview.changed) + len(preview.changed_packages)}）？发布后各窗口马上按新版本收件。",
            "发布",
            partial(self._publish, reading),
        )

    def _publish(self, reading: LibraryReading) -> None:
        self._set_busy("正在发布…")
        self._tasks.run(
            self,
            "store",
            partial(self._publish_library, reading.preview, f"导入“{reading.file_name}”"),
            self._on_published,
            self._on_not_published,
            lambda error: self._on_publish_failed(reading, error),
        )

    def _on_published(self, count: int) -> None:
        self._set_busy("")
        self._messages.good(f"已发布 {count} 项，各窗口现在按新版本收件。")
        self._show_reading(None)

    def _on_not_published(self, violation: RuleViolation) -> None:
        self._set_busy("")
        self._messages.refused(violation)

    def _on_publish_failed(self, reading: LibraryReading, error: BaseException) -> None:
        """Publishing what is published already changes nothing, so it may simply be sent again."""
        self._set_busy("")
        self._messages.failed("store", partial(self._publish, reading), error)
