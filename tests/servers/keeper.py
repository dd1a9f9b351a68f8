"""Cleans up after a test run that died: waits until its parent is gone, runs a command and drops a folder.

Started by :mod:`tests.servers.postgres` as ``python keeper.py FOLDER COMMAND…``. Nothing is ever written to
its standard input; the end of it means that the parent has ended, killed or not.
"""

import contextlib
import shutil
import signal
import subprocess
import sys


def main() -> None:
    folder, command = sys.argv[1], sys.argv[2:]
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # what stops the test run must not stop its cleaner
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    sys.stdin.read()
    with contextlib.suppress(OSError):
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
