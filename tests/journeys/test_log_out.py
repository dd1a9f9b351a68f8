"""A day of log-ins at one PC: nothing of the person before is left over."""

import gc
from collections import Counter

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from tests.journeys.window import Window
from yichuang_desktop.services.desk import Desk
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
