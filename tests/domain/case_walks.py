"""Every way a case may take through the table, for tests: all of it, or one walk at random."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.acts import ActKind
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.tracks import Track, Tracks
from yichuang_desktop.domain.transitions import TABLE

NOBODY = UUID(int=0)
_OWES = {
    "commitment_owed": {
        "accept",
        "accept_conditionally",
        "accept_on_commitment",
        "accept_package",
        "accept_mailed",
        "deem_accepted",
    },
    "supplement_owed": {"accept_conditionally"},
}
_CLEARS = {
    "see_commitment_signature": {"commitment_owed": False},
    "supply_deferred": {"supplement_owed": False},
    "terminate_unsupplied": {"supplement_owed": False},
}


@dataclass(frozen=True)
class Step:
    """One act and where it leads."""

    kind: ActKind
    after: Tracks
    sets: dict[str, Any] = field(default_factory=dict)


def steps(case: Case) -> tuple[Step, ...]:
    """Every act the table allows now, with every choice it leaves."""
    owes = (case.commitment_owed, case.supplement_owed)
    return _steps(case.channel, case.tracks, owes)


@cache
def _steps(channel: Channel, tracks: Tracks, owes: tuple[bool, bool]) -> tuple[Step, ...]:
    case = Case(NOBODY, channel, tracks, commitment_owed=owes[0], supplement_owed=owes[1])
    return tuple(_allowed(case))


def _allowed(case: Case) -> Iterator[Step]:
    for kind in TABLE.values():
        if kind.name == "annul" or not case.allows(kind.name):
            continue
        for after in _goals(kind, case.tracks):
            for sets in _owing(kind.name):
                yield Step(kind, after, sets)


def _goals(kind: ActKind, before: Tracks) -> Iterator[Tracks]:
    choices = [
        [type(before.of(track))(goal) for goal in sorted(kind.moves[track][before.of(track)])]
        if track in kind.moves
        else [before.of(track)]
        for track in Track
    ]
    for goal in itertools.product(*choices):
        yield Tracks(*goal)  # type: ignore[arg-type]


def _owing(name: str) -> Iterator[dict[str, Any]]:
    columns = [column for column, names in _OWES.items() if name in names]
    for owed in itertools.product((False, True), repeat=len(columns)):
        yield dict(zip(columns, owed, strict=True)) | _CLEARS.get(name, {})


def take(case: Case, step: Step) -> Case:
    """The case after the step, as the database would hold it."""
    number = {"receipt_no": "NX20261123-04-0001"} if step.kind.registers else {}
    return replace(case, tracks=step.after, revision=case.revision + 1, **step.sets, **number)


def position(case: Case) -> Case:
    """What the rules see of a case: two cases here may do the same things."""
    return replace(case, revision=0)


@dataclass(frozen=True)
class Map:
    """All positions a channel can reach, and which lead to which."""

    positions: frozenset[Case]
    before: dict[Case, frozenset[Case]]
    used: frozenset[str]

    def can_end(self) -> frozenset[Case]:
        """Positions from which some way leads to an end, annulments apart."""
        reached = {case for case in self.positions if case.ended}
        todo = list(reached)
        while todo:
            for case in self.before.get(todo.pop(), frozenset()) - reached:
                reached.add(case)
                todo.append(case)
        return frozenset(reached)


@cache
def chart(channel: Channel) -> Map:
    """The map of one channel."""
    start = Case(NOBODY, channel)
    positions, todo, used = {start}, [start], set()
    before: dict[Case, set[Case]] = {}
    while todo:
        case = todo.pop()
        for step in steps(case):
            used.add(step.kind.name)
            goal = position(take(case, step))
            before.setdefault(goal, set()).add(case)
            if goal not in positions:
                positions.add(goal)
                todo.append(goal)
    return Map(frozenset(positions), {k: frozenset(v) for k, v in before.items()}, frozenset(used))
