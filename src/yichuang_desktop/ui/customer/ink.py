"""How a pen writes on the screen: wider where it is pressed; on the pad and when it is replayed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

THINNEST, SPREAD = 2.0, 3.5


def pen_of(colour: QColor | Qt.GlobalColor, force: float) -> QPen:
    """The pen for a pressure of 0 to 1."""
    pen = QPen(colour)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setWidthF(THINNEST + SPREAD * min(max(force, 0.0), 1.0))
    return pen
