"""Tables that say how a serial evaluation box speaks: from TOML to checked values.

A box is a file in ``resources/evaluators`` (or one a hall adds to its own folder), never a program: frames,
sums, addresses and keys differ, the rules of rating do not. ``docs/evaluators.md`` tells how to write one.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from yichuang_desktop.devices.links import Line
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.ratings import Grade
from yichuang_desktop.settings import resource

SUMS: Final[Mapping[str, int]] = {"none": 0, "sum8": 1, "neg-sum8": 1, "xor8": 1, "crc16-modbus": 2}
"""Kinds of check sums and how many bytes they take."""
PARTS: Final = ("head", "len", "fixed", "addr", "func", "data")
COMMANDS: Final = ("idle", "welcome", "begin", "cancel", "thank", "beep", "star")
MAX_FRAME: Final = 64
BYTE: Final = 0xFF
_KEY = "{k}"


@dataclass(frozen=True, slots=True)
class FrameShape:
    """Where everything stands in a frame; places count from its first byte.

    ``length_counts`` names the parts that the length byte counts, ``sum_over`` those the check sum covers.
    Without ``len_at`` every frame has ``data_size`` bytes of data.
    """

    head: bytes
    data_at: int
    len_at: int | None = None
    len_copies: int = 1
    len_counts: frozenset[str] = frozenset({"data"})
    data_size: int = 0
    fixed: bytes = b""
    fixed_at: int | None = None
    addr_at: int | None = None
    func_at: int | None = None
    sum: str = "none"
    sum_over: frozenset[str] = frozenset(PARTS)
    tail: bytes = b""
    max: int = 16

    @property
    def counted(self) -> int:
        """How many bytes beside the data the length counts."""
        one_byte = {"addr": self.addr_at is not None, "func": self.func_at is not None}
        parts = sum(there for name, there in one_byte.items() if name in self.len_counts)
        return parts + (len(self.fixed) if "fixed" in self.len_counts else 0)

    @property
    def end(self) -> int:
        """Bytes after the data."""
        return SUMS[self.sum] + len(self.tail)


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes to be sent: hex with places such as ``{level:02X}`` for small numbers."""

    text: str

    def bytes(self, **numbers: int) -> bytes:
        """The bytes; an unknown place is 0."""
        filled = re.sub(r"\{(\w+)[^}]*\}", lambda place: f"{numbers.get(place[1], 0) & 0xFF:02X}", self.text)
        return bytes.fromhex(filled)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the program can tell the box: a frame's function and data, or plain bytes."""

    data: Template
    func: int | None = None


@dataclass(frozen=True, slots=True)
class Receives:
    """One kind of frame that the box sends.

    ``ack`` is sent back for it: ``echo`` sends the frame as it came. ``levels`` are the keys of a result, in
    hex; None is a key nobody has taught.
    """

    name: str
    func: int | None = None
    data_last: int | None = None
    pattern: tuple[int | None, ...] = ()
    """A plain frame; None stands for the key."""
    value_at: int | None = None
    levels: Mapping[str, Grade | None] = field(default_factory=dict)
    ack: Command | None = None
    echo: bool = False

    @property
    def is_result(self) -> bool:
        return self.name == "result"


@dataclass(frozen=True, slots=True)
class BoxTable:
    """A whole box."""

    name: str
    title: str
    line: Line
    shape: FrameShape | None
    """None: plain fixed bytes."""
    tells: Mapping[str, Command]
    receives: tuple[Receives, ...]
    address: int | None = None
    example: bool = False
    """Invented, to show how a table is written."""
    seen: str = ""
    """Where the bytes come from, and what was never tried."""

    @property
    def result(self) -> Receives:
        return next(each for each in self.receives if each.is_result)


def load_table(name: str, folders: Sequence[Path] = ()) -> BoxTable:
    """The table of that name. RuleViolation ``evaluator_table_unknown`` or ``evaluator_table_bad``."""
    if not re.fullmatch(r"[a-z0-9_-]{1,40}", name):
        raise RuleViolation("evaluator_table_unknown", table=name)
    for folder in folders:
        if (folder / f"{name}.toml").is_file():
            return read_table(name, (folder / f"{name}.toml").read_text("utf-8"))
    try:
        shipped = resource(f"evaluators/{name}.toml")
    except FileNotFoundError as missing:
        raise RuleViolation("evaluator_table_unknown", table=name) from missing
    return read_table(name, shipped.read_text(encoding="utf-8"))


def shipped_tables() -> tuple[BoxTable, ...]:
    """Every table this program brings, by name."""
    return tuple(load_table(file.stem) for file in sorted(resource("evaluators").glob("*.toml")))


