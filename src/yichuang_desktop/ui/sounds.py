"""Two short sounds, one good and one bad, so that a clerk need not look up from the papers.

Played by whatever the system has (winsound, paplay, aplay), else by the system's beep; never blocking, never
failing, and off when the PC's settings say so. The files are computed by :func:`compose`.
"""

import importlib
import io
import math
import os
import shutil
import struct
import wave
from functools import cache
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from yichuang_desktop.settings import resource

RATE = 22_050
_ON_WINDOWS = os.name == "nt"
PLAYERS = ("paplay", "aplay")
NOTES = {"good": ((880.0, 0.07), (1318.5, 0.11)), "bad": ((233.1, 0.16), (0.0, 0.05), (207.7, 0.2))}
"""Hertz and seconds; 0 Hz is a rest. The bad one is lower, longer and of two beats: told apart by anyone."""


class Sounds:
    """The two sounds of the counter."""

    def __init__(self, enabled: bool = True) -> None:
        self.enabled = enabled

    def good(self) -> None:
        """A scan or an act was taken."""
        self._play("good")

    def bad(self) -> None:
        """It was not taken: look at the screen."""
        self._play("bad")

    def _play(self, name: str) -> None:
        if not self.enabled:
            return
        path = resource(f"sounds/{name}.wav")
        if not (_play_by_windows(path) or _play_by_program(path)):
            QApplication.beep()


@cache
def _player() -> str:
    return next((found for name in PLAYERS if (found := shutil.which(name))), "")


def _play_by_program(path: Path) -> bool:
    if not _player():
        return False
    process = QProcess()
    process.setProgram(_player())
    process.setArguments([str(path)])
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    return bool(process.startDetached()[0])


def _play_by_windows(path: Path) -> bool:
    if not _ON_WINDOWS:
        return False
    winsound = importlib.import_module("winsound")
    try:
        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
    except RuntimeError:  # no sound device
        return False
    return True


def compose(name: str) -> bytes:
    """The wav file of ``good`` or ``bad``: soft sine tones that fade in and out."""
    samples = bytearray()
    for hertz, seconds in NOTES[name]:
        count = int(RATE * seconds)
        for number in range(count):
            fade = min(1.0, number / 200, (count - number) / (count * 0.6))
            level = math.sin(2 * math.pi * hertz * number / RATE) * fade * 0.35
            samples += struct.pack("<h", round(level * 32_767))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))
    return file.getvalue()
