"""What may be asked at any desk: undo, further copies, answers about prints."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Annul:
    """Undo the last act of a case (T33): its recorder within minutes, later the leader, with a reason."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    annuls: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Reprint:
    """A further copy of a printed paper, marked 补打 (R-X-1)."""

    job_id: str
    printer: str = ""
    copy_id: str = ""
    """The id the copy's job will have, made by who asks: sent again with the same one, it is made once."""


@dataclass(frozen=True, slots=True)
class MovePrint:
    """Print on another printer, of this window or a neighbour's (R-X-1).

    What has not left yet moves there; of what may be on paper already a further copy is made there.
    """

    job_id: str
    printer: str
    """``slip-05``, ``a4-04``."""
    copy_id: str = ""
    """The id a further copy's job will have, as for :class:`Reprint`."""


@dataclass(frozen=True, slots=True)
class CancelPrint:
    """Give up a print of which nothing has left yet."""

    job_id: str


@dataclass(frozen=True, slots=True)
class AnswerPrint:
    """The clerk's answer to "票出来了吗？" for a print of unknown fate."""

    job_id: str
    answer: str
    """``complete``, ``incomplete``, ``nothing``."""
