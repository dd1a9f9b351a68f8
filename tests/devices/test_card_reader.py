"""A reader of identity cards on its wire, against a security module with every fault it can have."""

import random
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.devices.card_blocks import MAKERS, TestCard, any_card, foreign_2023, resident
from tests.devices.card_simulator import CardReaderSimulator, Fault, frame
from tests.devices.card_waiting import Listener, ask
from tests.devices.ports import FarEnd
from tests.devices.test_card_text import said_by, said_of
from yichuang_desktop.devices.card_reader import BAUDS, DRIVER, SamReader, find_readers
from yichuang_desktop.devices.card_sam import (
    FIND,
    READ,
    SAM_ID,
    SELECT,
    STATUS,
    Answer,
    AnswerParser,
    question,
    sam_number,
    text_of,
)
from yichuang_desktop.devices.links import Port
from yichuang_desktop.domain.devices import Condition, DeviceIdentity, DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports_cards import CardState
from yichuang_desktop.services.ports_devices import Found

QUICK = (0.02,)
CARD = resident(name="测试㛃·阿依")


@pytest.fixture
def module(tmp_path: Path) -> Iterator[CardReaderSimulator]:
    simulator = CardReaderSimulator(FarEnd(tmp_path / "reader"))
    yield simulator
    simulator.stop()


@pytest.fixture
def told() -> Listener:
    return Listener()


@pytest.fixture
def reader(module: CardReaderSimulator, told: Listener) -> Iterator[SamReader]:
    device = SamReader(bound(module), told.hear, told.heard, back_off=QUICK, pause=0.01)
    device.start()
    told.wait_for_condition(Condition.READY)
    yield device
    device.stop()


def bound(module: CardReaderSimulator, **options: str) -> WindowDevice:
    return WindowDevice(11, DeviceKind.CARD_READER, "card-sam", module.far.address, options=options)


def read_of(told: Listener, token: UUID) -> tuple[str, ...]:
    news = told.wait_for("the card", token, CardState.READ)
    assert news.card is not None
    return said_of(news.card)


# ------------------------------------------------------------------------------------------------- frames


def test_the_questions_are_those_of_the_table() -> None:
    assert question(STATUS).hex(" ") == "aa aa aa 96 69 00 03 11 ff ed"
    assert question(SAM_ID)[-1] == 0xEE
    assert question(FIND).hex(" ")[15:] == "00 03 20 01 22"
    assert question(SELECT).hex(" ")[15:] == "00 03 20 02 21"
    assert question(READ).hex(" ")[15:] == "00 03 30 01 32"


def test_answers_are_found_in_pieces_glued_and_between_noise() -> None:
    one, two = frame(0x9F, bytes(4)), frame(0x90, b"\xaa\xaa\xaa\x96\x69" + bytes(3))
    stream = b"\xaa\xaa" + one + b"\xaa\x13\xaa\xaa" + two + two + b"\xaa\xaa\xaa\xaa" + one[1:]
    wanted = [Answer(0x9F, bytes(4)), Answer(0x90, two[10:-1]), Answer(0x90, two[10:-1])]
    for size in (1, 2, 3, 7, 64, 999):
        parser, heard = AnswerParser(), []
        for at in range(0, len(stream), size):
            heard += list(parser.feed(stream[at : at + size]))
        assert heard[:3] == wanted, size


def test_a_false_head_does_not_swallow_the_answer_behind_it() -> None:
    good = frame(0x9F)
    parser = AnswerParser()
    assert list(parser.feed(b"\xaa\xaa\xaa\x96\x69\x0f\xff\x00" + good)) == []
    assert list(parser.give_up()) == [Answer(0x9F)]
    assert parser.broken == 1
    wrong = bytearray(frame(0x90, bytes(16)))
    wrong[-1] ^= 1
    assert list(parser.feed(bytes(wrong) + good)) == [Answer(0x9F)]
    assert list(parser.feed(b"\xaa\xaa\xaa\x96\x69\xff\xff" + good)) == [Answer(0x9F)]
    assert list(parser.feed(b"\xaa\xaa\xaa\x96\x69\x00\x03" + good)) == [Answer(0x9F)]


