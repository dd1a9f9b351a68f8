"""The outbox on both databases: claims with leases, one sender a hall, what nobody may write (R-IN-7)."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.servers.logwatch import LogWatch
from tests.servers.push_receiver import KEY, Receiver, receiving
from tests.store import halls
from tests.store.halls import LiveHall, as_json
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.pushes import Handed, Push, PushAnswer, PushKind, PushState
from yichuang_desktop.exchange.push_folder import FolderWay
from yichuang_desktop.exchange.push_http import HttpWay
from yichuang_desktop.exchange.push_working import PLATFORM, Pusher, PushReport, PushThread
from yichuang_desktop.services.ports_pushes import PushRow, PushScope
from yichuang_desktop.store.outbox import StoreOutbox
from yichuang_desktop.store.postgres_lanes import Place
from yichuang_desktop.store.sqlite_lanes import connect

PASSWORD = "pusher-password"
ANSWERED = Handed(PushState.ANSWERED, PushAnswer("411325202611230001", date(2026, 11, 23), "已收"))
LEASE = 60


@pytest.fixture
def queue(hall: LiveHall) -> Iterator[StoreOutbox]:
    """The outbox as the hall's pusher has it."""
    with suppress(RuleViolation):  # copies of a hall share its log-ins
        hall.person("admin").add_pusher(PASSWORD)
    opened = hall.hall.begin_pusher(PASSWORD)
    yield opened
    opened.close()


def told(hall: LiveHall, department: str = "市场监督管理局", receipt_no: str = "NX20261123-04-0001") -> UUID:
    """A case accepted, and the message of it; gives the message's id."""
    case_id, message_id = hall.drafted(), uuid4()
    with hall.person("wangmin").begin() as work:
        columns = {"applicant_name": "张三", "department": department}
        act = hall.act(
            work, case_id, "accept", act_id=message_id, sets=columns, choices={"papers": "with_window"}
        )
        work.record(act, "sha")
        work.add_push(message_id, case_id, PushKind.ACCEPTED, department, body(message_id, receipt_no))
        work.commit()
    return message_id


def told_again(hall: LiveHall, message_id: UUID) -> UUID:
    """A second message of the same case."""
    case_id, again = row(hall, message_id).case_id, uuid4()
    with hall.person("wangmin").begin() as work:
        act = hall.act(work, case_id, "call_department", act_id=again)
        work.record(act, "sha")
        work.add_push(again, case_id, PushKind.REMINDED, "市场监督管理局", body(again, "NX"))
        work.commit()
    return again


def body(message_id: UUID, receipt_no: str) -> dict[str, Any]:
    return {"message_id": str(message_id), "kind": "accepted", "case": {"receipt_no": receipt_no}}


def row(hall: LiveHall, message_id: UUID) -> PushRow:
    rows = hall.person("wangmin").views.pushes(PushScope.ALL)
    return next(one for one in rows if one.message_id == message_id)


def claim(queue: StoreOutbox, seat: str = "pc-1", lease: int = LEASE) -> Push | None:
    return queue.claim_next(seat, lease, None, frozenset())


def taken(queue: StoreOutbox, seat: str = "pc-1", lease: int = LEASE) -> Push:
    push = claim(queue, seat, lease)
    assert push is not None
    return push


# -- the life of a message -----------------------------------------------------------------------------------


def test_a_message_is_claimed_sent_and_answered(hall: LiveHall, queue: StoreOutbox) -> None:
    message = told(hall)
    push = taken(queue)
    assert (push.message_id, push.attempts, push.state) == (message, 1, PushState.WAITING)
    assert push.body == body(message, "NX20261123-04-0001")
    assert row(hall, message).on_its_way
    assert queue.settle(push, ANSWERED, "platform.example")
    shown = row(hall, message)
    assert (shown.state, shown.external_no, shown.answer) == (
        PushState.ANSWERED,
        "411325202611230001",
        "已收",
    )
    assert (shown.receiver, shown.on_its_way, shown.number_open, shown.day_open) == (
        "platform.example", False, True, True,
    )  # fmt: skip
    assert shown.queued_at <= (shown.sent_at or shown.queued_at) <= (shown.answered_at or shown.queued_at)
    assert shown.sent_at is not None
    assert claim(queue) is None
    events = hall.person("wangmin").views.push_events(shown.push_id)
    assert [(event.before.value, event.after.value, event.by) for event in events] == [
        ("waiting", "answered", "pc-1"),
        ("waiting", "waiting", "pc-1"),
    ]
    assert events[0].external_no == "411325202611230001"


