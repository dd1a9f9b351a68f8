"""The whole program with every screen opened once; says what memory it then holds.

Run as ``probe(login, password)`` in a process of its own, on the hall named in the environment.
"""

import json
import sys
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.floors import resident_megabytes
from yichuang_desktop.app.program import Program, make_application
from yichuang_desktop.settings import load
from yichuang_desktop.ui.main_window import Shell

SETTLE_MS = 600
"""Time a screen gets to fetch and paint its rows."""
COUNTER = 4

BARE = """
import sys, json
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from benchmarks.floors import resident_megabytes
app = QApplication(["bare"])
window = QLabel("log in")
window.show()
QTimer.singleShot(500, app.quit)
app.exec()
print(json.dumps({"megabytes": resident_megabytes()}), flush=True)
"""
OURS = "import sys; from benchmarks.probe_memory import probe; probe(*sys.argv[2:4])"


def probe(login: str, password: str) -> None:
    """Log in, open every screen of the rail, print megabytes and the screens that were opened."""
    app = make_application(["yichuang"])
    program = Program(load())
    window = program.start()
    wait_until(lambda: bool(window.hall.text()))
    window.submitted.emit(login, password, COUNTER)
    wait_until(lambda: program.desktop is not None)
    desktop = program.desktop
    assert desktop is not None
    opened = []
    for name in screen_names(desktop.shell):
        desktop.shell.show_screen(name)
        pause(SETTLE_MS)
        opened.append(name)
    print(json.dumps({"megabytes": resident_megabytes(), "screens": opened}), flush=True)
    desktop.shell.close()
    program.close()
    app.quit()


def screen_names(shell: Shell) -> list[str]:
    """Everything on the rail, in its order."""
    return list(shell._entries)


def wait_until(done: Callable[[], bool]) -> None:
    """Let the program work until ``done()``; a minute at most."""
    for _ in range(600):
        if done():
            return
        pause(100)
    sys.exit("the program did not get that far")


def pause(milliseconds: int) -> None:
    """Let the program work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
