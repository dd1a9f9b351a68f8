"""Bags that close only when whole, their numbers, and a month's way to the archive room (4.6; R-ARC-1/2)."""

from uuid import UUID

import pytest

from tests.servers.postgres import PostgresServer
from tests.services.conftest import CARD, Stage, desks_of, on_postgres
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall_records import RecordKind
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Counterfoil
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.archiving import explained_gaps
from yichuang_desktop.services.ports_archive import BagNumber


def issued(stage: Stage) -> UUID:
    """A case whose licence has been fetched; its counterfoil lies at the issuance desk."""
    case_id = stage.waiting_result()
    stage.issuance.call_applicant(
        ask.CallApplicant(next(stage.ids), case_id, stage.revision(case_id), 11, "15400000001", "answered")
    )
    stage.issuance.issue(stage.issue_request(case_id))
    return case_id


def packing(stage: Stage, case_id: UUID, **changes: object) -> ask.PutInBag:
    begun = stage.issuance.begin_form("put_in_bag", stage.issuance.case_file(case_id))
    whole = {
        "act_id": next(stage.ids),
        "case_id": case_id,
        "revision": stage.revision(case_id),
        "counter": 11,
    }
    return ask.PutInBag(**(whole | begun | changes))


def refusal(stage: Stage, request: object) -> RuleViolation:
    with pytest.raises(RuleViolation) as refused:
        stage.issuance.handle(request)
    return refused.value


def test_R_ARC_1_a_whole_bag_is_numbered_and_has_its_cover(stage: Stage) -> None:
    case_id = issued(stage)
    request = packing(stage, case_id)
    assert [row.name for row in request.contents] == [
        "收件通知单",
        "收件通知单存根",
        "信用承诺书",
        "领证签收单",
    ]
    stage.issuance.handle(request)
    case = stage.issuance.case(case_id)
    assert (case.bag_no, case.bag_month) == ("2026-综窗-00001", "2026-11")
    assert case.tracks.counterfoil is Counterfoil.IN_BAG
    (cover,) = (
        job for job, of in stage.store.tables.jobs.values() if job.kind == "bag_cover" and of == case_id
    )
    assert cover.document["bag_no"] == "2026-综窗-00001"
    assert [line["name"] for line in cover.document["contents"]][:2] == ["收件通知单", "收件通知单存根"]
    again = issued(stage)
    stage.issuance.handle(packing(stage, again))
    assert stage.issuance.case(again).bag_no == "2026-综窗-00002"


def test_R_ARC_1_a_bag_refuses_to_close_while_a_paper_is_missing(stage: Stage) -> None:
    """Concluded on the spot and fetched at once, but counterfoil and commitment still lie at the window."""
    case_id, _ = stage.accepted(CARD)
    stage.window.conclude_on_the_spot(
        ask.ConcludeOnTheSpot(
            next(stage.ids), case_id, stage.revision(case_id), 4, "周科长",
            stage.code(case_id, PaperKind.COUNTERFOIL), "社会保障卡", "C1",
        )
    )  # fmt: skip
    stage.issuance.call_applicant(
        ask.CallApplicant(next(stage.ids), case_id, stage.revision(case_id), 11, "15400000001", "answered")
    )
    stage.issuance.issue(stage.issue_request(case_id))
    refused = refusal(stage, packing(stage, case_id))
    assert refused.code == "bag_lacks"
    assert refused.facts["lacking"] == ["收件通知单存根"]
    assert "存根与承诺书交出证窗口登记" in str(refused)
    running = stage.waiting_result()
    assert refusal(stage, packing(stage, running, month="2026-11")).code == "not_in_this_state"


def test_R_ARC_1_every_sheet_is_ticked_and_counted(stage: Stage) -> None:
    case_id = issued(stage)
    whole = packing(stage, case_id)
    less = refusal(stage, packing(stage, case_id, contents=whole.contents[1:]))
    assert (less.code, less.facts["lacking"]) == ("bag_sheet_not_in", ["收件通知单"])
    bare = tuple(MaterialRow(row.name, 1, 0) for row in whole.contents)
    assert refusal(stage, packing(stage, case_id, contents=bare)).code == "bag_sheets_zero"
    assert refusal(stage, packing(stage, case_id, month="2026-10")).code == "bag_month_before_closing"
    assert refusal(stage, packing(stage, case_id, month="2026-13")).code == "month_unreadable"
    assert not stage.issuance.case(case_id).bag_no


def a_month(stage: Stage) -> None:
    """Three bags, the second of them taken back: its number is a gap."""
    first, second, third = issued(stage), issued(stage), issued(stage)
    views = stage.issuance.views
    waiting = {one.case.case_id for one in views.closed_cases()}
    assert waiting == {first, second, third}
    for case_id in (first, second, third):
        stage.issuance.handle(packing(stage, case_id))
    last = stage.issuance.case_file(second).history[-1].act_id
    stage.issuance.annul(ask.Annul(next(stage.ids), second, stage.revision(second), 11, last, "页数数错"))
    request = ask.TransferMonth(
        act_id=next(stage.ids), counter=11, ledger=Ledger.COUNTER, month="2026-11", taker="档案员甲",
        overseer="孙组长",
    )  # fmt: skip
    job = stage.issuance.handle(request)
    assert stage.issuance.handle(request) == job, "sent again, done once"
    rows = views.bags(Ledger.COUNTER, "2026-11")
    assert [(row.bag_no[-1], row.in_archive, row.sheets) for row in rows] == [("1", True, 4), ("3", True, 4)]
    (month,) = views.months_of_bags()
    assert (month.bags, month.in_archive) == (2, 2)
    (kept,) = views.records(RecordKind.ARCHIVE_TRANSFER)
    assert kept.body["gaps"] == ["2026-综窗-00002：装袋已撤销（页数数错）"]
    assert kept.body["overseer"] == "孙组长"
    assert [one.case.case_id for one in views.closed_cases()] == [second]
    again = ask.TransferMonth(
        act_id=next(stage.ids),
        counter=11,
        ledger=Ledger.COUNTER,
        month="2026-11",
        taker="甲某",
        overseer="乙某",
    )
    assert refusal(stage, again).code == "nothing_to_transfer"


def test_R_ARC_2_a_month_goes_to_the_archive_room(on_sqlite_stage: Stage) -> None:
    a_month(on_sqlite_stage)


def test_R_ARC_2_a_month_goes_to_the_archive_room_on_a_server(
    postgres_server: PostgresServer, postgres_template: str
) -> None:
    with on_postgres(postgres_server, postgres_template) as real:
        a_month(Stage(real, desks_of(real.staff)))


def test_every_gap_of_a_transfer_is_explained() -> None:
    numbers = ["2026-综窗-00001", "2026-综窗-00005", "2026-综窗-00007"]
    known = [BagNumber("2026-综窗-00002", "2026-10"), BagNumber("2026-综窗-00003", "2026-10"),
             BagNumber("2026-综窗-00004", "2026-11", "装错")]  # fmt: skip
    assert explained_gaps(numbers, known, "2026-11", "00006 号袋作废") == (
        "2026-综窗-00002—00003：归入2026年10月",
        "2026-综窗-00004：装袋已撤销（装错）",
        "2026-综窗-00006：00006 号袋作废",
    )
    with pytest.raises(RuleViolation, match="2026-综窗-00006"):
        explained_gaps(numbers, known, "2026-11", "")
