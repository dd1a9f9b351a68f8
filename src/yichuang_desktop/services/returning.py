"""The return, in the order of the regulation's chain, and papers given back (3.2.5; R-RET-1; T27–T28).

The department gives the reason, seals the one-off notice with its stub, returns the case on the platform
and brings all papers → the applicant is phoned → papers and notice go back against the receipt, or by
mail → stub, receipt, counterfoil and commitment are archived.  :mod:`domain.return_chain` shows every link.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow, check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.endings import check_cause
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer, Role
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import (
    LossDeclarationPaper,
    MaterialLine,
    NoticePurpose,
    OneOffNoticePaper,
    ReturnedPapersPaper,
    ServedLine,
)
from yichuang_desktop.domain.tracks import Approval, Papers
from yichuang_desktop.services import outside
from yichuang_desktop.services.acting import (
    CaseRequest,
    Deed,
    Seat,
    check_revision,
    effective,
    last_of,
    once,
    record,
    simple_act,
)
from yichuang_desktop.services.calling import call_evidence
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.further_papers import Further, further_paper
from yichuang_desktop.services.handing_over import named_officer
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.issuing import check_collector
from yichuang_desktop.services.mailing import PAPERS, begin_mailing, print_mailing, shipped, slip_evidence
from yichuang_desktop.services.papers_made import (
    PaperDesk,
    applicant_of,
    collector_line,
    loss_declaration,
    mark_of,
)
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import CaseFile, RecordedAct, Work
from yichuang_desktop.services.requests.parts import Collector
from yichuang_desktop.services.requests.returns import (
    BringPapersBack,
    CallForReturn,
    CollectCounterfoil,
    CollectUnsignedCounterfoil,
    GivePapersBack,
    MailPapersBack,
    SendBack,
)
from yichuang_desktop.services.signing import SignedText

APPLY_AGAIN = "按告知单补齐补正后，可到任一综合受理窗口重新提出申请。"
ORIGINAL = "居民身份证原件"
NO_SHEETS = "无纸质材料"
_NOTICE_ALONE = [{"name": "一次性告知单", "copies": 1, "sheets": 1}]


def send_back(seat: Seat, request: SendBack) -> ActDone:
    """The department's return comes to the desk with everything it must bring (T27; R-RET-1).

    The notice with its stub is kept as the hall's own copy too, to be handed to the applicant.

    Raises RuleViolation of the fields, ``ending_is_another``, ``return_papers_lacking`` when sheets were
    taken in and none comes back, ``day_before_other``, those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        today = work.now().date()
        check_cause("send_back", request.cause)
        check_fields(request, today)
        case = work.case(request.case_id)
        check_revision(case, request)
        held = taken_in(work.history(case.case_id)) if case.tracks.papers is Papers.WITH_DEPARTMENT else ()
        if held and not request.returned:
            copies = sum(row.copies for row in held)
            raise RuleViolation("return_papers_lacking", field="returned", copies=copies)
        outside.not_before(
            request.platform_returned_on, case.accepted_on, field="platform_returned_on",
            title="平台退回办件的日期", other_title="受理日期",
        )  # fmt: skip
        officer = named_officer(request.officer)
        notice = further_paper(work, case, OneOffNoticePaper.KIND, request.counter)
        deed = Deed(
            _return_evidence(case, request, notice),
            case.goals("send_back"),
            {"decided_on": today},
            Doer.DEPARTMENT_OFFICER,
            officer,
            "；".join(request.reasons),
        )
        done = record(work, case, request, "send_back", deed, fingerprint)
        desk = outside.paper_desk(seat, work, request, done)
        paper = return_notice(desk, case, request, notice, today)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, paper)], case.case_id)
        return done

    return once(seat, request, do)


