"""Work off the Qt thread: what a screen may rely on."""

import gc
import logging
import threading
import time
import weakref

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.unavailable import StoreUnavailable
from yichuang_desktop.ui.stalls import StallWatch
from yichuang_desktop.ui.tasks import Tasks


@pytest.fixture
def tasks(qapp):
    lanes = Tasks()
    yield lanes
    lanes.close()


def everything_answered(qtbot, tasks):
    qtbot.waitUntil(lambda: tasks.pending == 0)


def test_the_work_runs_elsewhere_and_the_answer_comes_home(qtbot, tasks):
    owner, seen = QObject(), {}

    def work():
        seen["work"] = threading.get_ident()
        return 42

    def done(answer):
        seen["done"], seen["answer"] = threading.get_ident(), answer

    tasks.run(owner, "store", work, done)
    everything_answered(qtbot, tasks)
    assert seen["answer"] == 42
    assert seen["done"] == threading.get_ident() != seen["work"]


def test_works_of_one_lane_keep_their_order_and_lanes_do_not_wait_for_each_other(qtbot, tasks):
    owner, order, gate = QObject(), [], threading.Event()
    tasks.run(owner, "printer", gate.wait)
    for number in range(20):
        tasks.run(owner, "store", lambda number=number: order.append(number))
    qtbot.waitUntil(lambda: tasks.busy("store") == 0)
    assert order == list(range(20))
    assert tasks.busy("printer") == 1
    gate.set()
    everything_answered(qtbot, tasks)


def test_an_answer_for_a_closed_screen_is_dropped(qtbot, tasks):
    screen, gate, answers = QWidget(), threading.Event(), []
    tasks.run(screen, "store", lambda: gate.wait() and "late", answers.append)
    screen.deleteLater()
    with qtbot.waitSignal(screen.destroyed):
        pass
    gate.set()
    everything_answered(qtbot, tasks)
    assert answers == []


def test_a_broken_rule_goes_to_the_screen_that_asked(qtbot, tasks):
    owner, refused = QObject(), []

    def work():
        raise RuleViolation("already_issued", number="NX20261123-04-0011")

    tasks.run(owner, "store", work, refused=refused.append)
    everything_answered(qtbot, tasks)
    assert refused[0].code == "already_issued"
    assert refused[0].facts["number"] == "NX20261123-04-0011"


def test_a_broken_rule_nobody_answers_is_said_by_the_shell(qtbot, tasks):
    owner, said = QObject(), []
    tasks.refused_unanswered.connect(said.append)

    def work():
        raise RuleViolation("not_ready")

    tasks.run(owner, "store", work)
    everything_answered(qtbot, tasks)
    assert [violation.code for violation in said] == ["not_ready"]


def test_any_other_failure_is_logged_and_can_be_tried_again(qtbot, tasks, expected_log):
    expected_log("work of lane printer failed")
    owner, tries, answers, offered = QObject(), [], [], []
    tasks.failed_unanswered.connect(lambda lane, again, error: offered.append((lane, error, again)))

    def work():
        tries.append(1)
        if len(tries) == 1:
            raise OSError("paper jam")
        return "printed"

    tasks.run(owner, "printer", work, answers.append)
    everything_answered(qtbot, tasks)
    (lane, error, again) = offered[0]
    assert lane == "printer"
    assert isinstance(error, OSError)
    again()
    everything_answered(qtbot, tasks)
    assert answers == ["printed"]


def test_a_wrong_password_is_an_answer_and_no_failure_of_the_program(qtbot, tasks, caplog):
    owner, failed = QObject(), []

    def work():
        raise StoreUnavailable("wrong_password", left=4)

    with caplog.at_level(logging.INFO):
        tasks.run(owner, "store", work, failed=failed.append)
        everything_answered(qtbot, tasks)
    assert failed[0].code == "wrong_password"
    (line,) = [record for record in caplog.records if "wrong_password" in record.getMessage()]
    assert (line.levelno, line.exc_info) == (logging.INFO, None)


def test_a_screen_may_answer_a_failure_itself(qtbot, tasks, expected_log):
    expected_log("work of lane store failed")
    owner, failures, unanswered = QObject(), [], []
    tasks.failed_unanswered.connect(lambda *news: unanswered.append(news))
    tasks.run(owner, "store", lambda: 1 / 0, None, None, failures.append)
    everything_answered(qtbot, tasks)
    assert isinstance(failures[0], ZeroDivisionError)
    assert unanswered == []


def test_a_widget_is_never_destroyed_on_a_worker_thread(qtbot, tasks, expected_log):
    expected_log("work of lane store failed")
    destroyed_on = []

    class Screen(QWidget):
        def fail(self):
            raise ValueError(self.objectName())

        def __del__(self):
            destroyed_on.append(QThread.currentThread())

    screen = Screen()
    gone = weakref.ref(screen)
    tasks.run(screen, "store", screen.fail, lambda _answer: None)
    del screen
    everything_answered(qtbot, tasks)
    gc.collect()
    assert gone() is None
    assert destroyed_on == [QThread.currentThread()]


def test_a_long_work_reports_progress_and_stops_when_asked(qtbot, tasks):
    owner, started, answers, seen = QObject(), threading.Event(), [], []

    def work(progress, cancelled):
        progress(1, 1000)
        started.set()
        while not cancelled():
            pass
        return "half a ledger"

    handle = tasks.run_long(owner, "ledger", work, answers.append)
    handle.progressed.connect(lambda done, total: seen.append((done, total, QThread.currentThread())))
    qtbot.waitUntil(lambda: started.is_set() and bool(seen))
    with qtbot.waitSignal(handle.finished):
        handle.cancel()
    assert seen[0] == (1, 1000, QThread.currentThread())
    assert answers == []


def test_a_long_work_that_ends_by_itself_delivers_its_answer(qtbot, tasks):
    owner, answers = QObject(), []
    tasks.run_long(owner, "ledger", lambda progress, cancelled: "all of it", answers.append)
    everything_answered(qtbot, tasks)
    assert answers == ["all of it"]


def test_closing_finishes_what_was_asked_for_and_joins_every_thread(qtbot, qapp):
    tasks, owner, saved = Tasks(), QObject(), []
    for number in range(5):
        tasks.run(owner, "store", lambda number=number: saved.append(number))
    tasks.run_long(owner, "ledger", lambda progress, cancelled: [None for _ in iter(cancelled, True)])
    tasks.close()
    assert saved == [0, 1, 2, 3, 4]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lane-")]
    tasks.run(owner, "store", lambda: saved.append("too late"))
    assert tasks.pending == 0
    assert "too late" not in saved


def test_the_stall_watch_names_a_slot_that_kept_the_window_waiting(qtbot):
    watch = StallWatch(limit_ms=50)
    watch.start()
    for _again in range(20):  # on a crowded machine the sampler may miss a slot; it must not miss all
        busy_for_a_while(0.3)
        qtbot.waitUntil(lambda: watch.count > 0)
        if any(stall.where for stall in watch.longest()):
            break
    watch.stop()
    worst = next(stall for stall in watch.longest() if stall.where)
    assert worst.wall_ms >= 50
    assert worst.cpu_ms > 0
    assert "busy_for_a_while" in worst.where


def busy_for_a_while(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
