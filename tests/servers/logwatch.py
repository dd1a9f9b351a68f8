"""Fails a test that logs a warning or an error nobody announced, and one that announced what never came."""

import logging
import re


class LogWatch(logging.Handler):
    """Collects what is logged at WARNING or above while a test runs.

    A test that provokes such a line says so first: ``expected_log("database is gone")`` (a regular expression
    searched in ``logger: message``).
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._expected: list[re.Pattern[str]] = []
        self._seen: list[str] = []

    def __call__(self, pattern: str) -> None:
        self._expected.append(re.compile(pattern))

    def emit(self, record: logging.LogRecord) -> None:
        self._seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def verdict(self) -> str:
        """What is wrong with what was logged; empty when all is as announced."""
        surplus = [line for line in self._seen if not any(want.search(line) for want in self._expected)]
        absent = [
            want.pattern for want in self._expected if not any(want.search(line) for line in self._seen)
        ]
        complaints = [f"unexpected in the log: {line}" for line in surplus]
        return "\n".join(complaints + [f"expected in the log but absent: {pattern}" for pattern in absent])
