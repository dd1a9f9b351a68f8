"""Which acts are told to the platform and the department at once, and what they are told (R-IN-7; 3.2.1).

A message says what happened and where the case stands: no document number, no phone, no address.  It is made
from the act alone, by where the approval goes, so that an act added to the table is told without being named
here.
"""

from datetime import date, datetime
from typing import Any

from yichuang_desktop.domain.acts import Act, ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.pushes import FORMAT, PushKind
from yichuang_desktop.domain.tracks import Approval, Track, title_of
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.ports import Work

NOT_PUSHED = frozenset({Channel.CONSULTATION, Channel.DEPARTMENT, Channel.DEPARTMENT_SYSTEM})
"""What is not on the platform: questions, and what departments accept and decide by themselves."""
_BY_GOAL = {
    Approval.APPROVED: PushKind.DECIDED,
    Approval.REFUSED: PushKind.DECIDED,
    Approval.RETURNED: PushKind.RETURNED,
    Approval.WITHDRAWN: PushKind.STOPPED,
    Approval.TERMINATED: PushKind.STOPPED,
    Approval.VOID: PushKind.STOPPED,
    Approval.NOT_ACCEPTED: PushKind.NOT_ACCEPTED,
    Approval.CLOSED: PushKind.CONCLUDED,
}
_PAUSES = frozenset({Approval.SPECIAL_STEP, Approval.CORRECTING})
_BY_NAME = {
    "open_part": PushKind.ACCEPTED,
    "remind": PushKind.REMINDED,
    "extend": PushKind.PROGRESS,
    "supply_deferred": PushKind.PROGRESS,
    "annul": PushKind.ANNULLED,
}


def tell(work: Work, case: Case, act: Act, done: ActDone) -> None:
    """Put the message of an act into the outbox, in the act's own transaction, if it is one to be told."""
    kind = kind_of(case, act, done)
    if kind is None:
        return
    department = str(act.sets.get("department", case.department))
    work.add_push(act.act_id, act.case_id, kind, department, _body(work, case, act, done, kind))


def kind_of(case: Case, act: Act, done: ActDone) -> PushKind | None:
    """What the message of an act is; None for an act nobody outside is told."""
    named = _BY_NAME.get(act.kind)
    if case.channel in NOT_PUSHED or not (done.receipt_no or case.receipt_no or named or case.part_no):
        return None
    if TABLE[act.kind].registers:
        return PushKind.ACCEPTED
    if named is PushKind.ANNULLED:
        return named if _told_before(case, act) else None
    if named is not None:
        return named
    before, after = case.tracks.approval, act.after.approval
    if before == after:
        return None
    return _BY_GOAL.get(after) or (PushKind.PROGRESS if _PAUSES & {before, after} else None)


def _told_before(case: Case, act: Act) -> bool:
    """Whether what is undone was told: an act is annulled to the states before it, so by its way back."""
    undone = str(act.evidence.get("annulled", {}).get("kind", ""))
    before, after = act.after.approval, case.tracks.approval
    if undone in _BY_NAME:
        return True
    return before != after and (after in _BY_GOAL or bool(_PAUSES & {before, after}))


def _body(work: Work, case: Case, act: Act, done: ActDone, kind: PushKind) -> dict[str, Any]:
    """The message as ``resources/platform/push-message.schema.json`` describes it."""
    hall = work.hall()
    return {
        "format": FORMAT,
        "message_id": str(act.act_id),
        "kind": kind.value,
        "hall": {"name": hall.name, "prefix": hall.prefix},
        "case": _case(work, case, act, done),
        "event": _event(work, case, act, done),
    }


_COLUMNS = (
    "platform_no", "item_id", "item_version", "item_name", "department", "applicant_name", "received_at",
    "accepted_on", "legal_due", "promise_due",
)  # fmt: skip


def _case(work: Work, case: Case, act: Act, done: ActDone) -> dict[str, Any]:
    now = {name: act.sets.get(name, getattr(case, name)) for name in _COLUMNS}
    return {name: _plain(value) for name, value in now.items()} | {
        "case_id": str(case.case_id),
        "revision": done.revision,
        "receipt_no": done.receipt_no or case.receipt_no or act.sets.get("part_no", case.part_no),
        "channel": case.channel.value,
        "item_code": _item_code(work, str(now["item_id"]), int(now["item_version"] or 0)),
        "first_handler": work.staff_name(case.first_handler or done.recorded_by),
    }


def _event(work: Work, case: Case, act: Act, done: ActDone) -> dict[str, Any]:
    approval = act.after.approval
    event: dict[str, Any] = {
        "act": act.kind,
        "title": TABLE[act.kind].title,
        "at": done.at.isoformat(),
        "approval": approval.value,
        "state": title_of(Track.APPROVAL, approval),
        "by": work.staff_name(done.recorded_by),
        "reason": act.reason,
    }
    for name in ("result_name", "result_no"):
        event[name] = act.sets.get(name, getattr(case, name))
    if act.annuls is not None:
        event["annuls"] = str(act.annuls)
    return event


def _item_code(work: Work, item_id: str, version: int) -> str:
    try:
        return work.item(item_id, version)[1].code if item_id and version else ""
    except RuleViolation:
        return ""


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
