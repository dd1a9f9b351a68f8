"""What services and screens ask about a package and its parts (R-IN-11)."""

from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.package_parts import PackageStanding


class PackageWork(Protocol):
    """Parts within a transaction."""

    def parts_of(self, case_id: UUID) -> tuple[Case, ...]:
        """The cases of the parts, in the package's order; empty for a case that is no package."""
        ...


class PackageViews(Protocol):
    """Parts on screen."""

    def package_standing(self, case_id: UUID) -> PackageStanding | None:
        """How the parts stand, for the package's case or for one of its parts; None for other cases."""
        ...
