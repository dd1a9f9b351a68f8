"""What the ways in have in common that are no review at the counter: item, applicant, numbers, signatures."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checked import Verdict
from yichuang_desktop.domain.contact_numbers import check_phone, check_waybill
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.numbers import ReceiptNumber
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.paper_letters import LETTERS
from yichuang_desktop.domain.papers import MaterialLine, PersonLine
from yichuang_desktop.domain.parties import Applicant, problems, rejections, tidied
from yichuang_desktop.services.acting import CaseRequest, Seat
from yichuang_desktop.services.further_papers import Further
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.ports import PaperRecord, Work
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.services.signing import SignedText, check_signature, keep_signature, text_sha256

ELECTRONIC = "电子"
PICK_UP, MAIL = "pick_up", "mail"


# ---------------------------------------------------------------------------------------------- what is asked


def checked_applicant(applicant: Applicant | None, today: date, *, mailed: bool = False) -> Applicant:
    """The applicant in normal writing; with ``mailed`` there must be an address to send to.

    Raises RuleViolation ``applicant_not_filled``, ``applicant_address_missing``, those of the parties, with
    ``field="applicant"``.
    """
    if applicant is None:
        raise RuleViolation("applicant_not_filled", field="applicant")
    for remark in rejections(problems(applicant, None, today)):
        raise RuleViolation(remark.code, **{**remark.facts, "field": "applicant"})
    if mailed and not applicant.address.strip():
        raise RuleViolation("applicant_address_missing", field="applicant")
    return tidied(applicant, today)


def sound_waybill(text: str, field: str = "waybill_no") -> str:
    """A parcel's number: 13 digits, or S10 with a right check digit (dossier 4.8).

    Raises RuleViolation ``waybill_check`` or ``waybill_wrong``.
    """
    checked = check_waybill(text)
    if checked.code == "waybill_check":
        raise RuleViolation("waybill_check", field=field)
    if checked.verdict in (Verdict.WARNED, Verdict.REJECTED):
        raise RuleViolation("waybill_wrong", field=field)
    return checked.value


def not_before(day: date, other: date | None, *, field: str, title: str, other_title: str) -> None:
    """Refuse a day before the day it follows from: ``day_before_other``."""
    if other is not None and day < other:
        raise RuleViolation(
            "day_before_other", field=field, title=title, day=day, other=other_title, other_day=other
        )


def unused_number(work: Work, channel: Channel, department: str, number: str, field: str) -> str:
    """A number that others gave, once in the hall for its source (R-IN-12).

    Raises RuleViolation ``external_no_known``.
    """
    known = work.receipt_no_of_external(channel, department, number)
    if known:
        raise RuleViolation("external_no_known", field=field, number=number, receipt_no=known)
    return number


def material_rows(rows: Sequence[MaterialRow], item: ServiceItem) -> tuple[MaterialRow, ...]:
    """The materials as they were written down; without any, what the item must have."""
    if rows:
        return tuple(rows)
    asked = [one for one in item.materials if one.mandatory] or list(item.materials)
    return tuple(MaterialRow(one.name, one.copies, form=ELECTRONIC) for one in asked)


def material_lines(rows: Sequence[MaterialRow]) -> tuple[MaterialLine, ...]:
    """The materials as a paper lists them."""
    return tuple(
        MaterialLine(seq, row.name, row.form or ELECTRONIC, row.copies, ELECTRONIC, row.remark)
        for seq, row in enumerate(rows, 1)
    )


# ---------------------------------------------------------------------------------------------- what is made


def paper_desk(seat: Seat, work: Work, request: CaseRequest, done: ActDone) -> PaperDesk:
    """The desk the papers of an act are made at."""
    counter = seat.counter_of(work, request.counter)
    return PaperDesk(seat.session.hall, counter, seat.session.name, done.at)


def paper_code(seat: Seat, work: Work, kind: PaperKind, receipt_no: str) -> str:
    """The code of a case's paper of this kind."""
    keys = work.paper_keys()
    serial = ReceiptNumber.parse(receipt_no, seat.session.hall.prefix).serial14
    return paper_codes.make(kind, keys.current, serial, keys)


def known_paper(
    seat: Seat, work: Work, case_id: UUID, kind: PaperKind, receipt_no: str, letter: str = ""
) -> Further:
    """Number and code of a case's one paper of this kind, known from now on; the same when made before.

    ``letter`` is the paper's kind in :mod:`paper_letters`; without it the paper has the receipt's own number.
    """
    made = Further(
        f"{receipt_no}-{LETTERS[letter]}1" if letter else receipt_no, paper_code(seat, work, kind, receipt_no)
    )
    if work.paper(made.code) is None:
        work.add_papers([PaperRecord(made.code, kind, case_id, made.number)])
    return made


def mail_line(mail_to: Mapping[str, Any] | None) -> PersonLine | None:
    """The recipient of a mailing, if one was written down."""
    if not mail_to:
        return None
    return PersonLine(
        str(mail_to.get("name", "")),
        phone=str(mail_to.get("phone", "")),
        address=str(mail_to.get("address", "")),
    )


def recipient_of(case: Case) -> PersonLine:
    """Where a case's result is mailed: the address written down for it, else the applicant's own.

    Raises RuleViolation ``applicant_address_missing``.
    """
    applicant = case.applicant or {}
    found = mail_line(case.mail_to) or PersonLine(
        case.applicant_name,
        phone=str(applicant.get("phone", "")),
        address=str(applicant.get("address", "")),
    )
    if not (found.name and found.phone and found.address):
        raise RuleViolation("applicant_address_missing")
    return found


def mailing(name: str, phone: str, address: str) -> dict[str, str]:
    """Who gets a mailing, in normal writing."""
    checked = check_phone(phone)
    return {
        "name": name.strip(),
        "phone": checked.value if checked.usable else phone.strip(),
        "address": " ".join(address.split()),
    }


def mailing_to(applicant: Applicant) -> dict[str, str]:
    """The applicant's own address as the case keeps it."""
    return {"name": applicant.name, "phone": applicant.phone, "address": applicant.address}


def result_name_of(work: Work, case: Case) -> str:
    """What the case's result is called, as far as is known."""
    if case.result_name or not case.item_id:
        return case.result_name
    return work.item(case.item_id, case.item_version)[1].result.name


# --------------------------------------------------------------------------------------------- what is signed


def signature_evidence(
    work: Work,
    case_id: UUID,
    counter: int,
    signature: ScreenSignature | None,
    under: SignedText,
    *,
    ink_seen: bool,
    changed: str,
    lacking: str,
) -> dict[str, Any]:
    """A signature on screen under this very text, or one in ink that was seen.

    Raises RuleViolation ``lacking`` without either, ``changed`` for one under another text,
    ``signature_empty``.
    """
    if signature is None:
        if not ink_seen:
            raise RuleViolation(lacking)
        return {"on": "ink"}
    check_signature(signature, text_sha256(under.text), changed)
    return {**keep_signature(work, case_id, counter, signature, under), "text": under.text}
