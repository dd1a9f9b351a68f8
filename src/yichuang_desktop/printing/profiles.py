"""What one model of receipt printer can do, kept as data in ``resources/printers/*.toml``.

A hall adds a model by adding a file: width in dots and cells, the character set of its font, whether it
draws codes itself, whether it answers questions about its state. What a file says wrongly of the printer at
hand the self-test page corrects (:mod:`slip_answers`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
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
DOTS_A_BYTE: Final = 8


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
    native_code128: bool = True
    """Draws CODE128 itself (GS k 73)."""
    native_large: bool = True
    """Enlarges hanzi as well as letters (GS !); where not, large lines are drawn as dots."""
    cell_dots: int = CELL_DOTS
    """Width of a half-width character; 13 on printers switched to 42 columns over the whole width."""
    lacks: str = ""
    """Single characters its font lacks although the character set has them."""
    barcode: bool = False
    """Whether receipts carry their code as CODE128 too, for a hall whose scanners read no QR codes."""

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
    "cell_dots": (CELL_DOTS, 2 * CELL_DOTS),
}
_FLAGS: Final = ("native_qr", "cut", "native_code128", "native_large", "barcode")
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


def shipped_profile(name: str) -> PrinterProfile | None:
    """One shipped profile by its id; None when there is none of that name."""
    files = {file.stem: file for file in resource("printers").glob("*.toml")}
    return read_profile(files[name]) if name in files else None


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
    parts = {field.name: field for field in fields(PrinterProfile)}
    for name in values:
        if name not in parts:
            raise _bad(values, name, "没有这一项")
    wanted = [name for name, part in parts.items() if name in values or part.default is MISSING]
    profile = PrinterProfile(**{name: _checked(values, name) for name in wanted})
    if profile.dots % DOTS_A_BYTE:
        raise _bad(values, "dots", "不是8的倍数")
    # A line may reach into the last byte of dots that is not whole: 42 × 13 on 544.
    if profile.cells * profile.cell_dots >= profile.dots + DOTS_A_BYTE:
        raise _bad(values, "cells", f"宽于{profile.dots}点")
    return profile


def plain_values(profile: PrinterProfile) -> dict[str, Any]:
    """A profile as the plain values :func:`profile_from` takes."""
    values = {field.name: getattr(profile, field.name) for field in fields(PrinterProfile)}
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}


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
    wanted = bool if name in _FLAGS else str
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