def bring_papers_back(seat: Seat, request: BringPapersBack) -> ActDone:
    """Papers of a withdrawn, ended, refused or void case come to the desk (T28a).

    Raises RuleViolation of the fields and the table's.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
    return simple_act(
        seat,
        request,
        "bring_papers_back",
        evidence={"papers_list": rows_of(request.returned) or NO_SHEETS},
        done_by=Doer.DEPARTMENT_OFFICER,
        doer_name=named_officer(request.brought_by),
    )


def call_for_return(seat: Seat, request: CallForReturn) -> ActDone:
    """The applicant is told by phone to fetch the papers (T28c; R-RET-1)."""
    with seat.begin() as work:
        check_fields(request, work.now().date())
    call = call_evidence(request.phone, str(request.outcome), request.said)
    return simple_act(seat, request, "call_for_return", evidence={"call": call})


def give_papers_back(seat: Seat, request: GivePapersBack) -> ActDone:
    """Papers and notice go back against the receipt, counted and signed for (T28; R-RET-1).

    Without the receipt a guarantee statement stands in for it, and the receipt's code is void from then on.

    Raises RuleViolation of the fields, ``return_receipt_or_statement``, ``return_notice_not_given``,
    ``return_not_called``, those of :func:`check_collector`, of the signature and of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        history = effective(work.history(case.case_id))
        _check_chain(case, history, handed=request.notice_given, field="notice_given")
        collector = check_collector(case, request.collector)
        shown = _receipt_or_declaration(work, case, request)
        text = return_text(case, history, collector)
        signed = outside.signature_evidence(
            work, case.case_id, request.counter, request.signature,
            SignedText("退还材料签收", text), ink_seen=request.ink_seen,
            changed="collection_text_changed", lacking="signature_not_seen",
        )  # fmt: skip
        deed = Deed(
            {
                "receipt_or_declaration": shown,
                "papers_received": {
                    "collector": plain(collector),
                    "rows": _held(history),
                    "signature": signed,
                    "notice_given": request.notice_given,
                },
            },
            _given_back(case, "give_papers_back"),
            done_by=Doer.APPLICANT,
            doer_name=collector.name,
        )
        done = record(work, case, request, "give_papers_back", deed, fingerprint)
        _print_given_back(seat, work, case, request, collector, history, done)
        return done

    return once(seat, request, do)


