"""The slip with a one-time rating code."""

from datetime import datetime

import pytest

from tests.printing.slips_made import check_rating, profile, reader
from tests.printing.strict_reader import TextLine
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.printing.slip_rating import RATING_CODE_SLIP, rating_code_renderer, render_rating_code

DOCUMENT = {
    "hall": "内乡县政务服务中心",
    "counter": "4号窗口",
    "service": "食品经营许可",
    "time": "2026-11-23T10:05:00",
    "code": "16040512",
    "expires": "2026-11-30T18:00:00",
}


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_the_code_stands_large_in_two_groups_and_nowhere_a_scanner_reads_it() -> None:
    for of in (profile(), profile(576, 48, native=True)):
        items = reader(of).read(render_rating_code(DOCUMENT, of).data)
        (large,) = (item for item in items if isinstance(item, TextLine) and item.text == "1604 0512")
        assert (large.width, large.height, large.align) == (3, 3, 1)
        assert check_rating(4, of).text.count("16040512") <= 1


def test_times_are_told_as_people_read_them() -> None:
    of = profile(576, 48, native=True)
    text = [
        item.text
        for item in reader(of).read(render_rating_code(DOCUMENT, of).data)
        if isinstance(item, TextLine)
    ]
    assert "时    间：2026年11月23日 10:05" in text
    assert "2026年11月30日 18:00前有效" in text
    told = render_rating_code({**DOCUMENT, "time": "上午十点", "advice": "请到评价台。"}, of)
    text = [item.text for item in reader(of).read(told.data) if isinstance(item, TextLine)]
    assert "时    间：上午十点" in text
    assert text[-1] == "请到评价台。"


@pytest.mark.parametrize("code", [None, "", "1234567", "1234567x", "１２３４５６７８", 5])
def test_a_document_without_its_code_is_refused(code: object) -> None:
    with pytest.raises(RuleViolation, match="print_not_laid_out"):
        render_rating_code({**DOCUMENT, "code": code}, profile())


def test_the_renderer_marks_a_further_copy() -> None:
    asked = datetime(2026, 11, 23, 15, 20)
    job = PrintJob("1", RATING_CODE_SLIP, DOCUMENT, "slip-04", "王敏", asked, copy_no=2)
    rendered = rating_code_renderer(lambda _: profile())(job)
    assert "补打 第1次 2026-11-23 15:20 王敏".encode("gb18030") in rendered.data
