"""Special steps, corrections after acceptance, extension: what moves a case's due days (3.2.2.5; R-HO-5).

Every one brings a written notice and finds both due days anew from the whole history (:mod:`domain.pausing`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yichuang_desktop.domain import pausing
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow, check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.clocks import SpecialStepKind, TwoClocks
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.items import WORKING_DAYS, ServiceItem
from yichuang_desktop.domain.paper_letters import LETTERS
from yichuang_desktop.domain.papers import CorrectionPaper, ExtensionPaper, Paper, SpecialStepPaper
from yichuang_desktop.domain.pausing import CORRECTION, Coming, StepTaken
from yichuang_desktop.services.acting import (
    CaseRequest,
    Deed,
    Seat,
    check_revision,
    effective,
    once,
    record,
)
from yichuang_desktop.services.further_papers import Further, further_paper
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import CaseFile, RecordedAct, Work
from yichuang_desktop.services.requests import (
    AskCorrection,
    CloseSpecialStep,
    Extend,
    OpenSpecialStep,
    ReceiveCorrection,
)
from yichuang_desktop.services.requests.processing import OTHER_STEP
from yichuang_desktop.services.step_papers import StepPapers, number_of


def open_special_step(seat: Seat, request: OpenSpecialStep) -> ActDone:
    """A step begins: reason, approver, days, and the written notice to the applicant (T8; R-HO-5).

    Raises RuleViolation as :func:`check_fields`, ``step_name_missing``, ``step_before_acceptance``, and those
    of the table.
    """

    def do(under: "Under") -> ActDone:
        name = _name_of(request)
        rule = pausing.rule_of(under.item.special_steps if under.item else (), name)
        under.check_not_before_acceptance("started_on", request.started_on, name)
        began_at = pausing.moment_of(request.started_on, under.now)
        planned = pausing.planned_end(began_at, request.days, request.unit, under.work.calendar())
        notice = under.notice(SpecialStepPaper.KIND)
        told = {
            "name": name,
            "began_at": began_at.isoformat(),
            "days": request.days,
            "unit": request.unit,
            "planned_end": planned.isoformat(),
            "basis": rule.basis if rule else "",
            "stops_promise": pausing.stops_promise(name, rule),
            "officer": request.officer.strip(),
            "approver": request.approver.strip(),
            "number": notice.number,
        }
        written = {"number": notice.number, "code": notice.code, "told": request.told}
        deed = under.deed({"special_step": told, "written_notice": written}, request.officer, request.reason)
        done = under.record(deed, name, planned)
        step = pausing.steps_taken([under.coming(deed.evidence)])[0]
        paper = under.papers(notice).special_step(request, step, pausing.legal_basis(name, rule))
        under.print(paper, done)
        return done

    return _moving(seat, request, "open_special_step", do)


def close_special_step(seat: Seat, request: CloseSpecialStep) -> ActDone:
    """A step is over: its days are counted, both due days found anew (T8z; R-HO-5).

    Raises RuleViolation as :func:`check_fields`, ``step_ends_before_it_began``, the table's.
    """

    def do(under: "Under") -> ActDone:
        step = under.open_step
        ended_at = under.ending("ended_on", request.ended_on, step)
        told: dict[str, Any] = {
            "name": step.name if step else under.case.special_step,
            "ended_at": ended_at.isoformat(),
            "outcome": request.outcome.strip(),
            "officer": request.officer.strip(),
            "number": step.number if step else "",
        }
        told |= {"days_used": under.days_used("special_step", told)}
        return under.record(under.deed({"special_step": told}, request.officer), "", None)

    return _moving(seat, request, "close_special_step", do)


def ask_correction(seat: Seat, request: AskCorrection) -> ActDone:
    """After acceptance something has to be mended: a written notice with everything in it (T8c).

    The promise clock stops only where the item says so, the legal one where its own law does.

    Raises RuleViolation as :func:`check_fields`, the table's.
    """

    def do(under: "Under") -> ActDone:
        rule = pausing.rule_of(under.item.special_steps if under.item else (), CORRECTION)
        notice = under.notice(CorrectionPaper.KIND)
        told = {
            "name": CORRECTION,
            "number": notice.number,
            "code": notice.code,
            "began_at": under.now.isoformat(),
            "planned_end": request.supply_by.isoformat(),
            "basis": rule.basis if rule else "",
            "stops_promise": rule is not None and not rule.counted_in_limit,
            "rows": plain(request.rows),
            "officer": request.officer.strip(),
            "told": request.told,
        }
        deed = under.deed({"correction_notice": told}, request.officer, request.reason)
        done = under.record(deed, CORRECTION, request.supply_by)
        step = pausing.steps_taken([under.coming(deed.evidence)])[0]
        under.print(under.papers(notice).correction(request, step), done)
        return done

    return _moving(seat, request, "ask_correction", do)


def receive_correction(seat: Seat, request: ReceiveCorrection) -> ActDone:
    """Everything that was asked for has come (T8d).

    Raises RuleViolation as :func:`check_fields`, ``step_ends_before_it_began``, ``correction_incomplete``,
    and those of the table.
    """

    def do(under: "Under") -> ActDone:
        step = under.open_step
        brought = {row.name.strip() for row in request.rows}
        missing = tuple(row.name for row in asked_rows(under.history) if row.name.strip() not in brought)
        if missing:
            raise RuleViolation("correction_incomplete", field="rows", names=missing)
        told: dict[str, Any] = {
            "ended_at": under.ending("received_on", request.received_on, step).isoformat(),
            "rows": plain(request.rows),
            "provider": request.provider.strip(),
            "number": step.number if step else "",
        }
        told |= {"days_used": under.days_used("corrected_materials", told)}
        deed = under.deed({"corrected_materials": told}, request.provider, done_by=Doer.APPLICANT)
        return under.record(deed, "", None)

    return _moving(seat, request, "receive_correction", do)


def extend(seat: Seat, request: Extend) -> ActDone:
    """More time, once, approved by the head of the organ, told in writing (T8e; 行政许可法 42).

    A package as a whole may have fifteen working days, with the local government's approval.

    Raises RuleViolation as :func:`check_fields`, ``extended_already``, ``extension_of_nothing``,
    ``extension_too_long``, ``extension_without_legal_limit``, ``extension_too_late``, the table's.
    """

    def do(under: "Under") -> ActDone:
        case = under.case
        before = under.check_extension(request)
        notice = under.notice(ExtensionPaper.KIND)
        told: dict[str, Any] = {
            "number": notice.number,
            "code": notice.code,
            "legal_days": request.legal_days,
            "promise_days": request.promise_days,
            "due_before": before.isoformat(),
            "told": request.told,
            "officer": request.officer.strip(),
        }
        evidence = {"extension_notice": told, "approver": {"name": request.approver.strip()}}
        deed = under.deed(evidence, request.officer, request.reason)
        done = under.record(deed, case.special_step, case.step_due, extended=True)
        paper = under.papers(notice).more_time(request, before, package=case.whole_of_package)
        under.print(paper, done)
        return done

    return _moving(seat, request, "extend", do)


# ---------------------------------------------------------------------------------------------- the ground


@dataclass(slots=True)
class Under:
    """One act under way: the case with its history, its item, the moment."""

    seat: Seat
    work: Work
    request: CaseRequest
    kind: str
    fingerprint: str
    case: Case
    history: tuple[RecordedAct, ...]
    item: ServiceItem | None
    now: datetime
    clocks: TwoClocks = TwoClocks(None, None)  # noqa: RUF009 - frozen

    @property
    def open_step(self) -> StepTaken | None:
        """The step or correction that this act ends."""
        return pausing.step_under_way(effective(self.history))

    def notice(self, paper: str) -> Further:
        """Number and code of the notice this act brings; a part's stands behind the part's own number."""
        case, counter = self.case, self.request.counter
        if case.receipt_no:
            return further_paper(self.work, case, paper, counter)
        earlier = [one.number for one in self.work.papers_of(case.case_id)]
        stem = f"{case.part_no}-{LETTERS[paper]}"
        ordinal = 1 + sum(number.startswith(stem) for number in earlier)
        return further_paper(self.work, case, paper, counter, number=f"{stem}{ordinal}")

    def check_not_before_acceptance(self, field: str, day: date, step: str) -> None:
        """Nothing of the review happens before the case was accepted."""
        accepted = self.case.accepted_on
        if accepted is not None and day < accepted:
            raise RuleViolation("step_before_acceptance", field=field, step=step, accepted_on=accepted)

    def ending(self, field: str, day: date, step: StepTaken | None) -> datetime:
        """The instant a step ended."""
        if step is not None and day < step.began_at.date():
            began = step.began_at.date()
            raise RuleViolation("step_ends_before_it_began", field=field, step=step.name, began_on=began)
        ended = pausing.moment_of(day, self.now)
        return max(ended, step.began_at) if step is not None else ended

    def days_used(self, name: str, told: Mapping[str, Any]) -> int:
        """Working days of the step this act closes."""
        taken = pausing.steps_taken((*effective(self.history), self.coming({name: told})))
        return pausing.days_used(taken[-1], self.work.calendar()) if taken else 0

    def check_extension(self, request: Extend) -> date:
        """Once, within the law's bounds, before it is too late; gives the day that was due so far."""
        case = self.case
        most = pausing.most_extension(package=case.whole_of_package)
        if case.extended:
            raise RuleViolation("extended_already", number=number_of(case))
        if not request.legal_days and not request.promise_days:
            raise RuleViolation("extension_of_nothing", field="legal_days")
        if request.legal_days > most:
            raise RuleViolation("extension_too_long", field="legal_days", most=most)
        clocks = self.due_days()
        if request.legal_days and clocks.legal is None:
            raise RuleViolation("extension_without_legal_limit", field="legal_days", item=case.item_name)
        if request.legal_days and clocks.legal is not None and clocks.legal.overdue(self.now):
            raise RuleViolation("extension_too_late", due=clocks.legal.on)
        due = pausing.latest(clocks) if request.promise_days else clocks.legal
        return due.on if due is not None else self.now.date()

    def coming(self, evidence: Mapping[str, Any]) -> Coming:
        """This very act as if it had been recorded."""
        return Coming(self.kind, self.now, evidence)

    def due_days(self, evidence: Mapping[str, Any] | None = None) -> TwoClocks:
        """Both due days as the history has them; with ``evidence`` as they will be."""
        acts: tuple[pausing.Happened, ...] = effective(self.history)
        if evidence is not None:
            acts = (*acts, self.coming(evidence))
        return pausing.due_days(acts, pausing.limits_of(self.item), self.work.calendar(), self.now)

    def deed(
        self,
        evidence: Mapping[str, Any],
        doer_name: str,
        reason: str = "",
        done_by: Doer = Doer.DEPARTMENT_OFFICER,
    ) -> Deed:
        """The act with where it leads; its columns come with :meth:`record`."""
        after = self.case.goals(self.kind)
        return Deed(evidence, after, done_by=done_by, doer_name=doer_name.strip(), reason=reason)

    def record(self, deed: Deed, step: str, step_due: date | None, *, extended: bool = False) -> ActDone:
        """Write the act with the due days it leads to and the step that is under way."""
        self.clocks = self.due_days(deed.evidence)
        legal, promise = self.clocks.legal, self.clocks.promise
        estimated = any(due.estimated for due in (legal, promise) if due)
        dues: dict[str, Any] = {
            "legal_due": legal.on if legal else None,
            "promise_due": promise.on if promise else None,
            "due_estimated": estimated,
        }
        kept = {"legal": dues["legal_due"], "promise": dues["promise_due"], "estimated": estimated}
        more = {"extended": True} if extended else {"special_step": step, "step_due": step_due}
        whole = replace(deed, evidence={**deed.evidence, "dues": plain(kept)}, sets=dues | more)
        return record(self.work, self.case, self.request, self.kind, whole, self.fingerprint)

    def papers(self, notice: Further) -> StepPapers:
        """The maker of this case's notices."""
        seat = self.seat
        counter = seat.counter_of(self.work, self.request.counter)
        desk = PaperDesk(seat.session.hall, counter, seat.session.name, self.now)
        return StepPapers(desk, self.case, self.item, notice, self.clocks)

    def print(self, paper: Paper, done: ActDone) -> None:
        """Queue the notice in this transaction."""
        seat = self.seat
        counter = seat.counter_of(self.work, self.request.counter)
        desk = PaperDesk(seat.session.hall, counter, seat.session.name, done.at)
        job = desk.job(self.case.case_id, self.request.act_id, paper)
        self.work.add_print_jobs([job], self.case.case_id)


