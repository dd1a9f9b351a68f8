"""Papers laid out for the screens: preview and PDF from the very document a print job keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QImage

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import ReceiptSheet, from_document
from yichuang_desktop.printing.page import page_images, render_pdf
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.slip import render_slip
from yichuang_desktop.printing.slip_preview import preview_slip
from yichuang_desktop.services.evaluating import RATING_CODE_SLIP
from yichuang_desktop.services.papers_made import RECEIPT_SLIP

PREVIEW_DPI = 110


@dataclass(frozen=True, slots=True)
class PaperMaker:
    """Lays papers out for the screens of one window; safe on a lane of its own."""

    profile: PrinterProfile

    def pictures(self, kind: str, document: Mapping[str, Any], mark: str) -> Sequence[QImage]:
        """Every page as it would be printed; a slip is drawn from its own bytes."""
        _check_shown(kind)
        paper = from_document(dict(document))
        if kind == RECEIPT_SLIP and isinstance(paper, ReceiptSheet):
            picture = preview_slip(render_slip(paper, self.profile, mark).data, self.profile)
            return [QImage.fromData(picture)]
        return page_images(paper, PREVIEW_DPI, copy_mark=mark, by_hand=True)

    def pdf(self, kind: str, document: Mapping[str, Any], mark: str) -> bytes:
        """The paper as PDF."""
        _check_shown(kind)
        return render_pdf(from_document(dict(document)), copy_mark=mark, by_hand=True)


def _check_shown(kind: str) -> None:
    """A code by which the citizen rates is never shown to the clerk."""
    if kind == RATING_CODE_SLIP:
        raise RuleViolation("rating_code_hidden")
