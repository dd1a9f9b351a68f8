"""Waiting for what a card reader says; shared by the tests and the storm."""

import threading
import time
from collections.abc import Callable
from uuid import UUID, uuid4

from yichuang_desktop.devices.card_reader import CardReaderDevice
from yichuang_desktop.domain.devices import Condition, DeviceReport
from yichuang_desktop.services.ports_cards import CardNews, CardState


class Listener:
    """Keeps everything a reader told, and wakes who waits."""

    def __init__(self) -> None:
        self.news: list[CardNews] = []
        self.reports: list[DeviceReport] = []
        self._changed = threading.Condition()

    def heard(self, news: CardNews) -> None:
        with self._changed:
            self.news.append(news)
            self._changed.notify_all()

    def hear(self, report: DeviceReport) -> None:
        with self._changed:
            self.reports.append(report)
            self._changed.notify_all()

    def of(self, token: UUID) -> list[CardNews]:
        """What was told of one card."""
        return [one for one in self.news if one.token == token]

    def states(self, token: UUID) -> list[CardState]:
        return [one.state for one in self.of(token)]

    def wait_for(self, what: str, token: UUID, *states: CardState, seconds: float = 20) -> CardNews:
        """The first news of that card in one of these states."""
        found: list[CardNews] = []

        def there() -> bool:
            found[:] = [one for one in self.of(token) if one.state in states]
            return bool(found)

        self._wait(there, what, seconds)
        return found[0]

    def wait_for_condition(
        self, *conditions: Condition, fault: str | None = None, after: int = 0
    ) -> DeviceReport:
        """The first report with that condition and fault, of those after the first so many."""
        found: list[DeviceReport] = []

        def there() -> bool:
            found[:] = [
                one for one in self.reports[after:]
                if one.condition in conditions and fault in (None, one.fault)
            ]  # fmt: skip
            return bool(found)

        self._wait(there, f"{conditions} {fault}", 20)
        return found[0]

    def pause(self, seconds: float) -> None:
        """Until something is told, or so long."""
        with self._changed:
            self._changed.wait(seconds)

    def forget(self) -> None:
        """Drop what was told so far."""
        with self._changed:
            self.news.clear()
            self.reports.clear()

    def wait_until(self, what: str, there: Callable[[], bool]) -> None:
        """Until something is so that nobody tells of."""
        until = time.monotonic() + 20
        while not there():
            assert time.monotonic() < until, f"waited in vain for {what}"
            with self._changed:
                self._changed.wait(0.01)

    def _wait(self, there: Callable[[], bool], what: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        with self._changed:
            while not there():
                left = until - time.monotonic()
                assert left > 0, f"waited in vain for {what}; news {self.news[-8:]}, {self.reports[-8:]}"
                self._changed.wait(left)


def ask(reader: CardReaderDevice, seconds: float = 60) -> UUID:
    """Ask for one card."""
    token = uuid4()
    reader.begin_reading(token, seconds)
    return token
