"""A day of log-ins at one PC: nothing of the person before is left over."""

import gc
from collections import Counter

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.window import Window
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.login.screen import LoginScreen
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.shortcuts import Key

TIMES = 5


def test_five_people_log_in_and_out_and_no_window_or_screen_stays_behind(window: Window) -> None:
    left_over = []
    for time in range(TIMES):
        window.program.warm_up = time == 0  # once with all the screens there are, then with a few
        window.log_in("clerk04", 4)
        assert len([one for one in QApplication.topLevelWidgets() if isinstance(one, Shell)]) == 1
        for key in (Key.SCREEN_3, Key.SCREEN_6):
            window.press(key)
        window.log_out()
        window.hand.settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        left_over.append((len(QApplication.topLevelWidgets()), len(QApplication.allWidgets())))
    assert left_over == [left_over[0]] * TIMES, "every log-out leaves what the first one left"
    names = living()
    assert not [name for name in names if name.endswith(("Screen", "Shell", "Window", "Desktop"))]
    assert names["Desk"] == 0, "nor the way to the database"


@pytest.mark.parametrize(("login", "counter"), [("leader1", 4), ("issue11", 11), ("library1", 4)])
def test_no_screen_shows_a_window_of_its_own_while_it_is_made(
    window: Window, qapp: QApplication, login: str, counter: int
) -> None:
    """Such a window flashes up, and takes the keyboard from the field the clerk types into."""
    shown = Windows()
    qapp.installEventFilter(shown)
    window.program.warm_up = True
    window.log_in(login, counter)
    wait_until(lambda: not window.shell.unmade, "all screens to be made")
    qapp.removeEventFilter(shown)
    assert shown.names <= {"LoginScreen", "Shell", "CustomerWindow"}


class Windows(QObject):
    """Hears of every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.add(type(watched).__name__)
        return False


def living() -> Counter[str]:
    """How many objects of the program's own kinds are alive, the log-in window's apart."""
    count: Counter[str] = Counter()
    for one in gc.get_objects():
        kind = type(one)
        if not issubclass(kind, QObject | Desk) or not kind.__module__.startswith("yichuang_desktop."):
            continue
        if kind is not LoginScreen and (kind is Desk or shiboken6.isValid(one)):
            count[kind.__name__] += 1
    return count
