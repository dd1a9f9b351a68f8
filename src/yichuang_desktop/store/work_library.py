"""The item library inside a unit of work: versions are added, never changed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.items import (
    Package,
    ServiceItem,
    from_document,
    package_from_document,
    to_document,
)
from yichuang_desktop.store import queries as q
from yichuang_desktop.store.columns import to_text
from yichuang_desktop.store.transaction import Transaction

PUBLISHERS = frozenset({Role.LIBRARY_KEEPER, Role.DIGITAL_SECTION, Role.ADMINISTRATOR})


class LibraryWork(Transaction):
    """The part of a unit of work that publishes and reads items."""

    def item(self, item_id: str, version: int | None = None) -> tuple[int, ServiceItem]:
        return self.known().item(self.lane, item_id, version)

    def library(self) -> dict[str, ServiceItem]:
        """The items in force by number."""
        rows = self.read(q.LIBRARY)
        return {row[0]: from_document(row[2]) for row in rows if not row[3]}

    def packages(self) -> dict[str, Package]:
        """The packages in force by number."""
        return {row[0]: package_from_document(row[2]) for row in self.read(q.PACKAGES)}

    def publish_items(
        self, items: Sequence[tuple[ServiceItem, Mapping[str, Sequence[str]]]], note: str
    ) -> int:
        """New versions of what is new or changed; RuleViolation ``not_allowed`` for other roles."""
        self._check_publisher()
        before = {row[0]: row for row in self.read(q.LIBRARY)}
        rows = [
            self._item_row(item, keys, note, before.get(item.item_id))
            for item, keys in items
            if _changed(item, before.get(item.item_id))
        ]
        self.later(q.PUBLISH_ITEM, *rows)
        return len(rows)

    def publish_packages(self, packages: Sequence[Package], note: str) -> int:
        """New versions of what is new or changed; RuleViolation ``not_allowed`` for other roles."""
        self._check_publisher()
        before = {row[0]: (row[1], row[2]) for row in self.read(q.PACKAGES)}
        rows = []
        for package in packages:
            version, document = before.get(package.package_id, (0, None))
            if _same(to_document(package), document):
                continue
            rows.append(
                {
                    "package_id": package.package_id,
                    "version": version + 1,
                    "name": package.name,
                    "document": to_document(package),
                    "published_by": self.login,
                    "note": note,
                }
            )
        self.later(q.PUBLISH_PACKAGE, *rows)
        return len(rows)

    def _item_row(
        self, item: ServiceItem, keys: Mapping[str, Sequence[str]], note: str, before: Sequence[Any] | None
    ) -> dict[str, Any]:
        return {
            "item_id": item.item_id,
            "version": before[1] + 1 if before else 1,
            "name": item.name,
            "department": item.department,
            "code": item.code,
            "zone": item.zone,
            "document": to_document(item),
            "search_keys": {name: list(values) for name, values in keys.items()},
            "published_by": self.login,
            "note": note,
        }

    def _check_publisher(self) -> None:
        if not self.roles & PUBLISHERS:
            raise RuleViolation("not_allowed")


def _changed(item: ServiceItem, before: Sequence[Any] | None) -> bool:
    return before is None or bool(before[3]) or not _same(to_document(item), before[2])


def _same(document: Any, stored: Any) -> bool:
    """Equal as documents: tuples and lists are the same once written."""
    return stored is not None and json.loads(to_text(document)) == stored
