"""What the program needs from the device drivers of a window, whoever wrote them (R-X-7).

A vendor's driver is a package of its own: it offers a :class:`Driver` under the entry point group
``yichuang_desktop.drivers`` and imports nothing of this program but this module and the domain.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from yichuang_desktop.domain.devices import (
    DeviceEvent,
    DeviceIdentity,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)

Hear = Callable[[DeviceReport], None]
"""Told every change of a device's condition, in the driver's own thread."""


class Device(Protocol):
    """A device in use. Each works in a thread of its own; no call waits for the device.

    What a device of a kind can do beyond this is its kind's protocol.
    """

    def start(self) -> None:
        """Begin to connect, and to connect again whenever it is lost."""
        ...

    def stop(self) -> None:
        """Let go of the device; returns when its thread has ended (within two seconds)."""
        ...

    def report(self) -> DeviceReport:
        """How it stands now."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A device that set-up came upon: enough to make a ``WindowDevice`` of it."""

    driver: str
    address: str
    identity: DeviceIdentity
    title: str
    options: Mapping[str, Any] = field(default_factory=dict)


def nothing_found() -> Sequence[Found]:
    """For devices that cannot be looked for."""
    return ()


@dataclass(frozen=True, slots=True)
class Driver:
    """One way to drive one kind of device.

    ``open`` gives a device not yet started; it raises RuleViolation for an address or option it cannot use.
    What else a kind needs from the program (where answers go) is given by keyword: see the kind's protocol.
    """

    name: str
    kind: DeviceKind
    title: str
    """In Chinese, as the devices page offers it."""
    open: Callable[..., Any]
    """``open(device: WindowDevice, hear: Hear, **how)``."""
    find: Callable[[], Sequence[Found]] = nothing_found
    """Which of its devices are connected now; asked off the Qt thread, within a few seconds."""
    asks: Mapping[str, str] = field(default_factory=dict)
    """Options that set-up asks for, by name: their Chinese label. Empty: nothing but the address."""
    choices: Mapping[str, Callable[[], Sequence[tuple[str, str]]]] = field(default_factory=dict)
    """Of the options asked for, those chosen from a list: a function giving (words, value)."""
    sentences: Mapping[str, str] = field(default_factory=dict)
    """Of a foreign driver: what its fault codes mean, in Chinese, with what to do. Codes of its own only."""
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a foreign driver: by fault code, what the clerk does about it, step by step."""


class DeviceBook(Protocol):
    """Which devices a window has, and what happened to them; kept in the hall's database."""

    def bound(self, counter: int) -> tuple[WindowDevice, ...]:
        """The devices set up for a window, at most one of a kind."""
        ...

    def bind(self, device: WindowDevice, *, take_over: bool = False) -> None:
        """Use this device at its window from now on, instead of the one of its kind before.

        Raises RuleViolation ``device_bound_elsewhere`` (``counter``) when another window has it; with
        ``take_over`` it is taken from there.
        """
        ...

    def unbind(self, counter: int, kind: DeviceKind) -> None:
        """Use no device of this kind at the window any more; nothing happens where there is none."""
        ...

    def note(self, event: DeviceEvent) -> None:
        """Add a line to the history; who and when are the database's."""
        ...

    def history(
        self, counter: int, kind: DeviceKind | None = None, limit: int = 500
    ) -> tuple[DeviceEvent, ...]:
        """What happened to the devices of a window, newest first; ``by`` is the person's name."""
        ...

    def whose(self, kind: DeviceKind, identity: DeviceIdentity) -> int | None:
        """The window that has this very device; None where none has it, or nothing tells it from others."""
        ...
