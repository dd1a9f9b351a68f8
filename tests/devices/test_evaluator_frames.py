"""Tables and frames of serial evaluation boxes, against bytes written down by hand (rules 4 and 5)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang_desktop.devices.evaluator_frames import (
    CAP,
    FrameParser,
    Interpreter,
    crc16_modbus,
    encode,
)
from yichuang_desktop.devices.evaluator_tables import (
    BoxTable,
    load_table,
    read_table,
    shipped_tables,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.ratings import Grade
from yichuang_desktop.domain.sentences import say_code

RESULT = bytes.fromhex("FF 68 03 03 68 01 11 02 14 16")
"""Address 1, function 11, key 2: 01 + 11 + 02 = 14, written down from the description of the protocol."""
EVALUATE_KEY = bytes.fromhex("FF 68 04 04 68 01 06 00 0B 12 16")


@pytest.fixture(scope="module")
def ff68() -> BoxTable:
    return load_table("ff68")


def framed(**parts: object) -> BoxTable:
    """A table with a frame of its own."""
    said = ", ".join(f"{name} = {value!r}" for name, value in parts.items()).replace("'", '"')
    return read_table("own", f'[device.own]\ntitle = "x"\nframe = {{{said}}}\n[device.own.rx]\n'
                      'result = {func = "11", value_at = 0, levels = {}}')  # fmt: skip


def frames(table: BoxTable, *chunks: tuple[float, bytes]) -> list[bytes]:
    parser = FrameParser(table)
    return [frame.raw for at, chunk in chunks for frame in parser.feed(chunk, at)]


def test_the_shipped_tables_can_be_read_and_the_keys_of_a_real_box_are_not_guessed(ff68: BoxTable) -> None:
    assert [table.name for table in shipped_tables()] == ["byte5", "ff68"]
    assert set(ff68.result.levels.values()) == {None}
    assert load_table("byte5").example
    assert not ff68.example
    assert "没有接过真机" in ff68.seen


def test_what_is_sent_to_the_box_are_the_bytes_of_the_description(ff68: BoxTable) -> None:
    assert encode(ff68.shape, ff68.tells["begin"], 1) == bytes.fromhex("FF 68 03 03 68 01 01 0B 0D 16")
    assert encode(ff68.shape, ff68.tells["star"], 2, level=5) == bytes.fromhex("FF68030368 02 02 05 09 16")
    assert encode(ff68.shape, ff68.tells["beep"], 0xFE) == bytes.fromhex("FF68020268 FE 03 01 16")


def test_rule_4_every_frame_is_acknowledged_as_the_table_says(ff68: BoxTable) -> None:
    parser, reads = FrameParser(ff68), Interpreter(ff68, {"02": Grade.SATISFIED})
    [result, key] = [reads.meaning(frame) for frame in parser.feed(RESULT + EVALUATE_KEY, 0.0)]
    assert result is not None
    assert key is not None
    assert (result.kind.name, result.key, result.grade) == ("result", "02", Grade.SATISFIED)
    assert reads.acknowledgement(result, 1) == bytes.fromhex("FF 68 03 03 68 01 01 02 04 16")
    assert (key.kind.name, reads.acknowledgement(key, 1)) == ("key_evaluate", EVALUATE_KEY)


@pytest.mark.parametrize(
    ("what", "stream"),
    [
        ("garbage before", b"\x00\xff\x68\x16" + RESULT),
        ("garbage after", RESULT + b"\xff\x68\x03"),
        ("a head twice", b"\xff" + RESULT),
        ("two frames glued", RESULT + RESULT[:-1] + b"\x17" + RESULT),
        ("a byte dropped in the one before", RESULT[:4] + RESULT[5:] + RESULT),
        ("sum wrong in the one before", RESULT[:-2] + b"\x15\x16" + RESULT),
        ("copies of the length differ", bytes.fromhex("FF 68 03 04 68 01 11 02 14 16") + RESULT),
        ("length too long", bytes.fromhex("FF 68 99 99 68") + RESULT),
        ("length too short", bytes.fromhex("FF 68 01 01 68 01") + RESULT),
        ("fixed byte wrong", bytes.fromhex("FF 68 03 03 69 01 11 02 14 16") + RESULT),
    ],
)
def test_rule_5_a_whole_frame_is_found_in_whatever_comes(ff68: BoxTable, what: str, stream: bytes) -> None:
    found = frames(ff68, (0.0, stream))
    assert found
    assert set(found) == {RESULT}, what


def test_rule_5_a_frame_in_single_bytes_30_ms_apart_is_one_frame(ff68: BoxTable) -> None:
    parser = FrameParser(ff68)
    found = [frame for at in range(len(RESULT)) for frame in parser.feed(RESULT[at : at + 1], 1 + 0.03 * at)]
    assert [(frame.raw, frame.begun_at) for frame in found] == [(RESULT, 1.0)]


def test_rule_5_a_frame_that_stops_for_more_than_200_ms_is_given_up(ff68: BoxTable) -> None:
    parser = FrameParser(ff68)
    assert parser.feed(RESULT[:6], 0.0) == []
    assert parser.feed(RESULT[6:], 0.25) == []
    assert parser.counts.stopped > 0
    assert [frame.raw for frame in parser.feed(RESULT, 0.3)] == [RESULT]


def test_rule_5_a_whole_frame_behind_a_broken_one_is_not_lost_with_it(ff68: BoxTable) -> None:
    parser = FrameParser(ff68)
    claims_much = bytes.fromhex("FF 68 08 08 68 01 02")
    assert parser.feed(claims_much + RESULT[:6], 0.0) == []
    assert [frame.raw for frame in parser.feed(RESULT[6:], 0.01) + parser.feed(b"", 0.3)] == [RESULT]


def test_rule_5_the_buffer_never_grows_beyond_its_cap(ff68: BoxTable) -> None:
    parser = FrameParser(ff68)
    found = [frame for at in range(50) for frame in parser.feed(random.Random(at).randbytes(999), at / 1e3)]
    assert len(parser._buffer) <= CAP
    parser.feed(b"", 9.0)
    assert [frame.raw for frame in parser.feed(RESULT, 9.0)] == [RESULT]
    assert all(frame.raw[0] == 0xFF for frame in found)


@given(st.lists(st.binary(max_size=40), max_size=6), st.data())
def test_rule_5_no_cut_and_no_garbage_hides_a_frame(parts: list[bytes], data: st.DataObject) -> None:
    table = load_table("ff68")
    clean = [part.replace(b"\xff", b"\x00") for part in parts]
    stream = RESULT.join([*clean, b""]) if clean else RESULT
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    found = frames(table, *((0.01 * at, piece) for at, piece in enumerate(pieces)))
    assert found == [RESULT] * max(len(clean), 1)


def test_plain_boxes_have_their_key_anywhere_in_fixed_bytes() -> None:
    table = load_table("byte5")
    parser, reads = FrameParser(table), Interpreter(table)
    stream = bytes.fromhex("AA AA 10 05 55 AA 10 AA 10 01 55 AA 10 02 56")
    said = [reads.meaning(frame) for frame in parser.feed(stream, 0.0)]
    assert [each.grade for each in said if each] == [Grade.VERY_DISSATISFIED, Grade.VERY_SATISFIED]
    assert encode(None, table.tells["begin"], 1) == bytes.fromhex("AA 02 55")


def test_a_key_the_table_does_not_know_has_no_grade() -> None:
    table = load_table("byte5")
    [frame] = FrameParser(table).feed(bytes.fromhex("AA 10 77 55"), 0.0)
    said = Interpreter(table).meaning(frame)
    assert said is not None
    assert (said.key, said.grade) == ("77", None)


@pytest.mark.parametrize(
    ("kind", "whole"),
    [
        ("none", "7E 01 11 02 0D"),
        ("sum8", "7E 01 11 02 14 0D"),
        ("neg-sum8", "7E 01 11 02 EC 0D"),
        ("xor8", "7E 01 11 02 12 0D"),
        ("crc16-modbus", "7E 01 11 02 AD 91 0D"),
    ],
)
def test_every_kind_of_sum_is_made_and_checked(kind: str, whole: str) -> None:
    table = framed(head="7E", addr_at=1, func_at=2, data_at=3, data_size=1, sum=kind,
                   sum_over="addr+func+data", tail="0D")  # fmt: skip
    raw = bytes.fromhex(whole)
    assert frames(table, (0.0, raw)) == [raw]
    if kind != "none":
        broken = raw[:-2] + bytes([raw[-2] ^ 1]) + raw[-1:]
        assert frames(table, (0.0, broken)) == []


def test_the_modbus_sum_of_the_textbook() -> None:
    assert crc16_modbus(b"123456789") == 0x4B37


@pytest.mark.parametrize(
    "text",
    [
        "not toml [",
        "[device.other]\ntitle = 'x'",
        "[device.own]\ntitle = 'x'\n[device.own.rx]\nkey = {pattern = 'AA 01'}",
        "[device.own]\ntitle = 'x'\n[device.own.rx]\nresult = {pattern = '{k} 55'}",
        "[device.own]\ntitle = 'x'\n[device.own.rx]\nresult = {pattern = 'AA {k} {k}'}",
        "[device.own]\ntitle = 'x'\n[device.own.rx]\nresult = {pattern = 'AA {k}', levels = {'01' = 6}}",
        "[device.own]\ntitle = 'x'\ntx.shout = 'AA'\n[device.own.rx]\nresult = {pattern = 'AA {k}'}",
        "[device.own]\ntitle = 'x'\nframe = {head = 'FF', data_at = 3, func_at = 1}\nrx.result = {}",
        "[device.own]\ntitle = 'x'\nframe = {head = 'FF', data_at = 1, sum = 'md5'}\nrx.result = {}",
    ],
)
def test_a_bad_table_is_refused_in_words(text: str) -> None:
    with pytest.raises(RuleViolation, match="evaluator_table_bad") as refused:
        read_table("own", text)
    assert "own" in say_code(refused.value.code, refused.value.facts)


@pytest.mark.parametrize("name", ["nobody", "../hall", "", "FF68"])
def test_a_table_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(RuleViolation, match="evaluator_table_unknown"):
        load_table(name)
