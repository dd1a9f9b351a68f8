"""The forms of the regulation: where one signs and seals, halves and cut lines, versions, required fields."""

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.printing.page_reading import codes_on, squeezed, texts
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import (
    HAND_LEDGERS,
    NoticePurpose,
    Paper,
    field_title,
    from_document,
    required_of,
    to_document,
    type_of_kind,
)
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.printing import page_samples, page_samples_cases, page_samples_first, page_samples_lists
from yichuang_desktop.printing.page import compose, render_pdf
from yichuang_desktop.printing.page_gallery import all_samples, gallery
from yichuang_desktop.printing.page_layouts import LAYOUTS
from yichuang_desktop.printing.page_ops import UNIT, Page, Picture, Ring, Rule, Text
from yichuang_desktop.printing.page_paint import page_image, signature_image
from yichuang_desktop.printing.page_words import in_force, word, words_of

pytestmark = pytest.mark.usefixtures("qapp")

FROZEN = Path(__file__).with_name("page_layouts.json")
SEALED = {
    "receipt_sheet",
    "one_off_notice",
    "conditional_notice",
    "informed_commitment",
    "materials_voucher",
    "acceptance_notice",
    "non_acceptance",
    "refusal",
    "termination_notice",
    "special_step_notice",
    "extension_notice",
    "correction_notice",
    "payment_notice",
    "service_receipt",
}
TWICE = {
    "special_step_notice": "special-step",
    "extension_notice": "extension",
    "department_voucher": "department-voucher",
}


@cache
def typical() -> dict[str, Paper]:
    """One sample of each kind, the commonest."""
    found: dict[str, Paper] = {}
    for paper, _ in all_samples().values():
        found.setdefault(paper.KIND, paper)
    found["one_off_notice"] = page_samples.notice(NoticePurpose.RETURN)
    return found


def marked(page: Page) -> list[Text]:
    return [mark for mark in page.marks if isinstance(mark, Text)]


def seals(page: Page) -> list[Ring]:
    return [mark for mark in page.marks if isinstance(mark, Ring) and mark.dotted]


def without(paper: Any, name: str) -> Any:
    """The paper with one required field emptied; ``recipient.phone`` empties it inside the person."""
    first, _, rest = name.partition(".")
    value = getattr(paper, first)
    if rest:
        return replace(paper, **{first: without(value, rest)})
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        blank: Any = replace(value, **{dataclasses.fields(value)[0].name: ""})
    else:
        blank = type(value)() if type(value) in (str, tuple, int) else None
    return replace(paper, **{first: blank})


def test_every_kind_has_a_layout_a_sample_and_its_extremes() -> None:
    assert set(LAYOUTS) == set(type_of_kind) == set(typical())
    assert all(type_of_kind[kind].VERSION in LAYOUTS[kind] for kind in type_of_kind)
    names = all_samples()
    families = {
        "-".join(part for part in name.split("-") if part not in {"typical", "longest", "emptiest"})
        for name in names
        if name.endswith("typical")
    }
    lists = {"blank-book", "receipt", "commitment", "loss", "collection", "record"}
    for family in families - lists:
        assert {f"{family}-longest", f"{family}-emptiest"} <= set(names), family


@pytest.mark.parametrize("kind", sorted(type_of_kind))
def test_every_required_field_that_is_empty_stops_the_paper_and_is_named(kind: str) -> None:
    paper = typical()[kind]
    for name in required_of(paper):
        broken = without(paper, name)
        for make in (compose, to_document):
            with pytest.raises(RuleViolation) as raised:
                make(broken)
            assert raised.value.code == "paper_incomplete"
            assert field_title(kind, name) in say(raised.value)


@pytest.mark.parametrize("kind", sorted(SEALED))
def test_a_seal_has_its_dotted_frame_of_42_mm_and_nothing_else_has(kind: str) -> None:
    for paper in (typical()[kind],):
        rings = [ring for page in compose(paper) for ring in seals(page)]
        assert rings
        assert all(abs(ring.radius * 2 / UNIT - 42) < 0.01 for ring in rings)


@pytest.mark.parametrize("kind", sorted(set(type_of_kind) - SEALED))
def test_what_the_hall_does_not_seal_has_no_frame_for_a_seal(kind: str) -> None:
    assert not [ring for page in compose(typical()[kind]) for ring in seals(page)]


