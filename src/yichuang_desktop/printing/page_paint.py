"""Composed pages on Qt devices: PDF, picture or printer. The same marks everywhere, so all three agree."""

import base64
import binascii
from collections.abc import Sequence
from functools import cache, lru_cache, singledispatch
from typing import Final

import qrcode
from PySide6.QtCore import QBuffer, QByteArray, QLineF, QMarginsF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPen,
)

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing.page_fonts import qt_font
from yichuang_desktop.printing.page_ops import (
    UNIT,
    Frame,
    Mark,
    Modules,
    Page,
    Picture,
    Ring,
    Rule,
    Shade,
    Text,
)

QUIET_MASK: Final = 2
"""A fixed mask pattern: searching the best one is three quarters of the time, and readers take any."""
LARGEST_SIGNATURE: Final = 2_000_000
"""Bytes of a signature picture; a pad's picture is a few dozen thousand."""
LARGEST_PHOTO: Final = 12_000_000
LARGEST_SIDE: Final = 6000
OPAQUE: Final = 255
PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"
WATERMARK_GREY: Final = 238


def paint_page(painter: QPainter, page: Page, dots_per_inch: float) -> None:
    """Draw one page with its upper left corner at the painter's origin.

    Raises RuleViolation("signature_picture_unreadable") when a signature is not a PNG of sane size.
    """
    painter.save()
    scale = dots_per_inch / 25.4 / UNIT
    painter.scale(scale, scale)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    try:
        for mark in page.marks:
            _draw(mark, painter)
    finally:
        painter.restore()


def page_layout(page: Page) -> QPageLayout:
    """Paper and direction of a page for a paged device, without margins: the page has its own."""
    landscape = page.width > page.height
    direction = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), direction, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def paint_pages(pages: Sequence[Page], device: QPagedPaintDevice, printer: str = "") -> None:
    """Draw pages on a paged device. Raises RuleViolation("printer_refused") when it cannot be opened."""
    device.setPageLayout(page_layout(pages[0]))
    painter = QPainter()
    if not painter.begin(device):
        raise RuleViolation("printer_refused", printer=printer)
    try:
        for number, page in enumerate(pages):
            if number and not device.newPage():
                raise RuleViolation("printer_refused", printer=printer)
            paint_page(painter, page, device.logicalDpiX())
    finally:
        painter.end()


def page_image(page: Page, dots_per_inch: float) -> QImage:
    """One page as a picture on white."""
    scale = dots_per_inch / 25.4
    image = QImage(round(page.width * scale), round(page.height * scale), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(scale * 1000))
    image.setDotsPerMeterY(round(scale * 1000))
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    try:
        paint_page(painter, page, dots_per_inch)
    finally:
        painter.end()
    return image


@singledispatch
def _draw(mark: Mark, painter: QPainter) -> None:
    raise TypeError(mark)


@_draw.register
def _(mark: Text, painter: QPainter) -> None:
    style = mark.style
    painter.setFont(qt_font(style.units, style.bold))
    painter.setPen(_ink(style.grey))
    painter.drawText(QPointF(mark.x, mark.y), mark.text)


@_draw.register
def _(mark: Rule, painter: QPainter) -> None:
    painter.setPen(_pen(mark.width, mark.dashed))
    painter.drawLine(QLineF(mark.x1, mark.y1, mark.x2, mark.y2))


@_draw.register
def _(mark: Frame, painter: QPainter) -> None:
    painter.setPen(_pen(mark.line, False))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(mark.x, mark.y, mark.width, mark.height))


@_draw.register
def _(mark: Ring, painter: QPainter) -> None:
    painter.setPen(_pen(2.0, mark.dotted))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(mark.x, mark.y), mark.radius, mark.radius)


@_draw.register
def _(mark: Modules, painter: QPainter) -> None:
    painter.save()
    shape = square_code(mark.code)
    painter.translate(mark.x, mark.y)
    scale = mark.size / shape.boundingRect().width()
    painter.scale(scale, scale)
    painter.fillPath(shape, Qt.GlobalColor.black)
    painter.restore()


