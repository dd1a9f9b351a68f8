"""Open a library file as it arrives: look at what it is before believing its name (`R-ITEM-1`).

Every file that is no readable table is refused with a sentence for the clerk; nothing is read in part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.library_rows import Sheet
from yichuang_desktop.exchange.library_csv import read_csv
from yichuang_desktop.exchange.library_xlsx import read_xlsx

MAX_FILE_BYTES = 50 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_KINDS = {
    b"%PDF": "PDF 文件",
    b"\xff\xd8\xff": "图片",
    b"\x89PNG": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"{\\rt": "文字文档",
    b"MZ": "程序",
    b"\x7fELF": "程序",
    b"SQLite": "数据库",
}
_HTML = (b"<html", b"<table", b"<!doctype html", b"<?xml", b"<meta", b"<head")


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A file that could be read: its sheets as neutral cells."""

    name: str
    sheets: tuple[Sheet, ...]


def read_library_file(path: Path) -> LibraryFile:
    """Read an .xlsx or CSV file, whatever its name says.

    Raises :class:`RuleViolation` ``library_file_missing``, ``_unreadable``, ``_empty``, ``_old_xls``,
    ``_locked``, ``_html``, ``_truncated``, ``_kind``, ``_too_big``, ``_bomb`` or ``_encoding``.
    """
    content = _bytes_of(path)
    return LibraryFile(path.name, _reader_of(content, path.name)(content, path.name))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise RuleViolation("library_file_too_big", file=path.name, what="文件", limit="50 MB")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise RuleViolation("library_file_missing", file=path.name) from error
    except OSError as error:
        raise RuleViolation("library_file_unreadable", file=path.name) from error
    if not content:
        raise RuleViolation("library_file_empty", file=path.name)
    return content


def _reader_of(content: bytes, file: str) -> Callable[[bytes, str], tuple[Sheet, ...]]:
    """Who reads it, by its first bytes."""
    if content.startswith(_ZIP):
        return read_xlsx
    if content.startswith(_OLE):
        locked = _ENCRYPTED in content
        raise RuleViolation("library_file_locked" if locked else "library_file_old_xls", file=file)
    beginning = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning.startswith(_HTML):
        raise RuleViolation("library_file_html", file=file)
    for mark, kind in _KINDS.items():
        if content.startswith(mark):
            raise RuleViolation("library_file_kind", file=file, kind=kind)
    return read_csv
