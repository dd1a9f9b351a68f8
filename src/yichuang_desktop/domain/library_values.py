"""Read what departments write in a cell: limits, copies, yes and no, phones, forms (`R-ITEM-1`).

Each reader takes the cell as it is and gives a value, or raises :class:`CellProblem` with a code of the
sentence catalogue.
"""

import re

from yichuang_desktop.domain.items import (
    AT_ONCE,
    COPY,
    ELECTRONIC,
    HOURS,
    LIMIT_UNITS,
    MANDATORY,
    MAX_CODE,
    NATURAL_DAYS,
    ON_THE_SPOT,
    OPTIONAL,
    ORIGINAL,
    ORIGINAL_AND_COPY,
    PROMISED,
    WORKING_DAYS,
    SpecialStepRule,
)
from yichuang_desktop.domain.library_findings import CellProblem
from yichuang_desktop.domain.library_rows import Cell, CellKind, fold, half_width, parts_of, tidy

Limit = tuple[int | None, str]

_UNIT_WORDS = {
    "个工作日": WORKING_DAYS,
    "工作日": WORKING_DAYS,
    "个工作天": WORKING_DAYS,
    "自然日": NATURAL_DAYS,
    "个自然日": NATURAL_DAYS,
    "日": NATURAL_DAYS,
    "天": NATURAL_DAYS,
    "小时": HOURS,
    "个小时": HOURS,
    "当场": AT_ONCE,
}
_NO_LIMIT = {"无", "无法定时限", "无时限", "无期限", "不限", "-", "--", "—", "——", "/", "\\", "无法定期限"}
_AT_ONCE = {"即办", "当场办结", "即时办结", "当场", "即时", "立等可取", "马上办", "即来即办", "当日办结"}
_LIMIT = re.compile(r"^(?:≤|<=|<|不超过|小于等于|最多)?(\d{1,4})(\D*?)(?:以内|内)?(?:\(.*\))?$")
_RANGE = re.compile(r"^\D*\d+\D{0,4}(?:-|~|—|–|～|至|到)\d+")
_YES = {"是", "√", "✓", "✔", "y", "yes", "1", "有", "可", "可以", "支持", "收费", "true", "对"}
_NO = {"否", "×", "✗", "✘", "x", "n", "no", "0", "无", "不", "不可", "不支持", "不收费", "false", "免费", ""}
_FORMS = {
    ORIGINAL: "原件 纸质原件 原件1份 纸质 正本",
    COPY: "复印件 纸质复印件 影印件",
    ORIGINAL_AND_COPY: " ".join(
        f"原件{joint}复印件" for joint in ("+", "", "及", "和", "、", ",", "/", "与")
    ),
    ELECTRONIC: "电子 电子件 电子版 电子材料 电子证照 电子文档",
}
_FORM_WORDS = {word: form for form, words in _FORMS.items() for word in words.split()}
_OFFICE_TYPES = {
    ON_THE_SPOT: "即办件 即办 即时办结件 当场办结件",
    PROMISED: "承诺件 承诺 承诺办结件 承诺办件",
}
_OFFICE_WORDS = {word: kind for kind, words in _OFFICE_TYPES.items() for word in words.split()}
_MANDATORY_WORDS = {"必要", "必需", "必须", "必备", "必交"}
_OPTIONAL_WORDS = {"非必要", "视情况", "非必需", "可选", "选交", "容缺", "必要时", "视情形"}
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "十": 10,
}
_COPIES = re.compile(r"^(?:一式|各)?(\d{1,2}|[一二三四五六七八九十两壹贰叁])(?:份|张|套|本)?$")
_STEP = re.compile(
    r"^(?P<name>.+?)[（(]?(?P<amount>\d{1,3})(?P<unit>个工作日|工作日|自然日|日|天|小时)"
    r"(?:[，,](?P<counted>不计入|计入)(?:办理)?时限)?[）)]?$"
)
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?[eE]\+?\d+$")
_PHONE = re.compile(r"^[0-9+()\-转 ]{5,25}$")
MAX_COPIES = 50
LOST_DIGITS = 12
"""A number this long is shown by Excel as 5.11E+11, and a code typed so has lost its end."""


def read_text(cell: Cell) -> str:
    """Plain text.  Raises ``cell_error`` and ``cell_formula``."""
    _readable(cell)
    return tidy(cell.text)


def _readable(cell: Cell) -> None:
    if cell.kind is CellKind.ERROR:
        raise CellProblem("cell_error", found=cell.text)
    if cell.kind is CellKind.FORMULA:
        raise CellProblem("cell_formula")


def read_limit(cell: Cell, unit: str = "") -> Limit:
    """A limit in words or as a number with the unit of its own column (working days by default).

    Raises ``limit_error``, ``limit_date``, ``limit_range``, ``limit_unreadable`` and ``cell_formula``.
    """
    if cell.kind is CellKind.ERROR:
        raise CellProblem("limit_error", found=cell.text)
    if cell.kind is CellKind.DATE:
        raise CellProblem("limit_date", found=cell.text)
    _readable(cell)
    words, default = fold(cell.text), read_unit(unit)
    if not words or words in _NO_LIMIT:
        return None, default
    if words in _AT_ONCE:
        return 0, AT_ONCE
    return _limit_of(words, default, cell.text)