def test_an_attempt_without_success_waits_and_says_why(hall: LiveHall, queue: StoreOutbox) -> None:
    message = told(hall)
    facts = {"receiver": "platform.example"}
    queue.settle(
        taken(queue), Handed(PushState.WAITING, trouble="push_unreachable", facts=facts, again_in=600), "p"
    )
    shown = row(hall, message)
    assert "连不上对方系统（platform.example）" in shown.last_error
    assert shown.next_try_at is not None
    assert claim(queue) is None, "not before its time"
    with hall.work("wangmin") as work:
        work.move_push(shown.push_id, PushState.WAITING)
    again = taken(queue)
    assert (again.message_id, again.attempts) == (message, 2)
    queue.settle(again, ANSWERED, "p")
    assert row(hall, message).last_error == ""


def test_the_messages_of_a_case_keep_their_order(hall: LiveHall, queue: StoreOutbox) -> None:
    first, other = told(hall), told(hall)
    second = told_again(hall, first)
    refused = taken(queue)
    assert refused.message_id == first
    said = {"status": 422, "said": ""}
    queue.settle(refused, Handed(PushState.FAILED, trouble="push_refused", facts=said), "p")
    assert taken(queue).message_id == other, "the rest of the hall goes on"
    assert queue.recover("pc-1") == 1
    queue.settle(taken(queue), ANSWERED, "p")
    assert claim(queue) is None, "what comes after a refused message waits for it"
    with hall.work("wangmin") as work:
        work.move_push(row(hall, first).push_id, PushState.GIVEN_UP, "已在平台上手工录入")
    assert taken(queue).message_id == second


def test_only_the_departments_whose_way_is_open_are_taken(hall: LiveHall, queue: StoreOutbox) -> None:
    told(hall, "市场监督管理局")
    tax = told(hall, "税务局")
    assert queue.claim_next("pc", LEASE, frozenset({"公安局"}), frozenset()) is None
    assert queue.claim_next("pc", LEASE, frozenset(), frozenset()) is None
    assert queue.claim_next("pc", LEASE, None, frozenset({"市场监督管理局", "税务局"})) is None
    push = queue.claim_next("pc", LEASE, None, frozenset({"市场监督管理局"}))
    assert push is not None
    assert push.message_id == tax
    queue.recover("pc")
    again = queue.claim_next("pc", LEASE, frozenset({"税务局", "公安局"}), frozenset())
    assert again is not None
    assert again.message_id == tax


# -- two pushers, crashes ------------------------------------------------------------------------------------


def test_two_pushers_at_the_same_moment_send_each_message_once(hall: LiveHall, queue: StoreOutbox) -> None:
    messages = [told(hall) for _ in range(12)]
    others = [hall.hall.begin_pusher(PASSWORD) for _ in range(2)]
    start, sent = threading.Barrier(2), []

    def work(place: int) -> None:
        start.wait()
        while len(sent) < len(messages):
            push = claim(others[place], f"pc-{place}")
            if push is not None:
                sent.append(push.message_id)
                assert others[place].settle(push, ANSWERED, "p")

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(work, range(2)))
    for one in others:
        one.close()
    assert sorted(sent) == sorted(messages)


def test_while_one_pusher_sends_no_other_does(hall: LiveHall, queue: StoreOutbox) -> None:
    told(hall), told(hall)
    push = taken(queue, "pc-1")
    assert claim(queue, "pc-2") is None
    queue.settle(push, ANSWERED, "p")
    assert claim(queue, "pc-2") is not None


def test_a_claim_that_ran_out_goes_to_another_and_the_first_writes_no_more(
    hall: LiveHall, queue: StoreOutbox
) -> None:
    message = told(hall)
    lost = taken(queue, "pc-1", lease=0)
    push = taken(queue, "pc-2")
    assert (push.message_id, push.attempts) == (message, 2)
    assert not queue.settle(lost, ANSWERED, "p")
    assert queue.settle(push, Handed(PushState.SENT), "p")
    assert row(hall, message).state is PushState.SENT


def test_a_program_that_ended_lets_its_own_claims_go(hall: LiveHall, queue: StoreOutbox) -> None:
    told(hall)
    taken(queue, "pc-1", lease=3600)
    assert queue.recover("pc-2") == 0
    assert claim(queue) is None
    assert queue.recover("pc-1") == 1
    assert taken(queue).attempts == 2


