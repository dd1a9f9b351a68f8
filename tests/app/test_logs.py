"""What the program writes down of itself."""

import json
import logging
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import qWarning
from yichuang_desktop.app.logs import start_logging
start_logging(Path(sys.argv[1]))
qWarning("Qt had something to say")
raise ValueError("nobody caught this")
"""


def test_uncaught_exceptions_and_qt_messages_stand_in_the_log_as_json_lines(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    lines = [json.loads(line) for line in (tmp_path / "yichuang.log").read_text("utf-8").splitlines()]
    assert [line["message"] for line in lines] == ["Qt had something to say", "uncaught exception"]
    assert "nobody caught this" in lines[1]["trace"]
    assert lines[1]["level"] == logging.getLevelName(logging.CRITICAL)


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_start(tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("", "utf-8")
    program = PROGRAM.replace("raise ValueError", "print('went on') or sys.exit(0)  # ")
    ended = subprocess.run(
        [sys.executable, "-c", program, str(blocked / "logs")], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "went on")
