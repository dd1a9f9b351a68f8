"""Pushes to the platform and departments' systems: failed first, answers taken up by one key (R-IN-7)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.ports_pushes import PushEvent, PushRow, PushScope
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.outbox.copy_card import CopyCard
from yichuang_desktop.ui.outbox.model import (
    NOT_CONFIGURED,
    PushColumn,
    Pushes,
    PushLine,
    facts_of,
    in_trouble,
    lines_of,
    may_take_up,
    story_of,
)
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import Bullets, FactList
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

GIVE_UP, PUSH, STORY = "不再推送", "推送", "经过"
IN_THE_BACKGROUND = "推送在后台进行，不影响办件。没有送到的会排在最前面。"
ASK_COPY = "选一件，按 F12 逐项复制到平台，最后登记平台给的编号。"
SAVING = "正在保存…"


class OutboxScreen(Screen):
    """The hall's messages (Ctrl 2); in a hall without an interface, the cases still to be copied."""

    title = "推送"

    def __init__(
        self, tasks: Tasks, messages: Messages, desk: Desk, now: Callable[[], datetime], pushes: Pushes
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk, self._now, self._pushes = tasks, messages, desk, now, pushes
        self._all = False
        self._giving_up: int | None = None
        self._busy = ""
        self.copy = CopyCard(tasks, messages, desk)
        self.copy.changed.connect(self._on_copy)
        self.copy.entered.connect(lambda _done: self._refresh())
        self.sending = Sending(tasks, messages, self)
        self.sending.changed.connect(self.acts_changed)
        self._build()

    def _build(self) -> None:
        self._model = RowModel[PushLine](PushColumn, key=lambda line: line.row.push_id)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(lambda _line: self._on_current())
        self.table.chosen.connect(lambda _line: self._open_case())
        self.pane = ListPane(self.table)
        self.card = Card("推送")
        self._hint = self.card.add_hint("")
        self._trouble = Words(role="note", tone=Tone.WARN)
        self.card.body.addWidget(self._trouble)
        self.card.body.addWidget(self.pane, 1)
        self.left.addWidget(self.card, 1)
        self.panel = NextStepPanel()
        self._facts, self._story = FactList(), Bullets()
        self.reason = FieldBox("不再推送的原因（会记入推送经过）", max_length=200)
        self.reason.edited.connect(lambda _text: self.acts_changed.emit())
        self.panel.section(GIVE_UP).addWidget(self.reason)
        self.panel.section(PUSH).addWidget(self._facts)
        self.panel.section(STORY).addWidget(self._story)
        self.right.addWidget(self.panel)
        self.right.addWidget(self.copy)
        self._show_panel()

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.copy.open:
            return self.copy.acts()
        line = self.table.current_row()
        busy = self._busy or self.sending.busy
        if self._giving_up is not None:
            reason = busy or ("" if self.reason.text() else "请写明不再推送的原因")
            return [Act("确认不再推送", Key.MAIN, self._give_up, main=True, reason=reason)]
        none = busy or ("" if line else "请先选择一条")
        keeps = line.why_not_give_up if line else ""
        others = "只看要办的" if self._all else "看全部推送"
        return [
            Act(others, Key.ACT_1, self._toggle_all),
            Act("打开办件", Key.ALT_G, self._open_case, reason=none),
            Act("不再推送", Key.ALT_N, self._begin_giving_up, reason=none or keeps),
            *self._by_state(line, none),
        ]  # fmt: skip

    def _by_state(self, line: PushLine | None, none: str) -> list[Act]:
        """What is the one thing to do depends on where the message stands."""
        copy = Act("复制录入", Key.ALT_K, self._copy, reason=none, right=True)
        if line is None and self.by_hand:
            return [Act("复制录入", Key.MAIN, self._copy, main=True, reason=none)]
        if line is None:
            return [copy, Act("再推一次", Key.MAIN, self._retry, main=True, reason=none)]
        if line.by_hand and not line.can_take_up:
            return [Act("复制录入", Key.MAIN, self._copy, main=True, reason=none)]
        retry = none or line.why_not_retry
        if line.conflict or line.can_take_up:
            ready = [one for one in self._model.rows if not may_take_up(self._roles, one)]
            few = "" if len(ready) > 1 else "要登记的不到两条"
            why = none or ("请先核对编号，再手工登记" if line.conflict else may_take_up(self._roles, line))
            return [
                Act(
                    f"全部登记（{len(ready)}）", Key.ACT_2, self._take_up_all, reason=none or few, right=True
                ),
                Act("按答复登记", Key.MAIN, self._take_up, main=True, reason=why),
            ]
        return [copy, Act("再推一次", Key.MAIN, self._retry, main=True, reason=retry)]

    @property
    def _roles(self) -> frozenset[Any]:
        return self._desk.session.roles

    def hints(self) -> list[tuple[Key, str]]:
        if self.copy.open:
            return self.copy.hints()
        hints = [(Key.UP_DOWN, "选一条"), (Key.NEXT, "打开办件")]
        return [*hints, (Key.BACK, "返回")] if self._giving_up is not None else hints

    def on_shown(self) -> None:
        self._refresh()
        if not self.copy.open:
            self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if kinds & {"push", "case"}:
            self._refresh()

    def on_escape(self) -> bool:
        if self.copy.leave():
            self.table.setFocus()
        elif self._giving_up is not None:
            self._end_giving_up()
        else:
            return False
        return True

    def on_find(self) -> None:
        self.table.setFocus()

    # -- the list --------------------------------------------------------------------------------------------

    @property
    def by_hand(self) -> bool:
        """Whether this hall copies by hand: no receiver is set on this PC."""
        return not self._pushes.configured

    def _scope(self) -> PushScope:
        if self._all:
            return PushScope.ALL
        return PushScope.UNENTERED if self.by_hand else PushScope.OPEN

    def _refresh(self) -> None:
        self.pane.loading()
        self._tasks.run(
            self, "store", partial(self._desk.views.pushes, self._scope()), self._on_rows,
            failed=lambda _error: self.pane.error("没有读到推送列表", self._refresh),
        )  # fmt: skip

    def _on_rows(self, rows: tuple[PushRow, ...]) -> None:
        lines = lines_of(rows, self.by_hand)
        self._model.show_rows(lines)
        if lines:
            self.pane.show_list()
        elif self._all:
            self.pane.empty("还没有推送过", "收件受理后，会自动推送给省平台和部门")
        elif self.by_hand:
            self.pane.empty(
                "没有要录入平台的", "已受理的都登记了平台编号", "看全部推送　F10", self._toggle_all
            )
        else:
            self.pane.empty("没有要办的推送", "都已送到并登记", "看全部推送　F10", self._toggle_all)
        self._hint.setText(self._hint_words(lines))
        self._show_trouble()
        if lines and self.table.current_row() is None:
            self.table.select_row(0)
        self._on_current()

    def _hint_words(self, lines: Sequence[PushLine]) -> str:
        count = f"{'全部' if self._all else '要办的'} {len(lines)} 条"
        if self.by_hand:
            return count
        trouble = in_trouble(lines)
        return f"{count} · {f'{trouble} 条要处理' if trouble else '没有出错的'}"

    def _show_trouble(self) -> None:
        words = NOT_CONFIGURED if self.by_hand else self._pushes.trouble()
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    def _on_current(self) -> None:
        line = self.table.current_row()
        if self._giving_up is not None and (line is None or line.row.push_id != self._giving_up):
            self._end_giving_up()
        self._show_panel()
        if line is not None:
            push_id = line.row.push_id
            self._tasks.run(
                self, "store", partial(self._desk.views.push_events, push_id),
                partial(self._on_events, push_id), failed=lambda _error: None,
            )  # fmt: skip
        self.acts_changed.emit()

    def _on_events(self, push_id: int, events: tuple[PushEvent, ...]) -> None:
        line = self.table.current_row()
        if line is not None and line.row.push_id == push_id:
            points = story_of(events)
            self._story.set_points(points)
            self.panel.show_section(STORY, bool(points) and not self.copy.open)

    def _show_panel(self) -> None:
        line = self.table.current_row()
        self.panel.setVisible(not self.copy.open)
        self.panel.show_section(GIVE_UP, self._giving_up is not None)
        self.panel.show_section(PUSH, line is not None)
        self.panel.show_section(STORY, False)
        if line is None:
            self.panel.say(Step(ASK_COPY if self.by_hand else IN_THE_BACKGROUND))
            return
        self.panel.say(Step(line.todo, line.tone if line.tone is not Tone.CALM else Tone.MAIN))
        self._facts.set_facts(facts_of(line))

    def _toggle_all(self) -> None:
        self._all = not self._all
        self._refresh()

    def _open_case(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self.go_to.emit("case", line.row.case_id)

    # -- copying by hand -------------------------------------------------------------------------------------

    def _copy(self) -> None:
        line = self.table.current_row()
        if line is None:
            return
        self._tasks.run(self, "store", partial(self._desk.views.case_file, line.row.case_id), self._on_file)

    def _on_file(self, file: CaseFile) -> None:
        self.copy.begin(file)

    def _on_copy(self) -> None:
        self._show_panel()
        if not self.copy.open:
            self._on_current()
            self.table.setFocus()
        self.acts_changed.emit()

    # -- acts ------------------------------------------------------------------------------------------------

    def _take_up(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self.sending.send(
                self._desk.handle, self._request(line.row),
                lambda _done: self._said(f"{line.number}：对方的答复已登记到办件。"), self._on_refused,
            )  # fmt: skip

    def _request(self, row: PushRow) -> ask.TakeUpAnswer:
        here = self._desk.session.counter.code
        return ask.TakeUpAnswer(uuid4(), row.case_id, row.revision, here, row.push_id)

    def _take_up_all(self) -> None:
        """Each is an act of its own; what one is refused for stops none of the others."""
        rows = [line.row for line in self._model.rows if not may_take_up(self._roles, line)]
        self._run(partial(_each, self._desk, rows), self._on_all)

    def _on_all(self, outcome: tuple[int, str]) -> None:
        count, refused = outcome
        if refused:
            self._messages.warn(f"登记了 {count} 条。另有没有登记的：{refused}")
        else:
            self._messages.good(f"登记了 {count} 条答复。")
        self._refresh()

    def _retry(self) -> None:
        line = self.table.current_row()
        if line is not None:
            request = ask.RetryPush(line.row.push_id)
            self._run(partial(self._desk.handle, request), lambda _none: self._on_retried(line.number))

    def _on_retried(self, number: str) -> None:
        self._pushes.hurry()
        self._said(f"{number}：已排到再推一次。")

    def _begin_giving_up(self) -> None:
        line = self.table.current_row()
        if line is None:
            return
        self._giving_up = line.row.push_id
        self.reason.set_text("")
        self._show_panel()
        self.reason.setFocus()
        self.acts_changed.emit()

    def _end_giving_up(self) -> None:
        self._giving_up = None
        self._show_panel()
        self.table.setFocus()
        self.acts_changed.emit()

    def _give_up(self) -> None:
        line = self.table.current_row()
        if line is not None:
            request = ask.GiveUpPush(line.row.push_id, self.reason.text())
            self._run(
                partial(self._desk.handle, request),
                lambda _none: self._said(f"{line.number}：已不再推送，原因已记下。"),
            )

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Work that may be asked for twice without harm, or is looked at again first."""
        self._busy = SAVING
        self.acts_changed.emit()

        def over(answer: Any) -> None:
            self._busy = ""
            self._giving_up = None
            done(answer)

        self._tasks.run(self, "store", work, over, self._on_refused, self._on_failed)

    def _said(self, words: str) -> None:
        self._messages.good(words)
        self._refresh()

    def _on_refused(self, violation: RuleViolation) -> None:
        self._busy = ""
        self._messages.refused(violation)
        self._refresh()

    def _on_failed(self, error: BaseException) -> None:
        self._busy = ""
        self._messages.failed("store", None, error)
        self._refresh()


def _each(desk: Desk, rows: Sequence[PushRow]) -> tuple[int, str]:
    """Take up one after the other, each on its case as it stands then; how many, and the last refusal."""
    count, refused = 0, ""
    here = desk.session.counter.code
    for row in rows:
        try:
            revision = desk.case(row.case_id).revision
            done = desk.handle(ask.TakeUpAnswer(uuid4(), row.case_id, revision, here, row.push_id))
        except RuleViolation as violation:
            if violation.code != "push_taken_up":
                refused = say(violation)
        else:
            count += isinstance(done, ActDone)
    return count, refused
