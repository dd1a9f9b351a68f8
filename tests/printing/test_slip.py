"""Receipt slips read back by a printer that forgives nothing: right text, right width, a code that scans.

Thousands of made-up ones are in ``test_slip_many``; here are the single things a slip must do.
"""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageChops

from tests.printing.slips_made import (
    CHARSETS,
    CODE,
    LONGEST_ITEM,
    PLAIN_NAMES,
    RARE_NAMES,
    check,
    named,
    profile,
    read_paper,
    reader,
    sheet,
)
from tests.printing.strict_reader import (
    Cut,
    Feed,
    Misprint,
    NativeQr,
    Picture,
    StrictReader,
    TextLine,
    text_of,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import to_document
from yichuang_desktop.domain.print_jobs import PrintJob, copy_mark
from yichuang_desktop.domain.sentences.printing import SENTENCES
from yichuang_desktop.printing import raster
from yichuang_desktop.printing.escpos_text import emit
from yichuang_desktop.printing.profiles import load_profiles
from yichuang_desktop.printing.slip import RECEIPT_SLIP, render_slip, slip_renderer
from yichuang_desktop.printing.slip_layout import Line, Style
from yichuang_desktop.printing.slip_layout import Picture as Dots
from yichuang_desktop.printing.slip_preview import preview_slip, slip_picture


@pytest.mark.row("R-X-1")
@pytest.mark.parametrize("name", RARE_NAMES + PLAIN_NAMES)
def test_R_X_1_a_name_comes_out_whole_whatever_the_printers_font_lacks(name: str) -> None:
    for charset in CHARSETS:
        check(sheet(applicant_masked=named(name)), profile(charset=charset))


@pytest.mark.row("R-X-1")
def test_R_X_1_no_stroke_of_a_rare_character_is_lost_in_dots() -> None:
    dots = {}
    for char in "𠮷𮧵𪻐":
        slip = render_slip(sheet(applicant_masked=named(char)), profile())
        picture = next(item for item in reader(profile()).read(slip.data) if isinstance(item, Picture))
        dots[char] = np.asarray(picture.image)[:24, 120:144] == 0
    assert all(60 < drawn.sum() < 320 for drawn in dots.values())
    # 𠮷: two horizontals above, the box below with both its sides and its floor.
    rows, columns = dots["𠮷"].sum(axis=1), dots["𠮷"].sum(axis=0)
    assert (rows >= 8).sum() >= 4
    assert (columns >= 7).sum() >= 3


# -- what else a slip must do


def test_a_drawn_line_stands_on_the_same_grid_and_is_reported() -> None:
    slip = render_slip(sheet(applicant_masked=named("王𠮷")), profile())
    assert [(line.line, line.characters) for line in slip.fallbacks] == [("申 请 人：王𠮷", ("𠮷",))]
    assert slip.remarks == ()
    assert not render_slip(sheet(), profile()).fallbacks


def test_a_printer_with_a_larger_font_draws_less() -> None:
    paper = sheet(applicant_masked=named("堃䶮"))
    drawn = {
        charset: [line.characters for line in render_slip(paper, profile(charset=charset)).fallbacks]
        for charset in CHARSETS
    }
    assert drawn == {"gb2312": [("堃", "䶮")], "gbk": [("䶮",)], "gb18030_2byte": []}


@pytest.mark.row("R-X-1")
def test_R_X_1_a_character_no_font_has_is_boxed_with_its_code_and_said() -> None:
    slip = render_slip(sheet(applicant_masked=named("王\U00033479测")), profile())
    (remark,) = slip.remarks
    assert (remark.code, remark.facts["code_point"]) == ("no_font_for_character", "U+33479")
    assert "U+33479" in str(SENTENCES[remark.code]).format(**remark.facts)
    pictures = [item for item in reader(profile()).read(slip.data) if isinstance(item, Picture)]
    box = np.asarray(pictures[0].image)[:24, 12 * 12 : 12 * 14] == 0
    assert box[0].all()
    assert box[-1].all()
    assert box[:, 0].all()
    assert 150 < box.sum() < 400


def test_signs_the_printer_lacks_become_signs_it_has_and_unseen_ones_vanish() -> None:
    paper = sheet(item_name="收费\u00a55\u20136元\u200b（含\u00a0税）\u202e", result_name="a\tb\x07\ud800")
    of = profile(charset="gb2312")
    text = read_paper(render_slip(paper, of).data, of).text
    assert "收费￥5-6元（含税）" in text
    assert "结果：ab" in text


def test_no_whole_document_number_or_phone_leaves_the_hall() -> None:
    data = render_slip(sheet(), profile()).data
    assert b"411325199001011234" not in data
    assert b"13800001234" not in data


@pytest.mark.row("R-X-1")
def test_R_X_1_a_further_copy_is_the_same_slip_with_one_line_more() -> None:
    of, mark = profile(576, 48, native=True), copy_mark(2, datetime(2026, 11, 23, 15, 20), "王敏")
    first, second = (reader(of).read(render_slip(sheet(), of, line).data) for line in ("", mark))
    added = [item for item in second if isinstance(item, TextLine) and item.text == mark]
    assert len(added) == 1
    assert [item for item in first if not isinstance(item, Feed)] == [
        item for item in second if item not in added and not isinstance(item, Feed)
    ]


def test_the_estimated_due_date_says_so() -> None:
    assert (
        text_of(reader(profile()).read(render_slip(sheet(due_estimated=True), profile()).data)).count(
            "（暂估）"
        )
        == 2
    )
    assert "暂估" not in text_of(reader(profile()).read(render_slip(sheet(), profile()).data))


def test_the_handlers_name_and_date_stand_at_the_lower_right() -> None:
    of = profile(576, 48, native=True)
    lines = [item for item in reader(of).read(render_slip(sheet(), of).data) if isinstance(item, TextLine)]
    assert [(line.text, line.align) for line in lines[-2:]] == [
        ("4号窗口 首办责任人：王敏", 2),
        ("2026年11月23日", 2),
    ]


def test_the_code_stands_in_groups_of_five_below_its_symbol() -> None:
    for of, lines in ((profile(), 2), (profile(576, 48, native=True), 1)):
        items = reader(of).read(render_slip(sheet(), of).data)
        (symbol,) = (
            at
            for at, item in enumerate(items)
            if isinstance(item, NativeQr) or (isinstance(item, Picture) and item.image.height > 60)
        )
        below = [item.text for item in items[symbol + 1 :] if isinstance(item, TextLine)]
        assert all(re.fullmatch(r"\d{5}( \d{5})*", line) for line in below[:lines])
        assert "".join(below[:lines]).replace(" ", "") == CODE


@pytest.mark.parametrize("code", ["", "71件", "7" * 300])
def test_a_code_that_cannot_be_scanned_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="QR"):
        render_slip(sheet(head=replace(sheet().head, code=code)), profile())


