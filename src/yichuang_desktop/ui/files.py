"""Asking for a file without stopping the program: the only place with Qt's file dialog."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[Path], None]


class Files(Protocol):
    """Where a screen gets a file's place from; ``chosen`` hears it later, or never when it was given up."""

    def ask_save(self, parent: QWidget, title: str, name: str, kind: str, chosen: Chosen) -> None:
        """Where to write; ``name`` is proposed, ``kind`` reads ``Excel 工作簿 (*.xlsx)``."""
        ...

    def ask_open(self, parent: QWidget, title: str, kind: str, chosen: Chosen) -> None:
        """Which file to read."""
        ...


class FileDialogs:
    """The system's own dialog, opened beside the program, never waited for."""

    def ask_save(self, parent: QWidget, title: str, name: str, kind: str, chosen: Chosen) -> None:
        """See :class:`Files`."""
        dialog = _dialog(parent, title, kind, "保存", chosen)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        dialog.selectFile(name)
        dialog.open()

    def ask_open(self, parent: QWidget, title: str, kind: str, chosen: Chosen) -> None:
        """See :class:`Files`."""
        dialog = _dialog(parent, title, kind, "打开", chosen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()


def _dialog(parent: QWidget, title: str, kind: str, accept: str, chosen: Chosen) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilter(kind)
    label = QFileDialog.DialogLabel
    for part, words in (
        (label.Accept, accept), (label.Reject, "取消"), (label.FileName, "文件名："),
        (label.FileType, "类型："), (label.LookIn, "位置："),
    ):  # fmt: skip
        dialog.setLabelText(part, words)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    return dialog
