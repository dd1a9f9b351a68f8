"""Which screens a person has: those of their roles, in the order of the work (decisions 24)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from yichuang_desktop.domain.hall import Role
from yichuang_desktop.ui.handover.screen import HandoverScreen
from yichuang_desktop.ui.intake.screen import IntakeScreen
from yichuang_desktop.ui.issuance.screen import IssuanceScreen
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.shortcuts import Key

if TYPE_CHECKING:
    from yichuang_desktop.app.window import Desktop

WINDOW = frozenset({Role.WINDOW_CLERK, Role.GROUP_LEADER})
ISSUANCE = frozenset({Role.ISSUANCE_CLERK})


def add_screens(desktop: "Desktop") -> None:
    """Put the screens of the person's roles on the rail."""
    tasks, messages, desk, clock = desktop.tasks, desktop.messages, desktop.desk, desktop.clock
    roles = desk.session.roles
    whole_hall = Role.GROUP_LEADER in roles
    entries: tuple[tuple[frozenset[Role], str, str, Key, Callable[[], Screen]], ...] = (
        (WINDOW, "intake", "收件", Key.SCREEN_2,
         lambda: IntakeScreen(tasks, messages, desk, desktop.citizen, clock)),
        (WINDOW, "handover", "交接", Key.SCREEN_3,
         lambda: HandoverScreen(tasks, messages, desk, clock, whole_hall)),
        (ISSUANCE, "issuance", "出证", Key.SCREEN_4,
         lambda: IssuanceScreen(tasks, messages, desk, desktop.citizen, desktop.sounds, clock)),
    )  # fmt: skip
    for allowed, name, title, key, factory in entries:
        if roles & allowed:
            desktop.shell.add_screen(name, title, key, factory)
