"""A month's report as it will be printed: the month written or by key, preview, workbook, kept reports."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall_records import RECORDED_BY, HallRecord, RecordKind
from yichuang_desktop.domain.papers import to_document
from yichuang_desktop.domain.performance import month_before, month_of
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.reports import MonthReport, overdue_report, performance_report
from yichuang_desktop.ui.dues.model import List, SaveReport
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.prints.model import PaperMaker
from yichuang_desktop.ui.prints.reader import PaperReader
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

EXCEL = "Excel 工作簿 (*.xlsx)"
KINDS = {
    List.OVERDUE_REPORT: RecordKind.OVERDUE_REPORT,
    List.PERFORMANCE_REPORT: RecordKind.PERFORMANCE_REPORT,
}


class MonthPage(QWidget):
    """``changed()`` when other acts may be done: a report stands there, or does not any more."""

    changed = Signal()

    def __init__(
        self, tools: FormTools, maker: PaperMaker, save: SaveReport, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._tools, self._save, self._now = tools, save, now
        self._which = List.OVERDUE_REPORT
        self._report: MonthReport | None = None
        self._wanted: object = None
        self.month = FieldBox(ime=False, max_length=7)
        self.month.edit.setAccessibleName("月份")
        self.month.setFixedWidth(120)
        self.kept = Words(role="second")
        self.reader = PaperReader(tools.tasks, tools.messages, tools.desk.views, maker, tools.files)
        self.reader.changed.connect(self.changed)
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Words("月份", role="label", wrap=False))
        row.addWidget(self.month)
        for words, month in (("本月 Alt S", month_of), ("上月 Alt B", month_before)):
            button = QPushButton(words)
            button.setProperty("role", "link")
            button.clicked.connect(partial(self._on_quick, month))
            row.addWidget(button)
        row.addWidget(self.kept, 1)
        box.addLayout(row)
        box.addWidget(self.reader, 1)
        self.month.edit.entered.connect(self.load)

    # -- what the screen asks --------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        """Workbook, PDF, paper."""
        none = "" if self._report is not None and self.reader.ready else "正在整理月报"
        roles = self._tools.desk.session.roles
        allowed = bool(RECORDED_BY[KINDS[self._which]] & roles)
        return [
            Act("存为 PDF", Key.SAVE, self.reader.save, reason=none),
            Act("导出 Excel", Key.ACT_1, self._export, right=True, reason=none),
            Act(
                "打印并上报",
                Key.MAIN,
                self._make,
                main=True,
                reason=none or ("" if allowed else "由出证窗口或组长上报"),
            ),
        ]

    def press(self, key: Key) -> bool:
        """This month, or the one that is over."""
        months = {Key.ALT_S: month_of, Key.ALT_B: month_before}
        if key not in months:
            return False
        self._on_quick(months[key])
        return True

    def show_report(self, which: List) -> None:
        """Turn to one of the two reports."""
        self._which = which
        if not self.month.text():
            self.month.set_text(month_of(self._now().date()))
        self.load()

    def load(self) -> None:
        """Make the report of the month that is written there."""
        self._report = None
        self._wanted = wanted = (self._which, self.month.text())
        self.month.show_remark()
        self.changed.emit()
        self._tools.tasks.run(
            self, "store", partial(self._fetch, *wanted), partial(self._on_report, wanted), self._on_refused
        )

    # -- inside ----------------------------------------------------------------------------------------------

    def _on_quick(self, month: Callable[[Any], str], _on: bool = False) -> None:
        self.month.set_text(month(self._now().date()))
        self.load()

    def _fetch(self, which: List, month: str) -> tuple[MonthReport, tuple[HallRecord, ...]]:
        desk = self._tools.desk
        session = desk.session
        maker = PaperDesk(session.hall, session.counter, session.name, desk.now())
        if which is List.OVERDUE_REPORT:
            report = overdue_report(desk.views, desk.calendar(), maker, month)
        else:
            report = performance_report(desk.views, maker, month)
        return report, desk.views.records(KINDS[which])

    def _on_report(self, wanted: object, answer: tuple[MonthReport, tuple[HallRecord, ...]]) -> None:
        if wanted != self._wanted:
            return
        self._report, records = answer
        kept = next((one for one in records if one.period == self._report.month), None)
        self.kept.setText(
            f"{kept.at:%m-%d %H:%M} 由{kept.recorder_name}上报过，再次上报会另存一份"
            if kept
            else "本月还没有上报"
        )
        paper = self._report.paper
        self.reader.show_document(paper.KIND, to_document(paper), self._name)
        self.changed.emit()

    def _on_refused(self, violation: RuleViolation) -> None:
        self.month.show_remark(say(violation), Tone.BAD)
        self.reader.clear("没有可看的月报")
        self.kept.setText(say(violation))
        self.month.setFocus()

    @property
    def _name(self) -> str:
        month = self._report.month if self._report is not None else ""
        return f"{KINDS[self._which].title}{month}"

    def _export(self) -> None:
        report = self._report
        if report is not None:
            self._tools.files.ask_save(
                self, "导出月报", f"{self._name}.xlsx", EXCEL, partial(self._save_to, report)
            )

    def _save_to(self, report: MonthReport, path: Path) -> None:
        messages = self._tools.messages
        self._tools.tasks.run(
            self, "export", partial(self._save, path, report),
            lambda _none: messages.good(f"已导出：{path.name}"),
            failed=lambda _error: messages.bad(
                f"没有存成“{path.name}”。请关掉已打开的同名表格，看磁盘空间，或换一个位置。",
                partial(self._save_to, report, path),
            ),
        )  # fmt: skip

    def _make(self) -> None:
        report, counter = self._report, self._tools.desk.session.counter.code
        if report is None:
            return
        kinds = {
            List.OVERDUE_REPORT: ask.MakeOverdueReport,
            List.PERFORMANCE_REPORT: ask.MakePerformanceReport,
        }
        request = kinds[self._which](uuid4(), report.month, counter)
        self._tools.tasks.run(self, "store", partial(self._tools.desk.handle, request), self._on_made)

    def _on_made(self, _job: object) -> None:
        self._tools.messages.good(f"{self._name}已送打印并留存，请盖章后送政务服务和数字政务股。")
        self.load()
