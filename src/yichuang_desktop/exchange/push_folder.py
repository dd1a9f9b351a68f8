"""Messages as files: dropped whole into a folder, answers read back from another (docs/push.md).

For receivers that fetch files: a shared drive, a gateway between two networks.  ``out/<id>.json`` is the
message, ``out/<id>.sig`` its signature (there first, where a key is set), ``answers/<id>.json`` what the
receiver says; what was taken goes to ``answers/taken``.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from yichuang_desktop.domain.pushes import Handed, Push, PushState, pause_after
from yichuang_desktop.exchange.push_message import (
    MOST_ANSWER_BYTES,
    message_bytes,
    read_answer,
    signature,
    timestamp,
)

OUT, ANSWERS, TAKEN = "out", "answers", "taken"
_ANSWER: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json", re.ASCII)


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """An answer that was found; :meth:`take` it when it is written down."""

    message_id: UUID
    handed: Handed
    path: Path
    written: int = 0
    """Its time of change in nanoseconds: the same file is not told of twice."""

    def take(self) -> None:
        """Put it away, so that it is not read again; a file that will not move is read again, harmlessly."""
        away = self.path.parent / TAKEN
        with contextlib.suppress(OSError):
            away.mkdir(exist_ok=True)
            self.path.replace(away / self.path.name)


@dataclass(frozen=True, slots=True)
class FolderWay:
    """The way through a folder; ``key`` empty leaves messages unsigned."""

    folder: Path
    key: bytes = b""

    @property
    def receiver(self) -> str:
        """What a clerk is told this way is."""
        return str(self.folder)

    def send(self, push: Push, at: datetime) -> Handed:
        """Write the file whole or not at all; the answer comes later."""
        content, out = message_bytes(push.body), self.folder / OUT
        try:
            (self.folder / ANSWERS).mkdir(parents=True, exist_ok=True)
            out.mkdir(exist_ok=True)
            if self.key:
                stamp = timestamp(at)
                line = f"{stamp} {signature(self.key, stamp, content)}\n"
                _write_whole(out / f"{push.message_id}.sig", line.encode("ascii"))
            _write_whole(out / f"{push.message_id}.json", content)
        except OSError:
            facts = {"receiver": self.receiver}
            pause = pause_after(push.attempts)
            return Handed(
                PushState.WAITING, trouble="push_folder_unwritable", facts=facts, again_in=pause, halt=True
            )
        return Handed(PushState.SENT)

    def answers(self) -> Iterator[AnswerFile]:
        """Every answer that lies there; one that cannot be understood is told and left lying."""
        place = self.folder / ANSWERS
        try:
            files = [(path, path.stat().st_mtime_ns) for path in place.glob("*.json")]
        except OSError:
            return  # the share is away, or a file went while we looked: the next round sees
        for path, written in sorted(files):
            named = _ANSWER.fullmatch(path.name.lower())
            if named:
                yield AnswerFile(UUID(named[1]), _read(path, UUID(named[1])), path, written)


def _read(path: Path, message_id: UUID) -> Handed:
    try:
        with path.open("rb") as file:
            answer = read_answer(file.read(MOST_ANSWER_BYTES + 1), message_id)
    except (OSError, ValueError):
        return Handed(PushState.SENT, trouble="push_answer_file_unreadable", facts={"file": path.name})
    return Handed(PushState.ANSWERED, answer)


def _write_whole(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.part")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
