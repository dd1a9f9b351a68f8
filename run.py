#!/usr/bin/env python3
"""Sets up everything this project needs on a bare machine, then does what it is asked.

    python3 run.py demo         open the program on a demonstration hall (Windows: py run.py demo)
    python3 run.py test         pass the whole test suite; further words go to pytest
    python3 run.py tour DIR     the same demonstration without a screen: screenshots, papers and slips in DIR
    python3 run.py bench        measure the program against its floors
    python3 run.py soak         the long form of the crash and race tests
    python3 run.py build        make the folder build in dist/

Standard library only, because it runs before anything is installed. Every step is said before it is done;
what this account may not do is named as the exact line to run, and the exit code is then 2.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("YICHUANG_VENV") or ROOT / ".venv")
OLDEST, NEWEST = (3, 11), (3, 13)
PROGRAM, TESTS = "program", "tests"
STOP = 2


class CannotGoOn(Exception):
    """The set-up needs a hand; the message says what to do, in full."""


# -- what the system must have -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """A Debian package and how to see that what it brings is there already."""

    package: str
    present: Callable[[], bool]


def library(package: str, file: str) -> Need:
    return Need(package, lambda: _loads(file))


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _has_server() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


PYTHON_NEEDS = (
    Need(
        f"python{sys.version_info[0]}.{sys.version_info[1]}-venv",
        lambda: importlib.util.find_spec("ensurepip") is not None,
    ),
)
QT_NEEDS = (
    library("libgl1", "libGL.so.1"),
    library("libegl1", "libEGL.so.1"),
    library("libglib2.0-0", "libglib-2.0.so.0"),
    library("libxkbcommon0", "libxkbcommon.so.0"),
    library("libfontconfig1", "libfontconfig.so.1"),
    library("libdbus-1-3", "libdbus-1.so.3"),
)
WINDOW_NEEDS = (
    library("libxcb-cursor0", "libxcb-cursor.so.0"),
    library("libxcb-icccm4", "libxcb-icccm.so.4"),
    library("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    library("libxcb-shape0", "libxcb-shape.so.0"),
    library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
)
TEST_NEEDS = (
    Need("postgresql", _has_server),
    # A card reader's vendor library is played by one that is compiled then and there.
    Need("gcc", lambda: shutil.which("gcc") is not None),
    Need("libc6-dev", lambda: Path("/usr/include/stdlib.h").exists()),
)


def install_system_packages(needs: Iterable[Need]) -> None:
    """Bring what is missing by apt-get as root; raise CannotGoOn with the line to run otherwise."""
    missing = [need.package for need in needs if not need.present()]
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise CannotGoOn(
            "These system libraries are missing, and this is no Debian or Ubuntu to install them on. "
            f"Please install what your system calls: {' '.join(missing)}"
        )
    if os.geteuid() != 0:
        line = f"sudo apt-get update && sudo apt-get install -y {' '.join(missing)}"
        raise CannotGoOn(
            "System packages are missing, and only root may install them. Please run this line, "
            f"then the same command again:\n\n    {line}\n"
        )
    say(f"Installing system packages with apt-get: {' '.join(missing)}")
    _apt(["update", "-q"], may_fail=True)
    _apt(["install", "-y", "-q", "--no-install-recommends", *missing])


def _apt(words: Sequence[str], *, may_fail: bool = False) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)
    if done.returncode and not may_fail:
        raise CannotGoOn(
            f"apt-get {' '.join(words)} ended with code {done.returncode}; see its message above."
        )


# -- the Python side ---------------------------------------------------------------------------------------


def check_python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """Raise CannotGoOn when this Python is too old or too new for the locked libraries."""
    if OLDEST <= version <= NEWEST:
        return
    raise CannotGoOn(
        f"This is Python {version[0]}.{version[1]}; the program needs 3.11, 3.12 or 3.13. "
        "Please start run.py with one of these (on Windows: py -3.13 run.py …)."
    )


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(kind: str) -> None:
    """The virtual environment with the locked libraries of this kind; does nothing when they are there."""
    if not _works(python_of(VENV)):
        say(f"Making the virtual environment {VENV}")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if is_set_up(kind) or is_set_up(TESTS):
        return
    say(f"Installing the locked libraries of requirements/{kind}.txt (checked by hash)")
    pip = [str(python_of(VENV)), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
    if kind == TESTS:
        locked.append("--no-compile")  # half of it is never imported; the rest is compiled when it is
    run([*pip, *locked, "-r", str(ROOT / "requirements" / f"{kind}.txt")])
    say("Installing the program itself, which brings the command yichuang")
    run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    _stamp(kind).write_text(fingerprint(kind))


def is_set_up(kind: str) -> bool:
    """Whether the environment holds just what the lock asks for."""
    return _stamp(kind).exists() and _stamp(kind).read_text() == fingerprint(kind)


def _works(python: Path) -> bool:
    """Whether the environment is whole and of this very Python version."""
    probe = "import sys, pip; print(*sys.version_info[:2])"
    if not python.exists():
        return False
    said = subprocess.run([str(python), "-c", probe], capture_output=True, text=True, check=False)
    return said.stdout.split() == [str(part) for part in sys.version_info[:2]]


def fingerprint(kind: str) -> str:
    """Changes whenever what has to be installed changes."""
    digest = hashlib.sha256()
    for name in (f"requirements/{kind}.txt", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _stamp(kind: str) -> Path:
    return VENV / f".set-up-{kind}"


# -- running -----------------------------------------------------------------------------------------------


def say(sentence: str) -> None:
    print(f"[run.py] {sentence}", flush=True)


def run(command: Sequence[str], **environment: str) -> None:
    """Run a step that must succeed. Raises CannotGoOn naming it."""
    code = call(command, **environment)
    if code:
        raise CannotGoOn(f"This step ended with code {code}:\n\n    {' '.join(command)}\n")


def call(command: Sequence[str], **environment: str) -> int:
    """The exit code of a command run in the project's folder."""
    surroundings = os.environ | {"PYTHONUTF8": "1"} | environment
    # The tests start the program a hundred times: compiling it each time would double what they take.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode


