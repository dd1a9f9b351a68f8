"""One thing, done once (一件事一次办): accepted once, dispatched to every department, closed together.

3.2.1.4, 2.3.2; R-IN-11, R-DUTY-2; T21, T21p, T21x, T22.  The package's own case carries the intake set, the
commitment and the counterfoil; each part is a case with papers, clock and result of its own.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer
from yichuang_desktop.domain.items import Package, ServiceItem
from yichuang_desktop.domain.package_parts import PackageStanding, read_standing
from yichuang_desktop.domain.packages import Part, parts
from yichuang_desktop.domain.papers import AcceptanceNoticePaper, MemberLine
from yichuang_desktop.services.accepting import Intake, deed_of, dues, make_papers, review
from yichuang_desktop.services.acting import Deed, Seat, check_revision, effective, once, record
from yichuang_desktop.services.delegations import delegation_of
from yichuang_desktop.services.further_papers import Further, further_paper
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.intake import item_columns
from yichuang_desktop.services.papers_made import Dues, PaperDesk, agent_line, applicant_line
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests.package import AcceptPackage, ClosePackage, NoteExternalPart

_ON_PAPER = (MaterialVerdict.ORIGINAL_SEEN, MaterialVerdict.COPY)


def accept_package(seat: Seat, request: AcceptPackage) -> ActDone:
    """Accept a package once, with the intake set, the acceptance notice and a part a department (T21).

    Raises RuleViolation as :func:`accepting.accept`, ``not_a_package``, ``package_member_gone``,
    ``package_step_needed`` and ``package_empty``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        intake = review(seat, work, case, request)
        whole = _whole(work, intake, request)
        deed = deed_of(
            seat, work, case, request, intake, kind="accept_package",
            evidence={"acceptance_notice": "-A1", "parts": _dispatch_list(whole)},
            sets={"package_id": whole.package.package_id},
        )  # fmt: skip
        deed = replace(deed, after=case.goals("accept_package", papers="not_applicable"))
        done = record(work, case, request, "accept_package", deed, fingerprint)
        desk = make_papers(seat, work, request, intake, done, contents=("受理通知单",))
        kind = AcceptanceNoticePaper.KIND
        made = further_paper(work, case, kind, request.counter, receipt_no=done.receipt_no)
        notice = acceptance_notice(desk, made, done.receipt_no, intake, whole)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, notice)], case.case_id)
        for part in whole.ours:
            _open_part(seat, work, request, intake, whole, part, done)
        return done

    return once(seat, request, do)


def note_external_part(seat: Seat, request: NoteExternalPart) -> ActDone:
    """What was heard of a part outside the hall (T21x; decisions 14).

    Raises RuleViolation of the fields, ``package_no_such_external_part``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        outside = [p.step for p in standing_of(work, case).parts if p.tracks is None]
        if request.step not in outside:
            raise RuleViolation("package_no_such_external_part", field="step", steps=tuple(outside))
        told = {"step": request.step, "state": request.state, "said": request.said.strip()}
        deed = Deed({"external_part": told}, case.goals("note_external_part"), doer_name=seat.session.name)
        return record(work, case, request, "note_external_part", deed, fingerprint)

    return once(seat, request, do)


def close_package(seat: Seat, request: ClosePackage) -> ActDone:
    """All parts have ended: the package is closed, and says which failed (T22).

    Raises RuleViolation of the fields, ``package_parts_open`` with the parts that hold it up.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        found = standing_of(work, case)
        if found.open:
            raise RuleViolation("package_parts_open", parts=tuple(part.item_name for part in found.open))
        papers = case.tracks.papers.value
        keeps = "not_applicable" if papers in ("with_window", "with_department") else papers
        deed = Deed(
            evidence={"parts": _outcomes(found)} | _receipt_of(work, case),
            after=case.goals("close_package", papers=keeps, result="not_applicable"),
            done_by=Doer.HALL,
        )
        return record(work, case, request, "close_package", deed, fingerprint)

    return once(seat, request, do)


def check_members(work: Work, package: Package) -> None:
    """Whether every member is still in the library. Raises RuleViolation ``package_member_gone``."""
    for item_id in package.item_ids:
        _in_force(work, package, item_id)


# ---------------------------------------------------------------------------------------------- standing


