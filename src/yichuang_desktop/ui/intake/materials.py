"""The checklist's card: a row a material, one keystroke a verdict, copies counted (R-IN-1)."""

from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from yichuang_desktop.domain.checklist import Checklist, ChecklistRow, MaterialVerdict
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.intake.tight import tighten
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.keycap import KeyCap
from yichuang_desktop.ui.parts.rows import Column, RowModel
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

_TONES = {
    MaterialVerdict.ORIGINAL_SEEN: Tone.GOOD,
    MaterialVerdict.COPY: Tone.GOOD,
    MaterialVerdict.ELECTRONIC: Tone.GOOD,
    MaterialVerdict.MISSING: Tone.BAD,
    MaterialVerdict.WRONG_FORM: Tone.BAD,
    MaterialVerdict.DEFERRED: Tone.WARN,
    MaterialVerdict.NOT_APPLICABLE: Tone.CALM,
}


def _verdict_words(row: ChecklistRow) -> str:
    if row.verdict is None:
        return "待审查"
    if row.verdict is MaterialVerdict.ORIGINAL_SEEN and row.return_after_check:
        return "已核 · 退原件"
    return row.verdict.title


def _tone(row: ChecklistRow) -> Tone:
    if row.short:
        return Tone.BAD
    return _TONES[row.verdict] if row.verdict is not None else Tone.CALM


def _under(row: ChecklistRow) -> str:
    scan = row.scan.words if row.scan is not None else ""
    said = (f"原因：{row.reason}",) if row.reason else (row.points, row.notes)
    return "；".join(part for part in (scan, *said) if part)


def _copies(row: ChecklistRow) -> str:
    received = row.verdict is not None and row.verdict.received
    return (
        f"{row.copies}/{row.copies_due}" if received and row.copies != row.copies_due else str(row.copies_due)
    )


class MaterialColumn(Enum):
    """The columns of the checklist."""

    SEQ = Column[ChecklistRow]("序", lambda row: str(row.seq), width=40)
    NAME = Column[ChecklistRow]("材料 · 受理要点", lambda row: row.name, _under)
    FORM = Column[ChecklistRow](
        "形式", lambda row: row.form, lambda row: "必要" if row.mandatory else "非必要", width=112
    )
    COPIES = Column[ChecklistRow](
        "份数", _copies, width=56, tone=lambda row: Tone.BAD if row.short else Tone.NONE
    )
    VERDICT = Column[ChecklistRow]("审查结论", _verdict_words, badge=_tone, width=124)


class MaterialsTable(TwoLineTable[ChecklistRow]):
    """The table of materials; plus and minus count copies."""

    counted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.counted.emit(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.counted.emit(-1)
        else:
            super().keyPressEvent(event)


class MaterialsCard(Card):
    """The checklist: ``judged(seq, verdict)``, ``counted(seq, by)``, ``explained(seq, reason)``."""

    judged = Signal(int, object)
    counted = Signal(int, int)
    explained = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("材料清单", step=3, parent=parent)
        tighten(self)
        self.head.addLayout(_legend())
        self._model = RowModel[ChecklistRow](MaterialColumn, key=lambda row: row.seq)
        self.reason = FieldBox(
            placeholder="缺什么、哪里不合格（写进一次性告知单；不写则用通用说明）", max_length=120
        )
        self.reason.hide()
        self.table = MaterialsTable(self._model)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.setMinimumHeight(2 * theme.size("row_two"))
        self.table.letter.connect(self._on_letter)
        self.table.counted.connect(self._on_counted)
        self.table.chosen.connect(self._on_chosen)
        self.table.current.connect(self._on_current)
        self.reason.left.connect(self._on_reason)
        self.reason.entered.connect(lambda: QTimer.singleShot(0, self, self._after_reason))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.reason)

    def show_checklist(self, checklist: Checklist | None) -> None:
        """Show the verdicts so far; the marked row stays."""
        self._model.show_rows(checklist.rows if checklist else ())
        self._on_current(self.table.current_row())

    def focus_first_open(self) -> None:
        """Put the mark on the first material without a verdict and the focus into the table."""
        rows = self._model.rows
        target = next((row for row in rows if row.verdict is None), rows[0] if rows else None)
        if target is not None:
            self.table.select_key(target.seq)
        self.table.setFocus()

    def _on_chosen(self, _row: ChecklistRow) -> None:
        """Enter on what is missing or wrong: say why."""
        if not self.reason.isHidden():
            self.reason.setFocus()

    def _on_letter(self, letter: str) -> None:
        row, verdict = self.table.current_row(), MaterialVerdict.from_key(letter)
        if row is None or verdict is None:
            return
        self.judged.emit(row.seq, verdict)

    def step_down(self, seq: int) -> None:
        """After a verdict: on to the next material."""
        number = self._model.find(seq)
        following = self._model.row_at(number + 1)
        if following is not None:
            self.table.select_key(following.seq)

    def _on_counted(self, by: int) -> None:
        row = self.table.current_row()
        if row is not None:
            self.counted.emit(row.seq, by)

    def _on_current(self, row: ChecklistRow | None) -> None:
        wanted = row is not None and row.verdict in (MaterialVerdict.MISSING, MaterialVerdict.WRONG_FORM)
        if wanted != self.reason.isVisibleTo(self):
            self.reason.setVisible(wanted)
            QTimer.singleShot(0, self, self._show_current)
        if row is not None and wanted and not self.reason.edit.hasFocus():
            self.reason.set_text(row.reason)

    def _show_current(self) -> None:
        """The row under the mark stays in sight when the field for the reason takes its room."""
        self.table.scrollTo(self.table.currentIndex())

    def _after_reason(self) -> None:
        """Enter under a reason: back to the table, on to the next material."""
        row = self.table.current_row()
        self.table.setFocus()
        if row is not None:
            self.step_down(row.seq)

    def _on_reason(self, text: str) -> None:
        row = self.table.current_row()
        if row is not None and text.strip() != row.reason:
            self.explained.emit(row.seq, text.strip())


def _legend() -> QHBoxLayout:
    """The keys that give verdicts, with their words."""
    line = QHBoxLayout()
    line.setSpacing(5)
    for verdict in MaterialVerdict:
        line.addWidget(KeyCap(verdict.key))
        line.addWidget(Words(verdict.title, role="second", wrap=False))
    return line
