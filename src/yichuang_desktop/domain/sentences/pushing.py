"""Sentences about what is pushed to the provincial platform and the departments' systems."""

from collections.abc import Callable

_AGAIN = "会自动再推，办件不受影响。"

SENTENCES: dict[str, str | Callable[..., str]] = {
    # what stands in the way of an attempt; it is tried again by itself
    "push_unreachable": f"连不上对方系统（{{receiver}}）。{_AGAIN}请看网络，或问对方系统是否在用。",
    "push_no_answer": f"对方系统（{{receiver}}）在 {{seconds}} 秒内没有答复。{_AGAIN}",
    "push_broken_off": f"对方系统（{{receiver}}）没有答复完就断开了。{_AGAIN}",
    "push_not_trusted": f"与对方系统（{{receiver}}）建不起可信的加密连接。{_AGAIN}请管理员核对证书。",
    "push_busy": f"对方系统（{{receiver}}）现在不收件（{{status}}）。{_AGAIN}",
    "push_folder_unwritable": f"文件夹“{{receiver}}”写不进去。{_AGAIN}请看磁盘空间和权限。",
    "push_answer_file_unreadable": "对方放回的答复文件“{file}”读不懂，请对方重写。这件仍在等答复。",
    # what the receiver refused; it waits for a person
    "push_refused": "对方系统没有收下（{status}）{said}。请核对后按“再推一次”，或改用复制卡片录入。",
    "push_not_signed_in": "对方系统不认本大厅的签名（{status}）{said}。请管理员核对推送密钥后再推。",
    "push_no_such_place": "对方系统没有这个接收地址（{status}）{said}。请管理员核对推送地址后再推。",
    "push_moved": "对方系统要求改用别的地址（{status}）。请管理员核对推送地址后再推。",
    "push_content_differs": "对方收过同一编号、别的内容（{status}）{said}。请联系对方核对，不要重复录入。",
    "push_too_big": "对方系统嫌内容太长（{status}）{said}。请联系对方，或改用复制卡片录入。",
    "push_answer_unreadable": "对方收下了，但答复读不懂。请联系对方核对；要再推时按“再推一次”。",
    # settings
    "push_key_unreadable": "推送密钥文件“{file}”读不出来，推送已停。请管理员放好密钥文件后重新打开程序。",
    "push_key_short": "推送密钥文件“{file}”里的密钥太短（至少 {least} 个字符），推送已停。请管理员更换。",
    "push_log_in_refused": "推送账号登录不了数据库，推送已停。请管理员核对密码文件“{file}”。",
    "push_stopped": "推送停了，会自动再试。不恢复时请告知管理员查看日志。",
    "push_not_configured": "未接省平台接口，请用复制卡片录入。",
    # what a person may not do with a message
    "push_on_its_way": "这一条正在推送，请稍候再看结果。",
    "push_move_forbidden": "这一条现在是“{state}”，不能这样改。请刷新推送列表再看。",
    "push_number_forged": "平台编号只能由对方答复带回，或在办件里手工登记，不能改写推送记录。",
    "push_reason_lacking": "不再推送请写明原因。",
    "push_not_answered": "这一条还没有得到对方的答复，不能按答复登记。",
    "push_not_sent": "这一条还没有送到对方，不能登记为已推送。电话或当面提醒的，请写明告知了谁。",
    "push_taken_up": "{receipt_no}：对方的答复已经登记过，不必再登记。",
    "platform_no_differs": (
        "{receipt_no}：已登记的平台编号是 {ours}，对方答复的是 {theirs}，没有改写。"
        "请核对后在办件里手工登记正确的编号。"
    ),
    "platform_no_first": "请先登记平台编号，再确认平台的受理、办结日期。",
    "platform_date_wrong": "平台日期应在 {first} 与 {last} 之间，请核对。",
    "platform_confirmed_already": "平台{what}日期已在 {on} 确认过。要改正，请先撤销那一步。",
    "platform_not_concluded": "这一件还没有办结，不能确认平台办结。",
    "push_told_lacking": "请写明提醒了部门的哪位工作人员。",
}
