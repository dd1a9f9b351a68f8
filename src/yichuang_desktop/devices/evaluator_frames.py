"""Bytes of a serial evaluation box, by its table: frames out of a stream (rule 5), frames to be sent.

No thread, no wire, no clock of its own. Whatever comes, the parser finds the next whole frame: it drops bytes
until a head, drops a head whose frame is bad, keeps at most 256 bytes, and gives a frame up that stops for
longer than 200 ms.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from yichuang_desktop.devices.evaluator_tables import BoxTable, Command, FrameShape, Receives
from yichuang_desktop.domain.ratings import Grade

CAP: Final = 256
GAP_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole frame."""

    raw: bytes
    data: bytes
    addr: int | None = None
    func: int | None = None
    key: int | None = None
    """In a plain frame: the byte in the place of the key."""
    begun_at: float = 0.0
    """When its first byte came, in steady seconds: a frame may take its time."""

    @property
    def hex(self) -> str:
        """``FF 68 03 …``: how it is kept and shown."""
        return self.raw.hex(" ").upper()


@dataclass(slots=True)
class Counts:
    """What the parser met."""

    frames: int = 0
    dropped: int = 0
    """Bytes that belonged to no frame."""
    bad: int = 0
    """Heads whose frame had a wrong length, fixed byte, sum or tail."""
    stopped: int = 0
    """Frames that stopped in the middle."""


@dataclass(frozen=True, slots=True)
class _Bad:
    """What begins here is no frame."""


@dataclass(frozen=True, slots=True)
class _More:
    """What begins here may become a frame."""


_BAD, _MORE = _Bad(), _More()


class FrameParser:
    """A stream of bytes as frames of one table."""

    def __init__(self, table: BoxTable) -> None:
        self._shape = table.shape
        self._patterns = [each.pattern for each in table.receives if each.pattern]
        self._buffer = bytearray()
        self._times: list[float] = []
        self._last = 0.0
        self.counts = Counts()

    def feed(self, data: bytes, now: float) -> list[Frame]:
        """The frames that are whole now; ``now`` in steady seconds. Call it with nothing too: time passes."""
        frames = []
        if self._buffer and now - self._last > GAP_SECONDS:
            frames += self._give_up()
        if data:
            self._last = now
        for start in range(0, len(data), CAP):
            part = data[start : start + CAP]
            self._buffer += part
            self._times += [now] * len(part)
            frames += self._scan()
            self._keep_cap()
        return frames

    def forget(self) -> None:
        """A new connection: what came before belongs to none of it."""
        self._buffer.clear()
        self._times.clear()

    def _give_up(self) -> list[Frame]:
        """The frame in the buffer stopped in the middle; what stands behind its head may yet be whole."""
        frames = []
        while self._buffer:
            self.counts.stopped += 1
            self._drop(1)
            frames += self._scan()
        return frames

    def _keep_cap(self) -> None:
        if len(self._buffer) > CAP:
            self._drop(len(self._buffer) - CAP)

    def _scan(self) -> list[Frame]:
        frames = []
        while self._buffer:
            found = self._at_start()
            if isinstance(found, _More):
                break
            if isinstance(found, Frame):
                frames.append(replace(found, begun_at=self._times[0]))
                self.counts.frames += 1
                del self._buffer[: len(found.raw)], self._times[: len(found.raw)]
            else:
                self._drop(1)
        return frames

    def _drop(self, number: int) -> None:
        self.counts.dropped += number
        del self._buffer[:number], self._times[:number]

    def _at_start(self) -> Frame | _Bad | _More:
        more = False
        for found in self._tries():
            if isinstance(found, Frame):
                return found
            more = more or isinstance(found, _More)
        return _MORE if more else _BAD

    def _tries(self) -> Iterator[Frame | _Bad | _More]:
        if self._shape is not None:
            yield self._framed(self._shape)
        for pattern in self._patterns:
            yield self._plain(pattern)

    def _plain(self, pattern: tuple[int | None, ...]) -> Frame | _Bad | _More:
        have = self._buffer[: len(pattern)]
        if any(want is not None and want != byte for want, byte in zip(pattern, have, strict=False)):
            return _BAD
        if len(have) < len(pattern):
            return _MORE
        key = have[pattern.index(None)] if None in pattern else None
        return Frame(bytes(have), bytes(have), key=key)

    def _framed(self, shape: FrameShape) -> Frame | _Bad | _More:
        have = self._buffer
        head = len(shape.head)
        if not shape.head.startswith(bytes(have[:head])):
            return _BAD
        if len(have) < shape.data_at:
            return _MORE
        size = self._data_size(shape)
        total = shape.data_at + (size or 0) + shape.end
        if size is None or size < 0 or total > shape.max:
            self.counts.bad += 1
            return _BAD
        if len(have) < total:
            return _MORE
        frame = _read(shape, bytes(have[:total]), size)
        if frame is None:
            self.counts.bad += 1
            return _BAD
        return frame

    def _data_size(self, shape: FrameShape) -> int | None:
        """Bytes of data as the length says; None when its copies differ."""
        if shape.len_at is None:
            return shape.data_size
        copies = self._buffer[shape.len_at : shape.len_at + shape.len_copies]
        return copies[0] - shape.counted if len(set(copies)) == 1 else None