# -- renderer, profiles, preview


def job(document: dict[str, object], **changes: object) -> PrintJob:
    fields: dict[str, object] = {
        "id": "1",
        "kind": RECEIPT_SLIP,
        "document": document,
        "printer": "slip-04",
        "requested_by": "王敏",
        "requested_at": datetime(2026, 11, 23, 15, 20),
    }
    return PrintJob(**(fields | changes))  # type: ignore[arg-type]


def test_the_renderer_lays_a_saved_document_out_for_the_jobs_own_printer() -> None:
    asked = []
    render = slip_renderer(lambda printer: asked.append(printer) or profile())
    assert render(job(to_document(sheet()))).data == render_slip(sheet(), profile()).data
    marked = render(job(to_document(sheet()), copy_no=2))
    assert "补打 第1次 2026-11-23 15:20 王敏".encode("gb18030") in marked.data
    assert asked == ["slip-04", "slip-04"]


def test_the_renderer_refuses_another_paper() -> None:
    document = {**to_document(sheet()), "paper": "day_sheet"}
    del document["counterfoil_code"]
    paper = {
        "paper": "day_sheet",
        "head": document["head"],
        "day": "2026-11-23",
        "department": "市场监督管理局",
        "rows": [],
    }
    with pytest.raises(RuleViolation, match="print_not_laid_out"):
        slip_renderer(lambda _: profile())(job(paper))


