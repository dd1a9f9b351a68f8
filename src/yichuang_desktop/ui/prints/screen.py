"""Prints and devices: trouble first, each with its state in words and what to do (R-X-1)."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Counter
from yichuang_desktop.domain.print_jobs import JobState
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ports import PrinterRow, PrintRow
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.prints.devices import DeviceList
from yichuang_desktop.ui.prints.model import (
    DeviceLine,
    Devices,
    Line,
    Listing,
    PaperMaker,
    PrintColumn,
    PrinterChoice,
    PrinterColumn,
    PrintLine,
    SetLine,
    other_printers,
)
from yichuang_desktop.ui.prints.reader import PaperReader
from yichuang_desktop.ui.sending import CopyIds
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

LIST, PAPER, CHOICE = 0, 1, 2
MOST = 2000
"""Lines of what is not finished; all prints are the newest of these many."""
DEVICES = "本窗口的设备"


class PrintsScreen(Screen):
    """The hall's print jobs and this window's devices (F9)."""

    title = "打印与设备"

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        desk: Desk,
        maker: PaperMaker,
        devices: Devices,
        files: Files,
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk, self._devices = tasks, messages, desk, devices
        self._all = False
        self._busy = ""
        self._copies = CopyIds()
        self._turned: set[str] = set()
        self._rows: tuple[PrintRow, ...] = ()
        self._moving: PrintLine | None = None
        self.reader = PaperReader(tasks, messages, desk.views, maker, files)
        self.reader.changed.connect(self.acts_changed)
        self._build()

    def _build(self) -> None:
        self._model = RowModel[Line](PrintColumn, key=lambda line: line.key)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(lambda _line: self._on_current())
        self.table.chosen.connect(self._on_chosen)
        self.pane = ListPane(self.table)
        self.card = Card("打印任务")
        self._hint = self.card.add_hint("")
        self.card.body.addWidget(self.pane, 1)
        self.paper = Card("单据预览")
        self._paper_hint = self.paper.add_hint("")
        self.paper.body.addWidget(self.reader, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.card)
        self.pages.addWidget(self.paper)
        self.pages.addWidget(self._build_choice())
        self.left.addWidget(self.pages, 1)
        self.panel = NextStepPanel()
        self.devices = DeviceList(self._test)
        self.devices.more.clicked.connect(lambda: self.go_to.emit("devices", None))
        self.panel.section(DEVICES).addWidget(self.devices)
        self.right.addWidget(self.panel)

    def _build_choice(self) -> Card:
        self._choices = RowModel[PrinterChoice](PrinterColumn, key=lambda one: one.printer)
        self.printers = TwoLineTable(self._choices)
        self.printers.current.connect(lambda _one: self.acts_changed.emit())
        self.printers.chosen.connect(lambda _one: self._move())
        self._choice_pane = ListPane(self.printers)
        card = Card("换一台打印机")
        self._choice_hint = card.add_hint("")
        card.body.addWidget(self._choice_pane, 1)
        return card

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        line = self._paper_line()
        page = self.pages.currentIndex()
        none = self._busy or ("" if line else "请先选择一张单据")
        if page == CHOICE:
            return self._acts_of_choice()
        if page == PAPER:
            ready = "" if self.reader.ready else "单据还没有显示出来"
            return [
                Act("存为文件", Key.SAVE, self.reader.save, reason=ready),
                Act("补打一份", Key.MAIN, self._reprint, main=True, reason=none or self._why_not(line)),
            ]
        current = self.table.current_row()
        others = Act("只看未完成的" if self._all else "看全部打印", Key.ACT_1, self._toggle_all)
        open_case = Act(
            "打开办件", Key.ALT_G, self._open_case, reason=self._busy or self._why_not_open(current)
        )
        if isinstance(current, SetLine):
            turn = "收起这一套" if current.opened else "展开这一套"
            return [others, open_case, Act(turn, Key.MAIN, self._turn_set, main=True, reason=self._busy)]
        show = Act("预览单据", Key.PREVIEW, self._preview, reason=none)
        move = Act(
            "换打印机", Key.ALT_H, self._choose_printer, reason=none or (line.why_not_move if line else "")
        )
        if line is not None and line.asks:
            return [
                show,
                move,
                Act("没有出来", Key.ALT_N, partial(self._answer, "nothing"), right=True, reason=none),
                Act("不完整", Key.ACT_2, partial(self._answer, "incomplete"), right=True, reason=none),
                Act("完整", Key.MAIN, partial(self._answer, "complete"), main=True, reason=none),
            ]
        failed = line is not None and line.state is JobState.FAILED
        main = Act("重新打印", Key.MAIN, self._print_again, main=True, reason=none) if failed else Act(
            "补打一份", Key.MAIN, self._reprint, main=True, reason=none or self._why_not(line)
        )  # fmt: skip
        why = line.why_not_cancel if line else ""
        cancel = Act("取消打印", Key.ALT_Q, self._ask_cancel, reason=none or why)
        return [show, others, open_case, move, cancel, main]

    def _acts_of_choice(self) -> list[Act]:
        choice = self.printers.current_row()
        text = f"改用 {choice.title}" if choice else "改用这一台"
        why = self._busy or ("" if choice else "请先选择一台打印机")
        return [Act(text, Key.MAIN, self._move, main=True, reason=why)]

    def _paper_line(self) -> PrintLine | None:
        line = self.table.current_row()
        return line if isinstance(line, PrintLine) else None

    def hints(self) -> list[tuple[Key, str]]:
        if self.pages.currentIndex() == PAPER:
            return [(Key.BACK, "回到清单")]
        if self.pages.currentIndex() == CHOICE:
            return [(Key.UP_DOWN, "选打印机"), (Key.BACK, "不换了")]
        return [(Key.UP_DOWN, "选单据"), (Key.ALT_T, "测试设备")]

    def next_step(self) -> Step | None:
        line = self._paper_line() if self.pages.currentIndex() == LIST else None
        return Step(line.question) if line is not None and line.asks else None

    def on_shown(self) -> None:
        self._refresh()
        self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "print_job" in kinds:
            self._refresh()

    def on_escape(self) -> bool:
        if self.pages.currentIndex() == LIST:
            return False
        self._turn_to(LIST)
        return True

    def on_find(self) -> None:
        self._turn_to(LIST)

    def on_key(self, key: Key) -> bool:
        """Alt+T goes to the first device that can be tested."""
        if key is not Key.ALT_T or not self.devices.buttons:
            return False
        next(iter(self.devices.buttons.values())).setFocus()
        return True

    # -- the list --------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.pane.loading()
        everything, turned, prints = self._all, frozenset(self._turned), self._desk.views.prints
        self._tasks.run(
            self,
            "store",
            lambda: Listing.of(prints(not everything, MOST), turned),
            self._show,
            failed=lambda _error: self.pane.error("没有读到打印任务", self._refresh),
        )
        self._tasks.run(
            self, "printer", self._devices.lines, self._on_devices, failed=lambda _error: self._on_devices(())
        )

    def _on_rows(self, rows: tuple[PrintRow, ...]) -> None:
        self._show(Listing.of(rows, self._turned))

    def _show(self, listing: Listing) -> None:
        self._rows, lines = listing.rows, listing.lines
        self._model.show_rows(lines)
        if lines:
            self.pane.show_list()
        elif self._all:
            self.pane.empty("还没有打印过单据", "收件、告知、出证时，单据会自动排到这里打印")
        else:
            self.pane.empty(
                "没有未完成的打印",
                "单据都已打印。要补打以前的，请看全部打印",
                "看全部打印　F10",
                self._toggle_all,
            )
        words = f"{listing.trouble} 张需要处理" if listing.trouble else "没有需要处理的"
        count = len(listing.rows) if self._all else listing.unfinished
        self._hint.setText(f"{'全部' if self._all else '未完成'} {count} 张 · {words}")
        if lines and self.table.current_row() is None:
            self.table.select_row(next((place for place, line in enumerate(lines) if line.asks), 0))
        self._on_current()

    def _on_chosen(self, line: Line) -> None:
        self._turn_set() if isinstance(line, SetLine) else self._preview()

    def _turn_set(self) -> None:
        """Open the set under the cursor, or close it."""
        line = self.table.current_row()
        if isinstance(line, SetLine):
            self._turned ^= {line.key}
            again = partial(Listing.of, self._rows, frozenset(self._turned))
            self._tasks.run(self, "store", again, self._show)

    def _on_current(self) -> None:
        line = self.table.current_row()
        if line is None:
            self.panel.say(Step("打印在后台进行，不影响办件。打不出来的会排在最前面。"))
        else:
            tone = {Tone.BAD: Tone.BAD, Tone.WARN: Tone.WARN}.get(line.tone, Tone.MAIN)
            asked = f"{line.question}不会自动重打。" if isinstance(line, PrintLine) and line.asks else ""
            self.panel.say(Step(asked or line.todo, tone))
        self.acts_changed.emit()

    def _toggle_all(self) -> None:
        self._all = not self._all
        self._refresh()

    def _open_case(self) -> None:
        line = self.table.current_row()
        if line is not None and isinstance(line.row.case_id, UUID):
            self.go_to.emit("case", line.row.case_id)

    def _why_not_open(self, line: Line | None) -> str:
        return "" if line is not None and line.row.case_id is not None else "这张单据不属于某一件"

    def _why_not(self, line: PrintLine | None) -> str:
        return line.why_not_reprint if line is not None else ""

    # -- the paper -------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        line = self._paper_line()
        if line is None:
            return
        self.paper.title.setText(line.title)
        self._paper_hint.setText(f"{line.row.receipt_no}　+ − 放大缩小")
        self.reader.show_job(line.row.job_id, f"{line.row.receipt_no}{line.title}")
        self._turn_to(PAPER)

    def _turn_to(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        (self.table, self.reader, self.printers)[page].setFocus()
        self.acts_changed.emit()

    # -- acts ------------------------------------------------------------------------------------------------

    def _print_again(self) -> None:
        """Nothing of it had left: the same print once more, without a mark."""
        line = self._paper_line()
        if line is not None:
            request = ask.MovePrint(line.row.job_id, line.row.printer)
            self._send(partial(self._desk.move_print, request), f"已重新排队：{line.title}。")

    def _ask_cancel(self) -> None:
        line = self._paper_line()
        if line is not None:
            words = f"不打“{line.title}”（{line.number}）了吗？取消以后它不会再打印。"
            self.ask(words, "取消打印", partial(self._cancel, line), no_text="还要打")

    def _cancel(self, line: PrintLine) -> None:
        request = ask.CancelPrint(line.row.job_id)
        self._send(partial(self._desk.cancel_print, request), f"已取消：{line.title}，不会再打印。")

    def _choose_printer(self) -> None:
        self._moving = line = self._paper_line()
        if line is None:
            return
        marked = "，另一台打出的会标明“补打”" if line.state not in (JobState.QUEUED, JobState.FAILED) else ""
        self._choice_hint.setText(f"{line.title}，{line.number}，现在是 {line.printer}{marked}")
        self._choice_pane.loading()
        self._turn_to(CHOICE)
        views = self._desk.views
        self._tasks.run(
            self, "store", lambda: (views.counters(), views.printers()), partial(self._on_printers, line),
            failed=lambda _error: self._choice_pane.error("没有读到打印机", self._choose_printer),
        )  # fmt: skip

    def _on_printers(
        self, line: PrintLine, known: tuple[tuple[Counter, ...], tuple[PrinterRow, ...]]
    ) -> None:
        own = self._desk.session.counter.code
        choices = other_printers(line.row, own, *known)
        self._choices.show_rows(choices)
        if not choices:
            self._choice_pane.empty("没有别的打印机", "请修好这一台，或请管理员再登记一台")
        else:
            self._choice_pane.show_list()
            self.printers.select_row(0)
        self.acts_changed.emit()

    def _move(self) -> None:
        line, choice = self._moving, self.printers.current_row()
        if line is not None and choice is not None:
            copy_id = self._copies.of(line.row.job_id)
            request = ask.MovePrint(line.row.job_id, choice.printer, copy_id)
            self._send(partial(self._desk.move_print, request), f"已改用“{choice.title}”：{line.title}。")

    def _reprint(self) -> None:
        line = self._paper_line()
        if line is not None:
            request = ask.Reprint(line.row.job_id, copy_id=self._copies.of(line.row.job_id))
            self._send(partial(self._desk.reprint, request), f"已排队补打：{line.title}，票上会标明“补打”。")

    def _answer(self, answer: str) -> None:
        line = self._paper_line()
        if line is None:
            return
        request = ask.AnswerPrint(line.row.job_id, answer)
        said = "已记下：这张单据完整。" if answer == "complete" else f"已记下，并重新打印：{line.title}。"
        self._send(partial(self._desk.answer_print, request), said)

    def _send(self, work: partial[str], said: str) -> None:
        self._busy = "正在保存…"
        self.acts_changed.emit()
        self._tasks.run(
            self, "store", work, lambda _id: self._on_sent(said), self._on_refused,
            lambda _error: self._on_failed(work, said),
        )  # fmt: skip

    def _on_sent(self, said: str) -> None:
        self._busy = ""
        self._copies.settled()
        self._messages.good(said)
        self._turn_to(LIST)
        self._refresh()

    def _on_refused(self, violation: RuleViolation) -> None:
        self._busy = ""
        self._copies.settled()
        self._messages.refused(violation)
        self._refresh()

    def _on_failed(self, work: partial[str], said: str) -> None:
        """Nobody knows whether it was done; the same again is done once, an answer is not taken twice."""
        self._busy = ""
        said_again = "这一步没有成功。请再试一次：已经排队的不会再排一份。"
        self._messages.bad(said_again, partial(self._send, work, said))
        self._refresh()

    # -- devices ---------------------------------------------------------------------------------------------

    def _on_devices(self, lines: Sequence[DeviceLine]) -> None:
        self.devices.show_lines(lines)

    def _test(self, key: str) -> None:
        self._messages.info("正在测试设备…")
        self._tasks.run(
            self,
            "printer",
            partial(self._devices.test, key),
            self._on_tested,
            lambda violation: self._messages.bad(say(violation), partial(self._test, key)),
            lambda _error: self._messages.bad("这台设备没有应答。请看电源和连线。", partial(self._test, key)),
        )

    def _on_tested(self, words: str) -> None:
        self._messages.good(words)
        self._refresh()
