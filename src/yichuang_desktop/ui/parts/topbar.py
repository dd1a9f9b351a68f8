"""The bar at the top: hall, window, health of database and devices, who, and the database's time."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

_DOTS = {Tone.GOOD: "dot_good", Tone.WARN: "dot_warn", Tone.BAD: "dot_bad"}
UNKNOWN_TIME = "--:--"


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.CALM
        self.setFixedSize(9, 9)

    def set_tone(self, tone: Tone) -> None:
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(_DOTS.get(self._tone, "dot_calm")))
        painter.drawEllipse(QRectF(0, 0, 9, 9))
        painter.end()


class HealthLamp(QWidget):
    """A dot and words: the name alone while all is well, what is wrong otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = _Dot()
        self.words = Words(role="health", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._dot)
        row.addWidget(self.words)

    def show_health(self, words: str, tone: Tone, detail: str = "") -> None:
        """``words`` stand on the bar; ``detail`` is what the pointer and a screen reader hear."""
        self.words.setText(words)
        self._dot.set_tone(tone)
        self.setToolTip(detail or words)
        self.setAccessibleName(detail or words)


class Clock(Words):
    """The database's time. It is set once in a while and runs on by the PC's monotonic clock between."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(UNKNOWN_TIME, wrap=False)
        self._monotonic = monotonic
        self._base: tuple[datetime, float] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    def set_time(self, now: datetime) -> None:
        """The database says it is ``now``."""
        self._base = (now, self._monotonic())
        self._timer.start()
        self.tick()

    def now(self) -> datetime | None:
        """The database's time as reckoned; None before it was ever heard."""
        if self._base is None:
            return None
        told, at = self._base
        return told + timedelta(seconds=self._monotonic() - at)

    @Slot()
    def tick(self) -> None:
        """Show it."""
        now = self.now()
        if now is not None:
            self.setText(now.strftime("%H:%M"))
            self.setToolTip(now.strftime("%Y年%m月%d日 %H:%M:%S　以数据库时间为准"))


class TopBar(QWidget):
    """Hall and window at the left, health, who and time at the right."""

    def __init__(
        self, hall: str, window: str, who: str, demonstration: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(theme.STYLED)
        self.setMinimumHeight(theme.size("bar_height"))
        self.hall = Words(hall, role="hall")
        self.window_chip = Words(window, role="chip", wrap=False)
        self.demonstration = Words("演示", role="demo", wrap=False)
        self.who = Words(who, role="strong", wrap=False)
        self.clock = Clock()
        self._lamps: dict[str, HealthLamp] = {}
        self._health = QHBoxLayout()
        self._health.setSpacing(15)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 4, 18, 4)
        row.setSpacing(18)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.hall)
        row.addWidget(self.window_chip, 0, middle)
        row.addWidget(self.demonstration, 0, middle)
        row.addStretch(1)
        row.addLayout(self._health)
        row.addWidget(self.who)
        row.addWidget(self.clock)
        self.demonstration.setVisible(demonstration)

    def set_health(self, name: str, words: str, tone: Tone, detail: str = "") -> None:
        """Show or change the lamp ``name``; lamps stand in the order they first came."""
        lamp = self._lamps.get(name)
        if lamp is None:
            lamp = self._lamps[name] = HealthLamp()
            self._health.addWidget(lamp)
        lamp.show_health(words, tone, detail)

    def lamp(self, name: str) -> HealthLamp:
        """The lamp of that name. Raises KeyError when it was never set."""
        return self._lamps[name]


class DemonstrationBand(QWidget):
    """The thin band under the bar of a demonstration hall: unmistakable, and out of the way."""

    WORDS = "演示大厅　人员、单位和办件都是虚构的，纸质单据上印有“演示”，不能用于真实办件"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("demoband")
        self.setAttribute(theme.STYLED)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 2, 18, 2)
        words = Words(self.WORDS, wrap=False)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(words)
