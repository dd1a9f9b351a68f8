"""Sentences of the program around the acts: windows, hall files, command line."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "counter_not_chosen": "还没有选本机所在的窗口，请先选窗口再登录。",
    "counter_unknown": "本大厅没有编号 {counter} 的窗口，请重新选本机所在的窗口。",
    "no_work_at_this_window": (
        "{counter}没有您岗位（{roles}）要办的事。要办件请按 Ctrl L，到{windows}窗口登录；查询可以照常。"
    ),
    "no_window_work": "您的岗位（{roles}）不在窗口办件。收件、出证请由窗口人员登录；您岗位的业务可照常办。",
    "hall_file_unreadable": "大厅配置文件 {file} 的写法有误（{reason}），请更正后再试。",
    "hall_file_wrong": "大厅配置文件 {file} 的内容不对（{reason}），请对照示例更正后再试。",
    "ledger_file_kind": "台账只能写成 .xlsx 或 .pdf 文件。请把“{file}”的结尾改成其中一种。",
    "password_file_unreadable": "密码文件 {file} 读不出来，请检查路径和权限。",
}
