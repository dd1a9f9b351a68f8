"""Names of persons and units checked while they are typed (R-IN-2; dossier 0.11; decisions 18 and 25).

Rare characters of every plane pass, assigned or newer than this Python: no name is refused for being rare.
Refused is what cannot belong to a name; characters of somebody's private font are remarked, since they print
as something else on every other machine.
"""

import re
import unicodedata

from yichuang_desktop.domain.checked import Checked, concluded, missing, rejected, warned
from yichuang_desktop.domain.typed import without_invisible

MAX_NAME = 100
"""Characters of a name (GB/T 39046: an..100)."""
MIDDLE_DOT = "·"

_DOTS = "•‧∙・･．.⋅●﹒"
# Chinese characters, with the private ones that stand for some of them, and the dot of a name. Names in other
# scripts keep their blanks and their own full stops: J.LUC, ТЕСТОВ ПРИМЕР.
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff\U000f0000-\U0010ffff·"
_DOT_INSIDE = re.compile(rf"(?<=[{_HAN}])\s*[{re.escape(_DOTS)}]\s*(?=[{_HAN}])")
_BLANK_BESIDE = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")
_LATIN_MARKS = frozenset("'’-.,· ")
_RARE_PLANES = range(0x20000, 0x40000)


def check_person_name(text: str, *, typing: bool = False) -> Checked:
    """Check a person's name: blanks between Chinese characters go, other dots become ``·``.

    Digits and signs are refused, one single character and private-use characters remarked.
    """
    value = _DOT_INSIDE.sub(MIDDLE_DOT, _tidy(text))
    if not value:
        return missing("name_missing", typing)
    strange = next((character for character in value if not _of_a_name(character)), None)
    if strange is not None:
        return concluded(text, value, rejected("name_character", character=strange))
    return concluded(text, value, _common_remark(value, typing))


def check_unit_name(text: str, *, typing: bool = False) -> Checked:
    """Check a unit's name: digits, brackets and signs may stand in it; otherwise as a person's."""
    value = _tidy(text)
    if not value:
        return missing("name_missing", typing)
    return concluded(text, value, _common_remark(value, typing))


def has_private_use(text: str) -> bool:
    """True when a character comes from a private-use area: no standard says what it looks like."""
    return any(unicodedata.category(character) == "Co" for character in text)


def _common_remark(value: str, typing: bool) -> Checked | None:
    if len(value) > MAX_NAME:
        return rejected("name_too_long", most=MAX_NAME, length=len(value))
    if any(unicodedata.category(character) == "Cs" or character == "\ufffd" for character in value):
        return rejected("name_broken_character")
    if has_private_use(value):
        return warned("name_private_use")
    return warned("name_one_character") if len(value) == 1 and not typing else None


def _tidy(text: str) -> str:
    """Drop invisible characters and outer blanks; inside, keep one blank where nothing Chinese stands."""
    inside = re.sub(r"\s+", " ", without_invisible(re.sub(r"[\t\r\n]+", " ", text))).strip()
    return _BLANK_BESIDE.sub("", inside)


def _of_a_name(character: str) -> bool:
    """Letters and marks of any script, numerals such as 〇, Latin marks, characters of the rare planes."""
    category = unicodedata.category(character)
    if category[0] in "LM" or category in {"Nl", "Co", "Cs"} or character in _LATIN_MARKS:
        return True
    return ord(character) in _RARE_PLANES
