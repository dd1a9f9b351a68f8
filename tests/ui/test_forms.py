"""A form made of nothing but a request's declaration: asked, checked beside the field, kept, signed, sent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui import form_support as given
from tests.ui.screen_support import (
    CASE_ID,
    CODE,
    COUNTER,
    NOW,
    SESSION,
    Bench,
    FakeCitizenSide,
    FakeDesk,
    FakeFiles,
    FakeMaker,
    case_file,
    tools_of,
    uid,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.parties import Applicant, PartyKind
from yichuang_desktop.services.requests import Collector, ScreenSignature
from yichuang_desktop.ui.casefile.screen import CaseScreen
from yichuang_desktop.ui.forms.act_form import ActForm
from yichuang_desktop.ui.registering.screen import RegisteringScreen
from yichuang_desktop.ui.shortcuts import Key

SIGNATURE = ScreenSignature("ab" * 32, b"\x89PNG\r\n\x1a\n", "[[[0,1,1]]]", NOW, "测试样例㛃")


class FormBench(Bench):
    """The case's page with the form of everything open."""

    def __init__(
        self,
        qtbot: QtBot,
        desk: FakeDesk,
        citizen: FakeCitizenSide,
        files: FakeFiles,
        name: str = "everything",
    ) -> None:
        self.desk, self.citizen, self.files, self._qtbot = desk, citizen, files, qtbot
        super().__init__(
            qtbot,
            lambda tasks, messages: CaseScreen(tools_of(tasks, messages, desk, files, citizen), FakeMaker()),  # type: ignore[arg-type]
            "case",
        )
        self.screen.on_handed(CASE_ID)
        self.settle()
        self.open(name)

    def open(self, name: str) -> None:
        """By the key that stands before it."""
        place = [offer.name for offer in self.screen.offers.offers].index(name)
        self.press(Qt.Key(Qt.Key.Key_A.value + place), self.screen.view.table)
        self.settle()

    @property
    def form(self) -> ActForm:
        form = self.screen.forms.form
        assert form is not None
        return form

    def input(self, name: str) -> Any:
        return self.form.input(name)

    def write(self, name: str, text: str) -> None:
        """Into the one line of a field, and on by Enter."""
        edit = self.input(name).field.edit
        edit.setFocus()
        edit.selectAll()
        self.type(edit, text, enter=True)
        self.settle()

    def main(self) -> None:
        """F12."""
        self.shell.press(Key.MAIN)
        self.settle()

    def said(self, name: str = "") -> str:
        """The sentence beside a field, or the foot line's."""
        return str(self.input(name).said) if name else super().said()

    def fill_all(self, folder: Path) -> None:
        """An answer in every field that needs one."""
        self.write("officer", "部门人员甲")
        self.write("day", "1120")
        self.write("copies", "2")
        self.press(Qt.Key.Key_Down, self.input("way").field.choice)
        self.write("number", "内审〔2026〕17号")
        for name, text in (("reason", "材料与事实不符"), ("papers", "身份证复印件\n申请书")):
            self.input(name).edit.setFocus()
            self.input(name).edit.insertPlainText(text)
        self.write("paper", CODE)
        self.press(Qt.Key.Key_Space, self.input("seal").tick)
        self.paste(given.picture(folder))
        party = self.input("party")
        for field, text in (
            (party.who, "测试样例甲"),
            (party.document_no, "411399199001010013"),
            (party.phone, "15400000012"),
        ):
            field.edit.setFocus()
            self.type(field.edit, text, enter=True)
        self.input("item").search.setFocus()
        self.type(self.input("item").search, "gtgs")
        self.press(Qt.Key.Key_Return, self.input("item").search)
        collector = self.input("collector")
        collector.document_no.edit.setFocus()
        self.type(collector.document_no.edit, "411399199001010013", enter=True)
        self.settle()

    def paste(self, file: Path) -> None:
        copied = QMimeData()
        copied.setUrls([QUrl.fromLocalFile(str(file))])
        QApplication.clipboard().setMimeData(copied)
        QTest.keyClick(self.input("scan").place, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QApplication.clipboard().clear()  # made by Python, it must be gone before Python is
        self.settle()


@pytest.fixture
def open_form(qtbot: QtBot) -> Iterator[Callable[..., FormBench]]:
    def make(
        desk: FakeDesk | None = None,
        citizen: FakeCitizenSide | None = None,
        files: FakeFiles | None = None,
        name: str = "everything",
    ) -> FormBench:
        return FormBench(
            qtbot, desk or given.desk(), citizen or FakeCitizenSide(), files or FakeFiles(), name
        )

    with given.registered(everything=given.everything(), nothing=given.nothing()):
        yield make


Open = Callable[..., FormBench]


# -- asking --------------------------------------------------------------------------------------------------


def test_the_form_follows_from_the_declaration_and_is_begun_from_the_case(open_form: Open) -> None:
    bench = open_form()
    assert [one.name for one in bench.form.inputs] == list(bench.form.plan.asks)
    assert bench.input("phone").value() == "0377-65312345"
    assert [row.name for row in bench.input("rows").value()] == [row.name for row in given.ROWS]
    assert bench.input("collector").who.text() == "测试样例㛃"
    assert bench.input("officer").hasFocus() or bench.input("officer").field.edit.hasFocus()
    assert [act.text for act in bench.shell.act_bar.acts] == [
        "清空重填",
        "已见签字",
        "外屏签名",
        "什么都问的办理",
    ]
    bench.check_fit()


def test_enter_goes_on_from_field_to_field(open_form: Open) -> None:
    bench = open_form()
    for name in ("officer", "phone", "day", "until", "copies"):
        edit = bench.input(name).field.edit
        assert edit.hasFocus(), name
        bench.press(Qt.Key.Key_Return, edit)
    assert bench.input("way").field.choice.hasFocus()


def test_filled_in_it_is_sent_as_the_request_it_declares(open_form: Open, tmp_path: Path) -> None:
    bench = open_form()
    bench.fill_all(tmp_path)
    bench.main()
    (sent,) = bench.desk.sent
    assert isinstance(sent, given.Everything)
    assert (sent.case_id, sent.revision, sent.counter) == (CASE_ID, case_file().case.revision, COUNTER.code)
    assert (sent.officer, sent.day, sent.until, sent.copies) == ("部门人员甲", date(2026, 11, 20), None, 2)
    assert (sent.way, sent.paper, sent.seal, sent.item) == ("counter", CODE, True, "NX-001")
    assert sent.papers == ("身份证复印件", "申请书")
    assert sent.rows == given.ROWS
    assert sent.scan.startswith(b"\x89PNG")
    assert sent.party == Applicant(name="测试样例甲", document_no="411399199001010013", phone="15400000012")
    assert sent.collector == Collector("测试样例㛃", "证件原件", "411399199001010013")
    assert sent.waits_for == "NX-77", "what is not asked for comes from how the form was begun"
    assert not bench.screen.forms.open
    assert "已办好" in bench.said()
    assert bench.screen.view.table.hasFocus()


def test_a_form_without_questions_is_a_look_and_f12(open_form: Open) -> None:
    bench = open_form(name="nothing")
    bench.check_fit()
    bench.main()
    assert isinstance(bench.desk.sent[0], given.Nothing)


# -- one sentence beside the field, nothing lost -------------------------------------------------------------


BAD = [
    ("officer", "9", "姓名"),
    ("phone", "154000", "位"),
    ("day", "1399", "不是日期"),
    ("day", "1124", "晚于今天"),
    ("until", "1122", "早于今天"),
    ("copies", "100", "1 到 99"),
    ("copies", "两份", "数字"),
    ("waybill", "EA123456784CN", "校验"),
    ("number", "号" * 501, ""),
    ("remark", "好" * 500, ""),
]


def test_bad_input_gets_its_sentence_beside_the_field_when_it_is_left(open_form: Open) -> None:
    bench = open_form()
    for name, text, words in BAD:
        bench.write(name, text)
        said = bench.said(name)
        assert words in said, (name, text, said)
        assert not any(one.isascii() and one.isalpha() for one in said), said
        assert bench.input(name).field.text() == text[:500], "nothing typed is lost"
        bench.check_fit()


def test_f12_says_beside_every_field_what_is_lacking_and_goes_to_the_first(open_form: Open) -> None:
    bench = open_form()
    bench.main()
    assert bench.desk.sent == []
    for name in (
        "officer",
        "day",
        "copies",
        "way",
        "number",
        "reason",
        "papers",
        "paper",
        "seal",
        "scan",
        "party",
        "item",
    ):
        assert bench.said(name), name
    assert bench.input("officer").field.edit.hasFocus()
    assert "“经办人”等" in bench.said()
    bench.check_fit()


def test_a_tick_a_choice_and_long_text_say_what_is_lacking(open_form: Open) -> None:
    bench = open_form()
    bench.main()
    assert "没有见到的不能勾选" in bench.said("seal")
    assert bench.said("way") == "请选择“送达方式”。"
    assert bench.said("reason") == "请填写“理由”。"
    bench.press(Qt.Key.Key_Space, bench.input("seal").tick)
    bench.press(Qt.Key.Key_Down, bench.input("way").field.choice)
    assert bench.said("seal") == bench.said("way") == ""


def test_the_day_is_said_in_full_while_it_is_typed(open_form: Open) -> None:
    bench = open_form()
    edit = bench.input("day").field.edit
    edit.setFocus()
    for typed, said in (
        ("1123", "2026年11月23日 周一"),
        ("11-20", "2026年11月20日 周五"),
        ("20261121", "周六，非工作日"),
    ):
        edit.clear()
        bench.type(edit, typed)
        assert said in bench.said("day")
    until = bench.input("until").field.edit
    until.setFocus()
    bench.type(until, "+5")
    assert bench.said("until") == "2026年11月30日 周一"


def test_a_waybill_is_checked_while_it_is_typed(open_form: Open) -> None:
    bench = open_form()
    edit = bench.input("waybill").field.edit
    edit.setFocus()
    bench.type(edit, "EA12345")
    assert bench.said("waybill") == "已输 7 位"
    bench.type(edit, "6785CN")
    assert bench.said("waybill") == "校验通过"


def test_the_paper_of_another_case_or_of_nobody_is_refused_beside_the_field(open_form: Open) -> None:
    desk = given.desk()
    bench = open_form(desk)
    bench.write("paper", CODE[:-1] + "9")
    assert bench.said("paper")
    assert bench.input("paper").value() == CODE[:-1] + "9"
    bench.write("paper", CODE)
    assert "收件通知单" in bench.said("paper")


def test_a_paper_scanned_in_any_field_goes_where_one_is_waited_for(open_form: Open) -> None:
    bench = open_form()
    bench.write("officer", "甲" + CODE)
    assert bench.input("officer").value() == "甲"
    assert bench.input("paper").value() == CODE


def test_an_applicant_is_checked_field_by_field(open_form: Open) -> None:
    bench = open_form()
    party = bench.input("party")
    party.document_no.edit.setFocus()
    bench.type(party.document_no.edit, "411399199001010014", enter=True)
    assert party.document_no.remark
    bench.main()
    assert party.document_no.text() == "411399199001010014"
    assert party.who.remark, "an empty name is told when it is done"
    party.kind.set_value(PartyKind.UNIT)
    party.kind.changed.emit(PartyKind.UNIT)
    assert party.legal.isVisible()
    assert party.document_no.text() == "411399199001010014"
    bench.check_fit()


def test_a_collector_needs_a_name_and_the_number_of_the_document_seen(open_form: Open) -> None:
    bench = open_form()
    collector = bench.input("collector")
    bench.main()
    assert bench.said("collector")
    collector.relation.choice.setFocus()
    bench.press(Qt.Key.Key_Down, collector.relation.choice)
    collector.relation.changed.emit("受托人")
    assert collector.authorisation.isVisible()
    assert collector.who.text() == ""


def test_rows_of_materials_are_taken_out_counted_changed_and_added(open_form: Open) -> None:
    bench = open_form()
    rows = bench.input("rows")
    rows.table.setFocus()
    rows.table.select_row(1)
    bench.press(Qt.Key.Key_X, rows.table)
    rows.table.select_row(0)
    bench.press(Qt.Key.Key_Plus, rows.table)
    bench.press(Qt.Key.Key_N, rows.table)
    assert rows.material.edit.hasFocus()
    bench.type(rows.material.edit, "情况说明")
    assert [(row.name, row.copies) for row in rows.value()] == [
        (given.ROWS[0].name, 2), (given.ROWS[2].name, 2), ("情况说明", 1),
    ]  # fmt: skip
    rows.copies.edit.setFocus()
    rows.copies.edit.selectAll()
    bench.type(rows.copies.edit, "x")
    assert rows.copies.remark == "请填数字"
    bench.check_fit()


def test_a_file_that_is_no_picture_or_too_large_is_refused_and_the_one_before_stays(
    open_form: Open, tmp_path: Path
) -> None:
    bench = open_form()
    bench.paste(given.picture(tmp_path))
    kept = bench.input("scan").value()
    assert kept
    wrong, large = tmp_path / "票.jpg", tmp_path / "大.png"
    wrong.write_bytes(b"MZ not a picture")
    large.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9 * 1024 * 1024))
    bench.paste(wrong)
    assert "PNG、JPEG" in bench.said("scan")
    bench.paste(large)
    assert "最大 8 MB" in bench.said("scan")
    bench.paste(tmp_path / "没有.png")
    assert "没有读到" in bench.said("scan")
    assert bench.input("scan").value() == kept


