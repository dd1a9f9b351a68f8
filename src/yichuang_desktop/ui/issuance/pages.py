"""What is written at the issuance desk: one small page for each thing that can come next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yichuang_desktop.domain.id_cards import CardReading, IdCard
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.requests import Collector
from yichuang_desktop.ui.cards.button import ReadCardButton
from yichuang_desktop.ui.cards.collectors import document_title, own_or_agent
from yichuang_desktop.ui.cards.desk import Filled
from yichuang_desktop.ui.cards.filling import changes_of
from yichuang_desktop.ui.issuance.model import OnDesk, Way
from yichuang_desktop.ui.parts.card import Dashed, heading
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.stray_scan import catch_scans

OUTCOMES = (("已接通", "answered"), ("占线", "busy"), ("无人接听", "no_answer"))
LICENCE = "营业执照原件"
ORIGINALS = (("居民身份证原件", "居民身份证原件"), (LICENCE, LICENCE))
SIGN = {
    Way.RECEIPT: "领取人在存根上签字，或按 F11 在外屏签名",
    Way.ONLINE: "领取人在签收单上签字，或按 F11 在外屏签名",
    Way.BEHALF: "领取人在受理凭证登记单上签字，或按 F11 在外屏签名",
}
COMMITMENT = "信用承诺书　待签：F11 外屏签署；纸上签先按 Alt P 打印"


class Page(QWidget):
    """A page with a heading; ``edited()`` when something was written that decides what can be done.

    ``scanned(str)`` a paper was scanned while the keyboard stood in one of its fields.
    """

    edited = Signal()
    scanned = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.title = heading(title)
        self.box.addWidget(self.title)

    def add_row(self, *parts: tuple[QWidget, int]) -> None:
        """Fields side by side."""
        row = QHBoxLayout()
        row.setSpacing(10)
        for widget, stretch in parts:
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
            if isinstance(widget, FieldBox):
                widget.edited.connect(lambda _text: self.edited.emit())
                catch_scans((widget,), self.scanned.emit)
            elif isinstance(widget, ChoiceField):
                widget.changed.connect(lambda _value: self.edited.emit())
        self.box.addLayout(row)


class RegisterPage(Page):
    """Counterfoil and commitment, both scanned (R-HO-3)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("存根与信用承诺书登记", parent)
        self.counterfoil, self.commitment = Dashed(), Dashed()
        self.add_row((self.counterfoil, 1), (self.commitment, 1))
        self.box.addStretch(1)

    def show_case(self, desk: OnDesk) -> None:
        """Which of the two was scanned."""
        self.counterfoil.setText("存根　已扫（√）" if desk.counterfoil_code else "请扫存根")
        second = desk.second_paper
        if second is None:
            self.commitment.setText("信用承诺书随件附来，与存根放在一起")
        else:
            self.commitment.setText(
                f"{second.title}　已扫（√）" if desk.second_code else f"请扫{second.title}"
            )
        self.title.setText("存根与收件通知单登记" if desk.way is Way.ONLINE else "存根与信用承诺书登记")


