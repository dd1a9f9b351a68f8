"""What the forms of a hall have in common: people and materials as fields and rows, signatures and seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from yichuang_desktop.domain.papers import MaterialLine, PersonLine, SignatureMark
from yichuang_desktop.printing.page_blocks import (
    SMALL,
    TINY,
    Band,
    Column,
    Field,
    SignatureBox,
    draw_boxes,
    draw_organ_seal,
    draw_seal,
)
from yichuang_desktop.printing.page_ops import STRONG, Style
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import word

SIGNING: Final = 44.0
SEAL_CELL: Final = 50.0
ORGAN_CELL: Final = 62.0
CLAUSE: Final = Style(12, leading=1.7)
SEQUENCE: Final = Column("序号", 12, centred=True)
COPIES: Final = Column("份数", 14, centred=True)
SHEETS: Final = Column("页数", 14, centred=True)
NUMERALS: Final = "一二三四五六七八九十"
BLANK_DAY: Final = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Seal:
    """Whose seal is pressed where; with an organ its name and the date stand beneath it."""

    note: str
    organ: str = ""
    day: date | None = None

    @property
    def width(self) -> float:
        """Of its cell, in millimetres."""
        return ORGAN_CELL if self.organ else SEAL_CELL


def numeral(number: int) -> str:
    """``一`` for 0, as clauses are numbered."""
    return NUMERALS[number] if number < len(NUMERALS) else str(number + 1)


def some(label: str, value: str, *, wide: bool = False) -> list[Field]:
    """A field, when there is something to stand in it."""
    return [Field(label, value, wide=wide)] if value else []


def document_of(person: PersonLine) -> str:
    """Kind and number of somebody's document."""
    return " ".join(part for part in (person.document_title, person.document_no) if part)


def person(label: str, someone: PersonLine) -> list[Field]:
    """All that is known of a person."""
    return [
        Field(label, someone.name),
        *some("证件号码", document_of(someone)),
        *some("法定代表人", someone.legal_representative),
        *some("联系电话", someone.phone),
        *some("联系地址", someone.address),
    ]


def agent(someone: PersonLine | None) -> list[Field]:
    """The representative, if there is one."""
    if someone is None:
        return []
    return [
        Field("代理人", someone.name),
        *some("代理人证件", document_of(someone)),
        *some("代理人电话", someone.phone),
    ]


def clauses(sheet: Sheet, texts: Sequence[str], style: Style = CLAUSE) -> None:
    """Clauses numbered 一、二、…"""
    for number, text in enumerate(texts):
        sheet.paragraph(f"{numeral(number)}、{text}", style)
        sheet.space(0.8)


def joined(*parts: str) -> str:
    """Remarks in one cell."""
    return "；".join(part for part in parts if part)


def returned_table(sheet: Sheet, rows: Sequence[MaterialLine]) -> None:
    """Materials given back: copies and sheets are counted, originals told apart (T27)."""
    columns = (
        SEQUENCE,
        Column("材料名称", sheet.band.width - 12 - 14 - 14 - 58),
        COPIES,
        SHEETS,
        Column("备注", 58),
    )
    cells = [
        (
            str(r.seq),
            r.name,
            str(r.copies),
            str(r.sheets) if r.sheets else "",
            joined(r.form, r.verdict, r.remark),
        )
        for r in rows
    ]
    sheet.table(columns, cells, style=SMALL, least=6.6)


def materials_table(sheet: Sheet, rows: Sequence[MaterialLine], remark: str = "备注") -> None:
    """Materials taken in."""
    columns = (
        SEQUENCE,
        Column("材料名称", sheet.band.width - 12 - 30 - 14 - 46),
        Column("形式", 30, centred=True),
        COPIES,
        Column(remark, 46),
    )
    cells = [(str(r.seq), r.name, r.form, str(r.copies), joined(r.verdict, r.remark)) for r in rows]
    sheet.table(columns, cells, style=SMALL, least=6.6)


def signing(
    sheet: Sheet,
    boxes: Sequence[SignatureBox],
    seal: Seal,
    after: Sequence[SignatureBox] = (),
    *,
    gap: float = 4.0,
) -> None:
    """Boxes with a seal's frame at their right, and ``after`` it the one that must stand at the lower right.

    Kept on one page.
    """
    sheet.space(gap)
    sheet.keep(SIGNING)
    last = 50.0 if after else 0.0
    left = Band(sheet.band.left, sheet.band.right - seal.width - last)
    draw_boxes(sheet.page, left, sheet.y, SIGNING, boxes)
    sheet.page.frame(left.right, sheet.y, seal.width, SIGNING, STRONG)
    middle = (left.right + seal.width / 2, sheet.y + SIGNING / 2)
    if seal.organ and seal.day:
        draw_organ_seal(sheet.page, middle, seal.organ, seal.day, seal.note)
    else:
        draw_seal(sheet.page, *middle, note=seal.note)
    if after:
        draw_boxes(sheet.page, Band(sheet.band.right - last, sheet.band.right), sheet.y, SIGNING, after)
    sheet.y += SIGNING


def signature_hash(sheet: Sheet, signature: SignatureMark | None) -> None:
    """The digest that binds a signature on screen to what was read."""
    if signature:
        sheet.space(2)
        sheet.paragraph(f"{word('commitment', 'signed_label')}：{signature.text_sha256}", TINY, indent=0)
