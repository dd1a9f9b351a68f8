"""Whether a package can still be accepted: its members may have left the library since it was made."""

from yichuang_desktop.domain.items import Package
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.packaging import check_members


def check_package(desk: Desk, package: Package | None) -> None:
    """On the store's lane. Raises RuleViolation ``package_member_gone``."""
    if package is not None:
        with desk.access.begin() as work:
            check_members(work, package)
