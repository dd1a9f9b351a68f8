"""The case on the issuance desk: whose it is, which item and result, where its four tracks stand."""

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.ui.issuance.model import OnDesk, Phase, number_words, track_words, who_words
from yichuang_desktop.ui.issuance.pages import BookInPage, CollectPage, RegisterPage
from yichuang_desktop.ui.parts.badge import Badge
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.states import EmptyState
from yichuang_desktop.ui.parts.tracks import TrackBar
from yichuang_desktop.ui.parts.words import Words


class CaseCard(Card):
    """Empty until something was scanned or chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.register, self.book_in, self.collect = RegisterPage(), BookInPage(), CollectPage()
        self._fresh_for: object = None
        self._name, self._who = Words(role="thing"), Words(role="second")
        self._badge = Badge("")
        self._item, self._result = Words(role="large"), Words(role="large")
        self._tracks = TrackBar()
        case = self._build_case()
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(
            EmptyState(
                "请扫描单据", "收件通知单、存根、信用承诺书都可以扫；也可以从右边的清单里选一件", "scan"
            )
        )
        self._pages.addWidget(case)
        self.body.addWidget(holder, 1)

    def show_case(self, desk: OnDesk | None, result_name: str = "") -> None:
        """Show the case and the page for what comes next."""
        self._pages.setCurrentIndex(0 if desk is None else 1)
        if desk is None:
            self._fresh_for = None
            return
        case = desk.file.case
        self._name.setText(case.applicant_name)
        self._who.setText(f"{number_words(desk.file)}　{who_words(desk.file)}")
        words, tone = desk.badge()
        self._badge.show_state(words, tone)
        self._item.setText(case.item_name)
        self._result.setText(_result_words(desk.file, result_name))
        self._tracks.set_tracks(track_words(desk.file))
        self._show_page(desk, result_name)

    def show_entry(self, shown: bool) -> None:
        """The page's fields give their room to the case while a form stands beside it."""
        holder = self._entry.parentWidget()
        if holder is not None:
            holder.setVisible(shown)

    def focus_entry(self) -> None:
        """Put the keyboard where the page on screen begins to be written."""
        field = {id(self.collect): self.collect.document_no, id(self.book_in): self.book_in.officer}.get(
            id(self._entry.currentWidget())
        )
        if field is not None:
            field.setFocus()

    def _show_page(self, desk: OnDesk, result_name: str) -> None:
        key = (desk.file.case.case_id, desk.phase, desk.in_person)
        fresh, self._fresh_for = key != self._fresh_for, key
        self.register.show_case(desk)
        if desk.phase is Phase.BOOK_IN and fresh:
            self.book_in.show_case(desk.file, result_name)
        if desk.phase in (Phase.COLLECT, Phase.LOST):
            self.collect.show_case(desk, fresh)
        page = {
            Phase.REGISTER: self.register,
            Phase.BOOK_IN: self.book_in,
            Phase.COLLECT: self.collect,
            Phase.LOST: self.collect,
        }.get(desk.phase, self._nothing)
        self._entry.setCurrentWidget(page)

    def _build_case(self) -> QWidget:
        case, head, facts = QWidget(), QHBoxLayout(), QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._name)
        names.addWidget(self._who)
        head.addLayout(names, 1)
        head.addWidget(self._badge)
        for label, words in (("事项", self._item), ("结果", self._result)):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(Words(label, role="label"))
            column.addWidget(words)
            column.addStretch(1)
            facts.addLayout(column, 1)
        holder = QWidget()
        self._nothing = QWidget()
        self._entry = QStackedLayout(holder)
        self._entry.setContentsMargins(0, 0, 0, 0)
        for page in (self._nothing, self.register, self.book_in, self.collect):
            self._entry.addWidget(page)
        box = QVBoxLayout(case)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(head)
        box.addLayout(facts)
        box.addWidget(self._tracks)
        box.addWidget(holder, 1000)
        box.addStretch(1)  # takes the room while the page is away
        return case


def _result_words(file: CaseFile, result_name: str) -> str:
    case = file.case
    if not case.result_no:
        return result_name or "尚未移交"
    return f"{case.result_name} {case.result_copies} 份　{case.result_no}"
