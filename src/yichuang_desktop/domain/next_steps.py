"""下一步: the one sentence that says what is to be done next with a case, whoever looks at it (R-X-5).

It is derived from the four tracks and what the case owes; nobody stores it.  What is owed stands first
(decisions 9), then what a citizen waits for, then what lies in the hall.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result
from yichuang_desktop.domain.transitions import TABLE


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: the sentence's code and facts, and the act that does it (empty: waiting is all)."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    act: str = ""

    @property
    def sentence(self) -> str:
        """What stands in 下一步."""
        return say_code(self.code, self.facts)

    def done_by(self, roles: frozenset[Role]) -> bool:
        """Whether somebody with these roles can record the act; else the sentence says whom to wait for."""
        return bool(self.act) and bool(TABLE[self.act].recorded_by & roles)


def next_step(case: Case, form: IntakeForm | None = None, today: date | None = None) -> Step:
    """The next thing to do.

    ``form`` is the draft as it stands on screen; ``today`` bounds dates of birth and authorisations in it.
    """
    if case.ended:
        return _ended(case)
    for rule in _RULES:
        step = rule(case, form, today)
        if step is not None:
            return step
    return Step("step_look_at_timeline")


_Rule = Callable[[Case, IntakeForm | None, date | None], Step | None]
_GIVEN_UP = (Approval.NOT_ACCEPTED, Approval.ABANDONED)
_UNDECIDED = (Approval.RECEIVED, Approval.ENTERED, Approval.IN_REVIEW)
_NEGATIVE = (Approval.RETURNED, Approval.WITHDRAWN, Approval.TERMINATED, Approval.VOID)
_ELSEWHERE = (Channel.PROVINCE, Channel.CROSS_PROVINCE)
"""Decided, and the result mailed, by a department elsewhere (3.2.1.3)."""
_UNSIGNED = (Counterfoil.MADE, Counterfoil.SIGNED_BY_WINDOW)


def _ended(case: Case) -> Step:
    return Step("step_given_up" if case.tracks.counterfoil is Counterfoil.NOT_MADE else "step_done")


def _intake(case: Case, form: IntakeForm | None, today: date | None) -> Step | None:
    approval = case.tracks.approval
    if approval is Approval.NEW:
        return Step("step_begin", act=_BEGINNINGS[case.channel])
    if approval is Approval.REFERRED:
        facts = {"department": case.department, "due": case.step_due}
        return Step("step_answer_question", facts, "answer_referred_question")
    if approval is Approval.NOTIFIED:
        return Step("step_wait_for_supply", {"item": case.item_name}, "take_up_again")
    if approval is Approval.DRAFT:
        package = case.channel is Channel.LIFE_EVENT
        return _draft(form, today, mailed=case.channel is Channel.MAIL, package=package)
    if approval in _GIVEN_UP and case.tracks.papers is Papers.WITH_WINDOW:
        return Step("step_give_kept_papers_back", act="give_kept_papers_back")
    return None


_BEGINNINGS = {
    Channel.COUNTER: "open_draft",
    Channel.LIFE_EVENT: "open_draft",
    Channel.MAIL: "open_draft",
    Channel.ONLINE: "register_online",
    Channel.DEPARTMENT_SYSTEM: "book_in_from_department_system",
    Channel.DEPARTMENT: "book_in_for_department",
    Channel.PROVINCE: "register_province",
    Channel.CROSS_PROVINCE: "register_province",
    Channel.CONSULTATION: "answer_at_counter",
}


def _draft(form: IntakeForm | None, today: date | None, *, mailed: bool, package: bool) -> Step:
    """Materials first: what is lacking there decides between acceptance and notice."""
    if form is None or form.checklist is None:
        return Step("step_review")
    step = form.checklist.next_step()
    if form.checklist.what_is_lacking() and not form.checklist.unjudged:
        return Step(step.code, step.facts, "notify")
    if not form.checklist.complete:
        return Step(step.code, step.facts)
    for obstacle in form.obstacles(today or date.max):
        if not (mailed and obstacle.field == "identity"):  # nobody stands at the window (3.3)
            return Step(obstacle.code, obstacle.facts)
    if mailed:
        return Step("step_accept_mailed", act="accept_mailed")
    conditional = "accept_conditionally" if form.checklist.conditional else "accept"
    return Step(step.code, step.facts, "accept_package" if package else conditional)


def _owed(case: Case, _form: IntakeForm | None, _today: date | None) -> Step | None:
    if case.commitment_owed:
        return Step("step_commitment_owed", {"receipt_no": case.receipt_no}, "see_commitment_signature")
    decided = case.tracks.result in (Result.WITH_ISSUANCE, Result.NOTIFIED)
    if case.supplement_owed and decided:
        return Step("step_supplement_owed", act="supply_deferred")
    return None


def _handover(case: Case, _form: IntakeForm | None, _today: date | None) -> Step | None:
    tracks = case.tracks
    if tracks.approval not in _UNDECIDED:
        return None
    if tracks.counterfoil in _UNSIGNED and case.channel is not Channel.ONLINE:
        facts = {"department": case.department, "due": case.collection_due}
        if case.package_id and not case.part_of:
            return Step("step_hand_over_parts", act="hand_over")
        on_the_spot = case.on_the_spot and case.allows("conclude_on_the_spot")
        return (
            Step("step_conclude_on_the_spot", facts, "conclude_on_the_spot")
            if on_the_spot
            else Step("step_hand_over", facts, "hand_over")
        )
    if tracks.counterfoil in _UNSIGNED:
        return Step("step_online_counterfoil", act="register_online_counterfoil")
    if tracks.papers is Papers.WITH_WINDOW:
        return Step(
            "step_hand_over", {"department": case.department, "due": case.collection_due}, "hand_over"
        )
    return None


def _counterfoil(case: Case, _form: IntakeForm | None, _today: date | None) -> Step | None:
    if case.tracks.counterfoil is Counterfoil.SIGNED_BY_DEPARTMENT:
        return Step("step_pass_counterfoil", act="register_counterfoil")
    return None


def _review(case: Case, _form: IntakeForm | None, _today: date | None) -> Step | None:
    facts = {"department": case.department, "due": case.promise_due, "estimated": case.due_estimated}
    match case.tracks.approval:
        case Approval.SPECIAL_STEP:
            step = {"step": case.special_step, "until": case.step_due}
            return Step("step_special", facts | step, "close_special_step")
        case Approval.CORRECTING:
            return Step("step_correcting", facts | {"until": case.step_due}, "receive_correction")
        case Approval.IN_REVIEW if case.package_id and not case.part_of:
            return Step("step_package_parts", act="close_package")
        case Approval.IN_REVIEW:
            waits = "step_wait_for_mailing" if case.channel in _ELSEWHERE else "step_wait_for_decision"
            return Step(waits, facts, _booking(case))
        case Approval.RECEIVED | Approval.ENTERED:
            return _unreviewed(case, facts)
    return None


def _unreviewed(case: Case, facts: Mapping[str, Any]) -> Step:
    if case.channel in _ELSEWHERE:
        return Step("step_wait_for_mailing", facts, "close_external")
    if case.channel is Channel.ONLINE:
        return Step("step_wait_for_department_acceptance", facts, "record_department_acceptance")
    return Step("step_wait_for_decision", facts, "enter_review")


def _booking(case: Case) -> str:
    names: tuple[str, ...] = (
        "book_in_result",
        "book_in_online_result",
        "hand_result_to_courier",
        "close_external",
    )
    if case.channel is Channel.MAIL and case.delivery == "mail":
        names = ("hand_result_to_courier", *names)
    return next((name for name in names if case.allows(name)), "approve")


def _giving_back(case: Case, _form: IntakeForm | None, _today: date | None) -> Step | None:
    tracks = case.tracks
    if tracks.approval in _NEGATIVE or tracks.approval is Approval.CLOSED:
        if tracks.papers in (Papers.WITH_ISSUANCE, Papers.WITH_WINDOW):
            return Step("step_give_papers_back", act="give_papers_back")
        if tracks.papers is Papers.WITH_DEPARTMENT:
            return Step("step_fetch_papers", {"department": case.department}, "bring_papers_back")
    if tracks.approval in _NEGATIVE:
        return Step("step_give_papers_back", act="give_papers_back")
    return None


def _result(case: Case, _form: IntakeForm | None, _today: date | None) -> Step | None:
    facts = {"department": case.department, "applicant": case.applicant_name, "receipt_no": case.receipt_no}
    match case.tracks.result:
        case Result.NONE | Result.WITH_DEPARTMENT if case.tracks.approval is Approval.APPROVED:
            return Step("step_bring_result", facts, _booking(case))
        case Result.WITH_ISSUANCE | Result.NOTIFIED:
            return _result_here(case, facts)
        case Result.WITH_COURIER:
            return Step("step_file_customer_slip", facts, "file_customer_slip")
        case Result.MAILED:
            return Step("step_confirm_delivery", facts, "confirm_delivery")
    return None


def _result_here(case: Case, facts: Mapping[str, Any]) -> Step:
    """The result lies at the issuance desk: who is to be phoned, or has come, or waits for the post."""
    way = _WAYS.get(case.channel, "")
    if case.delivery == "mail":
        return Step("step_mail_result", facts, "mail_result")
    if case.tracks.result is Result.WITH_ISSUANCE:
        return Step(f"step_call_{way or 'applicant'}", facts, "call_applicant")
    return Step(f"step_issue_{way}" if way else "step_issue", facts, _issuing(case))


_WAYS = {Channel.ONLINE: "online", Channel.DEPARTMENT: "behalf", Channel.DEPARTMENT_SYSTEM: "behalf"}
"""Who collects without a receipt, and so is told other things (3.2.4.2, 3.2.4.3)."""


def _issuing(case: Case) -> str:
    return next(
        (name for name in ("issue", "issue_online", "issue_on_behalf") if case.allows(name)), "mail_result"
    )


def _archive(case: Case, _form: IntakeForm | None, _today: date | None) -> Step | None:
    match case.tracks.counterfoil:
        case Counterfoil.WITH_ISSUANCE:
            return Step("step_put_in_bag", act="put_in_bag")
        case Counterfoil.NOT_APPLICABLE if case.allows("put_vouchers_in_bag"):
            return Step("step_put_vouchers_in_bag", act="put_vouchers_in_bag")
        case Counterfoil.IN_BAG:
            return Step("step_transfer_to_archive", act="transfer_to_archive")
        case Counterfoil.MADE | Counterfoil.SIGNED_BY_WINDOW:
            return Step("step_collect_counterfoil", act=_collecting(case))
    return None


def _collecting(case: Case) -> str:
    names = (
        "collect_counterfoil_of_stopped_case",
        "collect_unsigned_counterfoil",
        "register_online_counterfoil",
        "register_counterfoil",
    )
    return next((name for name in names if case.allows(name)), "")


_RULES: tuple[_Rule, ...] = (
    _intake,
    _owed,
    _handover,
    _counterfoil,
    _review,
    _giving_back,
    _result,
    _archive,
)
