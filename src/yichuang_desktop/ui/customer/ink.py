"""How a pen writes: wider where it is pressed; on the pad, when it is replayed, and as a picture."""

from itertools import pairwise

from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from yichuang_desktop.domain.signatures import Strokes

THINNEST, SPREAD = 2.0, 3.5
PICTURE_WIDTH = 1200
MARGIN = 40
FULL_PRESSURE = 1000
LOWEST, HIGHEST = 200, 1200


def pen_of(colour: QColor | Qt.GlobalColor, force: float) -> QPen:
    """The pen for a pressure of 0 to 1."""
    pen = QPen(colour)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setWidthF(THINNEST + SPREAD * min(max(force, 0.0), 1.0))
    return pen


def picture_of(strokes: Strokes) -> bytes:
    """Strokes in hundredths of a millimetre as PNG, black on white, 1200 pixels wide."""
    xs = [point[1] for stroke in strokes for point in stroke]
    ys = [point[2] for stroke in strokes for point in stroke]
    wide, high = max(max(xs) - min(xs), 1), max(max(ys) - min(ys), 1)
    room = PICTURE_WIDTH - 2 * MARGIN
    scale = min(room / wide, (HIGHEST - 2 * MARGIN) / high)
    height = min(max(round(high * scale) + 2 * MARGIN, LOWEST), HIGHEST)
    image = QImage(PICTURE_WIDTH, height, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in strokes:
        spots = [
            (QPointF(MARGIN + (x - min(xs)) * scale, MARGIN + (y - min(ys)) * scale), force)
            for _at, x, y, force in stroke
        ]
        for (start, _force), (end, force) in pairwise(spots if len(spots) > 1 else spots * 2):
            painter.setPen(pen_of(Qt.GlobalColor.black, force / FULL_PRESSURE))
            painter.drawLine(start, end)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
