"""Slips made up from a seed, with what must be readable on them, and printers of every kind for them."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from tests.printing.dot_reader import DotReader
from tests.printing.strict_reader import NativeBars, Picture, StrictReader, TextLine, scan
from yichuang_desktop.domain.papers import MaterialLine, PaperHead, PersonLine, ReceiptSheet
from yichuang_desktop.domain.print_jobs import copy_mark
from yichuang_desktop.printing.profiles import PrinterProfile, load_profiles, profile_from
from yichuang_desktop.printing.slip import SlipBytes, render_slip
from yichuang_desktop.printing.slip_rating import ADVICE, render_rating_code

ITEMS = Path(__file__).parents[1] / "data" / "items.json"
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
OTHER_SCRIPTS = ("ÉXEMPLE ÉLOÏSE", "NAÏVE TESTEUSE")
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
CLERKS = ("王敏", "欧阳样𬭎", "张䶮")
_NARROW = "".join(map(chr, range(0x21, 0x7F))) + "ÉÏ"
_STANDING = (
    "【演示不作凭证】领取凭条事项部门申请人证件号手机代理平台编已收材料种共份收件日期承诺时限办结法定"
    "果方式地点承办电话咨询监督年月日暂估原件复印办结后凭此条到出证窗口领取如有遗失请带证件原件到窗口挂失"
    "首办责任人补打第次评价凭码业务时间前有效，。、：；（）《》“”·—…￥℃×±①②③④≤？！－～■"
)


def profile(
    dots: int = 384, cells: int = 32, charset: str = "gbk", native: bool = False, **more: object
) -> PrinterProfile:
    """A printer of these measures; ``native`` is one that draws codes itself and cuts."""
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
            "native_code128": native,
            **more,
        }
    )


@cache
def printers() -> tuple[PrinterProfile, ...]:
    """Every shipped profile, and every width with every character set, with and without its own codes."""
    made = [
        profile(dots, cells, charset, native, barcode=native != (cells == 42))
        for dots, cells in (*PAPERS, (576, 42))
        for charset in CHARSETS
        for native in (False, True)
    ]
    odd = [
        profile(576, 42, "gbk", True, cell_dots=13, id="42-over-the-whole-width"),
        profile(544, 42, "gbk", False, cell_dots=13, barcode=True, id="42-on-546"),
        profile(384, 32, "gb2312", False, band_rows=24, lacks="·℃", id="old-narrow-bands"),
        profile(576, 48, "gbk", True, native_large=False, barcode=True, id="large-drawn"),
        profile(576, 48, "gb18030_2byte", True, native_code128=False, barcode=True, id="no-bars"),
    ]
    return (*load_profiles().values(), *made, *odd)


@cache
def item_names() -> tuple[str, ...]:
    """The longest names of the demonstration items and their materials."""
    items = json.loads(ITEMS.read_text("utf-8"))["items"]
    names = {item["name"] for item in items} | {row["name"] for item in items for row in item["materials"]}
    return tuple(sorted(names, key=lambda name: (-len(name), name))[:120])


@dataclass(frozen=True)
class Made:
    """A slip, its printer, and the texts that must stand on it in this order."""

    of: PrinterProfile
    paper: ReceiptSheet
    mark: str

    @property
    def slip(self) -> SlipBytes:
        return render_slip(self.paper, self.of, self.mark)


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


def made_up(seed: int) -> tuple[ReceiptSheet, str]:
    """One case: rare and plain names, the longest items, fields that are empty, with and without 补打."""
    chance = random.Random(seed)
    items = (LONGEST_ITEM, SIXTY, "食品经营许可", "㛃城水务𬱟片区排水许可", SIXTY[:47], *item_names())
    materials = MATERIALS + item_names()[:40]
    count = chance.randrange(1, 15)
    lines = tuple(
        MaterialLine(
            at, chance.choice(materials), chance.choice(("原件", "复印件", "")), chance.randrange(1, 12)
        )
        for at in range(1, count + 1)
    )
    paper = sheet(
        head=replace(
            sheet().head,
            hall_name=chance.choice(("内乡县政务服务中心", "内乡县政务服务中心", "内乡县䶮河镇便民服务中心")),
            code=CODE[:18] + _digits(chance),
            demonstration=chance.random() < 0.7,
            hall_phone=chance.choice(("", "0377-65331234")),
            complaint_phone=chance.choice(("", "12345")),
        ),
        applicant_masked=chance.choice((named, PersonLine))(
            chance.choice(RARE_NAMES + PLAIN_NAMES + OTHER_SCRIPTS)
        ),
        item_name=chance.choice(items),
        representative=chance.choice((None, named("韩经办"), named("次仁·𠮷测试"))),
        materials=lines,
        promise_due=chance.choice((None, date(2026, 11, 30), date(2027, 1, 4))),
        legal_due=chance.choice((None, date(2027, 1, 21))),
        due_estimated=chance.random() < 0.5,
        department_contact=chance.choice(("", "李科长")),
        department_phone=chance.choice(("0377-65330000", "")),
        first_handler=chance.choice(CLERKS),
        platform_no=chance.choice(("", "411325202611230004X")),
        result_name=chance.choice(("", "劳务派遣经营许可证")),
        delivery=chance.choice(("窗口领取", "邮寄", "")),
        collect_at=chance.choice(("", "一楼出证窗口")),
        consult_phone=chance.choice(("", "0377-65331235")),
    )
    copy = copy_mark(chance.randrange(2, 12), datetime(2026, 11, 24, 9, 0), chance.choice(CLERKS))
    return paper, chance.choice(("", copy))


def _digits(chance: random.Random) -> str:
    """Twelve digits; now and then pairs that would be an order to the printer if sent as they are."""
    pairs = ("16", "04", "05", "20") if chance.random() < 0.3 else tuple(f"{pair:02}" for pair in range(100))
    return "".join(chance.choice(pairs) for _ in range(6))


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
    yield from (paper.result_name, paper.delivery, paper.collect_at, paper.department_phone)
    yield from (paper.department_contact, paper.head.complaint_phone, paper.head.code)
    yield f"首办责任人：{paper.first_handler}2026年11月23日"


@dataclass(frozen=True)
class Paper:
    """What came out: all text in order without spaces, the scanned codes, the lines read from dots."""

    text: str
    codes: tuple[str, ...]
    bars: tuple[str, ...]
    drawn: tuple[str, ...]


def reader(of: PrinterProfile) -> StrictReader:
    return StrictReader(
        of.dots,
        of.cells,
        of.charset.value,
        of.native_qr,
        of.cut,
        of.native_code128,
        of.band_rows,
        of.cell_dots,
        of.lacks,
    )


def read_paper(data: bytes, of: PrinterProfile, strict: StrictReader | None = None) -> Paper:
    """Print the bytes on a printer that forgives nothing, and read the paper; dots are read as dots."""
    items = (strict or reader(of)).read(data)
    codes, bars, drawn, text = [], [], [], []
    for item in items:
        found, barred = scan(item)
        codes += found
        bars += barred
        if isinstance(item, NativeBars):
            text.append(item.payload)
        elif isinstance(item, TextLine):
            text.append(plain(item.text))
        elif isinstance(item, Picture) and not found and not barred:
            lines = [seen.text for seen in eye(of.cell_dots).read(item.image)]
            drawn += lines
            text += map(plain, lines)
    return Paper("".join(text), tuple(codes), tuple(bars), tuple(drawn))


@cache
def eye(cell: int) -> DotReader:
    """A reader of dots who knows the letters, and every hanzi that occurs on any of these slips."""
    names = RARE_NAMES + PLAIN_NAMES + OTHER_SCRIPTS + MATERIALS + item_names() + CLERKS
    words = "".join(names) + _STANDING + ADVICE + SIXTY + LONGEST_ITEM
    words += (
        "㛃城水务𬱟片区排水许可内乡县䶮河镇便民服务中心次仁韩经市场监督管理局李科长劳务派遣一楼邮寄个工作号"
    )
    narrow = set(_NARROW)
    return DotReader(narrow, set(words) - narrow - {" "}, cell)


def plain(text: str) -> str:
    return "".join(text.split())


def check(paper: ReceiptSheet, of: PrinterProfile, mark: str = "") -> Paper:
    """Render, print, read: every text in its place, the code scans, the bars scan where there is room."""
    slip = render_slip(paper, of, mark)
    seen = read_paper(slip.data, of)
    at = 0
    for piece in map(plain, in_order(paper, mark)):
        found = seen.text.find(piece, at)
        assert found >= 0, f"{piece!r} is not (in its place) on the slip: {seen.text}"
        at = found + len(piece)
    assert seen.codes == (paper.head.code,)
    unbarred = [remark.facts["payload"] for remark in slip.remarks if remark.code == "barcode_too_wide"]
    assert [*seen.bars, *unbarred] == ([paper.head.code] if of.barcode else [])
    assert bool(unbarred) == (of.barcode and of.dots < 440)
    return seen


def check_rating(seed: int, of: PrinterProfile) -> Paper:
    """The slip of a rating code, in the same way."""
    chance = random.Random(seed)
    code = _digits(chance)[:8]
    document = {
        "hall": "内乡县政务服务中心",
        "counter": "4号窗口",
        "service": chance.choice((LONGEST_ITEM, "㛃城水务𬱟片区排水许可", "")),
        "time": "2026-11-23T10:05:00",
        "code": code,
        "expires": "2026-11-30 18:00",
    }
    mark = chance.choice(("", copy_mark(2, datetime(2026, 11, 24, 9, 0), chance.choice(CLERKS))))
    seen = read_paper(render_rating_code(document, of, mark).data, of)
    at = 0
    for piece in (
        document["hall"],
        "评价凭码",
        mark,
        document["counter"],
        document["service"],
        code,
        ADVICE,
    ):
        found = seen.text.find(plain(piece), at)
        assert found >= 0, f"{piece!r} is not (in its place) on the slip: {seen.text}"
        at = found + len(plain(piece))
    assert not seen.bars
    assert not seen.codes
    return seen
