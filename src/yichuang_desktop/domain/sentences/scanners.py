"""Sentences about scanners: how they are set up, and what stands in their way."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "half_scan_typed": "码没有扫全，读到的数字进了输入框。请删去这些数字，再把单据放平重扫。",
    "scanner_alt_numpad": (
        "扫码枪在用“Alt+数字”方式逐字输入，码会读错。"
        "请用扫码枪说明书里的设置码改成普通键盘方式，或改用串口方式。"
    ),
    "scanner_prefix_key": (
        "扫码枪在码前面发了一个功能键，会误按本程序的办理键。请用设置码取消扫码枪的前缀，后缀保留回车。"
    ),
    "scanner_unplugged": (
        "扫码枪断开了。请插好 USB 线，插好后会自动恢复；这期间可以逐组键入单据上的 30 位数字。"
    ),
    "scanner_garbled": (
        "扫码枪传来的内容读不出来，可能是波特率不对。请按说明书扫“USB 虚拟串口”设置码，再到设备页面测试一次。"
    ),
}
