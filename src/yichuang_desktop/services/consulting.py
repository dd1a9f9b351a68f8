"""Questions at the window: the guide notice in seconds, hard ones referred (3.1; R-ASK-1, R-ASK-2)."""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.consultations import AnswerWay, Told, due_day
from yichuang_desktop.domain.contact_numbers import check_phone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer, Role
from yichuang_desktop.domain.items import Material, ServiceItem
from yichuang_desktop.domain.numbers import NoticeNumber
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import (
    MaterialLine,
    NoticePurpose,
    OneOffNoticePaper,
    Paper,
    PersonLine,
    ReferralPaper,
    SampleFormPaper,
    ScanPicture,
)
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services.acting import Deed, Seat, check_revision, last_of, once, record
from yichuang_desktop.services.calling import call_evidence
from yichuang_desktop.services.finding import SCAN_DIGITS, scan
from yichuang_desktop.services.handing_over import made_before
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.intake import item_columns
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.ports import CaseFile, PaperRecord, Session, Views, Work
from yichuang_desktop.services.ports_consultation import ConsultationRow
from yichuang_desktop.services.requests import (
    AnswerAtCounter,
    AnswerReferredQuestion,
    ChaseQuestion,
    PrintSample,
    ReferQuestion,
)

NO_MATERIALS = "（本事项不需要申请人提交材料）"
NOT_NUMBERED = "（供阅读，未编号）"


def answer_at_counter(seat: Seat, request: AnswerAtCounter) -> ActDone:
    """A question answered on the spot, recorded under a number of the window's T-series (T0; R-ASK-1).

    With ``guide`` the item's one-off notice is printed under that very number, so that scanning it later
    finds the consultation.  The number, the record and the paper are there together or not at all.

    Raises RuleViolation of the fields, ``guide_needs_item``, ``item_not_valid``, ``serials_used_up``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        found = _item(work, request.item_id)
        if request.guide and found is None:
            raise RuleViolation("guide_needs_item", field="guide")
        number = work.next_notice_no(request.counter)
        case = work.open_case(request.case_id, Channel.CONSULTATION)
        code = _code(work, number) if request.guide else ""
        evidence = {
            "question": {"text": request.question.strip(), "number": number},
            "answer": {"text": request.answer.strip(), "guide": number if code else "", "code": code},
        }
        sets = _columns(found, number, request.question, request.asker, request.phone)
        deed = Deed(evidence, case.goals("answer_at_counter"), sets, doer_name=seat.session.name)
        done = record(work, case, request, "answer_at_counter", deed, fingerprint)
        if found is not None and code:
            desk = _desk(seat, work, request.counter, done.at)
            _print(work, request, desk, guide_notice(desk, number, code, found[1]))
        return done

    return once(seat, request, do)


def refer_question(seat: Seat, request: ReferQuestion) -> ActDone:
    """A hard question is recorded with contact and referred; the referral slip is printed (T0r; R-ASK-2).

    Raises RuleViolation of the fields, ``item_not_valid``, ``serials_used_up``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        today = work.now().date()
        check_fields(request, today)
        found = _item(work, request.item_id)
        number = work.next_notice_no(request.counter)
        due = request.answer_by or due_day(work.calendar(), today, seat.session.hall.referral_days).on
        case = work.open_case(request.case_id, Channel.CONSULTATION)
        code = _code(work, number)
        evidence = {
            "question": {"text": request.question.strip(), "number": number},
            "contact": {"name": request.asker.strip(), "phone": _phone(request.phone)},
            "referral": {
                "department": request.department.strip(),
                "department_phone": found[1].consult_phone or found[1].papers_phone if found else "",
                "answer_way": AnswerWay(request.answer_way).value,
                "answer_by": due.isoformat(),
                "told": request.told.strip(),
                "slip": number,
                "code": code,
            },
        }
        sets = _columns(found, number, request.question, request.asker, request.phone) | {
            "department": request.department.strip(),
            "step_due": due,
        }
        deed = Deed(evidence, case.goals("refer_question"), sets, doer_name=seat.session.name)
        done = record(work, case, request, "refer_question", deed, fingerprint)
        desk = _desk(seat, work, request.counter, done.at)
        _print(work, request, desk, _slip(desk, number, code, request, found, due))
        return done

    return once(seat, request, do)


