"""What all acts of the hall share: one transaction, done once, checked against the table, recorded."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from yichuang_desktop.domain import duties
from yichuang_desktop.domain.acts import Act, ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.commitments import CommitmentWording
from yichuang_desktop.domain.hall import Channel, Counter, Doer
from yichuang_desktop.domain.tracks import Tracks
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services import push_messages
from yichuang_desktop.services.plain import request_sha256
from yichuang_desktop.services.ports import RecordedAct, Session, StaffAccess, Work


class CaseRequest(Protocol):
    """What every request about one case carries."""

    @property
    def act_id(self) -> UUID: ...
    @property
    def case_id(self) -> UUID: ...
    @property
    def revision(self) -> int: ...
    @property
    def counter(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Seat:
    """A log-in at a counter, its way to the database, and the hall's wording of the commitment."""

    session: Session
    access: StaffAccess
    wording: CommitmentWording

    def begin(self) -> AbstractContextManager[Work]:
        """One transaction."""
        return self.access.begin()

    def check_duty(self, work: Work, code: int, channel: Channel) -> Counter:
        """The window, if its duties of today let it register in this channel (2.3; R-SEAT-2, R-DUTY-1/2/3).

        Every service that registers a case calls it first.  Raises RuleViolation ``not_this_window_duty``,
        which names the windows that serve it.
        """
        counter = work.counter(code)
        duties.check_duty(counter, channel, work.counters())
        return counter

    def counter_of(self, work: Work, code: int) -> Counter:
        """The window an act is done at; usually the one the log-in sits at."""
        return self.session.counter if self.session.counter.code == code else work.counter(code)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a service has made of a request: everything of an act but who records it and when."""

    evidence: Mapping[str, Any]
    after: Tracks
    sets: Mapping[str, Any] = field(default_factory=dict)
    done_by: Doer = Doer.CLERK
    doer_name: str = ""
    reason: str = ""
    annuls: UUID | None = None


def once(seat: Seat, request: CaseRequest, do: Callable[[Work, str], ActDone]) -> ActDone:
    """Do an act in one transaction; the very same request sent again is answered, not done again (R-X-1).

    ``do`` gets the transaction and the request's fingerprint.
    """
    fingerprint = request_sha256(request)
    with seat.begin() as work:
        before = work.done(request.act_id, fingerprint)
        if before is not None:
            return before
        done = do(work, fingerprint)
        work.commit()
        return done


def record(work: Work, case: Case, request: CaseRequest, kind: str, deed: Deed, fingerprint: str) -> ActDone:
    """Check the act against the table as the case stands, write it, and tell the platform what it must know.

    Raises RuleViolation as :meth:`Case.check`, and what the database refuses.
    """
    act = Act(
        act_id=request.act_id,
        case_id=request.case_id,
        kind=kind,
        expected_revision=request.revision,
        after=deed.after,
        evidence=deed.evidence,
        sets=deed.sets,
        done_by=deed.done_by,
        doer_name=deed.doer_name,
        reason=deed.reason.strip(),
        counter=request.counter,
        annuls=deed.annuls,
    )
    case.check(act, work.roles)
    done = work.record(act, fingerprint)
    push_messages.tell(work, case, act, done)
    return done


def simple_act(
    seat: Seat,
    request: CaseRequest,
    kind: str,
    *,
    evidence: Mapping[str, Any],
    sets: Mapping[str, Any] | None = None,
    done_by: Doer = Doer.CLERK,
    doer_name: str = "",
    reason: str = "",
    **choices: str,
) -> ActDone:
    """An act that only moves the case and keeps its evidence: no paper, no print.

    ``choices`` say where a track goes when the table leaves a choice.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        deed = Deed(
            evidence,
            case.goals(kind, **choices),
            sets or {},
            done_by,
            doer_name or (seat.session.name if done_by is Doer.CLERK else ""),
            reason,
        )
        return record(work, case, request, kind, deed, fingerprint)

    return once(seat, request, do)


def check_revision(case: Case, request: CaseRequest) -> None:
    """Refuse early, and in the right words, what a faster colleague has overtaken: ``changed_elsewhere``."""
    case.check_unchanged(request.revision)


def effective(history: tuple[RecordedAct, ...]) -> tuple[RecordedAct, ...]:
    """The acts that still hold: neither annulled nor annulments themselves (decisions 7)."""
    annulled = {act.annuls for act in history}
    return tuple(act for act in history if act.annuls is None and act.act_id not in annulled)


def last_of(history: tuple[RecordedAct, ...], *kinds: str) -> RecordedAct | None:
    """The last act of these kinds that still holds."""
    found = [act for act in effective(history) if act.kind in kinds]
    return found[-1] if found else None


def act_title(kind: str) -> str:
    """An act as a clerk calls it."""
    return TABLE[kind].title
