"""Sentences about the duties of windows (2.3; R-SEAT-2)."""

from collections.abc import Callable, Sequence
from typing import Any


def _not_this_window(
    counter: str = "本窗口", channel: str = "这类业务", windows: Sequence[str] = (), **_more: Any
) -> str:
    if not windows:
        return f"{counter}今天不承担“{channel}”，也没有别的窗口承担。请组长在“窗口职责”里安排后再办。"
    return f"{counter}今天不承担“{channel}”。请引导到{'、'.join(windows)}办理。"


SENTENCES: dict[str, str | Callable[..., str]] = {
    "not_this_window_duty": _not_this_window,
    "duty_since_past": "职责只能从今天或以后的日期起调整，过去的安排不能改。请改日期 {day}。",
    "duty_not_for_kind": "{counter}不能承担{channels}，可以承担的是：{possible}。请重新勾选。",
    "duty_unchanged": "{counter}在 {day} 就是这样安排的，没有变化。请先勾选要改的职责。",
    "duty_not_your_role": "窗口职责由{roles}调整，您的账号没有这个岗位。请组长登录办理。",
    "duty_not_your_group": "{counter}不在您的小组。请该组组长或大厅服务股调整。",
    "duty_channel_unknown": "职责“{name}”不认识。请重新勾选。",
}
