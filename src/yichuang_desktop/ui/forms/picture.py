"""A scan or photograph: chosen as a file, pasted or dropped, shown small, known by its first bytes."""

from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageReader, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from yichuang_desktop.domain.answering import MOST_PICTURE_MB, picture_type
from yichuang_desktop.domain.asking import Ask
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.ports_cameras import PageFile
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.camera.side import NoCamera, Wish
from yichuang_desktop.ui.forms.inputs import Input, label_of
from yichuang_desktop.ui.forms.tools import Around
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

SMALL = QSize(128, 96)
KINDS = "图片或 PDF (*.png *.jpg *.jpeg *.pdf)"
MOST_BYTES = MOST_PICTURE_MB * 1024 * 1024


class PictureInput(Input):
    """The bytes of a PNG, JPEG or PDF file."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self._content = b""
        self._fault = ""
        self.place = _Place(self)
        self.choose, self.clear = QPushButton("选择文件…"), QPushButton("去掉")
        self.shoot = QPushButton("拍照")
        self.shoot.setAccessibleName(f"给{ask.title}拍照")
        self.shoot.clicked.connect(self._on_shoot)
        self.choose.setAccessibleName(f"选择{ask.title}的文件")
        self.clear.setProperty("role", "link")
        self.picture, self.words = QLabel(), Words(role="second")
        self._under = Words(role="second")
        self._build()
        self.choose.clicked.connect(self._on_choose)
        self.clear.clicked.connect(self._on_clear)
        self.place.pasted.connect(self.paste)
        self.place.dropped.connect(self.take_file)
        self.setFocusProxy(self.choose)
        self._show()

    def value(self) -> Any:
        return self._content

    def set_value(self, value: Any) -> None:
        self._content = bytes(value or b"")
        self._show()

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        self._under.setText(words)
        self._under.set_tone(tone)
        self._under.setVisible(bool(words))

    def helps(self) -> tuple[str, Tone]:
        return (self._fault, Tone.BAD) if self._fault else (self.ask.hint, Tone.NONE)

    @property
    def said(self) -> str:
        return self._under.text()

    def take_file(self, path: Path) -> None:
        """Read a file on a lane of its own; what cannot be used is said and what stood here stays."""
        tools = self.around.tools
        tools.tasks.run(
            self, "files", partial(_read, path), self._on_read, self._on_refused,
            failed=lambda _error: self._on_refused(RuleViolation("file_unreadable")),
        )  # fmt: skip

    def paste(self) -> None:
        """What the clipboard holds: a picture, or a file."""
        data = QApplication.clipboard().mimeData()
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_file(Path(files[0]))
        elif data.hasImage():
            self._on_read(_as_png(QImage(data.imageData())))

    def _build(self) -> None:
        self.picture.setFixedSize(SMALL)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        beside = QVBoxLayout()
        beside.addWidget(self.words)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        if not isinstance(self.around.tools.camera, NoCamera):
            buttons.addWidget(self.shoot)
        buttons.addWidget(self.clear)
        buttons.addStretch(1)
        beside.addLayout(buttons)
        beside.addStretch(1)
        row = QHBoxLayout(self.place)
        space = theme.size("space_2")
        row.setContentsMargins(space, space, space, space)
        row.addWidget(self.picture)
        row.addLayout(beside, 1)
        self.box.addWidget(Words(label_of(self.ask), role="label"))
        self.box.addWidget(self.place)
        self.box.addWidget(self._under)

    def _on_choose(self) -> None:
        self.around.tools.files.ask_open(self, self.ask.title, KINDS, self.take_file)

    def _on_shoot(self) -> None:
        """The document camera takes it; several pages come as one PDF."""
        case = self.around.file.case.case_id if self.around.file is not None else "new"
        key = f"form:{case}:{self.name}"
        done = partial(self._on_photographed, key)
        left = self.shoot.setFocus
        wish = Wish(self.ask.title, key, MOST_BYTES, done, picture=True, left=left)
        self.around.tools.camera.photograph(wish)

    def _on_photographed(self, key: str, file: PageFile) -> None:
        if shiboken6.isValid(self):
            self._on_read(file.content)
            self.shoot.setFocus()
            self.around.tools.camera.kept(key)

    def _on_clear(self) -> None:
        self._content, self._fault = b"", ""
        self._show()
        self.choose.setFocus()
        self.edited.emit()

    def _on_read(self, content: bytes) -> None:
        try:
            picture_type(content)
        except RuleViolation as violation:
            self._on_refused(violation)
            return
        self._content, self._fault = content, ""
        self._show()
        self.edited.emit()
        self.left.emit()

    def _on_refused(self, violation: RuleViolation) -> None:
        self._fault = say(violation)
        self.say(self._fault, Tone.BAD)

    def _show(self) -> None:
        there = bool(self._content)
        self.clear.setVisible(there)
        self.choose.setText("换一个文件…" if there else "选择文件…")
        self.picture.setVisible(there)
        if not there:
            self.words.setText("也可以把图片拖到这里，或按 Ctrl V 粘贴")
            return
        size = max(len(self._content) // 1024, 1)
        drawn = _small(self._content)
        self.words.setText(f"PDF　{size} KB" if drawn is None else f"图片　{size} KB")
        if drawn is None:
            self.picture.setText("PDF")
        else:
            self.picture.setPixmap(QPixmap.fromImage(drawn))


class _Place(QFrame):
    """The dashed frame: takes drops and Ctrl+V."""

    pasted = Signal()
    dropped = Signal(object)

    def __init__(self, parent: PictureInput) -> None:
        super().__init__(parent)
        self.setProperty("role", "dashed")
        self.setAcceptDrops(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.dropped.emit(Path(files[0]))


def _read(path: Path) -> bytes:
    """The file's bytes, one more than may be at most. Raises RuleViolation ``file_unreadable``."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
            more = path.stat().st_size
    except OSError as error:
        raise RuleViolation("file_unreadable") from error
    if more > MOST_BYTES:
        raise RuleViolation("file_too_large", size=-(-more // (1024 * 1024)), most=MOST_PICTURE_MB)
    picture_type(content)
    return content


def _as_png(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(kept.data())


def _small(content: bytes) -> QImage | None:
    """The picture in the size it is shown in; None for what Qt does not draw."""
    kept = QByteArray(content)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not reader.canRead() or not size.isValid():
        return None
    reader.setScaledSize(size.scaled(SMALL, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
