"""A box with keys on a serial line, driven by its table (R-EVAL-1)."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from yichuang_desktop.devices.evaluator_frames import Frame, FrameParser, Interpreter, Meaning, encode
from yichuang_desktop.devices.evaluator_tables import BYTE, BoxTable, levels_of, load_table
from yichuang_desktop.devices.evaluator_worker import EvaluatorWorker
from yichuang_desktop.devices.links import Link, LinkLost, check_address, locate, open_link
from yichuang_desktop.devices.worker import BACK_OFF
from yichuang_desktop.domain.devices import Condition, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evaluation import Ask, Greet, Limits, Press, Rest, Tell, Thank, Withdraw
from yichuang_desktop.domain.ratings import Grade, RatingChannel
from yichuang_desktop.services.ports_devices import Hear
from yichuang_desktop.services.ports_evaluators import HeardKey, HearEvaluator

READ_SECONDS: Final = 0.02
_COMMANDS: Final[Mapping[type, str]] = {
    Ask: "begin",
    Thank: "thank",
    Withdraw: "cancel",
    Rest: "idle",
    Greet: "welcome",
}


class SerialEvaluator(EvaluatorWorker):
    """See ``ports_evaluators.TeachableDevice``.

    Options of the device: ``table`` (its name), ``address`` (hex, one byte), ``levels`` (keys learnt on this
    very box: hex to 1-5), ``baud``, ``folder`` (with tables of the hall's own).
    """

    def __init__(
        self,
        device: WindowDevice,
        hear: Hear,
        said: HearEvaluator,
        *,
        clock: Callable[[], float] = time.monotonic,
        limits: Limits | None = None,
        back_off: tuple[float, ...] = BACK_OFF,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        check_address(device.address)
        super().__init__(
            device,
            hear,
            said,
            RatingChannel.KEYS,
            lost_code="evaluator_unplugged",
            clock=clock,
            limits=limits,
            back_off=back_off,
        )
        self.table = load_table(str(device.options.get("table", "")), _folders(device))
        self._reads = Interpreter(self.table, _learnt(device, self.table))
        self._addr = _address(device, self.table)
        self._parser = FrameParser(self.table)
        self._read_seconds = read_seconds
        self._link: Link | None = None
        self._ear: Callable[[HeardKey], None] | None = None
        self._ear_guard = threading.Lock()
        self.acknowledged = self.unknown = 0
        """Frames that were acknowledged; frames that are whole and that the table does not know."""

    # -- for everyone ----------------------------------------------------------------------------------------

    def levels(self) -> Mapping[str, Grade | None]:
        """The keys with their grades, as far as they are known."""
        return self._reads.levels

    def listen(self, heard: Callable[[HeardKey], None] | None) -> None:
        """Hand every frame to ``heard`` and rate nothing; None ends it."""
        with self._ear_guard:
            self._ear = heard
        self._wish(self._say_how_it_stands)

    def test(self) -> str:
        """Make the box beep, if it can; says what to look for."""
        if not self.report().condition.usable:
            raise RuleViolation(self.report().fault or "evaluator_unplugged", **self.report().facts)
        if "beep" not in self.table.tells:
            return "评价器已连接。请按一下任意键，看设备页是否收到。"
        self._wish(lambda: self._send("beep"))
        return "已让评价器响一声。没有听到请检查评价器电源和地址。"

    # -- the device's thread ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        line = self.table.line
        baud = self._device.options.get("baud")
        address = locate(self._device.address, self._device.identity)
        self._link = open_link(address, replace(line, baud=int(baud)) if baud else line)
        self._parser.forget()
        self._came()

    def _serve(self) -> None:
        link = self._link
        if link is None:
            raise LinkLost("not open")
        data = link.read(self._read_seconds)
        for frame in self._parser.feed(data, self._clock()):
            self._on_frame(frame)
        self._work_on()

    def _disconnect(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.close()
        self._went()

    def _condition(self) -> tuple[Condition, str, Mapping[str, Any]]:
        if self._ear is not None:
            return Condition.FAULT, "evaluator_learning", {}
        if not any(self._reads.levels.values()):
            return Condition.FAULT, "evaluator_not_learnt", {}
        silent = not self._parser.counts.frames
        return (Condition.SILENT if silent else Condition.READY), "", {}

    def _tell(self, tell: Tell) -> None:
        self._send(_COMMANDS[type(tell)])

    # -- inside ----------------------------------------------------------------------------------------------

    def _send(self, name: str) -> None:
        command = self.table.tells.get(name)
        if command is not None and self._link is not None:
            self._link.write(encode(self.table.shape, command, self._addr))

    def _on_frame(self, frame: Frame) -> None:
        own = frame.addr is None or frame.addr == self._addr
        meaning = self._reads.meaning(frame)
        with self._ear_guard:
            ear = self._ear
        if own and meaning is not None:
            self._acknowledge(meaning)
        if ear is not None:
            ear(HeardKey(frame.raw, meaning.key if meaning is not None else "", own))
        elif meaning is None:
            self.unknown += 1
        elif meaning.kind.is_result:
            self.rules.press(Press(frame.hex, meaning.grade, own, begun_at=frame.begun_at))
            self._say_how_it_stands()

    def _acknowledge(self, meaning: Meaning) -> None:
        answer = self._reads.acknowledgement(meaning, self._addr)
        if answer and self._link is not None:
            self._link.write(answer)
            self.acknowledged += 1


def _folders(device: WindowDevice) -> Sequence[Path]:
    folder = device.options.get("folder")
    return (Path(str(folder)),) if folder else ()


def _learnt(device: WindowDevice, table: BoxTable) -> Mapping[str, Grade | None]:
    try:
        return levels_of(device.options.get("levels", {}))
    except (ValueError, TypeError, AttributeError) as error:
        raise RuleViolation("evaluator_table_bad", table=table.name, why=str(error)) from error


def _address(device: WindowDevice, table: BoxTable) -> int:
    said = device.options.get("address")
    try:
        addr = int(str(said), 16) if said not in (None, "") else table.address or 0
    except ValueError as error:
        raise RuleViolation("evaluator_table_bad", table=table.name, why=f"address {said}") from error
    if not 0 <= addr <= BYTE:
        raise RuleViolation("evaluator_table_bad", table=table.name, why=f"address {said}")
    return addr
