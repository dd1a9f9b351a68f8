"""Sentences about printers, scanners, the rating device and the customer screen."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "device_address_bad": "设备地址“{address}”看不懂。请写成 serial:COM3 或 tcp://192.168.1.60:7001。",
    "device_bound_elsewhere": lambda counter=0, kind="设备": (
        f"这台{kind}登记在{f'{counter:02d}号' if counter else '另一个'}窗口。"
        "如果它已经搬到这里，请按“改登记到本窗口”；不是的话，请选另一台。"
    ),
}
