"""A case (办件) as it stands, and the one rule for every change: the act must be a row of the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.acts import Act, ActKind, Flag
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.domain.tracks import ENDED, Approval, Counterfoil, Papers, Track, Tracks
from yichuang_desktop.domain.transitions import TABLE

BY_PARTS = frozenset(
    {
        "approve",
        "ask_correction",
        "book_in_result",
        "conclude_on_the_spot",
        "open_special_step",
        "refuse",
        "send_back",
    }
)
"""What a department does with its own part of a package, never with the whole (3.2.1.4)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case as the database holds it.

    ``revision`` counts its acts and guards against a faster colleague.
    """

    case_id: UUID
    channel: Channel
    tracks: Tracks = field(default_factory=Tracks)
    revision: int = 0
    receipt_no: str = ""
    item_id: str = ""
    item_version: int = 0
    item_name: str = ""
    department: str = ""
    applicant_name: str = ""
    applicant: Mapping[str, Any] | None = None
    representative: Mapping[str, Any] | None = None
    counter: int = 0
    first_handler: str = ""
    received_at: datetime | None = None
    accepted_on: date | None = None
    legal_due: date | None = None
    promise_due: date | None = None
    due_estimated: bool = False
    promise_text: str = ""
    delivery: str = ""
    platform_no: str = ""
    result_name: str = ""
    result_no: str = ""
    result_copies: int = 0
    copies: int = 0
    """Sheets of paper taken in, as the checklist counted them."""
    on_the_spot: bool = False
    collection_due: datetime | None = None
    """Until when the department must have collected the papers (R-HO-2, decisions 15)."""
    commitment_owed: bool = False
    supplement_owed: bool = False
    extended: bool = False
    consult_no: str = ""
    """The consultation's own number, of the notices' series (decisions 3)."""
    question: str = ""
    asked_in: str = ""
    """Number of the consultation or notice this case grew out of."""
    external_no: str = ""
    """The number others gave it: online reference, department's or platform's voucher."""
    parcel_no: str = ""
    """The parcel the application came in (3.3)."""
    package_id: str = ""
    part_of: str = ""
    """Of a part: the package's own case, 32 hexadecimal digits (R-IN-11)."""
    part_no: str = ""
    """Of a part: the package's receipt number with a suffix."""
    part_step: int = 0
    special_step: str = ""
    """The special step under way, by its name."""
    step_due: date | None = None
    """Until when the special step, or the correction, is to be done."""
    notice_due: date | None = None
    """Last day of the five-working-day rule while papers are kept (decisions 12)."""
    supply_due: date | None = None
    """Until when what was deferred must be supplied (R-IN-5)."""
    check_due: date | None = None
    """Until when an informed commitment is to be checked (R-IN-6)."""
    decided_on: date | None = None
    mail_to: Mapping[str, Any] | None = None
    """Name, phone and address, when the result is to be mailed (R-OUT-4)."""
    waybill_no: str = ""
    bag_no: str = ""
    bag_month: str = ""
    """``2026-11``: the month the bag is filed under (4.6)."""
    book: str = ""
    book_page: int = 0
    book_line: int = 0
    """Where the case stands in the hand-kept ledger (R-ARC-5)."""
    platform_accepted_on: date | None = None
    platform_closed_on: date | None = None
    """Both dates as the platform confirmed them (R-IN-14)."""

    @property
    def flags(self) -> frozenset[Flag]:
        """What the case owes beside its tracks."""
        return frozenset(flag for flag in Flag if getattr(self, flag.value))

    @property
    def whole_of_package(self) -> bool:
        """The case of a package itself: its departments decide on its parts (R-IN-11)."""
        return bool(self.package_id) and not self.part_of

    @property
    def ended(self) -> bool:
        """Nothing is left to be done, not even in the archive."""
        if self.tracks.counterfoil is Counterfoil.NOT_MADE:
            given_up = self.tracks.approval in (Approval.NOT_ACCEPTED, Approval.ABANDONED)
            return given_up and self.tracks.papers is not Papers.WITH_WINDOW
        if self.allows("put_vouchers_in_bag"):
            return False
        return all(self.tracks.of(track) in ENDED[track] for track in Track)

    def check(self, act: Act, roles: frozenset[Role]) -> ActKind:
        """The row of the table that allows ``act`` here and now.

        Raises RuleViolation: ``changed_elsewhere``, ``not_your_role``, ``not_in_this_channel``,
        ``not_in_this_state`` (with the track), ``still_owed``, ``evidence_lacking``, ``reason_lacking``,
        ``not_this_doer``, ``column_not_settable``, ``package_by_its_parts``.
        """
        kind = TABLE[act.kind]
        self.check_unchanged(act.expected_revision)
        _check_who(kind, act, roles)
        if self.channel not in kind.channels:
            raise RuleViolation("not_in_this_channel", act=kind.title, channel=self.channel.title)
        if self.whole_of_package and act.kind in BY_PARTS:
            raise RuleViolation("package_by_its_parts", act=kind.title)
        if act.kind != "annul":
            for track in Track:
                _check_move(kind, track, str(self.tracks.of(track)), str(act.after.of(track)))
        owed = kind.blocked_by & self.flags
        if owed:
            raise RuleViolation("still_owed", act=kind.title, owed=sorted(owed))
        _check_evidence(kind, act)
        return kind

    def check_unchanged(self, revision: int) -> None:
        """Raise RuleViolation ``changed_elsewhere`` when a colleague was faster than the screen."""
        if revision != self.revision:
            raise RuleViolation("changed_elsewhere", receipt_no=self.receipt_no, item=self.item_name)

    def allows(self, name: str) -> bool:
        """Whether an act of this kind could be recorded in the present states (evidence aside)."""
        kind = TABLE[name]
        if self.channel not in kind.channels or kind.blocked_by & self.flags:
            return False
        if self.whole_of_package and name in BY_PARTS:
            return False
        return all(self.tracks.of(track) in moves for track, moves in kind.moves.items())

    def goals(self, name: str, **choices: str) -> Tracks:
        """Where the tracks go by an act of this kind; ``choices`` decide where the table leaves a choice.

        Raises RuleViolation ``not_in_this_state``.
        """
        kind = TABLE[name]
        goals: dict[str, Any] = {}
        for track, moves in kind.moves.items():
            before = self.tracks.of(track)
            if before not in moves:
                raise _wrong_state(kind, track, str(before))
            allowed = moves[before]
            wished = choices.get(track.value)
            goals[track.value] = _choose(before, allowed, wished)
        return replace(self.tracks, **goals)


