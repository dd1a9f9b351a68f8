"""Before a notice is given or a draft given up, in place of the checklist: what will happen, and why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from yichuang_desktop.domain.checklist import Checklist
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import Bullets
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.scroll import ScrollColumn
from yichuang_desktop.ui.parts.words import Words


class ClosingPage(Card):
    """A page to be read before F12; ``edited()`` while a reason is written, ``entered()`` on Enter in it."""

    edited = Signal()
    entered = Signal()
    digit = Signal(int)
    """A digit was struck: a part of a package is wanted, or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("办理", parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._reason_wanted = ""
        self.intro, self.points = Words(), Bullets()
        self.reason = FieldBox("原因", max_length=200)
        self.reason.edited.connect(lambda _text: self.edited.emit())
        self.reason.entered.connect(self.entered)
        self.body.addWidget(self.reason)
        self._column = ScrollColumn()
        self._column.box.addWidget(self.intro)
        self._column.box.addWidget(self.points)
        self._column.box.addStretch(1)
        self.body.addWidget(self._column, 1)

    def show_page(self, title: str, intro: str, points: Sequence[str], reason_wanted: str = "") -> None:
        """``reason_wanted`` is what to say while the reason is empty; empty: no reason is asked for."""
        self._reason_wanted = reason_wanted
        self.title.setText(title)
        self.intro.setText(intro)
        self.points.set_points(points)
        self.reason.label.setText(reason_wanted)
        self.reason.set_text("")
        self.reason.setVisible(bool(reason_wanted))
        (self.reason if reason_wanted else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A long notice is read by the arrow and page keys; a line of text leaves them to us."""
        bar = self._column.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(), Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep(),
        }  # fmt: skip
        if event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        elif event.text().isdecimal():
            self.digit.emit(int(event.text()))
        else:
            super().keyPressEvent(event)

    @property
    def lacking(self) -> str:
        """What must still be written."""
        return "" if self.reason.text() else self._reason_wanted


def notice_points(checklist: Checklist) -> list[str]:
    """What the one-off notice will list, line by line as it is printed."""
    return [f"{lack.name}：{say_code(lack.code, lack.facts)}" for lack in checklist.what_is_lacking()]