def _read(shape: FrameShape, raw: bytes, size: int) -> Frame | None:
    """The frame, if fixed bytes, sum and tail are right."""
    end = shape.data_at + size
    if shape.fixed_at is not None and not raw.startswith(shape.fixed, shape.fixed_at):
        return None
    if raw[end:] != check_sum(shape, raw[:end]) + shape.tail:
        return None
    addr = raw[shape.addr_at] if shape.addr_at is not None else None
    func = raw[shape.func_at] if shape.func_at is not None else None
    return Frame(raw, raw[shape.data_at : end], addr, func)


def check_sum(shape: FrameShape, body: bytes) -> bytes:
    """The check sum of a frame; ``body`` is the frame up to the end of its data."""
    covered = b"".join(part for name, part in _parts(shape, body).items() if name in shape.sum_over)
    total = sum(covered) & 0xFF
    if shape.sum == "sum8":
        return bytes([total])
    if shape.sum == "neg-sum8":
        return bytes([-total & 0xFF])
    if shape.sum == "xor8":
        mixed = 0
        for byte in covered:
            mixed ^= byte
        return bytes([mixed])
    return crc16_modbus(covered).to_bytes(2, "little") if shape.sum == "crc16-modbus" else b""


def _parts(shape: FrameShape, body: bytes) -> Mapping[str, bytes]:
    """The parts in the order in which they stand in a frame."""
    places = {
        "head": (0, len(shape.head)),
        "len": (shape.len_at, shape.len_copies),
        "fixed": (shape.fixed_at, len(shape.fixed)),
        "addr": (shape.addr_at, 1),
        "func": (shape.func_at, 1),
        "data": (shape.data_at, len(body)),
    }
    there = sorted((at, name, size) for name, (at, size) in places.items() if at is not None)
    return {name: body[at : at + size] for at, name, size in there}


def crc16_modbus(data: bytes) -> int:
    """CRC-16 as Modbus has it: polynomial A001 reflected, start FFFF."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def encode(shape: FrameShape | None, command: Command, addr: int, **numbers: int) -> bytes:
    """The bytes of a command to the box at ``addr``."""
    data = command.data.bytes(**numbers)
    if shape is None or command.func is None:
        return data
    body = bytearray(shape.data_at)
    body[: len(shape.head)] = shape.head
    if shape.fixed_at is not None:
        body[shape.fixed_at : shape.fixed_at + len(shape.fixed)] = shape.fixed
    if shape.addr_at is not None:
        body[shape.addr_at] = addr
    if shape.func_at is not None:
        body[shape.func_at] = command.func
    if shape.len_at is not None:
        for copy in range(shape.len_copies):
            body[shape.len_at + copy] = shape.counted + len(data)
    whole = bytes(body) + data
    return whole + check_sum(shape, whole) + shape.tail


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a frame says, by its table."""

    kind: Receives
    frame: Frame
    key: str = ""
    """The key of a result in hex; empty for other frames."""
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Frames as a table means them, with the keys learnt for this very box."""

    table: BoxTable
    learnt: Mapping[str, Grade | None] = field(default_factory=dict)

    @property
    def levels(self) -> dict[str, Grade | None]:
        """Every key with its grade; what was learnt on site wins."""
        return dict(self.table.result.levels) | dict(self.learnt)

    def meaning(self, frame: Frame) -> Meaning | None:
        """What a frame says; None when the table does not know it."""
        for kind in self.table.receives:
            if _fits(kind, frame):
                key = _key_of(kind, frame) if kind.is_result else ""
                return Meaning(kind, frame, key, self.levels.get(key))
        return None

    def acknowledgement(self, meaning: Meaning, addr: int) -> bytes:
        """What must be sent back; empty when the table wants nothing."""
        if meaning.kind.echo:
            return meaning.frame.raw
        if meaning.kind.ack is None:
            return b""
        value = int(meaning.key, 16) if meaning.key else 0
        return encode(self.table.shape, meaning.kind.ack, addr, value=value)


def _fits(kind: Receives, frame: Frame) -> bool:
    if kind.pattern:
        same = zip(kind.pattern, frame.raw, strict=False)
        return len(kind.pattern) == len(frame.raw) and all(want in (None, byte) for want, byte in same)
    if kind.func is not None and kind.func != frame.func:
        return False
    if kind.data_last is not None:
        return bool(frame.data) and frame.data[-1] == kind.data_last
    return kind.func is not None


def _key_of(kind: Receives, frame: Frame) -> str:
    if frame.key is not None:
        return f"{frame.key:02X}"
    at = kind.value_at or 0
    return f"{frame.data[at]:02X}" if at < len(frame.data) else ""
