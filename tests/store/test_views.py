"""What screens are told: queues, everything of a case at once, the ledger, searches."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.store.halls import HALF, ITEM, MONDAY, LiveHall
from yichuang_desktop.domain.acts import Act
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.paper_codes import PaperKeys, PaperKind
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.domain.ratings import Grade, Rating, RatingOutcome
from yichuang_desktop.services.ports import PaperRecord
from yichuang_desktop.store import view_queries
from yichuang_desktop.store.columns import ZONE
from yichuang_desktop.store.queries import tracks_of


@pytest.fixture
def published(practice: LiveHall) -> LiveHall:
    """The practice hall with its one item in the library."""
    with practice.work("keeper") as work:
        assert work.publish_items([(ITEM, {"initials": ["spjyxk"], "pinyin": ["shipin"]})], "第一版") == 1
    return practice


def take_in(hall: LiveHall, **sets: Any) -> UUID:
    return hall.accepted(
        item_id=ITEM.item_id, item_version=1, item_name=ITEM.name, department=ITEM.department, **sets
    )


def test_drafts_show_what_was_typed_and_the_notice(published: LiveHall) -> None:
    case_id, other = published.drafted(), published.drafted(counter=5)
    form = IntakeForm(ITEM.item_id, 1, Applicant(name="张三", document_kind=DocumentKind.RESIDENT_ID))
    with published.work("wangmin") as work:
        work.save_draft(case_id, form, 4)
    with published.work("wangmin") as work:
        assert work.draft(case_id) == form
        assert work.draft(other) == IntakeForm(ITEM.item_id)
    (row,) = published.person("lixia").views.drafts(4)
    assert (row.case_id, row.state, row.applicant_name, row.clerk) == (case_id, "draft", "张三", "王敏")
    assert (row.item_name, row.saved_at, row.notice_no) == (ITEM.name, MONDAY, "")
    evidence = {"one_off_notice": {"number": "NX20261123-04-T0001"}, "checklist": [1]}
    published.do("wangmin", case_id, "notify", evidence=evidence)
    (row,) = published.person("wangmin").views.drafts(4)
    assert (row.state, row.notice_no) == ("notified", "NX20261123-04-T0001")
    published.do("wangmin", case_id, "abandon")
    assert published.person("wangmin").views.drafts(4) == ()


@pytest.mark.row("R-X-1")
def test_R_X_1_a_draft_is_changed_only_while_it_is_one(published: LiveHall) -> None:
    case_id = take_in(published)
    with pytest.raises(RuleViolation, match="not_in_this_state"), published.work("wangmin") as work:
        work.save_draft(case_id, IntakeForm(ITEM.item_id), 4)


@pytest.mark.row("R-HO-2")
def test_R_HO_2_the_handover_queue_runs_by_cut_off_and_counts_calls(published: LiveHall) -> None:
    late = take_in(published, collection_due=datetime(2026, 11, 23, 17, 30, tzinfo=ZONE))
    soon = take_in(published, collection_due=datetime(2026, 11, 23, 12, 0, tzinfo=ZONE), commitment_owed=True)
    for outcome in ("busy", "answered"):
        published.do("wangmin", soon, "call_department", evidence={"call": {"outcome": outcome}})
    views = published.person("wangmin").views
    first, second = views.handover_queue(4)
    assert (first.case_id, second.case_id) == (soon, late)
    assert (first.calls, first.last_call_outcome, first.last_call_at) == (2, "answered", MONDAY)
    assert (first.phone, first.commitment_owed, second.commitment_owed) == ("0377-65312345", True, False)
    assert (first.state, first.signed_by, first.copies, first.revision) == ("waiting", "", 3, 4)
    assert views.handover_queue(5) == ()
    assert len(views.handover_queue(None)) == 2
    published.do("wangmin", soon, "hand_over", doer_name="刘科长")
    (signed,) = views.signed_counterfoils(4)
    assert (signed.case_id, signed.state, signed.signed_by, signed.calls) == (soon, "signed", "刘科长", 2)
    assert [row.case_id for row in views.handover_queue(4)] == [late]


@pytest.mark.row("R-REM-1")
def test_R_REM_1_dues_stand_by_due_day_overdue_first(published: LiveHall) -> None:
    later = take_in(published, promise_due=date(2026, 11, 30))
    sooner = take_in(published, promise_due=date(2026, 11, 20))
    published.do("chenjie", sooner, "remind", counter=12)
    rows = published.person("chenjie").views.dues()
    assert [(row.case_id, row.due_on, row.reminders) for row in rows] == [
        (sooner, date(2026, 11, 20), 1),
        (later, date(2026, 11, 30), 0),
    ]
    today = published.person("chenjie").views.today(12)
    assert (today.overdue, today.due_today) == (1, 0)
    assert len(published.person("chenjie").views.dues(limit=1)) == 1


@pytest.mark.row("R-OUT-1")
def test_R_OUT_1_a_result_is_called_for_then_collected(published: LiveHall) -> None:
    case_id = take_in(published)
    published.do("wangmin", case_id, "hand_over")
    published.do("chenjie", case_id, "register_counterfoil", counter=12)
    views = published.person("chenjie").views
    assert views.results_to_call() == ()
    published.do(
        "chenjie",
        case_id,
        "book_in_result",
        counter=12,
        sets={"result_name": "许可证"},
        choices={"papers": "kept"},
    )
    (row,) = views.results_to_call()
    assert (row.case_id, row.phone, row.result_name, row.calls) == (case_id, HALF["phone"], "许可证", 0)
    published.do("chenjie", case_id, "call_applicant", counter=12, choices={"result": "notified"})
    assert views.results_to_call() == ()
    (row,) = views.results_to_collect()
    assert (row.calls, row.result) == (1, "notified")
    published.do("chenjie", case_id, "issue", counter=12, doer_name="张三")
    assert views.results_to_collect() == ()
    assert [row.case_id for row in views.recently_issued(12)] == [case_id]
    assert views.recently_issued(13) == ()


def test_what_was_annulled_no_longer_counts(published: LiveHall) -> None:
    case_id = published.ready()
    done = published.do("chenjie", case_id, "issue", counter=12)
    with published.work("chenjie") as work:
        before = work.history(case_id)[-1].before
    published.do(
        "chenjie", case_id, "annul", annuls=done.act_id, after=tracks_of(*before.values()), counter=12
    )
    views = published.person("chenjie").views
    assert views.recently_issued(12) == ()
    assert views.today(12).issued == 0
    (row,) = views.ledger(date(2026, 11, 23), date(2026, 11, 23))
    assert (row.collected_at, row.collector) == (None, "")


def test_the_figures_of_the_day_are_the_windows_and_the_halls(published: LiveHall) -> None:
    waiting = take_in(published)
    done = published.issued()
    published.do("wangmin", published.drafted(), "notify")
    with published.work("wangmin") as work:
        for printer in ("slip-04", "slip-05"):
            job = PrintJob(str(uuid4()), "receipt_slip", {"a": 1}, printer, "王敏", work.now())
            work.add_print_jobs([job], waiting)
    jobs = published.person("wangmin").jobs()
    for printer in ("slip-04", "slip-05"):
        claimed = jobs.claim_next(printer, "pc", 60)
        assert claimed is not None
        jobs.save_rendered(claimed, b"x", "s", "1")
    assert len(jobs.recover("pc")) == 2
    today = published.person("wangmin").views.today(4)
    assert (today.accepted, today.notified, today.waiting_handover, today.to_pass_on) == (2, 1, 1, 0)
    assert (today.unrated, today.prints_in_trouble, today.issued) == (2, 1, 0)
    assert published.person("chenjie").views.today(12).issued == 1
    assert published.person("chenjie").views.case_file(done).case.receipt_no
    published.person("admin").set_clock(MONDAY + timedelta(days=1))
    assert published.person("wangmin").views.today(4).accepted == 0


@pytest.mark.row("R-X-5")
def test_R_X_5_a_case_opens_with_all_it_has(published: LiveHall) -> None:
    case_id = take_in(published)
    with published.work("wangmin") as work:
        work.add_papers(
            [
                PaperRecord("71" + "0" * 28, PaperKind.RECEIPT, case_id, "NX1"),
                PaperRecord("72" + "0" * 28, PaperKind.COUNTERFOIL, case_id, "NX1"),
            ]
        )
        job = PrintJob(
            "job-1", "receipt_slip", {"kind": "slip"}, "slip-04", "王敏", work.now(), group=str(case_id)
        )
        work.add_print_jobs([job], case_id)
        sha256 = work.add_attachment(case_id, "image/png", b"ink")
        again = work.add_attachment(case_id, "image/png", b"ink")
        assert work.attachment(sha256) == b"ink"
        assert sha256 == again
    over = published.do("wangmin", case_id, "hand_over", doer_name="刘科长")
    with published.work("wangmin") as work:
        work.revoke_paper("71" + "0" * 28, over.act_id)
    views = published.person("guide").views
    file = views.case_file(case_id)
    assert [act.kind for act in file.history] == ["open_draft", "accept", "hand_over"]
    assert [(paper.kind, paper.revoked) for paper in file.papers] == [
        (PaperKind.RECEIPT, True),
        (PaperKind.COUNTERFOIL, False),
    ]
    assert [(job.job_id, job.state, job.receipt_no) for job in file.prints] == [
        ("job-1", "queued", "NX20261123-04-0001")
    ]
    assert (file.phone, file.first_handler_name) == ("0377-65312345", "王敏")
    assert [service.kind for service in file.services] == ["intake"]
    found = views.case_id_of_code("72" + "0" * 28)
    assert found is not None
    assert found[0] == case_id
    assert views.case_id_of_code("7" * 30) is None
    assert views.print_document("job-1") == ("receipt_slip", {"kind": "slip"}, "")
    assert views.attachment(sha256) == b"ink"
    for ask in (
        lambda: views.case_file(uuid4()),
        lambda: views.print_document("?"),
        lambda: views.attachment("?"),
    ):
        with pytest.raises(RuleViolation, match="not_found"):
            ask()


def test_cases_are_found_by_whatever_a_person_can_say(published: LiveHall) -> None:
    one = take_in(published)
    agent = {"name": "刘丁四", "document_no": "411399197403089626", "phone": "13900009999"}
    two = take_in(
        published, applicant_name="欧阳小美", applicant=HALF | {"phone": "13700007777"}, representative=agent
    )
    views = published.person("wangmin").views

    def found(text: str) -> list[UUID]:
        return sorted(row.case_id for row in views.find_cases(text))

    assert found("NX20261123-04-0002") == [two]
    assert found("nx20261123-04-0002") == [two]
    assert found("0002") == [two]
    assert found("欧阳") == [two]
    assert found("小美") == [two]
    assert found("13700007777") == found("13900009999") == found("411399197403089626") == [two]
    assert found("411325199001011234") == sorted([one, two])
    assert found("%") == found("_") == found("没有这人") == found("9999") == found("  ") == found("\0") == []
    assert len(views.find_cases("2026", limit=1)) <= 1


@pytest.mark.row("R-ARC-2")
def test_R_ARC_2_the_ledger_tells_a_cases_whole_way_a_page_at_a_time(published: LiveHall) -> None:
    done = published.issued(item_id=ITEM.item_id, item_version=1, item_name=ITEM.name,
                            department=ITEM.department, delivery="pick_up")  # fmt: skip
    for _ in range(4):
        take_in(published)
    published.drafted()
    online = uuid4()
    with published.person("wangmin").begin() as work:
        registration: Act = published.act(work, online, "register_online", channel=Channel.ONLINE)
        work.record(registration)
        work.commit()
    with published.work("wangmin") as work:
        accepted = next(act for act in work.history(done) if act.kind == "accept")
    device = published.hall.begin_device(4) if not published.shared else None
    if device:
        device.record_rating(Rating(accepted.act_id, RatingOutcome.RATED, Grade.SATISFIED, "pad_04"))
    views = published.person("wangmin").views
    day = date(2026, 11, 23)
    assert views.ledger_size(day, day) == 5
    assert views.ledger_size(day - timedelta(9), day - timedelta(1)) == 0
    pages = [views.ledger(day, day, after, 2) for after in (0, 2, 4, 5)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert [row.seq for page in pages for row in page] == [1, 2, 3, 4, 5]
    row, other = pages[0]
    assert (row.receipt_no, row.department_receiver, row.collector) == (
        "NX20261123-04-0001",
        "刘科长",
        "张三",
    )
    assert (row.phone_masked, row.counter, row.first_handler) == ("138****1234", "1楼4号", "王敏")
    assert (row.result_name, row.delivery, row.state, row.copies) == (
        "食品经营许可证",
        "窗口领取",
        "已办结",
        3,
    )
    assert None not in (
        row.department_received_at,
        row.counterfoil_registered_at,
        row.decided_on,
        row.collected_at,
    )
    leaders = published.person("sunli").views.ledger(day, day, 0, 1)[0]
    assert row.rating == ("已评价" if device else ""), "the window that was rated reads that it was"
    assert leaders.rating == ("满意" if device else ""), "who leads reads how"
    assert (other.collected_at, other.department_receiver, other.state) == (None, "", "已收件受理")


def test_the_library_keeps_versions_and_a_case_its_own(published: LiveHall) -> None:
    case_id = take_in(published)
    changed = replace(ITEM, consult_phone="0377-11111111")
    with published.work("keeper") as work:
        assert work.publish_items([(ITEM, {})], "没有变化") == 0
        assert work.publish_items([(changed, {"initials": ["x"]})], "改电话") == 1
    views = published.person("wangmin").views
    assert views.item(ITEM.item_id) == (2, changed)
    assert views.item(ITEM.item_id, 1) == (1, ITEM)
    assert views.case_file(case_id).phone == "0377-65312345"
    (row,) = views.items()
    assert (row.item_id, row.version, row.name, row.initials) == (ITEM.item_id, 2, ITEM.name, ("x",))
    with published.person("wangmin").begin() as work:
        assert work.library() == {ITEM.item_id: changed}
        with pytest.raises(RuleViolation, match="not_allowed"):
            work.publish_items([(ITEM, {})], "窗口不能发布")
        with pytest.raises(RuleViolation, match="item_not_valid"):
            work.item("unknown")


def test_windows_keys_and_the_calendar_are_told(published: LiveHall) -> None:
    views = published.person("wangmin").views
    assert [counter.code for counter in views.counters()] == list(range(1, 14))
    keys = views.papers_keys()
    assert isinstance(keys, PaperKeys) is not published.shared, "a server keeps the keys to itself"
    assert keys.current == 1
    assert views.now() == MONDAY
    with published.person("wangmin").begin() as work:
        assert work.calendar().published(2026)
        assert not work.calendar().is_workday(date(2026, 10, 1))
        assert work.cutoffs().collection_due(MONDAY) == datetime(2026, 11, 23, 12, 0, tzinfo=ZONE)
        assert work.counter(4).kind.value == "intake"
        assert work.staff_name("chenjie") == "陈洁"
        assert work.hall().prefix == "NX"
        with pytest.raises(RuleViolation, match="window_code_invalid"):
            work.counter(48)


def test_no_view_has_more_statements_for_more_rows(
    published: LiveHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    views = published.person("wangmin").views
    plain = type(views)._ask
    monkeypatch.setattr(
        type(views),
        "_ask",
        lambda self, *questions: (asked.append(len(questions)), plain(self, *questions))[1],
    )

    def statements() -> list[int]:
        asked.clear()
        views.handover_queue(None)
        views.dues()
        views.ledger(date(2026, 11, 23), date(2026, 11, 23))
        return list(asked)

    take_in(published)
    one = statements()
    for _ in range(5):
        take_in(published)
    assert statements() == one == [2, 2, 3]
    assert view_queries.LEDGERS