def test_a_whole_card_is_1295_bytes_and_only_its_text_is_kept() -> None:
    body = (256).to_bytes(2, "big") + (1024).to_bytes(2, "big") + CARD.block + CARD.photo
    assert len(frame(0x90, body)) == 1295
    assert text_of(body) == CARD.block
    fingers = (
        b"".join(n.to_bytes(2, "big") for n in (256, 1024, 1024)) + CARD.block + CARD.photo + bytes(1024)
    )
    assert text_of(fingers) == CARD.block
    for broken in (b"", body[:-1], body + b"\0", b"\x00\xff" + body[2:]):
        assert text_of(broken) == b""


def test_the_modules_number_is_written_as_it_is_printed_on_it() -> None:
    raw = bytes.fromhex("0500 0300 0A313501 40E20100 39300000")
    assert sam_number(raw) == "05.03-20263178-000123456-000012345"


# ------------------------------------------------------------------------------------------------ reading


def test_R_IN_2_a_card_is_read_only_while_one_is_asked_for(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    module.put(CARD)
    asked = module.asked["find"]
    token = ask(reader)
    assert read_of(told, token) == said_by(CARD)
    assert asked == 0
    assert module.asked["find"] == 1
    assert told.states(token) == [CardState.READING, CardState.READ]
    assert reader.number.startswith("05.03-")
    assert CARD.photo[:16] not in repr(told.news).encode("latin-1", "ignore")
    told.wait_for_condition(Condition.BUSY)


def test_R_IN_2_all_four_cards_are_read(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    for make in MAKERS:
        module.put(make())
        assert read_of(told, ask(reader)) == said_by(make())


def test_R_IN_2_a_card_that_lies_there_is_to_be_lifted_first(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    module.put(CARD)
    read_of(told, ask(reader))
    again = ask(reader)
    told.wait_for("请移开再放", again, CardState.LIFT)
    module.put(foreign_2023())
    assert read_of(told, again) == said_by(foreign_2023())
    assert told.states(again) == [CardState.LIFT, CardState.READING, CardState.READ]


def test_R_IN_2_a_card_is_taken_once_however_often_its_answer_comes(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    module.faults.append(Fault("double", "read"))
    module.lift_rule = False
    module.put(CARD)
    token = ask(reader)
    read_of(told, token)
    second = ask(reader)
    module.put(foreign_2023())
    read_of(told, second)
    assert told.states(token).count(CardState.READ) == 1
    assert told.states(second).count(CardState.READ) == 1


def test_R_IN_2_nobody_waits_any_more_and_nothing_is_told(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    first = ask(reader)
    told.wait_for("请放卡", first, CardState.WAITING)
    reader.end_reading(uuid4())
    second = ask(reader)
    told.wait_for("请放卡", second, CardState.WAITING)
    reader.end_reading(second)
    module.put(CARD)
    third = ask(reader)
    read_of(told, third)
    assert told.states(first) == told.states(second) == [CardState.WAITING]


def test_R_IN_2_nobody_puts_a_card_and_the_reader_stops_looking(reader: SamReader, told: Listener) -> None:
    token = ask(reader, seconds=0.05)
    assert told.wait_for("the end", token, CardState.FAILED).fault == "card_not_put"


TABLE = {
    0x10: "card_reader_garbled", 0x11: "card_reader_garbled", 0x21: "card_reader_answer",
    0x23: "card_reader_answer", 0x24: "card_reader_answer", 0x31: "card_authentication",
    0x32: "card_authentication", 0x33: "card_authentication", 0x40: "card_unknown", 0x41: "card_moved",
    0x47: "card_reader_answer", 0x60: "card_reader_self_test", 0x66: "card_reader_not_authorised",
    0x81: "card_moved", 0x91: "card_reader_answer", 0x77: "card_reader_answer",
}  # fmt: skip
WHERE = {0x81: "select", 0x41: "read", 0x21: "find", 0x24: "select"}


@pytest.mark.parametrize("state", sorted(TABLE))
def test_R_IN_2_every_answer_of_the_table_is_said_in_words(
    state: int, module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    to = WHERE.get(state, "read")
    module.faults.extend(Fault("state", to, state) for _ in range(4))
    module.lift_rule = False
    module.put(CARD)
    token = ask(reader)
    news = told.wait_for("what is wrong", token, CardState.AGAIN, CardState.FAILED)
    assert news.fault == TABLE[state]
    assert say_code(news.fault, news.facts)
    if news.fault in ("card_reader_answer", "card_authentication"):
        assert news.facts["code"] == f"{state:02X}"
    if news.state is CardState.AGAIN:
        # The person with the card can do something: the reader goes on and reads it in the end.
        assert read_of(told, token) == said_by(CARD)
    else:
        assert CardState.READ not in told.states(token)
    if state in (0x60, 0x66):
        told.wait_for_condition(Condition.FAULT, fault=TABLE[state])
    assert module.hits["state"] >= 1


@pytest.mark.parametrize("fault", ["split", "late", "noise", "sum", "length", "silent", "cut", "lift"])
@pytest.mark.parametrize("to", ["find", "select", "read"])
def test_R_IN_2_whatever_befalls_an_answer_the_right_card_is_read_or_none(
    fault: str, to: str, module: CardReaderSimulator, reader: SamReader, told: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("yichuang_desktop.devices.card_sam.SECONDS", 0.1)
    monkeypatch.setattr("yichuang_desktop.devices.card_sam.READ_SECONDS", 0.1)
    module.lift_rule = False
    module.faults.append(Fault(fault, to, 0.15))
    module.put(CARD)
    token = ask(reader)
    if fault == "lift":
        told.wait_for("the card to be missed", token, CardState.WAITING, CardState.LIFT, CardState.AGAIN)
        module.put(CARD)
    assert read_of(told, token) == said_by(CARD)
    assert module.hits[fault] == 1
    assert told.states(token)[-1] is CardState.READ


def test_R_IN_2_a_late_card_is_never_taken_for_the_next_ones(
    module: CardReaderSimulator, reader: SamReader, told: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yichuang_desktop.devices.card_sam.READ_SECONDS", 0.05)
    module.lift_rule = False
    module.faults.append(Fault("late", "read", 0.2))
    module.put(resident(name="演示甲一"))
    token = ask(reader)
    told.wait_for("the reading", token, CardState.READING)
    module.put(CARD)
    assert read_of(told, token) == said_by(CARD)


def test_R_IN_2_a_card_lifted_too_early_is_asked_for_again_and_the_sentence_stays(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    module.faults.append(Fault("lift", "read"))
    module.put(CARD)
    token = ask(reader)
    assert told.wait_for("too early", token, CardState.AGAIN).fault == "card_moved"
    module.put(CARD)
    read_of(told, token)
    assert told.states(token) == [CardState.READING, CardState.AGAIN, CardState.READING, CardState.READ]


def test_R_IN_2_an_unknown_card_is_refused_not_guessed(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    module.put(TestCard("permit", {"name": "演示", "number": "1", "flag": "Q"}))
    news = told.wait_for("refusal", ask(reader), CardState.FAILED)
    assert news.fault == "card_type_unknown"
    assert "Q（0x0051）" in say_code(news.fault, news.facts)


def test_a_reader_that_knows_no_reading_without_fingerprints_is_read_all_the_same(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    module.known.remove("read")
    module.put(TestCard("resident", CARD.fields, fingers=bytes(1024)))
    assert read_of(told, ask(reader)) == said_by(CARD)
    assert module.asked["read_fingers"] == 1


# ------------------------------------------------------------------------------------- speeds, plugs, set-up


@pytest.mark.parametrize("baud", BAUDS)
def test_the_speed_is_found_out(
    baud: int, tmp_path: Path, told: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yichuang_desktop.devices.card_sam.STATUS_SECONDS", 0.1)
    module = CardReaderSimulator(FarEnd(tmp_path / "reader"), baud)
    device = SamReader(bound(module), told.hear, told.heard, back_off=QUICK, pause=0.01)
    device.start()
    module.put(CARD)
    assert read_of(told, ask(device)) == said_by(CARD)
    assert bool(module.hits["baud"]) is (baud != BAUDS[0])
    device.stop()
    module.stop()


def test_a_speed_that_was_set_is_tried_first_and_a_senseless_one_refused(
    tmp_path: Path, told: Listener
) -> None:
    module = CardReaderSimulator(FarEnd(tmp_path / "reader"), 9600)
    device = SamReader(bound(module, baud="9600"), told.hear, told.heard, back_off=QUICK)
    device.start()
    told.wait_for_condition(Condition.READY)
    assert not module.hits["baud"]
    device.stop()
    with pytest.raises(RuleViolation, match="card_reader_baud"):
        SamReader(bound(module, baud="12"), told.hear, told.heard)
    module.stop()


@pytest.mark.parametrize("to", ["find", "select", "read"])
def test_R_X_7_pulled_out_in_the_middle_it_goes_on_when_it_is_back(
    to: str, module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    module.faults.append(Fault("unplug", to))
    module.put(CARD)
    token = ask(reader)
    told.wait_for_condition(Condition.LOST, fault="card_reader_unplugged")
    told.wait_for("to be told", token, CardState.AGAIN)
    seen = len(told.reports)
    module.plug_in()
    module.put(CARD)
    told.wait_for_condition(Condition.READY, Condition.BUSY, after=seen)
    assert read_of(told, token) == said_by(CARD)


def test_R_X_7_a_reader_that_is_there_and_silent_is_called_that(
    tmp_path: Path, told: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yichuang_desktop.devices.card_sam.STATUS_SECONDS", 0.03)
    far = FarEnd(tmp_path / "dead")
    device = SamReader(
        WindowDevice(11, DeviceKind.CARD_READER, "card-sam", far.address),
        told.hear,
        told.heard,
        back_off=QUICK,
    )
    device.start()
    told.wait_for_condition(Condition.LOST, fault="card_reader_silent")
    far.unplug()
    told.wait_for_condition(Condition.LOST, fault="card_reader_unplugged")
    device.stop()


def test_R_X_7_a_module_that_is_ill_says_so_and_gets_well(
    module: CardReaderSimulator, told: Listener
) -> None:
    module.health = 0x66
    device = SamReader(bound(module), told.hear, told.heard, back_off=QUICK, pause=0.01, check_every=0.02)
    device.start()
    told.wait_for_condition(Condition.FAULT, fault="card_reader_not_authorised")
    token = ask(device)
    assert told.wait_for("refusal", token, CardState.FAILED).fault == "card_reader_not_authorised"
    module.health = 0x60
    told.wait_for_condition(Condition.FAULT, fault="card_reader_self_test")
    assert module.asked["reset"]
    module.health = 0x90
    told.wait_for_condition(Condition.READY)
    device.stop()


def test_set_up_finds_the_ports_that_answer_and_leaves_those_in_use_alone(
    module: CardReaderSimulator, reader: SamReader, told: Listener, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("yichuang_desktop.devices.card_sam.STATUS_SECONDS", 0.05)
    other = CardReaderSimulator(FarEnd(tmp_path / "other"), 57600)
    dead = FarEnd(tmp_path / "dead")
    here = DeviceIdentity("10c4:ea60", "0001", "1-2")
    there = [
        Port(str(module.far.link), here, "in use"),
        Port(str(other.far.link), here, "CP2102"),
        Port(str(dead.link), here, "something else"),
        Port(str(tmp_path / "gone"), here, "gone"),
        Port("/dev/ttyS0", DeviceIdentity(), "no adapter"),
    ]
    before = dict(module.asked)
    (found,) = find_readers(lambda: there)
    assert found == Found(
        "card-sam",
        other.far.address,
        here,
        "身份证阅读器 05.03-20263178-000123456-000012345",
        {"baud": 57600},
    )
    assert dict(module.asked) == before
    other.stop()
    dead.unplug()


def test_a_driver_is_opened_as_the_program_does_it(module: CardReaderSimulator, told: Listener) -> None:
    device = DRIVER.open(bound(module), told.hear, heard=told.heard)
    device.start()
    module.put(any_card(random.Random(5)))
    told.wait_for("the card", ask(device), CardState.READ)
    device.stop()
    assert device.report().kind is DeviceKind.CARD_READER


def test_R_X_7_the_test_button_asks_the_reader_how_it_is(
    module: CardReaderSimulator, reader: SamReader, told: Listener
) -> None:
    assert "安全模块编号 05.03-20263178" in reader.test()
    module.health = 0x66
    assert "没有授权" in reader.test()
    told.wait_for_condition(Condition.FAULT, fault="card_reader_not_authorised")
