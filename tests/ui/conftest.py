"""Every test of the screens runs with the real look and the shipped fonts."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from yichuang_desktop.ui import theme

NO_WINDOW_SYSTEM = (r"This plugin does not support (propagateSizeHints|raise|lower|grabbing)",)
"""What Qt's offscreen plugin says of itself; anything else Qt warns of fails the test."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*NO_WINDOW_SYSTEM, extend=True))


@pytest.fixture(scope="package", autouse=True)
def themed(qapp: QApplication) -> QApplication:
    """The application as a clerk sees it."""
    theme.install(qapp, always_shipped=True)
    return qapp