def test_a_picture_may_be_pasted_chosen_and_taken_away(open_form: Open, tmp_path: Path) -> None:
    file = given.picture(tmp_path)
    bench = open_form(files=FakeFiles(path=file))
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    QApplication.clipboard().setImage(image)
    bench.input("scan").paste()
    assert bench.input("scan").value().startswith(b"\x89PNG")
    bench.input("scan").clear.click()
    assert bench.input("scan").value() == b""
    bench.input("scan").choose.click()
    bench.settle()
    assert bench.input("scan").value() == file.read_bytes()
    pdf = tmp_path / "slip.pdf"
    pdf.write_bytes(b"%PDF-1.7 one page")
    bench.paste(pdf)
    assert bench.input("scan").words.text().startswith("PDF")


# -- what was typed ------------------------------------------------------------------------------------------


def test_what_was_typed_is_there_again_while_the_case_is_open(open_form: Open) -> None:
    bench = open_form()
    bench.write("officer", "部门人员甲")
    bench.write("day", "13x")
    bench.shell.press(Key.BACK)
    QTest.keyClick(bench.shell, Qt.Key.Key_Escape)
    bench.settle()
    assert not bench.screen.forms.open
    bench.open("nothing")
    QTest.keyClick(bench.shell, Qt.Key.Key_Escape)
    bench.open("everything")
    assert bench.input("officer").value() == "部门人员甲"
    assert bench.input("day").field.text() == "13x"
    bench.shell.press(Key.ALT_X)
    bench.settle()
    assert bench.input("officer").value() == ""


