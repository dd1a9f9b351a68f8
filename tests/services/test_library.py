"""Publishing what a preview shows: whole, and only while it is still true (4.2; R-ITEM-1)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.conftest import CARD, LICENCE, on_sqlite
from tests.services.real import RealHall
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.library_preview import Preview, compare
from yichuang_desktop.domain.library_review import Review
from yichuang_desktop.services.library import library_in_force, publish


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


@pytest.fixture
def hall(sqlite_template: Path, tmp_path: Path) -> Iterator[RealHall]:
    with on_sqlite(sqlite_template, tmp_path) as real:
        yield real


def no_keys(_item: ServiceItem) -> dict[str, tuple[str, ...]]:
    return {}


def previewed(hall: RealHall, *items: ServiceItem) -> Preview:
    return compare(Review(items, (), (), (), (), len(items), 0), library_in_force(hall.staff["admin"]))


NEW = ServiceItem("NX-003", "公共场所卫生许可", "卫生健康委员会")
SHORTER = replace(LICENCE, promised_limit=3)


def test_R_ITEM_1_what_the_preview_shows_is_published_with_versions_kept(hall: RealHall) -> None:
    admin = hall.staff["admin"]
    assert publish(admin, previewed(hall, NEW, SHORTER, CARD), no_keys, "四季度调整") == 2
    with admin.begin() as work:
        assert work.item(LICENCE.item_id) == (2, SHORTER)
        assert work.item(LICENCE.item_id, 1) == (1, LICENCE)
        assert work.item(CARD.item_id)[0] == 1


def test_R_ITEM_1_a_preview_that_has_become_untrue_is_refused_whole(hall: RealHall) -> None:
    admin = hall.staff["admin"]
    mine, theirs = previewed(hall, NEW, SHORTER), previewed(hall, replace(LICENCE, promised_limit=4))
    publish(admin, theirs, no_keys, "")
    with refused("library_changed_meanwhile"):
        publish(admin, mine, no_keys, "")
    assert NEW.item_id not in library_in_force(admin).by_id
    publish(admin, previewed(hall, NEW), no_keys, "")
    with refused("library_changed_meanwhile"):
        publish(admin, mine, no_keys, "")


def test_R_ITEM_1_nothing_new_is_said(hall: RealHall) -> None:
    with refused("library_nothing_new"):
        publish(hall.staff["admin"], previewed(hall, CARD), no_keys, "")


def test_R_ITEM_1_a_window_clerk_does_not_publish(hall: RealHall) -> None:
    with refused("not_allowed"):
        publish(hall.staff["wangmin"], previewed(hall, NEW), no_keys, "")