def test_killed_between_sending_and_writing_it_goes_twice_as_one_and_has_one_number(
    hall: LiveHall, queue: StoreOutbox
) -> None:
    message, receiver = told(hall), Receiver()
    with receiving(receiver) as url:
        way = HttpWay(url, KEY)
        push = taken(queue)
        way.send(push, push.claimed_at)  # type: ignore[arg-type]
        queue.recover("pc-1")  # the program is gone before it wrote anything; this is its next start
        (report,) = pusher(queue, way).round()
    assert report.handed.state is PushState.ANSWERED
    assert receiver.requests == [str(message)] * 2
    assert len(receiver.messages) == len(receiver.numbers) == 1
    assert row(hall, message).external_no == next(iter(receiver.numbers.values()))


# -- rounds --------------------------------------------------------------------------------------------------


def pusher(queue: StoreOutbox, way: Any, **ways: Any) -> Pusher:
    return Pusher(queue, {PLATFORM: way, **ways}, "pc-1")


def outcomes(reports: tuple[PushReport, ...]) -> list[str]:
    return [report.handed.state.value for report in reports]


def test_a_round_sends_everything_and_stops_where_the_way_is_barred(
    hall: LiveHall, queue: StoreOutbox
) -> None:
    messages = [told(hall, receipt_no=f"NX-{n}") for n in range(4)]
    receiver, seconds = Receiver(), [0.0]
    receiver.tempers = ["good", "500"]
    with receiving(receiver) as url:
        worker = Pusher(queue, {PLATFORM: HttpWay(url, KEY)}, "pc-1", clock=lambda: seconds[0])
        assert outcomes(worker.round()) == ["answered", "waiting"]
        assert worker.round() == (), "the way rests"
        seconds[0] = 6
        assert outcomes(worker.round()) == ["answered", "answered"], "others go; the second has its own pause"
    assert [row(hall, message).state.value for message in messages] == [
        "answered", "waiting", "answered", "answered",
    ]  # fmt: skip


def test_a_department_with_its_own_system_is_told_there(
    hall: LiveHall, queue: StoreOutbox, tmp_path: Path
) -> None:
    market, tax = told(hall, "市场监督管理局"), told(hall, "税务局")
    receiver = Receiver()
    receiver.tempers = ["503"]
    with receiving(receiver) as url:
        worker = pusher(queue, HttpWay(url, KEY), 税务局=FolderWay(tmp_path))
        assert outcomes(worker.round()) == ["waiting", "sent"], "one barred way holds up no other"
    assert receiver.requests == [str(market)]
    assert (tmp_path / "out" / f"{tax}.json").exists()
    assert row(hall, tax).receiver == str(tmp_path)


def test_an_answer_laid_into_the_folder_is_taken_once(
    hall: LiveHall, queue: StoreOutbox, tmp_path: Path, expected_log: LogWatch
) -> None:
    message = told(hall)
    worker = pusher(queue, FolderWay(tmp_path))
    assert outcomes(worker.round()) == ["sent"]
    answer = tmp_path / "answers" / f"{message}.json"
    answer.write_text("{", "utf-8")
    assert outcomes(worker.round()) == ["sent"]
    assert "读不懂" in row(hall, message).last_error
    assert worker.round() == (), "the same bad file is told of once"
    answer.write_text(as_json({"message_id": str(message), "platform_no": "4113"}), "utf-8")
    assert outcomes(worker.round()) == ["answered"]
    shown = row(hall, message)
    assert (shown.external_no, shown.last_error, shown.attempts) == ("4113", "", 3)
    answer.write_text(as_json({"platform_no": "9999"}), "utf-8")
    assert worker.round() == ()
    assert row(hall, message).external_no == "4113"
    assert not answer.exists()


def test_an_answer_of_nobody_knows_whom_is_left_alone(queue: StoreOutbox, tmp_path: Path) -> None:
    worker = pusher(queue, FolderWay(tmp_path))
    (tmp_path / "answers").mkdir()
    stray = tmp_path / "answers" / f"{uuid4()}.json"
    stray.write_text("{}", "utf-8")
    assert worker.round() == ()
    assert stray.exists()


