"""What Qt's PDF lacks: the paper's own time, and a table that lets every character be read back.

Qt writes for each font which glyph is which character, but only for the first 65,536 characters, so a rare
name could be seen but not searched or copied, and some common characters come back as look-alikes (人 as the
radical ⼈).  The table is written anew from what was drawn, as an incremental update of the file; where it
would contradict Qt's own, Qt's stays.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from yichuang_desktop.printing.font_tables import FontFile
from yichuang_desktop.printing.page_fonts import font_files, font_of
from yichuang_desktop.printing.page_ops import Page, Text

_PDF_DATE: Final = re.compile(rb"(?<=Date \(D:)\d{14}")
_XMP_DATE: Final = re.compile(rb'(?<=Date=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d')
_DATES_WITHIN: Final = 8192
"""Qt writes its two blocks of document data first."""
_COMPOSITE: Final = re.compile(rb"/Subtype /Type0\n/BaseFont /(\S+)\n.*?/ToUnicode (\d+) 0 R", re.DOTALL)
_ENTRY: Final = re.compile(rb"<([0-9A-F]{4})> <[0-9A-F]{4}> (<[0-9A-F]{4}>|\[[^]]*\])")
_CODE: Final = re.compile(rb"<([0-9A-F]{4})>")
_TRAILER: Final = re.compile(rb"trailer\n<<\n(.*?)>>\nstartxref\n(\d+)", re.DOTALL)

_TABLE_HEAD: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TABLE_FOOT: Final = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_ENTRIES: Final = 100
"""Most entries of one block (Adobe technical note 5411)."""


def finished(pdf: bytes, pages: Sequence[Page], moment: datetime) -> bytes:
    """Qt's PDF of these pages, dated by the paper and readable to the last character."""
    pdf = _dated(pdf[:_DATES_WITHIN], moment) + pdf[_DATES_WITHIN:]
    drawn = _drawn(pages)
    fonts = {font.name: characters for font, characters in drawn.items()}
    updates = {}
    for found in _COMPOSITE.finditer(pdf):
        name, number = found[1].decode("latin-1"), int(found[2])
        characters = fonts.get(name)
        if characters and _agrees(_stream(pdf, number), characters, _font_named(name)):
            updates[number] = _table(characters)
    return _updated(pdf, updates) if updates else pdf


def _dated(start: bytes, moment: datetime) -> bytes:
    """The paper's time in the place of the present; it is as long, so every offset in the file holds."""
    start = _PDF_DATE.sub(f"{moment:%Y%m%d%H%M%S}".encode(), start)
    return _XMP_DATE.sub(f"{moment:%Y-%m-%dT%H:%M:%S}".encode(), start)


def _font_named(name: str) -> FontFile:
    return next(font for bold in (False, True) for font in font_files(bold) if font.name == name)


def _drawn(pages: Sequence[Page]) -> dict[FontFile, list[str]]:
    """The characters of each font in the order they were first drawn: so Qt numbers the embedded glyphs."""
    drawn: dict[FontFile, dict[int, str]] = {}
    for bold, character in dict.fromkeys(_characters(pages)):
        font = font_of(character, bold)
        if font:
            drawn.setdefault(font, {}).setdefault(font.glyph(character), character)
    return {font: list(glyphs.values()) for font, glyphs in drawn.items()}


def _characters(pages: Sequence[Page]) -> Iterator[tuple[bool, str]]:
    for page in pages:
        for mark in page.marks:
            if isinstance(mark, Text):
                for character in mark.text:
                    yield mark.style.bold, character


def _stream(pdf: bytes, number: int) -> bytes:
    start = pdf.index(b"\n%d 0 obj\n" % number)
    return pdf[start : pdf.index(b"endstream", start)]


def _agrees(table: bytes, characters: Sequence[str], font: FontFile) -> bool:
    """Whether Qt's own table names, wherever it knows a character, the same glyph at the same place."""
    for place, character in _entries(table):
        # Qt takes the first character that gives a glyph; a space comes out as a tab.
        if place == 0 or not character.isprintable():
            continue
        if place > len(characters) or font.glyph(characters[place - 1]) != font.glyph(character):
            return False
    return True


def _entries(table: bytes) -> Iterator[tuple[int, str]]:
    for found in _ENTRY.finditer(table):
        first = int(found[1], 16)
        for place, code in enumerate(_CODE.finditer(found[2])):
            yield first + place, chr(int(code[1], 16))


def _table(characters: Sequence[str]) -> bytes:
    lines = [f"<{number:04X}> <{_utf16(character)}>\n" for number, character in enumerate(characters, 1)]
    blocks = (lines[at : at + _ENTRIES] for at in range(0, len(lines), _ENTRIES))
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return (_TABLE_HEAD + body + _TABLE_FOOT).encode("ascii")


def _utf16(character: str) -> str:
    return character.encode("utf-16-be").hex().upper()


def _updated(pdf: bytes, streams: dict[int, bytes]) -> bytes:
    """The file with newer versions of some streams appended (ISO 32000-1, 7.5.6)."""
    trailer = next(_TRAILER.finditer(pdf))
    body, sections = bytearray(pdf), []
    for number, data in sorted(streams.items()):
        sections.append(b"%d 1\n%010d 00000 n \n" % (number, len(body)))
        body += b"%d 0 obj\n<< /Length %d >>\nstream\n%sendstream\nendobj\n" % (number, len(data), data)
    place = len(body)
    body += b"xref\n" + b"".join(sections)
    body += b"trailer\n<<\n%s/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (trailer[1], trailer[2], place)
    return bytes(body)