@pytest.mark.parametrize(
    ("paper", "name", "label"),
    [
        (page_samples_cases.voucher(), "员工甲", "窗口接收人"),
        (page_samples_cases.acceptance(), "员工甲", "首办责任人"),
        (page_samples_cases.conditional(), "员工甲", "窗口经办人"),
    ],
    ids=["voucher", "acceptance", "conditional"],
)
def test_R_IN_9_name_and_date_of_the_receiving_clerk_stand_at_the_lower_right(
    paper: Paper, name: str, label: str
) -> None:
    page = compose(paper)[0]
    box = next(mark for mark in marked(page) if mark.text == label)
    assert box.x > 140 * UNIT
    beside = [m.text for m in marked(page) if abs(m.x - box.x) < UNIT and box.y < m.y < box.y + 45 * UNIT]
    assert name in beside
    dates = [m.text for m in marked(page) if m.x > 140 * UNIT and box.y < m.y < box.y + 45 * UNIT]
    assert "2026年11月23日" in dates
    assert not [m for m in marked(page) if m.x > 200 * UNIT]


@pytest.mark.parametrize("family", sorted(TWICE.values()))
def test_short_notices_stand_twice_on_one_sheet_and_nothing_crosses_the_cut(family: str) -> None:
    paper = all_samples()[f"{family}-typical"][0]
    pages = compose(paper)
    assert len(pages) == 1
    assert codes_on(page_image(pages[0], 150)) == [paper.head.code] * 2
    assert [m for m in pages[0].marks if isinstance(m, Rule) and m.dashed and abs(m.y1 / UNIT - 148.5) < 0.1]
    upper = [m.text for m in marked(pages[0]) if m.y < 146 * UNIT]
    lower = [m.text for m in marked(pages[0]) if m.y > 151 * UNIT]
    assert len(upper) == len(lower)
    differing = [pair for pair in zip(upper, lower, strict=True) if pair[0] != pair[1]]
    assert len(differing) == 1
    long = compose(all_samples()[f"{family}-longest"][0])
    assert len(long) > 1
    assert len(long) % 2 == 0


def test_R_RET_1_a_return_is_notice_and_stub_of_one_number_with_a_line_to_cut_and_seal_across() -> None:
    short = all_samples()["notice-return-emptiest"][0]
    (page,) = compose(short)
    titles = {m.text: m.y for m in marked(page) if m.style.points == 18}
    cut = next(m.y for m in marked(page) if "骑 缝 盖 章" in m.text)
    assert titles["一次性告知单（退件）"] < cut < titles["一次性告知单存根（退件）"]
    assert codes_on(page_image(page, 150)) == [short.head.code] * 2
    found = texts(render_pdf(page_samples.notice(NoticePurpose.RETURN)))
    assert "骑缝盖章" in found[-1]
    assert "一次性告知单存根（退件）" in found[-1]
    assert all("退件原因" in text for text in found)
    below = [m.text for m in marked(page) if m.y > cut]
    assert "申请人（领取人）签收" in below


def test_R_IN_5_the_notice_of_conditional_acceptance_ends_in_the_applicants_promise() -> None:
    text = "".join(texts(render_pdf(page_samples_cases.conditional())))
    assert text.index("容缺受理通知书") < text.index("容缺受理承诺书") < text.index("承诺人（签字或盖章）")
    assert text.count("经营场所使用证明（1）") == 2
    signed = "".join(texts(render_pdf(page_samples_cases.signed_conditional())))
    assert "屏幕签字2026年11月23日10:02" in signed
    with pytest.raises(RuleViolation, match="signed_text_changed"):
        compose(replace(page_samples_cases.signed_conditional(), signed_text="别的话"))


def test_R_IN_5_what_is_still_owed_stands_out() -> None:
    text = "".join(texts(render_pdf(page_samples_cases.supply(page_samples_cases.owed(3, supplied=2)))))
    assert "容缺材料共3项，尚欠1项" in text
    assert text.count("【未补交】") == 2
    whole = "".join(texts(render_pdf(page_samples_cases.supply(page_samples_cases.owed(2, supplied=2)))))
    assert "已全部补齐" in whole


