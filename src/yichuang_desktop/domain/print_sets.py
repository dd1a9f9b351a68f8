"""The papers of one act as one set (R-X-1): all out, or which copy is missing, or which one is in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from yichuang_desktop.domain.print_jobs import JobState

OUT: Final = frozenset({JobState.SENT, JobState.CONFIRMED, JobState.ACCEPTED})
"""On paper as far as can be known; ``sent`` is what a printer without a voice gets to."""
GONE: Final = frozenset({JobState.REPRINTED, JobState.CANCELLED})
"""No longer part of the set: another copy stands for it, or nobody wants it."""


class SetState(Enum):
    """How far a set of papers has come."""

    ALL_OUT = "all_out"
    PARTLY = "partly"
    WAITING = "waiting"
    IN_DOUBT = "in_doubt"

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES: Final = {
    SetState.ALL_OUT: "全部已出",
    SetState.PARTLY: "没有出齐",
    SetState.WAITING: "等待打印",
    SetState.IN_DOUBT: "待确认",
}


@dataclass(frozen=True, slots=True)
class SetMember:
    """One paper of a set: what it is called, and where its print stands."""

    title: str
    state: JobState


@dataclass(frozen=True, slots=True)
class PrintSet:
    """What an act made due on paper. Copies that stand for others, and cancelled ones, do not count."""

    members: tuple[SetMember, ...]

    @classmethod
    def of(cls, members: Iterable[SetMember]) -> "PrintSet":
        return cls(tuple(member for member in members if member.state not in GONE))

    @property
    def doubtful(self) -> tuple[str, ...]:
        """What must be asked about."""
        return tuple(one.title for one in self.members if one.state is JobState.UNKNOWN)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not on paper yet, and not in doubt either."""
        return tuple(
            one.title for one in self.members if one.state not in OUT and one.state is not JobState.UNKNOWN
        )

    @property
    def out(self) -> int:
        """How many are on paper."""
        return sum(one.state in OUT for one in self.members)

    @property
    def failed(self) -> bool:
        """Whether a member will not come out by itself."""
        return any(one.state is JobState.FAILED for one in self.members)

    @property
    def state(self) -> SetState:
        """The whole set in one word; doubt goes before everything else."""
        if self.doubtful:
            return SetState.IN_DOUBT
        if not self.missing:
            return SetState.ALL_OUT
        return SetState.PARTLY if self.out or self.failed else SetState.WAITING

    @property
    def words(self) -> str:
        """How many of how many are out, and which are not, by name."""
        if self.state is SetState.ALL_OUT:
            return f"{len(self.members)} 张全部已出"
        parts = [f"{len(self.members)} 张已出 {self.out} 张"]
        if self.doubtful:
            parts.append(f"待确认：{_listed(self.doubtful)}")
        if self.missing:
            parts.append(f"还缺：{_listed(self.missing)}")
        return "，".join(parts)


def _listed(titles: tuple[str, ...]) -> str:
    return "、".join(dict.fromkeys(titles))
