"""What stands for a device or reads a printer's bytes must not know the program it tries out."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
ALONE = [
    *sorted((TESTS / "devices").glob("*_simulator.py")),
    TESTS / "devices" / "acme_box.py",
    TESTS / "devices" / "camera_pictures.py",
    TESTS / "devices" / "card_blocks.py",
    TESTS / "devices" / "ports.py",
    TESTS / "printing" / "dot_reader.py",
    TESTS / "printing" / "printer_mechanism.py",
    TESTS / "printing" / "printer_simulator.py",
    TESTS / "printing" / "strict_reader.py",
]


def imported(file: Path) -> set[str]:
    """Every module a file imports, wherever it does so."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("file", ALONE, ids=lambda file: str(file.name))
def test_a_simulator_knows_nothing_of_the_program(file: Path) -> None:
    assert not [name for name in imported(file) if name.startswith("yichuang_desktop")]
    ours = {name for name in imported(file) if name.startswith("tests.")}
    assert ours <= {f"tests.{'.'.join(one.relative_to(TESTS).with_suffix('').parts)}" for one in ALONE}


def test_there_are_simulators_to_look_at() -> None:
    assert len([file for file in ALONE if file.name.endswith("_simulator.py")]) >= 6
