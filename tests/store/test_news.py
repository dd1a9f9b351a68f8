"""News of other people's commits, and the print queue with its claims."""

import queue
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.store.halls import ITEM, LiveHall
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.print_jobs import FailureKind, JobState, PrintJob
from yichuang_desktop.domain.ratings import Grade, Rating, RatingOutcome


def heard_by(hall: LiveHall, login: str) -> "queue.Queue[frozenset[str]]":
    news: queue.Queue[frozenset[str]] = queue.Queue()
    hall.person(login).changes().listen(news.put)
    return news


def next_news(news: "queue.Queue[frozenset[str]]", *kinds: str) -> None:
    """Wait until all these kinds were heard; at most a few seconds."""
    wanted = set(kinds)
    while wanted:
        wanted -= news.get(timeout=10)


def test_a_colleague_hears_what_changed(hall: LiveHall) -> None:
    news = heard_by(hall, "chenjie")
    case_id = hall.drafted()
    next_news(news, "case")
    with hall.work("wangmin") as work:
        work.save_draft(case_id, IntakeForm(ITEM.item_id), 4)
        work.add_print_jobs(
            [PrintJob(str(uuid4()), "receipt_slip", {}, "slip-04", "王敏", work.now())], case_id
        )
    next_news(news, "draft", "print_job")
    with hall.work("keeper") as work:
        work.publish_items([(ITEM, {})], "第一版")
    next_news(news, "item")


def test_nothing_is_heard_of_what_was_not_committed(hall: LiveHall) -> None:
    case_id = hall.drafted()
    news = heard_by(hall, "chenjie")
    with hall.person("wangmin").begin() as work:
        work.record(hall.act(work, case_id, "accept"))
    with hall.work("wangmin") as work:
        work.save_draft(case_id, IntakeForm(ITEM.item_id), 4)
    first = news.get(timeout=10)
    assert first == {"draft"}


def test_a_rating_is_news(new_hall: LiveHall) -> None:
    done = new_hall.do("wangmin", new_hall.drafted(), "accept")
    new_hall.person("admin").add_device(4, "pad-password")
    news = heard_by(new_hall, "wangmin")
    device = new_hall.hall.begin_device(4, "pad-password")
    assert device.record_rating(Rating(done.act_id, RatingOutcome.RATED, Grade.SATISFIED, "pad_04"))
    device.close()
    next_news(news, "rating")


def test_a_listener_whose_connection_was_cut_listens_again(shared: LiveHall) -> None:
    news = heard_by(shared, "chenjie")
    shared.drafted()
    next_news(news, "case")
    with psycopg.connect(shared.url.partition("?")[0], autocommit=True) as owner:
        killed = owner.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        ).fetchone()
    assert killed == (1,)
    next_news(
        news, "case", "draft", "print_job", "rating", "item", "hall"
    )  # anything may have changed meanwhile
    shared.drafted()
    next_news(news, "case")


# -- the print queue -----------------------------------------------------------------------------------------


def queued(hall: LiveHall, printer: str = "slip-04", count: int = 1) -> list[str]:
    case_id = hall.accepted()
    with hall.work("wangmin") as work:
        jobs = [
            PrintJob(f"{place}-{uuid4()}", "receipt_slip", {"place": place}, printer, "王敏", work.now())
            for place in range(count)
        ]
        work.add_print_jobs(jobs, case_id)
    return [job.id for job in jobs]


def test_jobs_are_claimed_in_order_one_at_a_time_a_printer(hall: LiveHall) -> None:
    first, second = queued(hall, count=2)
    queued(hall, "slip-05")
    jobs, elsewhere = hall.person("wangmin").jobs(), hall.person("lixia").jobs()
    claimed = jobs.claim_next("slip-04", "pc-4", 60)
    assert claimed is not None
    assert (claimed.id, claimed.attempts, claimed.state) == (first, 1, JobState.SENDING)
    assert elsewhere.claim_next("slip-04", "pc-5", 60) is None
    assert elsewhere.claim_next("slip-05", "pc-5", 60) is not None
    assert jobs.save_rendered(claimed, b"\x1b@", "digest", "1")
    assert jobs.settle(claimed, JobState.CONFIRMED, None, "")
    assert not jobs.settle(claimed, JobState.CONFIRMED, None, "")
    again = jobs.claim_next("slip-04", "pc-4", 60)
    assert again is not None
    assert again.id == second