def test_every_shipped_profile_prints_a_slip_its_printer_takes() -> None:
    profiles = load_profiles()
    assert {of.cells for of in profiles.values()} == {32, 42, 48}
    for of in profiles.values():
        check(sheet(applicant_masked=named("诸葛𬱟㛃"), item_name=LONGEST_ITEM), of)
        check(sheet(applicant_masked=named("堃䶮"), item_name=LONGEST_ITEM), replace(of, barcode=True))


@pytest.mark.parametrize("native", [False, True])
def test_the_preview_shows_what_the_bytes_say(native: bool) -> None:
    of = profile(576, 48, native=native)
    data = render_slip(sheet(applicant_masked=named("诸葛𬱟㛃")), of).data
    assert preview_slip(data, of).startswith(b"\x89PNG")
    picture = slip_picture(data, of)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == CODE
    bare = ImageChops.difference(picture, slip_picture(render_slip(sheet(), of).data, of))
    assert bare.getbbox() is not None


@pytest.mark.parametrize(
    "bytes_", [b"\x1b@\x1bz\x01", b"\x1b@\x1c&\xb0", b"\x1b@\x1dv0\x00\x10\x00\x10\x00a"]
)
def test_the_preview_refuses_bytes_it_does_not_understand(bytes_: bytes) -> None:
    with pytest.raises(RuleViolation, match="preview_bytes_bad"):
        slip_picture(bytes_, profile())


# -- bytes a printer obeys at once, wherever they stand


