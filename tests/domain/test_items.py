"""An item version is kept as one JSON document and comes back the same (R-ITEM-1, R-IN-1)."""

import json

import pytest

from yichuang_desktop.domain.errors import RuleViolation
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
    from_document,
    limit_text,
    package_from_document,
    to_document,
)

LICENCE = ServiceItem(
    item_id="NX-D004",
    name="个体工商户设立登记",
    department="内乡县市场监督管理局",
    code="511A0064100070-511602000000-000-115113016823646795-1-00",
    subjects=("自然人",),
    office_type="即办件",
    legal_limit=3,
    promised_limit=0,
    conditional_acceptance=ConditionalAcceptance(True, ("经营场所使用证明",), 5, "工作日", "签承诺书"),
    informed_commitment=InformedCommitment(True, "证明事项", "住所可承诺"),
    special_steps=(SpecialStepRule("现场核查", 5, "工作日", False),),
    result=ItemResult("营业执照", "证照", ("窗口领取", "邮寄")),
    materials=(
        Material(1, "申请书", points="经营者签字"),
        Material(2, "经营场所使用证明", "复印件", 2, "非必要", deferrable=True, points="经营者签字"),
    ),
    window_tips="名称可不起",
    consult_phone="0377-00000004",
)
PACKAGE = Package(
    "NX-P01",
    "企业开办一件事",
    "内乡县市场监督管理局",
    ("法人",),
    1,
    members=(
        PackageMember(1, "公司设立登记", "内乡县市场监督管理局", "NX-D001"),
        PackageMember(2, "银行预约开户", "商业银行", in_library=False, optional=True, parallel_group="A"),
    ),
    materials=(PackageMaterial(1, "公司章程", used_by=("NX-D001",), points="股东签字"),),
)


def test_R_ITEM_1_an_item_survives_the_way_through_json_unchanged() -> None:
    through = json.loads(json.dumps(to_document(LICENCE), ensure_ascii=False))
    assert from_document(through) == LICENCE


def test_a_package_survives_the_way_through_json_unchanged() -> None:
    assert package_from_document(json.loads(json.dumps(to_document(PACKAGE)))) == PACKAGE
    assert PACKAGE.item_ids == ("NX-D001",)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "blue"},
        {"name": None},
        {"promised_limit": "5"},
        {"charged": 1},
        {"materials": "none"},
        {"materials": [{"seq": 1, "name": "申请书", "weight": 3}]},
        {"materials": [{"seq": 2, "name": "申请书"}]},
        {"materials": [{"seq": True, "name": "申请书"}]},
        {"result": []},
        {"subjects": [1]},
        {"office_type": "快办件"},
        {"legal_unit": "周"},
        {"code": "5" * 61},
        {"item_id": ""},
    ],
)
def test_a_document_with_unknown_or_wrong_content_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every message differs
        from_document(to_document(LICENCE) | change)


def test_a_document_without_its_department_is_refused() -> None:
    document = to_document(LICENCE)
    del document["department"]
    with pytest.raises(ValueError, match="department"):
        from_document(document)


def test_an_older_document_without_a_newer_field_gets_its_default() -> None:
    document = to_document(LICENCE)
    del document["retention"]
    assert from_document(document) == LICENCE


def test_acceptance_points_are_told_once_each() -> None:
    assert LICENCE.points == ("经营者签字", "名称可不起")


def test_papers_are_fetched_by_whom_the_item_names_else_by_the_consulting_phone() -> None:
    assert LICENCE.papers_phone == "0377-00000004"


def test_an_unknown_material_is_a_rule_violation() -> None:
    assert LICENCE.material(2).merge_name == "经营场所使用证明"
    with pytest.raises(RuleViolation) as refusal:
        LICENCE.material(9)
    assert refusal.value.code == "material_unknown"


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (5, "工作日", "5个工作日"),
        (60, "自然日", "60日"),
        (4, "小时", "4小时"),
        (0, "工作日", "当场办结"),
        (None, "工作日", "无"),
    ],
)
def test_limits_in_words(amount: int | None, unit: str, words: str) -> None:
    assert limit_text(amount, unit) == words
