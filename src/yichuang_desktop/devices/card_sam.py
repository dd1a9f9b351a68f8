"""The talk of a security module (SAM_V) in a card reader: frames, their check byte, questions and answers.

A question is ``AA AA AA 96 69 | length | command | parameter | data | xor``; an answer has three state bytes
in place of command and parameter, of which the third decides.  The photograph in an answer is dropped as soon
as its check byte was found right: it never leaves this module (R-IN-2, privacy).
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from typing import Final

from yichuang_desktop.devices.links import Link
from yichuang_desktop.domain.id_cards import BLOCK

HEAD: Final = bytes.fromhex("AAAAAA9669")
RESET: Final = b"\x10\xff"
STATUS: Final = b"\x11\xff"
SAM_ID: Final = b"\x12\xff"
FIND: Final = b"\x20\x01"
SELECT: Final = b"\x20\x02"
READ: Final = b"\x30\x01"
READ_WITH_FINGERS: Final = b"\x30\x10"

OK: Final = 0x90
FOUND: Final = 0x9F
FIND_FAILED: Final = 0x80
SELECT_FAILED: Final = 0x81
UNKNOWN_QUESTION: Final = (0x21, 0x24)

SHORTEST, LONGEST = 4, 4096
"""Bytes an answer may count after its length: three states and the check byte, or card, photo, fingers."""
SHORT_ANSWER: Final = 16
"""Bytes of data an answer to find or select may carry (4 or 8 blank ones are usual)."""
SECONDS: Final = 1.5
"""How long an answer may take."""
READ_SECONDS: Final = 4.0
"""Reading takes a second by radio, and 1,295 bytes at 9600 baud another 1.4."""
STATUS_SECONDS: Final = 0.6
LISTEN: Final = 0.05
NUMBER_BYTES: Final = 16


class NoAnswer(Exception):
    """The reader is silent; the message is for the log."""


class Garbled(Exception):
    """Bytes came that make no answer: noise, a wrong check byte, a wrong baud rate."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer; the data may hold a person's card and is never shown."""

    state: int
    data: bytes = field(default=b"", repr=False)


def question(command: bytes, data: bytes = b"") -> bytes:
    """The frame of a question."""
    body = command + data
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return HEAD + counted + bytes([reduce(xor, counted)])


class AnswerParser:
    """Finds whole answers in what comes, in pieces of any size, with whatever noise between them."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.broken = 0
        """Heads after which no answer followed."""

    @property
    def holding(self) -> bool:
        """Whether bytes wait that are no answer yet."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> Iterator[Answer]:
        """Take what came; give every answer that is whole now."""
        self._buffer += data
        while (answer := self._next()) is not None:
            yield answer

    def give_up(self) -> Iterator[Answer]:
        """Nothing more will come: a head whose answer is not whole was noise; look behind it."""
        while len(self._buffer) >= len(HEAD) and self._buffer.startswith(HEAD):
            self._skip_head()
            yield from self.feed(b"")
        self.forget()

    def forget(self) -> None:
        """Drop everything."""
        self._buffer.clear()

    def _next(self) -> Answer | None:
        while True:
            self._drop_noise()
            buffer, start = self._buffer, len(HEAD) + 2
            if len(buffer) < start:
                return None
            length = int.from_bytes(buffer[start - 2 : start], "big")
            if not SHORTEST <= length <= LONGEST:
                self._skip_head()
                continue
            if len(buffer) < start + length:
                return None
            if reduce(xor, buffer[start - 2 : start + length]):
                self._skip_head()
                continue
            answer = Answer(buffer[start + 2], bytes(buffer[start + 3 : start + length - 1]))
            del buffer[: start + length]
            return answer

    def _drop_noise(self) -> None:
        """Everything before a head, but its first bytes if they may be the beginning of one."""
        place = self._buffer.find(HEAD)
        if place < 0:
            kept = next(n for n in range(len(HEAD) - 1, -1, -1) if self._buffer.endswith(HEAD[:n]))
            place = len(self._buffer) - kept
        del self._buffer[:place]

    def _skip_head(self) -> None:
        self.broken += 1
        del self._buffer[:1]


Fits = Callable[[Answer], bool]


