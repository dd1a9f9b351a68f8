"""Signatures: on screen bound to the text that was read, in ink ticked as seen (decisions 9, 16)."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.papers_made import signature_evidence
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests import ScreenSignature

_PNG = b"\x89PNG\r\n\x1a\n"


def text_sha256(text: str) -> str:
    """What binds a signature to a text that is not a commitment: SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_signature(signature: ScreenSignature, expected_sha256: str, changed: str) -> None:
    """Refuse a signature given under another text (``changed``), by nobody, or without a picture.

    Raises RuleViolation ``changed`` or ``signature_empty``.
    """
    if signature.text_sha256 != expected_sha256:
        raise RuleViolation(changed, signer=signature.signer)
    drawn = signature.strokes.strip() not in ("", "[]", "[[]]")
    if not signature.png.startswith(_PNG) or not drawn or not signature.signer.strip():
        raise RuleViolation("signature_empty")


def keep_signature(work: Work, case_id: UUID, signature: ScreenSignature) -> Mapping[str, Any]:
    """Keep picture and strokes in the same transaction; gives what the act's evidence says of them."""
    picture = work.add_attachment(case_id, "image/png", signature.png)
    strokes = work.add_attachment(case_id, "application/json", signature.strokes.encode())
    return signature_evidence(signature, picture, strokes)
