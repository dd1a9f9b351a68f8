"""Sending an act of a screen to the store: one at a time, and never done twice."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.tasks import Tasks

SAVING = "正在保存…"


class CopyIds:
    """The id a further copy of a print will have: the same until somebody knows whether it was queued."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def of(self, job_id: str) -> str:
        """The id for the next copy of this print."""
        return self._ids.setdefault(job_id, str(uuid4()))

    def settled(self) -> None:
        """The database has answered, well or badly: what is asked for next is another copy."""
        self._ids.clear()


class Sending(QObject):
    """What a screen has on its way.  While ``busy`` says something, nothing else can be done there.

    When the database did not answer, nobody knows whether the act was done.  Tried again (Ctrl+R), or asked
    for again by the clerk with the same contents, it goes out under the same ``act_id``: it is done once.
    """

    changed = Signal()
    """``busy`` is another: the screen's acts must be asked for again."""

    def __init__(self, tasks: Tasks, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._messages = tasks, messages
        self._busy = ""
        self._unsure: Any = None

    @property
    def busy(self) -> str:
        """Why nothing else can be done now, in words; empty when it can."""
        return self._busy

    def hold(self, words: str) -> None:
        """Something else keeps the screen busy: the citizen signs."""
        self._busy = words
        self.changed.emit()

    def release(self) -> None:
        """It is over."""
        self.hold("")

    def send(
        self,
        act: Callable[[Any], Any],
        request: Any,
        done: Callable[[Any], None],
        refused: Callable[[RuleViolation], None] | None = None,
        words: str = SAVING,
    ) -> None:
        """Send ``request`` to ``act``; one of ``done`` and ``refused`` hears of it, or the foot line tells.

        Without ``refused`` the rule's sentence stands in the foot line.
        """
        same = self._same_again(request)
        self.hold(words)
        again = partial(self.send, act, same, done, refused, words)
        self._tasks.run(
            self,
            "store",
            partial(act, same),
            partial(self._on_done, done),
            partial(self._on_refused, refused or self._messages.refused),
            partial(self._on_failed, same, again),
        )

    def _same_again(self, request: Any) -> Any:
        """The request whose fate is unknown, when this one asks for the very same."""
        unsure = self._unsure
        if type(unsure) is not type(request) or not hasattr(request, "act_id"):
            return request
        return unsure if replace(request, act_id=unsure.act_id) == unsure else request

    def _on_done(self, done: Callable[[Any], None], answer: Any) -> None:
        self._unsure = None
        self.release()
        done(answer)

    def _on_refused(self, refused: Callable[[RuleViolation], None], violation: RuleViolation) -> None:
        self._unsure = None
        self.release()
        refused(violation)

    def _on_failed(self, request: Any, again: Callable[[], None], error: BaseException) -> None:
        self._unsure = request
        self.release()
        self._messages.failed("store", again, error)
