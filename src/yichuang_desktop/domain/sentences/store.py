"""Sentences about the database, log-in and versions.

Each says what became of the work in hand: a clerk at the window must know whether it is saved.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any


def _wrong_password(left: int | None = None, **_more: Any) -> str:
    if left is None:
        return "账号或密码不对。请重新输入；忘记密码请找管理员。"
    return f"密码不对，还可再试 {left} 次。请看一下大小写和输入法；忘记密码请找管理员。"


def _account_locked(until: datetime | None = None, **_more: Any) -> str:
    when = f"，{until:%H:%M} 以后可以再试" if until else ""
    return f"密码连续输错，这个账号暂时锁住了{when}。急用请找管理员。"


def _network_drive(path: str = "", **_more: Any) -> str:
    where = f"（{path}）" if path else ""
    return f"单机数据库不能放在网络盘上{where}，会丢数据。请移到本机硬盘，或改用全厅数据库。"


_SERVER = "请看网线（单机用时看硬盘），再试一次；仍不行时请告知管理员。"

SENTENCES: dict[str, str | Callable[..., str]] = {
    # -- the database is away, full, locked
    "database_away": f"连不上数据库，这一步没有办，已录入的内容还在屏幕上。{_SERVER}",
    "no_database_file": (
        "这里还没有大厅的数据库：{file}。看演示请运行 yichuang demo；新建请管理员运行 yichuang db init；"
        "全厅共用数据库的，请管理员在本机设置里写明它的地址。"
    ),
    "result_unknown": "提交时数据库断开了，不知道这一步办成没有。请再按一次同一个键：已办成的不会重办。",
    "database_read_only": "数据库文件只能读、不能写，这一步没有保存。请让管理员给本机账户写权限，再试一次。",
    "disk_full": "磁盘满了，这一步没有保存，以前的办件都在。请清理磁盘（或告知管理员），再试一次。",
    "database_locked": "数据库正被另一个程序占用，这一步没有办。请关闭本机另开的一窗通办，再试一次。",
    "database_damaged": "数据库文件已损坏，程序没有打开它。请不要再动这个文件，告知管理员用备份恢复。",
    "network_drive": _network_drive,
    # -- versions
    "database_newer": "数据库（第 {version} 版）比本机程序（到第 {known} 版）新。请升级本机程序再登录。",
    "database_older": "数据库还没有升级到本机程序的版本。请管理员运行 yichuang db upgrade 后再登录。",
    "rules_differ": "数据库里的流程表与本机程序不同。请管理员运行 yichuang db upgrade，或升级本机程序。",
    "server_too_old": "数据库服务器是 PostgreSQL {version}，须 {needed} 或更新。请管理员升级服务器。",
    "hall_exists": "这个数据库里已有一个大厅，没有改动它。要另建，请换一个空的数据库。",
    # -- log-in
    "wrong_password": _wrong_password,
    "unknown_login": "没有这个账号，或者账号已停用。请看一下有没有输错；需要开通请找管理员。",
    "account_locked": _account_locked,
    "log_in_unfit": "账号名只能用小写字母开头，后接小写字母、数字、点、横线，共 2 到 31 个。请换一个。",
    "role_unknown": "没有这个岗位，账号没有开通。请从岗位列表中选择。",
    "password_in_clear": "密码不能明文传给数据库，账号没有开通。请用管理员的账号界面开通。",
    "log_in_taken": "这个账号名已经有人用了。请换一个。",
    "not_allowed": "您的账号不能办这一步，什么也没有改。请由有此岗位的同事登录办理。",
    # -- what the database itself refuses
    "not_found": "没有找到这条记录，可能已在别处变动。请刷新后再看。",
    "other_act_under_this_id": "同一个操作编号下已有另一项内容，这一次没有办。请刷新后重新操作。",
    "paper_code_taken": "这张单据的编码已经有了，没有再做一张。请刷新后看办件的单据。",
    "paper_already_revoked": "这张单据已经挂失作废，不必再办。",
    "counter_lacking": "没有写明在哪个窗口办，这一步没有办。请重新登录并选择窗口。",
    "unknown_act": "数据库不认识这项操作，什么也没有改。请管理员看程序与数据库的版本是否一致。",
    "only_by_an_act": "办件的状态只能通过办理来改，不能直接改数据，什么也没有改。",
    "history_is_kept": "办理历史只增不改，什么也没有改。要更正，请用“撤销”并写明原因。",
    "forged_stamp": "时间和经办人由数据库盖章，不能自己填写，什么也没有改。",
    "numbers_only_rise": "编号只能往上走，不能改回去，什么也没有改。",
    "not_a_demonstration": "只有演示大厅可以改时钟，什么也没有改。",
}
