"""Which screens a person has: those of their roles, in the order of the work (decisions 24)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any

from yichuang_desktop.app.devices import WindowDevices
from yichuang_desktop.app.papers import PaperMaker
from yichuang_desktop.app.pushing import Pushing
from yichuang_desktop.domain.delegations import FILED_BY
from yichuang_desktop.domain.duties import ARRANGE
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.ui.archive.screen import ArchiveScreen
from yichuang_desktop.ui.camera.side import CameraSide, NoCamera
from yichuang_desktop.ui.cards.desk import CardDesk
from yichuang_desktop.ui.casefile.screen import CaseScreen
from yichuang_desktop.ui.citizen import CitizenSide
from yichuang_desktop.ui.consultation.screen import ConsultationScreen
from yichuang_desktop.ui.consultation.sources import SampleFiles, Showing
from yichuang_desktop.ui.day_close.screen import DayCloseScreen
from yichuang_desktop.ui.delegations.screen import DelegationsScreen
from yichuang_desktop.ui.devices.model import DeviceDesk
from yichuang_desktop.ui.devices.screen import DevicesScreen
from yichuang_desktop.ui.dues.screen import DuesScreen
from yichuang_desktop.ui.duties.screen import DutiesScreen
from yichuang_desktop.ui.evaluation.learn import LearningRoom, LearnKeysScreen, NothingToLearn
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.handover.screen import HandoverScreen
from yichuang_desktop.ui.intake.screen import IntakeScreen
from yichuang_desktop.ui.issuance.screen import IssuanceScreen
from yichuang_desktop.ui.ledger.screen import LedgerScreen
from yichuang_desktop.ui.library.screen import LibraryScreen
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.obligations.screen import ObligationsScreen
from yichuang_desktop.ui.online.screen import OnlineScreen
from yichuang_desktop.ui.outbox.screen import OutboxScreen
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.prints.screen import PrintsScreen
from yichuang_desktop.ui.registering.screen import RegisteringScreen
from yichuang_desktop.ui.returns.screen import ReturnsScreen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks

WINDOW = frozenset({Role.WINDOW_CLERK, Role.GROUP_LEADER})
ASKED = frozenset({Role.WINDOW_CLERK, Role.GUIDE_DESK})
ISSUANCE = frozenset({Role.ISSUANCE_CLERK})
LIBRARY = frozenset({Role.LIBRARY_KEEPER, Role.DIGITAL_SECTION, Role.ADMINISTRATOR})
LEDGER = (
    WINDOW | ISSUANCE | {Role.ARCHIVIST, Role.HALL_SECTION, Role.DIGITAL_SECTION, Role.SUPERVISING_LEADER}
)
REGISTERING = WINDOW | ISSUANCE | {Role.GUIDE_DESK}
DUES = ISSUANCE | {Role.GROUP_LEADER, Role.DIGITAL_SECTION, Role.HALL_SECTION}
ARCHIVE = ISSUANCE | {Role.GROUP_LEADER, Role.ARCHIVIST}
EVERYONE = frozenset(Role)


def late(module: str, name: str) -> Callable[..., Any]:
    """A function whose module is imported when it is first called.

    Workbooks and pinyin (80 MB) are needed by the few who write a ledger or read a library, not by a window.
    """

    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(import_module(f"yichuang_desktop.{module}"), name)(*arguments, **options)

    return call


@dataclass(frozen=True, slots=True)
class Parts:
    """What screens are made of."""

    tasks: Tasks
    messages: Messages
    sounds: Sounds
    desk: Desk
    citizen: CitizenSide
    now: Callable[[], datetime]
    maker: PaperMaker
    devices: WindowDevices
    files: Files
    pushing: Pushing
    samples: SampleFiles
    showing: Showing
    device_desk: DeviceDesk
    cards: CardDesk
    camera: CameraSide = field(default_factory=NoCamera)
    learning: LearningRoom = field(default_factory=NothingToLearn)

    @property
    def tools(self) -> FormTools:
        """What screens with forms are given."""
        return FormTools(
            self.tasks,
            self.messages,
            self.desk,
            self.citizen,
            self.sounds,
            self.files,
            self.now,
            cards=self.cards,
            camera=self.camera,
        )


def add_screens(shell: Shell, parts: Parts) -> None:
    """Put the screens of the person's roles on the rail."""
    tasks, messages, desk, clock = parts.tasks, parts.messages, parts.desk, parts.now
    roles = desk.session.roles
    whole_hall = Role.GROUP_LEADER in roles
    entries: tuple[tuple[frozenset[Role], str, str, Key, Callable[[], Screen]], ...] = (
        (ASKED, "consultation", "咨询", Key.SCREEN_1,
         lambda: ConsultationScreen(parts.tools, parts.maker, parts.samples, parts.showing)),
        (WINDOW, "intake", "收件", Key.SCREEN_2,
         lambda: IntakeScreen(parts.tools)),
        (WINDOW, "handover", "交接", Key.SCREEN_3,
         lambda: HandoverScreen(parts.tools, whole_hall)),
        (ISSUANCE, "issuance", "出证", Key.SCREEN_4,
         lambda: IssuanceScreen(parts.tools)),
        (REGISTERING, "registering", "登记", Key.SCREEN_5, lambda: RegisteringScreen(parts.tools)),
        (EVERYONE, "case", "查询", Key.SCREEN_6,
         lambda: CaseScreen(parts.tools, parts.maker)),
        (LEDGER, "ledger", "台账", Key.SCREEN_7,
         lambda: LedgerScreen(tasks, messages, desk, clock, parts.maker, parts.files,
                              partial(late("app.ledger", "save_rows"), desk),
                              partial(late("app.ledger", "print_ledger"), desk), parts.tools)),
        (WINDOW | ISSUANCE, "obligations", "待补待查", Key.MORE_1,
         lambda: ObligationsScreen(parts.tools)),
        (FILED_BY, "delegations", "委托登记", Key.MORE_4,
         lambda: DelegationsScreen(parts.tools)),
        (LIBRARY, "library", "事项库", Key.SCREEN_8,
         lambda: LibraryScreen(tasks, messages, desk.session, parts.files,
                               partial(late("app.library", "read_library"), desk),
                               partial(late("app.library", "publish"), desk),
                               late("exchange.library_report", "write_report"))),
        (WINDOW | ISSUANCE, "outbox", "推送", Key.MORE_2,
         lambda: OutboxScreen(tasks, messages, desk, clock, parts.pushing)),
        (DUES, "dues", "督办", Key.SCREEN_8 if not roles & LIBRARY else Key.MORE_9,
         lambda: DuesScreen(parts.tools, parts.maker, partial(late("app.reports", "save_report"), desk))),
        (ISSUANCE | {Role.GROUP_LEADER}, "returns", "退件邮寄", Key.MORE_5,
         lambda: ReturnsScreen(parts.tools)),
        (WINDOW | ISSUANCE, "online", "网厅", Key.MORE_8, lambda: OnlineScreen(parts.tools)),
        (ARRANGE, "duties", "窗口职责", Key.MORE_3, lambda: DutiesScreen(parts.tools)),
        (ARCHIVE, "archive", "归档", Key.MORE_6, lambda: ArchiveScreen(parts.tools)),
        (WINDOW | ISSUANCE, "day_close", "日终", Key.MORE_7, lambda: DayCloseScreen(parts.tools)),
        (EVERYONE, "devices", "设备", Key.MORE_0,
         lambda: DevicesScreen(tasks, messages, parts.device_desk)),
        (EVERYONE, "prints", "打印", Key.SCREEN_9,
         lambda: PrintsScreen(tasks, messages, desk, parts.maker, parts.devices, parts.files)),
    )  # fmt: skip
    for allowed, name, title, key, factory in entries:
        if roles & allowed:
            shell.add_screen(name, title, key, factory)
    shell.add_page("learn_keys", lambda: LearnKeysScreen(tasks, messages, parts.learning))
    if roles & WINDOW:
        shell.begin_with("intake")
