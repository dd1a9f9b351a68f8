"""A4 papers read back: text from the PDF, codes from the picture, rows by where they stand."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest
import zxingcpp

from tests.printing.page_reading import codes_on, picture, squeezed, texts
from yichuang_desktop.domain.papers import (
    CorrectionPaper,
    MailingPaper,
    MaterialLine,
    NoticePurpose,
    OneOffNoticePaper,
    Paper,
    PersonLine,
    ReceiptSheet,
    ScanPicture,
    SignatureMark,
    SupplyRecordPaper,
    TransferPaper,
)
from yichuang_desktop.printing import page_samples
from yichuang_desktop.printing.page import compose, page_images, render_pdf
from yichuang_desktop.printing.page_gallery import all_samples
from yichuang_desktop.printing.page_ops import UNIT, Text
from yichuang_desktop.printing.page_paint import page_image

pytestmark = pytest.mark.usefixtures("qapp")

SAMPLES = {name: paper for name, (paper, _) in all_samples().items()}
RARE = "㛃𬱟𠅤𪻐𤩽·ÉёО"


@cache
def pdf_of(name: str) -> bytes:
    paper, mark = all_samples()[name]
    return render_pdf(paper, copy_mark=mark)


def values(part: Any) -> Iterator[str]:
    """Every text on a paper, pictures and hashes of pictures left out."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from values(one)
    elif is_dataclass(part) and not isinstance(part, SignatureMark | ScanPicture):
        for field in fields(part):
            if field.name not in {"code", "counterfoil_code", "group", "purpose"}:
                yield from values(getattr(part, field.name))


def not_printed(paper: Paper) -> set[str]:
    """What a form leaves out on purpose."""
    if isinstance(paper, ReceiptSheet):
        # An agent's document stands on the commitment; verdicts of received materials are the tick.
        agent = paper.representative
        left_out = {line.verdict for line in paper.materials} | {paper.applicant.address, paper.consult_phone}
        return left_out | ({agent.document_no, agent.document_title, agent.phone} if agent else set())
    if isinstance(paper, OneOffNoticePaper):
        guidance = paper.purpose is NoticePurpose.GUIDANCE
        whom = set(values(paper.applicant)) if guidance else set()
        unused: dict[NoticePurpose, set[str]] = {
            NoticePurpose.GUIDANCE: {
                paper.supply_by,
                paper.receipt_no,
                paper.handled_by,
                paper.apply_again,
                paper.remedies,
                *paper.reasons,
            },
            NoticePurpose.CORRECTION: {
                paper.receipt_no,
                paper.handled_by,
                paper.apply_again,
                paper.remedies,
                *paper.reasons,
                *paper.conditions,
                *values(paper.limits),
                *(row.form for row in paper.rows),
            },
            NoticePurpose.RETURN: {
                paper.supply_by,
                paper.supply_ways,
                *paper.conditions,
                *values(paper.limits),
            },
        }
        return whom | unused[paper.purpose]
    match paper:
        case CorrectionPaper():
            return {row.form for row in paper.rows}
        case SupplyRecordPaper():
            return set(values(paper.applicant)) - {paper.applicant.name}
        case MailingPaper():
            to = paper.recipient
            return {to.document_no, to.document_title, to.legal_representative}
    return set()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_everything_on_a_paper_can_be_read_in_its_pdf(name: str) -> None:
    paper = SAMPLES[name]
    text = "".join(texts(pdf_of(name)))
    missing = {part for part in values(paper) if part and squeezed(part) not in text} - not_printed(paper)
    assert not missing


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_page_repeats_title_number_and_mark_and_counts_itself(name: str) -> None:
    """Pages are counted part by part; a part begins with page 1."""
    paper = SAMPLES[name]
    found = texts(pdf_of(name))
    counts = [re.search(r"第(\d+)页共(\d+)页", text) for text in found]
    assert all(counts)
    expected = iter(int(count[1]) for count in counts if count)
    total = [int(count[2]) for count in counts if count]
    place = 0
    while place < len(total):
        assert [next(expected) for _ in range(total[place])] == list(range(1, total[place] + 1))
        place += total[place]
    for text in found:
        assert f"编号：{paper.head.number}" in text
        assert paper.head.hall_name in text
        assert ("演示" in text) == paper.head.demonstration


