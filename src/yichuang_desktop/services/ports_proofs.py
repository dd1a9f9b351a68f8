"""What services need to have the hall's books proved: every invariant asked of the database in plain SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing that is always true of a hall."""

    name: str
    chapter: str
    """``tracks``, ``numbers``, ``clocks``, ``issuance``, ``returns``, ``packages``, ``ratings``, ``ledgers``,
    ``bags``, ``prints``, ``signatures``."""
    words: str
    """What must hold, as the hall says it."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One row that breaks an invariant."""

    invariant: Invariant
    subject: str
    """Receipt number, or what else names the row."""
    detail: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What happened in a hall, counted."""

    acts: tuple[tuple[str, int], ...]
    """Kind of act → how often, the most frequent first."""
    cases: tuple[tuple[str, str, int], ...]
    """Channel, state of the approval, how many."""
    ratings: int
    services: int
    papers: int


Progress = Callable[[int, int], None]


class ProofViews(Protocol):
    """The proofs on screen, in the simulator and in the ledger check."""

    def invariants(self) -> tuple[Invariant, ...]: ...
    def prove(
        self, chapters: frozenset[str] = frozenset(), progress: Progress | None = None
    ) -> tuple[Breach, ...]:
        """Everything that breaks an invariant of these chapters, of all without any; empty when all hold."""
        ...

    def tally(self) -> Tally:
        """What happened so far, by kind and channel."""
        ...
