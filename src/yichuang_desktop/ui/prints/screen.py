"""Prints and devices: trouble first, each with its state in words and what to do (R-X-1)."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ports import PrintRow
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
    QUESTION,
    DeviceLine,
    Devices,
    PaperMaker,
    PrintColumn,
    PrintLine,
    in_order,
)
from yichuang_desktop.ui.prints.reader import PaperReader
from yichuang_desktop.ui.sending import CopyIds
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

LIST, PAPER = 0, 1
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
        self.reader = PaperReader(tasks, messages, desk.views, maker, files)
        self.reader.changed.connect(self.acts_changed)
        self._build()

    def _build(self) -> None:
        self._model = RowModel[PrintLine](PrintColumn, key=lambda line: line.row.job_id)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(lambda _line: self._on_current())
        self.table.chosen.connect(lambda _line: self._preview())
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
        self.left.addWidget(self.pages, 1)
        self.panel = NextStepPanel()
        self.devices = DeviceList(self._test)
        self.devices.more.clicked.connect(lambda: self.go_to.emit("devices", None))
        self.panel.section(DEVICES).addWidget(self.devices)
        self.right.addWidget(self.panel)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        line = self.table.current_row()
        none = self._busy or ("" if line else "请先选择一张单据")
        if self.pages.currentIndex() == PAPER:
            ready = "" if self.reader.ready else "单据还没有显示出来"
            return [
                Act("存为文件", Key.SAVE, self.reader.save, reason=ready),
                Act("补打一份", Key.MAIN, self._reprint, main=True, reason=none or self._why_not(line)),
            ]
        show = Act("预览单据", Key.PREVIEW, self._preview, reason=none)
        if line is not None and line.asks:
            return [
                show,
                Act("没有出来", Key.ALT_N, partial(self._answer, "nothing"), right=True, reason=none),
                Act("不完整", Key.ACT_2, partial(self._answer, "incomplete"), right=True, reason=none),
                Act("完整", Key.MAIN, partial(self._answer, "complete"), main=True, reason=none),
            ]
        failed = line is not None and line.tone is Tone.BAD
        text = "重新打印" if failed else "补打一份"
        others = "只看未完成的" if self._all else "看全部打印"
        return [
            show,
            Act(others, Key.ACT_1, self._toggle_all),
            Act("打开办件", Key.ALT_G, self._open_case, reason=none or self._why_not_open(line)),
            Act(text, Key.MAIN, self._reprint, main=True, reason=none or self._why_not(line)),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        if self.pages.currentIndex() == PAPER:
            return [(Key.BACK, "回到清单")]
        return [(Key.UP_DOWN, "选单据"), (Key.ALT_T, "测试设备")]

    def next_step(self) -> Step | None:
        line = self.table.current_row()
        return Step(QUESTION) if line is not None and line.asks else None

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
        everything = self._all
        self._tasks.run(
            self,
            "store",
            partial(self._desk.views.prints, not everything),
            self._on_rows,
            failed=lambda _error: self.pane.error("没有读到打印任务", self._refresh),
        )
        self._tasks.run(
            self, "printer", self._devices.lines, self._on_devices, failed=lambda _error: self._on_devices(())
        )

    def _on_rows(self, rows: tuple[PrintRow, ...]) -> None:
        lines = in_order(rows)
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
        trouble = sum(line.tone is Tone.BAD for line in lines)
        words = f"{trouble} 张需要处理" if trouble else "没有需要处理的"
        self._hint.setText(f"{'全部' if self._all else '未完成'} {len(lines)} 张 · {words}")
        if lines and self.table.current_row() is None:
            self.table.select_row(0)
        self._on_current()

    def _on_current(self) -> None:
        line = self.table.current_row()
        if line is None:
            self.panel.say(Step("打印在后台进行，不影响办件。打不出来的会排在最前面。"))
        else:
            tone = {Tone.BAD: Tone.BAD, Tone.WARN: Tone.WARN}.get(line.tone, Tone.MAIN)
            self.panel.say(Step(line.todo, tone))
        self.acts_changed.emit()

    def _toggle_all(self) -> None:
        self._all = not self._all
        self._refresh()

    def _open_case(self) -> None:
        line = self.table.current_row()
        if line is not None and isinstance(line.row.case_id, UUID):
            self.go_to.emit("case", line.row.case_id)

    def _why_not_open(self, line: PrintLine | None) -> str:
        return "" if line is not None and line.row.case_id is not None else "这张单据不属于某一件"

    def _why_not(self, line: PrintLine | None) -> str:
        return line.why_not_reprint if line is not None else ""

    # -- the paper -------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        line = self.table.current_row()
        if line is None:
            return
        self.paper.title.setText(line.title)
        self._paper_hint.setText(f"{line.row.receipt_no}　+ − 放大缩小")
        self.reader.show_job(line.row.job_id, f"{line.row.receipt_no}{line.title}")
        self._turn_to(PAPER)

    def _turn_to(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        (self.reader if page == PAPER else self.table).setFocus()
        self.acts_changed.emit()

    # -- acts ------------------------------------------------------------------------------------------------

    def _reprint(self) -> None:
        line = self.table.current_row()
        if line is not None:
            request = ask.Reprint(line.row.job_id, copy_id=self._copies.of(line.row.job_id))
            self._send(partial(self._desk.reprint, request), f"已排队补打：{line.title}，票上会标明“补打”。")

    def _answer(self, answer: str) -> None:
        line = self.table.current_row()
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
