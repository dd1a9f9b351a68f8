"""Identity cards as a reader gives them: the 256 bytes of text, and what a card says (R-IN-2).

Four cards share the block and are told apart by the character at byte 248.  An unknown one is refused, not
guessed.  Nothing of a card is ever shown by ``repr``, so that none of it comes into a log.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from yichuang_desktop.domain.checked import Checked, Verdict, warned
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.identifiers import DocumentKind, birth_of, check, sex_of
from yichuang_desktop.domain.names import check_person_name
from yichuang_desktop.domain.titled import TitledEnum

BLOCK: Final = 256
"""Bytes of a card's text: UTF-16LE, padded with blanks."""
FLAG: Final = (248, 2)
"""Where the card says what kind it is, and in how many bytes."""
LONG_TERM: Final = "长期"


class CardType(TitledEnum):
    """The four cards, by the character at byte 248."""

    RESIDENT = " "
    PERMIT = "J"
    FOREIGN_2017 = "I"
    FOREIGN_2023 = "Y"

    def _words(self) -> str:
        return {
            " ": "居民身份证",
            "J": "港澳台居民居住证",
            "I": "外国人永久居留身份证（2017版）",
            "Y": "外国人永久居留身份证（2023版）",
        }[self.value]


@dataclass(frozen=True, slots=True)
class IdCard:
    """What stood on a card.  Dates that cannot be read are None; ``long_term`` cards never expire."""

    type: CardType
    document_kind: DocumentKind
    name: str = field(repr=False)
    """The Chinese name; of a foreigner without one, the English name."""
    number: str = field(repr=False)
    sex: str = field(default="", repr=False)
    """男, 女, 未知, 未说明; empty when the card's code is none of them."""
    birth: date | None = field(default=None, repr=False)
    valid_from: date | None = field(default=None, repr=False)
    valid_until: date | None = field(default=None, repr=False)
    long_term: bool = False
    nation: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    """Three letters, of a foreigner's card."""
    address: str = field(default="", repr=False)
    issuer: str = field(default="", repr=False)
    english_name: str = field(default="", repr=False)
    pass_number: str = field(default="", repr=False)
    """Of a residence permit: the travel permit it belongs to."""
    issues: str = field(default="", repr=False)
    """How often a permit was issued, a foreigner's card renewed, or the version of an old one."""
    block: bytes = field(default=b"", repr=False, compare=False)
    """The bytes as read: a private character is nowhere else kept as it came."""

    def expired(self, today: date) -> bool:
        """Whether its time is over: a card is good on its last day."""
        return self.valid_until is not None and self.valid_until < today

    def remarks(self, today: date) -> tuple[Checked, ...]:
        """What to look at before the card is relied upon; none of it forbids anything (decisions 18)."""
        found = (
            self._about_number(today),
            self._about_birth(),
            self._about_sex(),
            self._about_validity(today),
        )
        return tuple(one for one in found if one is not None)

    def _about_number(self, today: date) -> Checked | None:
        checked = check(self.document_kind, self.number, today=today)
        wrong = checked.verdict is Verdict.REJECTED
        return warned("card_number_odd", why=checked.sentence.rstrip("。")) if wrong else None

    def _about_birth(self) -> Checked | None:
        if self.birth is None:
            return warned("card_birth_unreadable")
        told = birth_of(self.document_kind, self.number)
        differs = told is not None and told != self.birth
        return warned("card_birth_differs") if differs else None

    def _about_sex(self) -> Checked | None:
        told = sex_of(self.document_kind, self.number)
        differs = told is not None and self.sex in ("男", "女") and told != self.sex
        return warned("card_sex_differs") if differs else None

    def _about_validity(self, today: date) -> Checked | None:
        if self.expired(today):
            return warned("card_expired", until=self.valid_until)
        if self.valid_from is not None and self.valid_from > today:
            return warned("card_not_valid_yet", since=self.valid_from)
        if self.valid_until is None and not self.long_term:
            return warned("card_validity_unreadable")
        return None


