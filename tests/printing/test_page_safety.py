"""What must not happen: a paper with a hole in it, a missing character, a name that is more than a name."""

import base64
import hashlib
import threading
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import MaterialLine, NoticePurpose, PersonLine, SignatureMark
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.printing import page_samples
from yichuang_desktop.printing.page import compose, page_images, paint, render_pdf, uncovered
from yichuang_desktop.printing.page_gallery import all_samples
from yichuang_desktop.printing.page_ops import UNIT, Frame, Page, Style, Text, width_of, wrap
from yichuang_desktop.printing.page_samples import SECOND_COPY

pytestmark = pytest.mark.usefixtures("qapp")

HOSTILE = (
    "<img src=file:///etc/passwd>",
    "<img src='http://example.invalid/x.png'><b>粗</b>",
    "&amp;&lt;\\\\server\\share",
    "{item}%s%(name)s$promisor",
    "'; DROP TABLE cases; --",
)
NO_FONT = "\U0003ffff"
BODY = Style(10.5)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_as_it_stands_and_nothing_is_loaded(name: str) -> None:
    paper = replace(page_samples.collection(), collector=PersonLine(name), relation="")
    pdf = render_pdf(paper)
    assert "".join(name.split()) in text_of(pdf)
    # A loaded picture or link would be an object of its own.
    assert b"/URI" not in pdf
    assert b"/Subtype /Image" not in pdf


def test_direction_overrides_and_controls_leave_no_trace() -> None:
    paper = replace(page_samples.collection(), collector=PersonLine("张\u202e三\u0000\u200b四"))
    assert "张三四" in text_of(render_pdf(paper))


def test_a_required_field_that_lacks_stops_the_print_and_is_named() -> None:
    with pytest.raises(RuleViolation) as raised:
        render_pdf(replace(page_samples.receipt(), first_handler=""))
    assert raised.value.code == "paper_incomplete"
    assert "首办责任人" in say(raised.value)


def test_R_X_1_a_character_without_a_font_is_said_before_printing() -> None:
    paper = replace(page_samples.collection(), collector=PersonLine(f"张{NO_FONT}三"))
    with pytest.raises(RuleViolation) as raised:
        render_pdf(paper)
    assert raised.value.code == "no_font_for_character"
    assert raised.value.facts == {"character": NO_FONT, "code_point": "U+3FFFF"}
    assert say(raised.value)


def test_by_hand_leaves_a_frame_where_the_character_would_stand() -> None:
    paper = replace(page_samples.collection(), collector=PersonLine(f"张{NO_FONT}三"))
    pages = compose(paper, by_hand=True)
    line = next(m for m in pages[0].marks if isinstance(m, Text) and m.text == "张　三")
    frames = [
        m for m in pages[0].marks if isinstance(m, Frame) and m.x > line.x and m.width < line.style.units
    ]
    assert [line.x + line.style.units < f.x < line.x + 2 * line.style.units for f in frames] == [True]
    assert "张" in text_of(render_pdf(paper, by_hand=True))


def test_every_character_of_the_demonstration_names_has_a_font() -> None:
    assert uncovered("㛃𬱟·龘䶮𠅤𪻐𤩽𫖯𬤇㐂㙦𩽾𬬮𬭎𪩘𰻝𮧵㵘祎翀赟㬎𡚸犇骉𨱇𬸚𬘫㸚") == ()
    assert uncovered("A&B“双引号”（中外合资）·—…℃％￥ÉЁ　 \n") == ()
    assert uncovered(f"甲{NO_FONT}乙{NO_FONT}") == (NO_FONT,)


@pytest.mark.parametrize(
    "picture",
    [
        "",
        "not base64 !",
        base64.b64encode(b"GIF89a....").decode(),
        base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(),
        base64.b64encode(bytes(2_000_001)).decode(),
    ],
)
def test_a_signature_that_is_no_picture_is_refused_in_words(picture: str) -> None:
    paper = page_samples.commitment()
    mark = SignatureMark(picture, paper.text_sha256, paper.head.issued_at, "样例")
    with pytest.raises(RuleViolation) as raised:
        render_pdf(replace(paper, signature=mark))
    assert raised.value.code == "signature_picture_unreadable"
    assert say(raised.value)


def test_a_signature_given_under_another_text_is_not_printed() -> None:
    paper = page_samples.signed(page_samples.commitment())
    with pytest.raises(RuleViolation, match="commitment_text_changed") as raised:
        render_pdf(replace(paper, closing="别的话"))
    assert say(raised.value)


