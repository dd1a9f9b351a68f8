"""Document numbers checked while they are typed (R-IN-2; dossier 4.1-4.5).

Whether a number is refused, put right or only remarked upon follows decision 18: the check digit, the length,
the date of birth and the province are hard; unusual writing is put right; the rest is a remark. The
administrator may let a refused number pass with a reason (:mod:`yichuang_desktop.domain.parties`). Phones,
waybills and item codes are checked in :mod:`yichuang_desktop.domain.contact_numbers`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yichuang_desktop.domain.check_digits import (
    DIGITS,
    LETTERS,
    USCC_ALPHABET,
    id_check_character,
    organisation_check_character,
    uscc_check_character,
)
from yichuang_desktop.domain.checked import Checked, Verdict, concluded, missing, rejected, warned
from yichuang_desktop.domain.contact_numbers import check_item_code, check_phone, check_waybill
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.typed import compact, digits_only

__all__ = [
    "Checked",
    "DocumentKind",
    "Verdict",
    "age_on",
    "birth_of",
    "check",
    "check_item_code",
    "check_phone",
    "check_sex",
    "check_waybill",
    "id18_from_old",
    "sex_of",
]

MAX_DOCUMENT_NO = 18
"""Characters of a document number of free form (GB/T 39046: an..18)."""
_PROVINCES = frozenset(
    f"{region}{number}"
    for region, last in {"1": 5, "2": 3, "3": 7, "4": 6, "5": 4, "6": 5, "7": 1}.items()
    for number in range(0 if region == "5" else 1, last + 1)
)
"""First two digits of GB/T 2260: 11-15, 21-23, 31-37, 41-46, 50-54, 61-65, 71."""
_ID_LENGTH = 18
_OLD_ID_LENGTH = 15
_BIRTH = slice(6, 14)
_EARLIEST_BIRTH = 1890
_SHORTEST_PASSPORT = 5


class DocumentKind(Enum):
    """The kind of an applicant's document, with its Chinese title and its GA/T 2000.156 code.

    The codes are those of GA/T 2000.156 as far as known (dossier 4.5); a unit's credit code has none there.
    What an outside system wants is mapped at that edge.
    """

    RESIDENT_ID = "resident_id"
    TEMPORARY_ID = "temporary_id"
    HK_MACAU_RESIDENCE = "hk_macau_residence"
    TAIWAN_RESIDENCE = "taiwan_residence"
    HK_MACAU_PERMIT = "hk_macau_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGN_RESIDENCE = "foreign_residence"
    PASSPORT = "passport"
    OFFICER_CARD = "officer_card"
    CREDIT_CODE = "credit_code"
    OTHER = "other"

    @property
    def title(self) -> str:
        """The Chinese name, as screen and papers say it."""
        return _KINDS[self.value][0]

    @property
    def gat_code(self) -> str:
        """The three digits of GA/T 2000.156; empty for a unit's credit code."""
        return _KINDS[self.value][1]

    @property
    def for_units(self) -> bool:
        """True when a unit, not a person, is known by it."""
        return self in {DocumentKind.CREDIT_CODE, DocumentKind.OTHER}

    @property
    def for_persons(self) -> bool:
        """True when a person can show it."""
        return self is not DocumentKind.CREDIT_CODE

    @classmethod
    def titled(cls, title: str) -> "DocumentKind":
        """Find the kind by its Chinese title, a note in brackets behind it apart.

        Raises RuleViolation ``document_kind_unknown``.
        """
        plain = re.sub(r"[（(].*$", "", title).strip()
        for kind in cls:
            if kind.title == plain:
                return kind
        raise RuleViolation("document_kind_unknown", title=title)


_KINDS = {
    "resident_id": ("居民身份证", "111"),
    "temporary_id": ("临时居民身份证", "112"),
    "hk_macau_residence": ("港澳居民居住证", "154"),
    "taiwan_residence": ("台湾居民居住证", "154"),
    "hk_macau_permit": ("港澳居民来往内地通行证", "516"),
    "taiwan_permit": ("台湾居民来往大陆通行证", "511"),
    "foreign_residence": ("外国人永久居留身份证", "553"),
    "passport": ("护照", "414"),
    "officer_card": ("军官证", "114"),
    "credit_code": ("统一社会信用代码", ""),
    "other": ("其他证件", "990"),
}


def check(kind: DocumentKind, text: str, *, today: date, typing: bool = False) -> Checked:
    """Check a document number (R-IN-2; dossier 4.1-4.5).

    ``today`` bounds the date of birth. With ``typing`` a beginning that may still become a valid number is
    INCOMPLETE; without it, as when the field is left or the case accepted, it is REJECTED with its length.
    """
    rule = _RULES[kind]
    value = rule.tidy(text)
    if not value:
        return missing("document_no_missing", typing, kind=kind)
    found = _shape_fault(kind, rule, value, typing) or rule.look(kind, value, today)
    if found is None and typing and not _complete(rule, value):
        found = Checked(value, Verdict.INCOMPLETE)
    return concluded(text, value, found)


