"""A program process in the tester's hand: ask it, send it something, kill it without a word.

On Linux a worker is forked from the tester, which has every module loaded and nothing open: the process that
is killed is a whole one with its own connections and threads, but it stands ready in a tenth of the time.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.soak import worker

ROOT: Final = Path(__file__).parents[2]
DEADLINE: Final = 120.0
"""Seconds after which a silent program is a failure; generous, because machines are shared."""


@dataclass
class Child:
    """A process and the two ends of its pipes."""

    pid: int
    stdin: int
    stdout: int
    popen: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        """SIGKILL, or what Windows has for it."""
        if self.popen is not None:
            self.popen.kill()
        else:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit code; negative for a signal."""
        if self.popen is not None:
            return self.popen.wait(DEADLINE)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def executed(command: list[str], environment: Mapping[str, str]) -> Child:
    """A new Python for a command of the program."""
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    own = {"PYTHONPATH": paths, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
    popen = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | own | dict(environment),
    )
    assert popen.stdin is not None
    assert popen.stdout is not None
    return Child(popen.pid, os.dup(popen.stdin.fileno()), os.dup(popen.stdout.fileno()), _shut(popen))


def _shut(popen: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """Its pipes are held by their descriptors from here on."""
    for pipe in (popen.stdin, popen.stdout):
        assert pipe is not None
        pipe.close()
    return popen


def forked(main: Callable[[], int], environment: Mapping[str, str]) -> Child:
    """A child of this process that does ``main`` and ends."""
    child_in, to_child = os.pipe()
    from_child, child_out = os.pipe()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            os.dup2(child_in, 0)
            os.dup2(child_out, 1)
            os.closerange(3, 256)
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the child
            os.environ.update(environment)
            code = main()
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    os.close(child_in)
    os.close(child_out)
    return Child(pid, to_child, from_child)


@dataclass
class Program:
    """One run of :mod:`tests.soak.worker`, or of any command that speaks JSON lines."""

    child: Child
    _heard: bytes = b""

    @classmethod
    def worker(cls, url: str, folder: Path, home: Path) -> "Program":
        """A worker that has opened the hall and stands ready."""
        environment = {"YICHUANG_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        if hasattr(os, "fork"):
            program = cls(forked(lambda: worker.main(url, folder), environment))
        else:
            program = cls(
                executed([sys.executable, "-m", "tests.soak.worker", url, str(folder)], environment)
            )
        answer = program.hear()
        assert answer == {"ready": True}, answer
        return program

    @classmethod
    def command(cls, *words: str, home: Path) -> "Program":
        """``yichuang`` with these words, as anyone starts it."""
        own = {"YICHUANG_HOME": str(home)}
        return cls(executed([sys.executable, "-m", "yichuang_desktop", *words], own))

    def send(self, request: Mapping[str, Any] | str) -> None:
        """Give it a line."""
        line = request if isinstance(request, str) else json.dumps(request, ensure_ascii=False)
        left = memoryview(line.encode() + b"\n")
        while left:
            left = left[os.write(self.child.stdin, left) :]

    def hear(self, seconds: float = DEADLINE) -> dict[str, Any]:
        """The next line it says. Raises EOFError when it ended, TimeoutError when it says nothing."""
        until = time.monotonic() + seconds
        while b"\n" not in self._heard:
            if not self._listen(until - time.monotonic()):
                raise EOFError(f"the program ended with {self.child.wait()}")
        line, self._heard = self._heard.split(b"\n", 1)
        said: dict[str, Any] = json.loads(line)
        return said

    def ask(self, request: Mapping[str, Any] | str) -> dict[str, Any]:
        """Send a line, pass over "begun", give the answer."""
        self.send(request)
        answer = self.hear()
        return self.hear() if answer == {"begun": True} else answer

    def kill(self) -> dict[str, Any] | None:
        """SIGKILL; the whole line it had still said before it died, if any."""
        self.child.kill()
        assert self.child.wait() != 0
        while self._listen(DEADLINE):
            pass
        line, whole, _ = self._heard.partition(b"\n")
        self._close()
        said: dict[str, Any] | None = json.loads(line) if whole else None
        return said

    def end(self, seconds: float = 5 * DEADLINE) -> int:
        """Let it end by itself; what it still says is dropped."""
        os.close(self.child.stdin)
        self.child.stdin = -1
        while self._listen(seconds):
            pass
        code = self.child.wait()
        self._close()
        return code

    def _close(self) -> None:
        for descriptor in (self.child.stdin, self.child.stdout):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _listen(self, seconds: float) -> bool:
        """Take what it says within ``seconds``; False at the end of its output."""
        if os.name == "posix":  # Windows cannot wait for a pipe; the run's own time limit holds there
            with selectors.DefaultSelector() as selector:
                selector.register(self.child.stdout, selectors.EVENT_READ)
                if seconds <= 0 or not selector.select(seconds):
                    raise TimeoutError("the program says nothing")
        chunk = os.read(self.child.stdout, 65536)
        self._heard += chunk
        return bool(chunk)