def _moving(seat: Seat, request: CaseRequest, kind: str, do: Callable[[Under], ActDone]) -> ActDone:
    """One act that moves due days: fields checked, case and history read, once."""

    def whole(work: Work, fingerprint: str) -> ActDone:
        case, now = work.case(request.case_id), work.now()
        check_revision(case, request)
        case.goals(kind)
        check_fields(request, now.date())
        history = work.history(case.case_id)
        return do(Under(seat, work, request, kind, fingerprint, case, history, item_of(work, case), now))

    return once(seat, request, whole)


def item_of(work: Work, case: Case) -> ServiceItem | None:
    """The item the case was taken in with; None for a package, which is no item."""
    try:
        return work.item(case.item_id, case.item_version)[1]
    except RuleViolation:
        return None


def asked_rows(history: tuple[RecordedAct, ...]) -> tuple[MaterialRow, ...]:
    """What the last correction asked for."""
    notices = [
        act.evidence["correction_notice"] for act in effective(history) if act.kind == "ask_correction"
    ]
    return tuple(MaterialRow(**row) for row in notices[-1]["rows"]) if notices else ()


def _name_of(request: OpenSpecialStep) -> str:
    """One of the fifteen, or the step's own name."""
    if request.step != OTHER_STEP:
        return request.step
    name = " ".join(request.own_name.split())
    if not name:
        raise RuleViolation("step_name_missing", field="own_name")
    return name


