"""Read a CSV library file: UTF-8 or GB18030, whatever the delimiter, line breaks inside cells."""

import csv
import io

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.library_rows import EMPTY_CELL, Cell, CellKind, Sheet

MAX_ROWS = 120_000
_DELIMITERS = ",;\t|，；"


def read_csv(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The one sheet of a CSV file, named after it; rows are records, as Excel would number them.

    Raises :class:`RuleViolation` ``library_file_encoding``, ``_kind`` and ``_too_big``.
    """
    text = _decoded(content, file)
    if "\0" in text:
        raise RuleViolation("library_file_kind", file=file, kind="二进制文件")
    # strict=False: a stray quote is the department's to mend, not a reason to refuse the file
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[tuple[Cell, ...]] = []
    try:
        for record in reader:
            rows.append(tuple(_cell(value) for value in record))
            if len(rows) > MAX_ROWS:
                raise RuleViolation("library_file_too_big", file=file, what="行数", limit=f"{MAX_ROWS} 行")
    except csv.Error as error:
        raise RuleViolation("library_file_kind", file=file, kind="损坏的文本") from error
    return (Sheet(file, tuple(rows)),)


def _decoded(content: bytes, file: str) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation("library_file_encoding", file=file)


def _delimiter(text: str) -> str:
    """The sign that stands most often in the first line with anything in it, outside quotes."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _cell(value: str) -> Cell:
    return Cell(CellKind.TEXT, value) if value else EMPTY_CELL
