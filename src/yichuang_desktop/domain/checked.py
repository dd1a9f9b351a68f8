"""The answer of a check of one field: may it stand, was it put right, what is there to say (decision 18)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from yichuang_desktop.domain.sentences import say_code


class Verdict(Enum):
    """What a check says of a text: it may stand, was put right, deserves a look, is refused, or goes on."""

    OK = "可用"
    NORMALISED = "已规范"
    WARNED = "请核对"
    REJECTED = "不能用"
    INCOMPLETE = "未输完"


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of a check: the text put right, the verdict, and the remark as code and facts.

    The facts name places and lengths, never the number itself, so that they may be logged (dossier 6).
    """

    value: str
    verdict: Verdict
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def usable(self) -> bool:
        """True when nothing stands in the way of keeping the value."""
        return self.verdict in {Verdict.OK, Verdict.NORMALISED, Verdict.WARNED}

    @property
    def sentence(self) -> str:
        """The remark as a Chinese sentence, empty when there is nothing to say."""
        return say_code(self.code, self.facts) if self.code else ""


def rejected(code: str, **facts: object) -> Checked:
    """Refuse; :func:`concluded` puts the value in."""
    return Checked("", Verdict.REJECTED, code, facts)


def warned(code: str, **facts: object) -> Checked:
    """Let stand with a remark; :func:`concluded` puts the value in."""
    return Checked("", Verdict.WARNED, code, facts)


def missing(code: str, typing: bool, **facts: object) -> Checked:
    """Nothing was written yet: to go on while typing, a refusal afterwards."""
    return Checked("", Verdict.INCOMPLETE if typing else Verdict.REJECTED, code, facts)


def concluded(text: str, value: str, found: Checked | None) -> Checked:
    """Put the value into what was found; nothing found means it stands, as written or put right."""
    if found is not None:
        return replace(found, value=value)
    return Checked(value, Verdict.OK) if value == text else Checked(value, Verdict.NORMALISED, "tidied")