def test_papers_are_rendered_in_threads_side_by_side_and_alike() -> None:
    names = ("receipt-typical", "commitment-longest", "record-typical", "ledger")
    papers = [page_samples.samples()[name][0] for name in names]
    alone = [render_pdf(paper) for paper in papers]
    together: dict[int, bytes] = {}

    def work(place: int) -> None:
        together[place] = render_pdf(papers[place % len(papers)])

    threads = [threading.Thread(target=work, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [together[place] for place in range(8)] == alone * 2


def test_a_printer_gets_the_same_pages_upright_or_across(tmp_path: Path) -> None:
    for name, direction in (
        ("receipt-longest", QPageLayout.Orientation.Portrait),
        ("ledger", QPageLayout.Orientation.Landscape),
    ):
        paper = page_samples.samples()[name][0]
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{name}.pdf"))
        printer.setPageMargins(QMarginsF(20, 20, 20, 20))
        count = paint(paper, printer)
        del printer
        document = pypdfium2.PdfDocument(tmp_path / f"{name}.pdf")
        assert len(document) == count == len(compose(paper))
        across = document[0].get_width() > document[0].get_height()
        assert across == (direction is QPageLayout.Orientation.Landscape)
        document.close()
        assert paper.head.number in text_of((tmp_path / f"{name}.pdf").read_bytes())


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_open_is_said_in_words(tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
    with pytest.raises(RuleViolation, match="printer_refused") as raised:
        paint(page_samples.receipt(), printer)
    assert say(raised.value)


def test_pictures_have_the_size_of_the_paper() -> None:
    upright = page_images(page_samples.receipt(), 96)[0]
    across = page_images(page_samples.ledger(), 96)[0]
    assert (upright.width(), upright.height()) == (794, 1123)
    assert (across.width(), across.height()) == (1123, 794)


@pytest.mark.parametrize("width", [6.0, 10.0, 20.0, 33.0, 61.0])
def test_broken_lines_fit_and_lose_nothing(width: float) -> None:
    text = "（依据《中华人民共和国行政许可法》第三十二条），NX20261123-04-0009号；AVeryLongLatinWord 完。"
    lines = wrap(text, BODY, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    closing = "，。；）》"
    for line in lines:
        # What clings to a character may stand over the edge only where the column is narrower than it all.
        assert width_of(line, BODY) <= max(width, 4 * 3.8)
        if width > 15:
            assert line[0] not in closing
            assert line[-1] not in "（《"


def test_a_receipt_number_is_not_broken_where_it_fits() -> None:
    lines = wrap("收件通知单编号为 NX20261123-04-0009", BODY, 42)
    assert lines[-1] == "NX20261123-04-0009"


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Pairs of texts whose bodies lie over each other, and texts over the right edge."""
    boxes = [
        (
            m.text,
            m.x,
            m.y - 0.78 * m.style.units,
            m.x + width_of(m.text, m.style) * UNIT,
            m.y + 0.05 * m.style.units,
        )
        for m in page.marks
        if isinstance(m, Text)
    ]
    found = [
        (one[0], two[0])
        for place, one in enumerate(boxes)
        for two in boxes[place + 1 :]
        if one[1] < two[3] - 1 and two[1] < one[3] - 1 and one[2] < two[4] - 1 and two[2] < one[4] - 1
    ]
    return found + [(box[0], "edge") for box in boxes if box[3] > (page.width - 8) * UNIT]


@pytest.mark.parametrize("name", sorted(all_samples()))
def test_no_text_lies_over_another_or_over_the_edge(name: str) -> None:
    paper, mark = all_samples()[name]
    for page in compose(paper, copy_mark=mark):
        assert overlapping(page) == []


def test_fields_of_the_longest_allowed_length_still_have_their_place() -> None:
    """GB/T 39046: item and material names up to 200 characters, applicants 100, clerks 30."""
    item, unit, name = "长" * 200, "司" * 100, "阿卜杜·" * 7 + "乌斯"
    long = page_samples.long_receipt()
    head = replace(long.head, clerk=name, hall_name="内乡县行政审批和政务信息管理局政务服务中心（东区）")
    materials = tuple(replace(line, name="材" * 200, remark="注" * 60) for line in long.materials)
    receipt = replace(
        long,
        head=head,
        item_name=item,
        applicant=replace(long.applicant, name=unit),
        applicant_masked=replace(long.applicant_masked, name=unit),
        first_handler=name,
        materials=materials,
    )
    record = replace(page_samples.record(materials), item_name=item, first_handler=name, head=head)
    for paper in (receipt, record):
        pages = compose(paper, copy_mark=SECOND_COPY)
        for page in pages:
            assert overlapping(page) == []
        text = text_of(render_pdf(paper))
        assert text.count("材" * 5) >= 26
        assert name in text


def test_a_remark_higher_than_a_page_goes_on_in_the_next_row() -> None:
    remark = "".join(f"第{number}点补正要求。" for number in range(1, 400))
    rows = (MaterialLine(1, "申请书", "原件", 1, "", remark),)
    paper = replace(page_samples.notice(NoticePurpose.CORRECTION), rows=rows)
    pages = compose(paper)
    for page in pages:
        assert overlapping(page) == []
        assert all(m.y <= (page.height - 6) * UNIT for m in page.marks if isinstance(m, Text))
    assert text_of(render_pdf(paper)).count("点") == 2 * 399


def test_a_return_without_reasons_is_not_printed() -> None:
    with pytest.raises(RuleViolation) as raised:
        render_pdf(replace(page_samples.notice(NoticePurpose.RETURN), reasons=()))
    assert "退件原因" in say(raised.value)


def test_what_was_signed_on_screen_stands_on_the_slip_with_its_hash() -> None:
    words = "领取人巴图·演示已领取营业执照一份，当面核对无误。"
    digest = hashlib.sha256(words.encode()).hexdigest()
    mark = page_samples.signature("巴图·演示", digest)
    paper = replace(page_samples.collection(), signed_text=words, signature=mark)
    text = text_of(render_pdf(paper))
    assert words in text
    assert digest in text
    for broken in (
        replace(paper, signed_text="别的话"),
        replace(page_samples.loss(), signed_text="甲", signature=mark),
    ):
        with pytest.raises(RuleViolation, match="signed_text_changed") as raised:
            render_pdf(broken)
        assert say(raised.value)
