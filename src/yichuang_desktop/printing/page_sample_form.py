"""Filled-in examples of forms (示范文本; R-ASK-1): the department's own picture, one a page."""

from yichuang_desktop.domain.papers import SampleFormPaper
from yichuang_desktop.printing.page_blocks import HEADING, SMALL
from yichuang_desktop.printing.page_ops import STRONG, Page
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import word

GAP = 1.5


def sample_form_pages(paper: SampleFormPaper, copy_mark: str = "") -> list[Page]:
    """A page for each picture, as large as it fits under the head.

    Raises RuleViolation("slip_picture_unreadable") for bytes that are no picture.
    """
    sheet = Sheet(paper.head, word("sample_form", "title"), copy_mark=copy_mark)
    for place, picture in enumerate(paper.pages):
        if place:
            sheet.turn()
        which = f"（第 {place + 1} 页，共 {len(paper.pages)} 页）" if len(paper.pages) > 1 else ""
        sheet.paragraph(f"{paper.material}{which}", HEADING, indent=0)
        sheet.paragraph(f"用于“{paper.item_name}”　{paper.department}", SMALL, indent=0)
        sheet.paragraph(word("sample_form", "note"), SMALL, indent=0)
        left, top = sheet.band.left, sheet.y + GAP
        width, height = sheet.band.width, sheet.bottom - top
        sheet.page.frame(left, top, width, height, STRONG)
        inside = (left + GAP, top + GAP, width - 2 * GAP, height - 2 * GAP)
        sheet.page.picture(*inside, picture.image_base64, photo=True)
    return sheet.finish()