def test_a_thread_works_the_outbox_until_it_is_stopped(hall: LiveHall, queue: StoreOutbox) -> None:
    receiver = Receiver()
    with receiving(receiver) as url:
        begin = lambda: pusher(hall.hall.begin_pusher(PASSWORD), HttpWay(url, KEY))  # noqa: E731
        thread = PushThread(begin, idle_pause=0.05)
        thread.start()
        message = told(hall)
        news = threading.Event()
        feed = hall.person("wangmin").changes()
        feed.listen(lambda kinds: news.set() if "push" in kinds else None)
        while row(hall, message).state is not PushState.ANSWERED:
            assert news.wait(10)
            news.clear()
        assert thread.stop()
    assert thread.trouble is None
    assert receiver.requests == [str(message)]


def test_a_thread_that_cannot_open_the_outbox_says_so_and_goes_on(expected_log: LogWatch) -> None:
    expected_log("the outbox cannot be reached")
    tried = threading.Event()

    def refuse() -> Pusher:
        tried.set()
        raise RuleViolation("push_log_in_refused", file="pusher.key")

    thread = PushThread(refuse, idle_pause=0.05)
    thread.start()
    assert tried.wait(10)
    assert thread.stop()
    assert isinstance(thread.trouble, RuleViolation)


# -- what nobody may do --------------------------------------------------------------------------------------


def test_by_hand_only_what_the_table_of_moves_says(hall: LiveHall, queue: StoreOutbox) -> None:
    message = told(hall)
    push_id = row(hall, message).push_id

    def move(state: PushState, reason: str = "") -> None:
        with hall.work("wangmin") as work:
            work.move_push(push_id, state, reason)

    with pytest.raises(RuleViolation, match="push_reason_lacking"):
        move(PushState.GIVEN_UP, "  ")
    push = taken(queue)
    for state in (PushState.WAITING, PushState.GIVEN_UP):
        with pytest.raises(RuleViolation, match="push_on_its_way"):
            move(state, "不等了")
    queue.settle(push, ANSWERED, "p")
    with pytest.raises(RuleViolation, match="push_move_forbidden"):
        move(PushState.WAITING)
    with pytest.raises(RuleViolation, match="not_found"), hall.work("wangmin") as work:
        work.move_push(9999, PushState.WAITING)


FORBIDDEN = {
    "change a message": "UPDATE outbox SET body = '{}'",
    "change whom it is for": "UPDATE outbox SET department = '别的局'",
    "change what it tells": "UPDATE outbox SET kind = 'concluded'",
    "put a number there": "UPDATE outbox SET external_no = '1'",
    "answer by hand": "UPDATE outbox SET state = 'answered'",
    "answer by hand with a number": "UPDATE outbox SET state = 'answered', external_no = '1'",
    "say it was sent": "UPDATE outbox SET state = 'sent'",
    "fail it": "UPDATE outbox SET state = 'failed'",
    "forge the time": "UPDATE outbox SET queued_at = '2020-01-01'",
    "give up in silence": "UPDATE outbox SET state = 'given_up', reason = ' '",
    "remove a message": "DELETE FROM outbox",
    "change what happened": "UPDATE outbox_event SET error = ''",
    "remove what happened": "DELETE FROM outbox_event",
    "tell of no act": "INSERT INTO outbox (message_id, case_id, kind, body)"
                      " SELECT case_id, case_id, 'accepted', '{}' FROM cases LIMIT 1",
}  # fmt: skip
SENDERS = {
    "change an answered number": "UPDATE outbox SET external_no = '2', leased_until = NULL",
    "answer without a claim": "UPDATE outbox SET state = 'answered', external_no = '2'",
    "claim what is answered": "UPDATE outbox SET attempts = attempts + 1, leased_until = '2099-01-01',"
                              " state = state",
    "count two attempts": "UPDATE outbox SET attempts = attempts + 2, leased_until = '2099-01-01'",
}  # fmt: skip


@pytest.fixture
def answered(hall: LiveHall, queue: StoreOutbox) -> UUID:
    """One message waits, one is answered."""
    done = told(hall)
    queue.settle(taken(queue), ANSWERED, "p")
    told(hall)
    return done


def run(hall: LiveHall, statement: str, login: str = "") -> str:
    """What the database says to a statement, as the file's owner or as somebody on the server."""
    try:
        if not hall.shared:
            path = Path(hall.url.removeprefix("sqlite:///"))
            engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)
            with engine.begin() as connection:
                return str(connection.execute(text(statement)).rowcount)
        place = Place.of(hall.url)
        password = PASSWORD if login == "pusher" else halls.PASSWORD
        with psycopg.connect(place.url, user=place.role(login), password=password) as connection:
            return str(connection.execute(statement).rowcount)
    except Exception as refused:  # whatever the driver makes of it
        return str(refused)


