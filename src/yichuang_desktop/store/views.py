"""Questions screens ask; answers are frozen values, sorted and cut in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Counter
from yichuang_desktop.domain.hall_records import HallRecord, RecordKind
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperSeal
from yichuang_desktop.domain.print_jobs import copy_mark
from yichuang_desktop.domain.tracks import Papers
from yichuang_desktop.services.ports import (
    CaseFile,
    DeskRow,
    DraftRow,
    HandoverRow,
    ItemRow,
    PaperRecord,
    PrinterRow,
    PrintRow,
    ServiceRow,
    TodayCounts,
)
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import view_queries as v
from yichuang_desktop.store.channels import ChannelViews
from yichuang_desktop.store.delegations import DelegationReads
from yichuang_desktop.store.duties import DutyViews
from yichuang_desktop.store.outbox_rows import PUSHES_OF_CASE, TO_SEE_TO, OutboxViews, push_of
from yichuang_desktop.store.packages import PackageReads
from yichuang_desktop.store.proofs import Proving
from yichuang_desktop.store.seals import seal
from yichuang_desktop.store.signatures import SignatureReads
from yichuang_desktop.store.views_archive import ArchiveReads
from yichuang_desktop.store.views_consultation import DUE_REFERRALS, ConsultationReads
from yichuang_desktop.store.views_dues import DueReads, reminder_of
from yichuang_desktop.store.views_found import FindingViews
from yichuang_desktop.store.views_ledger import LedgerViews
from yichuang_desktop.store.views_obligations import OWED_SOON, ObligationReads, alarms
from yichuang_desktop.store.views_reports import ReportReads
from yichuang_desktop.store.views_returns import ReturnReads

MANY = 2000
Acts = Mapping[UUID, Sequence[Sequence[Any]]]


class StoreViews(
    ChannelViews,
    LedgerViews,
    Proving,
    PackageReads,
    FindingViews,
    ConsultationReads,
    OutboxViews,
    DutyViews,
    DelegationReads,
    ObligationReads,
    DueReads,
    ReportReads,
    ReturnReads,
    SignatureReads,
    ArchiveReads,
):
    """The read side of one log-in; may be asked from any thread."""

    def now(self) -> datetime:
        return self._ask((q.MOMENT, {}))[0][0][0]  # type: ignore[no-any-return]

    def today(self, counter: int) -> TodayCounts:
        now = self.now()
        values = {
            "today": now.date(),
            "midnight": datetime.combine(now.date(), time(), now.tzinfo),
            "counter": counter,
            "printers": f"%-{counter:02d}",
        }
        with self._known() as known:
            owed = alarms(now.date(), known.reading.calendar(known.lane)) | {"counter": counter}
        counts, pushes, owing, questions = self._ask(
            (v.TODAY, values), (TO_SEE_TO, {}), (OWED_SOON, owed), (DUE_REFERRALS, {"today": now.date()})
        )
        return TodayCounts(*counts[0], *pushes[0], *owing[0], *questions[0])

    def drafts(self, counter: int) -> tuple[DraftRow, ...]:
        here = {"counter": counter, "limit": MANY}
        rows, notices = self._ask((v.DRAFTS, here), (v.DRAFT_NOTICES, here))
        numbers = {row[0]: row[4].get("one_off_notice", {}).get("number", "") for row in notices}
        with self._known() as known:
            return tuple(
                DraftRow(
                    case_id=case_id,
                    state=approval,
                    item_name=item_name,
                    applicant_name=in_form or in_case,
                    saved_at=saved_at or moved_at,
                    counter=at_counter,
                    clerk=known.staff_name(clerk or ""),
                    notice_no=numbers.get(case_id, ""),
                    notice_due=notice_due,
                    papers_kept=papers == Papers.WITH_WINDOW.value,
                )
                for (
                    case_id, approval, item_name, in_case, in_form, saved_at, moved_at, at_counter, clerk,
                    notice_due, papers,
                ) in rows
            )  # fmt: skip

    def handover_queue(self, counter: int | None) -> tuple[HandoverRow, ...]:
        here = {"counter": counter or 0, "limit": MANY}
        return self._handover("waiting", *self._ask((v.HANDOVER_QUEUE, here), (v.HANDOVER_ACTS, here)))

    def signed_counterfoils(self, counter: int | None) -> tuple[HandoverRow, ...]:
        here = {"counter": counter or 0, "limit": MANY}
        return self._handover("signed", *self._ask((v.SIGNED, here), (v.SIGNED_ACTS, here)))

    def dues(self, limit: int = 500) -> tuple[DeskRow, ...]:
        found = self._ask((v.DUES, {"limit": limit}), (v.DUES_ACTS, {}))
        return self._desk(*found, department_phone=True)

    def results_to_call(self, limit: int = 500) -> tuple[DeskRow, ...]:
        return self._desk(*self._ask((v.TO_CALL_ROWS, {"limit": limit}), (v.TO_CALL_ACTS, {})))

    def results_to_collect(self, limit: int = 500) -> tuple[DeskRow, ...]:
        return self._desk(*self._ask((v.TO_COLLECT_ROWS, {"limit": limit}), (v.TO_COLLECT_ACTS, {})))

    def recently_issued(self, counter: int, limit: int = 10) -> tuple[DeskRow, ...]:
        rows = self._ask((v.RECENTLY_ISSUED, {"counter": counter, "limit": limit}))[0]
        return self._desk(rows, ())

    def case_file(self, case_id: UUID) -> CaseFile:
        """Everything about a case; RuleViolation ``not_found``."""
        of_case = {"case_id": case_id}
        questions = (q.CASE, q.HISTORY, q.PAPERS_OF_CASE, v.CASE_PRINTS, v.SERVICES, PUSHES_OF_CASE)
        cases, history, papers, prints, services, pushes = self._ask(*((each, of_case) for each in questions))
        if not cases:
            raise RuleViolation("not_found")
        case = q.case_of(cases[0])
        with self._known() as known:
            item = known.item(case.item_id, case.item_version)
            handler = known.staff_name(case.first_handler)
        return CaseFile(
            case=case,
            history=tuple(q.recorded_of(row) for row in history),
            papers=tuple(q.paper_of(row) for row in papers),
            prints=tuple(_print(row) for row in prints),
            services=tuple(self._service(row) for row in services),
            phone=item.papers_phone if item else "",
            contact=item.handover_contact if item else "",
            first_handler_name=handler,
            pushes=tuple(push_of(row) for row in pushes),
        )

    def _service(self, row: Sequence[Any]) -> ServiceRow:
        event_id, kind, opened_at, outcome, grade = row
        seen = grade if self._reading.sees_grades else None
        return ServiceRow(event_id, kind, opened_at, outcome or "", seen)

    def case_id_of_code(self, code: str) -> tuple[UUID, PaperRecord] | None:
        rows = self._ask((q.PAPER, {"code": code}))[0]
        paper = q.paper_of(rows[0]) if rows else None
        return (paper.case_id, paper) if paper else None

    def items(self) -> tuple[ItemRow, ...]:
        return tuple(
            ItemRow(
                *row[:6],
                *(tuple(row[6].get(name, ())) for name in ("initials", "pinyin", "department_initials")),
            )
            for row in self._ask((v.ITEMS, {}))[0]
        )

    def item(self, item_id: str, version: int | None = None) -> tuple[int, ServiceItem]:
        with self._known(fresh=True) as known:
            return known.reading.item(known.lane, item_id, version)

    def counters(self) -> tuple[Counter, ...]:
        with self._known(fresh=True) as known:
            return tuple(known.reading.counters(known.lane).values())

    def papers_keys(self) -> PaperSeal:
        with self._known(fresh=True) as known:
            keys = known.reading.keys(known.lane)
        return seal(keys, lambda statement, values: self._ask((statement, values))[0])

    def prints(self, open_only: bool = True, limit: int = 200) -> tuple[PrintRow, ...]:
        question = v.PRINTS_OPEN if open_only else v.PRINTS
        return tuple(_print(row) for row in self._ask((question, {"limit": limit}))[0])

    def printers(self) -> tuple[PrinterRow, ...]:
        """The printers of the hall's queues: how many wait there, and when one last gave paper today."""
        now = self.now()
        midnight = datetime.combine(now.date(), time(), now.tzinfo)
        waiting, used = self._ask((v.PRINTERS_WAITING, {}), (v.PRINTERS_USED, {"midnight": midnight}))
        counts, at = {row[0]: row[1] for row in waiting}, {row[0]: row[1] for row in used}
        return tuple(PrinterRow(name, counts.get(name, 0), at.get(name)) for name in sorted(counts | at))

    def print_document(self, job_id: str) -> tuple[str, Mapping[str, Any], str]:
        """Kind, document and 补打 line of a job; RuleViolation ``not_found``."""
        rows = self._ask((v.PRINT_DOCUMENT, {"job_id": job_id}))[0]
        if not rows:
            raise RuleViolation("not_found")
        kind, document, copy_no, requested_at, requested_by = rows[0]
        return kind, document, copy_mark(copy_no, requested_at, requested_by)

    def records(self, kind: RecordKind, since: str = "", limit: int = 200) -> tuple[HallRecord, ...]:
        """The hall's records of a kind, newest first."""
        rows = self._ask((q.RECORDS, {"kind": kind.value, "since": since, "most": limit}))[0]
        return tuple(
            HallRecord(key, RecordKind(of_kind), period, subject, body, counter or 0, login, name, at)
            for key, of_kind, period, subject, body, counter, login, name, at in rows
        )

    def attachment(self, sha256: str) -> bytes:
        """The kept bytes; RuleViolation ``not_found``."""
        rows = self._ask((q.ATTACHMENT, {"sha256": sha256}))[0]
        if not rows:
            raise RuleViolation("not_found")
        return bytes(rows[0][0])

    # -- rows of queues

    def _handover(
        self, state: str, rows: Sequence[Sequence[Any]], acts: Sequence[Sequence[Any]]
    ) -> tuple[HandoverRow, ...]:
        by_case = _by_case(acts)
        with self._known() as known:
            return tuple(
                _handover(row, by_case.get(row[0], ()), state, known.item(row[6], row[7])) for row in rows
            )

    def _desk(
        self,
        rows: Sequence[Sequence[Any]],
        acts: Sequence[Sequence[Any]],
        *,
        department_phone: bool = False,
    ) -> tuple[DeskRow, ...]:
        by_case = _by_case(acts)
        with self._known() as known:
            return tuple(
                _desk(row, by_case.get(row[0], ()), known.item(row[6], row[7]) if department_phone else None)
                for row in rows
            )