def _choose(before: Any, allowed: frozenset[str], wished: str | None) -> Any:
    if wished is not None:
        return type(before)(wished)
    if len(allowed) == 1:
        return type(before)(next(iter(allowed)))
    moving = sorted(state for state in allowed if state != before)
    return type(before)(before if before in allowed and len(moving) != 1 else moving[0])


def _check_who(kind: ActKind, act: Act, roles: frozenset[Role]) -> None:
    if not kind.recorded_by & roles:
        raise RuleViolation(
            "not_your_role", act=kind.title, roles=[role.title for role in sorted(kind.recorded_by)]
        )
    if act.done_by not in kind.done_by:
        raise RuleViolation("not_this_doer", act=kind.title)


def _check_move(kind: ActKind, track: Track, before: str, after: str) -> None:
    moves = kind.moves.get(track)
    if moves is None:
        if before != after:
            raise _wrong_state(kind, track, before)
        return
    if after not in moves.get(before, frozenset()):
        raise _wrong_state(kind, track, before)


def _wrong_state(kind: ActKind, track: Track, before: str) -> RuleViolation:
    return RuleViolation("not_in_this_state", act=kind.title, kind=kind.name, track=track.value, state=before)


def _check_evidence(kind: ActKind, act: Act) -> None:
    lacking = [name for name in kind.evidence if act.evidence.get(name) in (None, "", [], {}, False)]
    if lacking:
        raise RuleViolation("evidence_lacking", act=kind.title, evidence=lacking)
    if kind.needs_reason and not act.reason.strip():
        raise RuleViolation("reason_lacking", act=kind.title)
    foreign = set(act.sets) - kind.sets
    if foreign:
        raise RuleViolation("column_not_settable", act=kind.title, columns=sorted(foreign))
