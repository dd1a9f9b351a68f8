"""Sentences about documents, numbers, names and addresses of applicants and agents."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {}
