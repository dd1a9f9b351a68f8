"""The page where a citizen reads a text to its end and then signs it (信用承诺书, 领证签收)."""

import time
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from yichuang_desktop.services.ports_signatures import PadStrokes
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.customer.ink import picture_of
from yichuang_desktop.ui.customer.pad import SignaturePad
from yichuang_desktop.ui.customer.strokes import SignedStrokes, SignRequest, sha256_of, too_short
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

LINE_PERCENT = 125.0
SIDE = 60
READ_ON = "请先把上面的内容看完，再在这里签名"
SIGN_HERE = "请在框内签名"
READ = "已读到末尾，可以签名"
AGAIN = "刚才的签名太短，请重新写您的全名"
ON_PAD = "请在签名板上签名；也可以直接在下面的框内签"
PAD_GONE = "签名板没有应答，请在下面的框内签名"


class PaperText(QWidget):
    """A text in 24 px (18 pt) with wide lines, as high as it needs at its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show ``text``, each line of it a paragraph."""
        self._text = text
        self._document.setDefaultFont(theme.type_face("paper_type"))
        self._document.setPlainText(text)
        cursor = QTextCursor(self._document)
        cursor.select(QTextCursor.SelectionType.Document)
        shape = QTextBlockFormat()
        shape.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(shape)
        self.setAccessibleName(text)
        self._fit()
        self.update()

    def text(self) -> str:
        """Exactly what is shown."""
        return self._text

    def needed_height(self) -> int:
        """What the whole text needs at the present width."""
        self._document.setTextWidth(max(self.width(), 1))
        return round(self._document.size().height()) + 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def cut_texts(self) -> list[str]:
        """The beginning of the text when it has less height than it needs."""
        return [self._text[:20]] if self.height() < self.needed_height() else []

    def _fit(self) -> None:
        if self.height() != self.needed_height() or self.minimumHeight() != self.height():
            self.setFixedHeight(self.needed_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._document.setTextWidth(self.width())
        self._document.drawContents(painter, QRectF(event.rect()))
        painter.end()


class SignPage(QWidget):
    """Shows one :class:`SignRequest`. ``signed(SignedStrokes)`` once, or ``declined(session)``.

    The frame opens when the end of the text has been on the screen; a text that fits is read at once.
    """

    signed = Signal(object)
    declined = Signal(str)
    ready = Signal(str)
    """The session may be signed now: its text has been read to the end."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request: SignRequest | None = None
        self._read = False
        self.title = Words(role="barhead")
        self.context = Words()
        self.heading = Words(role="paperhead")
        self.text = PaperText()
        self.state = Words(role="paperstate")
        self.pad = SignaturePad(clock)
        self.read_on = QPushButton("继续往下看")
        self.again = QPushButton("重　签")
        self.confirm = QPushButton("确　认")
        self.confirm.setProperty("role", "primary")
        self.decline = QPushButton("暂不签署")
        self.decline.setProperty("role", "quiet")
        self._lay_out()
        for button in (self.read_on, self.again, self.confirm, self.decline):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pad.changed.connect(self._on_written)
        self.read_on.clicked.connect(self._on_read_on)
        self.again.clicked.connect(self._on_again)
        self.confirm.clicked.connect(self._on_confirm)
        self.decline.clicked.connect(self._on_decline)
        bar = self.area.verticalScrollBar()
        bar.valueChanged.connect(self._look_whether_read)
        bar.rangeChanged.connect(self._look_whether_read)

    def begin(self, request: SignRequest) -> None:
        """Show the request from its top, with an empty frame."""
        self._request, self._read = request, False
        self.title.setText(request.title)
        self.context.setText(request.context)
        self.heading.setText(request.heading)
        self.text.set_text(request.text)
        self.pad.clear()
        self.area.verticalScrollBar().setValue(0)
        self._show_state()

    def drop(self) -> None:
        """Forget the request and the strokes."""
        self._request = None
        self.pad.clear()
        self.pad.open_pad(False, "")

    @property
    def request(self) -> SignRequest | None:
        """What is being signed."""
        return self._request

    @property
    def read_to_end(self) -> bool:
        """Whether the end of the text has been on the screen."""
        return self._read

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_whether_read()

    @Slot()
    def _look_whether_read(self) -> None:
        """The end counts as read only while the page is really shown and laid out."""
        bar = self.area.verticalScrollBar()
        laid_out = self.isVisible() and not self.text.cut_texts()
        if self._request is not None and not self._read and laid_out and bar.value() >= bar.maximum():
            self._read = True
            self._show_state()
            self.ready.emit(self._request.session)

    def _show_state(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        self.state.setText(words or (READ if self._read else "请往下看完全文"))
        self.state.set_tone(tone)
        self.read_on.setVisible(not self._read)
        self.pad.open_pad(self._read, SIGN_HERE if self._read else READ_ON)
        self.again.setEnabled(self._read)
        self.confirm.setEnabled(self._read and bool(self.pad.strokes()))

    @Slot()
    def _on_read_on(self) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + max(self.area.viewport().height() - 60, 40))

    @Slot()
    def _on_written(self) -> None:
        self._show_state()

    @Slot()
    def _on_again(self) -> None:
        self.pad.clear()
        self._show_state()

    @Slot()
    def _on_confirm(self) -> None:
        request, strokes = self._request, self.pad.strokes()
        if request is None or not self._read:
            return
        if too_short(strokes):
            self.pad.clear()
            self._show_state(AGAIN, Tone.BAD)
            return
        answer = SignedStrokes(
            session=request.session,
            text_sha256=sha256_of(self.text.text()),
            strokes=strokes,
            started_at_ms=self.pad.started_at_ms,
            finished_at_ms=self.pad.started_at_ms + strokes[-1][-1][0],
            device=self.pad.device,
            dpi=round(self.pad.dpi, 2),
            png=self.pad.png(),
        )
        self._request = None
        self.signed.emit(answer)

    def say_pad(self, working: bool) -> None:
        """Tell the citizen where to write: on the pad beside the screen, or here after all."""
        self._show_state(ON_PAD if working else PAD_GONE, Tone.MAIN if working else Tone.WARN)

    def take(self, answer: PadStrokes) -> None:
        """A signature from a pad beside the screen; what belongs to no open, read session is dropped."""
        request, strokes = self._request, answer.strokes
        if request is None or request.session != answer.session or not self._read:
            return
        if too_short(strokes):
            self._show_state(AGAIN, Tone.BAD)
            self.ready.emit(request.session)
            return
        finished = time.time_ns() // 1_000_000
        self._request = None
        self.signed.emit(
            SignedStrokes(
                session=request.session,
                text_sha256=sha256_of(self.text.text()),
                strokes=strokes,
                started_at_ms=finished - strokes[-1][-1][0],
                finished_at_ms=finished,
                device=answer.device,
                dpi=0.0,
                png=picture_of(strokes),
            )
        )

    @Slot()
    def _on_decline(self) -> None:
        request, self._request = self._request, None
        if request is not None:
            self.declined.emit(request.session)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._bar())
        box.addWidget(self._paper(), 1)
        box.addWidget(self._foot())

    def _bar(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("customerbar")
        bar.setAttribute(theme.STYLED)
        bar.setMinimumHeight(84)
        row = QHBoxLayout(bar)
        row.setContentsMargins(40, 8, 40, 8)
        row.setSpacing(30)
        self.context.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.title, 3)
        row.addWidget(self.context, 2)
        return bar

    def _paper(self) -> QWidget:
        paper = QWidget()
        paper.setObjectName("paper")
        paper.setAttribute(theme.STYLED)
        box = QVBoxLayout(paper)
        box.setContentsMargins(SIDE, 30, SIDE, 24)
        box.setSpacing(16)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self.heading)
        box.addWidget(self.text)
        box.addWidget(self.state)
        box.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(paper)
        QScroller.grabGesture(self.area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        return self.area

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("signpart")
        foot.setAttribute(theme.STYLED)
        row = QHBoxLayout(foot)
        row.setContentsMargins(SIDE, 18, SIDE, 18)
        row.setSpacing(24)
        self.pad.setMinimumHeight(214)
        row.addWidget(self.pad, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.size("space_2"))
        for button, share in ((self.read_on, 2), (self.again, 2), (self.confirm, 3), (self.decline, 0)):
            button.setFixedWidth(240)
            if share:
                button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
            buttons.addWidget(button, share)
        row.addLayout(buttons)
        return foot
