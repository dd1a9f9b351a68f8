"""Which department has delegated the acceptance of which item to the hall, since when (R-IN-8, 3.2.1.1).

Nothing is accepted for a department that has not delegated it: the applicant is told where to go instead,
and the clerk whom to ask.  Entries are only ever added; the end of one is a further entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role

FILED_BY = frozenset({Role.DIGITAL_SECTION, Role.ADMINISTRATOR})
"""Who puts a delegation on file."""
NEEDED_BY = ("accept", "accept_conditionally", "accept_on_commitment", "deem_accepted", "accept_mailed")
"""Acts of acceptance that lean on the department's delegation."""
EVERYONE = ""
"""A document of the government for all departments of the hall."""
EVERYTHING = ""
"""All items of the department."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """One document of delegation (受理权委托书) as the register holds it."""

    delegation_id: UUID
    department: str
    """:data:`EVERYONE`: every department of the hall."""
    item_id: str
    """:data:`EVERYTHING`: every item of the department."""
    since: date
    document_no: str
    until: date | None = None
    """Last day; ``None`` while no end is known."""
    end_document_no: str = ""
    """The document that ended it before its time."""
    filed_by: str = ""
    """Log-in of who filed it; empty for what the hall was set up with."""
    filed_at: datetime | None = None

    def covers(self, department: str, item_id: str) -> bool:
        """Whether it is about this item of this department."""
        return self.department in (EVERYONE, department) and self.item_id in (EVERYTHING, item_id)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


WHOLE_HALL = Delegation(UUID(int=0x5EA1), EVERYONE, EVERYTHING, date(2000, 1, 1), "县政府统一委托")
"""One document for everything, where a plan made by a program says nothing else."""


def in_force(register: Iterable[Delegation], department: str, item_id: str, day: date) -> Delegation | None:
    """The delegation an acceptance on ``day`` leans on; the item's own before the department's."""
    found = [one for one in register if one.covers(department, item_id) and one.holds_on(day)]
    return max(found, key=lambda one: (bool(one.item_id), bool(one.department), one.since), default=None)


def check_delegated(
    register: Iterable[Delegation], department: str, item_id: str, item_name: str, day: date
) -> Delegation:
    """The delegation in force.

    Raises RuleViolation ``not_delegated``, ``delegation_ended``, ``delegation_not_begun``.
    """
    known = tuple(register)
    found = in_force(known, department, item_id, day)
    if found is not None:
        return found
    facts = {"item": item_name, "department": department}
    past = [one.until for one in known if one.covers(department, item_id) and one.until and one.until < day]
    if past:
        raise RuleViolation("delegation_ended", until=max(past), **facts)
    coming = [one.since for one in known if one.covers(department, item_id) and one.since > day]
    if coming:
        raise RuleViolation("delegation_not_begun", since=min(coming), **facts)
    raise RuleViolation("not_delegated", **facts)