def has_screen(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    if not platform.startswith("linux"):
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def without_screen() -> dict[str, str]:
    """What makes Qt draw into memory, where there is no screen to draw on."""
    return {} if has_screen() else {"QT_QPA_PLATFORM": "offscreen"}


def prepare(kind: str, *needs: tuple[Need, ...]) -> list[str]:
    """Set the machine up and return the Python to run with."""
    check_python()
    if sys.platform.startswith("linux"):
        install_system_packages(need for group in (PYTHON_NEEDS, QT_NEEDS, *needs) for need in group)
    set_up(kind)
    return [str(python_of(VENV))]


# -- what can be asked -------------------------------------------------------------------------------------


def demo(words: Sequence[str]) -> int:
    """Open the program on the demonstration hall."""
    if not has_screen():
        raise CannotGoOn(
            "This machine has no screen (neither DISPLAY nor WAYLAND_DISPLAY is set). "
            "The same demonstration, driven by the program itself, with screenshots, papers and slips in a "
            "folder:\n\n    python3 run.py tour tour-pictures\n"
        )
    python = prepare(PROGRAM, WINDOW_NEEDS)
    say("Opening the demonstration hall; close its window to end it")
    return call([*python, "-m", "yichuang_desktop", "demo", *words])


def tour(words: Sequence[str]) -> int:
    """Drive the real window through the main job and keep pictures, papers and slips."""
    if not words:
        raise CannotGoOn(
            "Which folder shall the pictures go to? For example: python3 run.py tour tour-pictures"
        )
    python = prepare(PROGRAM, WINDOW_NEEDS if has_screen() else ())
    folder, *more = words
    where = Path(folder).absolute()
    say(f"Driving the program through its main job; look into {where} afterwards")
    return call([*python, "-m", "yichuang_desktop", "tour", str(where), *more], **without_screen())


def test(words: Sequence[str]) -> int:
    """Every check there is; all of them run, and one failure makes the exit code 1."""
    python = prepare(TESTS, TEST_NEEDS)
    with tempfile.TemporaryDirectory(prefix="yichuang-tour-") as pictures:
        failed = [title for title, command in checks(python, pictures, words) if not passes(title, command)]
    for title in failed:
        say(f"FAILED: {title}")
    say("Not everything passed." if failed else "Everything passed.")
    return 1 if failed else 0


def checks(python: list[str], pictures: str, words: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The checks in order: the quick ones first, pytest last so that its closing lines stand at the end."""
    lint_imports = str(python_of(VENV).with_name("lint-imports"))
    workers = str(min(2, os.cpu_count() or 1))
    return [
        ("ruff", [*python, "-m", "ruff", "check", "."]),
        ("mypy --strict", [*python, "-m", "mypy"]),
        ("import contracts", [lint_imports]),
        ("the tour", [*python, "-m", "yichuang_desktop", "tour", pictures]),
        ("pytest", [*python, "-m", "pytest", "-q", "-n", workers, *words]),
    ]


def passes(title: str, command: Sequence[str]) -> bool:
    say(f"Checking: {title}")
    started = time.monotonic()
    code = call(command, QT_QPA_PLATFORM="offscreen")
    say(
        f"{title}: {'passed' if code == 0 else f'ended with {code}'} after {time.monotonic() - started:.0f} s"
    )
    return code == 0


def bench(words: Sequence[str]) -> int:
    """Measure the program against its floors."""
    return call([*prepare(TESTS, TEST_NEEDS), "-m", "benchmarks", *words], **without_screen())


def soak(words: Sequence[str]) -> int:
    """The long form of the crash and race tests."""
    return call([*prepare(TESTS, TEST_NEEDS), "-m", "tests.soak", *words], **without_screen())


def build(words: Sequence[str]) -> int:
    """A folder build with PyInstaller in dist/."""
    python = prepare(TESTS)
    say("Building dist/yichuang with PyInstaller")
    return call([*python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec", *words])


TASKS: dict[str, Callable[[Sequence[str]], int]] = {
    task.__name__: task for task in (demo, test, tour, bench, soak, build)
}


def main(arguments: Sequence[str]) -> int:
    """Do what the first word asks; the exit code is its own, or 2 when a person has to do something first."""
    if not arguments or arguments[0] not in TASKS:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else STOP
    try:
        return TASKS[arguments[0]](arguments[1:])
    except CannotGoOn as stop:
        say(str(stop))
        return STOP
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
