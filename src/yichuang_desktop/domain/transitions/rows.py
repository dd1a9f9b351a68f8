"""How a row of the transition table is written down: short enough to be read beside the regulation."""

from collections.abc import Iterable

from yichuang_desktop.domain.acts import ActKind, Flag, Service
from yichuang_desktop.domain.hall import Channel, Doer, Role
from yichuang_desktop.domain.tracks import STATES, Track

ALL_CHANNELS = frozenset(Channel)
APPLICATIONS = ALL_CHANNELS - {Channel.CONSULTATION}
"""Every way an application comes; a question is none."""
AT_COUNTER = frozenset({Channel.COUNTER, Channel.LIFE_EVENT, Channel.MAIL})
"""Channels whose papers come over a window and which make the intake set."""

WINDOW = frozenset({Role.WINDOW_CLERK})
ISSUANCE = frozenset({Role.ISSUANCE_CLERK})
WINDOW_OR_ISSUANCE = WINDOW | ISSUANCE
GUIDE = frozenset({Role.GUIDE_DESK})
LEADER = frozenset({Role.GROUP_LEADER})

FORM_COLUMNS = frozenset(
    {
        "item_id",
        "item_version",
        "item_name",
        "department",
        "applicant_name",
        "applicant",
        "representative",
        "received_at",
        "accepted_on",
        "legal_due",
        "promise_due",
        "due_estimated",
        "promise_text",
        "delivery",
        "commitment_owed",
        "supplement_owed",
        "on_the_spot",
        "collection_due",
        "copies",
        "asked_in",
        "notice_due",
        "supply_due",
        "check_due",
        "mail_to",
        "package_id",
        "external_no",
    }
)
RESULT_COLUMNS = frozenset({"result_name", "result_no", "result_copies", "decided_on"})
DUE_COLUMNS = frozenset({"legal_due", "promise_due", "due_estimated"})


def row(
    number: str,
    name: str,
    title: str,
    *,
    approval: str = "",
    papers: str = "",
    counterfoil: str = "",
    result: str = "",
    channels: Iterable[Channel] = APPLICATIONS,
    by: frozenset[Role] = WINDOW,
    doer: Iterable[Doer] = (Doer.CLERK,),
    evidence: str = "",
    clause: str,
    sets: Iterable[str] = (),
    blocked_by: Iterable[Flag] = (),
    registers: bool = False,
    opens_service: Service | None = None,
    annullable: bool = False,
    needs_reason: bool = False,
) -> ActKind:
    """One row of the table.

    A track is written ``"draft notified > received"``; several parts are parted by ``;``, ``"draft"`` stays.
    """
    written = {
        Track.APPROVAL: approval,
        Track.PAPERS: papers,
        Track.COUNTERFOIL: counterfoil,
        Track.RESULT: result,
    }
    return ActKind(
        name=name,
        number=number,
        title=title,
        channels=frozenset(channels),
        moves={track: _moves(track, text) for track, text in written.items() if text},
        recorded_by=by,
        done_by=frozenset(doer),
        evidence=tuple(evidence.split()),
        clause=clause,
        sets=frozenset(sets),
        blocked_by=frozenset(blocked_by),
        registers=registers,
        opens_service=opens_service,
        annullable=annullable,
        needs_reason=needs_reason,
    )


def _moves(track: Track, text: str) -> dict[str, frozenset[str]]:
    """Read ``"a b > c d; e"``: a and b may go to c or d; e stays e."""
    states = STATES[track]
    moves: dict[str, frozenset[str]] = {}
    for part in text.split(";"):
        sources, arrow, targets = part.partition(">")
        for source in sources.split():
            goals = targets.split() if arrow else [source]
            key = states(source)
            moves[key] = moves.get(key, frozenset()) | frozenset(states(goal) for goal in goals)
    return moves
