"""What the program writes down of itself: a rotating file of JSON lines, and what a crash leaves behind.

No personal data: codes, ids of jobs and cases, stack traces.  The file is for whoever mends the program;
people at the counter read sentences on the screen.
"""

import faulthandler
import json
import logging
import sys
import threading
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

LINES, KEPT = 2_000_000, 5
"""Bytes of one file, and how many old ones are kept."""
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger("yichuang_desktop")


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how bad, where, what, and the trace if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "thread": record.threadName,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def start_logging(folder: Path) -> Path | None:
    """Log to ``folder`` from now on, uncaught exceptions and Qt's own messages too; gives the file.

    A folder that cannot be written is no reason not to start: None, and the log goes to standard error.
    """
    file = folder / "yichuang.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            file, maxBytes=LINES, backupCount=KEPT, encoding="utf-8"
        )
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError as error:
        handler, file = logging.StreamHandler(), None  # type: ignore[assignment]
        print(f"cannot log to {folder}: {error}", file=sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _uncaught
    threading.excepthook = lambda left: _uncaught(left.exc_type, left.exc_value, left.exc_traceback)
    qInstallMessageHandler(_from_qt)
    return file


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt):
        _log.critical("uncaught exception", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error or kind(), trace)


def _from_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
