"""Sentences about identity cards and their readers."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    # the card
    "card_type_unknown": (
        "不认识这种证件（类型 {raw}），没有录入任何内容。请看证件原件手工录入，并把类型告知管理员。"
    ),
    "card_text_unreadable": "卡里的文字读不完整，没有录入任何内容。请移开再放一次；仍不行时看原件手工录入。",
    "card_permit_area": "这张居住证的号码不是港澳台的号段，没有录入。请核对证件，看原件手工录入。",
    "card_number_odd": "卡上的号码请看原件核对：{why}。",
    "card_birth_unreadable": "卡上的出生日期读不出，请看原件。",
    "card_birth_differs": "卡上的出生日期与号码里的不一致，请看原件核对。",
    "card_sex_differs": "卡上的性别与号码里的不一致，请看原件核对。",
    "card_expired": "证件已过期（有效期至{until}），请申请人出示有效证件或说明换证情况。",
    "card_not_valid_yet": "证件要到{since}才生效，请看原件核对。",
    "card_validity_unreadable": "卡上的有效期限读不出，请看原件。",
    # while a card is waited for
    "card_lift_first": "请把证件移开，再放上去。",
    "card_moved": "证件拿开得早了一点，请平放在阅读器上，听到提示再拿开。",
    "card_unknown": "阅读器不认识这张卡。请放身份证、居住证或永久居留身份证，一次只放一张。",
    "card_authentication": (
        "这张卡没有通过阅读器的核验（代码 {code}）。请移开再放；仍不行时卡可能已损坏，请看原件手工录入。"
    ),
    "card_not_put": "一直没有放证件，已停止等待。要读卡时请再按读身份证。",
    # the reader
    "card_reader_none": "本窗口没有设置身份证阅读器。请看证件原件手工录入。",
    "card_reader_unplugged": "身份证阅读器断开了。请检查连线和电源，接好后会自己恢复；也可以看原件手工录入。",
    "card_reader_silent": (
        "找到了身份证阅读器的接口，但它不应答。请检查电源，重新插拔；仍不行时请管理员核对设备设置。可以手工录入。"
    ),
    "card_reader_garbled": "身份证阅读器的数据传不完整。请插紧连线，再读一次；也可以看原件手工录入。",
    "card_reader_self_test": "身份证阅读器自检没有通过。请断电十秒再接上；仍不行时请联系维修。可以手工录入。",
    "card_reader_not_authorised": (
        "身份证阅读器的安全模块没有授权，读不了卡。请联系供应商；可以看原件手工录入。"
    ),
    "card_reader_answer": (
        "身份证阅读器回答了代码 {code}，这次没有读成。请再读一次；仍不行时把代码告知管理员。"
    ),
    "card_reader_baud": "波特率“{wish}”用不了。请填 {bauds} 之一，或不填，由程序自己找。",
    "card_port_bad": "阅读器端口“{address}”看不懂。USB 请写 sdt:1001 到 sdt:1016，串口写 sdt:1 到 sdt:16。",
    "card_helper_broken": (
        "身份证阅读器厂家的程序没有应答，已重新启动它。请再读一次；也可以看原件手工录入。"
    ),
    "card_library_missing": (
        "打不开厂家的动态库。请管理员在设备设置里核对它的完整路径；32位的库要配32位的 Python。可以手工录入。"
    ),
    # at the counter
    "identity_reading_missing": (
        "读卡核验的内容与现在填的姓名、号码不一致。请重新读卡，或按 Alt 4 改为看原件核验。"
    ),
}