class BookInPage(Page):
    """The department brings the result (R-OUT-1); reminders before that (R-REM-1)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("部门移交结果", parent)
        self.officer = FieldBox("移交人（部门人员）", max_length=50)
        self.result_name = FieldBox("证照或文书名称", max_length=100)
        self.result_no = FieldBox("编号", max_length=60)
        self.copies = FieldBox("份数", ime=False, max_length=2)
        self.slip = FieldBox("部门移交单号（没有可不填）", ime=False, max_length=50)
        self.outcome = ChoiceField[str]("催办电话结果", OUTCOMES)
        self.said = FieldBox("对方说了什么（催办按 F11 记录）", max_length=100)
        self.add_row((self.officer, 2), (self.result_name, 3), (self.result_no, 3), (self.copies, 1))
        self.add_row((self.slip, 3), (self.outcome, 1), (self.said, 4))
        self.box.addStretch(1)

    def show_case(self, file: CaseFile, result_name: str) -> None:
        """A fresh page for this case."""
        for field in (self.officer, self.result_no, self.slip, self.said):
            field.set_text("")
        self.result_name.set_text(file.case.result_name or result_name)
        self.copies.set_text("1")

    @property
    def lacking(self) -> str:
        """What must still be written."""
        if not self.officer.text():
            return "请填写移交人姓名"
        if not self.result_name.text() or not self.result_no.text():
            return "请填写证照名称和编号"
        return "" if self.copies.text().isdigit() and int(self.copies.text()) else "份数请填 1 以上的数字"


class CollectPage(Page):
    """The person is checked and signs; the licence goes out (R-OUT-2, R-OUT-3)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("领取核验", parent)
        self.relation = ChoiceField[str]("领取人", [("本人领取", "本人"), ("代领", "受托人")])
        self.name = FieldBox("姓名", max_length=100)
        self.document_no = FieldBox("证件号码（看原件录入）", ime=False, max_length=40)
        self.authorisation = FieldBox("授权依据", placeholder="授权委托书", max_length=50)
        self.original = ChoiceField[str]("核验的原件", ORIGINALS)
        self.original_no = FieldBox("营业执照号码（看原件录入）", ime=False, max_length=40)
        self.receipt = Dashed()
        self.sign = Dashed(SIGN[Way.RECEIPT])
        self.add_row((self.relation, 0), (self.name, 2), (self.document_no, 3), (self.authorisation, 2))
        self.add_row((self.original, 0), (self.original_no, 1), (QWidget(), 1))
        papers = QHBoxLayout()
        papers.setSpacing(10)
        papers.addWidget(self.receipt, 1)
        papers.addWidget(self.sign, 1)
        self.box.addLayout(papers, 1)
        self.outcome = ChoiceField[str](choices=OUTCOMES)
        self.said = FieldBox(placeholder="对方说了什么（电话按 F10 记录）", max_length=100)
        self._call = QWidget()
        call = QHBoxLayout(self._call)
        call.setContentsMargins(0, 0, 0, 0)
        call.addWidget(Words("电话通知", role="label", wrap=False))
        call.addWidget(self.outcome)
        call.addWidget(self.said, 1)
        self._call.hide()
        self.box.removeWidget(self.title)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        self.read_card = ReadCardButton()
        head.addWidget(self.read_card)
        head.addWidget(self._call, 1)
        head.addStretch(0)
        self.box.insertLayout(0, head)
        catch_scans((self.said,), self.scanned.emit)
        for part, name in ((self.outcome.choice, "电话结果"), (self.said.edit, "对方说了什么")):
            part.setAccessibleName(name)
        self.original.changed.connect(lambda _value: self._show_original())
        self.relation.changed.connect(self._on_relation)
        self._file: CaseFile | None = None
        self._reading: CardReading | None = None
        self._lost, self._way = False, Way.RECEIPT

    def show_case(self, desk: OnDesk, fresh: bool) -> None:
        """The collector's fields; on a fresh case filled with the applicant's name."""
        self._file, self._way = desk.file, desk.way
        if fresh:
            self._reading = None
            self.relation.set_value("受托人" if desk.file.case.representative else "本人")
            self._fill_name()
            for field in (self.document_no, self.original_no, self.said):
                field.set_text("")
            self.show_signed(False)
        self._lost = desk.lost
        self._show_original()
        self._call.setVisible(not desk.lost and not desk.person_here)
        self.title.setText("通知单遗失：核验原件、签保证声明" if desk.lost else "领取核验")
        if desk.way is not Way.ONLINE or fresh:
            self.receipt.setText("" if desk.lost else self._receipt_words(desk))
        self.receipt.setVisible(not desk.lost)
        self.authorisation.setVisible(self.relation.value() != "本人")

    def show_signed(self, signed: bool, on_screen: bool = True) -> None:
        """Whether the collector has signed, on the customer's screen or on paper before the clerk's eyes."""
        where = "领取人已在外屏签名（√）" if on_screen else "已见领取人在纸上签字（√）"
        self.sign.setText(where if signed else SIGN[self._way])

    def show_commitment(self, words: str = "") -> None:
        """Of an online case: where the signature under the credit commitment stands; empty: not signed."""
        if self._way is Way.ONLINE:
            self.receipt.setText(words or COMMITMENT)

    def collector(self) -> Collector:
        """The collector as written."""
        own = self.relation.value() == "本人"
        return Collector(
            name=self.name.text(),
            document_title=document_title(self._reading, self.name.text(), self.document_no.text()),
            document_no=self.document_no.text(),
            relation=self.relation.value() or "本人",
            authorisation="" if own else (self.authorisation.text() or "授权委托书"),
        )

    def card_for(self) -> str:
        """Whose card is asked for."""
        return "领取人"

    def take_card(self, card: IdCard, reading: CardReading) -> Filled | None:
        """Fill the collector's card in; None when the page is not on screen any more."""
        if not self.isVisible():
            return None
        before = (self.relation.value() or "本人", self.name.text(), self.document_no.text())
        relation, note = own_or_agent(self._file, card, before[0])
        if relation != before[0]:
            self.relation.set_value(relation)
            self._on_relation(relation)
        fields = [(self.name, card.name), (self.document_no, card.number)]
        changed = changes_of(fields)
        for field, said in fields:
            field.set_text(said)
        self._reading = reading
        self.edited.emit()
        return Filled(lambda: self._put_back(before), changed, note)

    def _put_back(self, before: tuple[str, str, str]) -> None:
        """Ctrl+Z: as it was before the card."""
        relation, name, number = before
        self._reading = None
        self.relation.set_value(relation)
        self._on_relation(relation)
        self.name.set_text(name)
        self.document_no.set_text(number)
        self.edited.emit()

    @property
    def lacking(self) -> str:
        """What must still be written."""
        if not self.name.text():
            return "请填写领取人姓名"
        if not self.document_no.text():
            return "请看证件原件录入证件号码"
        return "" if self.original_number else "请看营业执照原件录入号码"

    @property
    def original_number(self) -> str:
        """The number of the original that stands in for the receipt: an identity card's is written above."""
        return self.original_no.text() if self._licence else self.document_no.text()

    @property
    def _licence(self) -> bool:
        return self._lost and self.original.value() == LICENCE

    def _show_original(self) -> None:
        self.original.setVisible(self._lost)
        self.original_no.setVisible(self._licence)

    def _receipt_words(self, desk: OnDesk) -> str:
        if desk.way is Way.ONLINE:
            return COMMITMENT
        if desk.way is Way.BEHALF:
            return f"部门受理凭证　{desk.file.case.external_no}"
        return "收件通知单原件　已扫码（√）" if desk.receipt_code else "请扫收件通知单（遗失按 Alt Y）"

    def _on_relation(self, _value: object) -> None:
        self._fill_name()
        self.authorisation.setVisible(self.relation.value() != "本人")

    def _fill_name(self) -> None:
        if self._file is None:
            return
        agent = self._file.case.representative or {}
        own = self.relation.value() == "本人"
        self.name.set_text(self._file.case.applicant_name if own else str(agent.get("name", "")))