def standing_of(work: Work, case: Case) -> PackageStanding:
    """How the parts of a package stand. Raises RuleViolation ``not_a_package`` for any other case."""
    if not case.whole_of_package:
        raise RuleViolation("not_a_package", item=case.item_name)
    parts_now = work.parts_of(case.case_id)
    refused = {
        part.case_id
        for part in parts_now
        if any(act.kind == "refuse" for act in effective(work.history(part.case_id)))
    }
    return read_standing(parts_now, work.history(case.case_id), refused)


def _outcomes(found: PackageStanding) -> list[dict[str, Any]]:
    return [
        {"step": part.step, "name": part.item_name, "department": part.department, "outcome": part.words}
        for part in found.parts
    ]


def _receipt_of(work: Work, case: Case) -> dict[str, Any]:
    """The receipt comes back with the last result that is collected; its bag shows it by this."""
    shown = ("receipt_scanned", "loss_declaration", "receipt_or_declaration", "sender_slip")
    found: dict[str, Any] = {}
    for part in work.parts_of(case.case_id):
        for act in effective(work.history(part.case_id)):
            found |= {name: act.evidence[name] for name in shown if act.evidence.get(name)}
    return found


# ---------------------------------------------------------------------------------------------- acceptance


@dataclass(frozen=True, slots=True)
class _Whole:
    """A package about to be dispatched: what goes to whom."""

    package: Package
    dispatched: tuple[Part, ...]
    versions: dict[str, int]
    """Item versions in force now: each part is pinned to its own."""
    due: dict[int, Dues]

    @property
    def ours(self) -> tuple[Part, ...]:
        return tuple(part for part in self.dispatched if not part.external)


def _whole(work: Work, intake: Intake, request: AcceptPackage) -> _Whole:
    if not intake.item.is_package:
        raise RuleViolation("not_a_package", item=intake.item.name)
    package = work.packages()[intake.item.item_id]
    items: dict[str, ServiceItem] = {}
    versions: dict[str, int] = {}
    for item_id in package.item_ids:
        found = _in_force(work, package, item_id)
        versions[item_id], items[item_id] = found
    dispatched = parts(package, items, request.left_out)
    for part in dispatched:
        if part.item is not None:
            delegation_of(work, part.item, intake.now.date())
    calendar = work.calendar()
    whole = intake.dues.promise
    due = {
        part.member.step: _capped(dues(part.item, intake.now, calendar), whole)
        for part in dispatched
        if part.item
    }
    return _Whole(package, dispatched, versions, due)


def _in_force(work: Work, package: Package, item_id: str) -> tuple[int, ServiceItem]:
    try:
        return work.item(item_id)
    except RuleViolation as gone:
        if gone.code not in ("item_not_valid", "not_found"):
            raise
        name = next(member.name for member in package.members if member.item_id == item_id)
        raise RuleViolation("package_member_gone", package=package.name, member=name) from gone


def _capped(own: Dues, whole: date | None) -> Dues:
    """A part is due by its own promise, at the latest with the whole (decisions 14)."""
    days = [day for day in (own.promise, whole) if day is not None]
    return replace(own, promise=min(days) if days else None)


