"""The clerk's window at work: screens of the roles, printers, the citizen's side, news of other counters."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from yichuang_desktop.app.cameras import CameraDesk, WindowCameras
from yichuang_desktop.app.device_desk import WindowDeviceDesk
from yichuang_desktop.app.device_room import DeviceRoom
from yichuang_desktop.app.devices import QueuePrinters, WindowDevices, printer_report, screen_report
from yichuang_desktop.app.evaluators import WindowLearning
from yichuang_desktop.app.hall import Workplace, seat_notice
from yichuang_desktop.app.papers import PaperMaker
from yichuang_desktop.app.printers import WindowPrinters, start_printing
from yichuang_desktop.app.pushing import start_pushing
from yichuang_desktop.app.screens import Parts, add_screens
from yichuang_desktop.domain.devices import DeviceKind, DeviceReport
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.print_jobs import JobState
from yichuang_desktop.domain.scans import ScanKind
from yichuang_desktop.exchange.samples import Samples
from yichuang_desktop.printing.spooler import Report, SpoolerThreads
from yichuang_desktop.printing.transports import FileTransport
from yichuang_desktop.services.ports import TodayCounts
from yichuang_desktop.services.ports_scanners import TypingScanner
from yichuang_desktop.settings import Settings
from yichuang_desktop.ui.cards.desk import CardDesk
from yichuang_desktop.ui.citizen import Citizen
from yichuang_desktop.ui.customer.window import CustomerWindow
from yichuang_desktop.ui.device_lamps import DeviceLamps
from yichuang_desktop.ui.files import FileDialogs
from yichuang_desktop.ui.fonts import load_rare
from yichuang_desktop.ui.main_window import Place, Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

EVERY_SECOND, EVERY_MINUTE = 1000, 60_000
PRINTERS = {"slip": "小票机", "a4": "A4 打印"}
SLIP_OR_A4 = {"slip": DeviceKind.SLIP_PRINTER, "a4": DeviceKind.A4_PRINTER}
_log = logging.getLogger(__name__)


class HallClock:
    """The database's time, asked once a minute and carried on by this PC's own steady clock in between."""

    def __init__(self, at: datetime) -> None:
        self._at, self._since = at, time.monotonic()

    def set(self, at: datetime) -> None:
        """The database said what time it is."""
        self._at, self._since = at, time.monotonic()

    def __call__(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._since)


class Desktop(QObject):
    """Everything one person has in front of them; ``left(bool)`` when they leave, True to log in again."""

    left = Signal(bool)
    _heard = Signal(object)
    _printed = Signal(object)
    _read = Signal(str)
    _prints_settled = Signal()
    _device_heard = Signal(object)

    def __init__(self, settings: Settings, tasks: Tasks, workplace: Workplace) -> None:
        super().__init__()
        self.settings, self.tasks, self.workplace = settings, tasks, workplace
        self.desk = workplace.desk
        session = self.desk.session
        self.clock = HallClock(self.desk.now())
        self.messages, self.sounds = Messages(self), Sounds(settings.sounds)
        place = Place(session.hall.name, session.counter.title, session.name, session.hall.demonstration)
        self.shell = Shell(place, self.messages, self.sounds)
        self.customer = CustomerWindow(session.hall.name, session.counter.title, session.hall.demonstration)
        self.citizen = Citizen(
            self.customer, tasks, workplace.ratings, self.clock, session.counter.title, parent=self,
            pad=lambda: self.room.device(DeviceKind.SIGNATURE_PAD),
            evaluator=lambda: self.room.device(DeviceKind.EVALUATOR), cover=settings.rating_covers_screen,
        )  # fmt: skip
        load_rare()
        self._again = False
        self._leaving = self._screen_seen = False
        self._connect()
        self.room = DeviceRoom(workplace.access.device_book(), session.counter.code, self._device_heard.emit)
        self.room.how[DeviceKind.EVALUATOR] = {"said": self.citizen.hear}
        self.citizen.told.connect(self.messages.warn)
        self.room.how[DeviceKind.SIGNATURE_PAD] = {
            "signed": self.citizen.hear_pad,
            "gave_up": self.citizen.hear_pad_gave_up,
        }
        self.cards = CardDesk(
            self.messages, self.sounds, self.clock, session.name,
            lambda: self.room.device(DeviceKind.CARD_READER),
            lambda: self.room.used(DeviceKind.CARD_READER), parent=self,
        )  # fmt: skip
        self.room.how[DeviceKind.CARD_READER] = {"heard": self.cards.hear}
        self.room.how[DeviceKind.SCANNER] = {"scanned": self._read.emit}
        self._read.connect(self.shell.hear_scan)
        self.shell.scanned.connect(self._on_scanned)
        self._lamps = DeviceLamps(self.shell, self.messages)
        self._start_printing()
        self.pushing = start_pushing(settings, workplace.begin_pusher, session.counter.code)
        add_screens(self.shell, self._parts())
        self._listen()
        self._start_timers()
        self.room.start(workplace.devices)

    def show(self) -> None:
        """Show the window; the citizen's screen settles beside it."""
        self.shell.show()
        self.customer.settle(self.shell.screen(), self.settings.customer_screen)
        self.shell.set_health("database", "数据库", Tone.GOOD)
        self._show_screen()
        self._refresh_counts()
        notice = seat_notice(self.desk.session)
        if notice:
            self.messages.warn(notice)

    def _show_screen(self) -> None:
        """The lamp of the citizen's screen as it is found."""
        own = self._screen_seen = self.customer.own_screen
        shared = "" if own else "没有第二块屏，签名和评价时占用本屏"
        self.shell.set_health("customer", "群众屏", Tone.GOOD if own else Tone.CALM, shared)
        if own:
            self.room.told(screen_report(own_screen=True))
        self.shell.changed(frozenset({"device"}))

    @property
    def _sees_hall(self) -> bool:
        """Who answers for more than a window."""
        return bool(self.desk.session.roles & {Role.GROUP_LEADER, Role.ISSUANCE_CLERK})

    # -- wiring ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.shell.closing.connect(self._on_closing)
        self.shell.log_out_asked.connect(self._on_log_out)
        self.tasks.refused_unanswered.connect(self.messages.refused)
        self.tasks.failed_unanswered.connect(self._on_failed)
        self.customer.vanished.connect(self._on_customer_vanished)
        self._heard.connect(self._on_heard)
        self._printed.connect(self._on_printed)
        self._prints_settled.connect(self._on_prints_settled)
        self.citizen.served.connect(self._on_served)
        self.citizen.reading.connect(self.messages.info)
        self._device_heard.connect(self._on_device)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._on_screen_added)

    def _start_printing(self) -> None:
        counter = self.desk.session.counter.code
        self.window_printers = WindowPrinters(self.settings, counter, self.workplace.bound)
        self.spooler = self.window_printers.spooler(self.workplace.access.jobs())
        self.room.rebound = partial(self.window_printers.turn_to, self.spooler)
        self.printers: SpoolerThreads = start_printing(
            self.spooler, self._printed.emit, self._on_print_trouble, self._prints_settled.emit
        )
        for name, transport in self.spooler.transports.items():
            self._show_printer(name.partition("-")[0], filed=isinstance(transport, FileTransport))

    def _show_printer(self, device: str, *, filed: bool) -> None:
        """The lamp of a printer that is well, or of a folder that stands in for one."""
        name = PRINTERS[device]
        if filed:
            self.shell.set_health(device, f"{name} 存文件", Tone.CALM, "没有接打印机，单据存到文件夹")
        else:
            self.shell.set_health(device, name, Tone.GOOD)

    def _parts(self) -> Parts:
        session = self.desk.session
        devices = WindowDeviceDesk(
            self.room,
            self.workplace.access.device_book(),
            QueuePrinters(self.window_printers, self.spooler, session.counter.code),
            lambda: self.customer.own_screen,
            session.name,
            self.clock,
        )
        files = FileDialogs()
        cameras = WindowCameras(partial(self.room.device, DeviceKind.DOCUMENT_CAMERA))
        used = partial(self.room.used, DeviceKind.DOCUMENT_CAMERA)
        camera = CameraDesk(self.shell, self.tasks, files, cameras, self.settings.camera_folder, used)
        return Parts(
            self.tasks,
            self.messages,
            self.sounds,
            self.desk,
            self.citizen,
            self.clock,
            PaperMaker(self.window_printers.profile),
            WindowDevices(devices),
            files,
            self.pushing,
            Samples(self.settings.samples_folder),
            self.citizen,
            devices,
            self.cards,
            camera,
            WindowLearning(self.room),
        )

    def _listen(self) -> None:
        self._feed = self.workplace.access.changes()
        self._feed.listen(self._heard.emit)

    def _start_timers(self) -> None:
        self._seconds = self._timer(EVERY_SECOND, self._on_second)
        self._minutes = self._timer(EVERY_MINUTE, self._on_minute)
        self._on_second()

    def _timer(self, every: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(every)
        timer.timeout.connect(slot)
        timer.start()
        return timer

    # -- what is heard ---------------------------------------------------------------------------------------

    @Slot(object)
    def _on_heard(self, kinds: frozenset[str]) -> None:
        if self._leaving:
            return
        if "print_job" in kinds:
            self.printers.wake()
        if "push" in kinds:
            self.pushing.wake()
        self.shell.changed(kinds)
        self._refresh_counts()

    @Slot(object)
    def _on_served(self, kind: DeviceKind) -> None:
        """A citizen signed or rated."""
        self.room.used(kind)

    @Slot(object)
    def _on_scanned(self, kind: ScanKind) -> None:
        self.room.used(DeviceKind.SCANNER)
        scanner = self.room.device(DeviceKind.SCANNER)
        if isinstance(scanner, TypingScanner):
            scanner.heard(kind.title)

    @Slot(object)
    def _on_printed(self, report: Report) -> None:
        device = report.job.printer.partition("-")[0]
        name = PRINTERS[device]
        told = printer_report(report)
        if told is not None:
            self.room.told(told)
        failure = report.delivery.failure
        if failure is not None:
            self.shell.set_health(device, f"{name} {failure.title}", Tone.BAD)
            self.messages.warn(f"{name}：{failure.title}，打印任务已保留，办件不受影响（F9 查看）。")
        else:
            filed = isinstance(self.spooler.transports[report.job.printer], FileTransport)
            self._show_printer(device, filed=filed)
            self.room.used(SLIP_OR_A4[device])
        if report.state is JobState.UNKNOWN:
            self.messages.warn("有一张单据不知道打出来没有，请按 F9 确认。")
        self.shell.changed(frozenset({"print_job"}))

    @Slot(object)
    def _on_device(self, report: DeviceReport) -> None:
        if self._leaving:
            return
        self._lamps.heard(report)
        self.shell.changed(frozenset({"device"}))

    @Slot()
    def _on_prints_settled(self) -> None:
        """First thing after log-in: what nobody knows to be on paper stands before the clerk."""
        counter = self.desk.session.counter.code
        ask = partial(self.desk.views.today, counter)
        self.tasks.run(self, "store", ask, self._on_first_counts, failed=lambda _error: None)

    def _on_first_counts(self, counts: TodayCounts) -> None:
        self._on_counts(counts)
        if counts.prints_in_trouble and not self._leaving:
            self.messages.warn(
                f"有 {counts.prints_in_trouble} 张单据不知道打出来没有，或者没有打印，请先看这里。"
            )
            self.shell.show_screen("prints")

    def _on_print_trouble(self, printer: str, error: Exception) -> None:
        _log.error("printing on %s stopped", printer, exc_info=error)

    @Slot(str)
    def _on_customer_vanished(self, _session: str) -> None:
        self.shell.set_health("customer", "群众屏 断开", Tone.BAD)
        self._screen_seen = False
        self.room.told(screen_report(own_screen=False))
        self.shell.changed(frozenset({"device"}))
        self.messages.warn("群众屏断开了，正在进行的签名或评价已取消；接好后可重新发起，或改用纸质签字。")

    @Slot(QScreen)
    def _on_screen_added(self, _screen: QScreen) -> None:
        """The citizen's window has taken its screen again, if it was that."""
        if self._leaving or not self.customer.own_screen or self._screen_seen:
            return
        self._show_screen()
        self.messages.good("群众屏恢复正常。")

    @Slot(str, object, object)
    def _on_failed(self, lane: str, again: Callable[[], None], error: BaseException) -> None:
        if lane == "store":
            self.shell.set_health("database", "数据库 未连上", Tone.BAD)
        self.messages.failed(lane, again, error)

    # -- time and counts -------------------------------------------------------------------------------------

    @Slot()
    def _on_second(self) -> None:
        self.shell.set_time(self.clock())

    @Slot()
    def _on_minute(self) -> None:
        self.tasks.run(self, "store", self.desk.now, self._on_time, failed=lambda _error: None)
        self._refresh_counts()

    def _on_time(self, now: datetime) -> None:
        self.clock.set(now)
        self.shell.set_health("database", "数据库", Tone.GOOD)

    def _refresh_counts(self) -> None:
        counter = self.desk.session.counter.code
        self.tasks.run(
            self,
            "store",
            partial(self.desk.views.today, counter),
            self._on_counts,
            failed=lambda _error: None,
        )

    def _on_counts(self, counts: TodayCounts) -> None:
        self.shell.set_badge("handover", counts.waiting_handover + counts.to_pass_on)
        self.shell.set_badge("issuance", counts.to_register + counts.to_call)
        self.shell.set_badge("prints", counts.prints_in_trouble)
        self.shell.set_badge("outbox", counts.pushes_to_see_to)
        self.shell.set_badge("obligations", counts.owed_in_hall if self._sees_hall else counts.owed_here)
        self.shell.set_badge("consultation", counts.questions_due)
        self.shell.set_counts(
            f"今日：收件 {counts.accepted}　告知 {counts.notified}　待交接 {counts.waiting_handover}　"
            f"到期 {counts.due_today}　超期 {counts.overdue}　出证 {counts.issued}"
        )

    # -- leaving ---------------------------------------------------------------------------------------------

    @Slot()
    def _on_log_out(self) -> None:
        self._again = True
        self.shell.close()

    @Slot()
    def _on_closing(self) -> None:
        if self._leaving:
            return
        self._leaving = True
        for timer in (self._seconds, self._minutes):
            timer.stop()
        self.cards.withdraw()
        self.citizen.leave()
        self.customer.close()
        self._feed.close()
        self.printers.stop()
        self.tasks.run(self, "devices", self.room.stop, self._end_pushing, failed=self._end_pushing)

    def _end_pushing(self, _outcome: object) -> None:
        # Lanes work in order: what was rated and saved last is there before the hall is left.
        self.tasks.run(self, "pad", self.pushing.stop, self._leave_hall, failed=self._leave_hall)

    def _leave_hall(self, _outcome: object) -> None:
        self.tasks.run(self, "store", self.workplace.close, self._on_left, failed=self._on_left)

    def _on_left(self, _outcome: object) -> None:
        self.left.emit(self._again)

    def clear_away(self) -> None:
        """Delete both windows with everything in them; call it when ``left`` was heard.

        A day has many log-ins, and every window left over would be dressed anew with each theme.
        """
        for gone in (self.shell, self.customer, self):
            gone.deleteLater()
