"""Identity cards read at the real window, on a pty with the reader's simulator (R-IN-2, R-OUT-2)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.devices.card_blocks import TestCard, foreign_2023, permit, resident
from tests.devices.card_simulator import CardReaderSimulator, Fault
from tests.devices.ports import FarEnd
from tests.journeys import forms
from tests.journeys.device_help import no_stall
from tests.journeys.window import NAME, NUMBER, PHONE, Window
from yichuang_desktop import store
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.intake_form import IdentityProof
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import PartyKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.forms.people import PartyInput
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.shortcuts import Key

OWN = resident(name=NAME, number=NUMBER, birth="19900101", sex="1", to="长期", **{"from": "20200101"})
"""The applicant's card."""
AGENT = resident(name="测试代理人", number="411399198507150027", birth="19850715", sex="2", to="20400101")
Happened = Callable[..., Any]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[CardReaderSimulator]:
    simulator = CardReaderSimulator(FarEnd(tmp_path / "ttyCARD0"))
    yield simulator
    simulator.stop()


def at_window(hall: str, reader: CardReaderSimulator, login: str, counter: int) -> None:
    """The reader was set up for that window on another day."""
    opened = store.open_hall(hall)
    access = opened.log_in(login, PASSWORD)
    device = WindowDevice(counter, DeviceKind.CARD_READER, "card-sam", reader.far.address)
    access.device_book().bind(device)
    access.close()
    opened.close()


@pytest.fixture
def clerk(window: Window, hall: str, reader: CardReaderSimulator) -> Window:
    """A clerk of window 4 with a reader, at the intake with an item chosen."""
    at_window(hall, reader, "clerk04", 4)
    window.log_in("clerk04", 4)
    desktop = window.program.desktop
    assert desktop is not None
    wait_until(
        lambda: (
            (device := desktop.room.device(DeviceKind.CARD_READER)) is not None
            and device.report().condition.usable
        ),
        "the reader",
    )
    return window


def read(window: Window, reader: CardReaderSimulator, card: TestCard, words: str = "已读") -> str:
    """Alt+I, the card on the reader, and what was said of it."""
    window.press(Key.READ_CARD)
    wait_until(lambda: "放到阅读器上" in window.said or "移开" in window.said, "to be asked for the card")
    reader.put(card)
    wait_until(lambda: words in window.said, f"{words}; it said {window.said!r}")
    window.hand.settle()
    return window.said


@pytest.mark.row("R-IN-2")
def test_R_IN_2_a_card_fills_in_and_verifies_the_applicant(
    clerk: Window, reader: CardReaderSimulator
) -> None:
    case_id = clerk.find_item()
    parties = clerk.intake.parties
    with no_stall():
        said = read(clerk, reader, OWN)
    assert said == f"已读申请人的居民身份证：{NAME}。"
    assert (parties.name.text(), parties.document_no.text()) == (NAME, NUMBER)
    assert parties.identity.value() is IdentityProof.CARD_READER
    clerk.picture("R-IN-2-card")
    assert find_cut_texts(clerk.shell) == []
    clerk.hand.write(parties.phone, PHONE)
    clerk.judge_all()
    assert not clerk.why_not(), clerk.why_not()
    clerk.press(Key.MAIN)
    act = clerk.act(case_id, "accept")
    identity = act.evidence["identity"]
    assert (identity["proof"], identity["document_no"]) == ("card_reader", NUMBER)
    assert identity["reading"]["by"] == act.recorder_name
    assert identity["reading"]["at"][:10] == f"{act.at:%Y-%m-%d}"
    assert identity["reading"]["card_expired"] is False
    assert reader.reads == 1


@pytest.mark.row("R-IN-2")
def test_R_IN_2_what_was_typed_otherwise_is_said_and_comes_back_with_ctrl_z(
    clerk: Window, reader: CardReaderSimulator
) -> None:
    clerk.find_item()
    parties = clerk.intake.parties
    clerk.hand.write(parties.name, "测试样例乙")
    clerk.press(Key.ALT_4)
    said = read(clerk, reader, OWN)
    assert f"姓名“测试样例乙”改为“{NAME}”" in said
    assert parties.name.text() == NAME
    clerk.picture("R-IN-2-difference")
    assert find_cut_texts(clerk.shell) == []
    clerk.press(Key.UNDO)
    assert parties.name.text() == "测试样例乙"
    assert parties.document_no.text() == ""
    assert parties.identity.value() is IdentityProof.ORIGINAL_SEEN