@dataclass(frozen=True, slots=True)
class CardReading:
    """That a card was read: whose, when, by whom (R-IN-2); of the card only what names the person."""

    name: str = field(repr=False)
    document_kind: DocumentKind
    document_no: str = field(repr=False)
    at: datetime
    by: str
    valid_until: date | None = None
    """The card's last day; None: it never expires, or does not say."""

    def stands_for(self, name: str, kind: DocumentKind, number: str) -> bool:
        """Whether what is written down is still what the card said, blanks apart."""
        mine = (_name(self.name), self.document_kind, _plain(self.document_no))
        return mine == (_name(name), kind, _plain(number))

    def evidence(self) -> dict[str, Any]:
        """When, by whom, and until when the card is good; name and number stand beside it already."""
        until = self.valid_until
        return {
            "at": self.at.isoformat(),
            "by": self.by,
            "card_valid_until": until.isoformat() if until else "",
            "card_expired": until is not None and until < self.at.date(),
        }

    def to_json(self) -> dict[str, Any]:
        """Plain values for the draft."""
        return {
            "name": self.name,
            "document_kind": self.document_kind.value,
            "document_no": self.document_no,
            "at": self.at.isoformat(),
            "by": self.by,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "CardReading":
        """Make again what :meth:`to_json` gave."""
        until = values.get("valid_until")
        return cls(
            str(values["name"]),
            DocumentKind(values["document_kind"]),
            str(values["document_no"]),
            datetime.fromisoformat(values["at"]),
            str(values["by"]),
            date.fromisoformat(until) if until else None,
        )


def _plain(text: str) -> str:
    return "".join(text.split()).upper()


def _name(text: str) -> str:
    """In its normal writing: other dots than · between two parts are put right when a case is accepted."""
    return _plain(check_person_name(text).value)


def reading_of(card: IdCard, at: datetime, by: str) -> CardReading:
    """The reading of that card, at that moment of the hall's clock, by that person."""
    return CardReading(card.name, card.document_kind, card.number, at, by, card.valid_until)


def read_block(block: bytes) -> IdCard:
    """Read the 256 bytes of a card.

    Raises RuleViolation ``card_text_unreadable`` (length, broken UTF-16, control characters, no name or
    number), ``card_type_unknown`` (with the raw type) or ``card_permit_area``.
    """
    if len(block) != BLOCK:
        raise RuleViolation("card_text_unreadable")
    flag = _unit(block)
    readers = {
        " ": _resident,
        "J": _permit,
        "I": _foreign_2017,
        "Y": _foreign_2023,
    }
    reader = readers.get(flag)
    if reader is None:
        raise RuleViolation("card_type_unknown", raw=_raw(block))
    card = reader(_Block(block))
    if not card.name or not card.number:
        raise RuleViolation("card_text_unreadable")
    return card


def _unit(block: bytes) -> str:
    start, length = FLAG
    try:
        return block[start : start + length].decode("utf-16-le")
    except UnicodeDecodeError:
        return ""


def _raw(block: bytes) -> str:
    """The type as it stood there: ``K（0x004B）``, or the bare code where no character can be shown."""
    start, length = FLAG
    code = int.from_bytes(block[start : start + length], "little")
    sign = chr(code)
    return f"{sign}（0x{code:04X}）" if sign.isprintable() else f"0x{code:04X}"


class _Block:
    """The fields of a block, by byte and length."""

    def __init__(self, block: bytes) -> None:
        self.block = block

    def text(self, *places: tuple[int, int]) -> str:
        """One field, or one that is continued elsewhere, without its padding.

        Raises RuleViolation ``card_text_unreadable``.
        """
        raw = b"".join(self.block[start : start + length] for start, length in places)
        try:
            text = raw.decode("utf-16-le").rstrip(" \0")
        except UnicodeDecodeError:
            raise RuleViolation("card_text_unreadable") from None  # the cause would show the bytes
        if any(unicodedata.category(character) == "Cc" for character in text):
            raise RuleViolation("card_text_unreadable")
        return text

    def day(self, start: int, length: int = 16) -> date | None:
        """A day as eight digits; None when they are no day."""
        text = self.text((start, length))
        if len(text) != len("19900101") or not (text.isascii() and text.isdigit()):
            return None
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            return None

    def sex(self, start: int) -> str:
        """The sex in words (GB/T 2261.1)."""
        return SEXES.get(self.text((start, 2)), "")

    def validity(self, start: int) -> dict[str, Any]:
        """From when until when; the end may be 长期."""
        return {
            "valid_from": self.day(start),
            "valid_until": self.day(start + 16),
            "long_term": self.text((start + 16, 16)) == LONG_TERM,
        }


def _resident(block: _Block) -> IdCard:
    return IdCard(
        type=CardType.RESIDENT,
        document_kind=DocumentKind.RESIDENT_ID,
        name=block.text((0, 30)),
        sex=block.sex(30),
        nation=NATIONS.get(block.text((32, 4)), ""),
        birth=block.day(36),
        address=block.text((52, 70)),
        number=block.text((122, 36)),
        issuer=block.text((158, 30)),
        block=block.block,
        **block.validity(188),
    )


def _permit(block: _Block) -> IdCard:
    number = block.text((122, 36))
    return IdCard(
        type=CardType.PERMIT,
        document_kind=_permit_kind(number),
        name=block.text((0, 30)),
        sex=block.sex(30),
        birth=block.day(36),
        address=block.text((52, 70)),
        number=number,
        issuer=block.text((158, 30)),
        pass_number=block.text((220, 18)),
        issues=block.text((238, 4)),
        block=block.block,
        **block.validity(188),
    )


def _permit_kind(number: str) -> DocumentKind:
    """Whose permit it is stands in the number's first digits only."""
    for area, kind in _PERMIT_AREAS.items():
        if number.startswith(area):
            return kind
    raise RuleViolation("card_permit_area")


_PERMIT_AREAS = {
    "810000": DocumentKind.HK_MACAU_RESIDENCE,
    "820000": DocumentKind.HK_MACAU_RESIDENCE,
    "830000": DocumentKind.TAIWAN_RESIDENCE,
}


def _foreign_2017(block: _Block) -> IdCard:
    english = block.text((0, 120))
    return IdCard(
        type=CardType.FOREIGN_2017,
        document_kind=DocumentKind.FOREIGN_RESIDENCE,
        name=block.text((158, 30)) or english,
        english_name=english,
        sex=block.sex(120),
        number=block.text((122, 30)),
        nationality=block.text((152, 6)),
        birth=block.day(220),
        issues=block.text((236, 4)),
        issuer=block.text((240, 8)),
        block=block.block,
        **block.validity(188),
    )


def _foreign_2023(block: _Block) -> IdCard:
    english = block.text((52, 70), (220, 22))
    return IdCard(
        type=CardType.FOREIGN_2023,
        document_kind=DocumentKind.FOREIGN_RESIDENCE,
        name=block.text((0, 30)) or english,
        english_name=english,
        sex=block.sex(30),
        birth=block.day(36),
        number=block.text((122, 36)),
        nationality=block.text((242, 6)),
        issues=block.text((32, 4)),
        block=block.block,
        **block.validity(188),
    )


SEXES: Final[Mapping[str, str]] = {"0": "未知", "1": "男", "2": "女", "9": "未说明"}
"""GB/T 2261.1."""

_IN_ORDER = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 "
    "傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 "
    "阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
NATIONS: Final[Mapping[str, str]] = {
    f"{number:02d}": f"{name}族" for number, name in enumerate(_IN_ORDER.split(), start=1)
} | {"97": "其他", "98": "外国血统中国籍人士"}
"""GB/T 3304: 56 nations, other, and citizens of foreign descent."""