def test_what_could_not_start_waits_again_and_keeps_its_bytes(hall: LiveHall) -> None:
    queued(hall)
    jobs = hall.person("wangmin").jobs()
    claimed = jobs.claim_next("slip-04", "pc-4", 60)
    assert claimed is not None
    jobs.save_rendered(claimed, b"bytes", "digest", "1")
    assert jobs.settle(claimed, JobState.QUEUED, FailureKind.PAPER_OUT, "no paper")
    again = jobs.claim_next("slip-04", "pc-4", 60)
    assert again is not None
    assert (again.attempts, again.rendered, again.rendered_sha256) == (2, b"bytes", "digest")
    assert not jobs.settle(claimed, JobState.CONFIRMED, None, "")  # the first claim is over
    assert not jobs.save_rendered(claimed, b"other", "digest", "1")


@pytest.mark.row("R-X-1")
def test_R_X_1_after_a_crash_only_what_may_have_been_sent_is_asked_about(hall: LiveHall) -> None:
    queued(hall, count=2)
    jobs = hall.person("wangmin").jobs()
    sent = jobs.claim_next("slip-04", "pc-4", 60)
    assert sent is not None
    jobs.save_rendered(sent, b"bytes", "digest", "1")
    assert hall.person("lixia").jobs().recover("pc-5") == ()
    (unknown,) = jobs.recover("pc-4")
    assert (unknown.id, unknown.state, unknown.failure) == (
        sent.id,
        JobState.UNKNOWN,
        FailureKind.PROGRAM_ENDED,
    )
    not_begun = jobs.claim_next("slip-04", "pc-4", 60)
    assert not_begun is not None
    assert not_begun.id != sent.id
    assert jobs.recover("pc-4") == ()
    again = jobs.claim_next("slip-04", "pc-4", 60)
    assert again is not None
    assert again.id == not_begun.id


def test_a_lease_that_ran_out_is_anybodys_to_settle(hall: LiveHall) -> None:
    queued(hall)
    jobs = hall.person("wangmin").jobs()
    assert jobs.claim_next("slip-04", "pc-4", -1) is not None
    assert hall.person("lixia").jobs().recover("pc-5") == ()
    assert hall.person("lixia").jobs().claim_next("slip-04", "pc-5", 60) is not None


def test_leases_run_on_real_time_where_the_halls_stands_still(practice: LiveHall) -> None:
    queued(practice)
    jobs = practice.person("wangmin").jobs()
    claimed = jobs.claim_next("slip-04", "pc-4", 60)
    assert claimed is not None
    practice.person("admin").set_clock(practice.person("admin").views.now() + timedelta(days=3))
    assert jobs.recover("pc-other") == ()


def test_the_clerks_answer_moves_a_job_only_where_it_may_go(hall: LiveHall) -> None:
    (job_id,) = queued(hall)
    with pytest.raises(RuleViolation, match="print_move_forbidden"), hall.work("wangmin") as work:
        work.answer_print_job(job_id, "confirmed")
    with pytest.raises(RuleViolation, match="not_found"), hall.work("wangmin") as work:
        work.answer_print_job("nothing", "accepted")
    jobs = hall.person("wangmin").jobs()
    claimed = jobs.claim_next("slip-04", "pc-4", 60)
    assert claimed is not None
    jobs.save_rendered(claimed, b"x", "d", "1")
    jobs.recover("pc-4")
    with hall.work("wangmin") as work:
        work.answer_print_job(job_id, "accepted")
        assert work.print_job(job_id).state is JobState.ACCEPTED
    assert hall.person("wangmin").views.prints() == ()
    (row,) = hall.person("wangmin").views.prints(open_only=False)
    assert (row.job_id, row.state) == (job_id, "accepted")


def test_copies_of_a_paper_are_counted_by_case_and_kind(hall: LiveHall) -> None:
    case_id = hall.accepted()
    with hall.work("wangmin") as work:
        assert work.copies_of(case_id, "receipt") == 0
        for copy_no in (1, 2):
            job = PrintJob(str(uuid4()), "receipt", {}, "a4-04", "王敏", work.now(), copy_no=copy_no)
            work.add_print_jobs([job], case_id)
        assert work.copies_of(case_id, "receipt") == 2
        assert work.copies_of(case_id, "commitment") == 0
