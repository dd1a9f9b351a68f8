"""Every file as departments really send it gives what it must, row by row (R-ITEM-1, decision 19)."""

import json
from typing import Any

import pytest

from tests.exchange.library_support import DIRTY, expected_items, expected_packages
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.library_current import Library
from yichuang_desktop.domain.library_findings import Finding, Level, report
from yichuang_desktop.domain.library_preview import compare
from yichuang_desktop.domain.library_review import Review, review
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.exchange.library_files import read_library_file

EXPECTED: dict[str, dict[str, Any]] = json.loads((DIRTY / "EXPECTED.json").read_text("utf-8"))
LIBRARY = Library(tuple(expected_items()), tuple(expected_packages()))
TWO_LEVELS, TWO_SHEETS = [name for name in EXPECTED if EXPECTED[name]["kind"] == "xlsx"]
REFUSED_FILES = {
    "3_旧版xls改后缀.xlsx": "library_file_old_xls",
    "3b_网页表格改后缀.xls": "library_file_html",
    "3c_传输截断.xlsx": "library_file_truncated",
    "3d_空文件.xlsx": "library_file_empty",
}
CSV_FILES = [name for name in EXPECTED if EXPECTED[name]["kind"].startswith("csv")]
# What the reasons of EXPECTED.json are called here.
CODES = {
    "与上一行完全重复": "row_repeated",
    "同名同编码但承诺期限不同": "item_conflict",
    "名称前后有全角/半角空格": "item_name_blanks",
    "承诺期限写成区间 5-8": "limit_range",
    "缺事项名称": "item_name_missing",
    "承诺期限被 Excel 自动转成日期（原填 3-5）": "limit_date",
    "编码被转成科学计数法数字": "code_scientific",
    "缺责任单位": "item_department_missing",
    "办件类型写“承诺”": "office_type_short",
    "公式单元格，openpyxl 只读时取不到缓存值": "cell_formula",
    "专区名填错且为简称，应为不动产服务专区": "zone_wrong",
    "承诺期限 999 超出合理值": "promise_unreasonable",
    "承诺期限大于法定期限": "promise_beyond_legal",
    "即办件却有承诺期限": "on_the_spot_with_promise",
    "半角括号，与库内名称仅括号不同": "item_name_spelling",
    "承诺期限单元格为 #N/A": "limit_error",
    "两个全角电话写在一格": "phones_in_one_cell",
    "空行（含全角空格）": "row_blank",
    "材料名称内含回车换行": "material_name_broken",
    "缺材料名称": "material_name_missing",
    "份数写“若干”": "copies_unreadable",
    "事项名称在事项表中找不到，其后空白归属行也受影响": "material_owner_likely",
}
ITEM_PROBLEMS = EXPECTED[TWO_SHEETS]["problems"]
MATERIAL_PROBLEMS = EXPECTED[TWO_SHEETS]["material_problems"]


def reviewed(file: str, library: Library = LIBRARY) -> Review:
    return review(read_library_file(DIRTY / file).sheets, library)


@pytest.fixture(scope="module")
def two_sheets() -> Review:
    return reviewed(TWO_SHEETS)


def found(outcome: Review, sheet: str, row: int, code: str) -> Finding:
    here = [each for each in outcome.findings if (each.sheet, each.row) == (sheet, row)]
    matching = [each for each in here if each.code == code]
    assert matching, f"row {row}: {[each.code for each in here]}"
    return matching[0]


def levels(told: str) -> set[str]:
    """``fixable_or_error`` leaves the choice."""
    return set(told.split("_or_"))


def test_every_file_of_the_folder_is_tested() -> None:
    tested = {TWO_LEVELS, TWO_SHEETS, *REFUSED_FILES, *CSV_FILES}
    assert tested == set(EXPECTED) == {path.name for path in DIRTY.iterdir()} - {"EXPECTED.json"}


@pytest.mark.parametrize("problem", ITEM_PROBLEMS, ids=lambda problem: f"row{problem['row']}")
def test_R_ITEM_1_each_row_of_the_items_gets_its_level_reason_and_name(
    two_sheets: Review, problem: dict[str, Any]
) -> None:
    sheet = EXPECTED[TWO_SHEETS]["sheets"][0]
    finding = found(two_sheets, sheet, problem["row"], CODES[problem["reason"]])
    assert finding.level.value in levels(problem["level"])
    assert finding.name == problem.get("name", "")


@pytest.mark.parametrize("problem", MATERIAL_PROBLEMS, ids=lambda problem: f"row{problem['row']}")
def test_R_ITEM_1_each_row_of_the_materials_gets_its_level_reason_and_item(
    two_sheets: Review, problem: dict[str, Any]
) -> None:
    sheet = EXPECTED[TWO_SHEETS]["sheets"][1]
    finding = found(two_sheets, sheet, problem["row"], CODES[problem["reason"]])
    assert finding.level.value == problem["level"]
    assert finding.name == problem["item"]


def test_R_ITEM_1_no_other_row_is_called_wrong(two_sheets: Review) -> None:
    items, materials = EXPECTED[TWO_SHEETS]["sheets"]
    expected = {(items, problem["row"]) for problem in ITEM_PROBLEMS}
    expected |= {(materials, problem["row"]) for problem in MATERIAL_PROBLEMS}
    assert {
        (each.sheet, each.row) for each in two_sheets.findings if each.level is not Level.NOTE
    } == expected


