"""The A4 set of an acceptance against the same marks drawn with QPainter alone, by turns (goal 11).

Alone means: every line already broken and placed, every font, pen and code prepared, and nothing done to Qt's
PDF afterwards.  The goal is three times that for the set (receipt sheet, credit commitment, intake record); a
batch of fifty receipts and a preview on screen are measured beside it.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
)

from yichuang_desktop.domain.papers import Paper, ReceiptSheet
from yichuang_desktop.printing import page_samples
from yichuang_desktop.printing.page import compose, page_images, render_pdf
from yichuang_desktop.printing.page_fonts import qt_font
from yichuang_desktop.printing.page_ops import Frame, Modules, Page, Ring, Rule, Text
from yichuang_desktop.printing.page_paint import square_code

ROUNDS = 11
BATCH = 50
GOAL = 3.0
PREVIEW_DPI = 96
Stroke = Callable[[QPainter], None]


def intake_set(number: int) -> tuple[Paper, ...]:
    """The three papers of one acceptance; each round has its own number, so nothing is remembered."""
    head = replace(
        page_samples.HEAD,
        number=f"NX20261123-04-{number:04d}",
        code=f"71012026112304{number:04d}009495635083",
    )
    receipt = replace(page_samples.receipt(), head=head, counterfoil_code=f"72{head.code[2:]}")
    return (
        receipt,
        replace(page_samples.commitment(), head=replace(head, code=f"73{head.code[2:]}")),
        replace(page_samples.record(), head=replace(head, code=f"76{head.code[2:]}")),
    )


def prepared(pages: Sequence[Page]) -> list[list[Stroke]]:
    """The marks of composed pages as plain painter calls; the pale word of a demonstration is left out."""
    return [[stroke for mark in page.marks if (stroke := _stroke(mark)) is not None] for page in pages]


def _stroke(mark: object) -> Stroke | None:
    match mark:
        case Text():
            font, place, text = qt_font(mark.style.units, mark.style.bold), QPointF(mark.x, mark.y), mark.text
            return lambda painter: _draw_text(painter, font, place, text)
        case Rule():
            pen, line = QPen(QColor(0, 0, 0), mark.width), QLineF(mark.x1, mark.y1, mark.x2, mark.y2)
            return lambda painter: _draw_line(painter, pen, line)
        case Frame():
            pen, box = QPen(QColor(0, 0, 0), mark.line), QRectF(mark.x, mark.y, mark.width, mark.height)
            return lambda painter: _draw_box(painter, pen, box)
        case Ring():
            pen, centre, radius = (
                QPen(QColor(0, 0, 0), 2.0, Qt.PenStyle.DashLine),
                QPointF(mark.x, mark.y),
                mark.radius,
            )
            return lambda painter: _draw_ring(painter, pen, centre, radius)
        case Modules():
            shape = square_code(mark.code)
            path = QPainterPath(shape)
            path.translate(mark.x, mark.y)
            return lambda painter: painter.fillPath(path, Qt.GlobalColor.black)
        case _:
            return None


def _draw_text(painter: QPainter, font: QFont, place: QPointF, text: str) -> None:
    painter.setFont(font)
    painter.drawText(place, text)


def _draw_line(painter: QPainter, pen: QPen, line: QLineF) -> None:
    painter.setPen(pen)
    painter.drawLine(line)


def _draw_box(painter: QPainter, pen: QPen, box: QRectF) -> None:
    painter.setPen(pen)
    painter.drawRect(box)


def _draw_ring(painter: QPainter, pen: QPen, centre: QPointF, radius: float) -> None:
    painter.setPen(pen)
    painter.drawEllipse(centre, radius, radius)


def direct_pdf(pages: Sequence[Sequence[Stroke]]) -> bytes:
    """QPainter on QPdfWriter and nothing else."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(1200)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for number, strokes in enumerate(pages):
        if number:
            writer.newPage()
        painter.save()
        painter.scale(1200 / 254, 1200 / 254)
        for stroke in strokes:
            stroke(painter)
        painter.restore()
    painter.end()
    return bytes(buffer.data().data())


def direct_image(strokes: Sequence[Stroke]) -> QImage:
    """QPainter on a picture and nothing else."""
    image = QImage(794, 1123, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(PREVIEW_DPI / 254, PREVIEW_DPI / 254)
    for stroke in strokes:
        stroke(painter)
    painter.end()
    return image


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def compared(
    name: str, goal: float, ours: Callable[[int], object], floor: Callable[[int], object]
) -> dict[str, object]:
    """Both by turns, the first round of each unmeasured; medians in milliseconds."""
    mine, plain = [], []
    for number in range(ROUNDS + 1):
        mine.append(timed(lambda number=number: ours(number)))
        plain.append(timed(lambda number=number: floor(number)))
    value, base = statistics.median(mine[1:]), statistics.median(plain[1:])
    return {"name": name, "value": value, "floor": base, "ratio": value / base, "goal": goal}


def receipts(first: int) -> list[ReceiptSheet]:
    """Fifty receipts with numbers of their own."""
    return [
        replace(
            page_samples.receipt(), head=replace(page_samples.HEAD, number=f"NX20261123-04-{first + at:04d}")
        )
        for at in range(BATCH)
    ]


def main() -> list[dict[str, object]]:
    """Run the benchmark; gives a row per figure, times in milliseconds."""
    application = QGuiApplication.instance() or QGuiApplication([])
    sets = [intake_set(number) for number in range(ROUNDS + 1)]
    drawn = [[prepared(compose(paper)) for paper in papers] for papers in sets]
    batches = [receipts(number * 100) for number in range(3)]
    batch_drawn = [[prepared(compose(paper)) for paper in batch] for batch in batches]
    rows = [
        compared(
            "A4 set of an acceptance (3 pages, PDF)",
            GOAL,
            lambda number: [render_pdf(paper) for paper in sets[number]],
            lambda number: [direct_pdf(pages) for pages in drawn[number]],
        ),
        compared(
            "A4 set on screen (3 pages, 96 dpi)",
            GOAL,
            lambda number: [page_images(paper, PREVIEW_DPI) for paper in sets[number]],
            lambda number: [direct_image(page) for pages in drawn[number] for page in pages],
        ),
        compared(
            f"batch of {BATCH} receipts (PDF)",
            GOAL,
            lambda number: [render_pdf(paper) for paper in batches[number % 3]],
            lambda number: [direct_pdf(pages) for pages in batch_drawn[number % 3]],
        ),
    ]
    del application
    return rows


if __name__ == "__main__":
    for row in main():
        print("{name}: {value:.1f} ms, floor {floor:.1f} ms, ratio {ratio:.2f} (goal {goal})".format(**row))