@pytest.mark.row("R-IN-2")
def test_R_IN_2_a_number_changed_after_reading_is_verified_no_more(
    clerk: Window, reader: CardReaderSimulator
) -> None:
    case_id = clerk.find_item()
    parties = clerk.intake.parties
    read(clerk, reader, OWN)
    clerk.hand.write(parties.phone, PHONE)
    clerk.judge_all()
    clerk.hand.write(parties.document_no, "411399199001010072")
    assert parties.identity.value() is None
    clerk.refuse(case_id, "核验")
    seen = []
    for _ in range(3):
        clerk.press(Key.ALT_4)
        seen.append(parties.identity.value())
    assert IdentityProof.CARD_READER not in seen, "a card that was not read verifies nobody"


@pytest.mark.row("R-IN-2")
def test_R_IN_2_the_agents_card_goes_to_the_agent(clerk: Window, reader: CardReaderSimulator) -> None:
    case_id = clerk.find_item()
    parties = clerk.intake.parties
    read(clerk, reader, OWN)
    clerk.press(Key.ALT_A)
    assert parties.identity.value() is None, "it is the agent who is to be verified now"
    said = read(clerk, reader, AGENT, "已读代理人")
    assert "测试代理人" in said
    assert (parties.name.text(), parties.agent_name.text()) == (NAME, "测试代理人")
    clerk.hand.write(parties.phone, PHONE)
    clerk.hand.write(parties.agent_phone, "15400000099")
    clerk.judge_all()
    clerk.press(Key.MAIN)
    identity = clerk.act(case_id, "accept").evidence["identity"]
    assert (identity["proof"], identity["name"]) == ("card_reader", "测试代理人")
    assert identity["reading"]["by"]


@pytest.mark.row("R-IN-2")
def test_R_IN_2_the_card_decides_the_kind_of_document(clerk: Window, reader: CardReaderSimulator) -> None:
    clerk.find_item()
    parties = clerk.intake.parties
    read(clerk, reader, foreign_2023(), "外国人永久居留身份证")
    assert parties.document_kind.value() is DocumentKind.FOREIGN_RESIDENCE
    assert parties.document_no.text().startswith("9")
    assert parties.document_no.remark == "校验通过"
    clerk.press(Key.ALT_A)
    taiwan = permit(number="830000198506070024", name="演示台胞", birth="19850607", sex="2")
    read(clerk, reader, taiwan, "已读代理人")
    assert "台湾居民居住证" in parties.agent_no.label.text()
    assert parties.agent_no.remark == "校验通过"
    assert parties.agent_phone.edit.hasFocus(), "what no card says is typed next"
    form = clerk.intake._model.form()
    assert form.representative is not None
    assert form.representative.document_kind is DocumentKind.TAIWAN_RESIDENCE
    clerk.picture("R-IN-2-foreign")
    assert find_cut_texts(clerk.shell) == []


@pytest.mark.row("R-IN-2")
def test_R_IN_2_an_expired_card_warns_and_a_unit_is_not_verified_by_a_person(
    clerk: Window, reader: CardReaderSimulator
) -> None:
    clerk.find_item()
    parties = clerk.intake.parties
    expired = TestCard("resident", OWN.fields | {"to": "20260101"})
    said = read(clerk, reader, expired)
    assert "证件已过期（有效期至2026年1月1日）" in said
    clerk.press(Key.UNDO)
    parties.kind.set_value(PartyKind.UNIT)
    parties._on_kind(PartyKind.UNIT)
    said = read(clerk, reader, OWN, "已读法定代表人")
    assert "营业执照" in said
    assert (parties.legal.text(), parties.name.text()) == (NAME, "")
    assert parties.identity.value() is not IdentityProof.CARD_READER


@pytest.mark.row("R-IN-2")
def test_R_IN_2_the_longest_thing_a_card_can_bring_is_said_whole(
    clerk: Window, reader: CardReaderSimulator
) -> None:
    clerk.find_item()
    parties = clerk.intake.parties
    clerk.hand.write(parties.name, "TESTMANN, MUSTER MAXIMILIAN ALEXANDER THE OTHER ONE")
    clerk.hand.write(parties.document_no, NUMBER)
    said = read(clerk, reader, foreign_2023(name="", to="20260101"))
    assert "DER DRIT" in said
    assert "过期" in said
    assert f"证件号码“{NUMBER}”改为" in said
    clerk.picture("R-IN-2-longest")
    assert find_cut_texts(clerk.shell) == []


