"""A warning nobody announced fails its test; so does an announced one that never came."""

import logging

import pytest

from tests.servers.logwatch import LogWatch

LOG = logging.getLogger("hall.test")


@pytest.fixture
def watch() -> LogWatch:
    return LogWatch()


def record(level: int, text: str) -> logging.LogRecord:
    return LOG.makeRecord(LOG.name, level, __file__, 1, text, (), None)


def test_a_quiet_test_passes(watch: LogWatch) -> None:
    assert watch.verdict() == ""


def test_an_unannounced_warning_fails(watch: LogWatch) -> None:
    watch.handle(record(logging.WARNING, "printer away"))
    assert watch.verdict() == "unexpected in the log: WARNING hall.test: printer away"


def test_an_announced_error_passes(watch: LogWatch) -> None:
    watch("printer \\w+")
    watch.handle(record(logging.ERROR, "printer away"))
    assert watch.verdict() == ""


def test_an_announced_error_that_never_came_fails(watch: LogWatch) -> None:
    watch("printer")
    assert watch.verdict() == "expected in the log but absent: printer"


def test_the_watch_stands_in_every_test(expected_log: LogWatch) -> None:
    expected_log("for real")
    LOG.warning("this one is for real")
