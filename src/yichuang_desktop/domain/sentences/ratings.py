"""Sentences about service evaluation and the devices for it."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "rating_from_another_window": "评价须来自办理窗口的评价器。请查看本窗口的评价器，或给群众打印评价码。",
    "rated_already": "这次服务已经评价过，不能再评。",
    "rating_code_unknown": "没有这个评价码。请核对小票上的8位数字后重新输入。",
    "rating_code_expired": "评价码已经过期，不能再评价。",
    "rating_code_used": "这个评价码已经用过，一次服务只评价一次。",
    "rating_code_too_often": "输错次数过多，请{minutes}分钟后再试。",
    "rating_code_given": "这次服务已经给过评价码。请补打原来的小票。",
    "rating_code_hidden": "评价码只印给群众，不在屏幕上显示。小票没有印好时，请补打。",
    "rating_code_taken": "评价码重复，没有保存。请重新打印评价码。",
    "evaluator_unplugged": "评价器断开。请检查电源和数据线；接好后自动恢复，评价先改用群众屏。",
    "evaluator_not_learnt": "评价器的按键还没有对应等级。请在设备页打开“学习按键”，依次按下各键。",
    "evaluator_no_answer": "评价器没有应答，可能已重新启动。请看评价器是否亮灯，必要时拔插电源。",
    "evaluator_table_unknown": "没有名为{table}的评价器协议表。请在设备页重新选择协议表。",
    "evaluator_table_bad": "评价器协议表{table}有误：{why}。请改正该文件，或选择其他协议表。",
    "evaluator_tablet_away": "评价平板没有登录。请打开平板上的评价程序，窗口号填{counter}，地址填{address}。",
    "evaluator_port_taken": "评价平板的端口{port}已被占用。请关闭占用它的程序，或在设备页改用其他端口。",
    "evaluator_learning": "正在学习按键，暂不接收评价。学完或退出后恢复。",
}
