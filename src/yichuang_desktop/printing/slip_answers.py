"""The answers of a self-test page, put to use: the profile as the printer at hand really is (R-X-7)."""

from typing import Any, Final

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.self_test import (
    BANDS,
    CUT_LATE,
    CUT_NOT,
    CUT_THROUGH,
    NO,
    PROBED,
    YES,
    SelfTestAnswers,
    probe_id,
    rulers,
)
from yichuang_desktop.printing.charset import Charset, printable
from yichuang_desktop.printing.profiles import (
    DOTS_A_BYTE,
    Confirmation,
    Preflight,
    PrinterProfile,
    plain_values,
    profile_from,
)

CUT_STEP: Final = 24
"""Dots more or fewer before the cut for one answer: a line."""
_MOST_CUT_FEED: Final = 127
_FONT_PROBES: Final = {"堃": Charset.GB2312, "䶮": Charset.GBK}
"""Which character set is the widest left when this character came out wrong."""


def answered(profile: PrinterProfile, answers: SelfTestAnswers) -> PrinterProfile:
    """The profile corrected by what was ticked; unanswered questions leave their part as it is.

    Answers that contradict each other (a wider ruler than the head) are settled for the narrower. Raises
    nothing that :func:`profile_from` would: a profile that would not hold together stays as it was.
    """
    values = plain_values(profile) | _widths(profile, answers) | _font(profile, answers)
    values |= _codes(answers) | _cut(profile, answers) | _talk(profile, answers)
    try:
        return profile_from(values)
    except RuleViolation:
        return profile


def _widths(profile: PrinterProfile, answers: SelfTestAnswers) -> dict[str, Any]:
    dots = min(int(answers.get("dots") or profile.dots), profile.dots)
    cells = min(int(answers.get("cells") or profile.cells), profile.cells)
    cell_dots = profile.cell_dots + (answers.get("cell_dots") == NO)
    most = (dots + DOTS_A_BYTE - 1) // cell_dots
    if cells > most:
        cells = next((ruler for ruler in rulers(cells) if ruler <= most), most)
    return {"dots": dots, "cells": cells, "cell_dots": cell_dots}


def _font(profile: PrinterProfile, answers: SelfTestAnswers) -> dict[str, Any]:
    """The widest character set none of whose probes failed; a lone sign that failed is drawn."""
    ticks = {char: answers.get(probe_id(char)) for char in PROBED}
    charset = profile.charset
    if ticks["䶮"] == YES and ticks["堃"] == YES:
        charset = Charset.GB18030_2BYTE
    elif failed := [lower for char, lower in _FONT_PROBES.items() if ticks[char] == NO]:
        charset = min(*failed, profile.charset, key=list(Charset).index)
    own = printable(charset)
    lacks = {char for char, tick in ticks.items() if tick == NO and char in own}
    kept = {char for char in profile.lacks if ticks.get(char) != YES}
    return {"charset": charset.value, "lacks": "".join(sorted(lacks | kept))}


def _codes(answers: SelfTestAnswers) -> dict[str, Any]:
    flags = {"native_qr": "native_qr", "native_code128": "native_code128", "native_large": "large"}
    values: dict[str, Any] = {
        name: answers.get(question) == YES for name, question in flags.items() if answers.get(question)
    }
    if rows := answers.get("band_rows"):
        values["band_rows"] = int(rows)
    if answers.get("drawn") == NO:
        values["band_rows"] = BANDS[-1]
    return values


def _cut(profile: PrinterProfile, answers: SelfTestAnswers) -> dict[str, Any]:
    match answers.get("cut"):
        case "yes":
            return {"cut": True}
        case answer if answer == CUT_NOT:
            return {"cut": False}
        case answer if answer == CUT_THROUGH:
            return {"cut": True, "cut_feed": min(profile.cut_feed + CUT_STEP, _MOST_CUT_FEED)}
        case answer if answer == CUT_LATE:
            return {"cut": True, "cut_feed": max(profile.cut_feed - CUT_STEP, 0)}
    return {}


def _talk(profile: PrinterProfile, answers: SelfTestAnswers) -> dict[str, Any]:
    """What the printer was heard to say; a printer silent without paper must not hold up a queue."""
    values: dict[str, Any] = {}
    silent = NO in (answers.get("status"), answers.get("status_without_paper"))
    if silent and profile.preflight is Preflight.REQUIRED:
        values["preflight"] = Preflight.TRIED.value
    if told := answers.get("process_id"):
        values["confirmation"] = (Confirmation.PROCESS_ID if told == YES else Confirmation.NONE).value
    return values
