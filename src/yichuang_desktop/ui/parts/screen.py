"""What every screen of the shell is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.confirm import Question
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.shortcuts import Key


class Screen(QWidget):
    """One page of the work area. A subclass sets ``title`` and fills ``self.left`` and ``self.right``.

    ``left`` is the wide column of what is being worked on, ``right`` the narrow one of what helps; leave
    ``right`` empty and the left one takes all; ``above`` spans both. Override what is needed of ``acts``,
    ``hints``, ``next_step`` and the ``on_`` methods.

    After anything that changes what can be done, emit ``acts_changed``: the shell asks ``acts()`` again.
    """

    title: str = ""

    acts_changed = Signal()
    """Ask ``acts()``, ``hints()`` and ``next_step()`` again."""
    asked = Signal(object)
    """A Question for the confirm bar; use :meth:`ask`."""
    go_to = Signal(str, object)
    """Show another screen by its name and hand it something (``on_handed``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        gap = theme.size("space_3")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(gap)
        self.above = QVBoxLayout()
        self.above.setSpacing(gap)
        columns = QHBoxLayout()
        columns.setSpacing(gap)
        whole.addLayout(self.above)
        whole.addLayout(columns, 1)
        self.left = QVBoxLayout()
        self.left.setSpacing(gap)
        self.right = QVBoxLayout()
        self.right.setSpacing(gap)
        columns.addLayout(self.left, 1)
        columns.addLayout(self.right)

    def acts(self) -> Sequence[Act]:
        """What can be done here, left to right; one may be ``main``. Called often: only look at state."""
        return ()

    def hints(self) -> Sequence[tuple[Key, str]]:
        """The keys that work here beside the acts, with what they do, for the foot line."""
        return ()

    def next_step(self) -> Step | None:
        """The next thing to do, said beside the main act while it is allowed."""
        return None

    def on_shown(self) -> None:
        """The screen became visible: ask for its data, put the focus where work begins."""

    def on_hidden(self) -> None:
        """Another screen is shown now."""

    def on_changed(self, kinds: frozenset[str]) -> None:
        """Things of these kinds changed (here or at another counter): refresh what shows them."""

    def on_escape(self) -> bool:
        """Esc: one step back. Return False when there is nothing to go back from."""
        return False

    def on_find(self) -> None:
        """Ctrl+F: put the focus into the search."""

    def on_key(self, key: Key) -> bool:
        """A key that is neither a screen's nor an act's (Alt+1, Ctrl+P). Return whether it was used."""
        return False

    def on_scan(self, code: str) -> None:
        """A paper was scanned while the keyboard stood where no code is waited for: whose is it?"""
        self.go_to.emit("case", code)

    def on_handed(self, value: object) -> None:
        """Another screen handed this over (a case id, a receipt number)."""

    def ask(
        self,
        text: str,
        yes_text: str,
        yes: Callable[[], None],
        *,
        no_text: str = "返回",
        no: Callable[[], None] | None = None,
        danger: bool = False,
    ) -> None:
        """Ask in place before something that cannot be undone."""
        self.asked.emit(Question(text, yes_text, yes, no_text, no, danger))
