"""What services need from a store to keep and read the register of delegations (R-IN-8)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.delegations import Delegation


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A document of the register on screen."""

    delegation: Delegation
    item_name: str
    """Of the one item; empty: all items of the department."""
    filer_name: str


class DelegationWork(Protocol):
    """The register within a transaction."""

    def delegations(self) -> tuple[Delegation, ...]:
        """Every document, with the day on which it was ended, if it was."""
        ...

    def file_delegation(
        self,
        delegation_id: UUID,
        department: str,
        item_id: str,
        since: date,
        until: date | None,
        document_no: str,
        ends: UUID | None = None,
    ) -> bool:
        """Add a document, or the end of one; False when it was filed before under the same id.

        Raises RuleViolation ``not_your_role``, ``delegation_without_document``, ``delegation_ended_before``.
        """
        ...


class DelegationViews(Protocol):
    """The register on screen."""

    def delegations(self) -> tuple[DelegationRow, ...]:
        """Every document, those in force first, then by department."""
        ...
