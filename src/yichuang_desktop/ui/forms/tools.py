"""What forms are made with: desk, citizen's side, files; and what one form knows when it is begun."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yichuang_desktop.domain.item_search import ItemIndex
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.ui.camera.side import CameraSide, NoCamera
from yichuang_desktop.ui.cards.desk import CardDesk
from yichuang_desktop.ui.citizen import CitizenSide
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class FormTools:
    """What every screen with forms is given."""

    tasks: Tasks
    messages: Messages
    desk: Desk
    citizen: CitizenSide
    sounds: Sounds
    files: Files
    now: Callable[[], datetime]
    cards: CardDesk | None = None
    """The reader of identity cards; None only where a screen stands alone."""
    camera: CameraSide = field(default_factory=NoCamera)
    """The page that photographs papers."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the fields of one form stand in: the case, the calendar, the items that can be found."""

    tools: FormTools
    file: CaseFile | None = None
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    items: ItemIndex = field(default_factory=lambda: ItemIndex(()))
    item_names: Mapping[str, str] = field(default_factory=dict)
    begun: Mapping[str, Any] = field(default_factory=dict)
    """What the form was begun with, by field."""

    @property
    def today(self) -> date:
        """The hall's day."""
        return self.tools.now().date()
