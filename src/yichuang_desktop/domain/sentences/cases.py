"""Sentences about the case model, intake, handover, issuance and return."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {}
