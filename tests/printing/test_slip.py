"""Receipt slips read back by a printer that forgives nothing: right text, right width, a code that scans."""

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.printing.strict_reader import (
    Cut,
    Feed,
    Misprint,
    NativeQr,
    Picture,
    StrictReader,
    TextLine,
    scanned,
    text_of,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import MaterialLine, PaperHead, PersonLine, ReceiptSheet, to_document
from yichuang_desktop.domain.print_jobs import PrintJob, copy_mark
from yichuang_desktop.domain.sentences.printing import SENTENCES
from yichuang_desktop.printing.profiles import PrinterProfile, load_profiles, profile_from
from yichuang_desktop.printing.slip import RECEIPT_SLIP, SlipBytes, render_slip, slip_renderer
from yichuang_desktop.printing.slip_preview import preview_slip, slip_picture
from yichuang_desktop.printing.slip_test import render_test_slip
from yichuang_desktop.settings import resource

CODE = "710120261123040009495635083480"
LONGEST_ITEM = "经营劳务派遣业务（含新增业务、新设公司、分立、合并）许可(县级)"
SIXTY = (
    "跨行政区域从事特种设备（锅炉、压力容器、电梯、起重机械、客运索道、大型游乐设施、"
    "场（厂）内专用机动车辆）安装改造修理许可首次申请"
)
RARE_NAMES = (
    "诸葛𬱟㛃",
    "䶮测试",
    "王𠮷",
    "高样㛃",
    "𰻝测试",
    "诸葛𮧵",
    "吴样𪻐",
    "李样𪩘",
    "龘𬱟㛃䶮",
    "朱样㬎",
)
PLAIN_NAMES = (
    "司马甲一",
    "陶喆",
    "堃镕测试",
    "阿卜杜测试·演示热合曼·样例乌斯曼",
    "O'TESTER JEAN-LUC",
    "ТЕСТОВ ПРИМЕР",
    "内乡县演示样例测试验证示范现代农业科技综合开发与乡村振兴产业融合发展有限责任公司第一分公司",
    "A&B样例“双引号”贸易有限公司",
    "内乡县样例·测试（中外合资）新材料有限公司",
    "样",
)
OTHER_SCRIPTS = ("ÉXEMPLE ÉLOÏSE", "테스트 샘플")
MATERIALS = (
    "申请表",
    "场所地址方位示意图、平面图和卫生设施平面布局图",
    "用地界址坐标图（2000国家大地坐标系）",
    "排水户内部排水管网、专用检测井位置示意图",
    "室温≤26℃、噪声±3dB、面积×2处的检测报告——第①②③项",
    "身份证",
)
PAPERS = ((384, 32), (512, 42), (576, 48))
CHARSETS = ("gb2312", "gbk", "gb18030_2byte")


def profile(dots: int = 384, cells: int = 32, charset: str = "gbk", native: bool = False) -> PrinterProfile:
    return profile_from(
        {
            "id": f"{charset}-{cells}",
            "title": "测试",
            "dots": dots,
            "cells": cells,
            "charset": charset,
            "native_qr": native,
            "qr_module": 8,
            "line_pitch": 30,
            "cut": native,
            "cut_feed": 8,
            "band_rows": 128,
            "preflight": "none",
            "confirmation": "none",
        }
    )


def sheet(**changes: object) -> ReceiptSheet:
    head = PaperHead(
        hall_name="内乡县政务服务中心",
        number="NX20261123-04-0009",
        code=CODE,
        counter="4号窗口",
        clerk="王敏",
        issued_at=datetime(2026, 11, 23, 10, 5),
        demonstration=True,
        hall_phone="0377-65331234",
        complaint_phone="12345",
    )
    fields: dict[str, object] = {
        "head": head,
        "counterfoil_code": "72" + CODE[2:],
        "applicant": PersonLine("司马甲一", "居民身份证", "411325199001011234", "13800001234"),
        "applicant_masked": PersonLine("司马甲一", "居民身份证", "411***********1234", "138****1234"),
        "representative": None,
        "item_name": "食品经营许可",
        "department": "市场监督管理局",
        "department_phone": "0377-65330000",
        "department_contact": "李科长",
        "materials": tuple(MaterialLine(at, name, "原件", at) for at, name in enumerate(MATERIALS[:3], 1)),
        "received_on": date(2026, 11, 23),
        "promise_text": "5个工作日",
        "promise_due": date(2026, 11, 30),
        "legal_due": date(2026, 12, 21),
        "due_estimated": False,
        "delivery": "窗口领取",
        "first_handler": "王敏",
    }
    return ReceiptSheet(**(fields | changes))  # type: ignore[arg-type]


def named(name: str) -> PersonLine:
    return PersonLine(name, "居民身份证", "411***********1234", "138****1234")


def reader(of: PrinterProfile) -> StrictReader:
    return StrictReader(of.dots, of.cells, of.charset.value, of.native_qr, of.cut)


def plain(text: str) -> str:
    return "".join(text.split())


def in_order(paper: ReceiptSheet, mark: str) -> Iterator[str]:
    """What a person must find on the slip, from top to bottom."""
    yield "【演示不作凭证】" if paper.head.demonstration else ""
    yield from (paper.head.hall_name, "领取凭条", mark, paper.head.number, paper.item_name, paper.department)
    yield paper.applicant_masked.name
    yield from (paper.applicant_masked.document_no, paper.applicant_masked.phone)
    yield paper.representative.name if paper.representative else ""
    yield f"{len(paper.materials)}种"
    for line in paper.materials:
        yield f"{line.name}{line.form}{line.copies}份"
    yield from ("2026年11月23日", paper.promise_text)
    for due in (paper.promise_due, paper.legal_due):
        if due:
            yield f"{due.year}年{due.month}月{due.day}日" + ("（暂估）" if paper.due_estimated else "")
    yield from (paper.delivery, paper.department_phone, paper.head.complaint_phone, paper.head.code)
    yield f"首办责任人：{paper.first_handler}2026年11月23日"


@dataclass(frozen=True)
class Drawn:
    """A line that came out as dots, with the text the program meant."""

    picture: Picture
    meant: str


def read_back(slip: SlipBytes, of: PrinterProfile) -> tuple[str, list[str], list[Drawn]]:
    """The slip's whole text in order, its scanned codes, and the lines drawn as dots."""
    items = reader(of).read(slip.data)
    meant = iter(slip.fallbacks)
    drawn, text = [], []
    for item in items:
        if isinstance(item, Picture) and item.image.height < 60:
            line = next(meant).line
            drawn.append(Drawn(item, line))
            text.append(plain(line))
        elif isinstance(item, TextLine):
            text.append(plain(item.text))
    assert next(meant, None) is None
    return "".join(text), scanned(items), drawn


def check(paper: ReceiptSheet, of: PrinterProfile, mark: str = "") -> list[Drawn]:
    text, codes, drawn = read_back(render_slip(paper, of, mark), of)
    at = 0
    for piece in map(plain, in_order(paper, mark)):
        found = text.find(piece, at)
        assert found >= 0, f"{piece!r} is not (in its place) on the slip: {text}"
        at = found + len(piece)
    assert codes == [paper.head.code]
    return drawn


# -- 240 slips, every width, every character set


def made_up(seed: int) -> tuple[ReceiptSheet, str]:
    chance = random.Random(seed)
    name = chance.choice(RARE_NAMES + PLAIN_NAMES + OTHER_SCRIPTS)
    count = chance.randrange(1, 15)
    materials = tuple(
        MaterialLine(
            at, chance.choice(MATERIALS), chance.choice(("原件", "复印件", "")), chance.randrange(1, 12)
        )
        for at in range(1, count + 1)
    )
    base = sheet()
    head = replace(
        base.head,
        code=CODE[:18] + f"{chance.randrange(10**12):012}",
        demonstration=chance.random() < 0.7,
        hall_phone=chance.choice(("", "0377-65331234")),
        complaint_phone=chance.choice(("", "12345")),
    )
    masked = chance.choice((named(name), PersonLine(name)))
    paper = sheet(
        head=head,
        applicant_masked=masked,
        item_name=chance.choice((LONGEST_ITEM, SIXTY, "食品经营许可", "㛃城水务𬱟片区排水许可", SIXTY[:47])),
        representative=chance.choice((None, named("韩经办"), named("次仁·𠮷测试"))),
        materials=materials,
        promise_due=chance.choice((None, date(2026, 11, 30), date(2027, 1, 4))),
        legal_due=chance.choice((None, date(2027, 1, 21))),
        due_estimated=chance.random() < 0.5,
        department_contact=chance.choice(("", "李科长")),
        first_handler=chance.choice(("王敏", "欧阳样𬭎")),
        platform_no=chance.choice(("", "411325202611230004X")),
        result_name=chance.choice(("", "劳务派遣经营许可证")),
        consult_phone=chance.choice(("", "0377-65331235")),
    )
    mark = chance.choice(("", copy_mark(chance.randrange(2, 12), datetime(2026, 11, 24, 9, 0), "王敏")))
    return paper, mark


@pytest.mark.row("R-IN-3")
@pytest.mark.parametrize("native", [False, True], ids=["drawn-code", "own-code"])
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(("dots", "cells"), PAPERS)
def test_R_IN_3_every_slip_is_whole_on_every_paper(dots: int, cells: int, charset: str, native: bool) -> None:
    of = profile(dots, cells, charset, native)
    for seed in range(14):
        paper, mark = made_up(seed * 1009 + cells)
        check(paper, of, mark)


@pytest.mark.row("R-X-1")
@pytest.mark.parametrize("name", RARE_NAMES + PLAIN_NAMES)
def test_R_X_1_a_name_comes_out_whole_whatever_the_printers_font_lacks(name: str) -> None:
    for charset in CHARSETS:
        of = profile(charset=charset)
        drawn = check(sheet(applicant_masked=named(name)), of)
        for line in drawn:
            assert line.meant == glyph_by_glyph(line, of)


@pytest.mark.row("R-X-1")
def test_R_X_1_no_stroke_of_a_rare_character_is_lost_in_dots() -> None:
    dots = {}
    for char in "𠮷𮧵𪻐":
        (line,) = check(sheet(applicant_masked=named(char)), profile())
        dots[char] = np.asarray(line.picture.image)[:24, 120:144] == 0
    assert all(60 < drawn.sum() < 320 for drawn in dots.values())
    # 𠮷: two horizontals above, the box below with both its sides and its floor.
    rows, columns = dots["𠮷"].sum(axis=1), dots["𠮷"].sum(axis=0)
    assert (rows >= 8).sum() >= 4
    assert (columns >= 7).sum() >= 3


def glyph_by_glyph(line: Drawn, of: PrinterProfile) -> str:
    """Read a drawn line as an eye would: each character's dots against those of many look-alikes."""
    dots = np.asarray(line.picture.image.point(lambda grey: 0 if grey else 1))
    read, x = "", 0
    for char in line.meant:
        wide = 12 if char.isascii() else 24
        cell = dots[:24, x : x + wide]
        read += nearest(cell, char) if cell.any() else " "
        x += wide
    assert not dots[:, x:].any(), "ink behind the text"
    return read


def nearest(cell: np.ndarray, expected: str) -> str:
    others = sorted(
        set("".join(RARE_NAMES) + "申请人代理部门事项口国日目㛂㛄䶯䶭𠮵𠮸?□王玉主工土士") | {expected}
    )
    return min(others, key=lambda char: int((cell != by_hand(char, cell.shape[1])).sum()))


@cache
def by_hand(char: str, wide: int) -> np.ndarray:
    """The character as Pillow sets it, without the product's help."""
    cell, least = Image.new("L", (wide, 24)), 140
    for file in ("NotoSansSC-Bold.ttf", "RareHan-A.otf", "RareHan-B.otf"):
        font = ImageFont.truetype(str(resource(f"fonts/{file}")), 24 if wide == 24 else 23)
        if bytes(font.getmask(char)) != bytes(font.getmask("\U0010fffd")):
            ImageDraw.Draw(cell).text((wide / 2, 21), char, fill=255, font=font, anchor="ms")
            least = 60 if "Rare" in file else 140
            break
    return np.asarray(cell) > least


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
    text, _, _ = read_back(render_slip(paper, profile(charset="gb2312")), profile(charset="gb2312"))
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
    text, _, _ = read_back(render_slip(sheet(due_estimated=True), profile()), profile())
    assert text.count("（暂估）") == 2
    text, _, _ = read_back(render_slip(sheet(), profile()), profile())
    assert "暂估" not in text


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


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"dots": 380}, "dots"),
        ({"cells": 33}, "cells"),
        ({"cells": "32"}, "cells"),
        ({"charset": "big5"}, "charset"),
        ({"native_qr": 1}, "native_qr"),
        ({"title": 5}, "title"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_profile_names_its_field(change: dict[str, object], field: str) -> None:
    good = {name: getattr(profile(), name) for name in PrinterProfile.__slots__}
    good |= {name: good[name].value for name in ("charset", "preflight", "confirmation")}
    assert profile_from(good) == profile()
    with pytest.raises(RuleViolation) as refused:
        profile_from(good | change)
    assert refused.value.facts["field"] == field
    with pytest.raises(RuleViolation) as lacking:
        profile_from({name: value for name, value in good.items() if name != "dots"})
    assert lacking.value.facts["field"] == "dots"


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


@pytest.mark.parametrize("of", load_profiles().values(), ids=lambda of: of.id)
def test_the_test_slip_fills_the_width_and_scans_as_no_paper(of: PrinterProfile) -> None:
    slip = render_test_slip(of, "slip-04", datetime(2026, 11, 23, 8, 0))
    text, codes, drawn = read_back(slip, of)
    assert codes == ["0" * 30]
    assert f"{of.dots}点{of.cells}列" in text
    assert [line.meant.startswith("生 僻 字") for line in drawn] == [True]
    ruler = [item for item in reader(of).read(slip.data) if isinstance(item, TextLine)]
    assert sum(item.cells == of.cells for item in ruler) >= 4


# -- the strict printer itself can say no


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
