"""The invented ACME five-key box on a TCP port, in the test's hands; nothing of the product is imported."""

import contextlib
import socket
import threading


class AcmeBox:
    """``with AcmeBox() as box``: it answers UDP questions where it is, and one PC at a time."""

    def __init__(self, serial: str = "SN-0042") -> None:
        self.serial = serial
        self.heard: list[str] = []
        self._finding = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._finding.bind(("127.0.0.1", 0))
        self.discovery = f"127.0.0.1:{self._finding.getsockname()[1]}"
        self.port = 0
        self._pc: socket.socket | None = None
        self._listening: socket.socket | None = None
        self._ending = threading.Event()

    def __enter__(self) -> "AcmeBox":
        self.plug_in()
        threading.Thread(target=self._answer_seekers, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.set()
        self.unplug()
        self._finding.close()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def plug_in(self) -> None:
        """Be reachable (again), under the same address."""
        listening = socket.create_server(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        self._listening = listening
        threading.Thread(target=self._serve, args=(listening,), daemon=True).start()

    def unplug(self) -> None:
        """Pull the cable: the PC's connection dies, new ones are refused."""
        for one in (self._listening, self._pc):
            if one is not None:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
        self._listening = self._pc = None

    def press(self, key: int) -> None:
        """A citizen presses a key for what is asked now."""
        number = next(line.split(" ")[1] for line in reversed(self.heard) if line.startswith("ASK "))
        self._say(f"KEY {number} {key}")

    def asked(self) -> bool:
        """Whether somebody is invited to rate."""
        told = [line for line in self.heard if not line.startswith("PING")]
        return bool(told) and told[-1].startswith("ASK ")

    def _say(self, line: str) -> None:
        if self._pc is not None:
            with contextlib.suppress(OSError):
                self._pc.sendall(line.encode() + b"\n")

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                self._pc, _where = listening.accept()
            except OSError:
                return
            self._say(f"HELLO acme-5 {self.serial}")
            self._listen(self._pc)

    def _listen(self, pc: socket.socket) -> None:
        left = b""
        while True:
            try:
                more = pc.recv(4096)
            except OSError:
                return
            if not more:
                return
            *lines, left = (left + more).split(b"\n")
            for line in lines:
                words = line.decode()
                self.heard.append(words)
                if words == "PING":
                    self._say("PONG")

    def _answer_seekers(self) -> None:
        self._finding.settimeout(0.2)
        while not self._ending.is_set():
            try:
                question, who = self._finding.recvfrom(64)
            except TimeoutError:
                continue
            except OSError:
                return
            if question == b"ACME?" and self._listening is not None:
                self._finding.sendto(f"ACME acme-5 {self.serial} {self.port}".encode(), who)
