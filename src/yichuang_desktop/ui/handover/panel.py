"""The right side of the handover queue: the case, the officer who signs, the call, the platform's number."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from yichuang_desktop.ui.handover.model import OUTCOMES, QueueLine
from yichuang_desktop.ui.parts.card import Dashed
from yichuang_desktop.ui.parts.facts import Bullets, FactList
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.scan import ScanBox
from yichuang_desktop.ui.theme import Tone

SIGN, CASE, CALL, PLATFORM = "后台签收", "办件", "记电话（F10）", "云平台"
ASK_SIGNATURE = "请部门人员在存根右下角签字，再扫存根"


class HandoverPanel(NextStepPanel):
    """What is needed now stands on top: the scan, the officer, then the call.

    ``edited()`` when something was written that decides what can be done.
    """

    edited = Signal()

    def __init__(self, leads: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("", width=340, parent=parent)
        self._leads = leads
        self.unskilled, self.excuse = link("业务不熟练 Alt U"), link("当日领取例外 Alt E")
        self.on_the_spot = False
        self.result_name = ""
        self.scanned_paper = ""
        self.scan = ScanBox("扫存根条码", large=False)
        self.officer = FieldBox("签收人（部门人员）", max_length=50)
        self.result_no = FieldBox("当场办结的结果编号（当场办结按 Alt D）", max_length=60)
        self.sign_here = Dashed(ASK_SIGNATURE)
        self.outcome = ChoiceField[str](choices=OUTCOMES)
        self.outcome.choice.setAccessibleName("通话结果")
        self.said_words = FieldBox(placeholder="对方说了什么", max_length=100)
        self.said_words.edit.setAccessibleName("对方说了什么")
        self.platform = FieldBox(placeholder="平台编号（Alt P），按 Enter 登记", ime=False, max_length=50)
        self.platform.edit.setAccessibleName("平台编号")
        self._facts, self._log = FactList(), Bullets()
        call = QHBoxLayout()
        call.setSpacing(8)
        call.addWidget(self.outcome)
        call.addWidget(self.said_words, 1)
        for part in (self.scan, self.sign_here, self.officer, self.result_no):
            self.section(SIGN).addWidget(part)
        self.section(CALL).addLayout(call)
        self.section(CALL).addWidget(self._log)
        links = QHBoxLayout()
        links.addWidget(self.unskilled)
        links.addWidget(self.excuse)
        links.addStretch(1)
        self.section(CALL).addLayout(links)
        self.section(CASE).addWidget(self._facts)
        self.section(CASE).addWidget(self.platform)
        for field in (self.officer, self.result_no):
            field.edited.connect(lambda _text: self.edited.emit())
        self.show_line(None)

    def show_line(self, line: QueueLine | None) -> None:
        """The case under the mark."""
        for title in (CASE, CALL):
            self.show_section(title, line is not None)
        signed = line is not None and line.signed
        self.on_the_spot = line is not None and line.row.on_the_spot and not signed
        self.result_no.setVisible(self.on_the_spot)
        self.officer.setVisible(not signed)
        called = line is not None and bool(line.call_lines)
        self.sign_here.setVisible(not (signed or self.scanned_paper or self.on_the_spot or called))
        if line is None:
            self.say(None)
            return
        self.result_name = line.row.result_name
        self._log.set_points(line.call_lines)
        self.unskilled.setVisible(not signed)
        self._log.setVisible(bool(line.call_lines) and not self.on_the_spot)
        self.excuse.setVisible(self._leads and not signed)
        self._facts.set_facts(_facts(line))
        self.say(self._step(line))

    def _step(self, line: QueueLine) -> Step:
        if line.row.commitment_owed:
            return Step("信用承诺书还没有签字：见到签字后按 Alt C 确认，才能交出证窗口。", Tone.BAD)
        if line.signed:
            return Step("部门已签收。请把存根和信用承诺书送到出证窗口扫码登记。", Tone.GOOD)
        if self.scanned_paper:
            return Step(f"已扫{self.scanned_paper}（√）。见到部门签字后填写签收人，按 F12。", Tone.GOOD)
        return _late_step(line) or _waiting_step(line)

    def show_scanned(self, paper: str) -> None:
        """A paper of this case was scanned: the step says so in place of the request to scan."""
        self.scanned_paper = paper

    def forget_scan(self) -> None:
        """Wait for the next paper."""
        self.scan.forget()
        self.scanned_paper = ""

    def clear_entry(self) -> None:
        """Empty what was written for the case that is done; the officer may have come for more."""
        for field in (self.result_no, self.said_words, self.platform):
            field.set_text("")


def link(words: str, act: Callable[[], None] | None = None) -> QPushButton:
    """A quiet button with its key, beside what it is about."""
    button = QPushButton(words)
    button.setProperty("role", "link")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if act is not None:
        button.clicked.connect(lambda _on: act())
    return button


def _facts(line: QueueLine) -> list[tuple[str, str]]:
    row = line.row
    facts = [
        ("收件", f"{row.accepted_at:%m-%d %H:%M}　材料 {row.copies} 份"),
        ("承诺办结", f"{row.promise_due:%Y-%m-%d}" if row.promise_due else "按事项规定"),
    ]
    return [*facts, ("签收人", row.signed_by)] if row.signed_by else facts


def _late_step(line: QueueLine) -> Step | None:
    """What the hall does when the department does not come."""
    if line.past and line.suggested is None:
        return Step("已上报不及时。请继续打电话催领（F10），来领时扫存根。", Tone.BAD)
    if line.past:
        return Step("已过领取截止时间，请再打电话催领（F10），仍不领取的按 F11 上报。", Tone.BAD)
    if line.suggested is not None:
        return Step(f"已打 {line.row.calls} 次电话仍未来领，可按 F11 上报“多次电话提醒”。", Tone.WARN)
    return None


def _waiting_step(line: QueueLine) -> Step:
    if not line.row.calls:
        return Step(f"请马上电话联系部门领取材料：{line.row.phone or '（事项库没有交接电话）'}", Tone.WARN)
    if line.row.part_of:
        return Step("一件事的分办件：请部门人员在一件事的存根上签字，扫那张存根，填签收人，按 F12。")
    return Step("等部门人员来领取：请其在存根上签字，扫存根，填签收人，按 F12。")
