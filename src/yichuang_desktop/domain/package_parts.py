"""How the parts of a package stand, and what follows for the whole (R-IN-11; T21–T22).

The whole is due when the last part is, never later than its own promise (decisions 14), and says which part
fails.  Nothing here is stored: it is read off the parts' own cases.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.archive import PastAct
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.titled import TitledEnum
from yichuang_desktop.domain.tracks import Approval, Papers, Result, Tracks


class ExternalState(TitledEnum):
    """How a part outside the hall stands, as somebody told us."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"

    def _words(self) -> str:
        """As the list of parts says it."""
        return {"waiting": "办理中", "done": "已办结", "failed": "未办成"}[self.value]


@dataclass(frozen=True, slots=True)
class PartStanding:
    """One part of a package as it stands."""

    step: int
    part_no: str
    item_name: str
    department: str
    due: date | None
    tracks: Tracks | None
    """``None`` for a part outside the hall."""
    external: ExternalState = ExternalState.WAITING
    case_id: UUID | None = None
    parallel_group: str = ""
    refused: bool = False
    """The department refused it, which its states do not say any more once the decision was collected."""

    @property
    def failed(self) -> bool:
        """Ended without what the applicant wanted: refused, returned, withdrawn."""
        if self.tracks is None:
            return self.external is ExternalState.FAILED
        if self.refused or self.tracks.approval in _FAILURES:
            return True
        return self.tracks.approval is Approval.CLOSED and self.tracks.result is Result.NOT_APPLICABLE

    @property
    def ended(self) -> bool:
        """Nothing is left to be done at this part; one outside the hall holds nobody up."""
        if self.tracks is None:
            return True
        return self.tracks.approval is Approval.CLOSED and self.tracks.papers not in _PAPERS_OPEN

    @property
    def words(self) -> str:
        """How the part stands, in a word or two."""
        if self.tracks is None:
            return f"{self.external.title}（不在本大厅办理）"
        return "未办成" if self.failed else _WORDS.get(self.tracks.approval, "办理中")

    def late(self, today: date) -> bool:
        """Past its day and not ended."""
        return not self.ended and self.due is not None and self.due < today


_FAILURES = frozenset({Approval.REFUSED, Approval.RETURNED, Approval.WITHDRAWN, Approval.TERMINATED})
_PAPERS_OPEN = frozenset({Papers.WITH_WINDOW, Papers.WITH_ISSUANCE})
_WORDS = {Approval.APPROVED: "已准予", Approval.CLOSED: "已办结", Approval.RECEIVED: "待部门领取"}


@dataclass(frozen=True, slots=True)
class PackageStanding:
    """A package and its parts."""

    parts: tuple[PartStanding, ...]

    @property
    def open(self) -> tuple[PartStanding, ...]:
        """Parts that hold the package up."""
        return tuple(part for part in self.parts if not part.ended)

    @property
    def failed(self) -> tuple[PartStanding, ...]:
        """Parts that did not give the applicant what was wanted."""
        return tuple(part for part in self.parts if part.failed)

    @property
    def due(self) -> date | None:
        """When the last part still open is due."""
        days = [part.due for part in self.open if part.due is not None]
        return max(days) if days else None

    def waiting_for(self, part: PartStanding) -> PartStanding | None:
        """The earlier part this one waits for; members of one group run side by side."""
        for other in self.parts:
            if other.step >= part.step:
                return None
            same = bool(part.parallel_group) and other.parallel_group == part.parallel_group
            if not same and other.tracks is not None and not _decided(other):
                return other
        return None


def _decided(part: PartStanding) -> bool:
    return part.tracks is not None and part.tracks.approval in (
        _FAILURES | {Approval.APPROVED, Approval.CLOSED}
    )


def read_standing(
    cases: Iterable[Case], acts: Iterable[PastAct], refused: Collection[UUID] = ()
) -> PackageStanding:
    """The parts' cases and the package's own acts, read together; in the package's order.

    ``refused`` are the parts' cases on which a refusal holds.
    """
    history = tuple(acts)
    none: list[Mapping[str, Any]] = []
    listed = next((act.evidence["parts"] for act in history if act.kind == "accept_package"), none)
    groups = {entry["step"]: entry["parallel_group"] for entry in listed}
    told = [act.evidence["external_part"] for act in history if act.kind == "note_external_part"]
    heard = {each["step"]: ExternalState(each["state"]) for each in told}
    ours = [
        replace(_ours(case, groups.get(case.part_step, "")), refused=case.case_id in refused)
        for case in cases
    ]
    outside = [_outside(entry, heard) for entry in listed if entry["external"]]
    return PackageStanding(tuple(sorted([*ours, *outside], key=lambda part: part.step)))


def _ours(case: Case, parallel_group: str) -> PartStanding:
    return PartStanding(
        step=case.part_step,
        part_no=case.part_no,
        item_name=case.item_name,
        department=case.department,
        due=case.promise_due,
        tracks=case.tracks,
        case_id=case.case_id,
        parallel_group=parallel_group,
    )


def _outside(entry: Mapping[str, Any], heard: Mapping[int, ExternalState]) -> PartStanding:
    return PartStanding(
        step=entry["step"],
        part_no="",
        item_name=entry["name"],
        department=entry["department"],
        due=None,
        tracks=None,
        external=heard.get(entry["step"], ExternalState.WAITING),
        parallel_group=entry["parallel_group"],
    )