def test_another_case_begins_afresh(open_form: Open) -> None:
    bench = open_form()
    bench.write("officer", "部门人员甲")
    for _step in range(2):
        QTest.keyClick(bench.shell, Qt.Key.Key_Escape)
    bench.screen.on_handed(CASE_ID)
    bench.settle()
    bench.open("everything")
    assert bench.input("officer").value() == ""


# -- sending -------------------------------------------------------------------------------------------------


def test_a_refusal_of_a_field_lands_beside_it_and_any_other_in_the_foot_line(
    open_form: Open, tmp_path: Path
) -> None:
    desk = given.desk()
    bench = open_form(desk)
    bench.fill_all(tmp_path)
    desk.refuses = RuleViolation("answer_lacking", field="number", title="文书编号")
    bench.main()
    assert bench.said("number") == "请填写“文书编号”。"
    assert bench.input("number").field.edit.hasFocus()
    desk.refuses = RuleViolation(
        "changed_elsewhere", receipt_no="NX20261123-04-0011", item="个体工商户设立登记"
    )
    bench.main()
    assert "NX20261123-04-0011" in bench.said() or "其他" in bench.said()
    assert bench.input("number").value() == "内审〔2026〕17号"
    bench.main()
    first, _second, last = desk.sent
    assert first.act_id != last.act_id, "a refused act is over; the next one is another"


