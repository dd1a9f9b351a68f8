"""What several requests carry: a signature on screen, who collects."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ScreenSignature:
    """A signature given on the customer's screen and what binds it to the text that was read."""

    text_sha256: str
    png: bytes
    strokes: str
    """JSON of the strokes: ``[[[t_ms, x, y, pressure], …], …]``, x and y in 0.01 mm."""
    signed_at: datetime
    signer: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes the result: the applicant or an agent, and the document that was checked."""

    name: str
    document_title: str
    document_no: str
    relation: str = "本人"
    authorisation: str = ""
    phone: str = ""
