"""The ways in that are not the counter once more on a server, where two desks are really there at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers.postgres import PostgresServer
from tests.services.conftest import Stage, desks_of, on_postgres
from tests.services.test_channels import (  # noqa: F401
    TODAY,
    booking,
    department_accepts,
    filed,
    test_R_EVAL_1_an_online_case_is_rated_once_however_often_it_is_issued,
    test_R_IN_10_registered_electronically_with_voucher_and_signatures,
    test_R_IN_10_the_departments_mailing_closes_the_case,
    test_R_IN_12_registered_and_pushed_receipt_and_counterfoil_printed,
    test_R_IN_13_opened_with_the_officer_who_signs_for_the_papers,
    test_R_OUT_5_our_own_reply_slip_where_the_platform_prints_none,
    test_R_OUT_5_R_OUT_6_voucher_and_documents_are_booked_in_and_signed_out,
    test_R_OUT_5_the_commitment_is_signed_at_pick_up,
    test_R_OUT_8_the_result_goes_by_the_ems_window_and_the_slip_is_filed,
    test_the_department_does_not_accept_online_in_writing,
    test_what_nobody_collects_the_department_takes_back,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say


@pytest.fixture
def stage(postgres_server: PostgresServer, postgres_template: str) -> Iterator[Stage]:
    """A hall on the server, a copy for every test."""
    with on_postgres(postgres_server, postgres_template) as real:
        yield Stage(real, desks_of(real.staff))


def test_R_IN_12_two_desks_at_once_book_a_number_once(stage: Stage) -> None:
    """Both have looked, neither saw the other's number: the database says who was second."""

    def press(login: str) -> str:
        try:
            stage.desks[login].handle(booking(stage, counter=stage.desks[login].session.counter.code))
        except RuleViolation as news:
            return news.code if say(news).endswith("。") else say(news)
        return "booked"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(press, ["zhaolei", "sunyan"]))
    assert told[0] == "booked"
    assert told[1] in ("external_no_known", "external_no_taken")
    assert [act.kind for _of, act in stage.store.tables.acts] == ["book_in_for_department"]


def test_the_online_queue_shows_first_whom_the_department_has_not_accepted(stage: Stage) -> None:
    accepted = filed(stage)
    department_accepts(stage, accepted)
    waiting = filed(stage, online_no="WT202611230099")
    rows = stage.window.views.online_queue()
    assert [row.case_id for row in rows] == [waiting, accepted]
    assert [row.accepted_on for row in rows] == [None, TODAY]
    assert rows[0].external_no == "WT202611230099"
    assert rows[0].phone
    assert [row.case_id for row in stage.window.views.find_cases("WT202611230099")] == [waiting]
    assert not stage.window.views.handover_queue(None), "online papers are nobody's to fetch"