def test_R_IN_11_a_package_has_a_row_a_member_and_shows_who_is_outside() -> None:
    text = "".join(texts(render_pdf(page_samples_cases.acceptance())))
    for name in ("企业设立登记", "公章刻制备案", "社会保险登记", "银行开户"):
        assert name in text
    assert text.count("部门另行办理；") == 1
    assert "分发至下列4个事项" in text
    single = "".join(texts(render_pdf(page_samples_cases.acceptance(1))))
    assert "联办" not in single


def test_R_IN_13_the_officer_signs_for_the_papers_never_for_the_commitment() -> None:
    text = "".join(texts(render_pdf(page_samples_cases.signed_parcel())))
    assert "代签仅限于材料签收，不代签信用承诺书" in text
    assert "部门后台（代服务对象）" in text
    assert "屏幕签字" in text


@pytest.mark.parametrize("paper", [page_samples_cases.refusal(), page_samples_cases.non_acceptance()])
def test_R_HO_6_a_refusal_says_reasons_law_and_both_remedies(paper: Paper) -> None:
    for text in texts(render_pdf(paper)):
        assert "行政复议" in text
        assert "六个月内" in text
        assert "行政许可法" in text
        assert "内乡县市场监督管理局" in text


def test_R_HO_6_a_decision_the_department_brought_gets_a_cover_with_its_number_and_sheets() -> None:
    cover = replace(page_samples_cases.refusal(), sheets=3)
    text = texts(render_pdf(cover))[0]
    assert "登记封面" in text
    assert "附后，共3页" in text
    assert text.count("内市监许不〔2026〕3号") == 2


def test_R_OUT_4_the_senders_slip_is_pasted_on_or_stands_there_as_a_picture() -> None:
    assert "寄件单据粘贴处" in "".join(texts(render_pdf(page_samples_cases.mailing())))
    for file_format in ("JPEG", "PNG"):
        slip = page_samples_cases.slip_picture(file_format)
        pages = compose(replace(page_samples_cases.mailing(), slip_picture=slip))
        assert [m for page in pages for m in page.marks if isinstance(m, Picture) and m.photo]
        assert squeezed(slip.sha256) in "".join(
            texts(render_pdf(replace(page_samples_cases.mailing(), slip_picture=slip)))
        )
    broken = replace(page_samples_cases.slip_picture(), image_base64="R0lGODlh")
    with pytest.raises(RuleViolation, match="slip_picture_unreadable") as raised:
        render_pdf(replace(page_samples_cases.mailing(), slip_picture=broken))
    assert say(raised.value)


def test_R_ARC_5_the_three_blank_books_carry_book_and_page_on_every_page() -> None:
    for kind, (title, columns) in HAND_LEDGERS.items():
        found = texts(render_pdf(page_samples_lists.blank_book(kind, 3)))
        assert [f"台账第{page}页" in text for page, text in zip((37, 38, 39), found, strict=True)] == [
            True
        ] * 3
        assert all(squeezed(title) in text and "2026-综窗-03" in text for text in found)
        assert all(column in text for text in found for column in columns)


def test_R_ARC_5_the_reconciliation_says_equal_only_when_every_figure_was_taken_and_agrees() -> None:
    equal = "".join(texts(render_pdf(page_samples_lists.reconciliation())))
    assert "手工台账与电脑台账一致。" in equal
    short = page_samples_lists.reconciliation()
    for row in (replace(short.counts[0], by_hand=411), replace(short.counts[0], by_hand=None)):
        text = "".join(texts(render_pdf(replace(short, counts=(row, *short.counts[1:])))))
        assert "手工台账与电脑台账一致。" not in text


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("performance-longest", ("收件编号", "情况说明", "记录人")),
        ("overdue-longest", ("收件编号及申请人", "提醒记录", "目前状态")),
        ("uncollected-longest", ("待领结果", "下一步措施")),
        ("transfer-longest", ("题名（申请人及事项）", "保管期限")),
        ("day-close-longest", ("所在岗位", "遗留事项", "责任人")),
        ("returned-longest", ("材料名称", "页数")),
    ],
)
def test_heads_come_again_on_every_page_of_a_long_list(name: str, heads: tuple[str, ...]) -> None:
    found = texts(render_pdf(all_samples()[name][0]))
    assert len(found) > 1
    rows = [text for text in found if "NX20261123-04-00" in text.replace("编号：NX20261123-04-0009", "")]
    if name == "returned-longest":
        rows = [text for text in found if squeezed(page_samples.LONG_MATERIAL) in text]
    assert len(rows) > 1
    for text in rows:
        assert all(head in text for head in heads)


