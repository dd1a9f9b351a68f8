"""The platform's side of a case: told by hand, answered by machine, both days confirmed (R-IN-7, R-IN-14).

The hall's pusher writes what a receiver answered into the outbox and nothing else; a clerk takes the answer
up into the case with one key, under their own log-in (decisions 10).  A number typed before is never written
over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import uuid5

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.pushes import PushKind, PushState
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.acting import Deed, Seat, check_revision, last_of, once, record, simple_act
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.ports_pushes import PushRow
from yichuang_desktop.services.requests.platform import (
    ACCEPTED,
    CONCLUDED,
    ConfirmOnPlatform,
    ConfirmPush,
    GiveUpPush,
    RetryPush,
    TakeUpAnswer,
)

MAY_STEER = frozenset({Role.WINDOW_CLERK, Role.ISSUANCE_CLERK, Role.GROUP_LEADER})
"""Who may send a message again or give it up."""
_DECIDED = (Approval.APPROVED, Approval.REFUSED, Approval.RETURNED, Approval.CLOSED)
_WORDS = {ACCEPTED: "受理", CONCLUDED: "办结"}
_COLUMNS = {ACCEPTED: "platform_accepted_on", CONCLUDED: "platform_closed_on"}


def confirm_push(seat: Seat, request: ConfirmPush) -> ActDone:
    """The department was told and reminded, by phone or in person (T5p)."""
    _check(seat, request)
    record_of_it = {"by": "clerk", "told": request.told.strip(), "phone": request.phone, "said": request.said}
    return simple_act(seat, request, "confirm_push", evidence={"push": record_of_it})


def confirm_on_platform(seat: Seat, request: ConfirmOnPlatform) -> ActDone:
    """Acceptance or conclusion stands on the platform with this day (T5c).

    Raises RuleViolation ``platform_no_first``, ``platform_not_concluded``, ``platform_confirmed_already``,
    ``platform_date_wrong``, and those of the form's fields.
    """
    _check(seat, request)

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        _check_day(case, request.what, request.on, work.now().date())
        step = _day_step(case, request.what, request.on, {"source": "clerk"})
        return record(work, case, request, step.kind, step.deed(seat, case), fingerprint)

    return once(seat, request, do)


def take_up_answer(seat: Seat, request: TakeUpAnswer) -> ActDone:
    """What a receiver answered becomes acts of the case, under the log-in of who takes it up (T5p, T5, T5c).

    Raises RuleViolation ``push_not_answered``, ``platform_no_differs``, ``push_taken_up`` and those of the
    table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        push = work.push(request.push_id)
        if push.case_id != case.case_id:
            raise RuleViolation("not_found")
        steps = _steps(work, case, push)
        done: ActDone | None = None
        for step in steps:
            act = replace(request, act_id=uuid5(request.act_id, step.kind), revision=case.revision)
            act = act if done else request
            done = record(work, case, act, step.kind, step.deed(seat, case), fingerprint)
            case = work.case(request.case_id)
        if done is None:
            raise RuleViolation("push_taken_up", receipt_no=push.receipt_no)
        return done

    return once(seat, request, do)


def retry_push(seat: Seat, request: RetryPush) -> None:
    """Send it again now. Raises RuleViolation ``push_on_its_way``, ``push_move_forbidden``."""
    _steer(seat, request.push_id, PushState.WAITING)


def give_up_push(seat: Seat, request: GiveUpPush) -> None:
    """Do not send it any more. Raises RuleViolation as :func:`retry_push`, and ``push_reason_lacking``."""
    _steer(seat, request.push_id, PushState.GIVEN_UP, request.reason)


# -- steps ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """One act that an answer gives rise to."""

    kind: str
    evidence: Mapping[str, Any]
    sets: Mapping[str, Any] = field(default_factory=dict)

    def deed(self, seat: Seat, case: Case) -> Deed:
        return Deed(self.evidence, case.goals(self.kind), self.sets, doer_name=seat.session.name)


