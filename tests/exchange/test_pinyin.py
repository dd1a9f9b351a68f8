"""Pinyin columns of a name (R-ASK-1)."""

from pathlib import Path

import pytest

from yichuang_desktop.domain.item_search import ItemIndex, SearchRow
from yichuang_desktop.exchange.pinyin import MAX_READINGS, search_keys

CATALOGUE = Path(__file__).parents[1] / "data" / "catalogue-1135.tsv"


@pytest.mark.parametrize(
    ("name", "initials", "full"),
    [
        ("公司设立登记", "gssldj", "gong si she li deng ji"),
        ("银行预约开户", "yhyykh", "yin hang yu yue kai hu"),
        ("企业重组", "qycz", "qi ye chong zu"),
        ("企业重组", "qyzz", "qi ye zhong zu"),
        ("律师执业", "lszy", "lv shi zhi ye"),
        ("食品(含保健食品)经营", "spjy", "shi pin jing ying"),
        ("食品（含保健食品）经营", "sphbjspjy", "shi pin han bao jian shi pin jing ying"),
        ("ＡＢ类 2 级", "abl2j", "a b lei 2 ji"),
        ("𬱟㛃龘䶮", "wjdy", "wei jie da yan"),
    ],
)
def test_a_name_is_read_as_people_type_it(name: str, initials: str, full: str) -> None:
    keys = search_keys(name)
    assert initials in keys.initials
    assert full in keys.full


def test_a_name_without_any_sound_has_no_keys() -> None:
    assert search_keys("（——）").full == ()


def test_the_number_of_readings_is_bounded() -> None:
    assert len(search_keys("行重长调传会参校" * 3).full) <= MAX_READINGS


def test_R_ASK_1_every_item_of_a_county_catalogue_is_found_by_its_own_name_and_initials() -> None:
    lines = [line.split("\t") for line in CATALOGUE.read_text("utf-8").splitlines() if line]
    rows = []
    for place, (department, name, code, *_) in enumerate(lines):
        keys = search_keys(name)
        rows.append(SearchRow(str(place), name, department, code, keys.initials, keys.full))
    index = ItemIndex(rows)
    assert len(index) == 1135
    for row in rows:
        assert row.name in {hit.row.name for hit in index.find(row.name)}
        assert row.name in {hit.row.name for hit in index.find(row.initials[0], limit=1135)}
