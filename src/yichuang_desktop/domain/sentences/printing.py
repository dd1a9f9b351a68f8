"""Sentences about print jobs, printers and what a printer cannot set."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "print_unreachable": "连不上打印机“{printer}”。请看电源和网线，或等别的窗口用完；会自动接着打印。",
    "print_no_answer": "打印机“{printer}”没有应答，可能正被别的窗口使用。会自动再试，办件已保存。",
    "print_offline": "打印机“{printer}”脱机。请按一下它的联机（进纸）键，会自动接着打印。",
    "print_cover_open": "打印机“{printer}”的上盖没有合好。请压紧上盖直到听见咔哒声，会自动接着打印。",
    "print_paper_out": "打印机“{printer}”缺纸。请打开上盖，装上纸卷，拉出一截纸，合上盖；会自动接着打印。",
    "print_printer_fault": "打印机“{printer}”报告故障。请关机，取出卡纸，再开机，会自动接着打印。",
    "print_broken_off": "送往打印机“{printer}”时中断，不会自动重打。票出来了吗？完整、不完整，还是没有？",
    "print_program_ended": "上次程序在打印时中断，不会自动重打。票出来了吗？完整、不完整，还是没有？",
    "print_write_failed": "打印文件写不进“{printer}”的文件夹。请看磁盘空间和权限；恢复后会自动再试。",
    "print_busy": "打印机“{printer}”正被别的窗口或程序占用。会自动再试；一直这样时请关掉占用它的程序。",
    "print_cutter": "打印机“{printer}”切刀卡住。请关机，打开上盖取出碎纸，再开机，会自动接着打印。",
    "print_too_hot": "打印机“{printer}”的打印头过热，凉几分钟会自动接着打印，不必关机。",
    "print_paused": "打印机“{printer}”在系统里被暂停。请打开系统的打印队列，点“继续打印”，会自动接着打印。",
    "print_spooler": "系统的打印服务没有接下“{printer}”的任务。请重新启动电脑；共享打印机请看那台电脑。",
    "print_in_system_queue": "这张票还在系统的“{printer}”队列里，可能随后打出。请看打印机，出来前不要补打。",
    "print_dropped_by_system": "系统丢弃了送往“{printer}”的这张票。票出来了吗？完整、不完整，还是没有？",
    "print_not_laid_out": "这张票的版面没有生成，办件已保存。请记下单号并告知管理员，可先用A4打印。",
    "print_no_such_printer": "本机没有设置打印机“{printer}”。请在设置里选打印机，或改用另一台后重新打印。",
    "print_move_forbidden": "这张票现在是“{state}”，不能改为“{to}”。请刷新打印列表再看。",
    "print_still_waiting": "这张票还在“{state}”，不必补打。请稍候，或先取消再打。",
    "print_not_cancelled": "这张单据是“{state}”，不能取消：只有还没有送出的才能取消。请看打印列表。",
    "print_same_printer": "这张单据本来就在“{printer}”。请另选一台打印机。",
    "print_printer_unfit": "“{printer}”打不了这种单据：A4单据请选A4打印机。",
    "print_lease_lost": "这张票已由别的窗口接着打印。请刷新打印列表。",
    "no_font_for_character": "“{character}”（{code_point}）没有字体能印，票上是方框加编码，请手工补写。",
    "barcode_too_wide": "纸窄，条形码“{payload}”没有印。请扫票上的二维码，或照编号输入。",
    "printer_profile_bad": "打印机型号文件“{profile}”的“{field}”不对：{reason}。请改正后再启用。",
    "printer_profile_unknown": "没有打印机型号“{profile}”。请写成以下之一：{known}。",
    "printer_address_bad": (
        "打印机地址“{address}”看不懂。请写成 tcp://192.168.1.50:9100、serial:COM3?baud=19200、"
        "windows:打印机名、cups:队列名或文件夹路径。"
    ),
    "preview_bytes_bad": "这张票的内容无法预览。请重新生成，仍不行时告知管理员。",
    "paper_template_unknown": "“{paper}”是新版程序开的（版式{version}），本机打不了。请升级程序后再打印。",
    "slip_picture_unreadable": "寄件单据的影像读不出来。请重新拍照或扫描，也可打印后把单据贴在粘贴处。",
}
