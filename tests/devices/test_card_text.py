"""The text of the four identity cards: each place, padding, rare names, and what must not be guessed."""

import random
from datetime import date, datetime
from itertools import pairwise

import pytest

from tests.devices.card_blocks import (
    FLAGS,
    MAKERS,
    PLACES,
    TestCard,
    any_card,
    foreign_2017,
    foreign_2023,
    pack,
    permit,
    resident,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.id_cards import NATIONS, CardReading, IdCard, read_block, reading_of
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.sentences import say

TODAY = date(2026, 11, 22)


def codes(card: IdCard) -> set[str]:
    return {one.code for one in card.remarks(TODAY)}


def test_a_citizens_card_is_read_place_by_place() -> None:
    told = resident(name="测试㛃·阿依", nation="05", birth="19900101", number="411399199001010013", sex="1",
                    address="河南省内乡县（演示）样例路1号", to="长期")  # fmt: skip
    card = read_block(told.block)
    assert card.document_kind is DocumentKind.RESIDENT_ID
    assert (card.name, card.number, card.sex, card.nation) == (
        "测试㛃·阿依",
        "411399199001010013",
        "男",
        "维吾尔族",
    )
    assert card.birth == date(1990, 1, 1)
    assert card.address == "河南省内乡县（演示）样例路1号"
    assert (card.issuer, card.valid_from, card.valid_until) == ("内乡县演示局", date(2020, 1, 1), None)
    assert card.long_term
    assert not codes(card)


@pytest.mark.parametrize(
    ("area", "kind"),
    [
        ("810000", DocumentKind.HK_MACAU_RESIDENCE),
        ("820000", DocumentKind.HK_MACAU_RESIDENCE),
        ("830000", DocumentKind.TAIWAN_RESIDENCE),
    ],
)
def test_whose_residence_permit_it_is_stands_in_its_number(area: str, kind: DocumentKind) -> None:
    rng = random.Random(7)
    told = next(card for _ in range(99) if (card := permit(rng)).fields["number"].startswith(area))
    card = read_block(told.block)
    assert card.document_kind is kind
    assert (card.pass_number, card.issues, card.nation) == ("H00000001", "01", "")
    assert not codes(card)


def test_a_permit_of_another_area_is_not_taken_for_one_of_them() -> None:
    with pytest.raises(RuleViolation, match="card_permit_area"):
        read_block(permit(number="411399199001010013").block)


def test_an_old_foreigners_card_has_fifteen_signs_and_its_english_name_first() -> None:
    card = read_block(foreign_2017(number="XXX150000000001").block)
    assert card.document_kind is DocumentKind.FOREIGN_RESIDENCE
    assert (card.name, card.english_name) == ("TESTMANN, MUSTERINE ALEXANDRA",) * 2
    assert (card.number, card.nationality, card.sex) == ("XXX150000000001", "XXX", "女")
    assert card.birth == date(1970, 2, 2)
    assert read_block(foreign_2017(name="演示外人").block).name == "演示外人"
    assert not codes(card)


def test_a_new_foreigners_card_continues_its_english_name_elsewhere() -> None:
    told = foreign_2023()
    card = read_block(told.block)
    assert card.english_name == "TESTMANN, MUSTER MAXIMILIAN ALEXANDER DER DRIT"
    assert card.name == "演示外"
    assert card.number == told.fields["number"]
    assert card.number.startswith("9")
    assert not codes(card)
    # The blank between the two halves belongs to the name.
    halved = foreign_2023(name="", english="A" * 34, english_rest="B")
    assert read_block(halved.block).name == "A" * 34 + " B"


@pytest.mark.parametrize("name", ["测试𠮷样", "测试𬱖𬤝", "测试\ue863", "演示·买买提江·测试例样", "测"])
def test_rare_names_come_whole(name: str) -> None:
    card = read_block(resident(name=name).block)
    assert card.name == name
    assert card.block == resident(name=name).block


@pytest.mark.parametrize("flag", ["K", "X", "\0", "1", "\uffff"])
def test_an_unknown_card_is_refused_with_its_raw_type(flag: str) -> None:
    with pytest.raises(RuleViolation, match="card_type_unknown") as refused:
        read_block(permit(flag=flag).block)
    assert f"0x{ord(flag):04X}" in say(refused.value)


def test_half_a_surrogate_is_not_a_name() -> None:
    for broken in ("测\ud842", "\udfb7试"):
        with pytest.raises(RuleViolation, match="card_text_unreadable"):
            read_block(resident(name=broken).block)
    with pytest.raises(RuleViolation, match="card_text_unreadable"):
        read_block(resident().block[:-1])
    for empty in ({"name": ""}, {"number": ""}, {"name": "测\x07试"}):
        with pytest.raises(RuleViolation, match="card_text_unreadable"):
            read_block(resident(**empty).block)


def test_what_does_not_fit_together_is_remarked_not_refused() -> None:
    good = {"birth": "19900101", "number": "411399199001010013", "sex": "1"}
    assert codes(read_block(resident(**good | {"number": "411399199001010014"}).block)) >= {"card_number_odd"}
    assert codes(read_block(resident(**good | {"birth": "19900102"}).block)) == {"card_birth_differs"}
    assert codes(read_block(resident(**good | {"birth": "19900230"}).block)) == {"card_birth_unreadable"}
    assert codes(read_block(resident(**good | {"sex": "2"}).block)) == {"card_sex_differs"}
    assert codes(read_block(resident(**good | {"to": "20261121"}).block)) == {"card_expired"}
    assert codes(read_block(resident(**good | {"to": "20261122"}).block)) == set()
    assert codes(read_block(resident(**good | {"from": "20270101"}).block)) == {"card_not_valid_yet"}
    assert codes(read_block(resident(**good | {"to": "????????"}).block)) == {"card_validity_unreadable"}
    for one in read_block(resident(**good | {"to": "20261121", "sex": "2"}).block).remarks(TODAY):
        assert one.sentence


def test_a_number_may_end_in_x_and_begins_with_9_only_on_a_foreigners_card() -> None:
    first = next(
        f"411399199001{day:02d}{seq:03d}" for day in range(1, 29) for seq in range(500)
        if _ends_in_x(f"411399199001{day:02d}{seq:03d}")
    )  # fmt: skip
    x = first + "X"
    card = read_block(resident(number=x, birth=x[6:14], sex="1" if int(x[16]) % 2 else "2").block)
    assert card.number == x
    assert not codes(card)
    nine = foreign_2023().fields["number"]
    assert "card_number_odd" in codes(read_block(resident(number=nine).block))


def _ends_in_x(first17: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return sum(w * int(d) for w, d in zip(weights, first17, strict=True)) % 11 == 2


def test_sex_and_nation_are_said_in_words() -> None:
    assert [read_block(resident(sex=code).block).sex for code in "0129"] == ["未知", "男", "女", "未说明"]
    assert read_block(resident(sex="5").block).sex == ""
    assert len(NATIONS) == 58
    assert [NATIONS[code] for code in ("01", "11", "30", "56", "97", "98")] == [
        "汉族", "满族", "土族", "基诺族", "其他", "外国血统中国籍人士",
    ]  # fmt: skip
    assert read_block(resident(nation="77").block).nation == ""


def test_nothing_of_a_card_is_shown_in_a_log() -> None:
    for make in MAKERS:
        told = make()
        card = read_block(told.block)
        shown = repr(card) + repr(reading_of(card, datetime(2026, 11, 22, 9), "wangmin"))
        for text in told.fields.values():
            assert len(text) < 4 or text not in shown, text


def test_a_reading_stands_for_what_is_written_until_that_is_changed() -> None:
    card = read_block(resident().block)
    reading = reading_of(card, datetime(2026, 11, 22, 9, 5), "王敏")
    assert reading.stands_for(card.name, card.document_kind, card.number)
    assert not reading.stands_for(card.name, card.document_kind, card.number[:-1] + "0Z")
    assert not reading.stands_for(card.name + "甲", card.document_kind, card.number)
    assert not reading.stands_for(card.name, DocumentKind.PASSPORT, card.number)
    assert CardReading.from_json(reading.to_json()) == reading


def test_a_thousand_cards_are_what_they_were_made_of() -> None:
    rng = random.Random(20261122)
    for _ in range(1000):
        told = any_card(rng)
        assert said_of(read_block(told.block)) == said_by(told), told.fields


def said_by(told: TestCard) -> tuple[str, ...]:
    """Name, number, birth and address of a card, from what it was made of."""
    fields = told.fields
    english = fields.get("english", "") + fields.get("english_rest", "")
    return fields["name"] or english, fields["number"], fields["birth"], fields.get("address", "")


def said_of(card: IdCard) -> tuple[str, ...]:
    """The same, as the program has it."""
    return card.name, card.number, f"{card.birth:%Y%m%d}", card.address


def test_the_table_of_places_is_whole() -> None:
    for kind, places in PLACES.items():
        covered = sorted(places.values())
        assert covered[0][0] == 0
        assert all(a + n == b for (a, n), (b, _) in pairwise(covered)), kind
    assert set(FLAGS) == set(PLACES)
    assert len(pack("resident", {})) == 256
