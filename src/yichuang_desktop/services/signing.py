"""Signatures: on screen bound to the text that was read, in ink ticked as seen (decisions 9, 16)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.signatures import Signed, hundredths, read_strokes
from yichuang_desktop.services.papers_made import signature_evidence
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests import ScreenSignature

_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class SignedText:
    """What a signature was given under, as it is kept beside it."""

    purpose: str
    """Its title: 信用承诺书, 领证签收."""
    text: str
    """Exactly what was read."""
    template: str = ""
    """Version of its wording."""
    verified: str = ""
    """How the signer's identity was checked (R-IN-2)."""


def text_sha256(text: str) -> str:
    """What binds a signature to a text that is not a commitment: SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_signature(signature: ScreenSignature, expected_sha256: str, changed: str) -> None:
    """Refuse a signature given under another text (``changed``), by nobody, or without strokes and picture.

    Raises RuleViolation ``changed`` or ``signature_empty``.
    """
    if signature.text_sha256 != expected_sha256:
        raise RuleViolation(changed, signer=signature.signer)
    if not signature.png.startswith(_PNG) or not _written(signature) or not signature.signer.strip():
        raise RuleViolation("signature_empty")


def _written(signature: ScreenSignature) -> bool:
    try:
        return bool(read_strokes(signature.strokes))
    except RuleViolation:
        return False


def keep_signature(
    work: Work, case_id: UUID, counter: int, signature: ScreenSignature, under: SignedText
) -> Mapping[str, Any]:
    """Keep picture, strokes and text, sealed, in the same transaction; gives what the act's evidence says."""
    picture = work.add_attachment(case_id, "image/png", signature.png)
    strokes = work.add_attachment(case_id, "application/json", signature.strokes.encode())
    signed = Signed(
        signature_id=uuid4(),
        case_id=case_id,
        purpose=under.purpose,
        template=under.template,
        text=under.text,
        signer=signature.signer.strip(),
        verified=under.verified,
        strokes_sha256=strokes,
        picture_sha256=picture,
        device=signature.device,
        dpi=hundredths(signature.dpi),
        started_ms=signature.started_at_ms,
        finished_ms=signature.finished_at_ms,
    )
    work.add_signature(signed, counter)
    return {**signature_evidence(signature, picture, strokes), "signature_id": str(signed.signature_id)}
