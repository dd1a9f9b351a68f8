"""What the devices page works with: book, room, drivers and the queue's printers put together (R-X-7)."""

import logging
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from yichuang_desktop.app.device_room import PRINTERS, DeviceRoom
from yichuang_desktop.domain.devices import (
    Condition,
    DeviceDeed,
    DeviceEvent,
    DeviceIdentity,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import PrinterStatus, Proof
from yichuang_desktop.domain.self_test import NO, YES, SelfTestAnswers, questions
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.slip_test import job_of_test_slip, render_test_slip
from yichuang_desktop.printing.spooler import Transport
from yichuang_desktop.printing.transports import FileTransport, SerialTransport, TcpTransport
from yichuang_desktop.services.ports_devices import DeviceBook, Driver, Found
from yichuang_desktop.ui.devices.model import Candidate, Outcome, PageChoice, PageQuestion, Standing
from yichuang_desktop.ui.theme import Tone

_log = logging.getLogger(__name__)
_USES = (DeviceDeed.USED, DeviceDeed.TESTED, DeviceDeed.ANSWERS)


class Printers(Protocol):
    """The window's printers as the queue works them."""

    def transport_of(self, kind: DeviceKind) -> Transport | None: ...
    def profile(self) -> PrinterProfile: ...
    def address_of(self, kind: DeviceKind) -> str:
        """As this PC's settings have it; for a printer that is not bound."""
        ...


@dataclass
class WindowDeviceDesk:
    """``ui.devices.model.DeviceDesk`` for one window."""

    room: DeviceRoom
    book: DeviceBook
    printers: Printers
    own_screen: Callable[[], bool]
    clerk: str
    now: Callable[[], datetime]

    def __post_init__(self) -> None:
        self._statuses: dict[DeviceKind, PrinterStatus] = {}
        self._measured: dict[str, str] = {}
        """What the program found out itself while the self-test page was printed."""
        self._guard = threading.Lock()

    # -- how they stand --------------------------------------------------------------------------------------

    def standings(self) -> Sequence[Standing]:
        used = self._last_uses()
        return tuple(self._standing(kind, used.get(kind)) for kind in DeviceKind)

    def _last_uses(self) -> Mapping[DeviceKind, datetime]:
        events = self.book.history(self.room.counter, None, 500)
        uses = [event for event in events if event.deed in _USES and event.at is not None]
        return {event.kind: event.at for event in reversed(uses) if event.at is not None}

    def _standing(self, kind: DeviceKind, used: datetime | None) -> Standing:
        if kind in PRINTERS:
            standing = self._printer(kind)
        elif kind is DeviceKind.CUSTOMER_SCREEN and self.room.device(kind) is None:
            standing = self._screen()
        else:
            standing = self._device(kind)
        return replace(standing, last_used=used)

    def _device(self, kind: DeviceKind) -> Standing:
        bound = self.room.bound(kind)
        if bound is None:
            return Standing(DeviceReport(kind, Condition.NOT_SET_UP))
        report = self.room.reports().get(kind) or DeviceReport(kind, Condition.CONNECTING)
        driver = self.room.drivers().by_name.get(bound.driver)
        device = self.room.device(kind)
        usable = report.condition.usable
        return Standing(
            report,
            bound.title or (driver.title if driver is not None else bound.driver),
            bound,
            driver.title if driver is not None else bound.driver,
            steps=driver.steps.get(report.fault, ()) if driver is not None else (),
            teachable=hasattr(device, "listen"),
            can_test=usable and hasattr(device, "test"),
            why_not_test="请先照“怎么办”恢复它，再测试" if not usable else "直接使用一次就能检查这台设备",
        )

    def _screen(self) -> Standing:
        kind = DeviceKind.CUSTOMER_SCREEN
        bound = self.room.bound(kind)
        title = (bound.title if bound is not None else "") or "第二块屏"
        why_not = "请看群众屏上是不是欢迎页"
        if self.own_screen():
            words = "正常，签名和评价显示在群众屏上。"
            ready = DeviceReport(kind, Condition.READY)
            return Standing(ready, title, bound, words=words, why_not_test=why_not)
        report = self.room.reports().get(kind)
        if report is not None and report.condition is Condition.LOST:
            return Standing(report, title, bound, why_not_test="请先接好群众屏")
        words = "没有第二块屏：签名和评价时占用本屏。"
        return Standing(DeviceReport(kind, Condition.NOT_SET_UP), "", bound, words=words)

    def _printer(self, kind: DeviceKind) -> Standing:
        transport, bound = self.printers.transport_of(kind), self.room.bound(kind)
        if transport is None:
            return Standing(DeviceReport(kind, Condition.NOT_SET_UP))
        with self._guard:
            status = self._statuses.get(kind)
        report, words = _printer_report(kind, transport, status)
        told = self.room.reports().get(kind)
        if told is not None and told.condition is Condition.FAULT and not (status and status.answered):
            report, words = told, ""  # what the last job met, until the printer or a job says otherwise
        slip = kind is DeviceKind.SLIP_PRINTER
        title = (bound.title if bound is not None else "") or (self.printers.profile().title if slip else "")
        if isinstance(transport, FileTransport):
            title = "存成文件"
        address = bound.address if bound is not None else self.printers.address_of(kind)
        return Standing(
            report,
            title or address or "系统默认打印机",
            bound,
            words=words,
            address=address,
            can_test=slip,
            why_not_test="请打印一张单据来检查这台设备",
        )

    def look(self) -> None:
        for kind in PRINTERS:
            transport = self.printers.transport_of(kind)
            if transport is not None:
                status = transport.status()
                with self._guard:
                    self._statuses[kind] = status

    def history(self, kind: DeviceKind | None, limit: int) -> Sequence[DeviceEvent]:
        return self.book.history(self.room.counter, kind, limit)

    # -- trying out ------------------------------------------------------------------------------------------

    def test(self, kind: DeviceKind) -> Outcome:
        tested = self._test_slip() if kind is DeviceKind.SLIP_PRINTER else self._test_device(kind)
        self.room.note(kind, DeviceDeed.TESTED, {"words": tested.words})
        return tested

    def _test_device(self, kind: DeviceKind) -> Outcome:
        device = self.room.device(kind)
        words = device.test() if hasattr(device, "test") else "直接使用一次就能检查这台设备。"
        return Outcome(str(words))

    def _test_slip(self) -> Outcome:
        kind = DeviceKind.SLIP_PRINTER
        transport = self.printers.transport_of(kind)
        if transport is None:
            raise RuleViolation("print_no_such_printer", printer=kind.title)
        profile, at = self.printers.profile(), self.now()
        slip = render_test_slip(profile, kind.title, at)
        delivery = transport.send(job_of_test_slip("slip", self.clerk, at), slip.data)
        if delivery.failure is not None:
            facts = {"printer": kind.title}
            self.room.told(DeviceReport(kind, Condition.FAULT, delivery.failure.sentence_code, facts))
            with self._guard:
                self._statuses.pop(kind, None)
            return Outcome(say_code(delivery.failure.sentence_code, facts), Tone.BAD)
        self.room.told(DeviceReport(kind, Condition.READY))
        if isinstance(transport, TcpTransport | SerialTransport):  # those that can answer
            self._measured = {"status": YES if delivery.status.answered else NO}
            if delivery.proof is Proof.CONFIRMED:
                self._measured["process_id"] = YES
        asked = tuple(self._questions(profile))
        if delivery.proof is Proof.CONFIRMED:
            return Outcome("自检页已打印，请对照着回答屏上的问题。", Tone.GOOD, asked)
        return Outcome("自检页已送出，请看打印机是否出纸，再对照着回答。", Tone.GOOD, asked)

    def _questions(self, profile: PrinterProfile) -> Sequence[PageQuestion]:
        bound = self.room.bound(DeviceKind.SLIP_PRINTER)
        before = SelfTestAnswers.from_facts(_answers(bound))
        return [
            PageQuestion(
                one.id,
                one.text,
                tuple(PageChoice(each.value, each.title, each.consequence) for each in one.choices),
                before.get(one.id),
            )
            for one in questions(profile.cells, profile.dots)
        ]

    def keep_answers(self, kind: DeviceKind, answers: Mapping[str, str]) -> str:
        bound = self.room.bound(kind) or WindowDevice(
            self.room.counter,
            kind,
            "settings",
            self.printers.address_of(kind),
            title=self.printers.profile().title,
        )
        kept = SelfTestAnswers.from_facts(dict(_answers(bound)) | self._measured | dict(answers))
        options = dict(bound.options) | {"answers": kept.to_facts()}
        if "profile" not in options:
            options["profile"] = self.printers.profile().id
        said = [
            choice.consequence
            for one in questions(self.printers.profile().cells, self.printers.profile().dots)
            for choice in one.choices
            if choice.value == kept.get(one.id) and choice.consequence
        ]
        words = f"自检结果已保存。{'；'.join(said)}。" if said else "自检结果已保存，打印机一切照常。"
        self.room.set_up(replace(bound, options=options))
        self.room.note(kind, DeviceDeed.ANSWERS, {**kept.to_facts(), "words": words})
        return words

    # -- set-up ----------------------------------------------------------------------------------------------

    def find(
        self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> Sequence[Candidate]:
        drivers = list(self.room.drivers().by_name.values())
        found: list[Candidate] = []
        for number, driver in enumerate(drivers):
            if cancelled():
                break
            progress(number, len(drivers))
            found += [self._candidate(driver, one) for one in _found_by(driver)]
        progress(len(drivers), len(drivers))
        by_hand = [_typed(driver) for driver in drivers]
        return [*found, *by_hand]

    def _candidate(self, driver: Driver, found: Found) -> Candidate:
        bound = self.room.bound(driver.kind)
        whose = self.book.whose(driver.kind, found.identity)
        same = bound is not None and bound.driver == driver.name and bound.address == found.address
        known = bound is not None and found.identity.known and str(bound.identity) == str(found.identity)
        missing = {name: label for name, label in driver.asks.items() if name not in found.options}
        return Candidate(
            driver.kind,
            driver.name,
            driver.title,
            found.address,
            found.identity,
            found.title,
            found.options,
            missing,
            _choices(driver),
            whose if whose != self.room.counter else None,
            here=bool(bound is not None and bound.driver == driver.name and (same or known)),
        )

    def set_up(self, candidate: Candidate, *, take_over: bool) -> str:
        title = candidate.driver_title if candidate.by_hand else candidate.title
        device = WindowDevice(
            self.room.counter,
            candidate.kind,
            candidate.driver,
            whole_address(candidate.address, candidate.kind),
            candidate.identity,
            title,
            dict(candidate.options),
        )
        self.room.set_up(device, take_over=take_over)
        with self._guard:
            self._statuses.pop(candidate.kind, None)
        learn = "请接着按 Alt L 学习按键。" if hasattr(self.room.device(candidate.kind), "listen") else ""
        return f"已设为本窗口的{candidate.kind.title}：{title}。{learn}"

    def remove(self, kind: DeviceKind) -> str:
        self.room.remove(kind)
        with self._guard:
            self._statuses.pop(kind, None)
        return f"本窗口不再使用登记的{kind.title}。"

    def try_again(self, kind: DeviceKind) -> str:
        if kind in PRINTERS:
            self.look()
            return f"已重新询问{kind.title}，状态见列表。"
        device = self.room.device(kind)
        if device is None and kind is DeviceKind.CUSTOMER_SCREEN:
            return "群众屏接好后会自己回来，不用重新连接。"
        report = self.room.reports().get(kind)
        if hasattr(device, "try_now") and report is not None and report.condition is not Condition.FAULT:
            device.try_now()
        else:
            self.room.reopen(kind)
        return f"正在重新连接{kind.title}，连上后这里会变成“正常”。"


def _typed(driver: Driver) -> Candidate:
    """The line for a device whose address is typed."""
    return Candidate(
        driver.kind,
        driver.name,
        driver.title,
        "",
        DeviceIdentity(),
        f"{driver.kind.title}（手工填写地址）",
        asks=driver.asks,
        choices=_choices(driver),
        by_hand=True,
    )


def _choices(driver: Driver) -> Mapping[str, Sequence[tuple[str, str]]]:
    return {name: choices() for name, choices in driver.choices.items()}


def whole_address(typed: str, kind: DeviceKind) -> str:
    """``192.168.1.50`` of a printer is ``tcp://192.168.1.50:9100``, ``COM3`` is ``serial:COM3``."""
    if re.fullmatch(r"(?i)COM\d+|/dev/\S+", typed):
        return f"serial:{typed}"
    host = re.fullmatch(r"(\d+(?:\.\d+){3})(?::(\d+))?", typed)
    if host and (host[2] or kind is DeviceKind.SLIP_PRINTER):
        return f"tcp://{host[1]}:{host[2] or 9100}"
    return typed


def _answers(bound: WindowDevice | None) -> Mapping[str, Any]:
    kept = bound.options.get("answers", {}) if bound is not None else {}
    return kept if isinstance(kept, Mapping) else {}


def _found_by(driver: Driver) -> Sequence[Found]:
    try:
        return driver.find()
    except Exception:
        # A foreign driver that fails to look must not hide what the others find.
        _log.exception("driver %s could not look for its devices", driver.name)
        return ()


def _printer_report(
    kind: DeviceKind, transport: Transport, status: PrinterStatus | None
) -> tuple[DeviceReport, str]:
    """How a printer stands by what it said of itself; its silence is never "all well"."""
    if isinstance(transport, FileTransport):
        words = f"没有接打印机，单据存到文件夹：{transport.folder}"
        return DeviceReport(kind, Condition.SILENT), words
    if status is None:
        return DeviceReport(kind, Condition.CONNECTING), "正在询问打印机…"
    if status.hindrance is not None:
        facts = {"printer": kind.title}
        return DeviceReport(kind, Condition.FAULT, status.hindrance.sentence_code, facts), ""
    if not status.answered:
        return DeviceReport(kind, Condition.SILENT), "已设置，打印机不报告状态。"
    if status.paper_low:
        return DeviceReport(kind, Condition.ATTENTION), "可以打印，纸快用完了，请备好新纸。"
    return DeviceReport(kind, Condition.READY), "正常。"
