"""What departments write in a cell is read, or refused with a reason (R-ITEM-1)."""

from collections.abc import Callable

import pytest

from yichuang_desktop.domain.items import SpecialStepRule
from yichuang_desktop.domain.library_findings import CellProblem
from yichuang_desktop.domain.library_rows import Cell, CellKind, fold, half_width, lines_of, tidy
from yichuang_desktop.domain.library_values import (
    Limit,
    read_code,
    read_copies,
    read_form,
    read_limit,
    read_necessity,
    read_office_type,
    read_phones,
    read_steps,
    read_text,
    read_unit,
    read_yes,
    rough_days,
)
from yichuang_desktop.domain.sentences import compose


def text(words: str) -> Cell:
    return Cell(CellKind.TEXT, words) if words else Cell()


def number(words: str) -> Cell:
    return Cell(CellKind.NUMBER, words)


def problem(read: Callable[[Cell], object], cell: Cell) -> str:
    with pytest.raises(CellProblem) as caught:
        read(cell)
    sentence = compose(caught.value.code, caught.value.facts)
    assert sentence.count("。") >= 2, "what is wrong, then what to do"
    return caught.value.code


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("5个工作日", (5, "工作日")),
        ("５个工作日", (5, "工作日")),
        (" 5 个 工作日 ", (5, "工作日")),
        ("≤20个工作日", (20, "工作日")),
        ("不超过7个工作日", (7, "工作日")),
        ("3 个工作日（不含特殊环节）", (3, "工作日")),
        ("10个工作日内", (10, "工作日")),
        ("60日", (60, "自然日")),
        ("15天", (15, "自然日")),
        ("8小时", (8, "小时")),
        ("5", (5, "工作日")),
        ("0", (0, "工作日")),
        ("即办", (0, "当场")),
        ("当场办结", (0, "当场")),
        ("即时办结", (0, "当场")),
        ("无", (None, "工作日")),
        ("无法定时限", (None, "工作日")),
        ("—", (None, "工作日")),
        ("/", (None, "工作日")),
        ("", (None, "工作日")),
    ],
)
def test_R_ITEM_1_limits_as_departments_write_them(words: str, limit: Limit) -> None:
    assert read_limit(text(words)) == limit


def test_a_limit_takes_the_unit_of_its_own_column() -> None:
    assert read_limit(number("60"), "自然日") == (60, "自然日")
    assert read_limit(text("60日"), "工作日") == (60, "自然日")
    assert problem(lambda cell: read_limit(cell, "周"), number("2")) == "unit_unreadable"
    assert read_unit("天") == "自然日"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (text("5-8"), "limit_range"),
        (text("3至5个工作日"), "limit_range"),
        (text("３～５日"), "limit_range"),
        (text("尽快"), "limit_unreadable"),
        (text("2.5"), "limit_unreadable"),
        (text("-3"), "limit_unreadable"),
        (number("46086"), "limit_unreadable"),
        (text("3个月"), "limit_unreadable"),
        (Cell(CellKind.DATE, "2026-03-05"), "limit_date"),
        (Cell(CellKind.ERROR, "#N/A"), "limit_error"),
        (Cell(CellKind.FORMULA), "cell_formula"),
    ],
)
def test_R_ITEM_1_limits_nobody_can_count_are_refused(cell: Cell, code: str) -> None:
    assert problem(read_limit, cell) == code


@pytest.mark.parametrize("mark", ["是", "√", "Y", "y", "１", "1", "有", " ✓ "])
def test_R_ITEM_1_yes_in_all_its_marks(mark: str) -> None:
    assert read_yes(text(mark)) is True


@pytest.mark.parametrize("mark", ["否", "×", "N", "０", "无", "", "\u3000"])
def test_R_ITEM_1_no_in_all_its_marks(mark: str) -> None:
    assert read_yes(text(mark)) is False


