"""Reads A4 papers back: text from the PDF, codes from the picture."""

import re

import pypdfium2
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage


def texts(pdf: bytes) -> list[str]:
    """The text of every page without white space: where lines are broken is layout, not content."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def picture(image: QImage) -> Image.Image:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return Image.frombytes(
        "L", (grey.width(), grey.height()), bytes(grey.constBits()), "raw", "L", grey.bytesPerLine()
    )


def codes_on(image: QImage) -> list[str]:
    found = zxingcpp.read_barcodes(picture(image), formats=zxingcpp.BarcodeFormat.QRCode)
    return [one.text for one in found]
