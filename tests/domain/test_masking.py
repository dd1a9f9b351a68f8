"""Personal data is masked wherever it is not evidence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang_desktop.domain.masking import mask_address, mask_document, mask_name, mask_phone


def test_a_document_number_shows_three_and_four() -> None:
    assert mask_document("411399200001010014") == "411***********0014"
    assert mask_document("91411399MAXY00016K") == "914***********016K"
    assert mask_document("E1234567") == "********"
    assert mask_document("H0000000101") == "H00****0101"
    assert mask_document("") == ""


def test_a_phone_shows_three_and_four() -> None:
    assert mask_phone("13800001234") == "138****1234"
    assert mask_phone("0377-65312345") == "037******2345"
    assert mask_phone("65312345") == "********"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳测试", "欧**试"),
        ("张", "张*"),
        ("龘𬱟㛃䶮", "龘**䶮"),
        ("阿依测试·演示", "阿*****示"),
        ("TEST DEMO", "T**T D**O"),
        ("张葛\U000e0100测", "张*测"),
    ],
)
def test_a_name_on_a_public_screen_is_masked(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("河南省南阳市内乡县（演示）样例路2号", "河南省南阳市内乡县（演示）样例路***"),
        ("河南省南阳市内乡县湍东镇样例村3组12号", "河南省南阳市内乡县湍东镇样例村***"),
        ("内乡县城关镇5号", "内乡县城关镇***"),
        ("内乡县湍东镇工业大道8号", "内乡县湍东镇工业大道***"),
        ("南阳市卧龙区某某街道办事处3号楼", "南阳市卧龙区某某街道***"),
        ("河南省南阳市内乡县样例村", "河南省南阳市内乡县样例村"),
        ("县衙后门", "***"),
        ("", ""),
    ],
)
def test_an_address_is_shown_to_village_or_street(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@settings(deadline=None)
@given(st.text(min_size=8, max_size=30, alphabet="0123456789X"))
def test_at_least_half_of_what_is_shown_of_a_number_stays_hidden_or_all(number: str) -> None:
    masked = mask_document(number)
    assert len(masked) == len(number)
    assert sum(character != "*" for character in masked) <= 7
    assert "*" * 3 in masked
