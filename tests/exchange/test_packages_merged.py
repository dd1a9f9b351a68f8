"""The nine packages: their merged checklists are what their lead departments wrote (R-IN-11)."""

from dataclasses import replace

import pytest

from tests.exchange.library_support import expected_items, expected_packages
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import Package
from yichuang_desktop.domain.packages import as_item, merged, parts

ITEMS = {item.item_id: item for item in expected_items()}
PACKAGES = expected_packages()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.package_id)
def test_R_IN_11_the_merged_checklist_is_the_packages_own(package: Package) -> None:
    def told(rows):  # type: ignore[no-untyped-def]
        return [
            (r.seq, r.name, r.form, r.copies, r.necessity, r.submit, r.supplied_by, r.used_by, r.deferrable)
            for r in rows
        ]

    assert told(merged(package, ITEMS)) == told(package.materials)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.package_id)
def test_R_IN_11_the_window_takes_a_package_in_like_one_item(package: Package) -> None:
    item = as_item(package, ITEMS)
    asked = [row for row in package.materials if row.submit]
    assert [material.name for material in item.materials] == [row.name for row in asked]
    assert (item.promised_limit, item.promised_unit) == (package.promised_limit, package.promised_unit)
    assert item.department == package.lead_department


def test_R_IN_11_a_member_that_left_the_library_is_named() -> None:
    package = PACKAGES[0]
    gone = {key: item for key, item in ITEMS.items() if key != "NX-D043"}
    with pytest.raises(RuleViolation) as refused:
        parts(package, gone)
    assert refused.value.code == "package_member_gone"
    assert refused.value.facts["member"] == "企业职工参保登记"


def test_R_IN_11_only_optional_members_may_be_left_out() -> None:
    package = PACKAGES[0]
    assert [part.member.step for part in parts(package, ITEMS, left_out=(7,))] == [1, 2, 3, 4, 5, 6]
    with pytest.raises(RuleViolation) as refused:
        parts(package, ITEMS, left_out=(1,))
    assert refused.value.code == "package_step_needed"


def test_decisions_14_members_outside_the_library_have_no_papers_of_ours() -> None:
    external = [part for part in parts(PACKAGES[0], ITEMS) if part.external]
    assert [part.member.name for part in external] == ["银行预约开户"]


def test_a_package_of_strangers_only_is_none() -> None:
    package = PACKAGES[0]
    strangers = replace(package, members=tuple(m for m in package.members if not m.in_library))
    with pytest.raises(RuleViolation) as refused:
        parts(strangers, ITEMS)
    assert refused.value.code == "package_empty"
