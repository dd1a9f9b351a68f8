"""What a clerk does about a device, step by step, without help (R-X-7); and what serves meanwhile."""

from collections.abc import Mapping
from typing import Final

from yichuang_desktop.domain.devices import Condition, DeviceKind

_PAPER = (
    "打开上盖，取出用完的纸芯。",
    "放入新纸：纸从下方出来，光面（热敏面）朝向打印头，拉出一小段。",
    "合上上盖，听到“咔”一声；没有印完的单据会自动接着打印。",
)
_AGAIN = "好了以后程序会自己再连，最多等30秒；急用时按“重新连接”。"

_BY_FAULT: Final[Mapping[str, tuple[str, ...]]] = {
    "print_paper_out": _PAPER,
    "print_cover_open": (
        "把上盖按到底，两侧都要扣住。",
        "合不上时打开看看纸卷是否放歪、有没有碎纸。",
        "仍提示上盖未合：关机等5秒再开机。",
    ),
    "print_printer_fault": (
        "关掉打印机电源。",
        "打开上盖，取出卡住的纸；切刀没有退回时，按机器侧面的拨轮退回。",
        "合上上盖，开机。还不行就改用另一台打印机，并报修。",
    ),
    "print_offline": (
        "按一下打印机面板上的联机（进纸）键。",
        "看面板的错误灯：亮着时先看纸和上盖。",
        "仍脱机：关机等5秒再开机。",
    ),
    "print_unreachable": (
        "看打印机电源灯亮不亮。",
        "看网线或USB线两头是否插紧，网口灯闪不闪。",
        "网络打印机换过网络后地址会变：按面板进纸键开机打印自检条，与这里的地址对照。",
        "地址变了就按“查找设备”重新登记。",
    ),
    "print_no_answer": (
        "看是不是别的窗口正在用这台打印机，稍等一会儿。",
        "仍没有应答：关机等5秒再开机。",
        _AGAIN,
    ),
    "print_busy": (
        "别的窗口或程序正在用它，稍等，用完会自动接着打印。",
        "久等不到：到那个窗口看看它的打印机设置，或者改用另一台打印机。",
    ),
    "print_cutter": (
        "关掉打印机电源，打开上盖，取出卡在切刀处的纸。",
        "切刀没有退回时，按机器侧面的拨轮转回去。",
        "合上上盖，开机；仍卡住请报修，单据可改用另一台打印。",
    ),
    "print_too_hot": ("打印头过热：不要关机，等一两分钟，会自动接着打印。",),
    "print_paused": (
        "在系统的“打印机”里打开这台打印机的队列，去掉“暂停打印”和“脱机使用打印机”。",
        "仍不打印：请管理员看打印机的设置。",
    ),
    "print_spooler": (
        "请管理员重新启动系统的打印服务（Print Spooler）。",
        "共享打印机：看共享它的那台电脑是否开着。",
    ),
    "print_in_system_queue": (
        "看打印机的电源、纸和上盖：票还在系统的队列里，好了就会出来。",
        "先不要补打，以免出两张。",
    ),
    "print_dropped_by_system": ("票被系统的队列丢弃了：在打印页（F9）里重新打印。",),
    "print_write_failed": (
        "看磁盘是否已满。",
        "请管理员看这个文件夹的写入权限。",
    ),
    "print_no_such_printer": (
        "按“查找设备”，从清单里选中要用的打印机。",
        "清单里没有：先在系统的“打印机”里装好，再查找一次。",
    ),
    "driver_missing": (
        "请管理员在这台电脑上安装这台设备的驱动程序包。",
        "装好后退出登录再进来。",
        "暂时不用它：按“不再使用”。",
    ),
    "driver_broken": (
        "退出登录再进来试一次。",
        "仍打不开：请管理员更新或重装驱动程序包，日志里记有原因。",
        "暂时不用它：按“不再使用”。",
    ),
    "evaluator_not_learnt": (
        "按 Alt L 打开“学习按键”。",
        "照屏幕上的等级，请一人在评价器上逐个按键。",
        "按 F12 保存，评价器就可以用了。",
    ),
    "camera_missing_parts": (
        "请管理员在这台电脑上装好高拍仪的附加组件。",
        "装好后退出登录再进来。",
    ),
    "camera_folder_missing": (
        "打开厂家的拍照程序，看它把照片保存到哪个文件夹。",
        "文件夹改了名或移走了：改回来，或者按“查找设备”重新登记。",
    ),
    "camera_busy": (
        "关掉厂家自带的拍摄软件和别的用摄像头的程序：一台高拍仪同时只能由一个程序使用。",
        "仍被占用：拔下USB线等3秒再插上。",
    ),
    "camera_no_picture": (
        "看镜头盖是否打开、高拍仪的灯亮不亮。",
        "拔下USB线，插到主机后面的USB口，等3秒。",
    ),
    "camera_not_allowed": ("在系统的隐私设置里允许桌面程序使用相机，再按“重新连接”。",),
    "evaluator_tablet_away": (
        "看平板的电源和无线网络（右上角的信号）。",
        "在平板上重新打开评价程序，用本窗口的号码登录。",
        "平板里填的电脑地址要与这里的地址一致。",
    ),
    "evaluator_port_taken": (
        "看是否开着另一个评价程序，关掉它。",
        "仍被占用：退出登录再进来，或者请管理员换一个端口。",
    ),
    "scanner_garbled": (
        "扫码枪与程序的波特率不一样：扫说明书里的“9600”设置码，或者按“查找设备”改这里的波特率。",
        "看线是否插紧，再扫一张试试。",
    ),
    "device_address_bad": ("地址写错了：按“查找设备”，重新选这台设备或改正地址。",),
}

