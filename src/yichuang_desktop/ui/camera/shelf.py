"""Pages not finished yet, in a folder of this PC: a crash loses none, none stays once stored (R-X-1).

Each original is written before the list that names it; the list is replaced in one step.
"""

import hashlib
import json
import logging
import os
import shutil
import time
from itertools import count
from pathlib import Path

from yichuang_desktop.ui.camera.model import Pages, Shot

LIST = "pages.json"
KEPT_SECONDS = 7 * 24 * 3600.0
"""Unfinished pages nobody came back to are thrown away: they show people's papers."""
_log = logging.getLogger(__name__)


class Shelf:
    """The unfinished pages of one wish. For a lane: it reads and writes files. Raises OSError."""

    def __init__(self, place: Path, key: str) -> None:
        self.folder = place / hashlib.sha256(key.encode()).hexdigest()[:32]

    def load(self) -> Pages:
        """The pages as they were left; none where there are none or the list cannot be read."""
        try:
            listed = json.loads((self.folder / LIST).read_text("utf-8"))
            shots = tuple(Shot.from_json(values) for values in listed)
        except FileNotFoundError:
            return Pages()
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("unfinished pages in %s cannot be read: %s", self.folder, error)
            return Pages()
        return Pages(tuple(shot for shot in shots if (self.folder / shot.file).is_file()))

    def put(self, original: bytes) -> str:
        """Keep an original; gives its name."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in count(1):
            try:
                with (self.folder / f"{number:04d}.jpg").open("xb") as file:
                    file.write(original)
            except FileExistsError:
                continue
            return f"{number:04d}.jpg"
        raise AssertionError("count never ends")

    def original(self, name: str) -> bytes:
        """An original."""
        return (self.folder / name).read_bytes()

    def save(self, pages: Pages) -> None:
        """The list as it is now."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self.folder / (LIST + ".new")
        fresh.write_text(json.dumps([shot.to_json() for shot in pages.shots]), "utf-8")
        os.replace(fresh, self.folder / LIST)

    def clear(self) -> None:
        """Everything of it away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def forget_old(place: Path) -> None:
    """Throw away what nobody came back to for a week."""
    if not place.is_dir():
        return
    for folder in place.iterdir():
        if folder.is_dir() and folder.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
