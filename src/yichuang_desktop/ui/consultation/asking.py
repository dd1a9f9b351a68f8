"""Recording the answer to a question, and what it is about: everything the screen asks the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.consultations import GUIDE_ANSWER
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services import consulting
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports_consultation import ConsultationRow
from yichuang_desktop.ui.consultation.model import AskModel, Chosen, ReferralLine
from yichuang_desktop.ui.consultation.sources import SampleFiles
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.sending import Sending

Lists = tuple[tuple[ReferralLine, ...], tuple[ConsultationRow, ...]]
Found = tuple[ConsultationRow, Chosen | None]
SERVICE = "咨询"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A question that has its number now."""

    consult_no: str
    guide: bool


class Asking(QObject):
    """``recorded(Recorded)`` after an answer, ``refused(RuleViolation)`` when it could not stand."""

    recorded = Signal(object)
    refused = Signal(object)
    chosen = Signal(object)
    """A :class:`Chosen` that was asked for."""
    listed = Signal(object)
    unlisted = Signal()
    found = Signal(object)
    """A consultation by its paper, with its item: :data:`Found`."""
    foreign = Signal(str)
    """A paper that belongs to no consultation."""

    def __init__(self, tools: FormTools, samples: SampleFiles, parent: QObject) -> None:
        super().__init__(parent)
        self._tools, self._samples = tools, samples
        self.sending = Sending(tools.tasks, tools.messages, self)
        self._counter = tools.desk.session.counter.code

    # -- reading ---------------------------------------------------------------------------------------------

    def choose(self, item_id: str) -> None:
        """Fetch an item with its examples."""
        self._tools.tasks.run(
            self, "store", partial(self._fetch, item_id), self.chosen.emit, self._tools.messages.refused
        )

    def ask_lists(self) -> None:
        """Fetch what waits and what was asked today."""
        self._tools.tasks.run(
            self, "store", self._fetch_lists, self.listed.emit, failed=lambda _error: self.unlisted.emit()
        )

    def find(self, text: str) -> None:
        """The consultation of a scanned paper."""
        self._tools.tasks.run(
            self, "store", partial(self._fetch_found, text), self.found.emit, partial(self._on_foreign, text)
        )

    def take_over(self, row: ConsultationRow) -> None:
        """A question of today is on screen again."""
        self._tools.tasks.run(self, "store", partial(self._with_item, row), self.found.emit)

    def _fetch(self, item_id: str, version: int | None = None) -> Chosen:
        found, item = self._tools.desk.views.item(item_id, version)
        return Chosen(found, item, self._samples.files(item))

    def _fetch_lists(self) -> Lists:
        desk = self._tools.desk
        today, calendar = desk.now().date(), desk.calendar()
        waiting = tuple(ReferralLine.of(row, calendar, today) for row in desk.views.referrals())
        return waiting, desk.views.consultations(self._counter, today)

    def _fetch_found(self, text: str) -> Found:
        return self._with_item(consulting.find_consultation(self._tools.desk.views, text))

    def _with_item(self, row: ConsultationRow) -> Found:
        return row, self._fetch(row.item_id) if row.item_id else None

    def _on_foreign(self, text: str, violation: RuleViolation) -> None:
        if violation.code == "not_a_consultation":
            self.foreign.emit(text)
        else:
            self._tools.sounds.bad()
            self._tools.messages.refused(violation)

    # -- recording -------------------------------------------------------------------------------------------

    def record(self, model: AskModel, *, guide: bool, then: Callable[[Recorded], None] | None = None) -> None:
        """Record the answer; ``then`` goes on with it."""
        request = model.request(self._counter, guide)
        done = partial(self._on_done, guide, then)
        self.sending.send(self._act, request, done, self._on_refused, "正在记录咨询…")

    def _act(self, request: ask.AnswerAtCounter) -> tuple[ActDone, str]:
        """On the store's lane: the act, and the number it was given."""
        done = self._tools.desk.handle(request)
        assert isinstance(done, ActDone)  # noqa: S101 - narrows for mypy
        return done, self._tools.desk.case(done.case_id).consult_no

    def _on_done(
        self, guide: bool, then: Callable[[Recorded], None] | None, answer: tuple[ActDone, str]
    ) -> None:
        done, number = answer
        recorded = Recorded(number, guide)
        self._tools.sounds.good()
        printed = "，告知单正在打印" if guide else ""
        self._tools.messages.good(f"咨询 {number} 已记录{printed}。")
        self.recorded.emit(recorded)
        if then is not None:
            then(recorded)
        self._tools.citizen.invite_rating(done.act_id, self._counter, SERVICE)

    def _on_refused(self, violation: RuleViolation) -> None:
        self._tools.sounds.bad()
        self.refused.emit(violation)


def of_found(found: Found) -> AskModel:
    """A recorded question as it stands on screen."""
    row, chosen = found
    return AskModel(
        chosen=chosen, question=row.question, answer=GUIDE_ANSWER if chosen else "", asker=row.asker,
        consult_no=row.consult_no,
    )  # fmt: skip
