"""Printers as set-up finds and offers them; the print queue drives them (``app.printers``).

A printer is not opened by the device room: each job opens it anew (see ``printing.transports``).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from yichuang_desktop.domain.devices import DeviceIdentity, DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing.finding import FoundPrinter, profile_for, system_queues
from yichuang_desktop.printing.profiles import load_profiles
from yichuang_desktop.printing.transports import transport_for
from yichuang_desktop.printing.transports_serial import SERIAL
from yichuang_desktop.services.ports_devices import Driver, Found, Hear

PROFILE: Final = {"profile": "型号"}


def profile_choices() -> tuple[tuple[str, str], ...]:
    """The models a slip printer may be, with their names; the common one first."""
    return tuple((profile.title, name) for name, profile in load_profiles().items())


def port_of(address: str, identity: DeviceIdentity) -> str:
    """The port that has the identity now. Raises OSError when no such printer is plugged in."""
    # pyserial is imported only where there is a serial printer, or one is looked for.
    from yichuang_desktop.devices.links import LinkLost, locate  # noqa: PLC0415

    try:
        return locate(address, identity).removeprefix(SERIAL)
    except LinkLost as lost:
        raise OSError(str(lost)) from lost


def check_slip(device: WindowDevice, _hear: Hear, **_how: Any) -> None:
    """Refuse what no slip can be sent to.

    Raises RuleViolation ``printer_address_bad``, ``printer_profile_unknown``.
    """
    profiles = load_profiles()
    name = str(device.options.get("profile", "")) or next(iter(profiles))
    if name not in profiles:
        raise RuleViolation("printer_profile_unknown", profile=name, known="、".join(sorted(profiles)))
    transport_for(device.address, profiles[name], identity=device.identity, port_of=port_of)


def check_a4(device: WindowDevice, _hear: Hear, **_how: Any) -> None:
    """Refuse a printer this system does not know. Raises RuleViolation ``print_no_such_printer``."""
    # Qt is asked, for it is Qt that draws on it.
    from yichuang_desktop.printing.page_printer import system_printers  # noqa: PLC0415

    if device.address not in system_printers():
        raise RuleViolation("print_no_such_printer", printer=device.address)


def find_queues() -> Sequence[Found]:
    """The system's printers: any of them may be a slip printer; those that look like one come first.

    Their model is guessed, the others' is asked.
    """
    queues = sorted(system_queues(), key=lambda one: not one.slip)
    return [
        _found("slip-system", one.address, one, {"profile": profile_for(_words(one))} if one.slip else {})
        for one in queues
    ]


def find_a4() -> Sequence[Found]:
    """The system's printers, the default one first, those that look like receipt printers last."""
    queues = sorted(system_queues(), key=lambda one: (one.slip, not one.default))
    return [_found("a4-system", one.name, one, {}) for one in queues]


def find_serial() -> Sequence[Found]:
    """Serial ports of USB devices, and of printers in their virtual-COM mode."""
    return list(_serial_ports())


def _serial_ports() -> Iterator[Found]:
    from yichuang_desktop.devices.links import ports  # noqa: PLC0415

    for port in ports():
        if port.identity.known:
            yield Found("slip-serial", SERIAL + port.name, port.identity, port.title)


def _found(driver: str, address: str, one: FoundPrinter, options: dict[str, str]) -> Found:
    title = one.name if one.title in ("", one.name) else f"{one.name}（{one.title}）"
    return Found(driver, address, DeviceIdentity(), title, options)


def _words(one: FoundPrinter) -> str:
    return f"{one.name} {one.title}"


_MODELS: Final = {"profile": profile_choices}
_SLIP: Final = DeviceKind.SLIP_PRINTER
DRIVERS: Final = (
    Driver("slip-network", _SLIP, "网口打印机（9100端口）", check_slip, asks=PROFILE, choices=_MODELS),
    Driver("slip-system", _SLIP, "系统里的打印机（USB、共享）", check_slip, find_queues, PROFILE, _MODELS),
    Driver("slip-serial", _SLIP, "串口打印机", check_slip, find_serial, PROFILE, _MODELS),
    Driver("a4-system", DeviceKind.A4_PRINTER, "系统里的打印机", check_a4, find_a4),
)
