"""What was held under the scanner, told by its text alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yichuang_desktop.domain.paper_codes import grouped, is_whole
from yichuang_desktop.domain.scans import ScanKind, read_scan, scans_in, without_frame
from yichuang_desktop.domain.sentences import say

CODE = "710120261123040009495635083480"
OTHER = "720120261123040009495635083439"


def checked(body: str) -> str:
    """28 digits with the two that make them whole."""
    return f"{body}{98 - int(body) * 100 % 97:02d}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CODE, ScanKind.OURS),
        (grouped(CODE), ScanKind.OURS),
        ("７１０１２０２６１１２３０４０００９４９５６３５０８３４８０", ScanKind.OURS),
        ("&!)!@)@^!!@#)$)))($(%^#%)*#$*)", ScanKind.OURS),
        (CODE[:22], ScanKind.HALF),
        (CODE[:29], ScanKind.HALF),
        (CODE[:-1] + "1", ScanKind.HALF),
        ("134567890123456789", ScanKind.WECHAT_PAY),
        ("101234567890123456", ScanKind.WECHAT_PAY),
        ("281234567890123456", ScanKind.ALIPAY_PAY),
        ("301234567890123456789012", ScanKind.ALIPAY_PAY),
        ("11010519491231002X", ScanKind.ID_NUMBER),
        ("11010519491231002x", ScanKind.ID_NUMBER),
        ("https://u.wechat.com/MDk1NjM1MDgzNDgw", ScanKind.WEB),
        ("HTTPS://QR.ALIPAY.COM/FKX01234", ScanKind.WEB),
        ("wxp://f2f0abc", ScanKind.WEB),
        ("https://zzapp.gsxt.gov.cn/q?id=1", ScanKind.LICENCE),
        ("EA123456785CN", ScanKind.WAYBILL),
        ("ea123456785cn", ScanKind.WAYBILL),
        ("1139001234567", ScanKind.WAYBILL),
        ("01,32,,24412000000012345678,100.00,20260105,,A1B2", ScanKind.INVOICE),
        ("01,10,044001900111,12345678,100.00,20260105,66889900112233445566,A1B2", ScanKind.INVOICE),
        ("6901234567892", ScanKind.GOODS),
        ("9787020002207", ScanKind.GOODS),
        ("EA123456789CN", ScanKind.UNKNOWN),
        ("6901234567890", ScanKind.UNKNOWN),
        ("取餐码 A031", ScanKind.UNKNOWN),
        ("13712345678", ScanKind.UNKNOWN),
        ("7" * 400, ScanKind.UNKNOWN),
        ("", ScanKind.UNKNOWN),
    ],
)
def test_a_scan_is_told_by_its_text(text: str, kind: ScanKind) -> None:
    assert read_scan(text).kind is kind


@pytest.mark.parametrize("frame", ["\x02{}\x03", "\x1d{}", "]Q1{}", "]C0{}\r\n", "﻿{}", " {}\t", "\x00{}\x04"])
def test_what_a_scanner_adds_is_taken_off(frame: str) -> None:
    assert read_scan(frame.format(CODE)) == read_scan(CODE)
    assert without_frame(frame.format("EA123456785CN")) == "EA123456785CN"


def test_every_foreign_kind_is_named_with_what_to_do_and_without_the_text() -> None:
    for text in ("134567890123456789", "11010519491231002X", "EA123456785CN", "6901234567892"):
        scan = read_scan(text)
        words = say(scan.violation())
        assert words.startswith("不是本大厅的单据码")
        assert scan.kind.title in words
        assert "请" in words
        assert text not in words
        assert text not in repr(scan)
        assert text not in str(scan.violation())
    assert "再扫" in say(read_scan(CODE[:20]).violation())


def test_papers_that_came_in_one_piece_are_told_apart() -> None:
    other = checked(OTHER[:28])
    assert [scan.text for scan in scans_in(CODE + other)] == [CODE, other]
    assert [scan.kind for scan in scans_in(CODE + CODE[:29])] == [ScanKind.UNKNOWN]
    assert [scan.text for scan in scans_in(CODE)] == [CODE]


@given(some.text(max_size=900))
def test_any_text_is_told_without_a_fault(text: str) -> None:
    assert len(read_scan(text).text) <= 400
    assert scans_in(text)


@given(some.integers(0, 29), some.integers(1, 9))
def test_one_digit_read_wrong_is_never_ours(place: int, more: int) -> None:
    wrong = CODE[:place] + str((int(CODE[place]) + more) % 10) + CODE[place + 1 :]
    assert not is_whole(wrong)
