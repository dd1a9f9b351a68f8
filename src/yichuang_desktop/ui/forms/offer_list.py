"""现在能办: what can be done with a case now, a key each, the next step first and marked."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from yichuang_desktop.services.offering import Offer
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.badge import Badge
from yichuang_desktop.ui.parts.keycap import KeyCap
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letters only: digits come from the scanner, wherever the keyboard stands."""
NOTHING = "现在没有可以在这里办的"


class OfferList(QWidget):
    """``chosen(str)`` the name of the act that was pressed or whose key was struck."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.size("space_1"))
        self._groups: tuple[tuple[str, tuple[Offer, ...]], ...] = ()
        self._heads: list[Words] = []
        self.buttons: list[OfferButton] = []
        self._nothing = Words(NOTHING, role="second")
        self._box.addWidget(self._nothing)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is offered, in order."""
        return tuple(offer for _head, offers in self._groups for offer in offers)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer these."""
        self.show_groups([("", offers)])

    def show_groups(self, groups: Sequence[tuple[str, Sequence[Offer]]]) -> None:
        """Offer these under their headings; nothing is rebuilt when they are the ones already shown."""
        wanted = tuple((head, tuple(offers)) for head, offers in groups)
        if wanted == self._groups:
            return
        self._groups = wanted
        self._clear()
        keys = iter(KEYS)
        for head, offers in wanted:
            if head:
                self._heads.append(Words(head, role="label"))
                self._box.addWidget(self._heads[-1])
            for offer, key in zip(offers, keys, strict=False):
                self._add(OfferButton(key, offer))
        self._nothing.setVisible(not self.buttons)

    def _clear(self) -> None:
        for gone in (*self.buttons, *self._heads):
            gone.hide()
            gone.deleteLater()
        self.buttons, self._heads = [], []

    def _add(self, button: "OfferButton") -> None:
        button.clicked.connect(partial(self._on_clicked, button.name))
        self.buttons.append(button)
        self._box.addWidget(button)
        button.show()  # at once: it may be about to get the keyboard

    def press(self, key: str) -> bool:
        """A key was struck; False when none of the acts has it."""
        place = KEYS.find(key.upper()) if len(key) == 1 else -1
        if not 0 <= place < len(self.offers):
            return False
        self.chosen.emit(self.offers[place].name)
        return True

    def focus_first(self) -> None:
        """Put the keyboard on the first act."""
        if self.buttons:
            self.buttons[0].setFocus()

    def _on_clicked(self, name: str, _on: bool = False) -> None:
        self.chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.focusNextPrevChild(steps[Qt.Key(event.key())] > 0)
        elif not self.press(event.text()):
            super().keyPressEvent(event)


class OfferButton(QAbstractButton):
    """A line with its key, its words and, on the next step, the word that says so."""

    def __init__(self, key: str, offer: Offer) -> None:
        super().__init__()
        self.name = offer.name
        self.setProperty("role", "offer")
        self.setProperty("coming", str(offer.coming).lower())
        self.setAccessibleName(f"{offer.title}（{key}）")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(theme.size("space_2"))
        self.words = Words(offer.title, role="strong" if offer.coming else "")
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(KeyCap(key))
        row.addWidget(self.words, 1)
        if offer.coming:
            badge = Badge("下一步", Tone.MAIN)
            badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(badge)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.hasFocus() or self.isDown()
        pressed = self.underMouse() or strong
        painter.setPen(QPen(theme.colour("main" if strong else "line"), 2 if strong else 1))
        painter.setBrush(theme.colour("main_soft" if pressed else "card"))
        radius = theme.size("radius_field")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()
