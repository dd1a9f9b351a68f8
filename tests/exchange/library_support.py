"""The library as JSON, as the expected result of importing its workbook."""

import json
from pathlib import Path
from typing import Any

from yichuang_desktop.domain.items import (
    ConditionalAcceptance,
    InformedCommitment,
    ItemResult,
    Material,
    Package,
    PackageMaterial,
    PackageMember,
    ServiceItem,
    SpecialStepRule,
)

DATA = Path(__file__).parents[1] / "data"
DIRTY = DATA / "dirty"
WORKBOOK = Path(__file__).parents[2] / "resources" / "library" / "items.xlsx"
LAW_ONLY = "一般规定"
"""What the workbook says of sources where the JSON has nothing but the law itself."""


def expected_items() -> list[ServiceItem]:
    return [_item(each) for each in _document()["items"]]


def expected_packages() -> list[Package]:
    return [_package(each) for each in _document()["packages"]]


def _document() -> Any:
    return json.loads((DATA / "items.json").read_text("utf-8"))


def _item(told: dict[str, Any]) -> ServiceItem:
    deferral, promise, result = told["rongque"], told["promise"], told["result"]
    urls = tuple(source["ref"] for source in told["sources"] if source["type"] == "url")
    return ServiceItem(
        item_id=told["item_id"],
        name=told["name"],
        department=told["department"],
        code=told["code"] or "",
        short_name=told["short_name"],
        zone=told["zone"],
        item_type=told["item_type"],
        subjects=tuple(told["subject"]),
        office_type=told["office_type"],
        legal_limit=told["statutory_limit"],
        legal_unit=told["statutory_unit"],
        legal_note=told["statutory_note"],
        promised_limit=told["promised_limit"],
        promised_unit=told["promised_unit"],
        charged=told["fee"]["charged"],
        fee=told["fee"]["text"],
        channels=tuple(told["channels"]),
        conditions=tuple(told["conditions"]),
        conditional_acceptance=ConditionalAcceptance(
            deferral["allowed"],
            tuple(deferral["deferrable_materials"]),
            deferral["supplement_days"],
            deferral["supplement_unit"] or "工作日",
        ),
        informed_commitment=InformedCommitment(promise["applies"], promise["kind"], promise["scope"]),
        special_steps=tuple(
            SpecialStepRule(step["name"], step["days"], step["unit"], step["counted_in_limit"])
            for step in told["special_steps"]
        ),
        result=ItemResult(result["name"], result["type"], tuple(result["delivery"])),
        materials=tuple(_material(each) for each in told["materials"]),
        province_wide=told["quanyu_tongban"],
        cross_province=told["kuasheng_tongban"],
        packages=tuple(told["packages"]),
        window_tips=told["window_tips"],
        consult_phone=told["contact_phone"],
        legal_basis=tuple(told["legal_basis"]),
        sources=urls or (LAW_ONLY,),
    )


def _material(told: dict[str, Any]) -> Material:
    return Material(**(told | {"defer_category": told["defer_category"] or ""}))


def _package(told: dict[str, Any]) -> Package:
    return Package(
        package_id=told["package_id"],
        name=told["name"],
        lead_department=told["lead_department"],
        subjects=tuple(told["subject"]),
        promised_limit=told["promised_limit"],
        promised_unit=told["promised_unit"],
        members=tuple(
            PackageMember(**(each | {key: each[key] or "" for key in ("item_id", "code", "parallel_group")}))
            for each in told["members"]
        ),
        materials=tuple(_merged(each) for each in told["merged_materials"]),
        note=told["note"],
        sources=tuple(source["ref"] for source in told["sources"]),
    )


def _merged(told: dict[str, Any]) -> PackageMaterial:
    fields = {key: value for key, value in told.items() if key != "return_after_check"}
    fields |= {"supplied_by": told["supplied_by"] or "", "points": "；".join(told["points"])}
    return PackageMaterial(**(fields | {"used_by": tuple(told["used_by"])}))
