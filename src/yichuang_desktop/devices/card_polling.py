"""Looking for one card until it was read: find, select, read, and what every answer means.

Knows neither wire nor library: :class:`Sam` is a reader's talk with its security module, over either.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.id_cards import IdCard, read_block
from yichuang_desktop.services.ports_cards import CardNews, CardState, HearCard

OK, FOUND, FIND_FAILED = 0x90, 0x9F, 0x80
TRIES: Final = 3
"""How often the reader's own stumbling is borne before it is told."""


class Sam(Protocol):
    """A security module: every call gives the answer's third state byte."""

    def find(self) -> int: ...
    def select(self) -> int: ...
    def read(self) -> tuple[int, bytes]: ...


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer means: its sentence, and who can do something about it."""

    fault: str
    card: bool = False
    """The person with the card can: it is waited for again."""
    stumble: bool = False
    """The reader may do better when asked again."""
    device: bool = False
    """The reader itself is out of order."""
    code: bool = False
    """The sentence shows the answer's code."""


MEANINGS: Final[Mapping[int, Meaning]] = {
    0x31: Meaning("card_authentication", card=True, code=True),
    0x32: Meaning("card_authentication", card=True, code=True),
    0x33: Meaning("card_authentication", card=True, code=True),
    0x40: Meaning("card_unknown", card=True),
    0x41: Meaning("card_moved", card=True),
    0x81: Meaning("card_moved", card=True),
    0x60: Meaning("card_reader_self_test", device=True),
    0x66: Meaning("card_reader_not_authorised", device=True),
    0x10: Meaning("card_reader_garbled", stumble=True),
    0x11: Meaning("card_reader_garbled", stumble=True),
    0x47: Meaning("card_reader_answer", stumble=True, code=True),
}
OTHER: Final = Meaning("card_reader_answer", code=True)
"""91 no such item, 21 unknown command, 23 not allowed, 24 unknown, and all that stands in no table."""


def meaning(state: int) -> Meaning:
    """What an answer other than 90 and 9F means."""
    return MEANINGS.get(state, OTHER)


@dataclass(slots=True)
class _Asked:
    """A card that is asked for."""

    token: UUID
    until: float
    told: tuple[CardState, str] | None = None
    stumbles: int = field(default=0)


class CardPolling:
    """Reads one card for the latest token; nothing is told of an older one."""

    def __init__(self, heard: HearCard, clock: Callable[[], float] = time.monotonic) -> None:
        self._heard, self._clock = heard, clock
        self._guard = threading.Lock()
        self._asked: _Asked | None = None
        self._may_lie = False
        """A card was found, and has not been seen away since."""

    # -- from any thread -------------------------------------------------------------------------------------

    def begin(self, token: UUID, seconds: float) -> None:
        """A card is wanted from now on."""
        with self._guard:
            self._asked = _Asked(token, self._clock() + seconds)

    def end(self, token: UUID) -> None:
        """That card is not wanted any more."""
        with self._guard:
            if self._asked is not None and self._asked.token == token:
                self._asked = None

    @property
    def wanted(self) -> bool:
        """Whether a card is asked for."""
        return self._asked is not None

    # -- from the device's thread ----------------------------------------------------------------------------

    def step(self, sam: Sam) -> Meaning | None:
        """Once around; gives what is wrong with the reader itself, if it said so.

        Raises whatever the module's calls raise; the card is then still asked for.
        """
        asked = self._asked
        if asked is None or self._over(asked):
            return None
        state = sam.find()
        if state == FIND_FAILED:
            self._nothing_there(asked)
            return None
        if state != FOUND:
            return self._answered(asked, state)
        self._may_lie = True
        self._tell(asked, CardState.READING)
        state = sam.select()
        if state != OK:
            return self._answered(asked, state)
        state, block = sam.read()
        if state != OK:
            return self._answered(asked, state)
        self._take(asked, block)
        return None

    def lost(self, fault: str) -> None:
        """The reader is gone: who waits is told, and served when it is back."""
        asked = self._asked
        if asked is not None and not self._over(asked):
            self._tell(asked, CardState.AGAIN, fault)

    # -- inside ----------------------------------------------------------------------------------------------

    def _over(self, asked: _Asked) -> bool:
        if self._clock() < asked.until:
            return False
        self._finish(asked, CardNews(asked.token, CardState.FAILED, fault="card_not_put"))
        return True

    def _nothing_there(self, asked: _Asked) -> None:
        """No card, or one that was not lifted since: the reader says the same of both."""
        if asked.told is not None and asked.told[0] is CardState.AGAIN:
            return  # what to do was said, and is not done yet
        self._tell(asked, CardState.LIFT if self._may_lie else CardState.WAITING)

    def _answered(self, asked: _Asked, state: int) -> Meaning | None:
        found = meaning(state)
        facts = {"code": f"{state:02X}"} if found.code else {}
        if found.card:
            self._tell(asked, CardState.AGAIN, found.fault, facts)
            return None
        if found.stumble and asked.stumbles + 1 < TRIES:
            asked.stumbles += 1
            return None
        self._finish(asked, CardNews(asked.token, CardState.FAILED, None, found.fault, facts))
        return found if found.device else None

    def _take(self, asked: _Asked, block: bytes) -> None:
        try:
            card: IdCard | None = read_block(block)
            news = CardNews(asked.token, CardState.READ, card)
        except RuleViolation as refused:
            if refused.code == "card_text_unreadable" and asked.stumbles + 1 < TRIES:
                asked.stumbles += 1
                self._tell(asked, CardState.AGAIN, refused.code)
                return
            news = CardNews(asked.token, CardState.FAILED, None, refused.code, refused.facts)
        self._finish(asked, news)

    def _tell(
        self, asked: _Asked, state: CardState, fault: str = "", facts: Mapping[str, Any] | None = None
    ) -> None:
        if asked.told == (state, fault):
            return
        asked.told = (state, fault)
        self._say(asked, CardNews(asked.token, state, None, fault, facts or {}))

    def _finish(self, asked: _Asked, news: CardNews) -> None:
        self._say(asked, news)
        with self._guard:
            if self._asked is asked:
                self._asked = None

    def _say(self, asked: _Asked, news: CardNews) -> None:
        """Tell it, unless nobody waits for that card any more."""
        if self._asked is asked:
            self._heard(news)
