"""The department is reminded in time of what falls due (3.2.3; R-REM-1)."""

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.services.acting import Seat, simple_act
from yichuang_desktop.services.calling import call_evidence
from yichuang_desktop.services.requests import Remind


def remind(seat: Seat, request: Remind) -> ActDone:
    """A reminder by phone, kept for the overdue report (T9)."""
    call = call_evidence(request.phone, request.outcome, request.said)
    return simple_act(seat, request, "remind", evidence={"call": call})
