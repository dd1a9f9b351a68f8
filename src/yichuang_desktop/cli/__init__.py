"""The command ``yichuang``: without a word it opens the window; everything else is a sub-command."""

from yichuang_desktop.cli.commands import app

__all__ = ["app"]
