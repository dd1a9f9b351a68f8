"""The reader of this window as screens use it: asked by a key, told in the foot line, filled in, undone.

The reader's thread tells through a signal; everything here is on the Qt thread and waits for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal, Slot

from yichuang_desktop.domain.id_cards import CardReading, IdCard, reading_of
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports_cards import CardNews, CardReader, CardState
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds


@dataclass(frozen=True, slots=True)
class Filled:
    """What a card changed in the fields it was read into."""

    undo: Callable[[], None]
    changed: tuple[tuple[str, str, str], ...] = ()
    """Title, what was written before, what the card says: only where something else was written."""
    note: str = ""
    """What else followed from it, as a sentence."""


class CardTaker(Protocol):
    """Fields that a card is read into."""

    def card_for(self) -> str:
        """Whose card is asked for: 申请人, 代理人, 领取人."""
        ...

    def take_card(self, card: IdCard, reading: CardReading) -> Filled | None:
        """Fill it in; None when these fields are not there any more (another case is on screen)."""
        ...


def nobody() -> None:
    """There is no reader."""


class CardDesk(QObject):
    """Asks the reader for one card at a time.

    ``reader`` gives the window's reader, or None where none is set up; ``used`` is told of every card read.
    """

    _told = Signal(object)

    def __init__(
        self,
        messages: Messages,
        sounds: Sounds,
        now: Callable[[], datetime],
        clerk: str,
        reader: Callable[[], CardReader | None] = nobody,
        used: Callable[[], None] = nobody,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages, self._sounds, self._now, self._clerk = messages, sounds, now, clerk
        self._reader, self._used = reader, used
        self._token: UUID | None = None
        self._asking: CardReader | None = None
        self._taker: CardTaker | None = None
        self._whose = ""
        self._told.connect(self._on_told)

    def hear(self, news: CardNews) -> None:
        """For the reader's thread."""
        self._told.emit(news)

    @property
    def waiting(self) -> bool:
        """Whether a card is asked for."""
        return self._token is not None

    def ask(self, taker: CardTaker) -> None:
        """The key: read a card into these fields; pressed again while it waits for them, stop waiting."""
        if self.waiting and self._taker is taker:
            self.withdraw()
            self._messages.info("已停止等待，可以看原件手工录入。")
            return
        self.withdraw()
        reader = self._reader()
        if reader is None:
            self._sounds.bad()
            self._messages.warn(say_code("card_reader_none", {}))
            return
        self._token, self._asking, self._taker, self._whose = uuid4(), reader, taker, taker.card_for()
        report = reader.report()
        if report.condition.usable:
            self._wait_for_card()
        else:
            self._messages.warn(say_code(report.fault or "card_reader_unplugged", report.facts))
        reader.begin_reading(self._token)

    def withdraw(self, taker: CardTaker | None = None) -> None:
        """Nobody waits for a card any more (of that taker, if one is given)."""
        if taker is not None and taker is not self._taker:
            return
        token, reader = self._token, self._asking
        self._token = self._asking = self._taker = None
        if token is not None and reader is not None:
            reader.end_reading(token)

    # -- inside ----------------------------------------------------------------------------------------------

    def _wait_for_card(self) -> None:
        stop = f"再按 {Key.READ_CARD.cap} 停止等待。"
        self._messages.wait(f"请把{self._whose}的证件放到阅读器上。{stop}")

    @Slot(object)
    def _on_told(self, news: CardNews) -> None:
        if news.token != self._token:
            return
        taker = self._taker
        if news.state.last:
            self._token = self._asking = self._taker = None
        if news.state is CardState.READ and news.card is not None and taker is not None:
            self._take(taker, news.card)
        elif news.state is CardState.WAITING:
            self._wait_for_card()
        elif news.state is CardState.LIFT:
            self._messages.wait(say_code("card_lift_first", {}))
        elif news.state is CardState.READING:
            self._messages.wait("正在读卡，请不要移开证件。")
        elif taker is not None:
            self._say_trouble(news, taker)

    def _say_trouble(self, news: CardNews, taker: CardTaker) -> None:
        words = say_code(news.fault, news.facts)
        if news.fault == "card_not_put":
            self._messages.info(words)
            return
        self._sounds.bad()
        if news.state is CardState.FAILED:
            self._messages.bad(words, partial(self.ask, taker))
        else:
            self._messages.warn(words)

    def _take(self, taker: CardTaker, card: IdCard) -> None:
        now = self._now()
        filled = taker.take_card(card, reading_of(card, now, self._clerk))
        self._used()
        if filled is None:
            self._messages.warn("读到了证件，但这一件已不在屏幕上，没有录入。需要时请再读一次。")
            return
        changes = "，".join(f"{title}“{before}”改为“{after}”" for title, before, after in filled.changed)
        remarks = "".join(one.sentence for one in card.remarks(now.date()))
        words = f"已读{self._whose}的{card.document_kind.title}：{card.name}。"
        if changes:
            words += f"与已填的不同：{changes}。"
        words += filled.note + remarks
        if changes or remarks:
            self._sounds.bad()
            self._messages.warn(words, filled.undo)
        else:
            self._sounds.good()
            self._messages.good(words, filled.undo)
