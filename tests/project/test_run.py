"""run.py: the one file that must work on a machine with nothing but Python."""

import ast
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run_py() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["run_py"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def commands(run_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every command run.py would start, instead of starting it."""
    started: list[str] = []

    def note(command: Sequence[str], **_environment: str) -> int:
        started.append(" ".join(command))
        return 0

    monkeypatch.setattr(run_py, "call", note)
    return started


def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "TMPDIR")}
    command = [sys.executable, "-S", str(ROOT / "run.py"), *words]
    return subprocess.run(command, env=bare | environment, capture_output=True, encoding="utf-8", check=False)


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_without_a_task_it_says_what_can_be_asked() -> None:
    answer = start()
    assert answer.returncode == 2
    assert "python3 run.py demo" in answer.stdout
    assert "python3 run.py test" in answer.stdout
    assert start("--help").returncode == 0


def test_the_demo_on_a_machine_with_no_screen_offers_the_tour(
    run_py: ModuleType,
    commands: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(run_py, "has_screen", lambda: False)
    assert run_py.main(["demo"]) == 2
    said = capsys.readouterr().out
    assert "no screen" in said
    assert "python3 run.py tour" in said
    assert commands == []


def test_a_tour_without_a_folder_says_what_is_missing() -> None:
    answer = start("tour")
    assert answer.returncode == 2
    assert "run.py tour tour-pictures" in answer.stdout


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_a_python_the_libraries_do_not_know_is_refused(run_py: ModuleType, version: tuple[int, int]) -> None:
    with pytest.raises(run_py.CannotGoOn, match=r"3\.11, 3\.12 or 3\.13"):
        run_py.check_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_python_the_libraries_know_is_accepted(run_py: ModuleType, version: tuple[int, int]) -> None:
    run_py.check_python(version)


def test_without_root_the_exact_line_to_run_is_printed(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_py.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(run_py.shutil, "which", lambda _name: "/usr/bin/apt-get")
    needs = [run_py.Need("libgl1", lambda: True), run_py.Need("postgresql", lambda: False)]
    with pytest.raises(
        run_py.CannotGoOn, match=r"\n    sudo apt-get update && sudo apt-get install -y postgresql\n"
    ):
        run_py.install_system_packages(needs)


def test_on_a_system_without_apt_the_missing_libraries_are_named(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_py.shutil, "which", lambda _name: None)
    with pytest.raises(run_py.CannotGoOn, match="libgl1"):
        run_py.install_system_packages([run_py.Need("libgl1", lambda: False)])


def test_a_library_is_missing_when_it_cannot_be_loaded(run_py: ModuleType) -> None:
    assert not run_py.library("nothing", "libyichuang-nowhere.so.7").present()


def test_setting_up_twice_installs_once(
    run_py: ModuleType, commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_py, "VENV", tmp_path)
    run_py.set_up("program")
    assert [word for word in ("venv", "--require-hashes", "-e") if word in " ".join(commands).split()] == [
        "venv",
        "--require-hashes",
        "-e",
    ]
    monkeypatch.setattr(run_py, "_works", lambda _python: True)
    commands.clear()
    run_py.set_up("program")
    assert commands == []
    run_py.set_up("tests")
    assert any("requirements" in command for command in commands)


def test_the_libraries_of_the_tests_do_for_the_program_too(
    run_py: ModuleType, commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_py, "VENV", tmp_path)
    monkeypatch.setattr(run_py, "_works", lambda _python: True)
    run_py.set_up("tests")
    commands.clear()
    run_py.set_up("program")
    assert commands == []


def test_another_lock_is_installed_anew(
    run_py: ModuleType, commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_py, "VENV", tmp_path)
    monkeypatch.setattr(run_py, "_works", lambda _python: True)
    run_py.set_up("tests")
    commands.clear()
    monkeypatch.setattr(run_py, "fingerprint", lambda _kind: "another")
    run_py.set_up("tests")
    assert commands


def test_a_failed_step_is_named(run_py: ModuleType) -> None:
    with pytest.raises(run_py.CannotGoOn, match="ended with code 3"):
        run_py.run([sys.executable, "-c", "raise SystemExit(3)"])


def test_one_failed_check_fails_the_whole_and_the_others_still_run(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_py, "prepare", lambda *_needs: [sys.executable])
    asked: list[str] = []

    def one_fails(title: str, _command: Sequence[str]) -> bool:
        asked.append(title)
        return title != "ruff"

    monkeypatch.setattr(run_py, "passes", one_fails)
    assert run_py.main(["test"]) == 1
    assert asked[0] == "ruff"
    assert asked[-1] == "pytest"
    assert "FAILED: ruff" in capsys.readouterr().out


def test_without_a_screen_qt_draws_into_memory(run_py: ModuleType) -> None:
    assert not run_py.has_screen({}, "linux")
    assert run_py.has_screen({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert run_py.has_screen({}, "win32")