def chase_question(seat: Seat, request: ChaseQuestion) -> ActDone:
    """The department is phoned for its answer (T0c; R-ASK-2).

    Raises RuleViolation of the fields and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        call = call_evidence(
            request.phone, str(getattr(request.outcome, "value", request.outcome)), request.said
        )
        deed = Deed({"call": call}, case.goals("chase_question"), doer_name=seat.session.name)
        return record(work, case, request, "chase_question", deed, fingerprint)

    return once(seat, request, do)


def answer_referred_question(seat: Seat, request: AnswerReferredQuestion) -> ActDone:
    """The department answered and the asker knows it: the question is closed (T0a; R-ASK-2).

    Raises RuleViolation of the fields, ``answered_before_asked`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        referred = last_of(work.history(case.case_id), "refer_question")
        if referred is not None and request.answered_on < referred.at.date():
            raise RuleViolation(
                "answered_before_asked",
                field="answered_on",
                day=request.answered_on,
                asked=referred.at.date(),
            )
        answer = {
            "text": request.answer.strip(),
            "officer": request.officer.strip(),
            "how": AnswerWay(request.how).value,
            "answered_on": request.answered_on.isoformat(),
            "told": Told(request.told).value,
        }
        deed = Deed(
            {"answer": answer},
            case.goals("answer_referred_question"),
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=request.officer.strip(),
        )
        return record(work, case, request, "answer_referred_question", deed, fingerprint)

    return once(seat, request, do)


def print_sample(seat: Seat, request: PrintSample) -> str:
    """A filled-in example on paper; gives the print job's id (R-ASK-1).

    Raises RuleViolation ``item_not_valid``, ``material_unknown``, ``sample_lacking``.
    """
    with seat.begin() as work:
        _version, item = work.item(request.item_id)
        material = item.material(request.seq)
        if not request.pages:
            raise RuleViolation("sample_lacking", material=material.name)
        desk = _desk(seat, work, request.counter, work.now())
        job = desk.job(None, request.job_id, sample_form(desk, item, material, request.pages))
        if not made_before(work, job.id):
            work.add_print_jobs([job], None)
            work.commit()
        return job.id


# ------------------------------------------------------------------------------------------ taking it over


def find_consultation(views: Views, text: str) -> ConsultationRow:
    """The consultation of a scanned guide notice or referral slip, or of a number typed by hand.

    Raises RuleViolation as :func:`finding.scan`, ``number_unreadable``, ``not_a_consultation``,
    ``consultation_not_found``.
    """
    number = text
    if sum(character.isdigit() for character in text) >= SCAN_DIGITS:
        paper = scan(views, text).paper
        if paper.kind is not PaperKind.ONE_OFF_NOTICE:
            raise RuleViolation("not_a_consultation")
        number = paper.number
    found = views.consultation_of(str(NoticeNumber.parse(number)))
    if found is None:
        raise RuleViolation(
            "not_a_consultation" if number != text else "consultation_not_found", number=number
        )
    return found


# ---------------------------------------------------------------------------------------------- papers


def guide_notice(desk: PaperDesk, number: str, code: str, item: ServiceItem) -> OneOffNoticePaper:
    """Everything one has to know before applying, told once and completely (R-ASK-1, dossier 1.2)."""
    return OneOffNoticePaper(
        head=desk.head(number, code),
        purpose=NoticePurpose.GUIDANCE,
        applicant=None,
        item_name=item.name,
        department=item.department,
        rows=_guide_rows(item),
        legal_basis="；".join(item.legal_basis),
        supply_ways="、".join(item.channels),
        conditions=item.conditions,
        limits=_guide_limits(desk, item),
        consult_phone=item.consult_phone or item.papers_phone or desk.hall.phone,
    )


def sample_form(
    desk: PaperDesk, item: ServiceItem, material: Material, pages: tuple[bytes, ...]
) -> SampleFormPaper:
    """The department's own example of how a form is filled in."""
    return SampleFormPaper(
        head=desk.head(f"{item.item_id}-{material.seq}"),
        item_name=item.name,
        material=material.name,
        pages=tuple(
            ScanPicture(base64.b64encode(page).decode("ascii"), sha256(page).hexdigest(), desk.at)
            for page in pages
        ),
        department=item.department,
    )


def guide_preview(session: Session, at: datetime, item: ServiceItem) -> OneOffNoticePaper:
    """The guide notice to be read on a screen: the same paper, before it has a number."""
    desk = PaperDesk(session.hall, session.counter, session.name, at)
    return guide_notice(desk, NOT_NUMBERED, "", item)


def _guide_rows(item: ServiceItem) -> tuple[MaterialLine, ...]:
    rows = tuple(
        MaterialLine(
            material.seq,
            material.name,
            material.form,
            material.copies,
            remark="；".join(
                part
                for part in (
                    "" if material.mandatory else "非必要",
                    material.source,
                    material.issuer,
                    material.notes,
                    "可容缺" if material.deferrable else "",
                    "核验后退还" if material.return_after_check else "",
                )
                if part
            ),
        )
        for material in item.materials
    )
    return rows or (MaterialLine(1, NO_MATERIALS, copies=0),)


def _guide_limits(desk: PaperDesk, item: ServiceItem) -> tuple[tuple[str, str], ...]:
    steps = "、".join(step.name for step in item.special_steps)
    known = (
        ("法定时限", item.legal_text),
        ("承诺时限", item.promise_text),
        ("收费", item.fee or ("收费" if item.charged else "不收费")),
        ("办理结果", item.result.name),
        ("领取方式", "、".join(item.result.delivery)),
        ("特殊环节", steps),
        ("办理地点", desk.hall.address or desk.hall.name),
        ("监督电话", item.complaint_phone or desk.hall.complaint_phone),
    )
    return tuple((label, text) for label, text in known if text)


def _slip(
    desk: PaperDesk,
    number: str,
    code: str,
    request: ReferQuestion,
    found: tuple[int, ServiceItem] | None,
    due: date,
) -> ReferralPaper:
    return ReferralPaper(
        head=desk.head(number, code),
        asker=PersonLine(request.asker.strip(), phone=_phone(request.phone)),
        question=request.question.strip(),
        department=request.department.strip(),
        referred_at=desk.at,
        item_name=found[1].name if found else "",
        answer_by=due,
        answer_way=AnswerWay(request.answer_way).title,
        contact=request.told.strip(),
    )


def _print(work: Work, request: AnswerAtCounter | ReferQuestion, desk: PaperDesk, paper: Paper) -> None:
    record_of = PaperRecord(paper.head.code, PaperKind.ONE_OFF_NOTICE, request.case_id, paper.head.number)
    work.add_papers([record_of])
    work.add_print_jobs([desk.job(request.case_id, request.act_id, paper)], request.case_id)


# ---------------------------------------------------------------------------------------------- parts


def _item(work: Work, item_id: str) -> tuple[int, ServiceItem] | None:
    return work.item(item_id) if item_id else None


def _code(work: Work, number: str) -> str:
    keys = work.paper_keys()
    serial = NoticeNumber.parse(number).serial14
    return paper_codes.make(PaperKind.ONE_OFF_NOTICE, keys.current, serial, keys)


def _desk(seat: Seat, work: Work, counter: int, at: datetime) -> PaperDesk:
    return PaperDesk(seat.session.hall, seat.counter_of(work, counter), seat.session.name, at)


def _phone(text: str) -> str:
    checked = check_phone(text)
    return checked.value if checked.usable else text.strip()


def _columns(
    found: tuple[int, ServiceItem] | None, number: str, question: str, asker: str, phone: str
) -> dict[str, Any]:
    columns: dict[str, Any] = {"consult_no": number, "question": question.strip()}
    if found is not None:
        columns |= item_columns(found[1], found[0])
    if asker.strip() or phone.strip():
        person = Applicant(name=asker.strip(), phone=_phone(phone))
        columns |= {"applicant_name": person.name, "applicant": person.to_json()}
    return columns


# ---------------------------------------------------------------------------------------------- forms


def _begin_referral(seat: Seat, _file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        due = due_day(work.calendar(), work.now().date(), seat.session.hall.referral_days)
    return {"answer_by": due.on, "answer_way": AnswerWay.PHONE.value}


def _begin_chase(_seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    referred = last_of(file.history, "refer_question") if file is not None else None
    known = referred.evidence["referral"]["department_phone"] if referred is not None else ""
    return {"phone": known or (file.phone if file is not None else "")}


def _begin_answer(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    referred = last_of(file.history, "refer_question") if file is not None else None
    with seat.begin() as work:
        today = work.now().date()
    way = referred.evidence["referral"]["answer_way"] if referred is not None else AnswerWay.PHONE.value
    return {"answered_on": today, "how": way, "told": Told.BY_DEPARTMENT.value}


ACTS: dict[str, Handler] = {
    "answer_at_counter": Handler(AnswerAtCounter, answer_at_counter, begins=True),
    "print_sample": Handler(PrintSample, print_sample, title="打印示范文本", roles=frozenset(Role)),
    "refer_question": Handler(
        ReferQuestion,
        refer_question,
        prefill=_begin_referral,
        form=True,
        begins=True,
        hint="请记下咨询人的姓名和电话，并告知最迟什么时候得到答复。",
    ),
    "chase_question": Handler(ChaseQuestion, chase_question, prefill=_begin_chase, form=True),
    "answer_referred_question": Handler(
        AnswerReferredQuestion,
        answer_referred_question,
        prefill=_begin_answer,
        form=True,
        hint="部门答复并且咨询人已经知道了，再登记。",
    ),
}
