"""The 30 digits on every paper of the hall (decision 4), read back by scanner or typed by hand.

====  ==========  ================================================================================
1-2   kind        71 receipt … 78 other
3-4   key id      which of the hall's keys made the tag
5-18  serial      day, window, number: the receipt number's own digits
19-28 tag         first 8 bytes of HMAC-SHA256(key, first 18 digits), big-endian, modulo 10^10
29-30 check       make the whole number ≡ 1 modulo 97: a half scan or a typing mistake never gets further
====  ==========  ================================================================================

Digits only, because input methods turn letters into pinyin and ``:`` ``.`` ``/`` full-width. The code finds
and identifies a paper; it never authorises anything; a lost paper is revoked in its record, not here.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import Protocol

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.typed import digits_only

LENGTH = 30
KEY_BYTES = 32
_BODY, _HEAD = 28, 18
_SCANNED_PART = 20
"""From this many digits on, a number that is too short is taken for half a scan of ours."""


class PaperKind(Enum):
    """The kind of a paper: the first two digits of its code, and its Chinese title.

    74 is the notice before acceptance, with the series ``…-T0003``; a one-off notice inside a case is coded
    as 78 with the case's serial, so that the two series can never give the same code.
    """

    RECEIPT = 71
    COUNTERFOIL = 72
    CREDIT_COMMITMENT = 73
    ONE_OFF_NOTICE = 74
    MATERIALS_VOUCHER = 75
    ARCHIVE_BAG = 76
    REPLY_SLIP = 77
    OTHER = 78

    @property
    def title(self) -> str:
        """The Chinese name, as screen and paper say it."""
        return _TITLES[self.value]


_TITLES = {
    71: "收件通知单",
    72: "收件通知单存根",
    73: "信用承诺书",
    74: "一次性告知单",
    75: "收件凭证",
    76: "档案袋",
    77: "业务受理回执单",
    78: "其他单据",
}


class PaperSeal(Protocol):
    """What makes the tags: the keys themselves, or a server that keeps them to itself."""

    @property
    def current(self) -> int:
        """Id of the key that makes new codes."""
        ...

    def tag(self, head: str) -> str:
        """The ten digits that prove the first 18 of a code. Raises KeyError for a key that is not known.

        A server makes them for numbers that were given only, and raises RuleViolation ``forged_code`` for any
        other: nobody can have codes made for papers to come.
        """
        ...


@dataclass(frozen=True, slots=True)
class PaperKeys:
    """The hall's keys by id (1-99), 32 bytes each; ``current`` makes new codes, old ones are still read.

    Raises ValueError for an id or key of another size, or when the current one is not among them.
    """

    current: int
    keys: Mapping[int, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError("the current key is not among the keys")
        if any(not 0 < key_id < 100 or len(key) != KEY_BYTES for key_id, key in self.keys.items()):  # noqa: PLR2004
            raise ValueError("a key has an id of 1 to 99 and 32 bytes")

    def tag(self, head: str) -> str:
        """As :class:`PaperSeal` says; the key is the one the head names."""
        digest = hmac.new(self.keys[key_of(head)], head.encode("ascii"), sha256).digest()
        return f"{int.from_bytes(digest[:8], 'big') % 10**10:010d}"


@dataclass(frozen=True, slots=True)
class PaperCode:
    """A code that was read and found genuine: which paper, of which serial, made with which key."""

    text: str
    kind: PaperKind
    key_id: int
    serial: str

    def __str__(self) -> str:
        return grouped(self.text)


def make(kind: PaperKind, key_id: int, serial: str, keys: PaperSeal) -> str:
    """Make the 30 digits of a paper; ``serial`` is the ``serial14`` of its number.

    Raises ValueError for a serial that is not 14 digits, KeyError for a key id that is not there.
    """
    if not re.fullmatch(r"\d{14}", serial, re.ASCII):
        raise ValueError("a serial has 14 digits")
    head = f"{kind.value:02d}{key_id:02d}{serial}"
    return _with_check(head + keys.tag(head))


def read(text: str, keys: PaperSeal) -> PaperCode:
    """Read a scan or typed digits; full-width digits, blanks and dashes are put right.

    Raises RuleViolation ``not_our_code`` (some other code: a web address, a payment code, another length),
    ``half_scan`` (digits lost or wrong), ``unknown_key`` or ``forged_code``.
    """
    digits = digits_only(text)
    _check_shape(digits)
    if _with_check(digits[:_BODY]) != digits:
        raise RuleViolation("half_scan")
    kind, key_id = PaperKind(int(digits[:2])), key_of(digits)
    try:
        tag = keys.tag(digits[:_HEAD])
    except KeyError as unknown:
        raise RuleViolation("unknown_key", key_id=key_id) from unknown
    if not hmac.compare_digest(tag, digits[_HEAD:_BODY]):
        raise RuleViolation("forged_code")
    return PaperCode(digits, kind, key_id, digits[4:_HEAD])


def key_of(digits: str) -> int:
    """The id of the key a code says it was made with."""
    return int(digits[2:4])


def is_whole(text: str) -> bool:
    """Whether these are 30 digits of ours without a digit lost or wrong, whoever made them."""
    return bool(re.fullmatch(r"7[1-8]\d{28}", text, re.ASCII)) and _with_check(text[:_BODY]) == text


def grouped(text: str) -> str:
    """Write the digits in groups of five, as they are printed for typing by hand."""
    return " ".join(text[start : start + 5] for start in range(0, len(text), 5))


def _check_shape(digits: str) -> None:
    """Tell foreign codes, which are normal life, from a half scan of ours, which is worth a second try."""
    if not re.fullmatch(r"\d+", digits, re.ASCII) or len(digits) > LENGTH:
        raise RuleViolation("not_our_code")
    ours = re.match(r"7[1-8]?", digits)
    if len(digits) < LENGTH:
        raise RuleViolation("half_scan" if ours or len(digits) >= _SCANNED_PART else "not_our_code")
    if not re.match(r"7[1-8]", digits):
        raise RuleViolation("not_our_code")


def _with_check(body: str) -> str:
    """Add the two check digits; only this one pair of the range 02-98 is taken for right."""
    return f"{body}{98 - int(body) * 100 % 97:02d}"
