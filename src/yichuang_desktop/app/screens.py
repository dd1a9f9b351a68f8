"""Which screens a person has: those of their roles, in the order of the work (decisions 24)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from yichuang_desktop.domain.hall import Role
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.ui.citizen import CitizenSide
from yichuang_desktop.ui.handover.screen import HandoverScreen
from yichuang_desktop.ui.intake.screen import IntakeScreen
from yichuang_desktop.ui.issuance.screen import IssuanceScreen
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks

WINDOW = frozenset({Role.WINDOW_CLERK, Role.GROUP_LEADER})
ISSUANCE = frozenset({Role.ISSUANCE_CLERK})


@dataclass(frozen=True, slots=True)
class Parts:
    """What screens are made of."""

    tasks: Tasks
    messages: Messages
    sounds: Sounds
    desk: Desk
    citizen: CitizenSide
    now: Callable[[], datetime]


def add_screens(shell: Shell, parts: Parts) -> None:
    """Put the screens of the person's roles on the rail."""
    tasks, messages, desk, clock = parts.tasks, parts.messages, parts.desk, parts.now
    roles = desk.session.roles
    whole_hall = Role.GROUP_LEADER in roles
    entries: tuple[tuple[frozenset[Role], str, str, Key, Callable[[], Screen]], ...] = (
        (WINDOW, "intake", "收件", Key.SCREEN_2,
         lambda: IntakeScreen(tasks, messages, desk, parts.citizen, clock)),
        (WINDOW, "handover", "交接", Key.SCREEN_3,
         lambda: HandoverScreen(tasks, messages, desk, clock, whole_hall)),
        (ISSUANCE, "issuance", "出证", Key.SCREEN_4,
         lambda: IssuanceScreen(tasks, messages, desk, parts.citizen, parts.sounds, clock)),
    )  # fmt: skip
    for allowed, name, title, key, factory in entries:
        if roles & allowed:
            shell.add_screen(name, title, key, factory)
