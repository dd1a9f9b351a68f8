"""A receiver of pushed cases as somebody else would write it from docs/push.md: nothing of the program in it.

It checks signature and time, keeps a message once however often it comes, gives each case one number, and can
be told to misbehave: ``tempers`` are used up one a request, then it behaves.
"""

import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OTHER = "00000000-0000-4000-8000-000000000000"
KEY = b"a-shared-secret-of-at-least-32-characters"


class Receiver:
    """What the receiver has and how it behaves next."""

    def __init__(self, key: bytes = KEY) -> None:
        self.key = key
        self.tempers: list[str] = []
        self.requests: list[str] = []
        """The Idempotency-Key of every request, in order."""
        self.messages: dict[str, dict[str, Any]] = {}
        """Every message once, by its id."""
        self.numbers: dict[str, str] = {}
        """The number given to each case, by its receipt number."""
        self.refused: list[str] = []
        self.confirmed_on: str | None = None
        self.let_go = threading.Event()
        """Set at the end: whoever keeps a request waiting gives up."""
        self.lock = threading.Lock()

    def temper(self) -> str:
        with self.lock:
            return self.tempers.pop(0) if self.tempers else "good"

    def untrusted(self, headers: Any, content: bytes) -> str:
        """Why the request is not from the hall; empty when it is."""
        stamp = headers["X-Yichuang-Timestamp"] or ""
        given = headers["X-Yichuang-Signature"] or ""
        wanted = hmac.new(self.key, stamp.encode() + b"." + content, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given, "hmac-sha256=" + wanted):
            return "签名不对"
        sent = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs(datetime.now(UTC) - sent) > timedelta(minutes=5):
            return "时间不对"
        return ""

    def keep(self, key: str, content: bytes) -> dict[str, Any] | None:
        """The answer to a message; the same for a repetition, None for other content under the same id."""
        message = json.loads(content)
        with self.lock:
            if key in self.messages and self.messages[key] != message:
                return None
            self.messages[key] = message
            receipt = message["case"]["receipt_no"]
            number = self.numbers.setdefault(receipt, f"4113252026{len(self.numbers) + 1:06d}")
        answer = {"message_id": key, "platform_no": number, "message": "已收"}
        return answer | ({"confirmed_on": self.confirmed_on} if self.confirmed_on else {})


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on the console."""

    def do_POST(self) -> None:
        receiver = self.server.receiver
        content = self.rfile.read(int(self.headers["Content-Length"] or 0))
        key, temper = self.headers["Idempotency-Key"] or "", receiver.temper()
        receiver.requests.append(key)
        self.close_connection = True
        why = receiver.untrusted(self.headers, content)
        if temper == "deaf":  # hangs up before it has kept anything
            return
        if why:
            receiver.refused.append(why)
            self.answer(401, {"message": why})
        elif temper.isdigit():
            self.answer(int(temper), {"message": "今天不行"})
        elif temper == "later":
            self.answer(202, {"message_id": key})
        else:
            self.behave(temper, receiver.keep(key, content))

    def behave(self, temper: str, kept: dict[str, Any] | None) -> None:
        """The message is kept; what the hall hears of it is another matter."""
        answers = {
            "good": lambda: self.answer(*((200, kept) if kept else (409, {"message": "编号重复"}))),
            "forgetful": lambda: None,
            "slow": lambda: self.server.receiver.let_go.wait(30),
            "dripping": self.drip,
            "beheaded": lambda: self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Ty"),
            "half": lambda: self.raw(200, b'{"platform_no"', claimed=500),
            "babbling": lambda: self.raw(200, b"<html>ok</html>"),
            "mistaken": lambda: self.answer(200, {"message_id": OTHER, "platform_no": "9"}),
        }
        answers[temper]()

    def drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Patience: ")
        while not self.server.receiver.let_go.wait(0.05):
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def answer(self, status: int, answer: dict[str, Any] | None) -> None:
        self.raw(status, json.dumps(answer, ensure_ascii=False).encode())

    def raw(self, status: int, content: bytes, claimed: int = 0) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        if status in (429, 503):
            self.send_header("Retry-After", "90")
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(claimed or len(content)))
        self.end_headers()
        self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.receiver = receiver

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hung up on us need not be told on the console."""


@contextmanager
def receiving(receiver: Receiver, trust: ssl.SSLContext | None = None) -> Iterator[str]:
    """The address of a server that runs for the length of a block."""
    server = _Server(receiver)
    scheme = "http"
    if trust is not None:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_port}/cases"
    finally:
        receiver.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