@pytest.mark.row("R-IN-2")
def test_R_IN_2_whatever_the_reader_meets_is_said_and_typing_goes_on(
    clerk: Window, reader: CardReaderSimulator
) -> None:
    case_id = clerk.find_item()
    parties = clerk.intake.parties
    reader.faults.append(Fault("lift", "read"))
    said = read(clerk, reader, OWN, "拿开得早")
    assert "平放" in said
    clerk.hand.write(parties.phone, PHONE)
    reader.put(OWN)
    wait_until(lambda: "已读申请人" in clerk.said, f"the card; it said {clerk.said!r}")
    clerk.press(Key.READ_CARD)
    wait_until(lambda: "移开" in clerk.said, "to be told to lift it")
    clerk.press(Key.READ_CARD)
    assert "停止等待" in clerk.said
    with no_stall():
        clerk.press(Key.READ_CARD)
        reader.unplug()
        wait_until(lambda: "断开" in clerk.said, "to be told of the plug")
        clerk.hand.write(parties.name, "测试样例乙")
        reader.plug_in()
        reader.put(OWN)
        wait_until(lambda: "已读申请人" in clerk.said, f"the card after all; it said {clerk.said!r}")
    assert "测试样例乙" in clerk.said
    assert clerk.intake.case_id == case_id


@pytest.mark.row("R-IN-2")
def test_R_IN_2_a_card_is_never_read_into_the_next_case(clerk: Window, reader: CardReaderSimulator) -> None:
    clerk.find_item()
    clerk.press(Key.READ_CARD)
    wait_until(lambda: "放到阅读器上" in clerk.said, "to be asked for the card")
    clerk.press(Key.BACK)
    clerk.press(Key.BACK)
    wait_until(lambda: clerk.intake.case_id is None, "the intake to be put aside")
    clerk.find_item()
    reader.put(OWN)
    wait_until(lambda: "没有录入" in clerk.said or reader.reads == 1, "the card to be read or left")
    clerk.hand.settle()
    assert clerk.intake.parties.name.text() == ""
    assert clerk.intake.parties.identity.value() is None


@pytest.mark.row("R-IN-2")
def test_R_IN_2_without_a_reader_the_key_says_so(window: Window) -> None:
    window.log_in("clerk04", 4)
    window.find_item()
    window.press(Key.READ_CARD)
    assert window.said == "本窗口没有设置身份证阅读器。请看证件原件手工录入。"


@pytest.mark.row("R-OUT-2")
def test_R_OUT_2_who_collects_is_read_off_the_card(
    window: Window, hall: str, past: Happened, reader: CardReaderSimulator
) -> None:
    case_id = past(lambda story: story.ready())
    at_window(hall, reader, "issue11", 11)
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.RECEIPT))
    page = screen.card.collect
    said = read(window, reader, AGENT)
    assert "已改为代领" in said
    assert page.relation.value() == "受托人"
    window.press(Key.UNDO)
    assert (page.relation.value(), page.document_no.text()) == ("本人", "")
    read(window, reader, OWN)
    assert (page.name.text(), page.document_no.text()) == (NAME, NUMBER)
    window.picture("R-OUT-2-card")
    assert find_cut_texts(window.shell) == []
    window.sign()
    window.press(Key.MAIN)
    collector = window.act(case_id, "issue").evidence["collector"]
    assert (collector["name"], collector["document_title"]) == (NAME, "居民身份证（读卡核验）")


@pytest.mark.row("R-IN-2")
def test_R_IN_2_a_card_fills_in_the_applicant_of_a_form(clerk: Window, reader: CardReaderSimulator) -> None:
    form = forms.register(clerk, "register_online")
    field = form.input("applicant")
    assert isinstance(field, PartyInput)
    assert clerk.offered(Key.READ_CARD) == "读身份证"
    clerk.hand.write(field.who, "测试样例乙")
    said = read(clerk, reader, OWN)
    assert f"姓名“测试样例乙”改为“{NAME}”" in said
    assert (field.who.text(), field.document_no.text()) == (NAME, NUMBER)
    assert field.address.text() == OWN.fields["address"]
    clerk.picture("R-IN-2-form")
    assert find_cut_texts(clerk.shell) == []
    clerk.press(Key.UNDO)
    assert (field.who.text(), field.document_no.text(), field.address.text()) == ("测试样例乙", "", "")
    clerk.press(Key.READ_CARD)
    wait_until(lambda: "移开" in clerk.said, "to be told to lift it")
    clerk.press(Key.BACK)
    reader.put(OWN)
    clerk.hand.settle()
    assert field.document_no.text() == "", "a form that was left takes no card"
