"""The hand-kept ledger, its reconciliation, the proof, and the day's close (R-ARC-5; leap 10)."""

from datetime import date
from uuid import UUID

import pytest

from tests.servers.postgres import PostgresServer
from tests.services.conftest import Stage, desks_of, on_postgres
from tests.services.test_archiving import refusal
from yichuang_desktop.domain.day_close import LeftKind
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall_records import RecordKind
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.books import LINES_A_PAGE, BookPlace, next_line, prove_ledgers
from yichuang_desktop.services.day_closing import day_standing

DAY = date(2026, 11, 23)


def line(stage: Stage, case_id: UUID, **changes: object) -> ask.WriteInBook:
    begun = stage.issuance.begin_form("write_in_book", stage.issuance.case_file(case_id))
    named = {"act_id": next(stage.ids), "case_id": case_id, "revision": stage.revision(case_id)}
    return ask.WriteInBook(**(named | {"counter": 11} | begun | changes))  # type: ignore[arg-type]


def test_R_ARC_5_one_line_holds_one_case_and_a_slip_is_put_right_with_its_reason(
    on_sqlite_stage: Stage,
) -> None:
    stage = on_sqlite_stage
    first, second = stage.handed_over(), stage.handed_over()
    assert refusal(stage, line(stage, first, book="我的本子")).code == "book_name_wrong"
    assert refusal(stage, line(stage, first, book="2026-网厅-01")).code == "book_name_wrong"
    stage.issuance.handle(line(stage, first))
    case = stage.issuance.case(first)
    assert (case.book, case.book_page, case.book_line) == ("2026-综窗-01", 1, 1)
    taken = refusal(stage, line(stage, second, book_line=1))
    assert (taken.code, taken.facts["field"]) == ("book_line_taken", "book_line")
    assert case.receipt_no in str(taken)
    begun = line(stage, second)
    assert (begun.book_page, begun.book_line) == (1, 2), "the next free line"
    stage.issuance.handle(begun)
    assert refusal(stage, line(stage, second, book_line=5)).code == "already_in_book"
    stage.issuance.handle(line(stage, second, book_line=5, correction="本子上写在第 5 行"))
    assert stage.issuance.case(second).book_line == 5


def test_the_next_line_turns_the_page_and_the_year() -> None:
    full = BookPlace("2026-综窗-01", 3, LINES_A_PAGE)
    assert next_line(full, Ledger.COUNTER, 2026) == BookPlace("2026-综窗-01", 4, 1)
    assert next_line(full, Ledger.COUNTER, 2027) == BookPlace("2027-综窗-01", 1, 1)
    assert next_line(None, Ledger.DEPARTMENT, 2026) == BookPlace("2026-非综窗-01", 1, 1)


def reconciled(stage: Stage) -> None:
    """Two cases in the book, one not; the paper has one line more."""
    cases = [stage.handed_over() for _ in range(3)]
    numbers = [stage.issuance.case(case_id).receipt_no for case_id in cases]
    for case_id in cases[:2]:
        stage.issuance.handle(line(stage, case_id))

    def request(**changes: object) -> ask.ReconcileBook:
        whole = {
            "act_id": next(stage.ids),
            "counter": 11,
            "ledger": Ledger.COUNTER,
            "first": DAY,
            "last": DAY,
        }
        return ask.ReconcileBook(**(whole | {"by_hand": 2} | changes))  # type: ignore[arg-type]

    assert refusal(stage, request()).code == "reconciliation_unexplained", "one case is in no book"
    wrong = refusal(stage, request(by_hand=3))
    assert (wrong.code, wrong.facts["expected"]) == ("book_counts_differ", 2)
    unknown = refusal(stage, request(not_on_paper=("NX20260101-04-0001",), by_hand=1, explanation="漏登"))
    assert (unknown.code, unknown.facts["field"]) == ("reconciliation_number_unknown", "not_on_paper")
    whole = request(only_on_paper=("NX20261123-04-9999",), elsewhere=(f"{numbers[1]} 2-1",), by_hand=3,
                    explanation="漏登一件，待补")  # fmt: skip
    job = stage.issuance.handle(whole)
    assert stage.issuance.handle(whole) == job
    (kept,) = stage.issuance.views.records(RecordKind.BOOK_RECONCILIATION)
    assert kept.body["counts"] == {"computer": 3, "acts": 3, "written": 2, "by_hand": 3}
    assert [one["number"] for one in kept.body["differences"]] == [
        numbers[2], "NX20261123-04-9999", numbers[1]
    ]  # fmt: skip
    desk = stage.issuance
    proof = prove_ledgers(desk.session, desk.access, ask.ProveLedgers(next(stage.ids), 11))
    assert proof.holds, proof.breaches
    assert [one.rows for one in proof.sums] == [3, 0, 0]
    (record,) = desk.views.records(RecordKind.LEDGER_PROOF)
    assert record.body["holds"]


def test_R_ARC_5_book_and_computer_are_reconciled(on_sqlite_stage: Stage) -> None:
    reconciled(on_sqlite_stage)


def test_R_ARC_5_book_and_computer_are_reconciled_on_a_server(
    postgres_server: PostgresServer, postgres_template: str
) -> None:
    with on_postgres(postgres_server, postgres_template) as real:
        stage = Stage(real, desks_of(real.staff))
        reconciled(stage)
        closed(stage)


def closed(stage: Stage) -> None:
    """The leader of the window group sees what is left, explains it and signs once."""
    stage.opened()
    stage.accepted()
    leader, views = stage.desks["leader"], stage.window.views
    standing = day_standing(views, "G1", DAY)
    kinds = {left.kind for left in standing.left}
    assert {LeftKind.DRAFT, LeftKind.UNHANDED, LeftKind.UNRATED, LeftKind.PRINT} <= kinds
    said = {left.name: "申请人明天来" for left in standing.left}
    short = dict(list(said.items())[1:])

    def request(explanations: dict[str, str], day: date = DAY) -> ask.CloseDay:
        return ask.CloseDay(act_id=next(stage.ids), counter=4, day=day, explanations=explanations)

    with pytest.raises(RuleViolation) as refused:
        leader.handle(request(short))
    assert refused.value.code == "day_close_unexplained"
    with pytest.raises(RuleViolation) as early:
        leader.handle(request(said, date(2026, 11, 24)))
    assert early.value.code == "day_close_not_today"
    with pytest.raises(RuleViolation) as not_leading:
        stage.window.handle(request(said))
    assert not_leading.value.code == "not_your_role"
    whole = request(said)
    assert leader.handle(whole) == leader.handle(whole)
    with pytest.raises(RuleViolation) as again:
        leader.handle(request(said))
    assert again.value.code == "day_closed_already"
    assert "钱组长" in str(again.value)
    (kept,) = views.records(RecordKind.DAY_CLOSE)
    assert len(kept.body["left"]) == len(standing.left)
    assert {one["explanation"] for one in kept.body["left"]} == {"申请人明天来"}
    other = day_standing(views, "G4", DAY)
    assert other.closed is None


def test_the_day_is_closed_once_a_group_with_everything_explained(on_sqlite_stage: Stage) -> None:
    closed(on_sqlite_stage)
