"""The 30 digits on the papers: genuine ones are read, everything else is told apart in words."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperCode, PaperKeys, PaperKind, grouped, make, read
from yichuang_desktop.domain.sentences import say

KEYS = PaperKeys(1, {1: bytes(32), 2: bytes(range(32))})
CODE = "710120261123040009495635083480"
SERIALS = st.text("0123456789", min_size=14, max_size=14)
KINDS = st.sampled_from(list(PaperKind))


def refusal(text: str, keys: PaperKeys = KEYS) -> str:
    with pytest.raises(RuleViolation) as refused:
        read(text, keys)
    assert say(refused.value).endswith("。")
    return refused.value.code


def test_the_known_code_is_made_and_read() -> None:
    assert make(PaperKind.RECEIPT, 1, "20261123040009", KEYS) == CODE
    code = read(CODE, KEYS)
    assert code == PaperCode(CODE, PaperKind.RECEIPT, 1, "20261123040009")
    assert str(code) == "71012 02611 23040 00949 56350 83480" == grouped(CODE)


@pytest.mark.parametrize(
    "text",
    [
        "71012 02611 23040 00949 56350 83480",
        "７１０１２０２６１１２３０４０００９４９５６３５０８３４８０",
        "\ufeff710120261123040009495635083480\r\n",
        "71012-02611-23040-00949-56350-83480",
        "71 01 20261123040009 4956350834 80",
        "71012\u3000026112304\u200b0009495635083480",
    ],
)
def test_a_code_is_read_however_keyboard_or_scanner_delivers_it(text: str) -> None:
    assert read(text, KEYS).text == CODE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://u.wechat.com/abc",
        "wxp://f2f0abcdef",
        "134567890123456789",
        "1234567890123",
        "411399199001010013",
        "91411399MAXY00016K",
        CODE + "0",
        CODE * 2,
        "910120261123040009495635083480",
        "７１０１２ａｂｃ",
        "7１²",
    ],
)
def test_a_foreign_code_is_normal_life_and_said_calmly(text: str) -> None:
    assert refusal(text) == "not_our_code"


@pytest.mark.parametrize("end", range(1, 30))
def test_a_scan_that_lost_its_tail_is_asked_for_again(end: int) -> None:
    assert refusal(CODE[:end]) == "half_scan"


@pytest.mark.parametrize("start", range(1, 11))
def test_a_scan_that_lost_a_few_digits_of_its_head_is_asked_for_again(start: int) -> None:
    assert refusal(CODE[start:]) == "half_scan"


@settings(deadline=None)
@given(KINDS, st.sampled_from([1, 2]), SERIALS)
def test_every_code_that_is_made_is_read_back(kind: PaperKind, key_id: int, serial: str) -> None:
    text = make(kind, key_id, serial, KEYS)
    assert len(text) == 30
    assert int(text) % 97 == 1
    assert read(text, KEYS) == PaperCode(text, kind, key_id, serial)


@settings(deadline=None)
@given(KINDS, SERIALS, st.integers(0, 29), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_caught(kind: PaperKind, serial: str, place: int, digit: str) -> None:
    text = make(kind, 1, serial, KEYS)
    assume(text[place] != digit)
    assert refusal(text[:place] + digit + text[place + 1 :]) in {"half_scan", "not_our_code"}


@settings(deadline=None)
@given(KINDS, SERIALS, st.integers(0, 28))
def test_any_two_neighbours_swapped_are_caught(kind: PaperKind, serial: str, place: int) -> None:
    text = make(kind, 1, serial, KEYS)
    assume(text[place] != text[place + 1])
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert refusal(swapped) in {"half_scan", "not_our_code"}


def test_check_digits_that_only_agree_modulo_97_are_not_ours() -> None:
    texts = (make(PaperKind.RECEIPT, 1, f"2026112304{serial:04d}", KEYS) for serial in range(1, 2000))
    aliases = [
        text[:28] + f"{int(text[28:]) + delta:02d}"
        for text in texts
        for delta in (-97, 97)
        if 0 <= int(text[28:]) + delta <= 99
    ]
    assert aliases
    assert all(int(alias) % 97 == 1 for alias in aliases)
    assert {refusal(alias) for alias in aliases} == {"half_scan"}


def test_a_code_of_an_unknown_key_and_a_forged_one_are_told_apart() -> None:
    others = PaperKeys(1, {1: bytes(31) + b"\x01"})
    assert refusal(make(PaperKind.RECEIPT, 2, "20261123040009", KEYS), others) == "unknown_key"
    assert refusal(CODE, others) == "forged_code"


def test_an_old_key_is_still_read_after_a_new_one_came() -> None:
    rotated = PaperKeys(2, KEYS.keys)
    assert read(CODE, rotated).key_id == 1
    assert read(make(PaperKind.OTHER, rotated.current, "20261123040009", rotated), rotated).key_id == 2


def test_keys_are_never_written_out() -> None:
    assert "bytes" not in repr(KEYS)
    assert "\\x" not in repr(KEYS)


@pytest.mark.parametrize(
    ("current", "keys"), [(2, {1: bytes(32)}), (0, {0: bytes(32)}), (100, {100: bytes(32)}), (1, {1: b""})]
)
def test_keys_have_an_id_of_two_digits_and_32_bytes(current: int, keys: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="key"):
        PaperKeys(current, keys)


def test_a_serial_has_fourteen_digits() -> None:
    with pytest.raises(ValueError, match="14 digits"):
        make(PaperKind.RECEIPT, 1, "2026112304000", KEYS)


def test_every_kind_of_paper_has_its_number_and_title() -> None:
    assert [kind.value for kind in PaperKind] == list(range(71, 79))
    assert PaperKind(74).title == "一次性告知单"
    assert len({kind.title for kind in PaperKind}) == 8