# ---------------------------------------------------------------------------------- versions


def test_a_document_keeps_the_version_it_was_made_out_in() -> None:
    paper = page_samples_cases.extension()
    document = to_document(paper)
    assert document["head"]["template"] == paper.VERSION == 1
    again = from_document(document)
    assert again == paper
    assert again.head.template == 1
    assert to_document(again) == document
    later = {**document, "head": {**document["head"], "template": 7}}
    with pytest.raises(RuleViolation) as raised:
        compose(from_document(later))
    assert raised.value.code == "paper_template_unknown"
    assert "延长办理期限通知书" in say(raised.value)


def test_words_changed_from_a_day_on_leave_older_papers_as_they_were() -> None:
    section = {
        "title": "旧名",
        "closing": "不变",
        "2027-01-01": {"title": "新名"},
        "2028-01-01": {"title": "更新"},
    }
    assert in_force(section, date(2026, 12, 31)) == {"title": "旧名", "closing": "不变"}
    assert in_force(section, date(2027, 1, 1))["title"] == "新名"
    assert in_force(section, date(2029, 1, 1)) == {"title": "更新", "closing": "不变"}
    with words_of(date(2026, 11, 23)):
        assert word("extension", "title") == "延长办理期限通知书"


def digest(paper: Paper) -> str:
    """What the pages look like, pictures left out (their bytes depend on Qt's writer)."""
    marks = [
        (page.width, page.height, [mark for mark in page.marks if not isinstance(mark, Picture)])
        for page in compose(paper)
    ]
    return hashlib.sha256(repr(marks).encode()).hexdigest()[:16]


def test_the_layout_of_a_version_stays_as_it_was_printed() -> None:
    """A change that shows is a new version: a layout beside the old one, and its line in the file.

    While no hall has printed yet, put the new lines below into page_layouts.json.
    """
    now = {f"{kind}@{paper.VERSION}": digest(paper) for kind, paper in sorted(typical().items())}
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert now == frozen, json.dumps(now, indent=2)


# ---------------------------------------------------------------------------------- signatures, gallery


def test_a_signature_on_a_white_ground_lets_the_form_show_through() -> None:
    mark = page_samples_first.white_ground().signature
    assert mark is not None
    image = signature_image(mark.png_base64)
    assert image.pixelColor(2, 2).alpha() == 0
    inks = [image.pixelColor(x, y) for x in range(60, 500, 4) for y in range(40, 200, 4)]
    assert max(ink.alpha() for ink in inks) == 255
    assert min(ink.red() for ink in inks if ink.alpha() == 255) == 0


def test_the_gallery_writes_pdfs_and_if_asked_pictures(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    files = gallery(tmp_path, ("extension",), pictures=True, done=lambda at, of: heard.append((at, of)))
    assert {file.name for file in files} >= {"extension-typical.pdf", "extension-typical-1.png"}
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert all(file.stat().st_size > 1000 for file in files)
    assert all(one < two for one, two in pairwise(heard))


def run_gallery(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yichuang_desktop", "gallery", *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
    )


def test_the_gallery_command_says_how_many_papers_it_wrote(tmp_path: Path) -> None:
    done = run_gallery(str(tmp_path / "g"), "--only", "payment")
    assert done.returncode == 0, done.stderr
    assert "3 份单据已写入" in done.stderr
    assert sorted(file.name for file in (tmp_path / "g").iterdir()) == [
        "payment-emptiest.pdf",
        "payment-longest.pdf",
        "payment-typical.pdf",
    ]
    (tmp_path / "file").write_text("")
    refused = run_gallery(str(tmp_path / "file" / "g"), "--only", "payment")
    assert refused.returncode == 3
    assert "写不进去" in refused.stderr