# ---------------------------------------------------------------------------------------------- forms


def _begin_step(seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    """The item's first step that was not taken yet, begun today."""
    begun: dict[str, Any] = {"unit": WORKING_DAYS, "told": "handed"}
    if file is None:
        return begun
    begun |= {"started_on": seat.access.views.now().date(), "officer": last_officer(file)}
    with seat.begin() as work:
        item = item_of(work, file.case)
    taken = {step.name for step in pausing.steps_taken(effective(file.history))}
    rules = item.special_steps if item is not None else ()
    rule = next((rule for rule in rules if rule.name not in taken), None)
    if rule is None:
        return begun
    kind = SpecialStepKind.named(rule.name)
    begun |= {"step": kind.value, "own_name": "" if kind is not SpecialStepKind.OTHER else rule.name}
    return begun | {"unit": rule.unit} | ({"days": rule.amount} if rule.amount else {})


def _begin_closing(seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    officer = last_officer(file) if file is not None else ""
    return {"ended_on": seat.access.views.now().date(), "officer": officer}


def _begin_correction(_seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    return {"told": "handed", "officer": last_officer(file) if file is not None else ""}


def _begin_receiving(seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    begun: dict[str, Any] = {"received_on": seat.access.views.now().date()}
    if file is None:
        return begun
    case = file.case
    provider = str((case.representative or {}).get("name") or case.applicant_name)
    return begun | {"rows": asked_rows(file.history), "provider": provider}


def _begin_extension(_seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    if file is None:
        return {"told": "handed"}
    days = pausing.most_extension(package=file.case.whole_of_package) if file.case.legal_due else 0
    return {"legal_days": days, "promise_days": 0, "told": "handed", "officer": last_officer(file)}


def last_officer(file: CaseFile) -> str:
    """The department's officer who was last here for the case."""
    done = [act for act in effective(file.history) if act.done_by == Doer.DEPARTMENT_OFFICER]
    return done[-1].doer_name if done else ""


ACTS: dict[str, Handler] = {
    "open_special_step": Handler(
        OpenSpecialStep,
        open_special_step,
        _begin_step,
        form=True,
        hint="按部门的书面材料登记；告知书随即打印，须送达申请人。",
    ),
    "close_special_step": Handler(CloseSpecialStep, close_special_step, _begin_closing, form=True),
    "ask_correction": Handler(
        AskCorrection,
        ask_correction,
        _begin_correction,
        form=True,
        hint="一次说全；通知书随即打印，须送达申请人。",
    ),
    "receive_correction": Handler(ReceiveCorrection, receive_correction, _begin_receiving, form=True),
    "extend": Handler(
        Extend,
        extend,
        _begin_extension,
        form=True,
        hint="须经行政机关负责人批准，只能延长一次；通知书随即打印。",
        allows=lambda case: not case.extended and case.allows("extend"),
    ),
}
