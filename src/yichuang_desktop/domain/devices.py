"""The devices of a window: their kinds, how they stand, and what can be wrong with them (R-X-7).

A device never stops a case: whatever is wrong with it is a state that is shown with what to do about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from yichuang_desktop.domain.titled import TitledEnum


class DeviceKind(TitledEnum):
    """What a device is for; a window has at most one of each."""

    SLIP_PRINTER = "slip_printer"
    A4_PRINTER = "a4_printer"
    EVALUATOR = "evaluator"
    SCANNER = "scanner"
    CARD_READER = "card_reader"
    SIGNATURE_PAD = "signature_pad"
    CUSTOMER_SCREEN = "customer_screen"
    DOCUMENT_CAMERA = "document_camera"

    def _words(self) -> str:
        return _KIND_TITLES[self.value]


_KIND_TITLES = {
    "slip_printer": "小票打印机",
    "a4_printer": "A4打印机",
    "evaluator": "评价器",
    "scanner": "扫码枪",
    "card_reader": "身份证阅读器",
    "signature_pad": "签名板",
    "customer_screen": "群众屏",
    "document_camera": "高拍仪",
}


class Condition(TitledEnum):
    """How a device stands, as far as anyone knows; silence is never "ready"."""

    NOT_SET_UP = "not_set_up"
    CONNECTING = "connecting"
    READY = "ready"
    BUSY = "busy"
    SILENT = "silent"
    """Set up and reachable, but it never says how it is."""
    ATTENTION = "attention"
    """Works, and soon will not: paper running low."""
    FAULT = "fault"
    """There, and cannot work until somebody sees to it."""
    LOST = "lost"
    """Unplugged, switched off, or not to be reached."""

    def _words(self) -> str:
        return _CONDITION_TITLES[self.value]

    @property
    def usable(self) -> bool:
        """Whether work may be sent to it."""
        return self in (Condition.READY, Condition.BUSY, Condition.SILENT, Condition.ATTENTION)


_CONDITION_TITLES = {
    "not_set_up": "没有设置",
    "connecting": "正在连接",
    "ready": "正常",
    "busy": "正在使用",
    "silent": "已设置，不报告状态",
    "attention": "可以使用，需要留意",
    "fault": "有故障",
    "lost": "断开",
}


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """How a device stands at a moment. ``fault`` is a sentence code (``card_reader_unplugged``) or empty;
    its sentence says what to do. ``detail`` is for the log, in English, and never holds personal data.
    """

    kind: DeviceKind
    condition: Condition
    fault: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """What a device is known by wherever it is plugged in; a COM number or an IP address is not enough.

    ``maker``, ``serial`` and ``location`` as the system tells them (USB: VID:PID, serial number, port path);
    a network device has the name it logged in by. Empty parts are unknown and match anything.
    """

    maker: str = ""
    serial: str = ""
    location: str = ""

    @property
    def known(self) -> bool:
        return bool(self.maker or self.serial or self.location)

    def matches(self, other: "DeviceIdentity") -> bool:
        """Whether both may be the same device: a serial number decides, else maker and place."""
        if self.serial and other.serial:
            return self.serial == other.serial and _alike(self.maker, other.maker)
        return _alike(self.maker, other.maker) and _alike(self.location, other.location)

    def __str__(self) -> str:
        """``0403:6001|A50285BI|1-1.2``: the form in which it is kept."""
        return "|".join((self.maker, self.serial, self.location)) if self.known else ""

    @classmethod
    def parse(cls, text: str) -> "DeviceIdentity":
        """Read what ``str`` wrote; an empty text is an unknown identity."""
        parts = [*text.split("|"), "", "", ""]
        return cls(*parts[:3])


ONE_WINDOW = (DeviceKind.EVALUATOR, DeviceKind.SCANNER, DeviceKind.CARD_READER, DeviceKind.SIGNATURE_PAD)
"""Kinds whose devices stand at one window: what they say would be taken for another window's citizen.

Printers are shared, and screens and cameras often have a serial number that is everybody's.
"""


def known_by(kind: DeviceKind, identity: DeviceIdentity) -> str:
    """What of an identity only one window may have; empty where nothing tells one device from the next."""
    return f"{identity.maker}|{identity.serial}" if kind in ONE_WINDOW and identity.serial else ""


def _alike(one: str, other: str) -> bool:
    return not one or not other or one == other


@dataclass(frozen=True, slots=True)
class WindowDevice:
    """One device as it is set up for a window: which driver, where it is reached, and who it is."""

    counter: int
    kind: DeviceKind
    driver: str
    """Name of the driver; see ``devices.drivers``."""
    address: str = ""
    """As the driver wants it: ``serial:COM3``, ``tcp://192.168.1.50:9100``, ``screen:HDMI-2``."""
    identity: DeviceIdentity = field(default_factory=DeviceIdentity)
    title: str = ""
    """The model in words, as set-up found it."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What only this driver knows: baud, frame table, printer profile."""


class DeviceDeed(Enum):
    """What is kept in a device's history."""

    BOUND = "bound"
    UNBOUND = "unbound"
    CONNECTED = "connected"
    LOST = "lost"
    FAULT = "fault"
    RECOVERED = "recovered"
    TESTED = "tested"
    ANSWERS = "answers"
    """What the clerk ticked on a self-test page."""
    STRAY = "stray"
    """Something it sent that belongs to nothing."""
    USED = "used"
    """Worked for somebody; kept now and then, not each time."""

    @property
    def title(self) -> str:
        return _DEED_TITLES[self.value]


_DEED_TITLES = {
    "bound": "设为本窗口的设备",
    "unbound": "不再使用",
    "connected": "已连接",
    "lost": "断开",
    "fault": "出现故障",
    "recovered": "恢复正常",
    "tested": "测试",
    "answers": "自检结果",
    "stray": "收到无主的数据",
    "used": "使用",
}


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """One line of a device's history; who and when are the database's."""

    counter: int
    kind: DeviceKind
    deed: DeviceDeed
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Plain values without personal data: the fault's code, the printer's answers."""
    by: str = ""
    at: datetime | None = None
