"""Finds text that has no room: the tour and the tests ask every screen, and the answer must be empty."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

SLACK = 1
"""Pixels a measured text may be larger than its place: rounding of font metrics."""


def find_cut_texts(widget: QWidget) -> list[str]:
    """Every visible text under ``widget`` that is elided, cut or overlapped, with what is wrong.

    Looks at labels, buttons, choices, read-only line edits, tables (through their ``cut_texts()``) and
    anything else that has a ``cut_texts()`` method. What a scroll area hides is not cut: one can scroll.
    """
    found: list[str] = []
    shown = [one for one in (widget, *widget.findChildren(QWidget)) if one.isVisible()]
    for one in shown:
        found.extend(_cut_in(one))
    found.extend(_overlaps([one for one in shown if _words(one)]))
    return found


def _cut_in(one: QWidget) -> Iterator[str]:
    ask = getattr(one, "cut_texts", None)
    if callable(ask):
        yield from (f"{type(one).__name__} 内放不下：{text}" for text in ask())
    words = _words(one)
    if not words:
        return
    if not callable(ask) and _too_small(one, words):
        yield f"{type(one).__name__} 放不下：{words}"
    elif _clipped(one):
        yield f"{type(one).__name__} 被遮住一部分：{words}"


def _words(one: QWidget) -> str:
    if isinstance(one, QLabel | QAbstractButton):
        return one.text()
    if isinstance(one, QComboBox):
        return one.currentText()
    if isinstance(one, QLineEdit) and one.isReadOnly():
        return one.text()
    return ""


def _too_small(one: QWidget, words: str) -> bool:
    if isinstance(one, QLabel):
        return _label_too_small(one)
    if isinstance(one, QLineEdit):
        margins = one.textMargins()
        room = one.width() - margins.left() - margins.right() - 20
        return one.fontMetrics().horizontalAdvance(words) > room + SLACK
    if isinstance(one, QComboBox):
        return one.fontMetrics().horizontalAdvance(words) > one.width() - 38 + SLACK
    need = one.sizeHint()
    return one.width() + SLACK < need.width() or one.height() + SLACK < min(need.height(), 60)


def _label_too_small(label: QLabel) -> bool:
    if label.wordWrap():
        longest = max(
            (_run_width(label, run) for run in QLabel.text(label).replace("\u200b", " ").split()), default=0
        )
        return label.height() + SLACK < label.heightForWidth(label.width()) or (
            label.textFormat() is Qt.TextFormat.PlainText and longest > label.contentsRect().width() + SLACK
        )
    need = label.sizeHint()
    return label.width() + SLACK < need.width() or label.height() + SLACK < need.height()


def _run_width(label: QLabel, run: str) -> int:
    """The width of a run that Qt cannot break; Chinese breaks between any two characters."""
    return label.fontMetrics().horizontalAdvance(run) if run.isascii() else 0


def _clipped(one: QWidget) -> bool:
    """Whether a parent that does not scroll hides part of it."""
    rect = one.rect()
    child, parent = one, one.parentWidget()
    while parent is not None and not child.isWindow():
        rect = QRect(child.mapTo(parent, rect.topLeft()), rect.size())
        if _scrolls(parent):
            return False
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(rect):
            return True
        child, parent = parent, parent.parentWidget()
    return False


def _scrolls(parent: QWidget) -> bool:
    holder = parent.parentWidget()
    return isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent


def _overlaps(shown: list[QWidget]) -> Iterator[str]:
    """Texts of one parent that lie over each other. Words inside a button or a field belong there."""
    by_parent: dict[int, list[QWidget]] = {}
    for one in shown:
        parent = one.parentWidget()
        if parent is not None and not isinstance(parent, QLineEdit | QAbstractButton | QTableView):
            by_parent.setdefault(id(parent), []).append(one)
    for family in by_parent.values():
        for number, one in enumerate(family):
            for other in family[number + 1 :]:
                if _lie_over(one, other):
                    yield f"重叠：{_words(one)} / {_words(other)}"


def _lie_over(one: QWidget, other: QWidget) -> bool:
    shared = QRect(_corner(one), one.size()).intersected(QRect(_corner(other), other.size()))
    return shared.width() > SLACK + 1 and shared.height() > SLACK + 1


def _corner(one: QWidget) -> QPoint:
    return one.pos()