def _by_case(acts: Sequence[Sequence[Any]]) -> Acts:
    by_case: dict[UUID, list[Sequence[Any]]] = {}
    for act in acts:
        by_case.setdefault(act[0], []).append(act)
    return by_case


def _handover(
    row: Sequence[Any], acts: Sequence[Sequence[Any]], state: str, item: ServiceItem | None
) -> HandoverRow:
    calls = [act for act in acts if act[1] == v.CALLS_DEPARTMENT]
    signed = [act for act in acts if act[1] in v.HANDING_OVER]
    case_id, revision, receipt_no, applicant, item_name, department, _, _, received, due, copies, *rest = row
    commitment_owed, counter, promise_due, on_the_spot, part_no, part_of = rest
    return HandoverRow(
        case_id=case_id,
        revision=revision,
        receipt_no=receipt_no or part_no or "",
        applicant_name=applicant,
        item_name=item_name,
        department=department,
        phone=item.papers_phone if item else "",
        contact=item.handover_contact if item else "",
        accepted_at=received,
        collection_due=due,
        copies=copies,
        calls=len(calls),
        last_call_at=calls[-1][2] if calls else None,
        last_call_outcome=calls[-1][4].get("call", {}).get("outcome", "") if calls else "",
        state=state,
        signed_by=signed[-1][3] if signed else "",
        commitment_owed=bool(commitment_owed),
        counter=counter,
        promise_due=promise_due,
        on_the_spot=bool(on_the_spot),
        result_name=item.result.name if item else "",
        part_of=part_of,
        noted=tuple(act[4]["performance_note"]["cause"] for act in acts if act[1] == v.NOTES),
        excused=any(act[1] == v.EXCUSES for act in acts),
        call_log=tuple(reminder_of(act[2], act[4]["call"], "") for act in calls),
    )


