"""A window's duties: which channels it serves on which day (2.3, 2.3.4; R-SEAT-2, R-DUTY-1/2/3).

Duties are changed from a day on by writing a new entry.  An entry is never changed and never taken away, so
the past stays as it was: on every day the entry with the latest ``since`` holds, and of several with the same
one the entry written last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Counter, CounterKind, Role

FOUNDING = date(2000, 1, 1)
"""``since`` of what a window was given when the hall was set up."""
ARRANGE = frozenset({Role.GROUP_LEADER, Role.HALL_SECTION, Role.ADMINISTRATOR})
"""Who may change duties; a group leader those of the own group (2.2.3, 2.3.4)."""
ANY_GROUP = frozenset({Role.HALL_SECTION, Role.ADMINISTRATOR})

_OVER_THE_COUNTER = (
    Channel.COUNTER,
    Channel.ONLINE,
    Channel.PROVINCE,
    Channel.CROSS_PROVINCE,
    Channel.LIFE_EVENT,
    Channel.MAIL,
)
POSSIBLE: Mapping[CounterKind, tuple[Channel, ...]] = {
    CounterKind.INTAKE: _OVER_THE_COUNTER,
    CounterKind.ZONE: _OVER_THE_COUNTER,
    CounterKind.ISSUANCE: (Channel.DEPARTMENT, Channel.DEPARTMENT_SYSTEM),
    CounterKind.COURIER: (Channel.MAIL,),
}
"""What a kind of window can be given at all, in the order in which screens show it."""


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """From ``since`` on this window serves these channels."""

    number: int
    """The order in which entries were written, whole hall."""
    window: int
    since: date
    channels: tuple[Channel, ...]
    reason: str = ""
    set_by: str = ""
    """The log-in; empty for what the hall was set up with."""
    set_by_name: str = ""
    at: datetime | None = None
    change_id: UUID | None = None
    """The request it was written for."""

    @property
    def founding(self) -> bool:
        """Whether the hall was set up with it."""
        return self.since <= FOUNDING


@dataclass(frozen=True, slots=True)
class DutySpan:
    """An entry with the day on which another one takes over; ``None`` while nothing else is arranged."""

    entry: DutyEntry
    until: date | None
    """The first day on which it holds no longer."""

    @property
    def overruled(self) -> bool:
        """Another entry for the very same day was written later: it never held."""
        return self.until is not None and self.until <= self.entry.since

    def holds_on(self, day: date) -> bool:
        """Whether it is what holds on that day."""
        return self.entry.since <= day and (self.until is None or day < self.until)


def entry_on(entries: Iterable[DutyEntry], window: int, day: date) -> DutyEntry | None:
    """The entry that holds for a window on a day."""
    known = [entry for entry in entries if entry.window == window and entry.since <= day]
    return max(known, key=lambda entry: (entry.since, entry.number), default=None)


def spans(entries: Iterable[DutyEntry], window: int) -> tuple[DutySpan, ...]:
    """The history of a window, newest first: every entry with the day on which it ends."""
    own = sorted(
        (entry for entry in entries if entry.window == window), key=lambda entry: (entry.since, entry.number)
    )
    ends: list[date | None] = [entry.since for entry in own[1:]]
    return tuple(
        DutySpan(entry, until) for entry, until in reversed(list(zip(own, [*ends, None], strict=True)))
    )


def in_order(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """Each channel once, in the order of the list."""
    wanted = set(channels)
    return tuple(channel for channel in Channel if channel in wanted)


def serving(counters: Iterable[Counter], channel: Channel) -> tuple[Counter, ...]:
    """The windows that serve a channel, as their duties stand."""
    return tuple(counter for counter in counters if channel in counter.duties)


def check_duty(counter: Counter, channel: Channel, counters: Iterable[Counter]) -> None:
    """Refuse what is not this window's to register today (R-SEAT-2): a question (咨询) is everybody's.

    ``counters`` are the hall's windows with today's duties, to name where the applicant is served.
    Raises RuleViolation ``not_this_window_duty``.
    """
    if channel is Channel.CONSULTATION or channel in counter.duties:
        return
    raise RuleViolation(
        "not_this_window_duty",
        counter=counter.title,
        channel=channel.title,
        windows=tuple(one.title for one in serving(counters, channel)),
    )


def check_change(
    counter: Counter, since: date, channels: Sequence[Channel], today: date, entries: Iterable[DutyEntry]
) -> None:
    """Refuse a change that cannot stand.

    Raises RuleViolation ``duty_since_past``, ``duty_not_for_kind``, ``duty_unchanged``.
    """
    if since < today:
        raise RuleViolation("duty_since_past", field="since", day=since)
    foreign = [channel for channel in channels if channel not in POSSIBLE[counter.kind]]
    if foreign:
        raise RuleViolation(
            "duty_not_for_kind",
            field="channels",
            counter=counter.title,
            channels=tuple(channel.title for channel in foreign),
            possible=tuple(channel.title for channel in POSSIBLE[counter.kind]),
        )
    now = entry_on(entries, counter.code, since)
    if now is not None and set(now.channels) == set(channels):
        raise RuleViolation("duty_unchanged", field="channels", counter=counter.title, day=since)


def check_arranger(roles: frozenset[Role], group: str, counter: Counter) -> None:
    """Refuse who may not arrange this window: ``duty_not_your_role``, ``duty_not_your_group``."""
    if not roles & ARRANGE:
        raise RuleViolation("duty_not_your_role", roles=tuple(role.title for role in Role if role in ARRANGE))
    if not roles & ANY_GROUP and counter.group != group:
        raise RuleViolation("duty_not_your_group", counter=counter.title)


def bare(counters: Iterable[Counter], channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """Which of these channels no window serves: what a change must not leave behind unnoticed."""
    served = {channel for counter in counters for channel in counter.duties}
    return tuple(channel for channel in channels if channel not in served)