def test_when_nobody_knows_whether_it_was_done_the_very_same_goes_again(
    open_form: Open, tmp_path: Path, expected_log: LogWatch
) -> None:
    expected_log("lane store failed")
    desk = given.desk()
    bench = open_form(desk)
    bench.fill_all(tmp_path)
    desk.breaks = ConnectionError("gone")
    bench.main()
    moved = replace(case_file(), case=replace(case_file().case, revision=12))
    desk.views.files[CASE_ID] = moved
    bench.shell.changed(frozenset({"case"}))
    bench.settle()
    bench.main()
    first, again = desk.sent
    assert first == again


def test_the_citizen_signs_what_would_be_sent_and_any_change_makes_it_void(
    open_form: Open, tmp_path: Path
) -> None:
    citizen = FakeCitizenSide()
    bench = open_form(citizen=citizen)
    bench.shell.press(Key.ACT_2)
    assert citizen.asked == [], "first everything must be there"
    bench.fill_all(tmp_path)
    bench.shell.press(Key.ACT_2)
    bench.settle()
    (what, answered) = citizen.asked[0]
    assert what.signer == "测试样例甲"
    assert "部门人员甲" in what.text
    answered(SIGNATURE)
    assert "已在外屏签名" in bench.form.sign.words.text()
    bench.write("officer", "部门人员乙")
    assert "原签名作废" in bench.said()
    assert bench.form.signature is None
    bench.shell.press(Key.ALT_S)
    assert bench.form.ink_seen
    bench.main()
    assert bench.desk.sent[-1].ink_seen


