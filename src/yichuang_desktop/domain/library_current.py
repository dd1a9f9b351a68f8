"""The library a file is compared with: what the hall has published so far."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from yichuang_desktop.domain.items import Package, ServiceItem
from yichuang_desktop.domain.library_rows import fold


@dataclass(frozen=True)
class Library:
    """The newest version of every item and package."""

    items: tuple[ServiceItem, ...] = ()
    packages: tuple[Package, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, ServiceItem]:
        return {item.item_id: item for item in self.items}

    @cached_property
    def package_by_id(self) -> dict[str, Package]:
        return {package.package_id: package for package in self.packages}

    @cached_property
    def _by_name(self) -> dict[str, list[ServiceItem]]:
        found: dict[str, list[ServiceItem]] = defaultdict(list)
        for item in self.items:
            found[fold(item.name)].append(item)
        return found

    @cached_property
    def zones(self) -> tuple[str, ...]:
        return distinct(item.zone for item in self.items)

    def named(self, name: str, department: str = "") -> ServiceItem | None:
        """The item of this name, whatever its brackets; of several the department's own, if that is clear."""
        found = self._by_name.get(fold(name), [])
        if len(found) > 1:
            found = [item for item in found if fold(item.department) == fold(department)]
        return found[0] if len(found) == 1 else None


EMPTY_LIBRARY = Library()


def distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, blanks left out, in order."""
    return tuple(dict.fromkeys(word for word in words if word))
