"""Messages by HTTP POST: signed, with a deadline, and every answer understood (docs/push.md).

``http.client`` follows no redirection and asks no proxy, which is what a hand-off between two servers wants.
A socket's own time-out begins anew with every byte, so a watch cuts the connection when the whole took too
long.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from yichuang_desktop.domain.pushes import Handed, Push, PushState, pause_after
from yichuang_desktop.exchange.push_folder import AnswerFile
from yichuang_desktop.exchange.push_message import (
    MOST_ANSWER_BYTES,
    message_bytes,
    read_answer,
    said_in,
    signature,
    timestamp,
)

DEADLINE_SECONDS: Final = 20.0
LONGEST_WISH: Final = 3600.0
"""Most seconds a receiver may ask us to wait (``Retry-After``)."""
_TRY_LATER: Final = frozenset({408, 425, 429})
_LASTING: Final = {
    401: "push_not_signed_in",
    403: "push_not_signed_in",
    404: "push_no_such_place",
    405: "push_no_such_place",
    410: "push_no_such_place",
    409: "push_content_differs",
    413: "push_too_big",
}
_BARRED: Final = frozenset({"push_not_signed_in", "push_no_such_place", "push_moved"})
"""Refusals that would meet every other message as well."""


class _Barred(Exception):
    """The message could not be handed over this time; the code of the sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over HTTP."""

    status: int
    content: bytes
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class HttpWay:
    """The way to ``https://…`` (``http://`` for this machine only: the settings see to that).

    ``authority`` is a file with the certificates to trust instead of the system's.
    """

    url: str
    key: bytes
    deadline: float = DEADLINE_SECONDS
    authority: Path | None = None
    _parts: SplitResult = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_parts", urlsplit(self.url))

    @property
    def receiver(self) -> str:
        """What a clerk is told this way is."""
        return self._parts.netloc.rpartition("@")[2]

    def answers(self) -> Iterator[AnswerFile]:
        """Nothing lies about here: answers come with the request."""
        return iter(())

    def send(self, push: Push, at: datetime) -> Handed:
        """Post the message and understand what is said; never raises for what the other side does."""
        content, stamp = message_bytes(push.body), timestamp(at)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "User-Agent": "yichuang-desktop",
            "Idempotency-Key": str(push.message_id),
            "X-Yichuang-Timestamp": stamp,
            "X-Yichuang-Signature": signature(self.key, stamp, content),
        }
        try:
            reply = self._post(content, headers)
        except _Barred as trouble:
            return self._again(push, trouble.code, seconds=round(self.deadline))
        return self._understood(push, reply)

    # -- the request -----------------------------------------------------------------------------------------

    def _post(self, content: bytes, headers: dict[str, str]) -> Reply:
        connection, cut = self._connection(), threading.Event()
        watch = threading.Timer(self.deadline, _cut, (connection, cut))
        watch.daemon = True
        watch.start()
        try:
            self._connect(connection)
            reply = self._asked(connection, content, headers)
            if cut.is_set():
                raise TimeoutError  # what was read may end where it was cut
            return reply
        except (OSError, http.client.HTTPException, ValueError) as error:
            slow = cut.is_set() or isinstance(error, TimeoutError)
            raise _Barred("push_no_answer" if slow else "push_broken_off") from error
        finally:
            watch.cancel()
            connection.close()

    @staticmethod
    def _connect(connection: http.client.HTTPConnection) -> None:
        try:
            connection.connect()
        except TimeoutError:
            raise
        except ssl.SSLError as error:
            raise _Barred("push_not_trusted") from error
        except OSError as error:
            raise _Barred("push_unreachable") from error

    def _asked(
        self, connection: http.client.HTTPConnection, content: bytes, headers: dict[str, str]
    ) -> Reply:
        query = f"?{self._parts.query}" if self._parts.query else ""
        connection.request("POST", (self._parts.path or "/") + query, content, headers)
        response = connection.getresponse()
        _check_bounded(response)
        said = response.read(MOST_ANSWER_BYTES + 1)
        if response.length and len(said) <= MOST_ANSWER_BYTES:
            raise http.client.IncompleteRead(said)
        return Reply(response.status, said, response.getheader("Retry-After") or "")

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme != "https":
            return http.client.HTTPConnection(host, port, timeout=self.deadline)
        try:
            trust = ssl.create_default_context(cafile=str(self.authority) if self.authority else None)
        except OSError as error:
            raise _Barred("push_not_trusted") from error
        trust.minimum_version = ssl.TLSVersion.TLSv1_2
        return http.client.HTTPSConnection(host, port, timeout=self.deadline, context=trust)

    # -- what it means ---------------------------------------------------------------------------------------

    def _understood(self, push: Push, reply: Reply) -> Handed:
        status = reply.status
        if status in (200, 201, 202, 204):
            return self._taken(push, reply)
        if status in _TRY_LATER or status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            return self._again(push, "push_busy", reply, status=status)
        if http.HTTPStatus.MULTIPLE_CHOICES <= status < http.HTTPStatus.BAD_REQUEST:
            code = "push_moved"
        else:
            code = _LASTING.get(status, "push_refused")
        facts = {"status": status, "said": said_in(reply.content)}
        return Handed(PushState.FAILED, trouble=code, facts=facts, halt=code in _BARRED)

    def _taken(self, push: Push, reply: Reply) -> Handed:
        try:
            answer = read_answer(reply.content, push.message_id)
        except ValueError:
            return Handed(PushState.FAILED, trouble="push_answer_unreadable")
        if reply.status == http.HTTPStatus.ACCEPTED:
            return Handed(PushState.SENT, answer, again_in=_wish(reply) or pause_after(push.attempts + 2))
        return Handed(PushState.ANSWERED, answer)

    def _again(self, push: Push, code: str, reply: Reply | None = None, **facts: object) -> Handed:
        """Nothing is lost: the same message goes again under the same id."""
        pause = max(pause_after(push.attempts), _wish(reply) if reply else 0.0)
        known = {"receiver": self.receiver} | facts
        return Handed(push.state, trouble=code, facts=known, again_in=pause, halt=True)


def _check_bounded(response: http.client.HTTPResponse) -> None:
    """Refuse a good answer that does not say how long it is: broken off in its head it would look whole."""
    answers = response.status < http.HTTPStatus.MULTIPLE_CHOICES
    empty = response.status == http.HTTPStatus.NO_CONTENT
    if answers and not empty and response.length is None and not response.chunked:
        raise http.client.IncompleteRead(b"")


def _wish(reply: Reply) -> float:
    """Seconds the receiver asks us to wait; 0 when it does not, or writes a date."""
    plain = reply.retry_after.strip()
    return min(float(plain), LONGEST_WISH) if plain.isascii() and plain.isdigit() else 0.0


def _cut(connection: http.client.HTTPConnection, done: threading.Event) -> None:
    done.set()
    link = connection.sock
    if link is not None:
        with contextlib.suppress(OSError):
            link.shutdown(socket.SHUT_RDWR)
