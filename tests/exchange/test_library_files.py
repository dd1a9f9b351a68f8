"""A file is looked at before it is believed: hostile, damaged and odd ones (R-ITEM-1)."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.exchange.library_support import WORKBOOK
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.library_findings import Finding, Level
from yichuang_desktop.domain.library_review import review
from yichuang_desktop.domain.library_rows import Cell, CellKind, Merge
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.exchange import library_csv, library_xlsx
from yichuang_desktop.exchange.library_files import LibraryFile, read_library_file
from yichuang_desktop.exchange.library_report import HEADS, write_report

SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["事项名称", "实施部门", "办件类型", "承诺时限"]


def saved(path: Path, *rows: Iterable[object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def altered(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A copy of a workbook with its parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def refusal(path: Path) -> str:
    with pytest.raises(RuleViolation) as caught:
        read_library_file(path)
    assert path.name in say(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "library_file_empty"),
        (b"%PDF-1.7 ...", "library_file_kind"),
        (b"\x89PNG\r\n", "library_file_kind"),
        (b"Rar!\x1a\x07", "library_file_kind"),
        (b"a,b\0c", "library_file_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "library_file_old_xls"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "library_file_locked"),
        (b"\xef\xbb\xbf  <HTML><table>", "library_file_html"),
        (b'<?xml version="1.0"?><Workbook>', "library_file_html"),
        (b"PK\x03\x04 and then nothing", "library_file_truncated"),
        (b"\xff\xff\xff\x80", "library_file_encoding"),
    ],
)
def test_R_ITEM_1_a_file_that_is_something_else_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "清单.xlsx"
    path.write_bytes(content)
    assert refusal(path) == code


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "没有.xlsx") == "library_file_missing"
    assert refusal(tmp_path) == "library_file_unreadable"


def test_a_word_document_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "说明.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert refusal(path) == "library_file_kind"


def test_a_zip_bomb_is_never_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 30_000_000)
    assert refusal(path) == "library_file_bomb"


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "碎片.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for number in range(library_xlsx.MAX_PARTS + 1):
            package.writestr(f"xl/{number}", "x")
    assert refusal(path) == "library_file_bomb"


def test_more_than_fifty_megabytes_unpacked_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_xlsx, "MAX_UNPACKED", 10_000)
    assert refusal(WORKBOOK) == "library_file_too_big"


@pytest.mark.parametrize("reference", [b"CW1", b"XFD1", b"A120000", b"A1048576", b"ZZ9999999"])
def test_a_cell_far_away_is_refused_before_the_sheet_is_laid_out(tmp_path: Path, reference: bytes) -> None:
    source = saved(tmp_path / "a.xlsx", HEAD)
    far = altered(
        source, tmp_path / "far.xlsx", lambda name, xml: xml.replace(b'r="A1"', b'r="' + reference + b'"')
    )
    assert refusal(far) == "library_file_too_big"
    spaced = altered(
        source, tmp_path / "odd.xlsx", lambda name, xml: xml.replace(b'r="A1"', b"r = '" + reference + b"'")
    )
    assert refusal(spaced) == "library_file_too_big"


def test_merged_blocks_cannot_eat_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_xlsx, "MAX_MERGED", 3)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["D4"] = "x"
    sheet.merge_cells("A1:B2")
    book.save(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx") == "library_file_too_big"


def test_xml_with_a_document_type_is_refused(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", HEAD)
    bad = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'

    def with_entities(name: str, xml: bytes) -> bytes:
        return bad + xml if name == "xl/workbook.xml" else xml

    assert refusal(altered(source, tmp_path / "b.xlsx", with_entities)) == "library_file_truncated"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"]
)
def test_a_broken_part_refuses_the_whole_file(tmp_path: Path, part: str) -> None:
    source = saved(tmp_path / "a.xlsx", HEAD, ["甲", "=1+1"])
    broken = altered(source, tmp_path / "b.xlsx", lambda name, xml: xml[:-60] if name == part else xml)
    assert refusal(broken) == "library_file_truncated"


def test_a_file_cut_anywhere_is_refused_whole(tmp_path: Path) -> None:
    whole = WORKBOOK.read_bytes()
    path = tmp_path / "cut.xlsx"
    for end in range(4, len(whole), len(whole) // 40):
        path.write_bytes(whole[:end])
        assert refusal(path) == "library_file_truncated"


def test_what_stands_in_cells_is_told_as_it_is(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "一"
    sheet.append(["文字", 3, 2.5, True, None, "#N/A", "=A1"])
    sheet["F1"].data_type = "e"
    sheet.merge_cells("A2:B3")
    sheet["A2"], sheet["C3"] = "合并", "下"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("二")
    hidden["A1"] = "x"
    hidden.sheet_state = "veryHidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    one, two = read_library_file(path).sheets
    assert one.rows[0] == (
        Cell(CellKind.TEXT, "文字"),
        Cell(CellKind.NUMBER, "3"),
        Cell(CellKind.NUMBER, "2.5"),
        Cell(CellKind.TEXT, "是"),
        Cell(),
        Cell(CellKind.ERROR, "#N/A"),
        Cell(CellKind.FORMULA),
    )
    assert one.merged == (Merge(2, 1, 3, 2),)
    assert one.cell(3, 2).text == "合并"
    assert one.cell(99, 99) == Cell()
    assert (one.hidden_rows, one.hidden_columns, one.hidden) == ({3}, {3}, False)
    assert two.hidden


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_R_ITEM_1_csv_in_any_usual_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "清单.csv"
    lines = [HEAD, ["普通护照签发", "内乡县公安局", "承诺件", '"5个\n工作日"']]
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    (sheet,) = read_library_file(path).sheets
    assert [cell.text for cell in sheet.rows[1]] == ["普通护照签发", "内乡县公安局", "承诺件", "5个\n工作日"]


def test_R_ITEM_1_characters_lost_in_gbk_are_hinted(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    lines = [",".join([*HEAD, "资料来源"]), "其他备案（示例：????）,内乡县公安局,承诺件,5,http://a.cn/?id=1"]
    path.write_text("\n".join(lines), "gbk")
    outcome = review(read_library_file(path).sheets)
    told = [finding for finding in outcome.findings if finding.code == "characters_lost"]
    assert [(finding.row, finding.column, finding.level) for finding in told] == [(2, "事项名称", Level.WARN)]


def test_a_csv_longer_than_any_library_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_csv, "MAX_ROWS", 10)
    path = tmp_path / "长.csv"
    path.write_text("甲,乙\n" * 11, "utf-8")
    assert refusal(path) == "library_file_too_big"


def test_a_file_without_any_item_table_is_an_error_not_a_crash(tmp_path: Path) -> None:
    outcome = review(read_library_file(saved(tmp_path / "a.xlsx", ["姓名", "电话"], ["甲", 1])).sheets)
    assert [(each.level, each.code) for each in outcome.findings] == [
        (Level.NOTE, "sheet_without_table"),
        (Level.ERROR, "file_without_items"),
    ]
    assert review(()).items == ()


def test_R_ITEM_1_the_report_is_a_workbook_of_plain_text(tmp_path: Path) -> None:
    hostile = ["=1+1|' /C calc'!A0", "+86", "-2", "@SUM(A1)", "\x01\ud800坏字"]
    findings = [Finding("表", row, Level.ERROR, "limit_range", name, "承诺期限", {"found": name})
                for row, name in enumerate(hostile, start=2)]  # fmt: skip
    path = tmp_path / "报告.xlsx"
    assert write_report(path, findings) == len(hostile)
    sheet = load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert tuple(cell.value for cell in rows[0]) == HEADS
    assert [row[3].value for row in rows[1:]] == [*hostile[:4], "坏字"]
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    assert rows[1][1].value == "2"


def test_a_report_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation) as caught:
        write_report(tmp_path / "没有这个目录" / "报告.xlsx", [])
    assert "报告.xlsx" in say(caught.value)


def test_a_file_is_named_without_its_folder(tmp_path: Path) -> None:
    file = read_library_file(saved(tmp_path / "甲.xlsx", HEAD))
    assert isinstance(file, LibraryFile)
    assert file.name == "甲.xlsx"
