"""Sentences about questions at the window (3.1; R-ASK-1/2)."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "guide_needs_item": "还没有选事项，没有可以打印的告知单。请先在上面的框里找到事项。",
    "answered_before_asked": "答复日期 {day} 早于转办日期 {asked}。请核对后重填。",
    "consultation_not_found": "没有查到咨询 {number}。请核对编号，或重新查找事项。",
    "not_a_consultation": "这张单据不是咨询时出具的告知单。办件请按 F6 查询，补正的请在“继续办理”里选。",
    "consultation_without_item": "咨询 {number} 没有对应的事项。请在上面的框里查找要办的事项。",
    "sample_lacking": "“{material}”没有示范文本。请按受理要点口头说明，并告知事项库管理员补上。",
    "sample_not_found": "示范文本文件 {file} 没有找到。请检查示范文本文件夹，或告知事项库管理员。",
    "sample_unreadable": "示范文本文件 {file} 打不开。请换成 PNG 或 JPEG 图片，或告知事项库管理员。",
}