def mail_papers_back(seat: Seat, request: MailPapersBack) -> ActDone:
    """Papers and notice go back by EMS, at no charge; the sender's slip stays here (T28m).

    Raises RuleViolation of the fields, ``return_notice_not_given``, ``waybill_check``, ``waybill_wrong``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        history = effective(work.history(case.case_id))
        _check_chain(case, history, handed=request.notice_enclosed, field="notice_enclosed")
        shipment = shipped(work, case, request)
        slip = slip_evidence(shipment) | {"notice_given": request.notice_enclosed}
        deed = Deed(
            {"shipment": shipment.evidence, "sender_slip": slip},
            _given_back(case, "mail_papers_back"),
            shipment.columns,
            Doer.COURIER,
            request.taken_by.strip(),
        )
        done = record(work, case, request, "mail_papers_back", deed, fingerprint)
        contents = tuple(
            ServedLine(seq, row["name"], copies=row["copies"], sheets=row["sheets"])
            for seq, row in enumerate(_enclosed(history, notice=request.notice_enclosed), 1)
        )
        print_mailing(seat, work, case, request, shipment, PAPERS, contents, done)
        return done

    return once(seat, request, do)


def collect_counterfoil(seat: Seat, request: CollectCounterfoil) -> ActDone:
    """The counterfoil of a case that ended before its handover comes to the desk, scanned (T28v, T28w).

    Raises RuleViolation of the fields, those of :func:`paper_of_case` and of the table.
    """
    closed = isinstance(request, CollectUnsignedCounterfoil)
    kind = "collect_unsigned_counterfoil" if closed else "collect_counterfoil_of_stopped_case"

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        code = paper_of_case(work, case, request.counterfoil_code, PaperKind.COUNTERFOIL)
        deed = Deed({"counterfoil_scanned": code}, case.goals(kind), doer_name=seat.session.name)
        return record(work, case, request, kind, deed, fingerprint)

    return once(seat, request, do)


# ---------------------------------------------------------------------------------------------- the chain


def _check_chain(case: Case, history: Sequence[RecordedAct], *, handed: bool, field: str) -> None:
    """A return goes back after the call, together with its notice (3.2.5)."""
    if case.tracks.approval is not Approval.RETURNED:
        return
    if last_of(tuple(history), "call_for_return") is None:
        raise RuleViolation("return_not_called", applicant=case.applicant_name)
    if not handed:
        raise RuleViolation("return_notice_not_given", field=field)


def _receipt_or_declaration(work: Work, case: Case, request: GivePapersBack) -> dict[str, Any]:
    if request.receipt_code.strip():
        return {"receipt": paper_of_case(work, case, request.receipt_code, PaperKind.RECEIPT)}
    if not request.receipt_lost:
        raise RuleViolation("return_receipt_or_statement", field="receipt_code", receipt_no=case.receipt_no)
    for paper in work.papers_of(case.case_id):
        if paper.kind is PaperKind.RECEIPT and not paper.revoked:
            work.revoke_paper(paper.code, request.act_id)
    return {"declaration": f"{case.receipt_no}-B1", "original": ORIGINAL}


def _held(history: Sequence[RecordedAct]) -> list[dict[str, Any]]:
    """The papers that lie here, as they were brought."""
    found = last_of(tuple(history), "send_back", "bring_papers_back")
    return (
        list(found.evidence["papers_list"])
        if found and isinstance(found.evidence["papers_list"], list)
        else []
    )


def _enclosed(history: Sequence[RecordedAct], *, notice: bool) -> list[dict[str, Any]]:
    """What is in the parcel: the papers as they were brought, and the notice of a return."""
    held = _held(history)
    return [*held, *_NOTICE_ALONE] if notice or not held else held


def _given_back(case: Case, kind: str) -> Any:
    """A stopped case is closed with it; a decided one stays what it is."""
    return case.goals(kind)


def return_text(case: Case, history: Sequence[RecordedAct], collector: Collector) -> str:
    """What is read and signed when papers are taken back; its SHA-256 binds the signature."""
    rows = _held(history)
    listed = "、".join(f"{row['name']}{row['copies']}份" for row in rows) or "全部申请材料"
    return (
        f"取回人{collector.name}已取回{case.applicant_name}“{case.item_name}”"
        f"（收件编号{case.receipt_no}）的材料：{listed}，当面核对无误。"
    )


def _text_of(seat: Seat, request: GivePapersBack) -> str:
    with seat.begin() as work:
        case = work.case(request.case_id)
        history = effective(work.history(case.case_id))
        return return_text(case, history, check_collector(case, request.collector))


def _checked(work: Work, request: CaseRequest) -> Case:
    check_fields(request, work.now().date())
    case = work.case(request.case_id)
    check_revision(case, request)
    return case


# ---------------------------------------------------------------------------------------------- papers


def _return_evidence(case: Case, request: SendBack, notice: Further) -> dict[str, Any]:
    return {
        "return_notice": {
            "number": notice.number,
            "code": notice.code,
            "reasons": list(request.reasons),
            "legal_basis": request.legal_basis.strip(),
            "apply_again": request.apply_again.strip() or APPLY_AGAIN,
        },
        "seal": {"seen": request.sealed, "kind": "部门公章", "on": notice.number},
        "notice_stub": {"number": notice.number, "in": request.stub_in},
        "platform_return": {
            "on": request.platform_returned_on.isoformat(),
            "platform_no": case.platform_no,
            "reasons": list(request.reasons),
        },
        "papers_list": rows_of(request.returned) or NO_SHEETS,
    }


def rows_of(rows: Sequence[MaterialRow]) -> list[dict[str, Any]]:
    """Papers as the history keeps them."""
    return [
        {"name": row.name, "copies": row.copies, "sheets": row.sheets, "remark": row.remark} for row in rows
    ]


def return_notice(
    desk: PaperDesk, case: Case, request: SendBack, notice: Further, today: date
) -> OneOffNoticePaper:
    """一次性告知单 with its stub: the reasons one by one, to be sealed by the department (3.2.5)."""
    rows = tuple(
        MaterialLine(seq, row.name, row.form, row.copies, remark=row.remark, sheets=row.sheets)
        for seq, row in enumerate(request.returned, 1)
    )
    return OneOffNoticePaper(
        head=desk.head(notice.number, notice.code),
        purpose=NoticePurpose.RETURN,
        applicant=applicant_of(case),
        item_name=case.item_name,
        department=case.department,
        rows=rows or (MaterialLine(1, "无纸质材料", copies=0),),
        applied_on=case.accepted_on or today,
        legal_basis=request.legal_basis.strip(),
        reasons=request.reasons,
        receipt_no=case.receipt_no,
        apply_again=request.apply_again.strip() or APPLY_AGAIN,
        handled_by=request.officer.strip(),
        consult_phone=desk.hall.phone,
    )


def _print_given_back(
    seat: Seat,
    work: Work,
    case: Case,
    request: GivePapersBack,
    collector: Collector,
    history: Sequence[RecordedAct],
    done: ActDone,
) -> None:
    desk = outside.paper_desk(seat, work, request, done)
    made = further_paper(work, case, ReturnedPapersPaper.KIND, request.counter)
    notice = last_of(tuple(history), "send_back")
    rows = tuple(
        MaterialLine(seq, row["name"], copies=row["copies"], sheets=row["sheets"], remark=row["remark"])
        for seq, row in enumerate(_held(history), 1)
    )
    slip = ReturnedPapersPaper(
        head=desk.head(made.number, made.code),
        receipt_no=case.receipt_no,
        applicant=applicant_of(case),
        item_name=case.item_name,
        department=case.department,
        cause=_CAUSES.get(case.tracks.approval, "核验后退还"),
        rows=rows or (MaterialLine(1, "无纸质材料", copies=0),),
        collector=collector_line(collector),
        evidence_seen="收件通知单原件" if request.receipt_code.strip() else f"{ORIGINAL}、保证声明",
        returned_at=done.at,
        relation=collector.relation,
        notice_no=notice.evidence["return_notice"]["number"] if notice else "",
        signature=mark_of(request.signature),
        signed_text=return_text(case, history, collector) if request.signature else "",
    )
    papers: list[ReturnedPapersPaper | LossDeclarationPaper] = [slip]
    if not request.receipt_code.strip():
        papers.append(loss_declaration(desk, case, collector, ORIGINAL, None))
    work.add_print_jobs([desk.job(case.case_id, request.act_id, paper) for paper in papers], case.case_id)


_CAUSES = {
    Approval.RETURNED: "退件",
    Approval.REFUSED: "不予许可",
    Approval.WITHDRAWN: "撤回",
    Approval.TERMINATED: "逾期未补，终止办理",
    Approval.VOID: "作废",
}


# ---------------------------------------------------------------------------------------------- forms


def _begin_return(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    """The papers that were taken in are those to come back."""
    with seat.begin() as work:
        begun: dict[str, Any] = {"platform_returned_on": work.now().date(), "apply_again": APPLY_AGAIN}
    return begun | {"returned": taken_in(file.history)} if file else begun


def _begin_bringing(_seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    return {"returned": taken_in(file.history)} if file else {}


def _begin_call(_seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    applicant = (file.case.applicant or {}) if file else {}
    return {"phone": str(applicant.get("phone", ""))}


def taken_in(history: Sequence[RecordedAct]) -> tuple[MaterialRow, ...]:
    """The paper materials the hall kept at acceptance, as rows of a form: what must come back."""
    checklist = next((act.evidence["checklist"] for act in history if "checklist" in act.evidence), None)
    rows = checklist.get("rows", ()) if isinstance(checklist, Mapping) else ()
    return tuple(
        MaterialRow(row["name"], row["copies"], form=row["form"])
        for row in rows
        if row["verdict"] in ("original_seen", "copy") and not row["return_after_check"]
    )


_AT_DESK = frozenset({Role.WINDOW_CLERK, Role.ISSUANCE_CLERK})

ACTS: dict[str, Handler] = {
    "send_back": Handler(
        SendBack, send_back, _begin_return, form=True,
        hint="退件不同于不予许可：材料退回，补正后可重新申请。四样一样不能少。",
    ),
    "bring_papers_back": Handler(BringPapersBack, bring_papers_back, _begin_bringing, form=True),
    "call_for_return": Handler(CallForReturn, call_for_return, _begin_call, form=True),
    "give_papers_back": Handler(
        GivePapersBack, give_papers_back, form=True, text=_text_of,
        hint="收回收件通知单，当面清点，一次性告知单交给申请人。",
    ),
    "mail_papers_back": Handler(MailPapersBack, mail_papers_back, begin_mailing, form=True),
    "collect_counterfoil_of_stopped_case": Handler(CollectCounterfoil, collect_counterfoil, form=True),
    "collect_unsigned_counterfoil": Handler(CollectUnsignedCounterfoil, collect_counterfoil, form=True),
}  # fmt: skip
"""The return and what goes back, by the name of the act."""