@pytest.mark.parametrize("name", ["receipt-longest", "record-longest", "notice-correction-longest", "ledger"])
def test_long_papers_have_several_pages_and_the_column_heads_on_each(name: str) -> None:
    found = texts(pdf_of(name))
    assert len(found) > 1
    if name == "ledger":
        assert all("收件编号" in text and "首办责任人" in text for text in found)
    if name == "receipt-longest":
        assert "详见附页" in found[0]
        assert found[1].count(squeezed(page_samples.LONG_MATERIAL)) == 52


def test_R_IN_9_typical_receipt_is_one_sheet_with_name_and_date_at_the_lower_right_of_both_halves() -> None:
    pages = compose(page_samples.receipt())
    assert len(pages) == 1
    marks = [mark for mark in pages[0].marks if isinstance(mark, Text)]
    for bottom, top in ((140, 112), (284, 240)):
        half = [m.text for m in marks if top * UNIT < m.y < bottom * UNIT and m.x > 125 * UNIT]
        assert "员工甲" in half
        assert "2026年11月23日" in half
    titles = {mark.text: mark.y / UNIT for mark in marks if mark.style.points == 18}
    assert titles["收件通知单存根"] < 140
    assert titles["收件通知单"] > 150


@pytest.mark.parametrize("count", [1, 5, 8, 12])
def test_R_IN_3_receipt_and_counterfoil_with_up_to_twelve_common_materials_are_one_sheet(count: int) -> None:
    materials = page_samples.many(count, "经营场所使用证明及产权证明")
    assert len(compose(page_samples.receipt(materials))) == 1


def test_R_IN_9_nothing_of_the_counterfoil_crosses_the_cut() -> None:
    for name in ("receipt-typical", "receipt-longest", "receipt-package", "receipt-emptiest"):
        for page in compose(SAMPLES[name]):
            heights = [m.y / UNIT for m in page.marks if isinstance(m, Text)]
            assert not [y for y in heights if 140.5 < y < 146]
            assert not [y for y in heights if 148.5 < y < 152]


def test_document_and_phone_are_whole_on_the_counterfoil_and_masked_on_the_receipt() -> None:
    marks = [m for m in compose(page_samples.receipt())[0].marks if isinstance(m, Text)]
    for whole, masked in (("411399199001010013", "411***********0013"), ("15400000012", "154****0012")):
        assert [m.y / UNIT < 140 for m in marks if whole in m.text] == [True]
        assert [m.y / UNIT > 150 for m in marks if masked in m.text] == [True]


@pytest.mark.parametrize(
    "name", sorted(name for name in SAMPLES if not name.endswith("emptiest") and not name.endswith("longest"))
)
def test_the_codes_on_every_page_scan_as_the_papers_own(name: str) -> None:
    paper = SAMPLES[name]
    codes = {paper.head.code} | ({paper.counterfoil_code} if isinstance(paper, ReceiptSheet) else set())
    dpi = 200 if name.endswith("typical") else 110
    for page in compose(paper)[:2]:
        assert set(codes_on(page_image(page, dpi))) == codes - {""}


def test_each_half_of_the_receipt_carries_its_own_code() -> None:
    image = picture(page_images(page_samples.receipt(), 200)[0])
    cut = round(147 / 25.4 * 200)
    for box, code in (
        ((0, 0, image.width, cut), page_samples.STUB_CODE),
        ((0, cut, image.width, image.height), page_samples.CODE),
    ):
        found = zxingcpp.read_barcodes(image.crop(box), formats=zxingcpp.BarcodeFormat.QRCode)
        assert [one.text for one in found] == [code]