def test_R_ITEM_1_any_refused_row_keeps_its_whole_item_out(two_sheets: Review) -> None:
    bad = [p["name"] for p in ITEM_PROBLEMS if levels(p["level"]) & {"error", "conflict"}]
    bad += [p["item"] for p in MATERIAL_PROBLEMS if p["level"] == "error"]
    assert {refused.name for refused in two_sheets.refused} == set(bad)
    assert not {item.name for item in two_sheets.items} & set(bad)
    assert len(two_sheets.items) + len(two_sheets.refused) == 24
    assert all(refused.findings for refused in two_sheets.refused)


def test_the_rows_of_both_sheets_are_counted(two_sheets: Review) -> None:
    assert two_sheets.material_rows == EXPECTED[TWO_SHEETS]["material_rows"]
    assert two_sheets.item_rows == EXPECTED[TWO_SHEETS]["data_rows_item"] - 2  # two blank ones


def test_what_was_fixed_is_read_right(two_sheets: Review) -> None:
    items = {item.name: item for item in two_sheets.items}
    permit = items["居住证办理"]
    assert (permit.promised_limit, permit.promised_unit) == (5, "工作日")
    assert (permit.legal_limit, permit.legal_unit) == (15, "自然日")
    assert permit.consult_phone == "0377-00000013"
    assert [m.copies for m in permit.materials] == [1, 1, 1, 1, 1]
    assert [m.form for m in permit.materials][:3] == ["原件", "原件+复印件", "电子"]
    assert permit.materials[4].necessity == "非必要"
    assert items["用气过户"].zone == "不动产服务专区"
    assert items["个人存量房交易税收申报"].consult_phone == "0377-00000017、0377-00000018"
    assert items["用水过户"].office_type == "承诺件"


def test_an_item_keeps_its_number_whatever_its_brackets(two_sheets: Review) -> None:
    numbers = {item.name: item.item_id for item in LIBRARY.items}
    assert all(item.item_id == numbers[item.name] for item in two_sheets.items)


def test_R_ITEM_1_the_report_tells_row_by_row_what_to_mend(two_sheets: Review) -> None:
    rows = report(two_sheets.findings)
    assert len(rows) == len(two_sheets.findings)
    (range_row,) = [row for row in rows if row.row == 9]
    assert range_row.level == "错误"
    assert range_row.column == "承诺期限"
    assert "5-8" in range_row.wrong
    assert range_row.todo.startswith("请填一个数")


def test_R_ITEM_1_a_file_without_a_library_is_judged_the_same_way() -> None:
    alone = reviewed(TWO_SHEETS, Library())
    for problem in ITEM_PROBLEMS:
        code = CODES[problem["reason"]].replace("zone_wrong", "zone_unknown")
        assert found(alone, EXPECTED[TWO_SHEETS]["sheets"][0], problem["row"], code)
    assert {item.item_id for item in alone.items} == {f"X-{n:04d}" for n in range(1, 14)}


@pytest.mark.parametrize("library", [LIBRARY, Library()], ids=["into the library", "into nothing"])
def test_R_ITEM_1_titles_two_level_heads_merges_sums_and_hidden_rows(library: Library) -> None:
    told = EXPECTED[TWO_LEVELS]
    outcome = reviewed(TWO_LEVELS, library)
    assert [item.name for item in outcome.items] == told["item_names"]
    assert (len(outcome.items), outcome.material_count) == (told["valid_items"], told["valid_materials"])
    assert outcome.refused == ()
    notes = {finding.code for finding in outcome.findings}
    assert {"rows_hidden", "columns_hidden", "sheet_hidden", "sheet_without_table"} <= notes


def test_R_ITEM_1_the_two_level_table_says_what_the_library_says() -> None:
    known = {item.name: item for item in LIBRARY.items}
    for item in reviewed(TWO_LEVELS, Library()).items:
        wanted = known[item.name]
        assert [m.name for m in item.materials] == [m.name for m in wanted.materials]
        assert [m.form for m in item.materials] == [m.form for m in wanted.materials]
        assert [m.copies for m in item.materials] == [m.copies for m in wanted.materials]
        assert [m.necessity for m in item.materials] == [m.necessity for m in wanted.materials]
        assert item.promise_text == wanted.promise_text
        assert item.legal_text == wanted.legal_text
        assert (item.fee, item.office_type) == (wanted.fee, wanted.office_type)


def test_R_ITEM_1_a_partial_table_changes_nothing_it_does_not_mention() -> None:
    preview = compare(reviewed(TWO_LEVELS), LIBRARY)
    assert preview.changed == ()
    assert len(preview.unchanged) == 12
    assert len(preview.missing) == 58


@pytest.mark.parametrize(("file", "code"), REFUSED_FILES.items())
def test_R_ITEM_1_a_file_that_is_no_table_is_refused_with_what_to_do(file: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_library_file(DIRTY / file)
    assert refusal.value.code == code
    sentence = say(refusal.value)
    assert file in sentence
    assert "请" in sentence


@pytest.mark.parametrize("file", CSV_FILES)
def test_R_ITEM_1_a_csv_file_is_read_whatever_its_encoding_and_delimiter(file: str) -> None:
    outcome = reviewed(file)
    assert outcome.item_rows == len(outcome.items) == EXPECTED[file]["rows"]
    assert outcome.refused == ()
    if first_name := EXPECTED[file].get("first_name"):
        assert outcome.items[0].name == first_name


def test_R_ITEM_1_materials_in_one_cell_of_a_csv_are_told_apart() -> None:
    known = {item.name: item for item in LIBRARY.items}
    outcome = reviewed("4_GBK编码.csv", Library())
    for item in outcome.items:
        assert [m.name for m in item.materials] == [m.name for m in known[item.name].materials]
    assert "materials_by_name_only" in {finding.code for finding in outcome.findings}