_SERIAL_LOST = (
    "看{name}的灯亮不亮；不亮时先接好电源。",
    "拔下数据线，等3秒再插上；换一个USB口也可以，程序认得它。",
    _AGAIN,
)
_BY_KIND: Final[Mapping[DeviceKind, tuple[str, ...]]] = {
    DeviceKind.CUSTOMER_SCREEN: (
        "看群众屏的电源灯，检查视频线两头是否插紧。",
        "在系统的显示设置里选“扩展这些显示器”，不要选“复制”。",
        "接好后群众屏会自己回到欢迎页，被取消的签名或评价请重新发起。",
    ),
    DeviceKind.DOCUMENT_CAMERA: (
        "看高拍仪的USB线是否插紧，最好直接插在主机后面，不要经过集线器。",
        "关掉厂家自带的拍摄软件：一台高拍仪同时只能由一个程序使用。",
        _AGAIN,
    ),
    DeviceKind.CARD_READER: (
        "看阅读器的灯亮不亮；拔下USB线，等3秒再插上，换一个USB口也可以。",
        "把身份证先拿开，等它连上再平放到感应区。",
        _AGAIN,
    ),
}

MEANWHILE: Final[Mapping[DeviceKind, str]] = {
    DeviceKind.SLIP_PRINTER: "办件照常：单据会排队，修好后自动打印，也可改用A4打印。",
    DeviceKind.A4_PRINTER: "办件照常：单据会排队，修好后自动打印，也可存成文件。",
    DeviceKind.EVALUATOR: "办件照常：可用群众屏评价，或给群众印有一次性评价码的纸条。",
    DeviceKind.SCANNER: "办件照常：单号可以手工输入，或用高拍仪识别。",
    DeviceKind.CARD_READER: "办件照常：姓名和证件号码可以手工录入，核对原件。",
    DeviceKind.SIGNATURE_PAD: "办件照常：请群众在纸质承诺书上签字。",
    DeviceKind.CUSTOMER_SCREEN: "办件照常：签名和评价会占用本屏，也可改用纸质签字。",
    DeviceKind.DOCUMENT_CAMERA: "办件照常：可用扫描仪或复印件，稍后再补拍。",
}
"""How the work goes on without the device; a fault never stops a case."""

UNTRIED: Final[Mapping[DeviceKind, str]] = {
    DeviceKind.SLIP_PRINTER: "Windows打印队列和真纸没有在开发时试过。首次使用请打印自检页并逐项勾选。",
    DeviceKind.A4_PRINTER: "真实的A4打印机没有在开发时试过。首次使用请打印一张，核对边距和字体。",
    DeviceKind.EVALUATOR: "只对照协议资料试过，没有接过真机。首次使用请按“学习按键”，把每个键按一遍。",
    DeviceKind.SCANNER: "只在模拟的键盘和串口上试过。首次使用请扫一张本大厅的回执核对。",
    DeviceKind.CARD_READER: "没有读过真证，厂家动态库没有在Windows上试过。首次使用请读一张证核对。",
    DeviceKind.SIGNATURE_PAD: "厂家签名板没有接过真机，自带的签名窗口已试过。首次使用请试签一次。",
    DeviceKind.CUSTOMER_SCREEN: "用虚拟的第二块屏试过，没有接过真屏。首次使用请看欢迎页是否出现在群众一侧。",
    DeviceKind.DOCUMENT_CAMERA: "用录好的画面试过，没有接过真机。首次使用请拍一张A4纸，看清晰度和裁边。",
}
"""What no test of this program could run; said on the devices page until the device has proved itself."""


def steps(kind: DeviceKind, condition: Condition, fault: str) -> tuple[str, ...]:
    """What to do now, one step a line; nothing where nothing is wrong."""
    if fault in _BY_FAULT:
        return _BY_FAULT[fault]
    if condition is Condition.NOT_SET_UP:
        return ("接好设备，按“查找设备”。", "没有这种设备也不要紧，办件不受影响。")
    if condition in (Condition.LOST, Condition.FAULT):
        return tuple(step.format(name=kind.title) for step in _BY_KIND.get(kind, _SERIAL_LOST))
    if condition is Condition.CONNECTING:
        return ("正在连接，请稍候。", "一直连不上：看电源和连线，再按“重新连接”。")
    if condition is Condition.ATTENTION and kind is DeviceKind.SLIP_PRINTER:
        return ("纸快用完了：备好新纸，办完这一件就换。",)
    return ()
