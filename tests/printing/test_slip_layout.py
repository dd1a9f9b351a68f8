"""Lines of a slip: as full as the paper allows, broken where a reader would break them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang_desktop.printing.charset import Charset, cells, clean, lacking, printable
from yichuang_desktop.printing.slip_layout import (
    LABEL_CELLS,
    PLAIN,
    Line,
    exact_measure,
    groups,
    label,
    numbered,
    paragraph,
    plain_measure,
    table,
    wrap,
)

PAPER = plain_measure(32)
TEXTS = st.text(
    st.sampled_from("县政务（），。、；：》《“”·…—×①℃ 0123456789-AbZ./堃䶮𠮷éя\t\u200b"), max_size=90
)


@given(TEXTS, st.integers(4, 48), st.sampled_from(Charset))
@settings(max_examples=300, deadline=None)
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int, charset: Charset) -> None:
    measure = exact_measure(48, charset)
    cleaned = measure.clean(text)
    lines = wrap(cleaned, width, measure)
    assert all(measure.of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(cleaned.split())


def test_closing_marks_do_not_start_a_line_and_opening_ones_do_not_end_it() -> None:
    assert wrap("内乡县政务服务，中心", 14, PAPER) == ["内乡县政务服", "务，中心"]
    assert wrap("经营许可证（含新增）", 12, PAPER) == ["经营许可证", "（含新增）"]


def test_numbers_and_words_stay_whole_where_they_can() -> None:
    assert wrap("电话0377-65331234转", 16, PAPER) == ["电话", "0377-65331234转"]
    assert wrap("1" * 40, 32, PAPER) == ["1" * 32, "1" * 8]


def test_a_table_hangs_its_texts_behind_the_labels_and_leaves_out_what_is_empty() -> None:
    rows = table((("事项", "食品经营许可" * 3, PLAIN), ("结果", "", PLAIN)), PAPER)
    assert [row.text for row in rows] == ["事    项：食品经营许可食品经营许", " " * 10 + "可食品经营许可"]
    assert all(cells(label(name), Charset.GBK) == LABEL_CELLS for name in ("事项", "申请人", "承诺时限"))


def test_a_lists_tail_stands_at_the_right_edge_or_below() -> None:
    rows = numbered([("申请表", "原件1份"), ("场所地址方位示意图和平面布局", "复印件12份")], PAPER)
    assert [row.text for row in rows] == [
        "1. 申请表                原件1份",
        "2. 场所地址方位示意图和平面布局",
        "                      复印件12份",
    ]
    assert all(PAPER.of(row.text) <= 32 for row in rows)


def test_a_code_is_grouped_as_evenly_as_the_paper_allows() -> None:
    assert groups("123456789012345", 5, PAPER) == ["12345 67890 12345"]
    assert groups("1" * 30, 5, PAPER) == ["11111 11111 11111"] * 2


def test_width_is_the_length_of_the_code_not_unicodes_opinion() -> None:
    for sign in "“”‘’·—…①℃°×":
        assert cells(sign, Charset.GB2312) == 2
        assert sign in printable(Charset.GB2312)
    assert cells("Aé€", Charset.GB18030_2BYTE) == 1 + 2 + 2


def test_each_font_has_what_its_makers_say() -> None:
    hanzi = {charset: sum("\u4e00" <= char <= "\u9fa5" for char in printable(charset)) for charset in Charset}
    assert hanzi == {Charset.GB2312: 6763, Charset.GBK: 20902, Charset.GB18030_2BYTE: 20902}
    assert lacking("堃镕喆䶮", Charset.GB2312) == ("堃", "镕", "喆", "䶮")
    assert lacking("堃镕喆䶮¥", Charset.GBK) == ("䶮", "¥")
    assert lacking("堃䶮㛃𠮷", Charset.GB18030_2BYTE) == ("㛃", "𠮷")


def test_a_letter_with_a_loose_mark_is_joined_and_a_compatibility_hanzi_is_left_as_it_is() -> None:
    assert clean("E\u0301\U0001f600", Charset.GBK) == "É\U0001f600"
    assert clean("\uf900", Charset.GBK) == "\uf900"


def test_a_row_is_a_plain_value() -> None:
    assert Line("内") == ("内", PLAIN)


def test_a_line_of_each_paper_takes_as_many_hanzi_as_its_makers_say() -> None:
    for cells_, hanzi in ((32, 16), (42, 21), (48, 24)):
        assert [len(line.text) for line in paragraph("县" * 2 * hanzi, plain_measure(cells_))] == [hanzi] * 2
