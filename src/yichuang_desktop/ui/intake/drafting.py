"""The intake on screen as a draft in the database: opened with its item, saved as it grows (R-X-1)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.items import Package, ServiceItem
from yichuang_desktop.domain.tracks import Approval, Papers
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.acting import last_of
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.ui.intake.handed import StartIntake
from yichuang_desktop.ui.intake.model import IntakeModel
from yichuang_desktop.ui.tasks import Tasks

SAVE_AFTER = 400
"""Milliseconds of rest after which a draft is saved (R-X-1)."""


def package_of(desk: Desk, item: ServiceItem) -> Package | None:
    """The package an item stands for; on the store's lane."""
    if not item.is_package:
        return None
    with desk.access.begin() as work:
        return work.packages().get(item.item_id)


class Drafting(QObject):
    """Keeps one :class:`IntakeModel` at a time."""

    opened = Signal(object)
    """The draft of this model is in the database."""
    saved = Signal(datetime)
    scan_kept = Signal(object, int)
    """The photographed material of a case, by number, is in the database."""
    taken_up = Signal(object)
    """A model to go on with."""
    listed = Signal(object)
    """The drafts and notices of this window."""
    unlisted = Signal()
    """They could not be read."""
    elsewhere = Signal(str)
    """A paper of a case that is no intake any more."""
    consulted = Signal(object)
    """A guide notice was scanned: the :class:`StartIntake` it leads to."""

    def __init__(self, tasks: Tasks, desk: Desk, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._desk, self._now = tasks, desk, now
        self._counter = desk.session.counter.code
        self._model: IntakeModel | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER)
        self._timer.timeout.connect(self._save)

    def open(self, model: IntakeModel) -> None:
        """Begin the draft of an item just chosen (T1)."""
        self._model = model
        if model.case_id is None or model.item is None:
            return
        request = ask.OpenDraft(
            uuid4(), model.case_id, model.item.item_id, self._counter, asked_in=model.asked_in
        )
        self._tasks.run(
            self, "store", partial(self._desk.open_draft, request), partial(self._on_opened, model)
        )

    def keep(self, model: IntakeModel) -> None:
        """This model is on screen from now on."""
        self._model = model

    def save_soon(self) -> None:
        """Something changed; it is saved after a moment of rest."""
        if self._model is not None and self._model.opened:
            self._timer.start()

    def save_now(self) -> None:
        """Save what has not been saved yet: the clerk turns to something else."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def hold(self) -> None:
        """Save no more: an act that carries the whole form is on its way."""
        self._timer.stop()

    def ask_list(self) -> None:
        """Ask for what waits at this window."""
        work = partial(self._desk.views.drafts, self._counter)
        self._tasks.run(self, "store", work, self.listed.emit, failed=lambda _error: self.unlisted.emit())

    def take_up(self, case_id: UUID) -> None:
        """Go on with a draft, or with a notified one from its notice (T2r, R-IN-4)."""
        self._tasks.run(self, "store", partial(self._fetch, case_id), self.taken_up.emit)

    def scan(self, code: str) -> None:
        """A paper was scanned: its draft is taken up, any other case is shown where cases are shown."""
        self._tasks.run(self, "store", partial(self._find, code), partial(self._on_found, code))

    def _find(self, code: str) -> Case:
        """On the store's lane: the case of a paper."""
        return self._desk.case(self._desk.scan(code).case_id)

    def _on_found(self, code: str, case: Case) -> None:
        if case.tracks.approval in (Approval.DRAFT, Approval.NOTIFIED):
            self.take_up(case.case_id)
        elif case.channel is Channel.CONSULTATION and case.item_id:
            asker = case.applicant or {}
            start = StartIntake(case.item_id, case.consult_no, case.applicant_name, asker.get("phone", ""))
            self.consulted.emit(start)
        else:
            self.elsewhere.emit(code)

    def _fetch(self, case_id: UUID) -> IntakeModel:
        """On the store's lane."""
        case = self._desk.case(case_id)
        if case.tracks.approval is Approval.NOTIFIED:
            self._desk.take_up_again(ask.TakeUpAgain(uuid4(), case_id, case.revision, self._counter))
            case = self._desk.case(case_id)
        history = self._desk.views.case_file(case_id).history
        form = self._desk.draft(case_id)
        version, item = self._desk.views.item(form.item_id or case.item_id, form.item_version or None)
        model = IntakeModel(lambda: self._now().date(), case_id=case_id, revision=case.revision, opened=True)
        model.notified = last_of(history, "notify", "notify_again") is not None
        model.notice_due, model.channel = case.notice_due, case.channel
        model.papers_kept = case.tracks.papers is Papers.WITH_WINDOW
        model.choose_item(item, version)
        if form.item_id:
            model.take_form(form, item)
        model.package = package_of(self._desk, item)
        return model

    def _on_opened(self, model: IntakeModel, done: ActDone) -> None:
        model.opened, model.revision = True, done.revision
        if model is self._model:
            self._timer.start()
            self.opened.emit(model)

    def _save(self) -> None:
        model = self._model
        if model is None or model.case_id is None or not model.opened:
            return
        scans = dict(model.unsaved_scans)
        request = ask.SaveDraft(model.case_id, model.form(), self._counter, tuple(scans.values()))
        self._tasks.run(
            self, "store", partial(self._desk.save_draft, request), partial(self._on_saved, model, scans)
        )

    def _on_saved(self, model: IntakeModel, scans: dict[int, bytes], _none: None) -> None:
        for seq, content in scans.items():
            if model.unsaved_scans.get(seq) is content:
                del model.unsaved_scans[seq]
                self.scan_kept.emit(model.case_id, seq)
        self.saved.emit(self._now())

    def save_scans(self) -> None:
        """What was just photographed does not wait."""
        self._timer.stop()
        self._save()
