"""The hall's books prove true, and every proof finds the tampering it is there for."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.store.halls import LiveHall
from yichuang_desktop import store
from yichuang_desktop.app import demo
from yichuang_desktop.demonstration.building import HALL_ZONE, PASSWORD
from yichuang_desktop.services.ports_proofs import Breach

AFTERNOON = datetime(2026, 11, 23, 14, 26, tzinfo=HALL_ZONE)
ISSUED = "(SELECT case_id FROM cases WHERE result = 'collected' LIMIT 1)"
UNDECIDED = "(SELECT case_id FROM cases WHERE result = 'none' AND receipt_no IS NOT NULL LIMIT 1)"
TAMPERING = {
    "acts_without_gap": f"UPDATE cases SET revision = revision + 1 WHERE case_id = {ISSUED}",
    "acts_chained": f"UPDATE act SET papers_before = 'kept' WHERE case_revision = 2 AND case_id = {ISSUED}",
    "begins_new": f"UPDATE act SET approval_before = 'draft' WHERE case_revision = 1 AND case_id = {ISSUED}",
    "case_is_its_last_act": f"UPDATE cases SET papers = 'given_back' WHERE case_id = {ISSUED}",
    "time_goes_forward": f"UPDATE act SET at = '2099-01-01T00:00:00.000Z' WHERE case_id = {ISSUED}",
    "serials_without_gap": "UPDATE number_series SET last = last + 1 WHERE series = 'R'",
    "number_says_day_and_window": f"UPDATE cases SET registered_on = '2026-01-05' WHERE case_id = {ISSUED}",
    "first_handler_accepted": f"UPDATE cases SET first_handler = 'admin' WHERE case_id = {ISSUED}",
    "registered_cases_have_a_number": f"UPDATE cases SET registered_on = NULL WHERE case_id = {ISSUED}",
    "promise_after_acceptance": f"UPDATE cases SET promise_due = '2026-01-05' WHERE case_id = {ISSUED}",
    "due_on_a_working_day": "UPDATE cases SET promise_due = '2026-12-05', accepted_on = '2026-11-20'"
    f" WHERE case_id = {ISSUED}",
    "supplement_owed_has_a_day": f"UPDATE cases SET supplement_owed = 1 WHERE case_id = {ISSUED}",
    "nothing_issued_while_owed": f"UPDATE cases SET supplement_owed = 1 WHERE case_id = {ISSUED}",
    "collected_has_signature": "UPDATE act SET evidence = '{}' WHERE kind LIKE 'issue%'",
    "lost_receipt_revoked": f"UPDATE act SET kind = 'issue_without_receipt' WHERE kind = 'issue'"
    f" AND case_id = {ISSUED}",
    "mailed_has_waybill": f"UPDATE cases SET result = 'mailed' WHERE case_id = {ISSUED}",
    "told_before_collected": f"UPDATE cases SET result = 'notified' WHERE case_id = {UNDECIDED}",
    "papers_signed_for": "UPDATE cases SET papers = 'with_department' WHERE case_id NOT IN"
    " (SELECT case_id FROM act WHERE kind IN ('hand_over', 'accept_mailed'))",
    "part_has_its_package": f"UPDATE cases SET part_of = 'gone' WHERE case_id = {ISSUED}",
    "one_service_an_opening": "DELETE FROM service_event",
    "rated_by_a_device": "UPDATE rating SET device = 'clerk04'",
    "three_ledgers_are_all_cases": f"UPDATE cases SET channel = 'consultation' WHERE case_id = {ISSUED}",
    "ledger_column_is_its_act": f"UPDATE cases SET applicant_name = '别人' WHERE case_id = {ISSUED}",
    "result_is_what_was_brought": f"UPDATE cases SET result_no = 'X1' WHERE case_id = {ISSUED}",
    "book_line_once": "UPDATE cases SET book = '综窗', book_page = 1, book_line = 1",
    "bag_has_receipt": "UPDATE cases SET counterfoil = 'in_bag', approval = 'closed', result = 'collected'"
    f" WHERE case_id = {UNDECIDED}",
    "bag_filed_by_month": "UPDATE cases SET bag_month = '' WHERE bag_no <> ''",
    "bag_numbers_without_gap": "UPDATE bag_series SET last = last + 1",
    "paper_was_queued": "DELETE FROM print_job WHERE kind = 'receipt_sheet'",
    "sent_bytes_kept": "UPDATE print_job SET rendered = NULL WHERE state = 'confirmed'",
    "paper_of_its_case": "UPDATE paper SET number = 'NX20200101-04-0001' WHERE kind = 71",
}
"""Proof → what somebody with the file in hand might do to it."""


def test_the_books_of_a_living_hall_prove_true_on_both_databases(practice: LiveHall) -> None:
    with practice.work("keeper") as work:
        work.commit()
    case_id = practice.accepted()
    views = practice.person("wangmin").views
    steps: list[tuple[int, int]] = []
    assert views.prove(frozenset({"tracks", "numbers"}), lambda *at: steps.append(at)) == ()
    assert steps[-1][0] == steps[-1][1] == len(steps) - 1
    wrong = {breach.invariant.name for breach in views.prove()}
    assert wrong <= {"paper_was_queued", "ledger_column_is_its_act"}, wrong
    assert case_id
    assert {proof.chapter for proof in views.invariants()} >= {"tracks", "ledgers", "bags", "ratings"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration hall."""
    file = tmp_path_factory.mktemp("proofs") / "hall.sqlite"
    demo.build(f"sqlite:///{file.as_posix()}", at=AFTERNOON, cases=20)
    return file


def proved(file: Path) -> tuple[Breach, ...]:
    hall = store.open_hall(f"sqlite:///{file.as_posix()}")
    try:
        return hall.log_in("clerk04", PASSWORD).views.prove()
    finally:
        hall.close()


def test_the_demonstration_hall_proves_true(built: Path) -> None:
    assert proved(built) == ()


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found(built: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "hall.sqlite"
    shutil.copy(built, file)
    with closing(sqlite3.connect(file)) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> 'audit_entry'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("DROP INDEX ux_cases_book_line")
        changed = connection.execute(TAMPERING[name]).rowcount
        connection.commit()
    assert changed, "nothing was there to tamper with"
    found = [breach for breach in proved(file) if breach.invariant.name == name]
    assert found
    assert not found[0].invariant.words.isascii()
