"""Phones, waybills and item codes checked while they are typed (dossier 4.5, 4.6, 4.8)."""

import re

from yichuang_desktop.domain.check_digits import s10_check_digit, uscc_check_character
from yichuang_desktop.domain.checked import Checked, Verdict, concluded, missing, rejected, warned
from yichuang_desktop.domain.typed import compact, digits_only

MAX_ITEM_CODE = 60
"""Characters of the opaque administrative code of an item (decision 5)."""
MAX_PHONE = 18
"""Characters of a phone number (GB/T 39046: an..18)."""

_MOBILE_LENGTH = 11
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d\d))-?(\d{7,8})(?:-(\d{1,5}))?", re.ASCII)
_SERVICE_LINE = re.compile(r"[48]00-?\d{3}-?\d{4}", re.ASCII)
_LOCAL_LINE = re.compile(r"[2-9]\d{6,7}", re.ASCII)
_FOREIGN_LINE = re.compile(r"\+\d{6,17}", re.ASCII)


def check_phone(text: str, *, typing: bool = False) -> Checked:
    """Check a mobile, landline, service or foreign phone number (dossier 4.5).

    A landline comes out as ``0377-65312345-123``, a mobile as eleven digits without the country code.
    """
    value = _tidy_phone(text)
    if not value:
        return missing("phone_missing", typing)
    found = _phone_fault(value, typing)
    return concluded(text, _grouped_landline(value) if found is None else value, found)


def check_waybill(text: str) -> Checked:
    """Check a courier's waybill: S10 or thirteen digits; anything else is only remarked (dossier 4.8)."""
    value = digits_only(text)
    if not value:
        return missing("waybill_missing", typing=False)
    return concluded(text, value, _waybill_remark(value))


def check_item_code(text: str) -> Checked:
    """Check an item's administrative code: optional, opaque, at most 60 characters (decision 5; dossier 4.6).

    A code of the national shape (12, 31 or 33 characters) with a wrong credit code inside is remarked.
    """
    value = "".join(text.split())
    if len(value) > MAX_ITEM_CODE:
        return concluded(text, value, rejected("item_code_length", most=MAX_ITEM_CODE, length=len(value)))
    if re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{18}[1-7]\d{12}(\d{2})?", value) and not _uscc_sound(value[:18]):
        return concluded(text, value, warned("item_code_credit_code"))
    return concluded(text, value, None)


def _tidy_phone(text: str) -> str:
    value = compact(text).replace("转", "-").replace("(", "").replace(")", "-")
    value = re.sub(r"-+", "-", value).strip("-")
    value = re.sub(r"^(\+86|0086|86(?=1[3-9][\d-]{9}))-?", "", value)
    return value.replace("-", "") if value.startswith(("1", "+")) else value


def _phone_fault(value: str, typing: bool) -> Checked | None:
    whole = (_MOBILE, _LANDLINE, _SERVICE_LINE, _FOREIGN_LINE)
    if any(pattern.fullmatch(value) for pattern in whole):
        return None
    if strange := re.search(r"[^0-9+-]", value):
        return rejected("phone_character", character=strange[0])
    if typing and len(value) <= MAX_PHONE and re.match(r"1$|1[3-9]\d{0,8}$|[^1]", value):
        return Checked(value, Verdict.INCOMPLETE)
    if value.startswith("1") and len(value) != _MOBILE_LENGTH:
        return rejected("mobile_length", length=len(value))
    return warned("phone_without_area") if _LOCAL_LINE.fullmatch(value) else rejected("phone_unknown")


def _grouped_landline(value: str) -> str:
    if parts := _LANDLINE.fullmatch(value):
        return "-".join(part for part in parts.groups() if part)
    return value.replace("-", "")


def _waybill_remark(value: str) -> Checked | None:
    if re.fullmatch(r"\d{13}", value, re.ASCII):
        return None
    if re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", value, re.ASCII):
        return None if s10_check_digit(value[2:10]) == value[10] else warned("waybill_check")
    return warned("waybill_unusual", length=len(value))


def _uscc_sound(value: str) -> bool:
    return uscc_check_character(value[:17]) == value[17]
