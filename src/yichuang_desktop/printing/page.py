"""A4 papers: from a paper as a value to PDF bytes, to a printer, or to pictures for the screen.

The only part of printing that knows Qt.  Everything here may be called from a worker thread, as long as a
``QGuiApplication`` exists.  A paper that lacks a required field or holds a character no shipped font can draw
is refused before anything is drawn (R-X-1).
"""

import dataclasses
from typing import Final

from PySide6.QtCore import QBuffer, QUuid
from PySide6.QtGui import QImage, QPagedPaintDevice, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import TITLES, Paper, require_complete
from yichuang_desktop.printing.page_fonts import uncovered
from yichuang_desktop.printing.page_layouts import layout_of
from yichuang_desktop.printing.page_ops import UNIT, Frame, Page, Picture, Text, width_of
from yichuang_desktop.printing.page_paint import page_image, paint_pages, picture_image
from yichuang_desktop.printing.page_pdf import finished
from yichuang_desktop.printing.page_words import words_of

__all__ = ["compose", "page_images", "paint", "render_pdf", "uncovered"]

PDF_RESOLUTION: Final = 1200
PREVIEW_DPI: Final = 96.0


def compose(paper: Paper, *, copy_mark: str = "", by_hand: bool = False) -> list[Page]:
    """Lay a paper out.

    With ``by_hand`` a character without a font leaves an empty frame to be filled in ink.

    Raises RuleViolation: "paper_incomplete", "paper_template_unknown", "commitment_text_changed",
    "signed_text_changed", "signature_picture_unreadable", "slip_picture_unreadable",
    "no_font_for_character" (the last not with ``by_hand``).
    """
    require_complete(paper)
    with words_of(paper.head.issued_at.date()):
        pages = layout_of(paper)(paper, copy_mark)
    for page in pages:
        _check_marks(page, by_hand)
    return pages


def _check_marks(page: Page, by_hand: bool) -> None:
    """Refuse what could not be painted, before anything is."""
    for place, mark in enumerate(page.marks):
        if isinstance(mark, Picture):
            picture_image(mark)
        if not isinstance(mark, Text):
            continue
        missing = uncovered(mark.text)
        if not missing:
            continue
        if not by_hand:
            raise RuleViolation(
                "no_font_for_character", character=missing[0], code_point=f"U+{ord(missing[0]):04X}"
            )
        page.marks[place] = _blanked(page, mark, missing)


def _blanked(page: Page, mark: Text, missing: tuple[str, ...]) -> Text:
    """Leave a frame where each missing character stands; Chinese characters are one size wide."""
    size = mark.style.units
    for at, character in enumerate(mark.text):
        if character in missing:
            x = mark.x + width_of(mark.text[:at], mark.style) * UNIT
            page.marks.append(Frame(x + 1, mark.y - size * 0.85, size - 2, size - 2, 1.4))
    blank = str.maketrans(dict.fromkeys(missing, "\u3000"))
    return dataclasses.replace(mark, text=mark.text.translate(blank))


def render_pdf(paper: Paper, *, copy_mark: str = "", by_hand: bool = False) -> bytes:
    """The paper as PDF with embedded fonts and readable text. The same paper gives the same bytes.

    Raises as :func:`compose`.
    """
    pages = compose(paper, copy_mark=copy_mark, by_hand=by_hand)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_RESOLUTION)
    writer.setTitle(f"{TITLES[paper.KIND]} {paper.head.number}")
    writer.setCreator(paper.head.hall_name)
    writer.setDocumentId(
        QUuid.createUuidV5(QUuid(), f"{paper.KIND} {paper.head.number} {copy_mark}".encode())
    )
    paint_pages(pages, writer)
    del writer
    return finished(bytes(buffer.data().data()), pages, paper.head.issued_at)


def paint(paper: Paper, device: QPagedPaintDevice, *, copy_mark: str = "", by_hand: bool = False) -> int:
    """Draw the paper on a printer (``QPrinter``) or another paged device; gives the number of pages.

    Sets the device to A4, upright or across as the paper needs.  Raises as :func:`render_pdf`, and
    RuleViolation("printer_refused").
    """
    pages = compose(paper, copy_mark=copy_mark, by_hand=by_hand)
    paint_pages(pages, device, device.printerName() if isinstance(device, QPrinter) else "")
    return len(pages)


def page_images(
    paper: Paper, dpi: float = PREVIEW_DPI, *, copy_mark: str = "", by_hand: bool = False
) -> list[QImage]:
    """Every page as a picture, for preview on screen. Raises as :func:`render_pdf`."""
    pages = compose(paper, copy_mark=copy_mark, by_hand=by_hand)
    return [page_image(page, dpi) for page in pages]
