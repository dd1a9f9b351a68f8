"""Applicants and agents: every field judged as the hall wants it, nothing lost on the way to a draft."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang_desktop.domain.checked import Verdict
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.names import check_person_name, check_unit_name, has_private_use
from yichuang_desktop.domain.parties import (
    Applicant,
    PartyKind,
    Representative,
    Severity,
    check_address,
    problems,
    rejections,
    tidied,
    tidied_representative,
)

PEOPLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "people.json").read_text("utf-8"))
TODAY = date.fromisoformat(PEOPLE["meta"]["today_assumed"])
VERDICTS = {"reject": Verdict.REJECTED, "normalise": Verdict.NORMALISED, "warn": Verdict.WARNED}
NORMAL_NAMES = {
    "BAD-22": "阿依测试·演示",
    "BAD-23": "阿依测试·演示",
    "BAD-24": "李测试",
    "BAD-25": "王测\ue000",
}

PERSON = Applicant(
    name="刘丁四", document_no="411399197403089626", phone="15400000002", address="内乡县（演示）样例路3号"
)
UNIT = Applicant(
    kind=PartyKind.UNIT,
    name="内乡县演示样例商贸有限公司",
    document_kind=DocumentKind.CREDIT_CODE,
    document_no="91411399MAXY00016K",
    phone="15400000153",
    legal_representative="朱丙三",
)
AGENT = Representative(
    name="郭经办", document_no="659999195510129457", phone="15400000152", authorisation="委托书"
)


def party(person: dict[str, Any]) -> Applicant:
    return Applicant(
        kind=PartyKind.PERSON if person["kind"] == "自然人" else PartyKind.UNIT,
        name=person["name"],
        document_kind=DocumentKind.titled(person["id_type"]),
        document_no=person["id_no"],
        phone=person["phone"],
        address=person["address"],
        legal_representative=person.get("legal_person", ""),
    )


def agent(person: dict[str, Any]) -> Representative | None:
    if "agent" not in person:
        return None
    told = person["agent"]
    return Representative(
        told["name"], document_no=told["id_no"], phone=told["phone"], authorisation="委托书"
    )


def codes(
    applicant: Applicant, representative: Representative | None = None
) -> dict[str, tuple[str, Severity]]:
    return {one.field: (one.code, one.severity) for one in problems(applicant, representative, TODAY)}


@pytest.mark.row("R-IN-2")
@pytest.mark.parametrize("person", PEOPLE["people"], ids=lambda person: person["person_id"])
def test_R_IN_2_every_person_and_unit_of_the_demonstration_may_apply(person: dict[str, Any]) -> None:
    found = problems(party(person), agent(person), TODAY)
    assert rejections(found) == ()
    needs_guardian = "需监护人" in person["tags"]
    assert needs_guardian <= any(one.code == "guardian_needed" for one in found)
    assert tidied(party(person), TODAY) == party(person)


@pytest.mark.row("R-IN-2")
@pytest.mark.parametrize(
    "case", [one for one in PEOPLE["invalid"] if one["field"] == "name"], ids=lambda case: case["case_id"]
)
def test_R_IN_2_every_invalid_name_gets_the_reaction_it_expects(case: dict[str, Any]) -> None:
    checked = check_person_name(case["value"])
    assert checked.verdict is VERDICTS[case["severity"]]
    assert checked.value == NORMAL_NAMES.get(case["case_id"], case["value"])
    assert checked.sentence


@pytest.mark.parametrize("name", ["㛃", "𬱟", "䶮", "\U00031350", "\U0002ebf0", "〇"])
def test_a_rare_character_never_stands_in_the_way(name: str) -> None:
    assert check_person_name(f"张{name}").verdict is Verdict.OK
    assert check_unit_name(f"内乡县{name}商行").verdict is Verdict.OK


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TEST DEMO", "TEST DEMO"),
        ("TEST\t DEMO", "TEST DEMO"),
        ("O'TESTER JEAN-LUC", "O'TESTER JEAN-LUC"),
        ("TESTER J.LUC", "TESTER J.LUC"),
        ("阿依 . 演示", "阿依·演示"),
        ("王\r\n测", "王测"),
    ],
)
def test_blanks_and_dots_stay_only_where_they_belong(written: str, name: str) -> None:
    assert check_person_name(written).value == name
    assert check_person_name(written).usable


def test_a_name_with_a_lost_character_is_refused() -> None:
    assert check_unit_name("内乡\ufffd商行").code == "name_broken_character"
    assert check_person_name("张\ud842测").code == "name_broken_character"
    assert check_person_name("张\ufffd测").code == "name_character"


def test_names_have_a_length() -> None:
    assert check_unit_name("样" * 100).verdict is Verdict.OK
    assert check_unit_name("样" * 101).code == "name_too_long"
    assert check_person_name("", typing=True).verdict is Verdict.INCOMPLETE
    assert check_unit_name("").code == "name_missing"
    assert check_person_name("测", typing=True).verdict is Verdict.OK


def test_a_units_name_may_hold_digits_and_signs() -> None:
    assert check_unit_name("内乡县7天（演示）酒店&餐饮").verdict is Verdict.OK
    assert check_unit_name("演示 \ue000 公司").code == "name_private_use"
    assert has_private_use("\U000f0000")


@settings(deadline=None)
@given(st.text(max_size=30))
def test_a_name_put_right_stays_as_it_is(text: str) -> None:
    for check in (check_person_name, check_unit_name, check_address):
        once = check(text)
        again = check(once.value)
        assert again.value == once.value
        assert once.sentence or once.verdict is Verdict.OK


def test_a_complete_applicant_gives_no_remark() -> None:
    assert codes(PERSON) == {}
    assert codes(UNIT) == {}
    assert codes(UNIT, AGENT) == {}


def test_an_empty_form_is_told_field_by_field() -> None:
    assert {field for field, (_, severity) in codes(Applicant(), Representative()).items()} == {
        "applicant.name",
        "applicant.document_no",
        "applicant.phone",
        "representative.name",
        "representative.document_no",
        "representative.phone",
        "representative.authorisation",
    }
    assert all(one.sentence for one in problems(Applicant(), Representative(), TODAY))


def test_a_unit_needs_its_own_kind_of_document() -> None:
    assert codes(replace(PERSON, document_kind=DocumentKind.CREDIT_CODE))["applicant.document_kind"] == (
        "document_kind_unfit",
        Severity.REJECT,
    )
    unfit = replace(UNIT, document_kind=DocumentKind.RESIDENT_ID)
    assert "单位不能使用居民身份证" in problems(unfit, None, TODAY)[0].sentence
    assert "representative.document_kind" in codes(
        UNIT, replace(AGENT, document_kind=DocumentKind.CREDIT_CODE, document_no="91411399MAXY00016K")
    )


def test_somebody_must_speak_for_a_unit() -> None:
    silent = replace(UNIT, legal_representative=" ")
    assert codes(silent)["applicant.legal_representative"][0] == "legal_representative_missing"
    assert "applicant.legal_representative" not in codes(replace(UNIT, legal_representative=""), AGENT)
    assert codes(replace(UNIT, legal_representative="朱3"))["applicant.legal_representative"] == (
        "name_character",
        Severity.REJECT,
    )


def test_a_small_child_needs_a_guardian() -> None:
    child = replace(PERSON, name="王新生", document_no="411399202610089374")
    assert codes(child) == {"applicant.document_no": ("guardian_needed", Severity.WARN)}
    assert codes(child, AGENT) == {}


def test_an_agent_must_be_authorised_and_someone_else() -> None:
    assert codes(PERSON, replace(AGENT, valid_until=date(2026, 11, 21)))["representative.valid_until"] == (
        "authorisation_expired",
        Severity.REJECT,
    )
    assert codes(PERSON, replace(AGENT, valid_until=TODAY)) == {}
    assert codes(PERSON, replace(AGENT, authorisation=" "))["representative.authorisation"][0] == (
        "authorisation_missing"
    )
    same = replace(AGENT, document_no=PERSON.document_no)
    assert codes(PERSON, same) == {
        "representative.document_no": ("representative_is_applicant", Severity.WARN)
    }


def test_an_administrator_lets_a_refused_number_pass_with_a_reason() -> None:
    wrong = replace(PERSON, document_no="411399197403089627")
    assert codes(wrong)["applicant.document_no"] == ("id_check", Severity.REJECT)
    overridden = replace(wrong, document_override="户籍部门出具证明，证件号码确为此号")
    assert codes(overridden)["applicant.document_no"] == ("id_check", Severity.WARN)
    assert codes(replace(overridden, document_no=""))["applicant.document_no"][1] is Severity.REJECT


def test_what_is_put_right_is_said_and_given_back() -> None:
    written = replace(PERSON, name=" 刘 丁四", phone="154 0000 0002", document_no="411399 19740308 962Ｘ")
    assert codes(written)["applicant.name"] == ("tidied", Severity.NORMALISE)
    good = tidied(written, TODAY)
    assert (good.name, good.phone) == ("刘丁四", "15400000002")
    assert good.document_no == written.document_no, "what is refused stays as written"
    assert tidied_representative(replace(AGENT, phone="１５４００００００５２"), TODAY).phone == "15400000052"


def test_an_address_is_optional_and_has_a_length() -> None:
    assert check_address("").verdict is Verdict.OK
    assert check_address("内乡县\r\n样例路").value == "内乡县样例路"
    assert check_address("路" * 101).sentence.startswith("地址最多 100 个字")


@pytest.mark.parametrize("person", PEOPLE["people"][::20], ids=lambda person: person["person_id"])
def test_the_plain_form_gives_the_same_party_again(person: dict[str, Any]) -> None:
    values = json.loads(json.dumps(party(person).to_json(), ensure_ascii=False))
    assert Applicant.from_json(values) == party(person)


def test_the_plain_form_keeps_an_agents_day_and_forgives_unknown_fields() -> None:
    for one in (AGENT, replace(AGENT, valid_until=TODAY, document_override="理由")):
        assert Representative.from_json(json.loads(json.dumps(one.to_json()))) == one
    assert Representative.from_json({"name": "郭", "of_tomorrow": 1}) == Representative(name="郭")
    assert Applicant.from_json({}) == Applicant()
    assert PartyKind.UNIT.title == "单位"