def _desk(row: Sequence[Any], acts: Sequence[Sequence[Any]], item: ServiceItem | None) -> DeskRow:
    case_id, revision, receipt_no, applicant_name, item_name, department, _, _, applicant, agent, *rest = row
    promise_due, legal_due, estimated, result_name, approval, result, counterfoil, moved_at, *way = rest
    kinds = [act[1] for act in acts]
    return DeskRow(
        case_id=case_id,
        revision=revision,
        receipt_no=receipt_no or "",
        applicant_name=applicant_name,
        item_name=item_name,
        department=department,
        phone=item.papers_phone if item else str((agent or applicant or {}).get("phone", "")),
        due_on=promise_due or legal_due,
        due_estimated=bool(estimated),
        result_name=result_name,
        reminders=kinds.count(v.REMINDS),
        calls=kinds.count(v.CALLS_APPLICANT),
        approval=approval,
        result=result,
        counterfoil=counterfoil,
        since=moved_at,
        channel=way[0],
        delivery=way[1],
    )


def _print(row: Sequence[Any]) -> PrintRow:
    job_id, kind, state, copy_no, printer, requested_at, requested_by, failure, case_id, number, *rest = row
    return PrintRow(
        job_id,
        kind,
        state,
        copy_no,
        printer,
        requested_at,
        requested_by,
        failure or "",
        case_id,
        number or "",
        *rest,
    )
