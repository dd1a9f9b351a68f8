"""Devices: how each of this window stands, what to do about it, test, history and set-up (R-X-7)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from yichuang_desktop.domain.devices import DeviceEvent, DeviceKind
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.ui.devices.model import (
    HISTORY,
    Candidate,
    DeviceColumn,
    DeviceDesk,
    DeviceLine,
    HistoryColumn,
    HistoryLine,
    Outcome,
    Standing,
)
from yichuang_desktop.ui.devices.setting_up import SetUpPage
from yichuang_desktop.ui.devices.testing import QuestionsPage
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import FactList
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import LongTask, Tasks
from yichuang_desktop.ui.theme import Tone

LIST, QUESTIONS, SET_UP = 0, 1, 2
TODO, KNOWN = "怎么办", "这台设备"
LEARN_PAGE = "learn_keys"
LANE, LOOKING = "devices", "printer"


class DevicesScreen(Screen):
    """The devices of this window (Ctrl+0)."""

    title = "设备"

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        desk: DeviceDesk,
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk = tasks, messages, desk
        self._busy = ""
        self._long: LongTask | None = None
        self._testing: DeviceKind | None = None
        self._model = RowModel[DeviceLine](DeviceColumn, key=lambda line: line.kind)
        self._past = RowModel[HistoryLine](HistoryColumn, key=lambda line: line.number)
        self.table, self.history = TwoLineTable(self._model), TwoLineTable(self._past, one_line=True)
        self.questions, self.set_up = QuestionsPage(), SetUpPage()
        self.pages, self.panel = QStackedWidget(), NextStepPanel(width=330)
        self._steps, self._facts = FactList(label_width=14), FactList(label_width=60)
        self._build()
        self._connect()

    def _build(self) -> None:
        devices, past = Card("本窗口的设备"), Card("历史")
        self._head, self._past_head = devices.add_hint(""), past.add_hint("")
        self.pane, self.past_pane = ListPane(self.table), ListPane(self.history)
        devices.body.addWidget(self.pane, 1)
        past.body.addWidget(self.past_pane, 1)
        first = QWidget()
        box = QVBoxLayout(first)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(devices, 1)
        box.addWidget(past)
        past.setFixedHeight(176)
        for page in (first, self.questions, self.set_up):
            self.pages.addWidget(page)
        self.left.addWidget(self.pages, 1)
        self.panel.section(TODO).addWidget(self._steps)
        self.panel.section(KNOWN).addWidget(self._facts)
        self.right.addWidget(self.panel)

    def _connect(self) -> None:
        self.table.current.connect(lambda _line: self._on_current())
        self.table.chosen.connect(lambda _line: self._test())
        self.questions.changed.connect(self._show_details)
        self.set_up.changed.connect(self._show_details)
        self.set_up.chosen.connect(self._use)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        page = self.pages.currentIndex()
        if page == QUESTIONS:
            reason = self._busy or ("" if self.questions.answers else "请先按数字回答")
            return [Act("保存自检结果", Key.MAIN, self._keep_answers, main=True, reason=reason)]
        if page == SET_UP:
            return self._set_up_acts()
        line = self._line
        taught = line is not None and line.standing.teachable
        more = [Act("学习按键", Key.ALT_L, self._learn, reason=self._busy)] if taught else []
        unbound = "" if line is not None and line.bound else "这种设备没有登记，不用取消"
        none = self._busy or ("" if line is not None else "请先选择一种设备")
        return [
            Act("查找设备", Key.ACT_1, self._find, reason=self._busy),
            Act("重新连接", Key.ACT_2, self._try_again, reason=none or self._why_not_again(line)),
            *more,
            Act("不再使用", Key.ALT_X, self._remove, reason=none or unbound),
            Act("测试", Key.MAIN, self._test, main=True, reason=none or self._why_not_test(line)),
        ]

    def _set_up_acts(self) -> list[Act]:
        if self._long is not None:
            return [Act("停止查找", Key.ACT_1, self._stop_finding)]
        chosen = self.set_up.candidate
        moved = chosen is not None and chosen.elsewhere is not None
        words = "改登记到本窗口" if moved else "使用这台设备"
        reason = self._busy or self.set_up.why_not()
        return [
            Act("再找一次", Key.ACT_1, self._find, reason=self._busy),
            Act(words, Key.MAIN, self._use, main=True, reason=reason),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        if self.pages.currentIndex() == LIST:
            return [(Key.UP_DOWN, "选设备"), (Key.ALT_2, "看历史"), (Key.ALT_1, "回到设备")]
        return [(Key.UP_DOWN, "选择"), (Key.BACK, "回到设备")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._refresh()
        self._look()
        if self.pages.currentIndex() == LIST:
            self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if kinds & {"device", "print_job"}:
            self._refresh()
        if "print_job" in kinds:
            self._look()

    def on_escape(self) -> bool:
        if self.pages.currentIndex() == LIST:
            return False
        self._stop_finding()
        self._turn_to(LIST)
        return True

    def on_key(self, key: Key) -> bool:
        """Alt+1 to the devices, Alt+2 to the history."""
        places: dict[Key, QWidget] = {Key.ALT_1: self.table, Key.ALT_2: self.history}
        target = places.get(key)
        if target is None or self.pages.currentIndex() != LIST:
            return False
        target.setFocus()
        return True

    def on_scan(self, code: str) -> None:
        """Here a scan is a test of the scanner; whose paper it is does not matter."""
        self._messages.good("扫码枪正常：读到一张本大厅的单据，数字完整。")

    def on_handed(self, value: object) -> None:
        """Another page names the device it means."""
        self._turn_to(LIST)
        if isinstance(value, DeviceKind):
            self.table.select_key(value)

    # -- the list --------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.pane.loading()
        self._run(self._desk.standings, self._on_standings, "没有读到设备")

    def _look(self) -> None:
        """Printers speak only when they are asked; that takes a while and has a lane of its own."""
        self._tasks.run(
            self, LOOKING, self._desk.look, lambda _none: self._refresh(), failed=lambda _error: None
        )

    def _on_standings(self, standings: Sequence[Standing]) -> None:
        lines = [DeviceLine(standing) for standing in standings]
        self._model.show_rows(lines)
        self.pane.show_list()
        if self.table.current_row() is None:
            self.table.select_row(0)
        bad = sum(line.tone is Tone.BAD for line in lines)
        used = sum(bool(line.standing.title) for line in lines)
        self._head.setText(f"已设置 {used} 种 · {f'{bad} 种需要处理' if bad else '没有需要处理的'}")
        self._on_current()

    def _on_current(self) -> None:
        self._show_details()
        line = self._line
        if line is None:
            return
        kind = line.kind
        self.past_pane.loading()
        self._tasks.run(
            self, "store", lambda: self._history(kind), partial(self._on_history, kind),
            failed=lambda _error: self.past_pane.error("没有读到历史", self._on_current),
        )  # fmt: skip

    def _history(self, kind: DeviceKind) -> tuple[HistoryLine, ...]:
        events: Sequence[DeviceEvent] = self._desk.history(kind, HISTORY)
        return tuple(HistoryLine(len(events) - number, event) for number, event in enumerate(events))

    def _on_history(self, kind: DeviceKind, lines: tuple[HistoryLine, ...]) -> None:
        line = self._line
        if line is None or line.kind is not kind:
            return
        if lines != self._past.rows:
            self._past.show_rows(lines)
        self._past_head.setText(f"{kind.title}　{len(lines)} 条，新的在前" if lines else kind.title)
        if lines:
            self.past_pane.show_list()
        else:
            self.past_pane.empty("还没有记录", "连接、断开、故障、测试都会记在这里")

    def _show_details(self) -> None:
        page = self.pages.currentIndex()
        self.panel.show_section(TODO, page == LIST)
        self.panel.show_section(KNOWN, page == LIST)
        if page == LIST:
            self._show_line()
        elif page == QUESTIONS:
            left = self.questions.left
            rest = f"还有 {left} 项没有回答，没有回答的照旧。" if left else "都回答了，按 F12 保存。"
            self.panel.say(Step(f"对照刚出来的自检页逐项回答，以后就照这个结果打印。{rest}"))
        else:
            self._show_candidate()
        self.acts_changed.emit()

    def _show_line(self) -> None:
        line = self._line
        if line is None:
            self.panel.say(None)
            return
        tone = {Tone.BAD: Tone.BAD, Tone.WARN: Tone.WARN}.get(line.tone, Tone.MAIN)
        self.panel.say(Step(f"{line.words}{line.meanwhile}", tone))
        self._steps.set_facts([(str(number), step) for number, step in enumerate(line.steps, 1)])
        self.panel.show_section(TODO, bool(line.steps))
        self._facts.set_facts(line.facts)

    def _show_candidate(self) -> None:
        if self._long is not None:
            self.panel.say(Step("正在各个接口上查找，最多几秒；可以停止。"))
            return
        chosen = self.set_up.candidate
        if chosen is None:
            self.panel.say(Step("没有找到设备。接好后再找一次。", Tone.CALM))
        elif chosen.elsewhere is not None:
            words = f"这台{chosen.kind.title}登记在{chosen.elsewhere:02d}号窗口。确实搬到了这里才改登记。"
            self.panel.say(Step(words, Tone.WARN))
        else:
            self.panel.say(Step(f"把它用作本窗口的{chosen.kind.title}：按 F12。"))

    @property
    def _line(self) -> DeviceLine | None:
        line: DeviceLine | None = self.table.current_row()
        return line

    @staticmethod
    def _why_not_test(line: DeviceLine | None) -> str:
        if line is None or line.standing.can_test:
            return ""
        return line.standing.why_not_test or "这种设备还没有设置，请先查找设备"

    @staticmethod
    def _why_not_again(line: DeviceLine | None) -> str:
        if line is not None and line.standing.title:
            return ""
        return "这种设备还没有设置，请先查找设备"

    def _turn_to(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        tables: list[QWidget] = [self.table, self.questions.table, self.set_up.table]
        tables[page].setFocus()
        self._show_details()

    # -- testing ---------------------------------------------------------------------------------------------

    def _test(self) -> None:
        line = self._line
        if line is None or self._busy or self._why_not_test(line):
            return
        self._begin("正在测试…")
        self._messages.info(f"正在测试{line.name}…")
        self._run(partial(self._desk.test, line.kind), partial(self._on_tested, line.kind), "设备没有应答")

    def _on_tested(self, kind: DeviceKind, tested: Outcome) -> None:
        self._end()
        say_it = {Tone.GOOD: self._messages.good, Tone.BAD: self._messages.bad}.get(
            tested.tone, self._messages.info
        )
        say_it(tested.words)
        if tested.questions:
            self._testing = kind
            self.questions.card.title.setText(f"{kind.title}：自检页上的问题")
            self.questions.ask(tested.questions)
            self._turn_to(QUESTIONS)
        self._refresh()

    def _keep_answers(self) -> None:
        kind = self._testing
        if kind is None:
            return
        self._begin("正在保存…")
        answers = dict(self.questions.answers)
        self._run(partial(self._desk.keep_answers, kind, answers), self._on_done, "没有存成自检结果")

    # -- set-up ----------------------------------------------------------------------------------------------

    def _find(self) -> None:
        line = self._line
        self._turn_to(SET_UP)
        self.set_up.begin(line.kind if line is not None else None)
        self._long = self._tasks.run_long(
            self, "find", self._desk.find, self._on_found, failed=lambda _error: self._on_nothing()
        )
        self._long.progressed.connect(self.set_up.show_progress)
        self._show_details()

    def _on_found(self, found: Sequence[Candidate]) -> None:
        self._long = None
        self.set_up.show_found(found)
        if self.pages.currentIndex() == SET_UP:
            self.set_up.table.setFocus()
        self._show_details()

    def _on_nothing(self) -> None:
        self._long = None
        self.set_up.fail("查找没有完成")
        self._show_details()

    def _stop_finding(self) -> None:
        if self._long is not None:
            self._long.cancel()
            self._long = None
            self.set_up.fail("已停止查找")
            self._show_details()

    def _use(self) -> None:
        chosen = self.set_up.candidate
        if chosen is None or self._busy or self._long is not None or self.set_up.why_not():
            return
        self._begin("正在登记…")
        work = partial(self._desk.set_up, chosen, take_over=chosen.elsewhere is not None)
        self._run(work, partial(self._on_used, chosen.kind), "没有登记成")

    def _on_used(self, kind: DeviceKind, words: str) -> None:
        self._on_done(words)
        self.table.select_key(kind)

    def _remove(self) -> None:
        line = self._line
        if line is None:
            return
        kind = line.kind
        self.ask(
            f"本窗口不再使用“{line.model}”？以后可以再查找、再登记。",
            "不再使用",
            lambda: self._run(partial(self._desk.remove, kind), self._on_done, "没有取消成"),
        )

    def _learn(self) -> None:
        self.go_to.emit(LEARN_PAGE, None)

    def _try_again(self) -> None:
        line = self._line
        if line is not None:
            self._begin("正在重新连接…")
            self._run(partial(self._desk.try_again, line.kind), self._on_done, "没有连上")

    def _on_done(self, words: str) -> None:
        self._end()
        self._messages.good(words)
        if self.pages.currentIndex() != LIST:
            self._turn_to(LIST)
        self._refresh()
        self._look()

    # -- inside ----------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], trouble: str) -> None:
        self._tasks.run(
            self,
            LANE,
            work,
            done,
            self._on_refused,
            failed=lambda _error: self._on_failed(trouble, partial(self._run, work, done, trouble)),
        )

    def _on_refused(self, violation: RuleViolation) -> None:
        self._end()
        if violation.code == "device_bound_elsewhere" and self.pages.currentIndex() == SET_UP:
            self._find()
        elif self.pages.currentIndex() == SET_UP and violation.code == "device_address_bad":
            self.set_up.address.show_remark(say(violation), Tone.BAD)
        self._messages.refused(violation)

    def _on_failed(self, trouble: str, again: Callable[[], None]) -> None:
        self._end()
        self._messages.bad(f"{trouble}。请看电源和连线，再试一次。", again)

    def _begin(self, words: str) -> None:
        self._busy = words
        self.acts_changed.emit()

    def _end(self) -> None:
        self._busy = ""
        self.acts_changed.emit()
