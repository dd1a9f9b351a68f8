"""The signatures of one case: who signed what, whether anything was changed since, and the strokes."""

from collections.abc import Sequence
from enum import Enum
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from yichuang_desktop.services.signatures_read import ReadSignature, SignatureSource, read_signatures
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import Fact, FactList
from yichuang_desktop.ui.parts.rows import Column, RowModel
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.signatures.replay import Replay
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

LIST_WIDTH = 372
SHORT_DIGEST = 16
_DEVICES = {"pen": "手写笔", "touch": "手指", "mouse": "鼠标"}
SOUND, CHANGED = "一致", "不一致"


def _badge(signature: ReadSignature) -> Tone:
    return Tone.GOOD if signature.sound else Tone.BAD


class SignatureColumn(Enum):
    """The columns of the list of signatures."""

    WHAT = Column[ReadSignature](
        "签署内容",
        lambda one: one.row.kept.signed.purpose,
        lambda one: f"{one.row.kept.signed.signer}　{one.row.kept.at:%m-%d %H:%M}",
    )
    STATE = Column[ReadSignature](
        "核验", lambda one: SOUND if one.sound else CHANGED, badge=_badge, width=104
    )


def verdict(signature: ReadSignature) -> tuple[str, Tone]:
    """What verification found, in words."""
    if signature.sound:
        return "文本、笔迹和图片与封存时一致，签名顺序没有缺失。", Tone.GOOD
    found = "；".join(fault.title for fault in signature.faults)
    return f"核验没有通过：{found}。请告知管理员核查，不要据此办理。", Tone.BAD


def facts(signature: ReadSignature) -> Sequence[Fact]:
    """Everything the seal is over, for a person to read."""
    kept, signed = signature.row.kept, signature.row.kept.signed
    return (
        ("签名人", signed.signer),
        ("身份核验", signed.verified or "没有记录"),
        ("签名时间", f"{kept.at:%Y-%m-%d %H:%M:%S}"),
        ("书写用时", f"{(signed.finished_ms - signed.started_ms) / 1000:.1f} 秒"),
        ("签名设备", _DEVICES.get(signed.device, signed.device or "没有记录")),
        ("窗口序号", f"{kept.counter:02d} 窗口第 {kept.seq} 份"),
        ("经办人", signature.row.recorder_name),
        ("封存摘要", kept.seal[:SHORT_DIGEST]),
    )


class SignaturesView(QWidget):
    """``changed()`` when another signature is marked or they have come."""

    changed = Signal()

    def __init__(self, tasks: Tasks, source: SignatureSource) -> None:
        super().__init__()
        self._tasks, self._source = tasks, source
        self._case: UUID | None = None
        self._model = RowModel[ReadSignature](
            SignatureColumn, key=lambda one: one.row.kept.signed.signature_id
        )
        self.replay = Replay()
        self.table = TwoLineTable(self._model)
        self.table.current.connect(self._on_current)
        self.table.chosen.connect(lambda _one: self.replay.play())
        self.pane = ListPane(self.table)
        self.verdict = Words(role="strong")
        self.facts = FactList(label_width=76, columns=2)
        self.text = Words(role="body")
        self._build()

    @property
    def current(self) -> ReadSignature | None:
        """The signature under the mark."""
        return self.table.current_row()

    def begin(self, case_id: UUID) -> None:
        """Read and verify the signatures of a case."""
        self._case = case_id
        self._model.show_rows(())
        self._on_current(None)
        self.pane.loading()
        self._tasks.run(
            self, "store", partial(read_signatures, self._source, case_id), partial(self._on_read, case_id),
            failed=lambda _error: self.pane.error("没有读到签名", partial(self.begin, case_id)),
        )  # fmt: skip

    def acts(self) -> list[Act]:
        """What can be done with the signature under the mark."""
        one = self.current
        reason = "请先选择一份签名" if one is None else "" if one.strokes else "这份签名的笔迹读不出来"
        return [Act("重放笔迹", Key.MAIN, self.replay.play, main=True, reason=reason)]

    def _on_read(self, case_id: UUID, found: tuple[ReadSignature, ...]) -> None:
        if case_id != self._case:
            return
        self._model.show_rows(found)
        if not found:
            self.pane.empty("没有在屏幕上签的名", "纸上签的名，请看原件")
        else:
            self.pane.show_list()
            wrong = next((at for at, one in enumerate(found) if not one.sound), 0)
            self.table.select_row(wrong)
            self.table.setFocus()
        self._on_current(self.current)

    def _on_current(self, one: ReadSignature | None) -> None:
        self.detail.setVisible(one is not None)
        if one is not None:
            words, tone = verdict(one)
            self.verdict.setText(words)
            self.verdict.set_tone(tone)
            self.replay.show_strokes(one.strokes)
            self.facts.set_facts(facts(one))
            self.text.setText(one.row.kept.signed.text.strip())
        else:
            self.replay.show_strokes(())
        self.changed.emit()

    def _build(self) -> None:
        listed, shown = Card("屏幕签名"), Card("签名")
        listed.setFixedWidth(LIST_WIDTH)
        listed.body.addWidget(self.pane, 1)
        self.detail = QWidget()
        box = QVBoxLayout(self.detail)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.size("space_2"))
        box.addWidget(self.verdict)
        box.addWidget(self.replay, 3)
        box.addWidget(self.facts)
        box.addWidget(self._read_area(), 4)
        shown.body.addWidget(self.detail, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(listed)
        row.addWidget(shown, 1)

    def _read_area(self) -> QScrollArea:
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("签署的文本")
        area.setWidget(self.text)
        return area
