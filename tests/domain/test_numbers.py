"""The hall's numbers read the same to a person and to a scanner, and none is ever wrapped or guessed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.numbers import CasePaperNumber, NoticeNumber, ReceiptNumber, offline_window
from yichuang_desktop.domain.sentences import say

DAY = date(2026, 11, 23)
NUMBER = ReceiptNumber("NX", DAY, 4, 11)
WINDOWS = st.integers(1, 49) | st.integers(51, 99)


def test_a_receipt_number_shows_hall_day_window_and_serial() -> None:
    assert str(NUMBER) == "NX20261123-04-0011"
    assert NUMBER.serial14 == "20261123040011"
    assert not NUMBER.offline


@pytest.mark.parametrize(
    "written",
    [
        "NX20261123-04-0011",
        "nx20261123-04-0011",
        "ＮＸ２０２６１１２３－０４－００１１",
        " NX20261123 04 0011\r\n",
        "NX20261123040011",
        "20261123040011",
        "20261123-04-0011",
    ],
)
def test_a_receipt_number_is_read_however_it_is_written(written: str) -> None:
    assert ReceiptNumber.parse(written, prefix="NX") == NUMBER


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), WINDOWS, st.integers(1, 9999))
def test_every_number_is_read_back(day: date, window: int, serial: int) -> None:
    receipt, notice = ReceiptNumber("NX", day, window, serial), NoticeNumber("NX", day, window, serial)
    assert ReceiptNumber.parse(str(receipt)) == receipt
    assert ReceiptNumber.from_serial14("NX", receipt.serial14) == receipt
    assert NoticeNumber.parse(str(notice)) == notice
    assert notice.serial14 == receipt.serial14
    assert receipt.offline is (window > 50)
    paper = CasePaperNumber(receipt, "R", 2)
    assert CasePaperNumber.parse(str(paper)) == paper


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NX20261123-04-11",
        "NX20261323-04-0011",
        "NX20261123-04-0000",
        "20261123040011",
        "NX2026112304T0003",
    ],
)
def test_what_is_no_receipt_number_is_refused_in_words(text: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        ReceiptNumber.parse(text)
    assert "NX20261123-04-0011" in say(refused.value)


def test_the_ten_thousandth_number_of_a_day_is_refused_in_words() -> None:
    assert ReceiptNumber("NX", DAY, 4, 9999).serial14 == "20261123049999"
    with pytest.raises(RuleViolation) as refused:
        ReceiptNumber("NX", DAY, 4, 10_000)
    assert "2026年11月23日第 4 号窗口的 9999 个单号已用完" in say(refused.value)
    with pytest.raises(RuleViolation, match="serials_used_up"):
        NoticeNumber("NX", DAY, 4, 10_000)
    with pytest.raises(ValueError, match="begin with 1"):
        ReceiptNumber("NX", DAY, 4, 0)


def test_the_halls_prefix_is_letters() -> None:
    for prefix in ("", "nx", "NX1", "NEIXIANG"):
        with pytest.raises(ValueError, match="prefix"):
            ReceiptNumber(prefix, DAY, 4, 1)


@pytest.mark.parametrize("window", [-1, 0, 50, 100, 101, 150])
def test_a_window_code_outside_its_range_is_refused(window: int) -> None:
    with pytest.raises(RuleViolation, match="window_code_invalid") as refused:
        ReceiptNumber("NX", DAY, window, 1)
    assert "01 至 49" in say(refused.value)


def test_a_window_without_connection_numbers_in_its_own_series() -> None:
    assert str(ReceiptNumber("NX", DAY, offline_window(4), 1)) == "NX20261123-54-0001"
    assert ReceiptNumber("NX", DAY, offline_window(49), 1).offline
    with pytest.raises(RuleViolation, match="window_code_invalid"):
        offline_window(50)


def test_notices_have_a_series_of_their_own_and_papers_a_suffix() -> None:
    assert str(NoticeNumber("NX", DAY, 4, 3)) == "NX20261123-04-T0003"
    assert str(CasePaperNumber(NUMBER, "R")) == "NX20261123-04-0011-R1"
    with pytest.raises(ValueError, match="not a paper"):
        CasePaperNumber(NUMBER, "r")
    with pytest.raises(ValueError, match="not a paper"):
        CasePaperNumber(NUMBER, "R", 100)
    for text in ("NX20261123-04-0011", "NX20261123-04-0011-R0"):
        with pytest.raises(RuleViolation, match="number_unreadable"):
            CasePaperNumber.parse(text)
    with pytest.raises(RuleViolation, match="number_unreadable"):
        NoticeNumber.parse(str(NUMBER))


def test_numbers_sort_by_day_window_and_serial() -> None:
    later = ReceiptNumber("NX", DAY, 4, 12)
    assert sorted([later, NUMBER]) == [NUMBER, later]
