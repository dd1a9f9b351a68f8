"""A card reader's vendor library behind JSON lines: a program of its own, so that its crash harms nothing.

Runs ALONE: ``python card_helper.py`` under any Python 3.8 or newer, a 32-bit one for a 32-bit library; this
program need not be installed there.  Standard library only.

A question is one line on standard input, its answer one line on standard output::

    {"id": 1, "do": "open", "library": "Sdtapi.dll", "port": 1001}    {"id": 1, "state": 144}
    {"id": 2, "do": "find"}                             {"id": 2, "state": 159}
    {"id": 3, "do": "select"}                           {"id": 3, "state": 144}
    {"id": 4, "do": "read"}                             {"id": 4, "state": 144, "text": "<base64>"}
    {"id": 5, "do": "status"}      {"id": 6, "do": "number"}      {"id": 7, "do": "close"}

``state`` is what the library's call gave (0x90 good, 0x9F found). ``error`` stands in its place when the call
could not be made. The photograph is read into memory, because the library gives it, and goes no further.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import sys
from typing import Any, TextIO

TEXT, PHOTO = 256, 1024
ROOM = 4096
"""Bytes of each buffer given to the library: more than it should need."""
LONGEST_LINE = 4096
OK = 0x90
_SUPPRESS_DIALOGS = 0x0001 | 0x0002 | 0x8000


def _loaded(path: str) -> Any:
    if sys.platform == "win32":
        return ctypes.WinDLL(path)
    return ctypes.CDLL(path)


class Library:
    """The SDT calls of a library (Sdtapi.dll and those made like it)."""

    def __init__(self, path: str, port: int) -> None:
        self.port = int(port)
        self.calls: Any = _loaded(path)

    def open(self) -> int:
        return int(self.calls.SDT_OpenPort(self.port))

    def close(self) -> int:
        return int(self.calls.SDT_ClosePort(self.port))

    def status(self) -> int:
        return int(self.calls.SDT_GetSAMStatus(self.port, 0))

    def number(self) -> tuple[int, bytes]:
        number = ctypes.create_string_buffer(64)
        return self.calls.SDT_GetSAMID(self.port, number, 0), number.raw[:16]

    def find(self) -> int:
        return int(self.calls.SDT_StartFindIDCard(self.port, ctypes.create_string_buffer(64), 0))

    def select(self) -> int:
        return int(self.calls.SDT_SelectIDCard(self.port, ctypes.create_string_buffer(64), 0))

    def read(self) -> tuple[int, bytes]:
        text, photo = ctypes.create_string_buffer(ROOM), ctypes.create_string_buffer(ROOM)
        length, photo_length = ctypes.c_uint(TEXT), ctypes.c_uint(PHOTO)
        state = self.calls.SDT_ReadBaseMsg(
            self.port, text, ctypes.byref(length), photo, ctypes.byref(photo_length), 0
        )
        ctypes.memset(photo, 0, ROOM)
        good = state == OK and length.value == TEXT
        return state, text.raw[:TEXT] if good else b""


class Helper:
    """Does what a line asks for."""

    def __init__(self) -> None:
        self.library: Library | None = None

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to one question, as a dict."""
        what = asked.get("do")
        if what == "open":
            self.library = Library(asked["library"], asked["port"])
            return {"state": self.library.open()}
        if self.library is None:
            return {"error": "nothing is open"}
        if what in ("find", "select", "status", "close"):
            return {"state": getattr(self.library, what)()}
        if what in ("read", "number"):
            state, data = getattr(self.library, what)()
            return {"state": state, "text": base64.b64encode(data).decode("ascii")}
        return {"error": f"unknown: {what!r}"}

    def answer_line(self, line: str) -> dict[str, Any]:
        """The answer to one line, as a dict; a call that cannot be made is an error, not an end."""
        try:
            asked = json.loads(line)
            return dict(self.answer(asked), id=asked.get("id"))
        except (ValueError, TypeError, KeyError, AttributeError, OSError, ctypes.ArgumentError) as error:
            return {"error": f"{type(error).__name__}: {error}", "id": _id_of(line)}


def _id_of(line: str) -> Any:
    try:
        return json.loads(line).get("id")
    except (ValueError, AttributeError):
        return None


def _own_output() -> TextIO:
    """Standard output for the answers alone: a library that prints would spoil them."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    return answers


def main() -> int:
    """Answer until standard input ends; 0."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_SUPPRESS_DIALOGS)  # a crash must end, not ask somebody to click
    answers, helper = _own_output(), Helper()
    while True:
        line = sys.stdin.buffer.readline(LONGEST_LINE)
        if not line:
            return 0
        answers.write(json.dumps(helper.answer_line(line.decode("utf-8", "replace"))) + "\n")
        answers.flush()


if __name__ == "__main__":
    sys.exit(main())
