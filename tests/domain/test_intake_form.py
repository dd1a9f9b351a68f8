"""The form of an intake: what stands between it and acceptance, field by field (3.2.1; R-IN-1, R-IN-2)."""

from dataclasses import replace
from datetime import date

import pytest

from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.intake_form import Delivery, IdentityProof, IntakeForm
from yichuang_desktop.domain.items import Material, ServiceItem
from yichuang_desktop.domain.parties import Applicant, Representative

TODAY = date(2026, 11, 23)
ITEM = ServiceItem(
    "NX-001",
    "食品经营许可证新办",
    "市场监督管理局",
    materials=(Material(1, "申请书"), Material(2, "营业执照", form="复印件", copies=2)),
)


@pytest.fixture(autouse=True)
def strict_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "STRICT", True)


def judged() -> Checklist:
    checklist = Checklist.of(ITEM, 3).judge(1, MaterialVerdict.ORIGINAL_SEEN)
    return checklist.judge(2, MaterialVerdict.COPY)


def whole() -> IntakeForm:
    return IntakeForm(
        "NX-001",
        3,
        Applicant(name="司马甲一", document_no="411399199001010013", phone="15400000001"),
        Representative(
            "刘丁四", document_no="411399197403089626", phone="15400000002", authorisation="委托书"
        ),
        IdentityProof.ORIGINAL_SEEN,
        judged(),
        Delivery.MAIL,
        "下午来",
    )


def obstacles(form: IntakeForm) -> list[tuple[str, str]]:
    found = form.obstacles(TODAY)
    assert all(remark.sentence.endswith("。") for remark in found)
    return [(remark.field, remark.code) for remark in found]


def test_a_whole_form_has_no_obstacle() -> None:
    assert obstacles(whole()) == []


def test_an_empty_form_says_everything_in_the_order_of_the_screen() -> None:
    assert obstacles(IntakeForm()) == [
        ("item", "item_not_chosen"),
        ("applicant", "applicant_not_filled"),
        ("identity", "identity_not_verified"),
        ("checklist", "checklist_not_begun"),
    ]


def test_obstacles_name_the_field_of_a_party() -> None:
    form = replace(
        whole(), applicant=replace(whole().applicant, document_no="411399199001010014", phone="12")
    )
    assert [field for field, _code in obstacles(form)] == ["applicant.document_no", "applicant.phone"]


def test_a_form_comes_back_from_its_json() -> None:
    assert IntakeForm.from_json(whole().to_json()) == whole()
    assert IntakeForm.from_json({}) == IntakeForm()


def test_a_checklist_of_another_item_version_or_with_rows_left_out_is_refused() -> None:
    form = whole()
    form.check_item(ITEM, 3)
    short = replace(judged(), rows=judged().rows[:1])
    for other, version in (
        (form, 4),
        (replace(form, checklist=short), 3),
        (replace(form, checklist=None), 3),
    ):
        with pytest.raises(RuleViolation, match=r"^checklist_of_other_item"):
            other.check_item(ITEM, version)


def test_copies_and_papers_follow_the_verdicts() -> None:
    assert (whole().copies, whole().with_paper) == (3, True)
    assert (IntakeForm().copies, IntakeForm().with_paper) == (0, False)


def test_overrides_name_number_and_reason() -> None:
    party = replace(whole().applicant, document_override=" 派出所证明 ")
    assert replace(whole(), applicant=party).overrides == (("411399199001010013", "派出所证明"),)
    assert whole().overrides == ()


def test_a_form_is_tidied_as_its_parties_are() -> None:
    sloppy = replace(whole().applicant, phone="154 0000 0001")
    tidy = replace(whole(), applicant=sloppy).tidied(TODAY)
    assert tidy == whole()


@pytest.mark.parametrize("proof", IdentityProof)
def test_each_proof_has_its_words(proof: IdentityProof) -> None:
    assert not proof.title.isascii()