def test_escape_takes_the_text_back_from_the_citizen(open_form: Open, tmp_path: Path) -> None:
    citizen = FakeCitizenSide()
    bench = open_form(citizen=citizen)
    bench.fill_all(tmp_path)
    bench.shell.press(Key.ACT_2)
    bench.settle()
    QTest.keyClick(bench.shell, Qt.Key.Key_Escape)
    assert citizen.withdrawn == 1
    assert bench.screen.forms.open


# -- registering ---------------------------------------------------------------------------------------------


def registering(qtbot: QtBot, desk: FakeDesk) -> Bench:
    return Bench(
        qtbot, lambda tasks, messages: RegisteringScreen(tools_of(tasks, messages, desk)), "registering"
    )


def test_a_window_registers_what_its_duties_say(qtbot: QtBot) -> None:
    online = given.nothing(title="登记网厅件", begins=True, channels=frozenset({Channel.ONLINE}))
    province = given.nothing(title="登记全豫通办", begins=True, channels=frozenset({Channel.PROVINCE}))
    with given.registered(online_here=online, province_here=province):
        desk = given.desk()
        desk.views.the_counters = (replace(COUNTER, duties=(Channel.COUNTER, Channel.ONLINE)),)
        bench = registering(qtbot, desk)
        assert "登记网厅件" in [offer.title for offer in bench.screen.offers.offers]
        assert "登记全豫通办" not in [offer.title for offer in bench.screen.offers.offers]
        bench.check_fit()
        place = [offer.name for offer in bench.screen.offers.offers].index("online_here")
        bench.press(Qt.Key(Qt.Key.Key_A.value + place))
        bench.settle()
        bench.shell.press(Key.MAIN)
        bench.settle()
        sent = desk.sent[0]
        assert (sent.revision, sent.counter) == (0, COUNTER.code)
        assert sent.case_id != CASE_ID
        assert "NX20261123-04-0012" in bench.said()
        assert "NX20261123-04-0012" in bench.screen._just[0].words
        bench.check_fit()


