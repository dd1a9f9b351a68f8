"""Papers read back: the text of a PDF."""

from pathlib import Path

import pypdfium2


def text_of(file: Path) -> str:
    """All text of a PDF in one line, without blanks."""
    document = pypdfium2.PdfDocument(str(file))
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()
