"""The devices of one window as the devices page shows them: state in words, a test slip (R-X-7)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from yichuang_desktop.domain.print_jobs import PrinterStatus, Proof
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.slip_test import job_of_test_slip, render_test_slip
from yichuang_desktop.printing.spooler import Transport
from yichuang_desktop.printing.transports import FileTransport
from yichuang_desktop.ui.prints.model import DeviceLine
from yichuang_desktop.ui.theme import Tone

SLIP, A4, SCREEN = "slip", "a4", "screen"
NAMES = {SLIP: "小票打印机", A4: "A4 打印机", SCREEN: "群众屏"}


@dataclass(frozen=True, slots=True)
class WindowDevices:
    """Printers by kind, and whether the citizen has a screen; asked on the printers' lane."""

    printers: Mapping[str, Transport]
    profile: PrinterProfile
    own_screen: Callable[[], bool]
    clerk: str
    now: Callable[[], datetime]

    def lines(self) -> Sequence[DeviceLine]:
        """Every device with its state in words."""
        printers = [self._printer(kind, transport) for kind, transport in self.printers.items()]
        screen = (
            DeviceLine(SCREEN, NAMES[SCREEN], "正常，签名和评价显示在群众屏上", Tone.GOOD)
            if self.own_screen()
            else DeviceLine(SCREEN, NAMES[SCREEN], "没有第二块屏：签名和评价时占用本屏", Tone.CALM)
        )
        return [*printers, screen]

    def test(self, key: str) -> str:
        """Print a test slip and say what came of it."""
        if key != SLIP:
            return "请打印一张单据来检查这台设备。"
        at = self.now()
        slip = render_test_slip(self.profile, NAMES[SLIP], at)
        delivery = self.printers[SLIP].send(job_of_test_slip(SLIP, self.clerk, at), slip.data)
        if delivery.failure is not None:
            return say_code(delivery.failure.sentence_code, {"printer": NAMES[SLIP]})
        if delivery.proof is Proof.CONFIRMED:
            return "测试小票已打印，请核对宽度、汉字和二维码。"
        return "测试小票已送出，请看打印机是否出纸，并核对宽度、汉字和二维码。"

    def _printer(self, kind: str, transport: Transport) -> DeviceLine:
        words, tone = _words(NAMES[kind], transport, transport.status())
        return DeviceLine(kind, NAMES[kind], words, tone, can_test=kind == SLIP)


def _words(name: str, transport: Transport, status: PrinterStatus) -> tuple[str, Tone]:
    if status.hindrance is not None:
        return say_code(status.hindrance.sentence_code, {"printer": name}), Tone.BAD
    if isinstance(transport, FileTransport):
        return f"没有接打印机，单据存到文件夹：{transport.folder}", Tone.CALM
    if not status.answered:
        return "已设置，打印机不报告状态", Tone.CALM
    if status.paper_low:
        return "可以打印，纸快用完了，请备好新纸", Tone.WARN
    return "正常", Tone.GOOD