def check_sex(kind: DocumentKind, number: str, sex: str) -> Checked:
    """Compare the chosen sex (男 or 女) with the 17th digit of the number; a difference is a remark."""
    told = sex_of(kind, number)
    if told and sex and told != sex:
        return Checked(sex, Verdict.WARNED, "sex_differs", {"told": told, "chosen": sex})
    return Checked(sex, Verdict.OK)


def id18_from_old(number15: str) -> str:
    """Convert an old 15-digit number for searching archives only; it is no valid document any more (4.1)."""
    first17 = f"{number15[:6]}19{number15[6:]}"
    return first17 + id_check_character(first17)


def birth_of(kind: DocumentKind, number: str) -> date | None:
    """Read the date of birth out of a valid 18-digit number, else None."""
    if not _has_birth(kind, number):
        return None
    try:
        return date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return None


def sex_of(kind: DocumentKind, number: str) -> str | None:
    """Read 男 or 女 out of an 18-digit number (odd 17th digit: male), else None."""
    if not _has_birth(kind, number):
        return None
    return "男" if int(number[16]) % 2 else "女"


def age_on(birth: date, day: date) -> int:
    """Count full years of age on ``day``; one is a year older from the birthday on."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@dataclass(frozen=True, slots=True)
class _Shape:
    """The characters allowed at each place, and the lengths at which the number may end."""

    places: tuple[str, ...]
    lengths: frozenset[int]

    def misfit(self, value: str) -> int | None:
        """Give the first place (from 0) whose character does not belong there; length is not looked at."""
        pairs = zip(value, self.places, strict=False)
        return next(
            (place for place, (character, allowed) in enumerate(pairs) if character not in allowed), None
        )


Look = Callable[[DocumentKind, str, date], Checked | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    """How numbers of one kind look, how they are put right, and what is looked at beyond the shape."""

    shapes: tuple[_Shape, ...]
    look: Look
    tidy: Callable[[str], str] = digits_only


def _shape(*runs: tuple[str, int], lengths: tuple[int, ...] = ()) -> _Shape:
    places = tuple(allowed for allowed, count in runs for _ in range(count))
    return _Shape(places, frozenset(lengths or (len(places),)))


def _shape_fault(kind: DocumentKind, rule: _Rule, value: str, typing: bool) -> Checked | None:
    """Find a character that cannot stand where it is, or a length that cannot be."""
    if not rule.shapes:
        return (
            rejected("document_too_long", kind=kind, most=MAX_DOCUMENT_NO)
            if len(value) > MAX_DOCUMENT_NO
            else None
        )
    shape = max(rule.shapes, key=lambda one: _fitting(one, value))
    place = shape.misfit(value)
    if place is not None:
        return _character_fault(kind, value[place], place + 1)
    if len(value) in shape.lengths or (typing and len(value) < max(shape.lengths)):
        return None
    return _length_fault(kind, shape, len(value))


def _fitting(shape: _Shape, value: str) -> int:
    place = shape.misfit(value)
    return len(value) if place is None else place


def _complete(rule: _Rule, value: str) -> bool:
    return not rule.shapes or any(
        len(value) in shape.lengths and shape.misfit(value) is None for shape in rule.shapes
    )


def _character_fault(kind: DocumentKind, character: str, place: int) -> Checked:
    if kind is DocumentKind.CREDIT_CODE and character in "IOSVZ":
        return rejected("credit_code_letter", character=character, place=place)
    return rejected("document_character", kind=kind, character=character, place=place)


def _length_fault(kind: DocumentKind, shape: _Shape, length: int) -> Checked:
    if length == _OLD_ID_LENGTH and kind in {DocumentKind.RESIDENT_ID, DocumentKind.TEMPORARY_ID}:
        return rejected("id_of_15_digits")
    return rejected("document_length", kind=kind, wanted=sorted(shape.lengths), length=length)


def _look_at_resident(kind: DocumentKind, value: str, today: date) -> Checked | None:
    """GB 11643: province, date of birth, check character; each as soon as it is typed."""
    return _area_fault(kind, value) or _birth_fault(value, today) or _id_check_fault(value)


def _look_at_foreigner(_kind: DocumentKind, value: str, today: date) -> Checked | None:
    """The card of 2023 carries birth and check character as a citizen's number does; the old one neither."""
    if not value.startswith("9"):
        return None
    return _birth_fault(value, today) or _id_check_fault(value)


