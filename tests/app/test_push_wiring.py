"""Pushing put together from the settings: ways, keys, the pusher's log-in; and as a service of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.postgres import PostgresServer
from tests.servers.push_receiver import KEY, Receiver, receiving
from tests.services.conftest import (  # noqa: F401 - two of them are fixtures
    Stage,
    desks_of,
    on_postgres,
    on_sqlite,
    postgres_template,
    sqlite_template,
)
from tests.services.real import PASSWORD
from yichuang_desktop.app.pushing import pusher, start_pushing, ways
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.pushes import PushState
from yichuang_desktop.exchange.push_folder import FolderWay
from yichuang_desktop.exchange.push_http import HttpWay
from yichuang_desktop.exchange.push_working import PLATFORM
from yichuang_desktop.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A PC with a folder for the tax office and a platform for all others."""
    (tmp_path / "push.key").write_bytes(KEY + b"\n")
    return Settings(
        push_target="https://zwfw.example/cases",
        push_departments={"县税务局": (tmp_path / "tax").as_uri()},
        push_key_file=tmp_path / "push.key",
        push_secret_file=tmp_path / "pusher.key",
    )


@pytest.fixture
def shared(postgres_server: PostgresServer, postgres_template: str) -> Iterator[Stage]:  # noqa: F811
    with on_postgres(postgres_server, postgres_template) as real:
        yield Stage(real, desks_of(real.staff))


def test_the_settings_name_the_ways(settings: Settings, tmp_path: Path) -> None:
    found = ways(settings)
    assert isinstance(found[PLATFORM], HttpWay)
    assert isinstance(found["县税务局"], FolderWay)
    assert found["县税务局"].receiver == str(tmp_path / "tax")
    assert ways(Settings()) == {}
    (tmp_path / "push.key").unlink()
    with pytest.raises(RuleViolation, match="push_key_unreadable"):
        ways(settings)
    only_files = replace(settings, push_target="")
    assert ways(only_files).keys() == {"县税务局"}, "a folder needs no key"


def test_nothing_set_starts_nothing() -> None:
    idle = start_pushing(Settings(), None, 4)
    assert (idle.configured, idle.thread, idle.trouble()) == (False, None, "")
    idle.wake()
    idle.hurry()
    idle.stop()


def test_on_a_server_only_the_pushers_own_password_opens_the_outbox(
    settings: Settings, shared: Stage, tmp_path: Path
) -> None:
    case_id, _ = shared.accepted()
    opened = shared.store.access.begin_pusher
    with pytest.raises(RuleViolation, match="push_log_in_refused"):
        pusher(settings, opened, "04")
    with suppress(RuleViolation):  # copies of a hall share its log-ins
        shared.store.staff["admin"].add_pusher(PASSWORD)
    settings.push_secret_file.write_text(f"{PASSWORD}\n", "utf-8")
    receiver = Receiver()
    with receiving(receiver) as url:
        worker = pusher(replace(settings, push_target=url), opened, "04")
        assert [report.handed.state for report in worker.round()] == [PushState.ANSWERED]
        worker.queue.close()
    (push,) = shared.window.views.pushes_of(case_id)
    assert push.held_by.endswith("-04")
    assert push.external_no == next(iter(receiver.numbers.values()))


def test_a_refused_log_in_is_said_on_the_screen_and_not_tried_at_every_act(
    settings: Settings, shared: Stage, expected_log: object
) -> None:
    expected_log("the outbox cannot be reached")  # type: ignore[operator]
    pushing = start_pushing(settings, shared.store.access.begin_pusher, 4)
    assert pushing.thread is not None
    while pushing.thread.trouble is None:
        pushing.thread._thread.join(0.02)
    assert "推送账号登录不了数据库" in pushing.trouble()
    pushing.stop()


# -- as a service --------------------------------------------------------------------------------------------


def push(home: Path, file: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """``yichuang push --once`` with these settings."""
    own = {"YICHUANG_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    words = ["-m", "yichuang_desktop", "push", "--once", "--database", f"sqlite:///{file}"]
    return subprocess.run(
        [sys.executable, *words],
        env=os.environ | own | {f"YICHUANG_{name.upper()}": value for name, value in settings.items()},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_R_IN_7_the_command_sends_what_is_due(sqlite_template: Path, tmp_path: Path) -> None:  # noqa: F811
    with on_sqlite(sqlite_template, tmp_path) as real:
        stage = Stage(real, desks_of(real.staff))
        case_id, done = stage.accepted()
        (waiting,) = stage.window.views.pushes_of(case_id)
    file, home = tmp_path / "hall.sqlite", tmp_path / "home"
    idle = push(home, file)
    assert (idle.returncode, "未接省平台接口" in idle.stderr) == (3, True)
    share = tmp_path / "share"
    sent = push(home, file, push_target=share.as_uri())
    assert sent.returncode == 0, sent.stderr
    assert f"{done.receipt_no} 受理：已送出，待答复" in sent.stderr
    assert (share / "out" / f"{waiting.message_id}.json").exists()
    answer = f'{{"message_id": "{waiting.message_id}", "platform_no": "411325202611230001"}}'
    (share / "answers" / f"{waiting.message_id}.json").write_text(answer, "utf-8")
    taken = push(home, file, push_target=share.as_uri())
    assert "平台编号 411325202611230001" in taken.stderr
