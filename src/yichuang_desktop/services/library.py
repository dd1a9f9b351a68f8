"""The item library: what a file would change, and its publication, whole or not at all (4.2; R-ITEM-1)."""

from collections.abc import Callable, Mapping, Sequence

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import Package, ServiceItem, to_document
from yichuang_desktop.domain.library_current import Library
from yichuang_desktop.domain.library_preview import Preview
from yichuang_desktop.domain.packages import as_item
from yichuang_desktop.services.ports import StaffAccess, Work

SearchKeys = Callable[[ServiceItem], Mapping[str, Sequence[str]]]


def library_in_force(access: StaffAccess) -> Library:
    """What a file is compared with: the newest version of every item and package."""
    with access.begin() as work:
        return _library(work)


def publish(access: StaffAccess, preview: Preview, search_keys: SearchKeys, note: str) -> int:
    """Publish what a person has seen in the preview, all in one transaction; gives how many items changed.

    Raises RuleViolation ``library_nothing_new``, ``library_changed_meanwhile`` when somebody published in
    between (the preview would then tell a lie), ``not_allowed`` for other roles.
    """
    if not preview.changes_anything:
        raise RuleViolation("library_nothing_new")
    with access.begin() as work:
        now = _library(work)
        _check_still_true(now, preview)
        count = work.publish_items([(item, search_keys(item)) for item in preview.items_to_publish], note)
        work.publish_packages(preview.packages_to_publish, note)
        taken_in = packages_as_items(now, preview)
        work.publish_items([(item, search_keys(item)) for item in taken_in], note)
        work.commit()
    return count


def packages_as_items(now: Library, preview: Preview) -> tuple[ServiceItem, ...]:
    """Every package as the window takes it in, with its members as they are after this publication (R-IN-11).

    A package of which a member left the library is taken in no more: its acceptance says so.
    """
    items = now.by_id | {item.item_id: item for item in preview.items_to_publish}
    packages = now.package_by_id | {package.package_id: package for package in preview.packages_to_publish}
    whole = (p for p in packages.values() if all(item_id in items for item_id in p.item_ids) and p.item_ids)
    return tuple(as_item(package, items) for package in whole)


def _library(work: Work) -> Library:
    items = (item for item in work.library().values() if not item.is_package)
    return Library(tuple(items), tuple(work.packages().values()))


def _check_still_true(now: Library, preview: Preview) -> None:
    """What is called new must still be unknown, what is called changed must still be what it was."""
    appeared: list[ServiceItem | Package] = [item for item in preview.new if item.item_id in now.by_id]
    appeared += [package for package in preview.new_packages if package.package_id in now.package_by_id]
    moved: list[ServiceItem | Package] = [
        change.new for change in preview.changed if _other(now.by_id.get(change.old.item_id), change.old)
    ]
    moved += [
        change.new
        for change in preview.changed_packages
        if _other(now.package_by_id.get(change.old.package_id), change.old)
    ]
    if appeared or moved:
        names = tuple(one.name for one in (*appeared, *moved)[:3])
        raise RuleViolation("library_changed_meanwhile", names=names)


def _other(now: ServiceItem | Package | None, then: ServiceItem | Package) -> bool:
    return now is None or to_document(now) != to_document(then)
