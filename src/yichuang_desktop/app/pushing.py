"""Pushing from this PC: the ways of the settings, the hall's outbox, a thread beside the window (R-IN-7)."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say, say_code
from yichuang_desktop.exchange.push_folder import FolderWay
from yichuang_desktop.exchange.push_http import HttpWay
from yichuang_desktop.exchange.push_message import load_key
from yichuang_desktop.exchange.push_working import PLATFORM, Pusher, PushThread, Way
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.services.ports_pushes import PushQueue
from yichuang_desktop.settings import Settings

LONGEST_ATTEMPT = 30.0
Opened = Callable[[str], PushQueue]
"""The hall's outbox under the pusher's password."""


def ways(settings: Settings) -> Mapping[str, Way]:
    """The ways out of the hall by department, and ``platform`` for all others; none where none is set.

    Raises RuleViolation ``push_key_unreadable``, ``push_key_short``.
    """
    found = {name: _way(address, settings) for name, address in settings.push_departments.items()}
    if settings.push_target:
        found[PLATFORM] = _way(settings.push_target, settings)
    return found


def _way(address: str, settings: Settings) -> Way:
    parts = urlsplit(address)
    if parts.scheme != "file":
        key = load_key(settings.push_key_file)
        return HttpWay(address, key, authority=settings.push_authority_file)
    key = load_key(settings.push_key_file) if settings.push_key_file.exists() else b""
    return FolderWay(Path(url2pathname(parts.path)), key)


def pusher(settings: Settings, opened: Opened, seat: str) -> Pusher:
    """Whoever works the outbox from this PC; RuleViolation or StoreUnavailable when it cannot be done."""
    file = settings.push_secret_file
    password = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    found = ways(settings)
    try:
        return Pusher(opened(password), found, f"{socket.gethostname()}-{seat}")
    except StoreUnavailable as refused:
        if refused.code == "wrong_password":
            raise RuleViolation("push_log_in_refused", file=str(file)) from refused
        raise


@dataclass
class Pushing:
    """Pushing as one window sees it: the thread, and in words whether it works."""

    configured: bool
    thread: PushThread | None = None

    def trouble(self) -> str:
        """Why this PC does not push although it is to; empty when all is well or nothing is set."""
        error = self.thread.trouble if self.thread else None
        if error is None:
            return ""
        if isinstance(error, RuleViolation):
            return say(error)
        if isinstance(error, StoreUnavailable):
            return say_code(error.code, error.facts)
        return say_code("push_stopped", {})

    def wake(self) -> None:
        """There is something new to send."""
        if self.thread is not None:
            self.thread.wake()

    def hurry(self) -> None:
        """A person wants it tried now."""
        if self.thread is not None:
            self.thread.hurry()

    def stop(self) -> None:
        """Finish what is on its way; waits for as long as one attempt may take."""
        if self.thread is not None:
            self.thread.stop(LONGEST_ATTEMPT)


def start_pushing(settings: Settings, opened: Opened | None, counter: int) -> Pushing:
    """Push while the window is open, where the settings name a receiver; leases keep it to one PC a hall."""
    configured = bool(settings.push_target or settings.push_departments)
    if not configured or opened is None:
        return Pushing(configured)
    begin = opened
    thread = PushThread(lambda: pusher(settings, begin, f"{counter:02d}"))
    thread.start()
    return Pushing(configured, thread)
