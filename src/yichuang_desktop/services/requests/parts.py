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
    """``pen``, ``touch``, ``mouse``, or the driver of a signature pad."""
    dpi: float = 0.0
    """Dots per inch of the screen, as the system measured it; 0 when nobody knows."""
    started_at_ms: int = 0
    """Unix milliseconds of the first touch by the window's clock."""
    finished_at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes the result: the applicant or an agent, and the document that was checked."""

    name: str
    document_title: str
    document_no: str
    relation: str = "本人"
    authorisation: str = ""
    phone: str = ""
