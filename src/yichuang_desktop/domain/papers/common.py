"""Parts that stand on many papers: the head, people, rows of materials, a signature given on screen."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper carries: whose hall, which number, which machine-readable code."""

    hall_name: str
    number: str
    code: str
    """30 digits (see ``paper_codes``); empty only on papers that are never scanned (day sheet, ledger)."""
    counter: str
    """The window as its sign says: ``4号窗口``."""
    clerk: str
    issued_at: datetime
    demonstration: bool = False
    hall_phone: str = ""
    complaint_phone: str = ""
    template: int = field(default=0, compare=False)
    """The version of layout and words this paper was first made out in; 0: the present one.

    ``to_document`` writes it down, so that a further copy of an old case's paper looks as the first did.
    """


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone named on a paper; numbers are already masked or whole as the paper demands."""

    name: str
    document_title: str = ""
    document_no: str = ""
    phone: str = ""
    legal_representative: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One row of a list of materials."""

    seq: int
    name: str
    form: str = ""
    copies: int = 1
    verdict: str = ""
    remark: str = ""
    group: str = ""
    """The department the row belongs to, where one list serves several (一件事)."""
    sheets: int = 0
    """Sheets of paper, where they are counted (papers given back)."""


@dataclass(frozen=True, slots=True)
class FolderLine:
    """One row of the list of contents of an archive bag."""

    seq: int
    name: str
    sheets: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SignatureMark:
    """A signature given on screen: its picture and what binds it to the text."""

    png_base64: str
    text_sha256: str
    signed_at: datetime
    signer: str


@dataclass(frozen=True, slots=True)
class ScanPicture:
    """A scanned or photographed paper of somebody else: a sender's slip, a department's decision."""

    image_base64: str
    """PNG or JPEG."""
    sha256: str
    taken_at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A material that may follow later (容缺): what, by when, how, and whether it came."""

    seq: int
    name: str
    problem: str
    """What is the matter: ``缺`` or what is to be mended."""
    requirement: str
    due: date
    supplied_on: date | None = None
    supplied_how: str = ""
    received_by: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ServedLine:
    """A document that is handed over, mailed or served."""

    seq: int
    title: str
    number: str = ""
    copies: int = 1
    sheets: int = 0
    remark: str = ""


def remedies_text(
    document: str,
    *,
    reconsideration: str = "本级人民政府",
    court: str = "有管辖权的人民法院",
) -> str:
    """The rights against a decision in words: reconsideration within 60 days, litigation within 6 months.

    行政复议法 20, 行政诉讼法 46; R-HO-6.
    """
    return (
        f"如不服本{document}，可以自收到本{document}之日起六十日内向{reconsideration}申请行政复议，"
        f"也可以自收到本{document}之日起六个月内直接向{court}提起行政诉讼。"
    )
