"""The four tracks of a case at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

_COLOURS = {
    Tone.GOOD: "good", Tone.MAIN: "main", Tone.WARN: "warn", Tone.BAD: "bad",
    Tone.CALM: "line_strong", Tone.NONE: "line",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Track:
    """One track: its name (办理), where it stands in words (准予　14:10), and the tone of its line.

    GOOD done, MAIN here and now, WARN or BAD late, CALM waiting elsewhere, NONE not used by this channel.
    """

    name: str
    words: str
    tone: Tone = Tone.CALM


class _Line(QWidget):
    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedHeight(4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), 4), theme.colour(_COLOURS[self._tone]))
        painter.end()


class TrackBar(QWidget):
    """Approval, papers, counterfoil with commitment, result: four lines with words under them."""

    def __init__(self, tracks: Sequence[Track] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.size("space_2"))
        self._shown: tuple[Track, ...] = ()
        self.set_tracks(tracks)

    def set_tracks(self, tracks: Sequence[Track]) -> None:
        """Show these, in order."""
        if tuple(tracks) == self._shown:
            return
        self._shown = tuple(tracks)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for track in self._shown:
            self._row.addWidget(_one(track), 1)


def _one(track: Track) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(1)
    box.addWidget(_Line(track.tone))
    box.addSpacing(7)
    box.addWidget(Words(track.name, role="strong"))
    box.addWidget(Words(track.words, role="second"))
    box.addStretch(1)
    holder.setAccessibleName(f"{track.name}：{track.words}")
    return holder
