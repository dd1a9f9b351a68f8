"""Sentences about printers, scanners, the rating device and the customer screen."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {}