@pytest.mark.row("R-X-1")
def test_R_X_1_no_picture_holds_an_order_the_printer_obeys_at_once() -> None:
    of = profile()
    orders = [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x01\x00\x05", b"\x10\x10\x04\x10\x05\x10\x14"]
    ink = bytearray(48 * 40)
    for row, order in enumerate(orders):
        ink[48 * row + row : 48 * row + row + len(order)] = order
    # Over the end of a row, over the end of a band (20 rows), and at the very end.
    ink[48 * 5 - 1 : 48 * 5 + 1] = b"\x10\x04"
    ink[48 * 20 - 1 : 48 * 20 + 1] = b"\x10\x14"
    ink[-2:] = b"\x10\x05"
    meant = Image.frombytes("1", (384, 40), bytes(ink)).convert("L")
    data = emit([Dots(meant, 20)], of).data
    (shown, _) = reader(of).read(data)
    assert isinstance(shown, Picture)
    added = ImageChops.subtract(ImageChops.invert(shown.image), meant)
    assert ImageChops.subtract(meant, ImageChops.invert(shown.image)).getbbox() is None
    # One dot for each order, right beside a dot that was there.
    beside = np.roll(np.asarray(meant) > 0, 1, axis=1)
    assert (np.asarray(added) > 0).sum() == 9
    assert beside[np.asarray(added) > 0].all()


def test_dots_without_such_orders_stay_as_they_are() -> None:
    for seed in range(50):
        ink = np.random.default_rng(seed).integers(0, 256, 4_000, dtype=np.uint8).tobytes()
        if not re.search(rb"\x10[\x04\x05\x14]", ink):
            assert raster.harmless(ink) == ink
        assert not re.search(rb"\x10[\x04\x05\x14]", raster.harmless(ink))


# -- large, underlined


def test_hanzi_are_underlined_by_the_printer_and_letters_among_them_as_dots() -> None:
    of = profile(576, 48, native=True)
    rows = [Line("下划线", Style(underline=True)), Line("第3项", Style(underline=True)), Line("后面")]
    first, second, last, _ = reader(of).read(emit(rows, of).data)
    assert first == TextLine("下划线", 6, 0, 1, 1, False, underline=True)
    assert last == TextLine("后面", 4, 0, 1, 1, False)
    assert isinstance(second, Picture)
    ruled = np.asarray(second.image)[26:28]
    assert (ruled[:, : 5 * 12] == 0).all()
    assert (ruled[:, 5 * 12 :] == 255).all()


def test_a_printer_that_cannot_enlarge_hanzi_gets_large_lines_as_dots() -> None:
    of = profile(576, 48, native=True, native_large=False)
    paper = check(sheet(), of)
    assert {"".join(line.split()) for line in paper.drawn} == {"领取凭条", "NX20261123-04-0009"}


# -- the strict printer itself can say no


BARS = b"\x1dH\x02\x1df\x00\x1dh\x50"
GOOD = b"\x1b@\x1c&\xc4\xda\n\x1dVB\x08"


def test_the_strict_printer_prints_a_plain_job() -> None:
    assert StrictReader(384, 32, "gbk").read(GOOD) == [TextLine("内", 2, 0, 1, 1, False), Cut(8)]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (GOOD[2:], "starts with ESC @"),
        (GOOD.replace(b"\x1c&", b""), "outside FS &"),
        (GOOD.replace(b"\xc4\xda", b"\x95\x34\xb2\x35"), "four-byte"),
        (GOOD.replace(b"\xc4\xda", b"\xfe\x9f"), "not in gbk"),
        (GOOD.replace(b"\xc4\xda", b"\xaa\xa1"), "not in gbk"),
        (GOOD.replace(b"\xc4\xda", b"-" * 33), "wider"),
        (GOOD.replace(b"\xc4\xda", b"\x1d!\x11" + b"-" * 17), "wider"),
        (GOOD.replace(b"\n\x1d", b"\x1d"), "cut in the middle"),
        (GOOD + b"x\n", "after the cut"),
        (GOOD[:-4], "no end"),
        (GOOD.replace(b"\n", b"\x1ba\x01\n"), "middle of a line"),
        (GOOD.replace(b"\x1c&", b"\x1c&\x1cC\x01"), "unknown command"),
        (GOOD.replace(b"\x1dVB\x08", b"\x1dVA\x08"), "feed-and-cut"),
        (GOOD.replace(b"\n", b"\n\x1dv0\x00\x31\x00\x01\x00" + bytes(49)), "band of 392 dots"),
        (GOOD.replace(b"\n", b"\n\x1d(k\x03\x001Q0"), "before it is described"),
        (GOOD.replace(b"\xc4", b"\x07"), "stray byte"),
        (GOOD.replace(b"\n", b"\n\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01"), "10 04 is obeyed at once"),
        (GOOD.replace(b"\n", b"\n\x1dv0\x00\x03\x00\x01\x00\x10\x14\x01"), "10 14 is obeyed at once"),
        (GOOD.replace(b"\xc4\xda", b"\x1c-\x01A"), "letters in an underlined line"),
        (GOOD.replace(b"\n", b"\n\x1dkI\x04{B12"), "before it is described"),
        (GOOD.replace(b"\n", b"\n" + BARS + b"\x1dw\x02\x1dkI\x12{B0123456789ABCDEF"), "bars of"),
        (GOOD.replace(b"\n", b"\n" + BARS + b"\x1dw\x02\x1dkI\x0212"), "without its subset"),
        (GOOD.replace(b"\n", b"\n" + BARS + b"\x1dw\x02\x1dkI\x03{C\x64"), "64 in subset C"),
        (GOOD.replace(b"\n", b"\n" + BARS + b"\x1dw\x07\x1dkI\x04{B12"), "parameter 7"),
        (GOOD.replace(b"\n", b"\n\x1b*\x21\x01\x00abc"), "unknown command"),
        (GOOD.replace(b"\x1c&", b"\x1bt\x00"), "unknown command"),
    ],
)
def test_the_strict_printer_refuses(data: bytes, complaint: str) -> None:
    with pytest.raises(Misprint, match=complaint):
        StrictReader(384, 32, "gbk").read(data)


def test_the_strict_printer_reads_text_in_order() -> None:
    assert text_of(StrictReader(384, 32, "gbk").read(GOOD)) == "内"


def test_laying_out_a_slip_needs_neither_qt_nor_the_slow_part_of_the_escpos_library() -> None:
    modules = "yichuang_desktop.printing.slip, yichuang_desktop.printing.transports"
    asked = f"import sys, {modules}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    roots = {name.partition(".")[0] for name in loaded.split()}
    assert "PIL" in roots
    assert not roots & {"PySide6", "sqlalchemy", "psycopg", "openpyxl"}
    assert "escpos.capabilities" not in loaded.split()  # it makes a temporary folder at every start
