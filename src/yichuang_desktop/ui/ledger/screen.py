"""The three ledgers for any span of days: on screen, as workbooks, as printed pages, proved (R-ARC-2; F7)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QWidget

from yichuang_desktop.domain.hall_records import RECORDED_BY, RecordKind
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.papers import LedgerPaper, to_document
from yichuang_desktop.services.books import LedgerProof, may_prove, prove_ledgers
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ledgers import TITLES
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.ports import LedgerRow
from yichuang_desktop.services.requests import ProveLedgers
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.forms.act_forms import ActForms
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.ledger.loader import LedgerLoader
from yichuang_desktop.ui.ledger.model import (
    PAGE,
    PREVIEW_ROWS,
    PrintPaper,
    Quick,
    SaveWorkbook,
    Span,
    ledger_paper,
    read_day,
    span_trouble,
    totals,
)
from yichuang_desktop.ui.ledger.table import LedgerTable
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.prints.model import PaperMaker
from yichuang_desktop.ui.prints.reader import PaperReader
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import LongTask, Tasks
from yichuang_desktop.ui.theme import Tone

LIST, PAPER = 0, 1
QUICK_KEYS = {
    Key.ALT_1: Quick.TODAY,
    Key.ALT_2: Quick.WEEK,
    Key.ALT_3: Quick.MONTH,
    Key.ALT_4: Quick.LAST_MONTH,
}
LEDGER_KEYS = {Key.ALT_J: Ledger.COUNTER, Key.ALT_K: Ledger.ONLINE, Key.ALT_L: Ledger.DEPARTMENT}
EXCEL = "Excel 工作簿 (*.xlsx)"
DAY_WIDTH = 146


class LedgerScreen(Screen):
    """All columns of a ledger; which ledger and which span by key, or the days typed."""

    title = "台账"

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        desk: Desk,
        now: Callable[[], datetime],
        maker: PaperMaker,
        files: Files,
        save_workbook: SaveWorkbook,
        print_paper: PrintPaper,
        tools: FormTools | None = None,
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk, self._now = tasks, messages, desk, now
        self._files, self._save_workbook, self._print_paper = files, save_workbook, print_paper
        self._span: Span | None = None
        self._rows: tuple[LedgerRow, ...] = ()
        self._saving: LongTask | None = None
        self._proving: LongTask | None = None
        self._stale = False
        self.ledger = Ledger.COUNTER
        self.loader = LedgerLoader(tasks, lambda: desk.views, self)
        self.reader = PaperReader(tasks, messages, desk.views, maker, files)
        self.forms = ActForms(tools) if tools is not None else None
        self._build()
        if self.forms is not None:
            self.right.addWidget(self.forms)
            self.forms.changed.connect(self._on_forms)

    def _build(self) -> None:
        self._span_card = self._build_span()
        self.left.addWidget(self._span_card)
        self._tables = {ledger: LedgerTable(ledger) for ledger in Ledger}
        self._shown = QStackedWidget()
        for table in self._tables.values():
            table.chosen.connect(self._open_case)
            table.current.connect(self._on_current)
            self._shown.addWidget(table)
        self.pane = ListPane(self._shown)
        card = Card()
        head = self._build_ledgers()
        self.figures = Words(role="strong", wrap=False)
        head.addStretch(1)
        head.addWidget(self.figures)
        card.body.addLayout(head)
        card.body.addWidget(self.pane, 1)
        card.body.addWidget(self._build_progress())
        paper = Card("打印预览")
        self._paper_hint = paper.add_hint("")
        paper.body.addWidget(self.reader, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(paper)
        self.left.addWidget(self.pages, 1)
        self.loader.fetched.connect(self._on_fetched)
        self.loader.finished.connect(self._on_loaded)
        self.loader.failed.connect(self._on_not_read)
        self.reader.changed.connect(self.acts_changed)
        self._show_progress("")

    def _on_forms(self) -> None:
        """The span gives its room to an open form: it is not changed under it."""
        asking = self.forms is not None and self.forms.open
        self._span_card.setVisible(not asking)
        self.figures.setVisible(not asking)
        if not asking:
            self.table.setFocus()
        self.acts_changed.emit()

    @property
    def table(self) -> LedgerTable:
        """The table of the ledger that is chosen."""
        return self._tables[self.ledger]

    def _build_ledgers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.ledgers: dict[Ledger, QPushButton] = {}
        for key, ledger in LEDGER_KEYS.items():
            button = QPushButton(f"{TITLES[ledger]}　{key.cap}")
            button.setCheckable(True)
            button.setChecked(ledger is self.ledger)
            button.setProperty("role", "tab")
            button.clicked.connect(partial(self._on_ledger, ledger))
            self.ledgers[ledger] = button
            row.addWidget(button)
        return row

    def _build_span(self) -> QWidget:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(8)
        self.quick: dict[Quick, QPushButton] = {}
        for key, quick in QUICK_KEYS.items():
            button = QPushButton(f"{quick.value}　{key.cap}")
            button.clicked.connect(partial(self._on_quick, quick))
            self.quick[quick] = button
            row.addWidget(button)
        row.addSpacing(8)
        self.first, self.last = FieldBox(ime=False, max_length=12), FieldBox(ime=False, max_length=12)
        for field, name in ((self.first, "开始日期"), (self.last, "结束日期")):
            field.edit.setAccessibleName(name)
            field.setFixedWidth(DAY_WIDTH)
            field.edited.connect(lambda _text: self._mark_days())
        self.last.edit.entered.connect(self._on_typed)
        self.first.edit.entered.connect(self.last.edit.selectAll)
        row.addWidget(self.first)
        row.addWidget(Words("至", role="second", wrap=False))
        row.addWidget(self.last)
        self.trouble = Words(role="second", tone=Tone.BAD, wrap=False)
        row.addWidget(self.trouble)
        self.current_words = Words(role="second")
        self.current_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.current_words, 1)
        card.body.addLayout(row)
        return card

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
        return self.progress

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.forms is not None and self.forms.open:
            return self.forms.acts()
        reason = self._why_not()
        if self.pages.currentIndex() == PAPER:
            ready = "" if self.reader.ready else "正在排版"
            return [
                Act("存为 PDF", Key.SAVE, self._save_pdf, reason=ready),
                Act("打印全部", Key.MAIN, self._print, main=True, reason=ready),
            ]
        row = self.table.current_row()
        return [
            Act("打开办件", Key.ALT_G, self._open_current, reason="" if row else "请先选择一行"),
            *self._book_acts(),
            Act("核验三本台账", Key.ALT_P, self._prove, reason=self._why_not_prove()),
            Act("打印预览", Key.ACT_2, self._preview, right=True, reason=reason),
            Act("导出 Excel", Key.ACT_1, self._export, right=True, reason=reason),
        ]

    def _why_not(self) -> str:
        if self._saving is not None:
            return "正在导出，可按 Esc 停下"
        if self.loader.loading:
            return "还在读取，可按 Esc 停下"
        return "" if self._rows else "这些日子没有收件"

    def _book_acts(self) -> list[Act]:
        roles = self._desk.session.roles
        if self.forms is None or not roles & RECORDED_BY[RecordKind.BOOK_RECONCILIATION]:
            return []
        return [
            Act("手工台账核对", Key.ALT_B, self._reconcile),
            Act("空白手工台账", Key.ALT_N, self._print_book),
        ]

    def _why_not_prove(self) -> str:
        if self._proving is not None:
            return "正在核验"
        return "" if may_prove(self._desk.session.roles) else "由窗口、出证、档案或科室人员核验"

    def _reconcile(self) -> None:
        """Book against computer for the span that is shown (R-ARC-5)."""
        span = self._span
        if self.forms is not None and span is not None:
            known = {"ledger": self.ledger, "first": span.first, "last": span.last}
            self.forms.forget()
            self.forms.open_form("reconcile_book", None, known)

    def _print_book(self) -> None:
        """Blank pages of this ledger's book."""
        if self.forms is not None:
            last = f"{self._now():%Y}-{self.ledger.short}-01"
            self.forms.forget()
            self.forms.open_form(
                "print_blank_book", None, {"ledger": self.ledger, "book": last, "first_page": 1, "pages": 10}
            )

    def _prove(self) -> None:
        """Off the Qt thread; the answer is kept as the hall's record."""
        session, access = self._desk.session, self._desk.access
        request = ProveLedgers(uuid4(), session.counter.code)
        self._show_progress("正在核验…")
        self._proving = self._tasks.run_long(
            self,
            "proof",
            lambda progress, _cancelled: prove_ledgers(session, access, request, progress),
            self._on_proved,
            failed=lambda error: self._messages.failed("store", self._prove, error),
        )
        self._proving.progressed.connect(self._on_proving)
        self._proving.finished.connect(self._on_proving_over)
        self.acts_changed.emit()

    def _on_proving(self, done: int, total: int) -> None:
        self._show_progress(f"正在核验 {done} / {total} 项", done, total)

    def _on_proved(self, proof: LedgerProof) -> None:
        self.proof = proof
        if proof.holds:
            self._messages.good(f"{proof.words}用时 {proof.seconds:.1f} 秒，已记入核验记录。")
            return
        first = proof.breaches[0] if proof.breaches else None
        where = f"第一处：{first.invariant.words}（{first.subject} {first.detail}）" if first else ""
        self._messages.bad(f"{proof.words}{where}")

    def _on_proving_over(self) -> None:
        self._proving = None
        self._show_progress("")

    def _on_ledger(self, ledger: Ledger, _on: bool = False) -> None:
        """Turn to another ledger with the same span."""
        if self._saving is None:
            self.ledger = ledger
            self._shown.setCurrentWidget(self.table)
            if self._span is not None:
                self._load(self._span)
        for one, button in self.ledgers.items():
            button.setChecked(one is self.ledger)

    def hints(self) -> list[tuple[Key, str]]:
        if self.forms is not None and self.forms.open:
            return self.forms.hints()
        if self.pages.currentIndex() == PAPER:
            return [(Key.BACK, "回到台账")]
        return [(Key.UP_DOWN, "逐行，← → 左右看"), (Key.FIND, "写日期"), (Key.NEXT, "打开办件")]

    def on_shown(self) -> None:
        if self._span is None:
            self._on_quick(Quick.TODAY)
        elif self._stale:
            self._load(self._span)
        self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        """A short ledger follows at once; a long one when it is shown next or its span asked for again."""
        if "case" not in kinds:
            return
        self._stale = True
        busy = self._saving is not None or self.loader.loading or self.pages.currentIndex() == PAPER
        if self._span is not None and not busy and len(self._rows) < PAGE:
            self._stale = False
            self.loader.load(self._span, self.ledger)

    def on_escape(self) -> bool:
        if self.forms is not None and self.forms.leave():
            return True
        if self._saving is not None or self.loader.loading:
            self._stop()
        elif self.pages.currentIndex() == PAPER:
            self._turn_to(LIST)
        else:
            return False
        return True

    def on_find(self) -> None:
        self._turn_to(LIST)
        self.first.setFocus()
        self.first.edit.selectAll()

    def on_key(self, key: Key) -> bool:
        """Alt+1…4 are the quick spans, Alt+J, K, L the ledgers."""
        if self.forms is not None and self.forms.open:
            return False
        if key in LEDGER_KEYS:
            self._on_ledger(LEDGER_KEYS[key])
            return True
        if key not in QUICK_KEYS:
            return False
        self._on_quick(QUICK_KEYS[key])
        return True

    # -- the span --------------------------------------------------------------------------------------------

    def _on_quick(self, quick: Quick, _on: bool = False) -> None:
        self._load(quick.span(self._now().date()))

    def _mark_days(self) -> str:
        first, last = read_day(self.first.text()), read_day(self.last.text())
        trouble = span_trouble(first, last)
        self.first.show_remark("", Tone.BAD if first is None else Tone.NONE)
        self.last.show_remark("", Tone.BAD if last is None or trouble else Tone.NONE)
        self.trouble.setText(trouble)
        return trouble

    def _on_typed(self) -> None:
        first, last = read_day(self.first.text()), read_day(self.last.text())
        if self._mark_days() or first is None or last is None:
            return
        self._load(Span(first, last))

    def _load(self, span: Span) -> None:
        if self._saving is not None:
            self._messages.warn("正在导出，请等导出完成，或按 Esc 停下。")
            return
        self._span, self._rows, self._stale = span, (), False
        self.first.set_text(f"{span.first:%Y-%m-%d}")
        self.last.set_text(f"{span.last:%Y-%m-%d}")
        self._mark_days()
        self._turn_to(LIST)
        self.figures.setText("")
        self.pane.first_loading()
        self.loader.load(span, self.ledger)
        self._show_progress("正在读取…")

    # -- rows ------------------------------------------------------------------------------------------------

    def _on_fetched(self, rows: tuple[LedgerRow, ...], total: int) -> None:
        self._rows = rows
        self.table.rows.show_rows(rows)
        if rows:
            self.pane.show_list()
            if self.table.current_row() is None:
                self.table.select_row(0)
                self._focus_table()
        self._show_progress(f"已读取 {len(rows)} / {total} 件", len(rows), total)

    def _focus_table(self) -> None:
        """The rows have come: the arrow keys go to them, unless a date is being written."""
        if not (self.first.edit.hasFocus() or self.last.edit.hasFocus()):
            self.table.setFocus()

    def _on_loaded(self) -> None:
        self._show_progress("")
        span = self._span
        if not self._rows and span is not None:
            self.pane.empty(
                f"{span.words} 没有收件", "换一段日子：本周 Alt 2，本月 Alt 3，上月 Alt 4，或写日期"
            )
        self._show_figures()

    def _on_not_read(self) -> None:
        self._show_progress("")
        if self._span is not None:
            self.pane.error("没有读到台账", partial(self._load, self._span))
        self.acts_changed.emit()

    def _show_figures(self, stopped: bool = False) -> None:
        sums = totals(self._rows)
        mark = "（只读了一部分）" if stopped else ""
        self.figures.setText(
            f"收件 {sums.received}　交接 {sums.handed_over}　办结 {sums.decided}　"
            f"领取 {sums.collected}　退件 {sums.returned}{mark}"
        )
        self.acts_changed.emit()

    def _on_current(self, row: LedgerRow | None) -> None:
        self.current_words.setText(f"{row.receipt_no}　{row.applicant_name}" if row is not None else "")
        self.acts_changed.emit()

    def _open_case(self, row: LedgerRow) -> None:
        self.go_to.emit("case", row.receipt_no)

    def _open_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._open_case(row)

    def _show_progress(self, words: str, done: int = 0, total: int = 0) -> None:
        self.progress.setVisible(bool(words))
        self.progress_words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.acts_changed.emit()

    def _stop(self) -> None:
        if self._saving is not None:
            self._saving.cancel()
            self.progress_words.setText("正在停下…")
        elif self.loader.loading:
            self.loader.cancel()
            self._show_progress("")
            if self._rows:
                self._show_figures(stopped=True)
                self._messages.info(f"已停下，只读了 {len(self._rows)} 件；要看全部请再选一次日子。")
            else:
                self.pane.empty("已停下", "换一段日子，或再选一次")

    # -- workbook --------------------------------------------------------------------------------------------

    def _export(self) -> None:
        span = self._span
        if span is not None:
            self._files.ask_save(
                self, "导出台账", f"{span.file_name(self.ledger)}.xlsx", EXCEL, self._save_to
            )

    def _save_to(self, path: Path) -> None:
        span, rows = self._span, self._rows
        if span is None or self._saving is not None:
            return
        session, ledger = self._desk.session, self.ledger
        subtitle = f"{session.hall.name}　{span.words}　共 {len(rows)} 件"
        self._show_progress("正在导出…", 0, len(rows))
        self._saving = self._tasks.run_long(
            self,
            "export",
            lambda progress, cancelled: self._save_workbook(
                path, subtitle, rows, progress, cancelled, ledger
            ),
            partial(self._on_saved, path),
            failed=lambda _error: self._messages.bad(
                f"没有存成“{path.name}”。请关掉已打开的同名表格，看磁盘空间，或换一个位置。",
                partial(self._save_to, path),
            ),
        )
        self._saving.progressed.connect(self._on_saving)
        self._saving.finished.connect(partial(self._on_saving_over, self._saving, path))
        self.acts_changed.emit()

    def _on_saving(self, done: int, total: int) -> None:
        self.progress_words.setText(f"正在导出 {done} / {total} 件")
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_saved(self, path: Path, count: int | None) -> None:
        if count is not None:
            self._messages.good(f"已导出 {count} 件：{path.name}")

    def _on_saving_over(self, task: LongTask, path: Path) -> None:
        self._saving = None
        self._show_progress("")
        if task.cancelled:
            self._messages.info(f"已停下，没有写出“{path.name}”。")

    # -- paper -----------------------------------------------------------------------------------------------

    def _paper(self, rows: tuple[LedgerRow, ...]) -> LedgerPaper | None:
        span, session = self._span, self._desk.session
        if span is None:
            return None
        desk = PaperDesk(session.hall, session.counter, session.name, self._now())
        number = f"{session.hall.prefix}{span.first:%Y%m%d}-{span.last:%Y%m%d}-{self.ledger.short}台账"
        return ledger_paper(desk.head(number), span, rows, self.ledger)

    def _preview(self) -> None:
        paper = self._paper(self._rows[:PREVIEW_ROWS])
        if paper is None or self._span is None:
            return
        some = f"预览前 {PREVIEW_ROWS} 件，打印和 PDF 是全部 {len(self._rows)} 件　" if self._cut else ""
        self._paper_hint.setText(f"{some}+ − 放大缩小")
        self.reader.show_document(paper.KIND, to_document(paper), self._span.file_name(self.ledger))
        self._turn_to(PAPER)

    @property
    def _cut(self) -> bool:
        return len(self._rows) > PREVIEW_ROWS

    def _save_pdf(self) -> None:
        paper = self._paper(self._rows)
        if paper is not None:
            self.reader.save(to_document(paper))

    def _print(self) -> None:
        paper = self._paper(self._rows)
        if paper is None:
            return
        self._tasks.run(
            self,
            "store",
            partial(self._print_paper, paper),
            lambda _none: self._on_printed(),
        )

    def _on_printed(self) -> None:
        self._messages.good("台账已排队打印，打印情况按 F9 查看。")
        self._turn_to(LIST)

    def _turn_to(self, page: int) -> None:
        changed = self.pages.currentIndex() != page
        self.pages.setCurrentIndex(page)
        if changed:
            (self.reader if page == PAPER else self.table).setFocus()
        self.acts_changed.emit()
