"""学习按键: someone presses each key of the evaluation box in turn, twice; what came is shown and kept."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from yichuang_desktop.domain.devices import WindowDevice
from yichuang_desktop.domain.evaluation_learning import Heard, KeyLearning, LearntKey
from yichuang_desktop.services.ports_evaluators import HeardKey, TeachableDevice
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import FactList
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

LANE = "devices"
SHOWN_FRAMES = 5
NO_BOX = "本窗口没有可以学习按键的评价器。请先在设备页登记一台串口按键评价器。"
GUIDE = (
    "请一人站在评价器前，按屏幕上说的等级按键，每个键按两次。",
    "评价器没有这个等级的键，就按 F10“没有这个键”。三键、四键的评价器会缺一两个等级，缺的等级群众评不了。",
    "学习时不接收评价。保存以后才生效，只对本窗口这一台评价器有效。",
)


class LearningRoom(Protocol):
    """What the page needs of the devices of this window."""

    def device(self) -> TeachableDevice | None:
        """The box that is set up and can be taught; None where there is none."""
        ...

    def bound(self) -> WindowDevice | None:
        """How it is set up."""
        ...

    def save(self, device: WindowDevice) -> None:
        """Use it so from now on. Asks the database: not on the Qt thread."""
        ...


class NothingToLearn:
    """A window without devices."""

    def device(self) -> TeachableDevice | None:
        """None."""
        return None

    def bound(self) -> WindowDevice | None:
        """None."""
        return None

    def save(self, device: WindowDevice) -> None:
        """Nothing to save."""


class LearnKeysScreen(Screen):
    """Opened from the devices page. Everything is done with keys; nothing is kept before F12."""

    title = "学习按键"
    _came = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        room: LearningRoom,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._room, self._clock = tasks, messages, room, clock
        self._device: TeachableDevice | None = None
        self._learning = KeyLearning(clock)
        self._frames: list[tuple[str, str, Tone]] = []
        self._saving = False
        self.asked_words, self.remark = Words("", role="large"), Words("", role="strong")
        self.keys, self.frames = FactList(label_width=110), FactList(label_width=250)
        self.panel = NextStepPanel(width=330)
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        none = "" if self._device is not None else "没有可以学习的评价器"
        over = none or ("" if self._learning.asked is not None else "各等级都已处理")
        begun = none or ("" if any(each.done for each in self._learning.keys) else "还没有学过一个键")
        return [
            Act("没有这个键", Key.ACT_1, self._pass_over, reason=over),
            Act("上一个重新学", Key.ACT_2, self._step_back, reason=begun),
            Act("保存", Key.MAIN, self._save, main=True, reason=none or self._why_not_save()),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.BACK, "不保存，回到设备")]

    def next_step(self) -> Step | None:
        return Step("保存按键对应关系") if self._learning.can_save else None

    def on_shown(self) -> None:
        self._begin()
        self.setFocus()  # not on an act: Enter must not pass a key over

    def on_hidden(self) -> None:
        self._end()

    def on_escape(self) -> bool:
        self.go_to.emit("devices", None)
        return True

    def on_scan(self, code: str) -> None:
        """A scan has nothing to do here."""

    # -- the lesson ------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._learning, self._frames, self._saving = KeyLearning(self._clock), [], False
        self._device = self._room.device()
        if self._device is not None:
            self._device.listen(self._came.emit)
        self.remark.setText("")
        self._show()

    def _end(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.listen(None)

    @Slot(object)
    def _on_came(self, heard: HeardKey) -> None:
        if self._device is None or self._saving:
            return
        said = self._learning.heard(heard.key, heard.own)
        good = said in (Heard.FIRST, Heard.LEARNT)
        tone = Tone.GOOD if good else Tone.CALM if said in (Heard.SAME_PRESS, Heard.OVER) else Tone.WARN
        key = f"键值 {heard.key}" if heard.key else "认不出"
        self._frames = [(heard.raw.hex(" ").upper(), f"{key}　{said.value}", tone), *self._frames][
            :SHOWN_FRAMES
        ]
        self.remark.setText(said.value)
        self._show()

    def _pass_over(self) -> None:
        self._learning.pass_over()
        self.remark.setText("")
        self._show()

    def _step_back(self) -> None:
        self._learning.step_back()
        self.remark.setText("")
        self._show()

    def _why_not_save(self) -> str:
        if self._saving:
            return "正在保存"
        return "" if self._learning.can_save else "请先学完各等级，至少要有两个键"

    def _save(self) -> None:
        bound = self._room.bound()
        if bound is None:
            return
        self._saving = True
        options = {**bound.options, "levels": dict(self._learning.levels)}
        learnt = replace(bound, options=options)
        self._tasks.run(
            self, LANE, lambda: self._room.save(learnt), self._on_saved, failed=self._on_not_saved
        )
        self.acts_changed.emit()

    def _on_saved(self, _none: object) -> None:
        missing = "、".join(each.grade.title for each in self._learning.keys if each.passed)
        self._device = None  # it was let go and opened anew with its keys
        self.go_to.emit("devices", None)  # which clears the foot line
        self._messages.good("已保存按键对应关系。" + (f"没有键的等级：{missing}。" if missing else ""))

    def _on_not_saved(self, _error: BaseException) -> None:
        self._saving = False
        self._messages.bad("按键对应关系没有保存，请再按 F12 保存。", self._save)
        self.acts_changed.emit()

    # -- what is seen ----------------------------------------------------------------------------------------

    def _show(self) -> None:
        grade = self._learning.asked
        if self._device is None:
            self.asked_words.setText(NO_BOX)
        elif grade is None:
            self.asked_words.setText("各等级都已处理，按 F12 保存。" if self._learning.can_save else
                                     "至少要有两个键才能评价，请按 F11 重新学。")  # fmt: skip
        elif self._learning.confirming:
            self.asked_words.setText(f"请再按一次“{grade.title}”键")
        else:
            self.asked_words.setText(f"请按评价器上的“{grade.title}”键")
        self.keys.set_facts([(each.grade.title, *self._state(each)) for each in self._learning.keys])
        self.frames.set_facts(self._frames or [("还没有收到数据", "请按评价器上的键", Tone.NONE)])
        self.acts_changed.emit()

    def _state(self, key: LearntKey) -> tuple[str, Tone]:
        if key.key:
            return f"键值 {key.key}，已确认", Tone.GOOD
        if key.passed:
            return "没有这个键，群众评不了这个等级", Tone.WARN
        if key.grade is self._learning.asked and self._device is not None:
            return ("按过一次，等待确认" if self._learning.confirming else "正在等待按键"), Tone.NONE
        return "还没有学", Tone.NONE

    def _build(self) -> None:
        now, table, past = Card("现在"), Card("等级与按键"), Card("收到的数据")
        past.add_hint("最近 5 条，最新的在上")
        for words in (self.asked_words, self.remark):
            now.body.addWidget(words)
        table.body.addWidget(self.keys)
        past.body.addWidget(self.frames)
        past.body.addStretch(1)
        for card in (now, table):
            self.left.addWidget(card)
        self.left.addWidget(past, 1)
        _fill(self.panel.section("怎么做"), GUIDE)
        self.right.addWidget(self.panel)


def _fill(box: QVBoxLayout, texts: tuple[str, ...]) -> None:
    for text in texts:
        box.addWidget(Words(text, role="second"))
