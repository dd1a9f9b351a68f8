"""Undoing the last act of a case: a new row restores what was before; nothing is deleted (decisions 7)."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import timedelta
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.acting import Deed, Seat, act_title, check_revision, effective, once, record
from yichuang_desktop.services.ports import RecordedAct, Work
from yichuang_desktop.services.requests import Annul

_DEFAULTS: dict[str, Any] = {
    field.name: field.default for field in fields(Case) if field.default is not MISSING
}


def annul(seat: Seat, request: Annul) -> ActDone:
    """The recorder undoes the last act within minutes, the group leader later, with a reason (T33).

    A loss declaration stays valid: the receipt it revoked stays revoked.  Raises RuleViolation
    ``nothing_to_annul``, ``not_the_last_act``, ``not_annullable``, ``annul_too_late`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        history = work.history(case.case_id)
        act = _last_act(case, history, request)
        _check_who(seat, work, act)
        deed = Deed(
            evidence={"annulled": {"act_id": str(act.act_id), "kind": act.kind}},
            after=tracks_of(act.before),
            sets=columns_before(history, act),
            doer_name=seat.session.name,
            reason=request.reason,
            annuls=act.act_id,
        )
        done = record(work, case, request, "annul", deed, fingerprint)
        _revoke_papers(work, act, done)
        return done

    return once(seat, request, do)


def undoable(history: tuple[RecordedAct, ...]) -> RecordedAct | None:
    """The act that could be undone now, whoever asks: the last one of a kind that allows it.

    Calls and notes made after it do not stand in the way: they changed nothing.
    """
    for act in reversed(effective(history)):
        if TABLE[act.kind].annullable:
            return act
        if not _mere_note(act):
            return None
    return None


def _mere_note(act: RecordedAct) -> bool:
    return act.before == act.after and not act.sets


def tracks_of(states: Any) -> Tracks:
    """The tracks as the history wrote them."""
    return Tracks(
        Approval(states["approval"]),
        Papers(states["papers"]),
        Counterfoil(states["counterfoil"]),
        Result(states["result"]),
    )


def columns_before(history: tuple[RecordedAct, ...], act: RecordedAct) -> dict[str, Any]:
    """What the columns an act filled in held before it: the last earlier word, else nothing."""
    earlier = [one for one in effective(history) if one.revision < act.revision]
    columns: dict[str, Any] = {}
    for column in act.sets:
        said = [one.sets[column] for one in earlier if column in one.sets]
        columns[column] = said[-1] if said else _DEFAULTS[column]
    return columns


def _last_act(case: Case, history: tuple[RecordedAct, ...], request: Annul) -> RecordedAct:
    held = effective(history)
    act = next((one for one in held if one.act_id == request.annuls), None)
    if act is None:
        raise RuleViolation("nothing_to_annul", receipt_no=case.receipt_no)
    later = [one for one in held if one.revision > act.revision and not _mere_note(one)]
    if later:
        raise RuleViolation("not_the_last_act", last=act_title(later[-1].kind))
    if not TABLE[act.kind].annullable:
        raise RuleViolation("not_annullable", act=act_title(act.kind))
    return act


def _check_who(seat: Seat, work: Work, act: RecordedAct) -> None:
    minutes = seat.session.hall.undo_minutes
    own = act.recorded_by == work.login and work.now() - act.at <= timedelta(minutes=minutes)
    if not own and not _leads(seat, work, act):
        raise RuleViolation(
            "annul_too_late", act=act_title(act.kind), clerk=act.recorder_name, minutes=minutes
        )


def _leads(seat: Seat, work: Work, act: RecordedAct) -> bool:
    """Whether this log-in leads the group of the act's window; unknown groups stop nobody."""
    if Role.GROUP_LEADER not in work.roles:
        return False
    group, own = seat.counter_of(work, act.counter).group, seat.access.member.group_id
    return not group or not own or group == own


def _revoke_papers(work: Work, act: RecordedAct, done: ActDone) -> None:
    """A paper that the undone act had made is not to be found as valid any more."""
    for shown in act.evidence.values():
        if isinstance(shown, Mapping) and shown.get("code"):
            work.revoke_paper(shown["code"], done.act_id)