@_draw.register
def _(mark: Picture, painter: QPainter) -> None:
    image = picture_image(mark)
    size = image.size().scaled(
        QSize(round(mark.width), round(mark.height)), Qt.AspectRatioMode.KeepAspectRatio
    )
    left = mark.x + (mark.width - size.width()) / 2
    top = mark.y + (mark.height - size.height()) / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(left, top, size.width(), size.height()), image)


@_draw.register
def _(mark: Shade, painter: QPainter) -> None:
    painter.save()
    painter.translate(mark.x, mark.y)
    painter.rotate(-24)
    # Drawn as outlines, not as text: whoever reads the file's text finds the form undisturbed.
    painter.fillPath(_watermark(mark.text), QColor(WATERMARK_GREY, WATERMARK_GREY, WATERMARK_GREY))
    painter.restore()


@cache
def _ink(grey: int) -> QColor:
    return QColor(grey, grey, grey)


@cache
def _pen(width: float, dashed: bool) -> QPen:
    pen = QPen(QColor(0, 0, 0), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashed:
        pen.setDashPattern([4.0, 4.0])
    return pen


def _watermark(text: str) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addText(QPointF(), qt_font(190, True), text)
    path.translate(-path.boundingRect().center())
    return path


@lru_cache(maxsize=256)
def code_matrix(code: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules of the square code for ``code`` (level M: a fold or a stamp may take 15 %)."""
    maker = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, mask_pattern=QUIET_MASK)
    maker.add_data(code)
    maker.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in maker.get_matrix())


def square_code(code: str) -> QPainterPath:
    """The code as one outline, a module a unit; runs of a row are joined so that no hair lines show."""
    path = QPainterPath()
    for y, row in enumerate(code_matrix(code)):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                path.addRect(QRectF(x, y, end - x, 1))
            x = max(end, x + 1)
    return path


def picture_image(mark: Picture) -> QImage:
    """The picture of a mark. Raises as :func:`signature_image` and :func:`photo_image`."""
    return photo_image(mark.png_base64) if mark.photo else signature_image(mark.png_base64)


@lru_cache(maxsize=8)
def signature_image(png_base64: str) -> QImage:
    """The strokes of a signature on nothing, so that the form shows through; bounded, PNG only.

    Raises RuleViolation("signature_picture_unreadable").
    """
    image = _bounded(png_base64, (PNG,), LARGEST_SIGNATURE)
    if image is None:
        raise RuleViolation("signature_picture_unreadable")
    return image if image.hasAlphaChannel() and not _opaque(image) else _strokes(image)


@lru_cache(maxsize=2)
def photo_image(image_base64: str) -> QImage:
    """A scanned slip; bounded, PNG or JPEG. Raises RuleViolation("slip_picture_unreadable")."""
    image = _bounded(image_base64, (PNG, JPEG), LARGEST_PHOTO)
    if image is None:
        raise RuleViolation("slip_picture_unreadable")
    return image


def _bounded(image_base64: str, kinds: tuple[bytes, ...], largest: int) -> QImage | None:
    """The picture, unless it is none of these kinds, too big, or broken."""
    try:
        data = base64.b64decode(image_base64, validate=True)
    except binascii.Error:
        return None
    if not data.startswith(kinds) or len(data) > largest:
        return None
    source = QByteArray(data)
    buffer = QBuffer(source)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png" if data.startswith(PNG) else b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LARGEST_SIDE:
        return None
    image = reader.read()
    return None if image.isNull() else image


def _opaque(image: QImage) -> bool:
    corners = (
        (0, 0),
        (image.width() - 1, 0),
        (0, image.height() - 1),
        (image.width() - 1, image.height() - 1),
    )
    return any(image.pixelColor(x, y).alpha() == OPAQUE for x, y in corners)


def _strokes(image: QImage) -> QImage:
    """A picture on a white ground as ink on nothing: the darker a place, the less shows through."""
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    depth = ground.convertToFormat(QImage.Format.Format_Grayscale8)
    depth.invertPixels()
    ground.setAlphaChannel(depth)
    return ground
