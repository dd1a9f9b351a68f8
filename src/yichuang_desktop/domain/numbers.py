"""The hall's own numbers: receipts, notices before acceptance, papers of a case (decisions 1-3).

``NX20261123-04-0011``     receipt: hall prefix, day, window, daily serial
``NX20261123-04-T0003``    consultation or one-off notice before there is a case, in a series of its own
``NX20261123-04-0011-R1``  a further paper of the case: its receipt number with a suffix
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.typed import compact

LAST_SERIAL = 9999
FIRST_WINDOW, LAST_WINDOW = 1, 49
OFFLINE = 50
"""A window without connection numbers as its code + 50, so that the two series never meet (decision 2)."""

_HEAD = r"(?P<prefix>[A-Z]{1,6})(?P<day>\d{8})-?(?P<window>\d{2})-?"
_RECEIPT = re.compile(_HEAD + r"(?P<serial>\d{4})", re.ASCII)
_NOTICE = re.compile(_HEAD + r"T(?P<serial>\d{4})", re.ASCII)
_PAPER = re.compile(r"(?P<receipt>.+)-(?P<letter>[A-Z])(?P<ordinal>[1-9]\d?)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class ReceiptNumber:
    """The number of a case (收件编号), the same to a person and to a scanner (decision 2).

    Raises RuleViolation ``window_code_invalid`` or, for the 10,000th of a window's day, ``serials_used_up``.
    """

    prefix: str
    day: date
    window: int
    serial: int

    def __post_init__(self) -> None:
        check_prefix(self.prefix)
        check_window(self.window)
        check_serial(self.serial, self.window, self.day)

    def __str__(self) -> str:
        return f"{self.prefix}{self.day:%Y%m%d}-{self.window:02d}-{self.serial:04d}"

    @classmethod
    def parse(cls, text: str, prefix: str = "") -> Self:
        """Read a number as people and scanners write it: full-width, blanks, small letters, dashes left out.

        With ``prefix``, fourteen bare digits will do. Raises RuleViolation ``number_unreadable``.
        """
        written = compact(text)
        bare = re.fullmatch(r"[\d-]+", written, re.ASCII)
        return cls(*_parts(_RECEIPT, prefix + written if bare else written))

    @classmethod
    def from_serial14(cls, prefix: str, serial14: str) -> Self:
        """Make the number again from the serial inside a paper code. Raises as :meth:`parse`."""
        return cls(*_parts(_RECEIPT, prefix + serial14))

    @property
    def serial14(self) -> str:
        """The 14 digits (day, window, serial) inside the paper codes of the case (decision 4)."""
        return f"{self.day:%Y%m%d}{self.window:02d}{self.serial:04d}"

    @property
    def offline(self) -> bool:
        """True when the window gave it without connection."""
        return self.window > OFFLINE


@dataclass(frozen=True, slots=True, order=True)
class NoticeNumber:
    """The number of a consultation or one-off notice that is no case yet (decision 3): ``…-T0003``.

    Raises RuleViolation as :class:`ReceiptNumber`.
    """

    prefix: str
    day: date
    window: int
    serial: int

    def __post_init__(self) -> None:
        check_prefix(self.prefix)
        check_window(self.window)
        check_serial(self.serial, self.window, self.day)

    def __str__(self) -> str:
        return f"{self.prefix}{self.day:%Y%m%d}-{self.window:02d}-T{self.serial:04d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a notice number as people write it. Raises RuleViolation ``number_unreadable``."""
        return cls(*_parts(_NOTICE, compact(text)))

    @property
    def serial14(self) -> str:
        """The 14 digits inside its paper code of kind 74; that kind belongs to this series alone."""
        return f"{self.day:%Y%m%d}{self.window:02d}{self.serial:04d}"


@dataclass(frozen=True, slots=True, order=True)
class CasePaperNumber:
    """The number of a further paper of a case: the receipt number, a letter and an ordinal (1-99).

    Raises ValueError for a letter or ordinal outside A-Z and 1-99.
    """

    receipt: ReceiptNumber
    letter: str
    ordinal: int = 1

    def __post_init__(self) -> None:
        if not _PAPER.fullmatch(str(self)):
            raise ValueError(f"not a paper of a case: {self.letter!r}, {self.ordinal}")

    def __str__(self) -> str:
        return f"{self.receipt}-{self.letter}{self.ordinal}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``NX20261123-04-0011-R1``. Raises RuleViolation ``number_unreadable``."""
        found = _PAPER.fullmatch(compact(text))
        if found is None:
            raise RuleViolation("number_unreadable")
        return cls(ReceiptNumber.parse(found["receipt"]), found["letter"], int(found["ordinal"]))


def offline_window(window: int) -> int:
    """Give the code under which ``window`` numbers without connection.

    Raises RuleViolation ``window_code_invalid`` for codes outside 01-49.
    """
    if not FIRST_WINDOW <= window <= LAST_WINDOW:
        raise RuleViolation("window_code_invalid", window=window)
    return window + OFFLINE


def check_prefix(prefix: str) -> None:
    """Refuse a hall prefix that is not one to six capital letters. Raises ValueError: it is set up once."""
    if not re.fullmatch(r"[A-Z]{1,6}", prefix, re.ASCII):
        raise ValueError(f"a hall prefix has one to six capital letters, not {prefix!r}")


def check_window(window: int) -> None:
    """Refuse a window code that is neither 01-49 nor its offline twin 51-99: ``window_code_invalid``."""
    if not FIRST_WINDOW <= window % OFFLINE <= LAST_WINDOW or not 0 < window < 2 * OFFLINE:
        raise RuleViolation("window_code_invalid", window=window)


def check_serial(serial: int, window: int, day: date) -> None:
    """Refuse a serial a number has no room for: ``serials_used_up`` above 9999. Raises ValueError below 1."""
    if serial < 1:
        raise ValueError("serials begin with 1")
    if serial > LAST_SERIAL:
        raise RuleViolation("serials_used_up", window=window, day=day, most=LAST_SERIAL)


def _parts(pattern: re.Pattern[str], text: str) -> tuple[str, date, int, int]:
    """Take a number apart: prefix, day, window, serial."""
    found = pattern.fullmatch(text)
    if found is None:
        raise RuleViolation("number_unreadable")
    digits = found["day"]
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as wrong:
        raise RuleViolation("number_unreadable") from wrong
    if not int(found["serial"]):
        raise RuleViolation("number_unreadable")
    return found["prefix"], day, int(found["window"]), int(found["serial"])