def _dispatch_list(whole: _Whole) -> list[dict[str, Any]]:
    """Who does what by when, as the act keeps it."""
    return [
        {
            "step": part.member.step,
            "item_id": part.member.item_id,
            "name": part.member.name,
            "department": part.member.department,
            "external": part.external,
            "parallel_group": part.member.parallel_group,
            "due": _iso(whole.due[part.member.step].promise) if not part.external else None,
        }
        for part in whole.dispatched
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _open_part(
    seat: Seat, work: Work, request: AcceptPackage, intake: Intake, whole: _Whole, part: Part, done: ActDone
) -> None:
    """One department's part: a case of its own, begun in the same transaction (T21p)."""
    if part.item is None:
        raise ValueError("a part outside the hall has no case")
    part_id = uuid5(request.case_id, f"part {part.member.step}")
    case = work.open_case(part_id, Channel.LIFE_EVENT)
    names = {material.merge_name for material in part.item.materials}
    rows = intake.form.checklist.rows if intake.form.checklist else ()
    used = [row for row in rows if row.name in names and row.verdict in _ON_PAPER]
    deed = Deed(
        evidence={
            "package": {
                "package_id": whole.package.package_id,
                "receipt_no": done.receipt_no,
                "step": part.member.step,
                "materials": [row.name for row in used],
            }
        },
        after=case.goals("open_part", papers="with_window" if used else "not_applicable"),
        sets=_part_columns(work, request, intake, whole, part.item, part, done)
        | {"copies": sum(row.copies for row in used)},
        doer_name=seat.session.name,
    )
    record(work, case, _Dispatch(request, part_id, part.member.step), "open_part", deed, "")


def _part_columns(
    work: Work, request: AcceptPackage, intake: Intake, whole: _Whole, item: ServiceItem, part: Part,
    done: ActDone,
) -> dict[str, Any]:  # fmt: skip
    form, due = intake.form, whole.due[part.member.step]
    return item_columns(item, whole.versions[item.item_id]) | {
        "applicant_name": intake.applicant.name,
        "applicant": intake.applicant.to_json(),
        "representative": form.representative.to_json() if form.representative else None,
        "received_at": intake.now,
        "accepted_on": intake.now.date(),
        "legal_due": due.legal,
        "promise_due": due.promise,
        "due_estimated": due.estimated,
        "promise_text": item.promise_text,
        "delivery": form.delivery.value,
        "collection_due": work.cutoffs().collection_due(intake.now),
        "package_id": whole.package.package_id,
        "part_of": request.case_id.hex,
        "part_no": f"{done.receipt_no}-P{part.member.step}",
        "part_step": part.member.step,
    }


class _Dispatch:
    """The opening of a part as a request of its own."""

    revision = 0

    def __init__(self, request: AcceptPackage, part_id: UUID, step: int) -> None:
        self.act_id: UUID = uuid5(request.act_id, f"part {step}")
        self.case_id: UUID = part_id
        self.counter: int = request.counter


def acceptance_notice(
    desk: PaperDesk, made: Further, receipt_no: str, intake: Intake, whole: _Whole
) -> AcceptanceNoticePaper:
    """受理通知单: who does what by when (2.3.2); members outside the hall are shown as such."""
    return AcceptanceNoticePaper(
        head=desk.head(made.number, made.code),
        receipt_no=receipt_no,
        applicant=applicant_line(intake.applicant),
        representative=agent_line(intake.form.representative),
        item_name=intake.item.name,
        accepted_on=intake.now.date(),
        submitted_by="窗口现场",
        members=tuple(_member_line(seq, part, whole) for seq, part in enumerate(whole.dispatched, 1)),
        promise_text=intake.item.promise_text,
        first_handler=desk.clerk,
        promise_due=intake.dues.promise,
        due_estimated=intake.dues.estimated,
        materials_count=len(intake.form.checklist.received) if intake.form.checklist else 0,
        delivery=intake.form.delivery.title,
        consult_phone=intake.item.consult_phone or desk.hall.phone,
    )


def _member_line(seq: int, part: Part, whole: _Whole) -> MemberLine:
    if part.item is None:
        return MemberLine(seq, part.member.name, part.member.department, "", external=True)
    due = whole.due[part.member.step].promise
    phone = part.item.consult_phone
    return MemberLine(seq, part.item.name, part.item.department, part.item.promise_text, due, phone=phone)


# ---------------------------------------------------------------------------------------------- forms


def _external_step(_seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    """Begin with the first part outside the hall."""
    listed: list[dict[str, Any]]
    listed = (
        next((act.evidence["parts"] for act in file.history if act.kind == "accept_package"), [])
        if file
        else []
    )
    return {"step": next((entry["step"] for entry in listed if entry["external"]), 1)}


ACTS: dict[str, Handler] = {
    "accept_package": Handler(AcceptPackage, accept_package),
    "note_external_part": Handler(
        NoteExternalPart, note_external_part, _external_step, form=True,
        allows=lambda case: case.whole_of_package and case.allows("note_external_part"),
    ),
    "close_package": Handler(
        ClosePackage, close_package, form=True,
        hint="各部门的环节都办完后，一件事才算办结；有未办成的环节，请先当面说明。",
        allows=lambda case: case.whole_of_package and case.allows("close_package"),
    ),
}  # fmt: skip
"""The package's acts by name."""
