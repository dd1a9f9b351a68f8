"""退件链: every link of a return as it reads, in the regulation's order (3.2.5; R-RET-1)."""

from dataclasses import dataclass
from enum import Enum

from yichuang_desktop.domain.return_chain import Link, LinkState, chain, is_return
from yichuang_desktop.services.acting import effective
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

TITLE = "退件链"
_TONES = {
    LinkState.DONE: Tone.GOOD,
    LinkState.DUE: Tone.WARN,
    LinkState.TO_COME: Tone.CALM,
    LinkState.MISSING: Tone.BAD,
}


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link."""

    number: int
    link: Link

    @property
    def who(self) -> str:
        """Who did it, or who is to."""
        actor = self.link.actor.title
        return self.link.by or actor if self.link.at is not None else f"由{actor}办"

    @property
    def when(self) -> str:
        """``11-23 14:05``; empty while it is not done."""
        return f"{self.link.at:%m-%d %H:%M}" if self.link.at is not None else ""

    @property
    def tone(self) -> Tone:
        return _TONES[self.link.state]


class LinkColumn(Enum):
    """The columns of the chain."""

    NUMBER = Column[LinkLine]("", lambda line: str(line.number), width=44, right=True)
    WHAT = Column[LinkLine]("环节", lambda line: line.link.title)
    STATE = Column[LinkLine]("", lambda line: line.link.state.title, badge=lambda line: line.tone, width=84)
    WHO = Column[LinkLine]("谁", lambda line: line.who, width=206)
    WHEN = Column[LinkLine]("什么时候", lambda line: line.when, width=116)


def link_lines(file: CaseFile) -> tuple[LinkLine, ...]:
    """The chain of a returned case; empty for every other."""
    held = effective(file.history)
    if not is_return(file.case, held):
        return ()
    return tuple(LinkLine(number, link) for number, link in enumerate(chain(file.case, held), 1))
