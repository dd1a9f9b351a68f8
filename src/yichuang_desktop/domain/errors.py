"""Bad news a person at the counter can act upon."""

from typing import Any


class RuleViolation(Exception):
    """A rule of the hall forbids the act; ``code`` names the rule, ``facts`` fill its Chinese sentence.

    The sentence itself is made by :func:`yichuang_desktop.domain.sentences.say`, in one place for the
    window, the headless twin and the reports.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, Any] = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code
