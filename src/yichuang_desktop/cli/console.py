"""What the commands say on the console: one sentence for what went wrong, never a trace."""

import functools
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import typer

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say, say_code
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.settings import Settings, load

P = ParamSpec("P")
T = TypeVar("T")
FAILED, REFUSED = 1, 3


def calm(command: Callable[P, T]) -> Callable[P, T]:
    """Turn the two kinds of bad news into a sentence and an exit code: 3 refused by a rule, 1 failed."""

    @functools.wraps(command)
    def told(*arguments: P.args, **options: P.kwargs) -> T:
        try:
            return command(*arguments, **options)
        except RuleViolation as violation:
            complain(say(violation))
            raise typer.Exit(REFUSED) from violation
        except StoreUnavailable as trouble:
            complain(say_code(trouble.code, trouble.facts))
            raise typer.Exit(FAILED) from trouble

    return told


def tell(sentence: str) -> None:
    """A line on standard error, so that standard output stays machine-readable."""
    print(sentence, file=sys.stderr, flush=True)


def complain(sentence: str) -> None:
    """Bad news on standard error."""
    tell(f"✗ {sentence}")


def bar(what: str) -> Callable[[int, int], None]:
    """A progress line that rewrites itself on a terminal and stays silent elsewhere."""
    if not sys.stderr.isatty():
        return lambda _done, _total: None

    def show(done: int, total: int) -> None:
        share = min(done / total, 1.0) if total else 1.0
        print(f"\r{what} {share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)

    return show


def settings_for(database: str | None) -> Settings:
    """The settings with the command line's database, complaints told."""
    settings = load({"database_url": database})
    for problem in settings.problems:
        complain(problem)
    return settings


def password_from(file: Path | None, login: str) -> str:
    """The password from a file's first line, or asked for."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError) as error:
            raise RuleViolation("password_file_unreadable", file=file.name) from error
    return getpass.getpass(f"{login} 的密码：")
