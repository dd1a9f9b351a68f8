"""What a list shows when it has nothing to show yet, nothing at all, or trouble."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStackedLayout, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.icons import Icon
from yichuang_desktop.ui.parts.words import Words

SKELETON_AFTER_MS = 150
"""Faster answers never show a skeleton: a flash would be worse than nothing."""

AGAIN = "再试一次"


class EmptyState(QWidget):
    """A quiet picture, what is the case, what to do, and at most one button."""

    def __init__(
        self,
        text: str = "",
        what_to_do: str = "",
        icon: str = "empty",
        *,
        act_text: str = "",
        act: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = Icon(icon, "third", 48)
        self._text = Words(text, role="head")
        self._what = Words(what_to_do, role="second")
        self._button = QPushButton()
        self._act: Callable[[], None] | None = None
        self._button.clicked.connect(self._on_clicked)
        box = QVBoxLayout(self)
        box.setSpacing(theme.size("space_2"))
        middle = Qt.AlignmentFlag.AlignHCenter
        box.addStretch(2)
        box.addWidget(self._icon, 0, middle)
        for words in (self._text, self._what):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(words)
        box.addWidget(self._button, 0, middle)
        box.addStretch(3)
        self.say(text, what_to_do, icon, act_text=act_text, act=act)

    def say(
        self,
        text: str,
        what_to_do: str = "",
        icon: str = "empty",
        *,
        act_text: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Change what it says."""
        self._text.setText(text)
        self._what.setText(what_to_do)
        self._what.setVisible(bool(what_to_do))
        self._icon.show_icon(icon, "third")
        self._act = act
        self._button.setText(act_text)
        self._button.setVisible(act is not None)

    @Slot()
    def _on_clicked(self) -> None:
        if self._act is not None:
            self._act()


class LoadingSkeleton(QWidget):
    """Grey lines where rows will be; appears only when the answer takes longer than 150 ms."""

    def __init__(self, rows: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SKELETON_AFTER_MS)
        self._timer.timeout.connect(self._on_late)
        self.setAccessibleName("正在读取")

    @property
    def drawn(self) -> bool:
        """Whether the grey lines are drawn by now."""
        return self._shown

    def begin(self) -> None:
        """The question was asked; nothing is drawn for 150 ms."""
        self._shown = False
        self._timer.start()
        self.update()

    def end(self) -> None:
        """The answer is here."""
        self._timer.stop()
        self._shown = False
        self.update()

    @Slot()
    def _on_late(self) -> None:
        self._shown = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = theme.size("row_two")
        for number in range(min(self._rows, max(self.height() // height, 1))):
            top = number * height + 13
            painter.setBrush(theme.colour("calm_soft"))
            painter.drawRoundedRect(QRectF(8, top, self.width() * (0.42 + 0.07 * (number % 3)), 12), 4, 4)
            painter.setBrush(theme.colour("head"))
            painter.drawRoundedRect(QRectF(8, top + 19, self.width() * (0.26 + 0.05 * (number % 2)), 9), 4, 4)
        painter.end()


class Shown(Enum):
    """What a :class:`ListPane` shows."""

    ROWS = 0
    LOADING = 1
    WORDS = 2


class ListPane(QWidget):
    """A list with all its states; the screen calls ``loading()``, then one of the others.

    ``pane.loading()`` · ``pane.show_list()`` · ``pane.empty("没有待交接的材料", "收件后会出现在这里")`` ·
    ``pane.error("没有读到队列", retry)`` · ``pane.offline(retry)``
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self._skeleton = LoadingSkeleton()
        self._words = EmptyState()
        self._pages = QStackedLayout(self)
        for page in (content, self._skeleton, self._words):
            self._pages.addWidget(page)

    @property
    def shown(self) -> Shown:
        """Which state it is in."""
        return Shown(self._pages.currentIndex())

    def loading(self) -> None:
        """Ask begun. A list that is already there stays until the answer comes."""
        if self.shown is not Shown.ROWS:
            self._skeleton.begin()
            self._turn_to(Shown.LOADING)

    def first_loading(self) -> None:
        """Ask begun and what stands there is of no use any more."""
        self._skeleton.begin()
        self._turn_to(Shown.LOADING)

    def show_list(self) -> None:
        """The answer is here and has rows."""
        self._turn_to(Shown.ROWS)

    def empty(
        self, text: str, what_to_do: str = "", act_text: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """The answer is here and there is nothing."""
        self._words.say(text, what_to_do, "empty", act_text=act_text, act=act)
        self._turn_to(Shown.WORDS)

    def error(self, text: str, retry: Callable[[], None] | None = None) -> None:
        """It did not work; what to do is to try again."""
        self._words.say(text, "请再试一次；仍不行时请告知管理员。", "trouble", act_text=AGAIN, act=retry)
        self._turn_to(Shown.WORDS)

    def offline(self, retry: Callable[[], None] | None = None) -> None:
        """The database cannot be reached."""
        self._words.say(
            "现在连不上数据库", "已录入的内容都还在，连上后会自动继续。", "offline", act_text=AGAIN, act=retry
        )
        self._turn_to(Shown.WORDS)

    def _turn_to(self, shown: Shown) -> None:
        if shown is not Shown.LOADING:
            self._skeleton.end()
        self._pages.setCurrentIndex(shown.value)