def test_neither_yes_nor_no_is_refused() -> None:
    assert problem(read_yes, text("待定")) == "yes_unreadable"


@pytest.mark.parametrize(
    ("words", "copies"),
    [
        ("1", 1),
        ("１", 1),
        ("1份", 1),
        ("一式一份", 1),
        ("一式两份", 2),
        ("３份", 3),
        ("", 1),
        ("十份", 10),
        ("各一", 1),
    ],
)
def test_R_ITEM_1_copies(words: str, copies: int) -> None:
    assert read_copies(text(words)) == copies


@pytest.mark.parametrize("words", ["若干", "0", "-1", "1-2", "51", "多份"])
def test_R_ITEM_1_an_uncertain_number_of_copies_is_refused(words: str) -> None:
    assert problem(read_copies, text(words)) == "copies_unreadable"


def test_forms_necessity_and_office_types() -> None:
    assert read_form(text("原件、复印件")) == "原件+复印件"
    assert read_form(text("原件＋复印件")) == "原件+复印件"
    assert read_form(text("电子版")) == "电子"
    assert problem(read_form, text("口头")) == "form_unreadable"
    assert read_necessity(text("视情况")) == "非必要"
    assert read_necessity(text("√")) == "必要"
    assert read_necessity(text(""), "非必要") == "非必要"
    assert problem(read_necessity, text("也许")) == "necessity_unreadable"
    assert read_office_type(text("承诺")) == "承诺件"
    assert read_office_type(text("")) == ""
    assert problem(read_office_type, text("快办件")) == "office_type_unreadable"


def test_R_ITEM_1_a_code_that_excel_made_a_number_is_refused() -> None:
    assert read_code(text(" 511A-0 ")) == "511A-0"
    assert read_code(number("1001")) == "1001"
    assert problem(read_code, number("511000000000")) == "code_scientific"
    assert problem(read_code, text("5.11E+11")) == "code_scientific"
    assert problem(read_code, text("9" * 61)) == "code_too_long"


def test_phones() -> None:
    assert read_phones(text("０３７７－００００００１７，０３７７－００００００１８")) == (
        "0377-00000017",
        "0377-00000018",
    )
    assert read_phones(text("")) == ()
    assert problem(read_phones, text("找小王")) == "phone_unreadable"


def test_special_steps_with_and_without_their_unit() -> None:
    known = (SpecialStepRule("现场勘验", 3, "工作日", True),)
    assert read_steps(text("注销公告（普通）（45日，不计入时限）；简易注销公示（20个工作日，计入时限）")) == (
        SpecialStepRule("注销公告（普通）", 45, "自然日", False),
        SpecialStepRule("简易注销公示", 20, "工作日", True),
    )
    assert read_steps(text("现场勘验3天"), known) == known
    assert read_steps(text("现场勘验"), known) == known
    assert read_steps(text("听证"), known) == (SpecialStepRule("听证"),)
    assert read_steps(text("无")) == ()
    assert problem(read_steps, Cell(CellKind.FORMULA)) == "cell_formula"


def test_text_refuses_what_is_no_text() -> None:
    assert read_text(text(" 甲\n乙 ")) == "甲乙"
    assert problem(read_text, Cell(CellKind.ERROR, "#REF!")) == "cell_error"


def test_limits_of_different_units_can_be_compared() -> None:
    assert rough_days((5, "工作日")) == rough_days((7, "自然日"))
    assert rough_days((24, "小时")) == 1
    assert rough_days((0, "当场")) == 0
    assert rough_days((None, "工作日")) is None


def test_unseen_characters_widths_and_numbering() -> None:
    assert tidy("\ufeff\u3000普通护照\r\n签发\u200b ") == "普通护照签发"
    assert half_width("０３７７－１２") == "0377-12"
    assert fold("食品（ Ａ ）") == fold("食品(a)")
    assert lines_of("1.甲\n2、乙\n\n（3）丙\n丁") == ("甲", "乙", "丙", "丁")
