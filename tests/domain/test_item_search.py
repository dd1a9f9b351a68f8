"""One box finds an item by any part of its name, pinyin, department or code (R-ASK-1)."""

import pytest

from yichuang_desktop.domain.item_search import Found, ItemIndex, SearchRow, words_of

MARKET, POLICE = "内乡县市监局", "内乡县公安局"
ROWS = (
    SearchRow("NX-D001", "公司设立登记", MARKET, "511A0064100070", ("gssldj",), ("gong si she li deng ji",)),
    SearchRow(
        "NX-D002", "公司变更登记", MARKET, "511A0064100078", ("gsbgdj",), ("gong si bian geng deng ji",)
    ),
    SearchRow(
        "NX-D004", "个体工商户设立登记", MARKET, "", ("gtgshsldj",), ("ge ti gong shang hu she li deng ji",)
    ),
    SearchRow(
        "NX-D058",
        "食品(含保健食品)经营许可核发",
        MARKET,
        "511A0005200004",
        ("sphbjspjyxkhf", "spjyxkhf"),
        ("shi pin han bao jian shi pin jing ying xu ke he fa", "shi pin jing ying xu ke he fa"),
    ),
    SearchRow("NX-D009", "户口注销", POLICE, "511F09014003", ("hkzx",), ("hu kou zhu xiao",), ("nxxgaj",)),
    SearchRow("NX-D098", "银行开户", POLICE, "", ("yhkh", "yxkh"), ("yin hang kai hu", "yin xing kai hu")),
    SearchRow("NX-D099", "绿化许可", POLICE, "", ("lhxk",), ("lv hua xu ke",)),
)
INDEX = ItemIndex(ROWS)


def found(typed: str) -> list[str]:
    return [hit.item_id for hit in INDEX.find(typed)]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("设立", "NX-D001"),
        ("变更", "NX-D002"),
        ("个体", "NX-D004"),
        ("gtgsh", "NX-D004"),
        ("GSSLDJ", "NX-D001"),
        ("ｇｓｂｇ", "NX-D002"),
        ("spjy", "NX-D058"),
        ("bjsp", "NX-D058"),
        ("gongsibian", "NX-D002"),
        ("biangeng", "NX-D002"),
        ("yinhang", "NX-D098"),
        ("yinxing", "NX-D098"),
        ("lvhua", "NX-D099"),
        ("LÜHUA", "NX-D099"),
        ("09014003", "NX-D009"),
        ("511f0901", "NX-D009"),
        ("nx-d009", "NX-D009"),
        ("公司bg", "NX-D002"),
        ("登记 公司 bian", "NX-D002"),
        ("食品（含", "NX-D058"),
    ],
)
def test_R_ASK_1_an_item_is_found_by(typed: str, best: str) -> None:
    assert found(typed)[0] == best


def test_R_ASK_1_a_department_finds_all_its_items() -> None:
    assert found("公安局") == ["NX-D009", "NX-D098", "NX-D099"]
    assert found("nxxgaj") == ["NX-D009"]


def test_R_ASK_1_every_word_must_be_there() -> None:
    assert found("公司 变更") == ["NX-D002"]
    assert found("公司 户口") == []


@pytest.mark.parametrize("typed", ["", "   ", "\u3000", "\n"])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_better_places_come_first() -> None:
    ranks = {hit.item_id: hit.rank for hit in INDEX.find("gs")}
    assert ranks == {
        "NX-D001": Found.INITIALS_START,
        "NX-D002": Found.INITIALS_START,
        "NX-D004": Found.INITIALS_INSIDE,
    }
    assert found("户") == ["NX-D009", "NX-D098", "NX-D004"]


def test_full_pinyin_counts_only_from_the_start_of_a_syllable() -> None:
    assert found("ongsi") == []
    assert found("engji") == []


def test_as_many_as_asked_for() -> None:
    assert len(INDEX.find("登记", limit=2)) == 2
    assert len(INDEX) == len(ROWS)


def test_signs_of_patterns_are_plain_text() -> None:
    assert found(".*") == []
    assert found("(含") == ["NX-D058"]


def test_typed_text_is_cut_between_chinese_and_letters() -> None:
    assert words_of("公司sl 511A-0 公司") == ("公司", "sl", "511a-0")
