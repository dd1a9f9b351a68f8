"""Sentences about working days, limits, pauses and cut-offs."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {}
