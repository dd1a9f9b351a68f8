"""What services need to keep and read signatures given on screen; what a signature pad is to the program."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.devices import DeviceReport
from yichuang_desktop.domain.signatures import KeptSignature, Signed, Strokes


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A kept signature with what it is checked against."""

    kept: KeptSignature
    before: str | None
    """The digest of the window's signature before it; empty for its first, None when that one is missing."""
    recorder_name: str


class SignatureWork(Protocol):
    """Signatures within a transaction."""

    def add_signature(self, signed: Signed, counter: int) -> None:
        """Seal and keep it; the database stamps it and chains it to the window's signature before."""
        ...


class SignatureViews(Protocol):
    """Signatures on screen."""

    def signatures(self, case_id: UUID) -> tuple[SignatureRow, ...]:
        """Those of a case, in the order in which they were given."""
        ...


@dataclass(frozen=True, slots=True)
class PadStrokes:
    """A signature as a pad beside the screen took it."""

    session: str
    strokes: Strokes
    """Points in hundredths of a millimetre on the pad; see ``domain.signatures.Point``."""
    device: str
    """What the pad is called in the signature's record: the driver's name."""


PadSigned = Callable[[PadStrokes], None]
"""Hears a finished signature, in the pad's own thread."""


class SignaturePad(Protocol):
    """A signature pad of its own, beside the customer's screen; written by vendors as a driver package.

    The text is read, to its end, on the customer's screen; the pad takes the strokes only. Its driver's
    ``open`` is given ``signed: PadSigned`` and ``gave_up: Callable[[str], None]`` (the session) by keyword.
    Neither may be called twice for one session, nor for one that was cancelled.
    """

    def start(self) -> None:
        """See ``ports_devices.Device``."""
        ...

    def stop(self) -> None: ...
    def report(self) -> DeviceReport: ...

    def ask(self, session: str, signer: str, words: str) -> None:
        """Take strokes now; ``words`` may be shown on the pad. Returns at once."""
        ...

    def cancel(self, session: str) -> None:
        """Take no more; what comes later belongs to nobody."""
        ...
