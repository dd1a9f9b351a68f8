"""Sentences about paper codes, scans and the hall's own numbers."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {}
