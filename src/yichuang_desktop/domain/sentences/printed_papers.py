"""Sentences about A4 papers: what keeps one from being printed."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "paper_incomplete": "“{paper}”还缺：{fields}。请补全后再打印，办件已保存。",
    "commitment_text_changed": "信用承诺书（{number}）的正文与签字时的不一致，不能打印。请由承诺人重新签字。",
    "signed_text_changed": "“{paper}”（{number}）正文与签字时的不一致，不能打印。请重新签字，或改为手写。",
    "signature_picture_unreadable": "屏幕签字的笔迹图片读不出来。请重新签字，或打印后手写签字。",
    "printer_refused": "打印机“{printer}”没有接收这份单据。请查看是否开机、有纸、没有报错，再重新打印。",
    "paper_file_not_written": "文件“{file}”写不进去。请查看磁盘空间，或换一个文件夹再保存。",
}
