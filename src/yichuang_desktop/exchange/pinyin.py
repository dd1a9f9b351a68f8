"""Pinyin columns of a name, made when an item is imported or published and stored beside it (`R-ASK-1`)."""

import re
import unicodedata
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

MAX_READINGS = 8
"""Readings kept of one name; more add nothing anyone types."""

# Characters of item names with two readings that people do type; a dictionary's rare ones are left out.
_TABLE = """
行 xing hang|重 zhong chong|长 zhang chang|调 diao tiao|传 chuan zhuan|会 hui kuai|参 can shen|校 xiao jiao
|藏 cang zang|单 dan shan|省 sheng xing|系 xi ji|便 bian pian|给 gei ji|合 he ge|乐 le yue|率 lv shuai
|朝 chao zhao|降 jiang xiang|盛 sheng cheng|似 shi si|解 jie xie|的 de di|地 di de|折 zhe she|着 zhe zhuo
|车 che ju|区 qu ou|卡 ka qia|数 shu shuo"""
_TWO_READINGS = {character: sounds for character, *sounds in map(str.split, _TABLE.split("|"))}
_BRACKETS = re.compile(r"[（(【\[〔][^）)】\]〕]*[）)】\]〕]")
_SPOKEN = re.compile(r"[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """The search columns of a name: initials ``gssldj`` and full readings ``gong si she li deng ji``."""

    initials: tuple[str, ...]
    full: tuple[str, ...]


def search_keys(name: str) -> SearchKeys:
    """All readings of a name worth searching: as a dictionary reads it, with other readings of characters
    that have several, and without what stands in brackets. Punctuation and unreadable characters fall out.
    """
    plain = unicodedata.normalize("NFKC", name)
    short = _BRACKETS.sub("", plain)
    readings = dict.fromkeys(_readings(plain))
    if short != plain:
        readings |= dict.fromkeys(_readings(short))
    kept = [reading for reading in readings if reading][:MAX_READINGS]
    initials = dict.fromkeys("".join(_initial(syllable) for syllable in reading) for reading in kept)
    return SearchKeys(tuple(initials), tuple(" ".join(reading) for reading in kept))


def _readings(text: str) -> list[tuple[str, ...]]:
    """The usual reading first, then one reading for each other sound of one character."""
    usual = _syllables(text)
    if len(usual) != len(text):  # a phrase the dictionary reads as one: no place to exchange
        return [_cleaned(tuple(usual))]
    found = [tuple(usual)]
    for place, character in enumerate(text):
        for other in _TWO_READINGS.get(character, ()):
            found.append((*usual[:place], other, *usual[place + 1 :]))
    return [_cleaned(reading) for reading in found]


def _syllables(text: str) -> list[str]:
    """One part a character, read by phrase (银行 is yin hang); what has no reading stays as it is."""
    parts: list[str] = []
    for syllable in lazy_pinyin(text, style=Style.NORMAL):
        unread = syllable == text[len(parts) : len(parts) + len(syllable)]
        parts.extend(syllable if unread else [syllable])
    return parts


def _cleaned(reading: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for syllable in reading for part in _SPOKEN.findall(syllable.lower()))


def _initial(syllable: str) -> str:
    return syllable[0] if syllable.isalpha() else syllable