def _look_at_unit(_kind: DocumentKind, value: str, _today: date) -> Checked | None:
    """GB 32100: the whole number's check character, then the organisation code's own."""
    if len(value) < _ID_LENGTH:
        return None
    if uscc_check_character(value[:17]) != value[17]:
        return rejected("credit_code_check")
    if organisation_check_character(value[8:16]) != value[16]:
        return rejected("credit_code_organisation")
    return None


def _look_at_passport(_kind: DocumentKind, value: str, _today: date) -> Checked | None:
    """No public check digit; a number without any digit is more likely a name in the wrong field."""
    return warned("passport_without_digit") if value.isalpha() and len(value) >= _SHORTEST_PASSPORT else None


def _nothing_more(_kind: DocumentKind, _value: str, _today: date) -> Checked | None:
    return None


_RESIDENCE_AREAS = {
    DocumentKind.HK_MACAU_RESIDENCE: ("810000", "820000"),
    DocumentKind.TAIWAN_RESIDENCE: ("830000",),
}


def _area_fault(kind: DocumentKind, value: str) -> Checked | None:
    """A residence permit has its own area; a citizen's number begins with a province (GB/T 2260)."""
    if areas := _RESIDENCE_AREAS.get(kind):
        fits = any(value.startswith(area) or area.startswith(value) for area in areas)
        return None if fits else rejected("residence_area", kind=kind, areas=areas)
    for other, areas in _RESIDENCE_AREAS.items():
        if value.startswith(areas):
            return rejected("id_of_other_kind", kind=kind, other=other)
    if len(value) > 1 and value[:2] not in _PROVINCES and not _may_be_residence(value):
        return rejected("id_area", area=value[:2])
    return None


def _may_be_residence(value: str) -> bool:
    """A beginning such as 81000 says nothing yet: the next digit makes it a residence permit or a mistake."""
    return any(area.startswith(value) for areas in _RESIDENCE_AREAS.values() for area in areas)


def _birth_fault(value: str, today: date) -> Checked | None:
    digits = value[_BIRTH]
    if len(digits) < _BIRTH.stop - _BIRTH.start:
        return None
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return rejected("id_birth_impossible")
    if birth > today:
        return rejected("id_birth_in_future")
    return rejected("id_birth_impossible") if birth.year < _EARLIEST_BIRTH else None


def _id_check_fault(value: str) -> Checked | None:
    if len(value) == _ID_LENGTH and id_check_character(value[:17]) != value[17]:
        return rejected("id_check")
    return None


def _has_birth(kind: DocumentKind, number: str) -> bool:
    kinds = {
        DocumentKind.RESIDENT_ID,
        DocumentKind.TEMPORARY_ID,
        DocumentKind.HK_MACAU_RESIDENCE,
        DocumentKind.TAIWAN_RESIDENCE,
        DocumentKind.FOREIGN_RESIDENCE,
    }
    return kind in kinds and re.fullmatch(r"\d{17}[\dX]", number, re.ASCII) is not None


_ID_SHAPE = _shape((DIGITS, 17), (DIGITS + "X", 1))
_RESIDENT = _Rule((_ID_SHAPE,), _look_at_resident)
_FREE = _Rule((), _nothing_more, tidy=compact)
_RULES: dict[DocumentKind, _Rule] = {
    DocumentKind.RESIDENT_ID: _RESIDENT,
    DocumentKind.TEMPORARY_ID: _RESIDENT,
    DocumentKind.HK_MACAU_RESIDENCE: _RESIDENT,
    DocumentKind.TAIWAN_RESIDENCE: _RESIDENT,
    DocumentKind.HK_MACAU_PERMIT: _Rule((_shape(("HM", 1), (DIGITS, 10), lengths=(9, 11)),), _nothing_more),
    DocumentKind.TAIWAN_PERMIT: _Rule((_shape((DIGITS, 10), lengths=(8, 10)),), _nothing_more),
    DocumentKind.FOREIGN_RESIDENCE: _Rule(
        (_shape(("9", 1), (DIGITS, 16), (DIGITS + "X", 1)), _shape((LETTERS, 3), (DIGITS, 12))),
        _look_at_foreigner,
    ),
    DocumentKind.PASSPORT: _Rule(
        (_shape((DIGITS + LETTERS, 17), lengths=tuple(range(_SHORTEST_PASSPORT, 18))),), _look_at_passport
    ),
    DocumentKind.OFFICER_CARD: _FREE,
    DocumentKind.CREDIT_CODE: _Rule(
        (_shape((USCC_ALPHABET, 2), (DIGITS, 6), (USCC_ALPHABET, 10)),), _look_at_unit
    ),
    DocumentKind.OTHER: _FREE,
}
