"""What one model of receipt printer can do, kept as data in ``resources/printers/*.toml``.

A hall adds a model by adding a file: width in dots and cells, the character set of its font, whether it
draws QR codes itself, whether it answers questions about its state.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any, Final

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing.charset import Charset
from yichuang_desktop.settings import resource

CELL_DOTS: Final = 12
"""Width of a half-width character of font A; a hanzi is twice as wide."""
GLYPH_DOTS: Final = 24
"""Height of a line's characters at normal size."""


class Preflight(Enum):
    """Whether the printer is asked for its state before a job."""

    NONE = "none"
    """The link has no way back."""
    TRIED = "tried"
    """Asked; a silent printer is sent the job all the same and its state stays unknown."""
    REQUIRED = "required"
    """Asked; while it is silent the job waits."""


class Confirmation(Enum):
    """What the printer can say about a finished job."""

    NONE = "none"
    PROCESS_ID = "process_id"
    """Echoes a number after printing (GS ( H)."""


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One model of receipt printer. Lengths are dots of 1/8 mm (203 dpi)."""

    id: str
    title: str
    dots: int
    cells: int
    charset: Charset
    native_qr: bool
    qr_module: int
    """Side of a QR module, 1–16."""
    line_pitch: int
    cut: bool
    cut_feed: int
    """Feed before the cut, beyond the way from head to blade."""
    band_rows: int
    """Most rows of one raster command."""
    preflight: Preflight
    confirmation: Confirmation

    @property
    def width_bytes(self) -> int:
        return self.dots // 8


_LIMITS: Final[dict[str, tuple[int, int]]] = {
    "dots": (8 * CELL_DOTS, 1024),
    "cells": (24, 80),
    "qr_module": (2, 16),
    "line_pitch": (GLYPH_DOTS, 120),
    "cut_feed": (0, 127),
    "band_rows": (GLYPH_DOTS, 256),
}
_ENUMS: Final[dict[str, type[Enum]]] = {
    "charset": Charset,
    "preflight": Preflight,
    "confirmation": Confirmation,
}


def load_profiles(folder: Path | None = None) -> dict[str, PrinterProfile]:
    """Read every profile of the folder, by default the shipped ones.

    Raises RuleViolation("printer_profile_bad") naming the file and the field.
    """
    files = sorted((folder or resource("printers")).glob("*.toml"))
    return {file.stem: read_profile(file) for file in files}


def read_profile(file: Path) -> PrinterProfile:
    """Read one profile; its id is the file's name. Raises RuleViolation("printer_profile_bad")."""
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleViolation(
            "printer_profile_bad", profile=file.name, field="文件", reason="不是正确的TOML"
        ) from error
    return profile_from({**values, "id": file.stem})


def profile_from(values: Mapping[str, Any]) -> PrinterProfile:
    """Make a profile of plain values. Raises RuleViolation("printer_profile_bad")."""
    names = [field.name for field in fields(PrinterProfile)]
    for name in values:
        if name not in names:
            raise _bad(values, name, "没有这一项")
    profile = PrinterProfile(**{name: _checked(values, name) for name in names})
    if profile.dots % 8:
        raise _bad(values, "dots", "不是8的倍数")
    if profile.cells * CELL_DOTS > profile.dots:
        raise _bad(values, "cells", f"宽于{profile.dots}点")
    return profile


def _checked(values: Mapping[str, Any], name: str) -> Any:
    if name not in values:
        raise _bad(values, name, "缺少")
    value = values[name]
    if name in _ENUMS:
        return _member(values, name, value)
    if name in _LIMITS:
        low, high = _LIMITS[name]
        if type(value) is not int or not low <= value <= high:
            raise _bad(values, name, f"应为{low}到{high}的整数")
        return value
    wanted = bool if name in ("native_qr", "cut") else str
    if type(value) is not wanted:
        raise _bad(values, name, "应为 true 或 false" if wanted is bool else "应为文字")
    return value


def _member(values: Mapping[str, Any], name: str, value: object) -> Enum:
    members = {member.value: member for member in _ENUMS[name]}
    if value not in members:
        raise _bad(values, name, "应为 " + "、".join(members))
    return members[value]


def _bad(values: Mapping[str, Any], name: str, reason: str) -> RuleViolation:
    return RuleViolation("printer_profile_bad", profile=values.get("id", ""), field=name, reason=reason)