def read_table(name: str, text: str) -> BoxTable:
    """A table from TOML. Raises RuleViolation ``evaluator_table_bad`` with ``why``."""
    try:
        said = tomllib.loads(text)["device"][name]
        return _table(name, said)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleViolation("evaluator_table_bad", table=name, why=str(error) or repr(error)) from error


def levels_of(said: Mapping[str, Any]) -> dict[str, Grade | None]:
    """Keys in hex with their grades; ``?`` is a key nobody has taught. Raises ValueError."""
    levels: dict[str, Grade | None] = {}
    for key, grade in said.items():
        levels[bytes.fromhex(key).hex().upper()] = None if grade in ("?", None) else Grade(int(grade))
    return levels


def _table(name: str, said: Mapping[str, Any]) -> BoxTable:
    shape = _shape(said["frame"]) if "frame" in said else None
    port = said.get("port", {})
    table = BoxTable(
        name,
        said["title"],
        Line(port.get("baud", 9600), port.get("bits", 8), port.get("parity", "N"), port.get("stop", 1)),
        shape,
        {each: _command(what, shape) for each, what in said.get("tx", {}).items()},
        tuple(_receives(each, what, shape) for each, what in said["rx"].items()),
        _number(said["address"]) if "address" in said else None,
        bool(said.get("example", False)),
        said.get("seen", ""),
    )
    unknown = set(table.tells) - set(COMMANDS)
    if unknown:
        raise ValueError(f"unknown tx {', '.join(sorted(unknown))}")
    if not any(each.is_result for each in table.receives):
        raise ValueError("rx.result is missing")
    return table


def _shape(said: Mapping[str, Any]) -> FrameShape:
    shape = FrameShape(
        head=bytes.fromhex(said["head"]),
        data_at=int(said["data_at"]),
        len_at=said.get("len_at"),
        len_copies=int(said.get("len_copies", 1)),
        len_counts=_parts(said.get("len_counts", "data")),
        data_size=int(said.get("data_size", 0)),
        fixed=bytes.fromhex(said.get("fixed", "")),
        fixed_at=said.get("fixed_at"),
        addr_at=said.get("addr_at"),
        func_at=said.get("func_at"),
        sum=said.get("sum", "none"),
        sum_over=_parts(said.get("sum_over", "+".join(PARTS))),
        tail=bytes.fromhex(said.get("tail", "")),
        max=int(said.get("max", 16)),
    )
    if shape.sum not in SUMS:
        raise ValueError(f"unknown sum {shape.sum}")
    if not shape.head:
        raise ValueError("a frame needs a head")
    if not 0 < shape.max <= MAX_FRAME:
        raise ValueError(f"max must be 1 to {MAX_FRAME}")
    _check_places(shape)
    return shape


def _check_places(shape: FrameShape) -> None:
    """Every byte before the data must belong to exactly one part."""
    taken = list(range(len(shape.head)))
    if shape.len_at is not None:
        taken += range(shape.len_at, shape.len_at + shape.len_copies)
    if shape.fixed_at is not None:
        taken += range(shape.fixed_at, shape.fixed_at + len(shape.fixed))
    taken += [at for at in (shape.addr_at, shape.func_at) if at is not None]
    if sorted(taken) != list(range(shape.data_at)):
        raise ValueError("the places before data_at overlap or leave a gap")


def _parts(text: str) -> frozenset[str]:
    parts = frozenset(text.split("+"))
    if not parts <= set(PARTS):
        raise ValueError(f"unknown part in {text!r}")
    return parts


def _command(said: Any, shape: FrameShape | None) -> Command:
    if isinstance(said, str):
        Template(said).bytes()
        return Command(Template(said))
    if shape is None:
        raise ValueError("without a frame a command is plain bytes")
    template = Template(said.get("data", ""))
    template.bytes()
    return Command(template, _number(said["func"]) if "func" in said else None)


def _receives(name: str, said: Mapping[str, Any], shape: FrameShape | None) -> Receives:
    ack = said.get("ack")
    pattern = _pattern(said["pattern"]) if "pattern" in said else ()
    if shape is None and not pattern:
        raise ValueError(f"rx.{name} needs a pattern")
    return Receives(
        name,
        _number(said["func"]) if "func" in said else None,
        _number(said["data_last"]) if "data_last" in said else None,
        pattern,
        said.get("value_at"),
        levels_of(said.get("levels", {})),
        _command(ack, shape) if ack not in (None, "echo") else None,
        ack == "echo",
    )


def _pattern(text: str) -> tuple[int | None, ...]:
    parts = tuple(None if part == _KEY else int(part, 16) for part in text.split())
    if parts.count(None) > 1:
        raise ValueError(f"more than one {_KEY} in a pattern")
    if parts[0] is None or any(part is not None and not 0 <= part <= BYTE for part in parts):
        raise ValueError(f"a pattern begins with a byte, not with {_KEY}")
    return parts


def _number(text: str) -> int:
    return int(text, 16)
