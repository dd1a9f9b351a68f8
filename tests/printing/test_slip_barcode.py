"""CODE128 on slips: as short as it gets, never wider than the paper, drawn and native alike readable."""

import random
import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from tests.printing.slips_made import CODE, profile, reader, sheet
from tests.printing.strict_reader import NativeBars, Picture, TextLine, scan
from yichuang_desktop.domain.sentences.printing import SENTENCES
from yichuang_desktop.printing import barcode
from yichuang_desktop.printing.escpos_text import emit
from yichuang_desktop.printing.slip import render_slip
from yichuang_desktop.printing.slip_layout import Barcode, Line
from yichuang_desktop.printing.slip_preview import slip_picture

AT_ONCE = re.compile(rb"\x10[\x04\x05\x14]")
PAYLOADS = st.one_of(
    st.text(st.sampled_from("0123456789"), min_size=1, max_size=30),
    st.lists(st.sampled_from(["16", "04", "05", "20", "x", "{", "7"]), min_size=1, max_size=14).map("".join),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=12).filter(str.strip),
)


def read(image: Image.Image) -> list[str]:
    picture = ImageOps.expand(ImageOps.invert(image), 40, 255)
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.Code128)]


@given(PAYLOADS)
@settings(max_examples=150, deadline=None)
def test_what_is_drawn_reads_back_and_what_is_sent_holds_no_order(payload: str) -> None:
    for careful in (False, True):
        drawn = barcode.draw_values(barcode.values(barcode.runs(payload, careful)), 3)
        assert read(drawn) == [payload]
    assert not AT_ONCE.search(barcode.data(payload))


@given(PAYLOADS, st.sampled_from([384, 512, 576]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_bar_code_on_a_slip_fits_and_scans_or_is_left_out(payload: str, dots: int, native: bool) -> None:
    of = profile(dots, dots // 12, native=native)
    done = emit([Barcode(payload), Line("后面")], of)
    found = [bars for item in reader(of).read(done.data) for bars in scan(item)[1]]
    assert [*found, *done.unbarred] == [payload]


def test_the_paper_code_fits_80_mm_and_not_58() -> None:
    assert barcode.plan(CODE, 3, 576, native=True) == barcode.Plan(native=True, module=2)
    assert barcode.plan(CODE, 3, 512, native=True) == barcode.Plan(native=True, module=2)
    assert barcode.plan(CODE, 3, 384, native=True) is None
    # 200 modules for 30 digits in pairs, 20 of quiet zone.
    assert barcode.plan(CODE, 2, 440, native=True) is not None
    assert barcode.plan(CODE, 2, 439, native=True) is None


def test_short_codes_get_wider_bars_up_to_what_was_asked() -> None:
    assert [barcode.plan("12345678", wanted, 576, native=True) for wanted in (2, 3, 6)] == [
        barcode.Plan(True, 2),
        barcode.Plan(True, 3),
        barcode.Plan(True, 5),
    ]
    assert barcode.plan("12", 9, 576, native=True) == barcode.Plan(True, 6)


def test_digits_go_in_pairs_and_an_odd_one_as_a_character() -> None:
    assert barcode.runs("12345678") == [barcode.Run("C", "12345678")]
    assert barcode.runs("123456789") == [barcode.Run("B", "1"), barcode.Run("C", "23456789")]
    assert barcode.runs("12") == [barcode.Run("C", "12")]
    assert barcode.runs("A12") == [barcode.Run("B", "A12")]
    assert barcode.data("1604") == b"{C\x10{B04"
    assert barcode.data("A{B") == b"{BA{{B"


def test_pairs_that_are_an_order_make_it_wider_and_at_last_drawn() -> None:
    many = "160416051620160416051620160416"
    assert barcode.plan(many, 2, 576, native=True) == barcode.Plan(native=False, module=2)
    of = profile(576, 48, native=True)
    items = reader(of).read(emit([Barcode(many)], of).data)
    assert [type(item) for item in items[:2]] == [Picture, TextLine]
    assert scan(items[0])[1] == [many]


@pytest.mark.parametrize("payload", ["", "中", "a\n", "1" * 511 + "x"])
def test_what_no_printer_can_draw_is_refused(payload: str) -> None:
    with pytest.raises(ValueError, match="bar code"):
        emit([Barcode(payload)], profile())


@pytest.mark.row("R-X-1")
def test_R_X_1_a_receipt_too_narrow_for_the_bars_has_its_qr_code_and_says_so() -> None:
    of = profile(barcode=True)
    slip = render_slip(sheet(), of)
    (remark,) = slip.remarks
    assert (remark.code, remark.facts["payload"]) == ("barcode_too_wide", CODE)
    assert CODE in str(SENTENCES[remark.code]).format(**remark.facts)
    items = reader(of).read(slip.data)
    assert [text for item in items for text in scan(item)[0]] == [CODE]


def test_a_receipt_carries_bars_where_the_hall_wants_them() -> None:
    for native in (True, False):
        of = profile(576, 48, native=native, barcode=True)
        items = reader(of).read(render_slip(sheet(), of).data)
        assert any(isinstance(item, NativeBars) for item in items) == native
        assert [text for item in items for text in scan(item)[1]] == [CODE]


@pytest.mark.parametrize("native", [True, False])
def test_the_preview_draws_the_bars_the_printer_draws(native: bool) -> None:
    of = profile(576, 48, native=native)
    for payload in (CODE, "12345678", "160405", "".join(random.Random(5).choices("0123456789", k=30))):
        found = zxingcpp.read_barcodes(slip_picture(emit([Barcode(payload)], of).data, of))
        assert [code.text for code in found] == [payload]