def _limit_of(words: str, default: str, found: str) -> Limit:
    match = _LIMIT.match(words)
    if match and match[2] in ("", *_UNIT_WORDS):
        return int(match[1]), _UNIT_WORDS.get(match[2], default)
    if _RANGE.match(words):
        raise CellProblem("limit_range", found=tidy(found))
    raise CellProblem("limit_unreadable", found=tidy(found))


def read_unit(text: str) -> str:
    """The unit of a limit; working days when nothing is said (行政许可法 82).  Raises ``unit_unreadable``."""
    word = fold(text)
    if not word:
        return WORKING_DAYS
    unit = _UNIT_WORDS.get(word)
    if unit not in LIMIT_UNITS:
        raise CellProblem("unit_unreadable", found=tidy(text))
    return unit


def read_yes(cell: Cell) -> bool:
    """Yes or no in any of the usual marks; blank is no.  Raises ``yes_unreadable``."""
    _readable(cell)
    word = fold(cell.text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellProblem("yes_unreadable", found=tidy(cell.text))


def read_copies(cell: Cell) -> int:
    """Copies such as ``1``, ``１份``, ``一式两份``; blank is one.  Raises ``copies_unreadable``."""
    _readable(cell)
    words = fold(cell.text)
    if not words:
        return 1
    match = _COPIES.match(words)
    number = _NUMERALS.get(match[1], 0) or int(match[1]) if match else 0
    if not 1 <= number <= MAX_COPIES:
        raise CellProblem("copies_unreadable", found=tidy(cell.text))
    return number


def read_form(cell: Cell) -> str:
    """The form of a material; blank is an original.  Raises ``form_unreadable``."""
    _readable(cell)
    words = fold(cell.text)
    if words and words not in _FORM_WORDS:
        raise CellProblem("form_unreadable", found=tidy(cell.text))
    return _FORM_WORDS.get(words, ORIGINAL)


def read_necessity(cell: Cell, blank: str = MANDATORY) -> str:
    """Needed always or in some cases; ``blank`` says what an empty cell of this column means.

    Raises ``necessity_unreadable``.
    """
    _readable(cell)
    words = fold(cell.text)
    if not words:
        return blank
    if words in _MANDATORY_WORDS or words in _YES:
        return MANDATORY
    if words in _OPTIONAL_WORDS or words in _NO:
        return OPTIONAL
    raise CellProblem("necessity_unreadable", found=tidy(cell.text))


def read_office_type(cell: Cell) -> str:
    """即办件 or 承诺件, also when shortened; blank gives "".  Raises ``office_type_unreadable``."""
    _readable(cell)
    words = fold(cell.text)
    if words and words not in _OFFICE_WORDS:
        raise CellProblem("office_type_unreadable", found=tidy(cell.text))
    return _OFFICE_WORDS.get(words, "")


def read_code(cell: Cell) -> str:
    """The opaque administrative code.  Raises ``code_scientific`` and ``code_too_long``."""
    _readable(cell)
    code = half_width(cell.text).replace(" ", "")
    if _SCIENTIFIC.match(code) or (cell.kind is CellKind.NUMBER and len(code) >= LOST_DIGITS):
        raise CellProblem("code_scientific", found=code)
    if len(code) > MAX_CODE:
        raise CellProblem("code_too_long", longest=MAX_CODE)
    return code


def read_phones(cell: Cell) -> tuple[str, ...]:
    """All phone numbers of a cell, half-width.  Raises ``phone_unreadable``."""
    _readable(cell)
    numbers = parts_of(half_width(cell.text), ",;/、，；")
    if not all(_PHONE.match(number) for number in numbers):
        raise CellProblem("phone_unreadable", found=tidy(cell.text))
    return numbers


def read_steps(cell: Cell, known: tuple[SpecialStepRule, ...] = ()) -> tuple[SpecialStepRule, ...]:
    """Special steps such as ``现场勘验3天；公示（7日，不计入时限）``.

    A step the library already knows with the same length keeps what the library says of it, since a plain
    ``3天`` tells neither working days nor whether the clock stops.
    """
    _readable(cell)
    words = tidy(cell.text)
    if fold(words) in _NO | _NO_LIMIT:
        return ()
    return tuple(_step(part, known) for part in parts_of(cell.text, "；;"))


def _step(words: str, known: tuple[SpecialStepRule, ...]) -> SpecialStepRule:
    match = _STEP.match(words)
    if not match:
        return next((step for step in known if step.name == words), SpecialStepRule(words))
    name, amount = match["name"], int(match["amount"])
    if match["counted"] is None:
        for step in known:
            if (step.name, step.amount) == (name, amount):
                return step
    return SpecialStepRule(name, amount, _UNIT_WORDS[match["unit"]], match["counted"] != "不计入")


def rough_days(limit: Limit) -> float | None:
    """A limit in natural days, to compare limits of different units; None for no limit."""
    amount, unit = limit
    if amount is None:
        return None
    factors = {WORKING_DAYS: 7 / 5, NATURAL_DAYS: 1.0, HOURS: 1 / 24, AT_ONCE: 0.0}
    return amount * factors[unit]