def test_the_digits_of_the_code_stand_beneath_it_in_groups_of_five() -> None:
    lines = [m.text for m in compose(page_samples.commitment())[0].marks if isinstance(m, Text)]
    assert "73012 02611 23040" in lines
    assert "00949 56350 83480" in lines


@pytest.mark.parametrize(
    "name",
    [
        "record-longest",
        "notice-correction-longest",
        "ledger",
        "day-sheet-long",
        "correction-longest",
        "returned-longest",
        "parcel-longest",
        "day-close-longest",
        "performance-longest",
        "overdue-longest",
        "uncollected-longest",
        "transfer-longest",
    ],
)
def test_no_row_is_split_between_pages(name: str) -> None:
    """A row's longest cell stands whole on one page."""
    long_texts = {page_samples.LONG_MATERIAL, page_samples.LONG_ITEM, page_samples.LONG_UNIT}
    paper = SAMPLES[name]
    rows = getattr(paper, "materials", None) or paper.rows  # type: ignore[union-attr]
    expected = sum(1 for row in rows for cell in values(row) if cell in long_texts)
    expected += sum(
        1
        for part in fields(paper)
        if part.name in {"applicant"}
        for v in values(getattr(paper, part.name))
        if v in long_texts
    )
    parts = 2 if isinstance(paper, OneOffNoticePaper | CorrectionPaper | TransferPaper) else 1
    found = texts(pdf_of(name))
    whole = sum(text.count(squeezed(long)) for text in found for long in long_texts)
    assert whole >= expected * parts


def test_every_page_keeps_its_margins() -> None:
    for name, paper in SAMPLES.items():
        for page in compose(paper):
            for mark in page.marks:
                if isinstance(mark, Text):
                    assert mark.x >= 8 * UNIT, (name, mark)
                    assert mark.y <= (page.height - 5) * UNIT, (name, mark)


def test_rare_names_are_printed_and_read_back() -> None:
    paper = replace(page_samples.collection(), collector=PersonLine(f"样{RARE}例"))
    assert f"样{RARE}例" in "".join(texts(render_pdf(paper)))


def test_runs_of_full_width_spaces_keep_their_width() -> None:
    paper = replace(page_samples.collection(), relation="甲　　　乙")
    line = next(
        m for page in compose(paper) for m in page.marks if isinstance(m, Text) and m.text.startswith("甲")
    )
    assert line.text == "甲　　　乙"


def test_the_same_paper_gives_the_same_bytes() -> None:
    paper = page_samples.signed(page_samples.commitment())
    assert render_pdf(paper) == render_pdf(paper)
    assert b"D:20261123100500" in render_pdf(paper)


def test_a_second_print_says_so_on_both_halves() -> None:
    text = texts(render_pdf(page_samples.receipt(), copy_mark="第2次打印（补打）"))[0]
    assert text.count("第2次打印（补打）") == 2


def test_a_wet_signature_has_a_box_and_a_signature_on_screen_its_picture() -> None:
    wet, signed = page_samples.commitment(), page_samples.signed(page_samples.commitment())
    assert "屏幕签字" not in texts(render_pdf(wet))[0]
    text = texts(render_pdf(signed))[0]
    assert "屏幕签字2026年11月23日10:02" in text
    assert signed.text_sha256 in text
    images = [page_images(one, 96)[0] for one in (wet, signed)]
    assert images[0] != images[1]


def test_many_materials_of_a_package_are_grouped_by_department() -> None:
    text = "".join(texts(pdf_of("receipt-package")))
    assert text.count("【内乡县自然资源局】") == 2


def test_a_material_that_is_owed_has_an_empty_box_and_says_why() -> None:
    materials = (MaterialLine(1, "申请书", "原件", 1, "原件已核"), MaterialLine(2, "证明", "原件", 1, "容缺"))
    text = texts(render_pdf(page_samples.receipt(materials)))[0]
    assert text.count("2.证明（原件1份，容缺）") == 2
    assert text.count("1.申请书（原件1份）") == 2
