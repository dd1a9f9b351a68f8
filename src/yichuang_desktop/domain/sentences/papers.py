"""Sentences about paper codes, scans and the hall's own numbers."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "not_our_code": lambda seen="", advice="": (
        f"不是本大厅的单据码，看起来是{seen}。{advice}"
        if seen
        else "这不是本大厅单据上的码，可能是付款码、快递码或网址。请扫单据右上角的二维码。"
    ),
    "half_scan": "码没有扫全，或有数字录错。请把单据放平再扫一次，或逐组核对后重新录入。",
    "scans_slowed": "连续扫到几张查不到或校验不符的码，请 {seconds} 秒后再扫。请留下单据核对，并报告组长。",
    "unknown_key": "单据上的密钥编号 {key_id} 本机不认识，可能是旧单据。请按单号查找，并告知管理员。",
    "forged_code": "码的校验不符，这张单据可能不是本大厅打印的。请留下单据，核对申请人证件，并报告组长。",
    "number_unreadable": "这不像本大厅的单号，请按单据上的写法录入，例如 NX20261123-04-0011。",
    "window_code_invalid": "窗口代码 {window} 无效，应为 01 至 49。请管理员在窗口设置中改正。",
    "serials_used_up": "{day}第 {window} 号窗口的 {most} 个单号已用完，今天请换一个窗口收件，并告知管理员。",
}