def content(hall: LiveHall) -> list[PushRow]:
    return list(hall.person("wangmin").views.pushes(PushScope.ALL))


def test_nobody_changes_a_message_or_forges_a_number(hall: LiveHall, answered: UUID) -> None:
    """On the server as everybody who has a log-in; a file's owner is asked once."""
    before, allowed = content(hall), []
    for login in ["wangmin", "chenjie", "sunli", "admin", "pusher"] if hall.shared else [""]:
        for name, statement in (FORBIDDEN | (SENDERS if login in ("pusher", "") else {})).items():
            said = run(hall, statement, login)
            if "yc:" not in said and "permission denied" not in said:
                allowed.append(f"{login}: {name}: {said}")
    assert not allowed
    assert content(hall) == before


def test_the_pusher_sees_and_does_nothing_else(hall: LiveHall, answered: UUID) -> None:
    if not hall.shared:
        return
    others = {
        "cases": "SELECT * FROM cases",
        "staff": "SELECT * FROM staff",
        "acts": "INSERT INTO act (act_id, case_id, case_revision, kind) VALUES (gen_random_uuid(),"
        " gen_random_uuid(), 1, 'open_draft')",
        "keys": "SELECT * FROM paper_key",
        "give up": "UPDATE outbox SET state = 'given_up', reason = 'x'",
        "another pusher": "SELECT yc_add_pusher('SCRAM-SHA-256$x')",
    }
    assert {n: s for n, s in ((n, run(hall, s, "pusher")) for n, s in others.items())
            if "permission denied" not in s} == {}  # fmt: skip
    with pytest.raises(RuleViolation, match="log_in_taken"):
        hall.person("admin").add_pusher("another password")
    with pytest.raises(RuleViolation, match="not_allowed"):
        hall.person("wangmin").add_pusher("another")


# -- lists ---------------------------------------------------------------------------------------------------


def test_what_needs_a_person_stands_first(hall: LiveHall, queue: StoreOutbox) -> None:
    answered, refused, waiting, done = (told(hall) for _ in range(4))
    queue.settle(taken(queue), ANSWERED, "p")
    refusal = Handed(PushState.FAILED, trouble="push_refused", facts={"status": 400, "said": ""})
    queue.settle(taken(queue), refusal, "p")
    views = hall.person("wangmin").views
    assert views.today(4).pushes_to_see_to == 2
    assert [one.message_id for one in views.pushes(PushScope.OPEN)] == [refused, answered, waiting, done]
    case_id = row(hall, answered).case_id
    hall.do("wangmin", case_id, "enter_on_platform", sets={"platform_no": "411325202611230001"})
    shown = row(hall, answered)
    assert (shown.number_open, shown.day_open) == (False, True)
    hall.do("wangmin", case_id, "confirm_on_platform", sets={"platform_accepted_on": date(2026, 11, 23)})
    assert [one.message_id for one in views.pushes(PushScope.OPEN)] == [refused, waiting, done]
    assert [one.message_id for one in views.pushes(PushScope.UNENTERED)] == [refused, waiting, done]
    assert len(views.pushes(PushScope.ALL)) == 4
    assert [one.message_id for one in views.pushes_of(case_id)] == [answered]


def test_another_number_than_the_cases_is_shown_until_a_person_enters_one(
    practice: LiveHall,
) -> None:
    message = told(practice)
    case_id = row(practice, message).case_id
    practice.do("wangmin", case_id, "enter_on_platform", sets={"platform_no": "手工-1"})
    queue = practice.hall.begin_pusher() if not practice.shared else None
    if queue is None:
        return  # the clock stands still there as well; one database is enough for the question
    practice.person("admin").set_clock(practice.person("admin").views.now() + timedelta(minutes=1))
    queue.settle(taken(queue), ANSWERED, "p")
    assert row(practice, message).number_open
    practice.person("admin").set_clock(practice.person("admin").views.now() + timedelta(minutes=1))
    practice.do("wangmin", case_id, "enter_on_platform", sets={"platform_no": "手工-2"})
    shown = row(practice, message)
    assert (shown.platform_no, shown.external_no, shown.number_open) == (
        "手工-2",
        "411325202611230001",
        False,
    )
