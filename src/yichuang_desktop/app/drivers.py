"""The drivers this program brings itself: one line each, imported when a window first needs one.

A driver's module is light. What is heavy (OpenCV, Qt's multimedia, websockets) is imported in the driver's
``open`` or ``find``, so that a window without the device never pays for it.
"""

from importlib import import_module
from typing import Final

from yichuang_desktop.devices.drivers import Drivers, load_drivers
from yichuang_desktop.services.ports_devices import Driver

OURS: Final[tuple[tuple[str, str], ...]] = (
    ("app.printer_drivers", "DRIVERS"),
    ("ui.camera.driver", "DRIVER"),
    ("devices.camera_folder", "DRIVER"),
    ("devices.card_reader", "DRIVER"),
    ("devices.card_dll", "DRIVER"),
    ("devices.scanner_serial", "DRIVER"),
    ("devices.scanner_wedge", "DRIVER"),
    ("devices.evaluator_drivers", "DRIVERS"),
)
"""Module under ``yichuang_desktop`` and the name in it: a Driver, or a tuple of them."""


def our_drivers() -> tuple[Driver, ...]:
    """Every driver of our own."""
    found: list[Driver] = []
    for module, name in OURS:
        offered = getattr(import_module(f"yichuang_desktop.{module}"), name)
        found += [offered] if isinstance(offered, Driver) else offered
    return tuple(found)


def all_drivers() -> Drivers:
    """Ours and those of the packages installed beside this program; not for the Qt thread."""
    return load_drivers(our_drivers())
