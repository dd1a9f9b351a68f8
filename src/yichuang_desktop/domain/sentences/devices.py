"""Sentences about printers, scanners, the rating device and the customer screen."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "device_address_bad": "设备地址“{address}”看不懂。请写成 serial:COM3 或 tcp://192.168.1.60:7001。",
    "customer_screen_gone": "群众屏断开了，正在进行的签名或评价已取消。接好后可重新发起，或改用纸质签字。",
    "driver_missing": "{kind}用的驱动“{driver}”没有装在这台电脑上。请管理员装好后重新登录，或者换一台设备。",
    "driver_broken": "{kind}用的驱动“{driver}”打不开。请管理员更新驱动程序后重新登录，或者换一台设备。",
    "device_bound_elsewhere": lambda counter=0, kind="设备": (
        f"这台{kind}登记在{f'{counter:02d}号' if counter else '另一个'}窗口。"
        "如果它已经搬到这里，请按“改登记到本窗口”；不是的话，请选另一台。"
    ),
}
