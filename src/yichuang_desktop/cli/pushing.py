"""Pushing as a service of the hall, without a window (R-IN-7)."""

import threading
from datetime import datetime

from yichuang_desktop import store
from yichuang_desktop.app.pushing import pusher
from yichuang_desktop.cli.console import complain, settings_for, tell
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.exchange.push_working import Pusher, PushReport
from yichuang_desktop.services.ports import StoreUnavailable

PAUSE_SECONDS = 5.0


def push(database: str | None, *, once: bool) -> int:
    """Work the outbox until interrupted, or through what is due ``once``; exit code 1 where a message failed.

    Raises RuleViolation ``push_not_configured`` and what opening the hall or reading the key raises.
    """
    settings = settings_for(database)
    if not (settings.push_target or settings.push_departments):
        raise RuleViolation("push_not_configured")
    hall = store.open_hall(settings.database_url)
    try:
        worker = pusher(settings, hall.begin_pusher, "service")
        try:
            worker.queue.recover(worker.seat)
            return _once(worker) if once else _on(worker)
        finally:
            worker.queue.close()
    finally:
        hall.close()


def _once(worker: Pusher) -> int:
    reports = worker.round()
    for report in reports:
        _say(report)
    tell(f"推送一轮：{len(reports)} 次。")
    return int(any(report.handed.trouble for report in reports))


def _on(worker: Pusher) -> int:
    tell("推送开始，按 Ctrl C 结束。")
    pause = threading.Event()
    try:
        while True:
            try:
                for report in worker.round():
                    _say(report)
            except StoreUnavailable as away:
                complain(say_code(away.code, away.facts))
            pause.wait(PAUSE_SECONDS)
    except KeyboardInterrupt:
        tell("推送结束。")
    return 0


def _say(report: PushReport) -> None:
    handed = report.handed
    number = str(report.push.body["case"]["receipt_no"])
    words = say_code(handed.trouble, handed.facts) if handed.trouble else handed.state.title
    if handed.answer.platform_no:
        words += f"，平台编号 {handed.answer.platform_no}"
    tell(f"{datetime.now():%H:%M:%S} {number} {report.push.kind.title}：{words}")
