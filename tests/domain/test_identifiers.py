"""Document numbers, phones, waybills and item codes: refused, put right or remarked as the hall wants it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang_desktop.domain import identifiers
from yichuang_desktop.domain.check_digits import (
    id_check_character,
    organisation_check_character,
    s10_check_digit,
    uscc_check_character,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.identifiers import (
    DocumentKind,
    Verdict,
    age_on,
    birth_of,
    check_item_code,
    check_phone,
    check_sex,
    check_waybill,
    id18_from_old,
    sex_of,
)

PEOPLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "people.json").read_text("utf-8"))
TODAY = date.fromisoformat(PEOPLE["meta"]["today_assumed"])
REACTIONS = {
    "reject": {Verdict.REJECTED},
    "normalise": {Verdict.NORMALISED},
    "warn": {Verdict.WARNED},
}
# What the sentence must speak of, by a word of the wanted reaction.
SPOKEN = {
    "BAD-01": "校验位",
    "BAD-02": "日期",
    "BAD-03": "位",
    "BAD-04": "位",
    "BAD-05": "出生日期无效",
    "BAD-06": "出生日期无效",
    "BAD-07": "出生日期无效",
    "BAD-08": "晚于今天",
    "BAD-09": "地区码",
    "BAD-10": "地区码",
    "BAD-11": "字母",
    "BAD-16": "18 位",
    "BAD-17": "还没有填",
    "BAD-26": "11 位",
    "BAD-27": "校验位不符",
    "BAD-28": "组织机构代码段",
    "BAD-29": "I、O、S、V、Z",
    "BAD-30": "18 位",
}


def document(kind: DocumentKind, text: str, *, typing: bool = False) -> identifiers.Checked:
    return identifiers.check(kind, text, today=TODAY, typing=typing)


def of_case(case: dict[str, Any]) -> identifiers.Checked:
    """Check the field of one invalid example the way the form does."""
    if case["field"] == "phone":
        return check_phone(case["value"])
    if case["field"] == "gender":
        return check_sex(DocumentKind.RESIDENT_ID, case["value"]["id_no"], case["value"]["gender"])
    kind = DocumentKind.RESIDENT_ID if case["kind"] == "自然人" else DocumentKind.CREDIT_CODE
    return document(kind, case["value"])


@pytest.mark.row("R-IN-2")
@pytest.mark.parametrize("person", PEOPLE["people"], ids=lambda person: person["person_id"])
def test_R_IN_2_every_person_of_the_demonstration_is_taken_as_written(person: dict[str, Any]) -> None:
    kind = DocumentKind.titled(person["id_type"])
    checked = document(kind, person["id_no"])
    assert (checked.verdict, checked.value) == (Verdict.OK, person["id_no"])
    assert check_phone(person["phone"]).verdict is Verdict.OK
    if person.get("birth"):
        assert birth_of(kind, person["id_no"]) == date.fromisoformat(person["birth"])
        assert check_sex(kind, person["id_no"], person["gender"]).verdict is Verdict.OK
    for number in filter(None, (person.get("legal_id"), person.get("agent", {}).get("id_no"))):
        assert document(DocumentKind.RESIDENT_ID, number).verdict is Verdict.OK


@pytest.mark.row("R-IN-2")
@pytest.mark.parametrize(
    "case", [one for one in PEOPLE["invalid"] if one["field"] != "name"], ids=lambda case: case["case_id"]
)
def test_R_IN_2_every_invalid_example_gets_the_reaction_it_expects(case: dict[str, Any]) -> None:
    checked = of_case(case)
    assert checked.verdict in REACTIONS[case["severity"]], checked
    assert SPOKEN.get(case["case_id"], "") in checked.sentence
    assert checked.sentence.endswith("。")


@pytest.mark.parametrize("case_id", ["BAD-12", "BAD-13", "BAD-14", "BAD-15"])
def test_unusual_writing_of_an_id_comes_out_as_the_eighteen_characters(case_id: str) -> None:
    case = next(one for one in PEOPLE["invalid"] if one["case_id"] == case_id)
    assert of_case(case).value in {"61999919400318947X", "549999199005139040"}


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.RESIDENT_ID, "411399200001010019"),
        (DocumentKind.RESIDENT_ID, "411399198507150027"),
        (DocumentKind.RESIDENT_ID, "411399199001010013"),
        (DocumentKind.TEMPORARY_ID, "411399197001010014"),
        (DocumentKind.HK_MACAU_RESIDENCE, "810000199001010019"),
        (DocumentKind.TAIWAN_RESIDENCE, "830000198506070024"),
        (DocumentKind.FOREIGN_RESIDENCE, "941840199001010013"),
        (DocumentKind.FOREIGN_RESIDENCE, "TST000000000001"),
        (DocumentKind.CREDIT_CODE, "91411325MA3X123451"),
        (DocumentKind.CREDIT_CODE, "N2411325MA3X12345G"),
        (DocumentKind.HK_MACAU_PERMIT, "H0000000101"),
        (DocumentKind.TAIWAN_PERMIT, "0000000101"),
        (DocumentKind.OFFICER_CARD, "军字第0000001号"),
        (DocumentKind.OTHER, "豫演示000001"),
    ],
)
def test_numbers_of_the_standards_are_taken(kind: DocumentKind, number: str) -> None:
    assert document(kind, number).verdict is Verdict.OK
    assert document(kind, number, typing=True).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        (DocumentKind.RESIDENT_ID, "810000199001010019", "id_of_other_kind"),
        (DocumentKind.RESIDENT_ID, "941840199001010013", "id_area"),
        (DocumentKind.RESIDENT_ID, "810001199001010016", "id_area"),
        (DocumentKind.RESIDENT_ID, "411399188901010011", "id_birth_impossible"),
        (DocumentKind.HK_MACAU_RESIDENCE, "411399199001010013", "residence_area"),
        (DocumentKind.HK_MACAU_RESIDENCE, "830000198506070024", "residence_area"),
        (DocumentKind.FOREIGN_RESIDENCE, "411399199001010013", "document_character"),
        (DocumentKind.FOREIGN_RESIDENCE, "941840199001010012", "id_check"),
        (DocumentKind.FOREIGN_RESIDENCE, "941840199013010013", "id_birth_impossible"),
        (DocumentKind.HK_MACAU_PERMIT, "X00000001", "document_character"),
        (DocumentKind.HK_MACAU_PERMIT, "H0000000", "document_length"),
        (DocumentKind.HK_MACAU_PERMIT, "H000000012", "document_length"),
        (DocumentKind.PASSPORT, "E1", "document_length"),
        (DocumentKind.OFFICER_CARD, "军" * 19, "document_too_long"),
        (DocumentKind.CREDIT_CODE, "9141132AMA3X123451", "document_character"),
    ],
)
def test_a_number_of_another_kind_or_shape_is_refused_and_said(
    kind: DocumentKind, number: str, code: str
) -> None:
    checked = document(kind, number)
    assert (checked.verdict, checked.code) == (Verdict.REJECTED, code)
    assert not checked.usable
    assert checked.sentence


def test_a_passport_number_without_a_digit_is_remarked() -> None:
    checked = document(DocumentKind.PASSPORT, "ZHANGSAN")
    assert (checked.verdict, checked.usable) == (Verdict.WARNED, True)
    assert "姓名" in checked.sentence


def test_the_sentence_for_a_letter_tells_which_digit_was_meant() -> None:
    assert "数字 0" in document(DocumentKind.RESIDENT_ID, "41139919900101O991").sentence
    assert "对照证件" in document(DocumentKind.RESIDENT_ID, "41139919900101W991").sentence


def test_the_sentence_for_a_length_names_one_two_or_a_range_of_lengths() -> None:
    assert "应为 18 位，现在是 17 位" in document(DocumentKind.RESIDENT_ID, "54999919900513904").sentence
    assert "8 或 10 位" in document(DocumentKind.TAIWAN_PERMIT, "000000001").sentence
    assert "5 至 17 位" in document(DocumentKind.PASSPORT, "E1").sentence


@pytest.mark.parametrize("person", PEOPLE["people"][::7], ids=lambda person: person["person_id"])
def test_no_beginning_of_a_good_number_is_refused_while_typing(person: dict[str, Any]) -> None:
    kind = DocumentKind.titled(person["id_type"])
    for end in range(len(person["id_no"])):
        checked = document(kind, person["id_no"][:end], typing=True)
        assert checked.verdict is not Verdict.REJECTED, person["id_no"][:end]
    for end in range(len(person["phone"])):
        assert check_phone(person["phone"][:end], typing=True).verdict is Verdict.INCOMPLETE


@pytest.mark.parametrize("number", ["810000199001010019", "830000198506070024", "941840199001010013"])
def test_a_beginning_that_is_wrong_already_is_refused_while_typing(number: str) -> None:
    checked = document(DocumentKind.RESIDENT_ID, number[:6], typing=True)
    assert checked.verdict is Verdict.REJECTED
    assert document(DocumentKind.RESIDENT_ID, "4113991990023", typing=True).verdict is Verdict.INCOMPLETE
    assert document(DocumentKind.RESIDENT_ID, "41139919900230", typing=True).verdict is Verdict.REJECTED
    assert document(DocumentKind.RESIDENT_ID, "4113991990010100131", typing=True).verdict is Verdict.REJECTED


def test_the_beginning_of_a_residence_permit_is_told_from_a_wrong_area_at_the_sixth_digit() -> None:
    verdicts = [
        document(DocumentKind.RESIDENT_ID, "810000"[:end], typing=True).verdict for end in range(1, 7)
    ]
    assert verdicts == [Verdict.INCOMPLETE] * 5 + [Verdict.REJECTED]


def _resident(area: str, birth: date, order: int) -> str:
    first17 = f"{area}{birth:%Y%m%d}{order:03d}"
    return first17 + id_check_character(first17)


RESIDENTS = st.builds(
    _resident,
    st.sampled_from(["411325", "412926", "419001", "110101", "659999"]),
    st.dates(date(1890, 1, 1), TODAY),
    st.integers(0, 999),
)


@settings(deadline=None)
@given(RESIDENTS, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_in_an_id_is_always_refused(number: str, place: int, digit: str) -> None:
    assert document(DocumentKind.RESIDENT_ID, number).verdict is Verdict.OK
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong != number:
        assert document(DocumentKind.RESIDENT_ID, wrong).verdict is Verdict.REJECTED


@settings(deadline=None)
@given(RESIDENTS, st.integers(0, 16))
def test_two_neighbours_of_an_id_swapped_are_always_refused(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if wrong != number:
        assert document(DocumentKind.RESIDENT_ID, wrong).verdict is Verdict.REJECTED


@settings(deadline=None)
@given(st.sampled_from(list(DocumentKind)), st.text(max_size=40), st.booleans())
def test_whatever_is_typed_gets_an_answer_that_can_be_said(
    kind: DocumentKind, text: str, typing: bool
) -> None:
    checked = document(kind, text, typing=typing)
    assert checked.verdict is Verdict.OK or checked.code or checked.verdict is Verdict.INCOMPLETE
    assert text not in str(dict(checked.facts)) or len(text) < 3
    _ = checked.sentence


@settings(deadline=None)
@given(st.text(alphabet="０１２３４５６７８９0123456789 +-()转abc", max_size=24), st.booleans())
def test_whatever_is_typed_as_a_phone_gets_an_answer(text: str, typing: bool) -> None:
    checked = check_phone(text, typing=typing)
    if checked.usable:
        assert check_phone(checked.value).value == checked.value


def test_check_digits_of_the_standards() -> None:
    assert id_check_character("41139920000101001") == "9"
    assert uscc_check_character("91411325MA3X12345") == "1"
    assert uscc_check_character("N2411325MA3X12345") == "G"
    assert organisation_check_character("MA3X1234") == "5"
    assert organisation_check_character("00000000") == "0"
    assert {organisation_check_character(f"0000000{digit}") for digit in range(10)} >= {"X"}
    assert s10_check_digit("47312482") == "9"
    assert s10_check_digit("12345678") == "5"


def test_an_old_number_is_converted_for_searching_only() -> None:
    assert id18_from_old("411399900101001") == "411399199001010013"
    assert document(DocumentKind.RESIDENT_ID, "411399900101001").code == "id_of_15_digits"


def test_birth_sex_and_age_come_from_the_number() -> None:
    assert birth_of(DocumentKind.RESIDENT_ID, "411399199001010013") == date(1990, 1, 1)
    assert birth_of(DocumentKind.RESIDENT_ID, "411399199013010013") is None
    assert birth_of(DocumentKind.PASSPORT, "E00000001") is None
    assert sex_of(DocumentKind.RESIDENT_ID, "411399199001010013") == "男"
    assert sex_of(DocumentKind.RESIDENT_ID, "411399198507150027") == "女"
    assert sex_of(DocumentKind.CREDIT_CODE, "91411325MA3X123451") is None
    assert check_sex(DocumentKind.PASSPORT, "E00000001", "男").verdict is Verdict.OK
    assert age_on(date(2008, 11, 23), date(2026, 11, 22)) == 17
    assert age_on(date(2008, 11, 23), date(2026, 11, 23)) == 18


def test_document_kinds_are_known_by_their_title_and_code() -> None:
    assert DocumentKind.titled("外国人永久居留身份证（旧版15位）") is DocumentKind.FOREIGN_RESIDENCE
    assert DocumentKind.RESIDENT_ID.gat_code == "111"
    assert DocumentKind.CREDIT_CODE.for_units
    assert not DocumentKind.CREDIT_CODE.for_persons
    with pytest.raises(RuleViolation, match="document_kind_unknown"):
        DocumentKind.titled("驾驶证")


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("15400000001", "15400000001", Verdict.OK),
        ("154-0000-0001", "15400000001", Verdict.NORMALISED),
        ("+86 154 0000 0001", "15400000001", Verdict.NORMALISED),
        ("8615400000001", "15400000001", Verdict.NORMALISED),
        ("１５４０００００００１", "15400000001", Verdict.NORMALISED),
        ("0377-65312345", "0377-65312345", Verdict.OK),
        ("037765312345", "0377-65312345", Verdict.NORMALISED),
        ("（0377）65312345转12", "0377-65312345-12", Verdict.NORMALISED),
        ("010-88888888", "010-88888888", Verdict.OK),
        ("400-800-8000", "4008008000", Verdict.NORMALISED),
        ("+85290000000", "+85290000000", Verdict.OK),
        ("65312345", "65312345", Verdict.WARNED),
        ("", "", Verdict.REJECTED),
        ("154000000012", "154000000012", Verdict.REJECTED),
        ("12400000001", "12400000001", Verdict.REJECTED),
        ("见附件", "见附件", Verdict.REJECTED),
        ("99", "99", Verdict.REJECTED),
    ],
)
def test_phones_come_out_in_one_writing(text: str, value: str, verdict: Verdict) -> None:
    checked = check_phone(text)
    assert (checked.value, checked.verdict) == (value, verdict)
    assert checked.sentence or verdict is Verdict.OK


def test_a_phone_that_cannot_become_valid_is_refused_while_typing() -> None:
    assert check_phone("12", typing=True).verdict is Verdict.REJECTED
    assert check_phone("0377-6531", typing=True).verdict is Verdict.INCOMPLETE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1234567890123", ""),
        ("RR473124829GB", ""),
        ("EA123456785CN", ""),
        ("ea 123456785 cn", "tidied"),
        ("EA123456784CN", "waybill_check"),
        ("SF1234567890", "waybill_unusual"),
        ("", "waybill_missing"),
    ],
)
def test_waybills_are_checked_but_only_remarked(text: str, code: str) -> None:
    checked = check_waybill(text)
    assert checked.code == code
    assert checked.usable is bool(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ""),
        ("511A0064100070-511602000000-000-115113016823646795-1-00", ""),
        ("11370800MB285591843370123020002", ""),
        ("11370800MB285591853370123020002", "item_code_credit_code"),
        ("1137 0800", "tidied"),
        ("1" * 61, "item_code_length"),
    ],
)
def test_item_codes_are_opaque_up_to_sixty_characters(text: str, code: str) -> None:
    checked = check_item_code(text)
    assert checked.code == code
    assert checked.usable is (code != "item_code_length")
