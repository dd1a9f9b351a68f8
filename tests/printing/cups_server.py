"""A throw-away CUPS: its own root, no system configuration touched, gone when the test ends.

The socket backend is CUPS' own where the whole package ``cups`` is installed, else a small one in its place
(that package brings Ghostscript along). Queues are raw: the deprecated, and for receipts the only, kind.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_BACKEND = """\
#!{python} -IS
import os, socket, sys
if len(sys.argv) < 6:
    print('network socket "Unknown" "socket"')
    sys.exit(0)
host, port = os.environ["DEVICE_URI"].removeprefix("socket://").split(":")
file = open(sys.argv[6], "rb") if len(sys.argv) > 6 else sys.stdin.buffer
try:
    with socket.create_connection((host, int(port)), 5) as link:
        link.sendall(file.read())
        link.shutdown(socket.SHUT_WR)
        while link.recv(4096):
            pass
except OSError as error:
    print("ERROR:", error, file=sys.stderr)
    sys.exit(1)
"""
_FILES = """\
ServerRoot {root}
RequestRoot {root}/spool
TempDir {root}/tmp
CacheDir {root}/cache
StateDir {root}/state
ServerBin {root}/bin
AccessLog {root}/access
ErrorLog {root}/error
PageLog {root}/page
SystemGroup {group}
{user}
"""
_CONF = """\
Listen {root}/s
WebInterface No
Browsing No
LogLevel info
ErrorPolicy abort-job
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
</Limit>
</Policy>
"""


class CupsServer:
    """``server.add("slips", port)``; ``server.place`` is what CUPS_SERVER must be."""

    def __init__(self, root: Path) -> None:
        self.place = str(root / "s")
        self._environment = os.environ | {"CUPS_SERVER": self.place, "LC_ALL": "C"}

    def add(self, queue: str, port: int) -> None:
        """A raw queue to a port of this machine."""
        self.run("/usr/sbin/lpadmin", "-p", queue, "-E", "-v", f"socket://127.0.0.1:{port}", "-m", "raw")

    def run(self, *words: str) -> str:
        """One of CUPS' own commands."""
        done = subprocess.run(
            words, env=self._environment, check=True, capture_output=True, text=True, timeout=20
        )
        return done.stdout


@contextmanager
def cups_server() -> Iterator[CupsServer]:
    """Start it, wait until it answers, end it."""
    with TemporaryDirectory(prefix="cups-") as folder:
        root = Path(folder)
        _furnish(root)
        files = ("-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf"))
        # -F would detach it; in the foreground it ends with its process.
        daemon = subprocess.Popen(
            ["/usr/sbin/cupsd", "-f", *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            server = CupsServer(root)
            _wait_for(server, daemon, root / "error")
            yield server
        finally:
            daemon.terminate()
            daemon.wait(20)


def _furnish(root: Path) -> None:
    for name in ("spool", "tmp", "cache", "state", "bin/backend", "bin/filter"):
        (root / name).mkdir(parents=True)
    theirs = Path("/usr/lib/cups")
    for name in ("daemon", "notifier"):
        (root / "bin" / name).symlink_to(theirs / name)
    real = next((one for one in theirs.glob("backend*/socket")), None)
    backend = root / "bin/backend/socket"
    if real:
        shutil.copy(real, backend)
    else:
        backend.write_text(_BACKEND.format(python=os.path.realpath(sys.executable)))
    # Only its owner may touch it: CUPS then runs it as root, who may enter this folder.
    backend.chmod(0o700)
    user = "User lp\nGroup lp" if os.geteuid() == 0 else ""
    group = "root" if os.geteuid() == 0 else str(os.getegid())
    (root / "cups-files.conf").write_text(_FILES.format(root=root, user=user, group=group))
    (root / "cupsd.conf").write_text(_CONF.format(root=root))


def _wait_for(server: CupsServer, daemon: "subprocess.Popen[bytes]", log: Path) -> None:
    ends = time.monotonic() + 15
    while "is running" not in server.run("lpstat", "-r"):
        assert daemon.poll() is None, log.read_text() if log.exists() else "cupsd ended at once"
        assert time.monotonic() < ends, "cupsd does not answer"
        time.sleep(0.05)
