"""What is said beside a field of a form."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "answer_lacking": "请填写“{title}”。",
    "tick_lacking": "请核对后勾选“{title}”；没有见到的不能勾选。",
    "choice_lacking": "请选择“{title}”。",
    "day_lacking": "请填写“{title}”。",
    "answer_too_long": "“{title}”最多 {most} 个字，请精简。",
    "day_in_future": "“{title}”{day}晚于今天，请核对日期。",
    "day_in_past": "“{title}”{day}早于今天，请改为今天或以后的日期。",
    "count_out_of_bounds": "“{title}”应在 {least} 到 {most} 之间，请改正。",
    "choice_unknown": "“{title}”只能是：{choices}。请重新选择。",
    "day_unreadable": "“{typed}”不是日期，请写成 1123、11-23、2026-11-23 或 +5（5 个工作日后）。",
    "count_unreadable": "“{title}”请填数字。",
    "file_unreadable": "没有读到这个文件，请确认文件还在，再选一次。",
    "file_not_a_picture": "只能用 PNG、JPEG 图片或 PDF 文件，请换一个文件。",
    "file_too_large": "这个文件有 {size} MB，最大 {most} MB，请压缩或重新扫描。",
    "not_of_this_case": "这张{paper}是另一件的（{number}），请核对后重新扫码。",
}
