"""Sentences about the database, log-in and versions."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {}
