"""The evaluation devices this program drives itself, as the devices page offers them."""

from collections.abc import Sequence
from typing import Any, Final

from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.services.ports_devices import Driver, Found, Hear

TABLE, TABLET = "evaluator-table", "evaluator-tablet"


def _open_table(device: WindowDevice, hear: Hear, **how: Any) -> Any:
    from yichuang_desktop.devices.evaluator_serial import SerialEvaluator  # noqa: PLC0415 - with the device only

    return SerialEvaluator(device, hear, **how)


def _open_tablet(device: WindowDevice, hear: Hear, **how: Any) -> Any:
    from yichuang_desktop.devices.evaluator_tablet import TabletEvaluator  # noqa: PLC0415 - with the device only

    return TabletEvaluator(device, hear, **how)


def _serial_ports() -> Sequence[Found]:
    """A box says nothing of itself: every serial port may be one."""
    from yichuang_desktop.devices.links import SERIAL, ports  # noqa: PLC0415 - asked for only

    return tuple(Found(TABLE, SERIAL + port.name, port.identity, port.title) for port in ports())


def _tables() -> Sequence[tuple[str, str]]:
    from yichuang_desktop.devices.evaluator_tables import shipped_tables  # noqa: PLC0415 - asked for only

    return tuple((table.title, table.name) for table in shipped_tables())


DRIVERS: Final = (
    Driver(
        TABLE,
        DeviceKind.EVALUATOR,
        "按键评价器（串口，按协议表）",
        _open_table,
        _serial_ports,
        {
            "table": "协议表",
            "address": "评价器地址（十六进制，可不填）",
            "baud": "波特率（可不填）",
            "folder": "自编协议表文件夹（可不填）",
        },
        {"table": _tables},
    ),
    Driver(
        TABLET,
        DeviceKind.EVALUATOR,
        "评价平板（网络）",
        _open_tablet,
        asks={"user": "平板登录用的工号（可不填）", "key": "平板登录口令（可不填）"},
    ),
)