def test_a_window_without_such_duties_says_so(qtbot: QtBot) -> None:
    session = replace(SESSION, roles=frozenset(), counter=COUNTER)
    bench = registering(qtbot, given.desk(session=session))
    assert "没有要在这里登记的业务" in bench.screen.panel.said
    bench.check_fit()


# -- undoing, scanning anywhere ------------------------------------------------------------------------------


def test_ctrl_z_takes_back_what_may_be_undone(open_form: Open) -> None:
    bench = open_form(name="note_performance")
    bench.press(Qt.Key.Key_Down, bench.input("cause").field.choice)
    bench.input("reason").edit.insertPlainText("第三次才来领取")
    bench.desk.kind = "note_performance"
    bench.main()
    done = bench.desk.sent[-1]
    bench.shell.press(Key.UNDO)
    bench.settle()
    undone = bench.desk.sent[-1]
    assert (undone.annuls, undone.revision) == (done.act_id, done.revision + 1)
    assert "已撤销" in bench.said()


def test_a_scan_on_a_table_a_button_or_a_text_goes_to_the_screen(open_form: Open) -> None:
    bench = open_form()
    QTest.keyClick(bench.shell, Qt.Key.Key_Escape)
    for widget in (bench.screen.view.table, bench.screen.offers.buttons[0]):
        widget.setFocus()
        bench.shell.scans.once.forget()
        bench.desk.scanned.clear()
        QTest.keyClicks(widget, CODE)
        QTest.keyClick(widget, Qt.Key.Key_Return)
        bench.settle()
        assert bench.desk.scanned == [CODE], widget
        assert not bench.screen.forms.open, "no digit of a scan is an act"
    bench.open("everything")
    edit = bench.input("reason").edit
    edit.setFocus()
    bench.shell.scans.once.forget()
    QTest.keyClicks(edit, "2026" + CODE)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    bench.settle()
    assert edit.toPlainText() == "2026"
    assert bench.input("paper").value() == CODE, "the open form waits for a paper"


def test_half_a_scan_or_slow_digits_are_no_scan(open_form: Open) -> None:
    bench = open_form()
    QTest.keyClick(bench.shell, Qt.Key.Key_Escape)
    table = bench.screen.view.table
    table.setFocus()
    bench.desk.scanned.clear()
    QTest.keyClicks(table, CODE[:29])
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClicks(table, CODE[:15])
    QTest.qWait(300)
    QTest.keyClicks(table, CODE[15:])
    QTest.keyClick(table, Qt.Key.Key_Return)
    bench.settle()
    assert bench.desk.scanned == []


def test_another_cases_paper_asks_before_a_form_half_filled_in_is_given_up(open_form: Open) -> None:
    desk = given.desk()
    other = uid("other")
    desk.views.files[other] = case_file(case_id=other, applicant_name="测试样例丁")
    bench = open_form(desk)
    bench.write("officer", "部门人员甲")
    desk.papers["7" * 30] = other
    bench.screen.search.setFocus()
    bench.type(bench.screen.search.edit, "7" * 30, enter=True)
    bench.settle()
    assert "还没有办完" in bench.shell.confirm_bar.question.text
    bench.shell.confirm_bar.say_no()
    assert bench.input("officer").value() == "部门人员甲"
