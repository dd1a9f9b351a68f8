"""The program from start to end: log-in window, heavy libraries while it is read, then the shell.

The log-in window stands before SQLAlchemy, psycopg, escpos or openpyxl are imported: what needs them lives in
modules that are imported on the store's lane once the window is painted.
"""

import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from yichuang_desktop import settings as settings_module
from yichuang_desktop.app.logs import start_logging
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say, say_code
from yichuang_desktop.settings import Settings
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.login.screen import LoginScreen
from yichuang_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from yichuang_desktop.app.hall import Workplace
    from yichuang_desktop.app.window import Desktop

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """A log-in that a demonstration hall offers with one click."""

    words: str
    login: str
    password: str
    counter: int


def late(name: str) -> Any:
    """A module that must not be imported before the first window is painted (see above)."""
    return importlib.import_module(f"yichuang_desktop.{name}")


class Program(QObject):
    """Log-in, shell, log-in again; one database, one person at a time."""

    def __init__(self, settings: Settings, accounts: tuple[Account, ...] = ()) -> None:
        super().__init__()
        self.settings, self.accounts = settings, accounts
        self.tasks = Tasks(self)
        self.login: LoginScreen | None = None
        self.desktop: Desktop | None = None
        self.warm_up = True
        """Whether the screens nobody has asked for yet are made while nothing else is to do."""
        self._hall: Any = None

    # -- the log-in window -----------------------------------------------------------------------------------

    def start(self) -> LoginScreen:
        """Show the log-in window; the database is opened behind it."""
        self.login = LoginScreen()
        self.login.submitted.connect(self._on_submitted)
        self.login.closed.connect(self._on_login_closed)
        if self.settings.problems:
            self.login.set_note("\n".join(self.settings.problems))
        self.login.show()
        QTimer.singleShot(0, self, self._open_hall)
        return self.login

    @Slot()
    def _open_hall(self) -> None:
        if self._hall is not None:
            self._on_hall((self._hall, *_place(self._hall)))
            return
        if self.login is not None:
            self.login.set_busy(True, "正在打开数据库…")
        self.tasks.run(self, "store", self._opened, self._on_hall, self._on_refused, self._on_failed)

    def _opened(self) -> tuple[Any, Any, Any]:
        hall = late("store").open_hall(self.settings.database_url)
        return hall, *_place(hall)

    def _on_hall(self, answer: tuple[Any, Any, Any]) -> None:
        self._hall, place, counters = answer
        if self.login is None:
            return
        self.login.set_busy(False)
        self.login.set_place(place.name, place.demonstration)
        self.login.set_counters(
            [(counter.title, counter.code) for counter in counters], self.settings.counter_code
        )
        self.login.set_accounts([(one.words, one.login, one.password) for one in self.accounts])
        self.tasks.run(self, "store", _warm_up)

    # -- logging in ------------------------------------------------------------------------------------------

    @Slot(str, str, object)
    def _on_submitted(self, login: str, password: str, counter: object) -> None:
        if self._hall is None:
            self._open_hall()
            return
        code = next((one.counter for one in self.accounts if one.login == login), counter)
        if self.login is not None:
            self.login.set_busy(True)

        def sit_down() -> "Workplace":
            secret = _secret(self.settings)
            place: Workplace = late("app.hall").sit_down(self._hall, login, password, code, secret)
            return place

        self.tasks.run(self, "store", sit_down, self._on_seated, self._on_refused, self._on_failed)

    def _on_seated(self, workplace: "Workplace") -> None:
        code = workplace.desk.session.counter.code
        if code != self.settings.counter_code and not self.accounts:
            settings_module.save_counter(code)
        self.desktop = late("app.window").Desktop(self.settings, self.tasks, workplace)
        self.desktop.left.connect(self._on_left)
        self.desktop.show()
        if self.warm_up:
            self.desktop.shell.warm_up()
        if self.login is not None:
            self.login.hide()
            self.login.deleteLater()
            self.login = None

    def _on_refused(self, violation: RuleViolation) -> None:
        if self.login is not None:
            self.login.refuse(say(violation), _FIELDS.get(violation.code, ""))

    def _on_failed(self, error: BaseException) -> None:
        if self.login is None:
            return
        code, facts = getattr(error, "code", ""), getattr(error, "facts", {})
        sentence = say_code(code, facts) if code else "程序没有打开数据库，请联系管理员查看日志。"
        self.login.refuse(sentence, _FIELDS.get(code, ""))

    # -- leaving ---------------------------------------------------------------------------------------------

    @Slot(bool)
    def _on_left(self, again: bool) -> None:
        if self.desktop is not None:
            self.desktop.clear_away()
            self.desktop = None
        if again:
            self.start()
        else:
            self._end()

    @Slot()
    def _on_login_closed(self) -> None:
        if self.desktop is None:
            self._end()

    def _end(self) -> None:
        self.close()
        QApplication.quit()

    def close(self) -> None:
        """Finish what was asked for and leave the database."""
        self.tasks.close()
        if self._hall is not None:
            self._hall.close()
            self._hall = None


_FIELDS = {
    "wrong_password": "password",
    "unknown_login": "login",
    "account_locked": "password",
    "counter_not_chosen": "counter",
    "counter_unknown": "counter",
}


def _warm_up() -> None:
    """Have what the first screen needs ready before it is asked for: its modules, the list of areas."""
    late("app.window")
    identifiers = late("domain.identifiers")
    identifiers.check(identifiers.DocumentKind.RESIDENT_ID, "411399", today=date.today(), typing=True)


def _secret(settings: Settings) -> str:
    """The evaluation device's own password, where the hall's administrator put one on this PC."""
    file = settings.device_secret_file
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def _place(hall: Any) -> tuple[Any, Any]:
    return hall.hall(), hall.counters()


def make_application(_arguments: list[str], *, always_shipped: bool = False) -> QApplication:
    """The one QApplication, dressed."""
    app = theme.make_application(always_shipped)
    app.setApplicationName("yichuang")
    app.setApplicationDisplayName("一窗通办")
    app.setQuitOnLastWindowClosed(False)
    return app


def run(
    settings: Settings, accounts: tuple[Account, ...] = (), begun: Callable[[], None] = lambda: None
) -> int:
    """Open the window and stay until it is closed."""
    app = make_application(["yichuang"])
    start_logging(settings_module.log_dir())
    program = Program(settings, accounts)
    program.start()
    begun()
    code = app.exec()
    program.close()
    return code
