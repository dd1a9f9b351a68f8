"""Sentences about printers, scanners, the rating device and the customer screen."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "device_address_bad": "设备地址“{address}”看不懂。请写成 serial:COM3 或 tcp://192.168.1.60:7001。",
}
