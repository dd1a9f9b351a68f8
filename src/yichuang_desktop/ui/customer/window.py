"""The window that faces the citizen.

With a second screen it stands there full-screen and never takes the keyboard. With one screen it covers it
only while someone signs or rates; the clerk's keys are dead then: they go to this window, which takes none.
When its screen is pulled out, what was going on is cancelled: it is never moved to the clerk's screen.
"""

import logging
import time
from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QImage, QKeyEvent, QScreen
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.customer.code_page import CodePage, PadButton
from yichuang_desktop.ui.customer.rate_page import GRACE_SECONDS, SECONDS, RatePage, RateRequest
from yichuang_desktop.ui.customer.read_page import ReadPage
from yichuang_desktop.ui.customer.sign_page import SignPage
from yichuang_desktop.ui.customer.strokes import SignRequest
from yichuang_desktop.ui.parts.words import Words

THANKS_MS = 2500
_COVERS = Qt.WindowType.WindowStaysOnTopHint
BY_CODE = "凭码评价"
_log = logging.getLogger(__name__)


class Page(Enum):
    """What the citizen sees."""

    IDLE = 0
    SIGN = 1
    RATE = 2
    THANKS = 3
    READ = 4
    CODE = 5


class CustomerWindow(QWidget):
    """Sign and rate, also by the code of a slip. One session at a time; each ends with exactly one signal.

    ``signed(SignedStrokes)`` or ``declined(session)`` after :meth:`ask_signature`; ``rated(event, grade)`` or
    ``timed_out(event)`` after :meth:`ask_rating`; ``vanished(str)`` with the session or event when the screen
    went away in the middle; ``cancel()`` ends it without a signal. Grades come from a finger or the mouse on
    this window only: it hears no key.
    """

    signed = Signal(object)
    declined = Signal(str)
    rated = Signal(str, int)
    timed_out = Signal(str)
    vanished = Signal(str)
    code_typed = Signal(str)
    """The citizen typed the code of a slip; answer with :meth:`refuse_code` or :meth:`ask_rating`."""

    def __init__(
        self,
        hall: str,
        window: str,
        demonstration: bool = False,
        *,
        seconds: float = SECONDS,
        grace: float = GRACE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(None)
        self.setObjectName("customer")
        self.setAttribute(theme.STYLED)
        self.setWindowTitle("群众屏")
        self.sign_page = SignPage(clock)
        self.rate_page = RatePage(seconds, grace, clock)
        self.read_page = ReadPage()
        self.code_page = CodePage()
        self.code_button = PadButton(BY_CODE)
        self._place: QScreen | None = None
        self._clerk: QScreen | None = None
        self._wanted = ""
        self._own_screen = False
        self._thanks = Words("谢谢您的评价", role="title")
        self._pages = QStackedLayout(self)
        for page in (
            _idle(hall, window, demonstration, self.code_button),
            self.sign_page,
            self.rate_page,
            _middle(self._thanks),
            self.read_page,
            self.code_page,
        ):
            self._pages.addWidget(page)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(THANKS_MS)
        self._back.timeout.connect(self._idle_again)
        self.sign_page.signed.connect(self._on_signed)
        self.sign_page.declined.connect(self._on_declined)
        self.rate_page.rated.connect(self._on_rated)
        self.rate_page.timed_out.connect(self._on_timed_out)
        self.read_page.read.connect(self._idle_again)
        self.code_button.clicked.connect(self._on_code_wanted)
        self.code_page.typed.connect(self.code_typed)
        self.code_page.left.connect(self._idle_again)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._on_screen_removed)
            app.screenAdded.connect(self._on_screen_added)
        theme.dress(self)

    # -- where it stands -------------------------------------------------------------------------------------

    def settle(self, clerk: QScreen, wanted: str = "") -> None:
        """Take the citizen's screen: the one named ``wanted``, else any that is not the clerk's, else none.

        With a screen of its own the idle page is shown at once; without one the window stays hidden until
        it is needed.
        """
        self._clerk, self._wanted = clerk, wanted
        others = [screen for screen in QGuiApplication.screens() if screen is not clerk]
        named = [screen for screen in others if screen.name() == wanted]
        self._take(next(iter(named or others), None))

    @property
    def own_screen(self) -> bool:
        """Whether the citizen has a screen of their own."""
        return self._own_screen

    # -- what the clerk's screens ask ------------------------------------------------------------------------

    def ask_signature(self, request: SignRequest) -> None:
        """Show the text and wait for the signature; a session that was open is dropped."""
        self.cancel()
        self.sign_page.begin(request)
        self._turn_to(Page.SIGN)

    def ask_rating(self, request: RateRequest) -> None:
        """Invite the five grades; a session that was open is dropped."""
        self.cancel()
        self.rate_page.begin(request)
        self._turn_to(Page.RATE)

    def show_pages(self, title: str, pages: Sequence[QImage]) -> None:
        """Show pages to be read, on a screen of its own only; not while someone signs or rates."""
        if self._own_screen and not self.session:
            self.read_page.begin(title, pages)
            self._turn_to(Page.READ)

    def refuse_code(self, words: str) -> None:
        """The code that was typed cannot be used: say why."""
        if self.page is Page.CODE:
            self.code_page.refuse(words)

    def cancel(self) -> None:
        """Back to the idle page; nothing is emitted."""
        self.sign_page.drop()
        self.rate_page.drop()
        self._idle_again()

    @property
    def page(self) -> Page:
        """What the citizen sees now."""
        return Page(self._pages.currentIndex())

    @property
    def session(self) -> str:
        """The session or event that is open, empty when none is."""
        if self.sign_page.request is not None:
            return self.sign_page.request.session
        return self.rate_page.request.event if self.rate_page.request is not None else ""

    # -- keys are dead ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A key or the system's close button does not end a session."""
        if self.session and event.spontaneous():
            event.ignore()
        else:
            super().closeEvent(event)

    # -- inside ----------------------------------------------------------------------------------------------

    def _take(self, own: QScreen | None) -> None:
        """Stand on a screen of one's own, or be ready to cover the clerk's."""
        self.hide()
        self._own_screen = own is not None
        self._place = own if own is not None else self._clerk
        apart = Qt.WindowType.WindowDoesNotAcceptFocus if self._own_screen else _COVERS
        # All at once: each change of a flag makes the window anew, with everything in it.
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | apart)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, self._own_screen)
        if self._own_screen:
            self._cover()

    def _turn_to(self, page: Page) -> None:
        self._back.stop()
        if page is not Page.CODE:
            self.code_page.end()
        self._pages.setCurrentIndex(page.value)
        self._cover()

    def _cover(self) -> None:
        place = self._place or QGuiApplication.primaryScreen()
        if self.geometry() != place.geometry():
            self.setWindowState(Qt.WindowState.WindowNoState)  # a full-screen window does not move
            self.setScreen(place)
            self.setGeometry(place.geometry())
        self.setWindowState(Qt.WindowState.WindowFullScreen)  # showFullScreen() would take the keyboard
        self.setVisible(True)
        if not self._own_screen:
            self.raise_()
            self.activateWindow()
            self.setFocus()

    @Slot()
    def _idle_again(self) -> None:
        self._back.stop()
        self.read_page.drop()
        self.code_page.end()
        self._pages.setCurrentIndex(Page.IDLE.value)
        if not self._own_screen:
            self.hide()

    @Slot()
    def _on_code_wanted(self) -> None:
        """Only from the idle page of a screen of the citizen's own."""
        if self._own_screen and self.page is Page.IDLE:
            self.code_page.begin()
            self._turn_to(Page.CODE)

    @Slot(object)
    def _on_signed(self, strokes: object) -> None:
        self._idle_again()
        self.signed.emit(strokes)

    @Slot(str)
    def _on_declined(self, session: str) -> None:
        self._idle_again()
        self.declined.emit(session)

    @Slot(str, int)
    def _on_rated(self, event: str, grade: int) -> None:
        self._turn_to(Page.THANKS)
        self._back.start()
        self.rated.emit(event, grade)

    @Slot(str)
    def _on_timed_out(self, event: str) -> None:
        self._idle_again()
        self.timed_out.emit(event)

    @Slot(QScreen)
    def _on_screen_removed(self, screen: QScreen) -> None:
        if screen is not self._place or not self._own_screen:
            return
        session = self.session
        self.hide()
        self.sign_page.drop()
        self.rate_page.drop()
        self._pages.setCurrentIndex(Page.IDLE.value)
        self._take(None)
        _log.info("the customer's screen went away%s", " during a session" if session else "")
        self.vanished.emit(session)

    @Slot(QScreen)
    def _on_screen_added(self, _screen: QScreen) -> None:
        if self._clerk is not None and not self._own_screen and not self.session:
            self.settle(self._clerk, self._wanted)


def _idle(hall: str, window: str, demonstration: bool, by_code: QWidget) -> QWidget:
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(60, 60, 60, 40)
    box.setSpacing(16)
    box.addStretch(3)
    lines = [(hall, "hallname"), (window, "windowname"), ("需要您阅读、签名或评价时，会显示在这里", "words")]
    for text, role in lines:
        words = Words(text, role=role)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(words)
    box.addStretch(3)
    box.addWidget(by_code, 0, Qt.AlignmentFlag.AlignHCenter)
    box.addStretch(1)
    if demonstration:
        words = Words("演示大厅　人员和办件都是虚构的", role="demo")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
    return page


def _middle(words: Words) -> QWidget:
    page = QWidget()
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box = QVBoxLayout(page)
    box.addStretch(2)
    box.addWidget(words)
    box.addStretch(3)
    return page
