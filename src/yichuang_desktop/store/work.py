"""A unit of work over cases and acts: what the services mean by ``ports.Work``."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.acts import Act, ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.cutoffs import Cutoffs
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Counter, Hall
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.numbers import LAST_SERIAL
from yichuang_desktop.domain.paper_codes import PaperSeal
from yichuang_desktop.domain.tracks import Track
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.ports import RecordedAct
from yichuang_desktop.store import queries as q
from yichuang_desktop.store.channels import ChannelWork
from yichuang_desktop.store.delegations import DelegationRegister
from yichuang_desktop.store.duties import DutyStore
from yichuang_desktop.store.outbox_rows import OutboxWork
from yichuang_desktop.store.packages import PackageStore
from yichuang_desktop.store.seals import seal, tags_in
from yichuang_desktop.store.signatures import SignatureBook
from yichuang_desktop.store.work_library import LibraryWork
from yichuang_desktop.store.work_papers import PaperWork


@dataclass
class StoreWork(
    PackageStore,
    ChannelWork,
    PaperWork,
    LibraryWork,
    OutboxWork,
    DutyStore,
    DelegationRegister,
    SignatureBook,
):
    """One transaction; see the port for what each method promises."""

    _new: dict[UUID, Channel] = field(default_factory=dict)
    _looked_at: Case | None = None
    _tags: dict[str, str] = field(default_factory=dict)

    def hall(self) -> Hall:
        return self.known().hall(self.lane)

    def calendar(self) -> WorkCalendar:
        return self.known().calendar(self.lane)

    def cutoffs(self) -> Cutoffs:
        return self.known().cutoffs(self.lane)

    def paper_keys(self) -> PaperSeal:
        return seal(self.known().keys(self.lane), self.lane.read, self._tags)

    def counter(self, code: int) -> Counter:
        """A window; RuleViolation ``window_code_invalid``."""
        found = self.known().counters(self.lane).get(code)
        if found is None:
            raise RuleViolation("window_code_invalid", window=code)
        return found

    def staff_name(self, login: str) -> str:
        """The name behind a log-in; the log-in itself when nobody has it."""
        member = self.known().staff(self.lane).get(login)
        return member.name if member else login

    # -- cases and acts

    def done(self, act_id: UUID, request_sha256: str, case_id: UUID | None = None) -> ActDone | None:
        """As the port says; with ``case_id`` the case is read in the same trip, for the next :meth:`case`."""
        row = self.read(q.DONE_AND_CASE, {"act_id": act_id, "of_case": case_id})[0]
        self._learn_moment(row)
        answer, case = row[2 : 2 + len(q.ANSWER)], row[2 + len(q.ANSWER) :]
        if case_id is not None and case[0] is not None:
            self._looked_at = q.case_of(case)
        if answer[0] is None:
            return None
        if answer[-1] != request_sha256:
            raise RuleViolation("other_act_under_this_id")
        return q.done_of(answer, repeated=True)

    def open_case(self, case_id: UUID, channel: Channel) -> Case:
        """A case that comes to be with its first act."""
        self._new[case_id] = channel
        return Case(case_id, channel)

    def case(self, case_id: UUID) -> Case:
        seen, self._looked_at = self._looked_at, None
        if seen is not None and seen.case_id == case_id:
            return seen
        return q.case_of(self.one(q.CASE, {"case_id": case_id}))

    def case_by_receipt_no(self, receipt_no: str) -> Case:
        return q.case_of(self.one(q.CASE_BY_NUMBER, {"receipt_no": receipt_no}))

    def record(self, act: Act, request_sha256: str = "") -> ActDone:
        """Write the act; the database checks it, stamps time, log-in and number, and moves the case."""
        self._looked_at = None
        values = self._act_values(act, request_sha256)
        try:
            at, recorded_by, receipt_no = self._insert(values)
        except RuleViolation as refused:
            raise self._explained(refused, act) from refused
        return ActDone(
            act.act_id, act.case_id, act.kind, act.expected_revision + 1, at, recorded_by, receipt_no or ""
        )

    def history(self, case_id: UUID) -> tuple[RecordedAct, ...]:
        return tuple(q.recorded_of(row) for row in self.read(q.HISTORY, {"case_id": case_id}))

    # -- drafts

    def draft(self, case_id: UUID) -> IntakeForm:
        """The form as saved last; an empty one for the case's item when nothing was saved yet."""
        rows = self.read(q.DRAFT, {"case_id": case_id})
        if rows:
            return IntakeForm.from_json(rows[0][0])
        case = self.case(case_id)
        return IntakeForm(item_id=case.item_id, item_version=case.item_version)

    def save_draft(self, case_id: UUID, form: IntakeForm, counter: int) -> None:
        values = {"case_id": case_id, "form": form.to_json(), "counter": counter or None, "clerk": self.login}
        self.later(q.SAVE_DRAFT[self.lanes.dialect.name], values)

    # -- how an act is written

    def _act_values(self, act: Act, request_sha256: str) -> dict[str, Any]:
        channel = self._new.get(act.case_id)
        after = {f"{track.value}_after": act.after.of(track).value for track in Track}
        return {
            "act_id": act.act_id,
            "case_id": act.case_id,
            "case_revision": act.expected_revision + 1,
            "kind": act.kind,
            "channel": channel.value if channel else None,
            **after,
            "evidence": act.evidence,
            "sets": act.sets,
            "done_by": act.done_by.value,
            "doer_name": act.doer_name,
            "reason": act.reason,
            "counter": act.counter or None,
            "recorded_by": self.login,
            "annuls": act.annuls,
            "request_sha256": request_sha256,
        }

    def _insert(self, values: dict[str, Any]) -> Any:
        if self.lanes.dialect.name == "postgresql":
            *stamps, tags = self.lane.write(q.RECORD_RETURNING, values)[0]
            if tags:
                self._tags.update(tags_in(tags))
            return stamps
        self.lane.write(q.RECORD, values)
        return self.lane.read(q.STAMPS, values)[0]

    def _explained(self, refused: RuleViolation, act: Act) -> RuleViolation:
        """The same news with what the clerk needs to know: which act, which case, who was faster and when."""
        kind = TABLE.get(act.kind)
        facts: dict[str, Any] = {"act": kind.title if kind else act.kind, "kind": act.kind} | refused.facts
        self.lane.undo()
        rows = self.lane.read(q.LAST_ACT, {"case_id": act.case_id})
        if rows:
            receipt_no, at, name = rows[0]
            facts |= {"receipt_no": receipt_no or "", "at": at, "by": name}
        facts.setdefault("receipt_no", "")
        if refused.code == "serials_used_up":
            facts |= {"window": act.counter, "day": self.now().date(), "most": LAST_SERIAL}
        if refused.code == "not_in_this_state" and rows:
            case = q.case_of(self.lane.read(q.CASE, {"case_id": act.case_id})[0])
            facts["state"] = str(case.tracks.of(Track(facts["track"])))
        return RuleViolation(refused.code, **facts)
