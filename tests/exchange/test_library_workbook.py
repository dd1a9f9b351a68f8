"""The real library comes in whole from its workbook (R-ITEM-1)."""

import dataclasses

import pytest

from tests.exchange.library_support import WORKBOOK, expected_items, expected_packages
from yichuang_desktop.domain.items import Package, ServiceItem, from_document, to_document
from yichuang_desktop.domain.library_current import Library
from yichuang_desktop.domain.library_findings import Level
from yichuang_desktop.domain.library_preview import compare
from yichuang_desktop.domain.library_review import Review, review
from yichuang_desktop.exchange.library_files import read_library_file

NOT_IN_THE_WORKBOOK = ("promised_basis",)


@pytest.fixture(scope="module")
def reviewed() -> Review:
    return review(read_library_file(WORKBOOK).sheets)


def differences(got: ServiceItem | Package, wanted: ServiceItem | Package) -> list[str]:
    fields = [field.name for field in dataclasses.fields(wanted) if field.name not in NOT_IN_THE_WORKBOOK]
    return [
        f"{name}: {getattr(got, name)!r} is not {getattr(wanted, name)!r}"
        for name in fields
        if getattr(got, name) != getattr(wanted, name)
    ]


def test_R_ITEM_1_all_items_materials_and_packages_of_the_library_come_in(reviewed: Review) -> None:
    assert (len(reviewed.items), reviewed.material_count, len(reviewed.packages)) == (70, 323, 9)
    assert (reviewed.item_rows, reviewed.material_rows) == (70, 323)
    assert reviewed.refused == ()
    assert reviewed.refused_packages == ()
    assert [finding for finding in reviewed.findings if finding.level is not Level.WARN] == []


@pytest.mark.parametrize("place", range(70))
def test_R_ITEM_1_each_item_says_what_the_library_says_field_by_field(reviewed: Review, place: int) -> None:
    assert differences(reviewed.items[place], expected_items()[place]) == []


@pytest.mark.parametrize("place", range(9))
def test_R_ITEM_1_each_package_says_what_the_library_says_field_by_field(
    reviewed: Review, place: int
) -> None:
    assert differences(reviewed.packages[place], expected_packages()[place]) == []


def test_decision_13_a_conditional_term_longer_than_the_promise_is_told(reviewed: Review) -> None:
    told = [finding for finding in reviewed.findings if finding.code == "deferral_beyond_promise"]
    assert [(finding.sheet, finding.row) for finding in told] == [("事项", 61), ("事项", 62)]


def test_decision_14_a_member_slower_than_its_package_is_told(reviewed: Review) -> None:
    told = [finding for finding in reviewed.findings if finding.code == "package_member_slower"]
    assert [(finding.name, finding.facts["member"]) for finding in told] == [
        ("新生儿出生一件事", "社会保障卡申领"),
        ("新生儿出生一件事", "生育医疗费支付"),
    ]


def test_an_item_naming_a_package_nobody_has_is_told(reviewed: Review) -> None:
    told = [finding for finding in reviewed.findings if finding.code == "package_unknown"]
    assert {finding.facts["found"] for finding in told} == {"NX-HP1"}


def test_every_item_can_be_kept_as_a_document(reviewed: Review) -> None:
    assert all(from_document(to_document(item)) == item for item in reviewed.items)


def test_R_ITEM_1_importing_the_same_workbook_again_changes_nothing(reviewed: Review) -> None:
    library = Library(reviewed.items, reviewed.packages)
    preview = compare(review(read_library_file(WORKBOOK).sheets, library), library)
    assert not preview.changes_anything
    assert len(preview.unchanged) == 70
    assert len(preview.unchanged_packages) == 9
    assert preview.missing == ()
