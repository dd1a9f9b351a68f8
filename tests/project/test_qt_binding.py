"""The binding must not lose references: PySide6 6.12.0 on Python 3.11 kills the process after some hours."""

import sys

from PySide6.QtWidgets import QApplication, QLabel


def test_a_thousand_void_calls_cost_no_reference_to_none(qapp: QApplication) -> None:
    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("窗口")
    assert sys.getrefcount(None) > before - 100
