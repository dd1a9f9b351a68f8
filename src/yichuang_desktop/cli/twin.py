"""The headless twin: the same services without a window, one JSON line in, one JSON line out."""

import sys
from pathlib import Path

from yichuang_desktop import store
from yichuang_desktop.app.hall import sit_down
from yichuang_desktop.cli.console import password_from, settings_for
from yichuang_desktop.services.wire import answer_line


def serve(database: str | None, login: str, counter: int, password_file: Path | None) -> int:
    """Answer line after line until the input ends."""
    hall = store.open_hall(settings_for(database).database_url)
    try:
        place = sit_down(hall, login, password_from(password_file, login), counter)
        for line in sys.stdin:
            if line.strip():
                print(answer_line(place.desk, line), flush=True)
        place.close()
    finally:
        hall.close()
    return 0
