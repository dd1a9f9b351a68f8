"""Phone calls, each logged with number, outcome and what was said (3.2.2.2, 3.2.3, 3.2.4.3)."""

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.contact_numbers import check_phone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import CallOutcome
from yichuang_desktop.domain.tracks import Result
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests import CallApplicant


def call_applicant(seat: Seat, request: CallApplicant) -> ActDone:
    """The applicant is phoned to come with the receipt; only an answered call notifies (T11; R-OUT-1).

    Raises RuleViolation ``call_outcome_unknown``, ``call_phone_missing`` and those of the table.
    """
    call = call_evidence(request.phone, request.outcome, request.said)
    answered = call["outcome"] == CallOutcome.ANSWERED

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        reached = answered or case.tracks.result is Result.NOTIFIED
        goal = Result.NOTIFIED if reached else Result.WITH_ISSUANCE
        deed = Deed({"call": call}, case.goals("call_applicant", result=goal), doer_name=seat.session.name)
        return record(work, case, request, "call_applicant", deed, fingerprint)

    return once(seat, request, do)


def call_evidence(phone: str, outcome: str, said: str) -> dict[str, str]:
    """What the log keeps of a call.

    Raises RuleViolation ``call_outcome_unknown`` or ``call_phone_missing``.
    """
    try:
        ended = CallOutcome(outcome)
    except ValueError as error:
        raise RuleViolation("call_outcome_unknown", outcomes=tuple(CallOutcome)) from error
    checked = check_phone(phone)
    number = checked.value if checked.usable else phone.strip()
    if not number:
        raise RuleViolation("call_phone_missing")
    return {"phone": number, "outcome": ended.value, "said": said.strip()}
