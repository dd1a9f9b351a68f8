"""The page of the five grades: one press, once, and silence is "not rated"."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.icons import paint_icon
from yichuang_desktop.ui.parts.words import Words

GRADES = ((5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意"))
SECONDS = 30
GRACE_SECONDS = 1.5
"""A finger already on its way when the count reached zero still counts."""
SETTLE_SECONDS = 0.3
"""Presses so soon after the page came belong to what stood there before (the second tap of 确认)."""
TICK_MS = 200


@dataclass(frozen=True, slots=True)
class RateRequest:
    """One service to be rated: ``event`` comes back; ``words`` is ``4 号窗口　收件　14:26``."""

    event: str
    words: str


class GradeButton(QAbstractButton):
    """A face and its words. No key can press it: only a finger or the mouse."""

    def __init__(self, grade: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grade = grade
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(232, 228)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 228)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def cut_texts(self) -> list[str]:
        """Its words when they do not fit."""
        wide = self.fontMetrics().horizontalAdvance(self.text()) * 28 / max(self.font().pixelSize(), 1)
        return [self.text()] if wide > self.width() - 8 else []

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour(f"grade_{self.grade}")
        pressed = self.isDown()
        painter.setPen(QPen(colour if pressed else theme.colour("line"), 3 if pressed else 2))
        painter.setBrush(theme.colour("main_soft" if pressed else "card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 13, 13)
        side = 88
        paint_icon(painter, f"grade-{self.grade}", colour, QRectF((self.width() - side) / 2, 47, side, side))
        painter.setPen(colour)
        painter.setFont(theme.type_face("grade_type", bold=True))
        place = QRectF(0, 154, self.width(), 46)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()


class RatePage(QWidget):
    """Shows one :class:`RateRequest`. Exactly one of ``rated(event, grade)`` and ``timed_out(event)``
    follows, unless :meth:`drop` comes first. The first press counts, whatever is pressed after it.
    """

    rated = Signal(str, int)
    timed_out = Signal(str)

    def __init__(
        self,
        seconds: float = SECONDS,
        grace: float = GRACE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._seconds, self._grace, self._clock = seconds, grace, clock
        self._request: RateRequest | None = None
        self._begun_at = 0.0
        self.title = Words("请您对本次服务作出评价", role="title")
        self.words = Words(role="words")
        self.count = Words(role="words")
        self.buttons = [GradeButton(grade, words) for grade, words in GRADES]
        for button in self.buttons:
            button.clicked.connect(lambda _on=False, one=button: self._on_pressed(one.grade))
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._lay_out()

    def begin(self, request: RateRequest) -> None:
        """Invite; the count begins."""
        self._request, self._begun_at = request, self._clock()
        self.words.setText(f"{request.words}　　您的评价只对管理人员可见，窗口人员看不到是谁评的")
        self.tick()
        self._timer.start()

    def drop(self) -> None:
        """End without an answer (the screen vanished): nothing is emitted."""
        self._timer.stop()
        self._request = None

    @property
    def request(self) -> RateRequest | None:
        """What is being rated; None after the answer."""
        return self._request

    @Slot()
    def tick(self) -> None:
        """Count down; at the end of the grace it is "not rated"."""
        if self._request is None:
            return
        left = self._seconds - (self._clock() - self._begun_at)
        self.count.setText(f"{max(round(left), 0)} 秒后自动结束，不评价不影响办理")
        if left <= -self._grace:
            event = self._request.event
            self.drop()
            self.timed_out.emit(event)

    def _on_pressed(self, grade: int) -> None:
        if self._request is None or self._clock() - self._begun_at < SETTLE_SECONDS:
            return
        event = self._request.event
        self.drop()
        self.rated.emit(event, grade)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(60, 40, 60, 40)
        box.setSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(22)
        for button in self.buttons:
            row.addWidget(button)
        middle = Qt.AlignmentFlag.AlignCenter
        for words in (self.title, self.words, self.count):
            words.setAlignment(middle)
        box.addStretch(2)
        box.addWidget(self.title)
        box.addWidget(self.words)
        box.addSpacing(30)
        box.addLayout(row)
        box.addSpacing(34)
        box.addWidget(self.count)
        box.addStretch(5)