def _steps(work: Work, case: Case, push: PushRow) -> list[_Step]:
    """What of the answer the case does not have yet, in the order of the table."""
    if push.state not in (PushState.SENT, PushState.ANSWERED):
        raise RuleViolation("push_not_answered")
    if push.external_no and case.platform_no and push.external_no != case.platform_no:
        raise RuleViolation(
            "platform_no_differs", receipt_no=push.receipt_no, ours=case.platform_no, theirs=push.external_no
        )
    answer = {
        "push_id": push.push_id,
        "message_id": str(push.message_id),
        "receiver": push.receiver,
        "sent_at": push.sent_at.isoformat() if push.sent_at else "",
        "answered_at": push.answered_at.isoformat() if push.answered_at else "",
    }
    steps = []
    if _reminded_by(work, case, push):
        steps.append(_Step("confirm_push", {"push": {"by": "outbox", **answer}}))
    if push.external_no and not case.platform_no:
        entry = {"platform_no": push.external_no, "source": "answer", **answer}
        steps.append(_Step("enter_on_platform", {"platform_entry": entry}, {"platform_no": push.external_no}))
    return steps + _confirmed_by(work, case, push, answer)


def _reminded_by(work: Work, case: Case, push: PushRow) -> bool:
    """Whether this answer is the first proof that the department was told."""
    return (
        push.kind is PushKind.ACCEPTED
        and case.allows("confirm_push")
        and bool(TABLE["confirm_push"].recorded_by & work.roles)
        and last_of(work.history(case.case_id), "confirm_push") is None
    )


def _confirmed_by(work: Work, case: Case, push: PushRow, answer: Mapping[str, Any]) -> list[_Step]:
    what = push.kind.value
    if push.confirmed_on is None or what not in _COLUMNS or getattr(case, _COLUMNS[what]) is not None:
        return []
    known = replace(case, platform_no=case.platform_no or push.external_no)
    _check_day(known, what, push.confirmed_on, work.now().date())
    return [_day_step(known, what, push.confirmed_on, {"source": "answer", **answer})]


def _day_step(case: Case, what: str, on: date, source: Mapping[str, Any]) -> _Step:
    confirmation = {"what": what, "on": on.isoformat(), "platform_no": case.platform_no, **source}
    return _Step("confirm_on_platform", {"platform_confirmation": confirmation}, {_COLUMNS[what]: on})


# -- checks --------------------------------------------------------------------------------------------------


def _check(seat: Seat, request: object) -> None:
    check_fields(request, seat.access.views.now().date())


def _check_day(case: Case, what: str, on: date, today: date) -> None:
    if not case.platform_no:
        raise RuleViolation("platform_no_first", field="what")
    if what == CONCLUDED and case.tracks.approval not in _DECIDED:
        raise RuleViolation("platform_not_concluded", field="what")
    before: date | None = getattr(case, _COLUMNS[what])
    if before is not None:
        raise RuleViolation("platform_confirmed_already", field="what", what=_WORDS[what], on=before)
    first = case.accepted_on or (case.received_at.date() if case.received_at else on)
    if not first <= on <= today:
        raise RuleViolation("platform_date_wrong", field="on", first=first, last=today)


def _steer(seat: Seat, push_id: int, state: PushState, reason: str = "") -> None:
    with seat.begin() as work:
        if not MAY_STEER & work.roles:
            titles = [role.title for role in sorted(MAY_STEER)]
            raise RuleViolation("not_your_role", act=state.title, roles=titles)
        work.move_push(push_id, state, reason)
        work.commit()


ACTS: dict[str, Handler] = {
    "confirm_push": Handler(
        ConfirmPush,
        confirm_push,
        form=True,
        hint="没有接口，或急件需要当面、电话提醒部门时，在这里登记告知了谁。",
    ),
    "confirm_on_platform": Handler(
        ConfirmOnPlatform,
        confirm_on_platform,
        form=True,
        hint="请先在一窗受理云平台上办完，再照平台显示的日期登记。",
        allows=lambda case: bool(case.platform_no) and case.allows("confirm_on_platform"),
    ),
    "take_up_answer": Handler(TakeUpAnswer, take_up_answer, title="按答复登记"),
    "retry_push": Handler(RetryPush, retry_push, title="再推一次", roles=MAY_STEER),
    "give_up_push": Handler(GiveUpPush, give_up_push, title="不再推送", roles=MAY_STEER),
}
"""Requests of this chapter and who does them."""
