"""Signatures read again: each is verified when it is opened, and can be replayed (R-IN-3)."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.signatures import SignatureFault, Strokes, read_strokes, verify
from yichuang_desktop.services.ports_signatures import SignatureRow


class SignatureSource(Protocol):
    """What is read: ``Views``."""

    def signatures(self, case_id: UUID) -> tuple[SignatureRow, ...]: ...
    def attachment(self, sha256: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ReadSignature:
    """A signature as it is shown: what was signed, what verification found, how it was written."""

    row: SignatureRow
    faults: tuple[SignatureFault, ...]
    strokes: Strokes
    """Empty when they cannot be read."""
    picture: bytes

    @property
    def sound(self) -> bool:
        """Nothing was changed since it was given."""
        return not self.faults


def read_signatures(source: SignatureSource, case_id: UUID) -> tuple[ReadSignature, ...]:
    """The signatures of a case, each verified; what is missing is a fault, not an error."""
    return tuple(_read(source, row) for row in source.signatures(case_id))


def _read(source: SignatureSource, row: SignatureRow) -> ReadSignature:
    strokes = _kept(source, row.kept.signed.strokes_sha256)
    picture = _kept(source, row.kept.signed.picture_sha256)
    faults = verify(row.kept, strokes, picture, row.before)
    try:
        written = read_strokes(strokes.decode("utf-8", "replace"))
    except RuleViolation:
        written = ()
    return ReadSignature(row, faults, written, picture)


def _kept(source: SignatureSource, sha256: str) -> bytes:
    try:
        return source.attachment(sha256)
    except RuleViolation:
        return b""
