"""Sentences about working days, limits, pauses and cut-offs."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "calendar_unreadable": "放假安排文件的“{part}”读不懂，没有导入。请核对文件后重新导入。",
    "calendar_other_year": "放假安排写的是 {year} 年，却有{day}，没有导入。请核对文件后重新导入。",
    "calendar_day_twice": "{days}既是放假日又是上班日，没有导入。请对照国务院办公厅的通知改正。",
    "calendar_makeup_on_weekday": "{days}本来就是工作日，不能作调休上班日，没有导入。请对照通知改正。",
    "cutoffs_out_of_order": "领取截止时间前后颠倒，没有保存。请按先后顺序填写三个时间。",
    "calendar_missing": "还没有导入 {year} 年的放假安排，到期日只能暂估。请管理员导入国务院办公厅的通知。",
    "due_estimated": "{year} 年的放假安排尚未公布，到期日只按周末推算，为暂估，公布后会重新计算。",
}
