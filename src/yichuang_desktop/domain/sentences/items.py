"""Sentences about the item library and its import."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {}
