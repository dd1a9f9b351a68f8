"""Lists of the hall: intake record with its contents, day sheet of handovers, ledger for a span of days."""

import math
from collections.abc import Sequence
from typing import Final

from yichuang_desktop.domain.papers import DaySheetPaper, HandoverLine, IntakeRecordPaper, LedgerPaper
from yichuang_desktop.printing.page_blocks import (
    CELL,
    SMALL,
    TINY,
    Column,
    Field,
    SignatureBox,
    day_text,
)
from yichuang_desktop.printing.page_ops import Page, Style, width_of
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import word

LEDGER_CELL: Final = Style(8, leading=1.3)
LEDGER_HEAD: Final = Style(8, bold=True, leading=1.3)
SEQUENCE: Final = Column("序号", 12, centred=True)
LEDGER_PAD: Final = 1.0
SHORT: Final = 18.0
"""Texts up to this width (a name, a date) are not broken in a ledger."""
SAMPLE: Final = 200
"""Rows a ledger's columns are measured by."""


def record_pages(paper: IntakeRecordPaper, copy_mark: str = "") -> list[Page]:
    """Intake record, the cover of the archive bag (收件档案; R-IN-3, R-ARC-1)."""
    sheet = Sheet(paper.head, word("intake_record", "title"), copy_mark=copy_mark)
    fields = _record_fields(paper)
    sheet.grid(fields)
    sheet.heading(word("intake_record", "materials"), follow=24)
    width = sheet.band.width - 12 - 30 - 14 - 44
    columns = (
        SEQUENCE,
        Column("材料名称", width),
        Column("形式", 30, centred=True),
        Column("份数", 14, centred=True),
        Column("审查结论及备注", 44),
    )
    rows = [
        (str(line.seq), line.name, line.form, str(line.copies), _remarks(line.verdict, line.remark))
        for line in paper.materials
    ]
    sheet.table(columns, rows, style=SMALL, least=6.2)
    sheet.heading(word("intake_record", "contents"), follow=24)
    content_columns = (
        SEQUENCE,
        Column("文件名称", sheet.band.width - 12 - 18 - 50),
        Column("张数", 18, centred=True),
        Column("备注", 50),
    )
    contents = [
        (str(row.seq), row.name, str(row.sheets) if row.sheets else "", row.remark) for row in paper.contents
    ]
    sheet.table(content_columns, contents, style=SMALL, least=6.2)
    sheet.heading(word("intake_record", "closing"), follow=46)
    sheet.grid(
        [Field("办结日期", BLANK), Field("领取日期", BLANK), Field("盒　　号", ""), Field("件　　号", "")]
    )
    sheet.boxes(
        [
            SignatureBox("首办责任人", name=paper.first_handler, day=paper.received_on, day_label="收件："),
            SignatureBox("装袋人"),
            SignatureBox("归档人"),
        ],
        height=26,
    )
    return sheet.finish()


BLANK: Final = "　　　　年　　月　　日"


def _record_fields(paper: IntakeRecordPaper) -> list[Field]:
    person = paper.applicant
    estimated = "（暂估）" if paper.due_estimated else ""
    document = " ".join(part for part in (person.document_title, person.document_no) if part)
    found = [
        ("事项名称", paper.item_name),
        ("事项编码", paper.item_code),
        ("审批部门", paper.department),
        ("申请人", person.name),
        ("证件号码", document),
        ("法定代表人", person.legal_representative),
        ("联系电话", person.phone),
        ("联系地址", person.address),
        ("代理人", paper.representative.name if paper.representative else ""),
        ("代理人电话", paper.representative.phone if paper.representative else ""),
        ("收件日期", day_text(paper.received_on)),
        ("承诺时限", paper.promise_text),
        ("承诺到期", day_text(paper.promise_due) + estimated if paper.promise_due else ""),
        ("法定到期", day_text(paper.legal_due) + estimated if paper.legal_due else ""),
        ("首办责任人", paper.first_handler),
        ("保管期限", paper.retention),
    ]
    return [Field(label, value, wide=label == "事项名称") for label, value in found if value]


