"""Every command explains itself, quickly."""

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import ROOT, Run
from yichuang_desktop.cli import app

COMMANDS = ("demo", "tour", "act", "import-items", "ledger", "doctor", "db", "db init", "db upgrade")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_that_says_what_it_is_for(command: str) -> None:
    told = CliRunner().invoke(app, [*command.split(), "--help"])
    assert told.exit_code == 0, told.output
    assert "Usage:" in told.output
    assert len(told.output.split()) > 15


def test_the_command_alone_lists_the_others(run: Run) -> None:
    told = run("--help")
    assert told.returncode == 0, told.stderr
    for command in COMMANDS:
        assert command.split()[0] in told.stdout


def test_help_does_not_wait_for_qt_or_the_database_library() -> None:
    heavy = ("PySide6", "sqlalchemy", "openpyxl", "psycopg")
    code = f"""
import sys
sys.argv = ["yichuang", "act", "--help"]
from yichuang_desktop.cli import app
try:
    app()
except SystemExit:
    pass
print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stderr.splitlines()[-1] == "[]"


def test_an_unknown_command_is_refused(run: Run) -> None:
    told = run("fly")
    assert told.returncode == 2
    assert "fly" in told.stderr
