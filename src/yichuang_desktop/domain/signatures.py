"""A signature on screen as it is kept: what was signed, how it was written, sealed and chained (R-IN-3).

The seal is a digest over everything a signature says; the database chains each seal to the one before of the
same window. So a text, a stroke or a picture that was changed later, and a signature that was taken out or
put in, are found when it is read (:func:`verify`). It is ordinary electronic evidence: it shows that nothing
was changed, not who held the pen (电子签名法, article 13).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.titled import TitledEnum

Point = tuple[int, int, int, int]
"""Milliseconds since the first touch, x and y in hundredths of a millimetre, pressure 0–1000."""
Strokes = tuple[tuple[Point, ...], ...]
_POINT: Final = 4
_MOST_POINTS: Final = 20_000
_HUNDREDTHS: Final = 100


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed and how; everything the seal is over. Digests are SHA-256 in hexadecimal."""

    signature_id: UUID
    case_id: UUID
    purpose: str
    """The title of the text: 信用承诺书, 领证签收."""
    template: str
    """Version of the text's wording; empty where the text has none."""
    text: str
    """Exactly what was read: UTF-8, lines ended by LF."""
    signer: str
    verified: str
    """How the signer's identity was checked (R-IN-2), as its record says it."""
    strokes_sha256: str
    picture_sha256: str
    device: str
    """``pen``, ``touch``, ``mouse``, or the name of a signature pad's driver."""
    dpi: int
    """Hundredths of a dot per inch of the screen, as the system measured it; 0 when nobody knows."""
    started_ms: int
    """Unix milliseconds of the first touch by the window's own clock."""
    finished_ms: int

    @property
    def text_sha256(self) -> str:
        """What binds the signature to its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def seal(self) -> str:
        """The digest over all of it."""
        parts = [
            str(self.signature_id), str(self.case_id), self.purpose, self.template, self.text_sha256,
            self.signer, self.verified, self.strokes_sha256, self.picture_sha256, self.device,
            self.dpi, self.started_ms, self.finished_ms,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """A signature as the database keeps it: sealed, stamped, and a link in its window's chain."""

    signed: Signed
    seal: str
    counter: int
    seq: int
    """Counted per window from 1."""
    recorded_by: str
    at: datetime
    previous: str
    """The digest of the window's signature before; empty for its first."""
    digest: str

    def expected_digest(self) -> str:
        """What the chain's digest must be."""
        utc = self.at.astimezone(UTC)
        stamp = f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"
        whole = f"{self.previous}|{self.counter}|{self.seq}|{stamp}|{self.recorded_by}|{self.seal}"
        return hashlib.sha256(whole.encode()).hexdigest()


class SignatureFault(TitledEnum):
    """What reading a signature again may find."""

    CONTENT = "content"
    STROKES = "strokes"
    PICTURE = "picture"
    DIGEST = "digest"
    CHAIN = "chain"

    def _words(self) -> str:
        return {
            "content": "签署的文本或登记内容与封存时不一致",
            "strokes": "笔迹与封存时不一致",
            "picture": "签名图片与封存时不一致",
            "digest": "封存摘要不符",
            "chain": "与本窗口前一份签名接不上，中间可能缺失或被插入",
        }[self.value]


def verify(
    kept: KeptSignature, strokes: bytes, picture: bytes, before: str | None
) -> tuple[SignatureFault, ...]:
    """Read a signature again; empty when nothing was changed since it was given.

    ``strokes`` and ``picture`` are the kept attachments, ``before`` the digest of the window's signature
    before it (None when that one is not there; an empty text for the first).
    """
    found = {
        SignatureFault.CONTENT: kept.signed.seal != kept.seal,
        SignatureFault.STROKES: hashlib.sha256(strokes).hexdigest() != kept.signed.strokes_sha256,
        SignatureFault.PICTURE: hashlib.sha256(picture).hexdigest() != kept.signed.picture_sha256,
        SignatureFault.DIGEST: kept.expected_digest() != kept.digest,
        SignatureFault.CHAIN: before != kept.previous or (kept.seq == 1) != (kept.previous == ""),
    }
    return tuple(fault for fault, wrong in found.items() if wrong)


def read_strokes(text: str) -> Strokes:
    """Read kept strokes. Raises RuleViolation("strokes_unreadable") for what no pad has written."""
    try:
        strokes = tuple(tuple(_point(point) for point in stroke) for stroke in json.loads(text))
    except (ValueError, TypeError) as error:
        raise RuleViolation("strokes_unreadable") from error
    if not any(strokes) or sum(map(len, strokes)) > _MOST_POINTS:
        raise RuleViolation("strokes_unreadable")
    return strokes


def _point(values: Sequence[Any]) -> Point:
    if len(values) != _POINT or not all(type(value) is int for value in values):
        raise ValueError("a point is four whole numbers")
    at, x, y, force = values
    return at, x, y, force


def duration_ms(strokes: Strokes) -> int:
    """From the first touch to the last, in milliseconds."""
    return max(point[0] for stroke in strokes for point in stroke)


def hundredths(dpi: float) -> int:
    """Dots per inch as they are kept."""
    return round(dpi * _HUNDREDTHS)