def _remarks(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def day_sheet_pages(paper: DaySheetPaper, copy_mark: str = "") -> list[Page]:
    """Day sheet of one department's handovers (R-HO-2, R-OUT-7); what lacks a signature stands out."""
    sheet = Sheet(paper.head, word("day_sheet", "title"), copy_mark=copy_mark, landscape=True)
    unsigned = sum(1 for row in paper.rows if row.signed_at is None)
    sheet.page.text_right(
        sheet.band.right - (26 if paper.head.code else 0),
        sheet.y - 6.2,
        f"{day_text(paper.day)}　共 {len(paper.rows)} 件，未签收 {unsigned} 件",
        CELL,
    )
    sheet.paragraph(f"审批部门：{paper.department}", CELL, indent=0)
    sheet.space(1)
    flexible = sheet.band.width - 12 - 42 - 14 - 16 - 26 - 16 - 32 - 20
    columns = (
        SEQUENCE,
        Column("收件编号", 42),
        Column("申请人", flexible * 0.38),
        Column("事项名称", flexible * 0.62),
        Column("份数", 14, centred=True),
        Column("收件", 16, centred=True),
        Column("存根签收人", 26, centred=True),
        Column("签收", 16, centred=True),
        Column("本表签字", 32),
        Column("备注", 20),
    )
    sheet.table(columns, [_handover_cells(row) for row in paper.rows], style=SMALL, least=11)
    sheet.space(2)
    sheet.paragraph(word("day_sheet", "note"), TINY, indent=0)
    sheet.space(2)
    sheet.boxes(
        [
            SignatureBox("移交人（窗口）", name=paper.head.clerk),
            SignatureBox("接收人（审批部门）"),
            SignatureBox("出证窗口核对人"),
        ],
        height=26,
    )
    return sheet.finish()


def _handover_cells(row: HandoverLine) -> tuple[str, ...]:
    signed = f"{row.signed_at:%H:%M}" if row.signed_at else ""
    return (
        str(row.seq),
        row.receipt_no,
        row.applicant,
        row.item_name,
        str(row.copies),
        f"{row.accepted_at:%H:%M}",
        row.signed_by if row.signed_at else "【未签收】",
        signed,
        "",
        row.remark,
    )


def ledger_pages(paper: LedgerPaper, copy_mark: str = "") -> list[Page]:
    """A ledger for a span of days (R-ARC-2), A4 across, column heads on every page."""
    sheet = Sheet(paper.head, paper.title, copy_mark=copy_mark, landscape=True)
    span = f"{day_text(paper.first_day)} 至 {day_text(paper.last_day)}　共 {len(paper.rows)} 件"
    sheet.page.text_right(sheet.band.right - (26 if paper.head.code else 0), sheet.y - 6.2, span, CELL)
    widths = column_widths(paper.columns, paper.rows, sheet.band.width)
    columns = [
        Column(title, width, centred=short)
        for title, (width, short) in zip(paper.columns, widths, strict=True)
    ]
    sheet.table(
        columns,
        paper.rows,
        style=LEDGER_CELL,
        least=6.6,
        empty=word("ledger", "empty"),
        heads=LEDGER_HEAD,
        pad=LEDGER_PAD,
    )
    return sheet.finish()


def column_widths(
    titles: Sequence[str], rows: Sequence[Sequence[str]], room: float
) -> list[tuple[float, bool]]:
    """Share the width of a page among columns by what stands in them; tells which hold short texts only.

    A title, a date or a number is never broken; long texts share what is left by the root of their length.
    """
    least = [width_of(title, LEDGER_HEAD) for title in titles]
    wanted = list(least)
    for row in rows[:SAMPLE]:
        for place, cell in enumerate(row):
            wanted[place] = max(wanted[place], width_of(cell, LEDGER_CELL))
            least[place] = max(least[place], _longest_word(cell))
    least = [want if want <= SHORT else have for have, want in zip(least, wanted, strict=True)]
    least = [min(have, want) + 2 * LEDGER_PAD + 0.3 for have, want in zip(least, wanted, strict=True)]
    roots = [
        math.sqrt(max(0.0, want + 2 * LEDGER_PAD + 0.3 - have))
        for have, want in zip(least, wanted, strict=True)
    ]
    spare = room - sum(least)
    if spare < 0:
        return [(width * room / sum(least), root == 0) for width, root in zip(least, roots, strict=True)]
    if not any(roots):
        return [(width + spare / len(least), True) for width in least]
    return [(width + spare * root / sum(roots), root == 0) for width, root in zip(least, roots, strict=True)]


def _longest_word(cell: str) -> float:
    """Width of the longest Latin word or number of a cell (a receipt number is never broken)."""
    return max((width_of(word, LEDGER_CELL) for word in cell.split() if word.isascii()), default=0.0)
