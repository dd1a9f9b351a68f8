"""Who a camera is, read from the name the system gives it; imports no Qt."""

import re

from yichuang_desktop.domain.devices import DeviceIdentity

_USB = re.compile(r"vid_([0-9a-f]{4})&pid_([0-9a-f]{4})", re.IGNORECASE)


def identity_of(identifier: str) -> DeviceIdentity:
    """Maker and model from a Windows path (``…#vid_1b17&pid_0211#…``); elsewhere only the place."""
    usb = _USB.search(identifier)
    return DeviceIdentity(f"{usb[1]}:{usb[2]}".lower() if usb else "", "", identifier)
