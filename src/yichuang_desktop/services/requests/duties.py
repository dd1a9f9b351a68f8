"""The duties of windows, changed from a day on (2.3.4; R-SEAT-2)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, When, asked


@dataclass(frozen=True, slots=True)
class SetDuties:
    """From ``since`` on ``window`` serves ``channels`` and nothing else (R-SEAT-2).

    ``channels`` are values of ``Channel``; an empty list gives the window no duty.
    """

    act_id: UUID
    counter: int
    window: int
    channels: tuple[str, ...]
    since: date = asked("从哪天起", AskKind.DAY, when=When.NOT_EARLIER)
    reason: str = asked("调整原因", hint="例如：一件事办件增多，增开一个窗口")
