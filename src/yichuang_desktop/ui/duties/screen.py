"""The board of duties: windows × duties, turned by digits, published from a day on with a reason."""

from datetime import date
from functools import partial
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from yichuang_desktop.domain.answering import read_day
from yichuang_desktop.domain.duties import DutyEntry, in_order
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Counter
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services import requests as ask
from yichuang_desktop.ui.duties.model import (
    DIGITS,
    DutyBoard,
    DutyColumn,
    DutyLine,
    SpanColumn,
    SpanLine,
    titles,
)
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import FactList
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

CHANGE, EFFECTS = "从哪天起，为什么", "公布后各项业务由谁承担"
NEXT_DAY = "+1"
Read = tuple[tuple[Counter, ...], tuple[DutyEntry, ...], WorkCalendar, date]


class DutiesScreen(Screen):
    """Where a leader says what the windows of the group serve (2.3.4)."""

    title = "窗口职责"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools, self._desk = tools, tools.desk
        self._today, self._calendar = tools.now().date(), WorkCalendar()
        self._board = DutyBoard(
            roles=self._desk.session.roles, group=self._desk.access.member.group_id, since=self._today
        )
        self.sending = Sending(tools.tasks, tools.messages, self)
        self._windows = RowModel[DutyLine](DutyColumn, key=lambda line: line.counter.code)
        self._past = RowModel[SpanLine](SpanColumn, key=lambda line: line.span.entry.number)
        self.table, self.history = TwoLineTable(self._windows), TwoLineTable(self._past)
        self.since = FieldBox("从哪天起", ime=False, max_length=20)
        self.reason = FieldBox("调整原因", max_length=100, placeholder="例如：一件事办件增多")
        self.panel, self._effects = NextStepPanel(width=320), FactList(label_width=60)
        self._build()
        self._connect()

    def _build(self) -> None:
        windows, past = Card("窗口 × 职责"), Card("这个窗口的历次安排")
        self._head = windows.add_hint("")
        past.add_hint("过去的安排不会被改动")
        self.pane = ListPane(self.table)
        windows.body.addWidget(self.pane, 1)
        past.body.addWidget(self.history, 1)
        past.setFixedHeight(190)
        self.left.addWidget(windows, 1)
        self.left.addWidget(past)
        for field in (self.since, self.reason):
            self.panel.section(CHANGE).addWidget(field)
        self.panel.section(EFFECTS).addWidget(self._effects)
        self.right.addWidget(self.panel)
        self.since.set_text(NEXT_DAY)

    def _connect(self) -> None:
        self.table.letter.connect(self._on_letter)
        self.table.current.connect(lambda _line: self._show_window())
        self.table.chosen.connect(lambda _line: self.reason.setFocus())
        self.since.edited.connect(lambda _text: self._on_since())
        self.reason.edited.connect(lambda _text: self._on_reason())
        self.reason.entered.connect(self._on_entered)
        self.sending.changed.connect(self.acts_changed)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        line, busy = self._line, self.sending.busy
        turned = busy or ("" if self._board.wishes else "还没有改动")
        return [
            Act("恢复原样", Key.ACT_1, self._give_up, reason=turned),
            Act("公布调整", Key.MAIN, self._publish, main=True, reason=busy or self._why_not(line)),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.UP_DOWN, "选窗口"), (Key.ALT_2, "写日期和原因"), (Key.ALT_1, "回到窗口")]

    def on_shown(self) -> None:
        self._refresh()
        self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "hall" in kinds:
            self._refresh()

    def on_escape(self) -> bool:
        if not self._board.wishes:
            return False
        self._give_up()
        return True

    def on_key(self, key: Key) -> bool:
        """Alt+1 to the windows, Alt+2 to day and reason."""
        target: QWidget | None = {Key.ALT_1: self.table, Key.ALT_2: self.since}.get(key)
        if target is None:
            return False
        target.setFocus()
        return True

    # -- reading ---------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.pane.loading()
        self._tools.tasks.run(
            self, "store", self._read, self._on_read,
            failed=lambda _error: self.pane.error("没有读到窗口职责", self._refresh),
        )  # fmt: skip

    def _read(self) -> Read:
        views = self._desk.views
        return views.counters(), views.duty_entries(), self._desk.calendar(), self._desk.now().date()

    def _on_read(self, read: Read) -> None:
        self._board.counters, self._board.entries, self._calendar, self._today = read
        self._on_since()

    # -- changing --------------------------------------------------------------------------------------------

    def _on_letter(self, letter: str) -> None:
        line, channel = self._line, DIGITS.get(letter)
        if line is None or channel is None:
            return
        why_not = self._board.turn(line.counter.code, channel)
        if why_not:
            self._tools.sounds.bad()
            self._tools.messages.warn(f"{why_not}。")
        else:
            self._tools.messages.clear()
        self._show()

    def _on_since(self) -> None:
        """Another day: other duties may hold on it, and what was turned is turned against those."""
        day = self._day()
        if day is not None:
            self._board.since = day
            self._board.wishes = {
                window: wished
                for window, wished in self._board.wishes.items()
                if (line := self._board.line(window)) is not None and line.base != wished
            }
        self._show()

    def _on_reason(self) -> None:
        self.reason.show_remark()
        self.acts_changed.emit()

    def _on_entered(self) -> None:
        """Enter under the reason does what F12 does, once it may."""
        if not self._why_not(self._line) and not self.sending.busy:
            self._publish()

    def _give_up(self) -> None:
        self._board.wishes = {}
        self._show()
        self.table.setFocus()

    def _publish(self) -> None:
        line, since = self._line, self._day()
        if line is None or since is None:
            return
        request = ask.SetDuties(
            act_id=uuid4(), counter=self._desk.session.counter.code, window=line.counter.code,
            channels=tuple(channel.value for channel in in_order(line.wished)), since=since,
            reason=self.reason.text(),
        )  # fmt: skip
        self.sending.send(self._desk.handle, request, partial(self._on_done, line, since), self._on_refused)

    def _on_done(self, line: DutyLine, since: date, _answer: object) -> None:
        self._tools.sounds.good()
        said = titles(in_order(line.wished))
        self._tools.messages.good(f"已公布：{line.window}窗口从 {since:%Y-%m-%d} 起：{said}。")
        self._board.wishes.pop(line.counter.code, None)
        if not self._board.wishes:
            self.reason.set_text("")
        self._refresh()
        self.table.setFocus()

    def _on_refused(self, violation: RuleViolation) -> None:
        self._tools.sounds.bad()
        field = {"since": self.since, "reason": self.reason}.get(str(violation.facts.get("field", "")))
        if field is not None:
            field.show_remark(say(violation), Tone.BAD)
            field.setFocus()
        self._tools.messages.refused(violation)

    # -- inside ----------------------------------------------------------------------------------------------

    @property
    def _line(self) -> DutyLine | None:
        line: DutyLine | None = self.table.current_row()
        return line

    def _day(self) -> date | None:
        """The day that was typed; None while it cannot be read or lies in the past."""
        try:
            day = read_day(self.since.text(), self._today, self._calendar)
        except RuleViolation as wrong:
            self.since.show_remark(say(wrong), Tone.BAD)
            return None
        if day is None or day < self._today:
            words = "请填写日期" if day is None else "过去的安排不能改，请填今天或以后的日期"
            self.since.show_remark(words, Tone.BAD)
            return None
        today = "（今天）" if day == self._today else ""
        self.since.show_remark(f"{day:%Y-%m-%d}{today}", Tone.GOOD)
        return day

    def _why_not(self, line: DutyLine | None) -> str:
        if line is None or not line.changed:
            return "请先选中窗口，按数字键改它的职责"
        if self._day() is None:
            return "请填写从哪天起"
        return "" if self.reason.text() else "请写明调整原因"

    def _show(self) -> None:
        lines = self._board.lines()
        self._windows.show_rows(lines)
        if lines:
            self.pane.show_list()
        else:
            self.pane.empty("还没有登记窗口", "窗口由管理员在建厅文件里登记")
        self._head.setText(f"{self._board.since:%Y-%m-%d} 的安排　数字键 1–8 加上或去掉")
        self._effects.set_facts(self._board.effects())
        self._show_window()

    def _show_window(self) -> None:
        line = self._line
        self._past.show_rows(self._board.history(line.counter.code, self._today) if line else ())
        self.panel.say(self._step(line))
        self.acts_changed.emit()

    def _step(self, line: DutyLine | None) -> Step:
        if line is None:
            return Step("选一个窗口，按数字键加上或去掉一项职责。")
        if not line.mine:
            return Step(f"{line.window}窗口由该组组长或大厅服务股调整，这里只能看。", Tone.CALM)
        if not line.changed:
            return Step(f"{line.window}窗口：按数字键加上或去掉一项职责。")
        if self._why_not(line):
            return Step(f"{line.window}窗口有改动：填从哪天起和原因，按 F12 公布。", Tone.WARN)
        return Step(f"按 F12 公布：{line.window}窗口从 {self._board.since:%m-%d} 起照此承担。", Tone.WARN)
