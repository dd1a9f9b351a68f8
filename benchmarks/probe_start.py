"""The program's start as a person sees it, timed from inside: first paint, then ready to log in.

Run as ``probe(started)`` in a process of its own: it goes the way of ``yichuang`` without a word.
"""

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer

from yichuang_desktop.app.program import Program, make_application
from yichuang_desktop.settings import load

HEAVY = (
    "sqlalchemy", "alembic", "psycopg", "escpos", "openpyxl", "qrcode", "PIL", "pypinyin", "typer",
    "serial", "websockets", "cv2", "numpy", "zxingcpp", "PySide6.QtMultimedia",
)  # fmt: skip
"""Libraries no window needs in order to stand there."""


def probe(started: float) -> None:
    """Open the program's own log-in window; print when it was painted and when one could log in."""
    told: dict[str, object] = {}

    class Eye(QObject):
        """Sees the first paint of the window."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and "painted" not in told:
                told["painted"] = time.monotonic() - started
                told["heavy"] = sorted(name for name in HEAVY if name in sys.modules)
            return False

    app = make_application(["yichuang"])
    program = Program(load())
    login = program.start()
    eye = Eye()
    login.installEventFilter(eye)

    def look() -> None:
        if "painted" in told and login.hall.text():
            told["ready"] = time.monotonic() - started
            app.quit()

    timer = QTimer(interval=20, timeout=look)
    timer.start()
    app.exec()
    program.close()
    print(json.dumps(told), flush=True)


BARE = """
import sys, time, json
started = float(sys.argv[1])
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        print(json.dumps({"painted": time.monotonic() - started}), flush=True)
        app.quit()

app = QApplication(["bare"])
window = Window()
QVBoxLayout(window).addWidget(QLabel("log in"))
window.resize(960, 600)
window.show()
app.exec()
"""
"""A window with one label and nothing else: the least PySide6 can do."""

OURS = "import sys; from benchmarks.probe_start import probe; probe(float(sys.argv[1]))"