class SamLine:
    """A security module at the end of a wire; used by one thread.

    Every call raises LinkLost when the wire is gone, NoAnswer or Garbled when no answer can be had; it waits
    no longer once ``ending`` says so.
    """

    def __init__(
        self,
        link: Link,
        ending: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._link, self._ending, self._clock = link, ending, clock
        self._parser = AnswerParser()
        self._owing = False
        """An answer did not come in time: it may still come, and be taken for that to another question."""
        self._read = READ

    def status(self) -> int:
        """How the module is: 90 good, 60 self-test failed, 66 not authorised."""
        return self._ask(STATUS, _short_but(FOUND, FIND_FAILED, SELECT_FAILED), STATUS_SECONDS).state

    def reset(self) -> int:
        """Have the module begin anew."""
        return self._ask(RESET, _short_but(FOUND)).state

    def sam_id(self) -> str:
        """The module's own number, as it is printed on it; empty when it does not say."""
        answer = self._ask(SAM_ID, lambda one: one.state != OK or len(one.data) == NUMBER_BYTES)
        return sam_number(answer.data) if answer.state == OK else ""

    def find(self) -> int:
        """Look for a card: 9F there is one, 80 there is none (or it was not lifted since)."""
        return self._ask(FIND, _short_but(OK, SELECT_FAILED)).state

    def select(self) -> int:
        """Choose the card that was found: 90 good."""
        return self._ask(SELECT, _short_but(FOUND, FIND_FAILED)).state

    def read(self) -> tuple[int, bytes]:
        """Read the card that was selected: state, and the 256 bytes of its text when it is 90."""
        answer = self._ask(self._read, _read_or_refused, READ_SECONDS)
        if answer.state in UNKNOWN_QUESTION and self._read == READ:
            # A reader that knows no reading without fingerprints; those are dropped with the photo.
            self._read = READ_WITH_FINGERS
            answer = self._ask(self._read, _read_or_refused, READ_SECONDS)
        return answer.state, text_of(answer.data) if answer.state == OK else b""

    # -- inside ----------------------------------------------------------------------------------------------

    def _ask(self, command: bytes, fits: Fits, seconds: float = 0) -> Answer:
        if self._owing:
            self._settle()
        self._link.forget_input()
        self._parser.forget()
        self._link.write(question(command))
        return self._wait(fits, seconds or SECONDS)

    def _settle(self) -> None:
        """A module answers in order: after the answer to this question, nothing older can come."""
        self._parser.forget()
        self._link.write(question(STATUS))
        self._wait(_short_but(FOUND, FIND_FAILED, SELECT_FAILED), SECONDS)
        self._owing = False

    def _wait(self, fits: Fits, seconds: float) -> Answer:
        """The next answer that fits the question; others are late ones and stay unheard."""
        broken, came, until = self._parser.broken, False, self._clock() + seconds
        while (left := until - self._clock()) > 0 and not self._ending():
            data = self._link.read(min(left, LISTEN))
            came = came or bool(data)
            for answer in self._parser.feed(data):
                if fits(answer):
                    return answer
        for answer in self._parser.give_up():
            if fits(answer):
                return answer
        self._owing = True
        if came:
            raise Garbled(f"{self._parser.broken - broken} broken frames")
        raise NoAnswer("the reader is silent")


def _short_but(*strangers: int) -> Fits:
    """An answer without a card in it, and of none of the states that belong to other questions."""
    return lambda answer: answer.state not in strangers and len(answer.data) <= SHORT_ANSWER


def _read_or_refused(answer: Answer) -> bool:
    if answer.state == OK:
        return len(text_of(answer.data)) == BLOCK
    return answer.state not in (FOUND, FIND_FAILED, SELECT_FAILED) and len(answer.data) <= SHORT_ANSWER


def text_of(data: bytes) -> bytes:
    """The text of an answer to a reading, without photograph and fingerprints; empty when it has no shape.

    Two lengths stand before text and photograph; a third one before fingerprints, if there are any.
    """
    for lengths in (2, 3):
        start = 2 * lengths
        if len(data) < start:
            break
        counts = [int.from_bytes(data[at : at + 2], "big") for at in range(0, start, 2)]
        if counts[0] == BLOCK and start + sum(counts) == len(data):
            return data[start : start + BLOCK]
    return b""


def sam_number(data: bytes) -> str:
    """The 16 bytes of a module's number in their printed form: ``05.03-20261122-000123456-000123456``."""
    first, second = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2))
    day, serial, check = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
    return f"{first:02d}.{second:02d}-{day}-{serial:09d}-{check:09d}"
