"""The embedded hall's file and disk let us down (R-X-1): read-only, full, damaged, newer, in use."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import without_privileges
from tests.faults.hands import Hands, built, everything, refused
from tests.soak.program import Program
from tests.soak.small_hall import CLERK, WINDOW, accepting, copy_to, url_of
from yichuang_desktop import store
from yichuang_desktop.app.hall import sit_down
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain import sentences
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store.schema import VERSION

TMPFS_BYTES = 16 * 1024 * 1024


# -- read-only -----------------------------------------------------------------------------------------------


def test_R_X_1_a_folder_that_cannot_be_written_is_said_at_opening(hall_file: Path, folder: Path) -> None:
    before = hall_file.read_bytes()
    hall_file.chmod(0o444)
    folder.chmod(0o555)
    with without_privileges():
        with pytest.raises(PermissionError):
            (folder / "proof").touch()
        refused("database_read_only", lambda: store.open_hall(url_of(hall_file)))
    folder.chmod(0o777)
    assert hall_file.read_bytes() == before


def test_R_X_1_a_file_that_cannot_be_written_is_said_at_log_in(hall_file: Path) -> None:
    before = everything(url_of(hall_file))
    hall_file.chmod(0o444)
    with without_privileges():
        assert not os.access(hall_file, os.W_OK, effective_ids=True)
        said = refused("database_read_only", lambda: log_in(hall_file))
    assert "写权限" in said
    assert everything(url_of(hall_file)) == before


def test_R_X_1_a_file_made_read_only_while_open_costs_one_act_and_nothing_else(hall_file: Path) -> None:
    """As a remounted disk does it: the open connection itself may write no more."""
    with Hands.at(url_of(hall_file)) as hands:
        request = accepting(hands.drafted(), hands.brought.form)
        lanes = hands.clerk.access._lanes
        lane = lanes.take(to_write=True)
        lane.raw().execute("PRAGMA query_only = ON")
        lanes.give_back(lane)
        hands.refused("database_read_only", lambda: hands.clerk.desk.accept(built(request)))
        hands.do(request)


# -- full ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 16 MB of its own; mounted where the account may, or in the part of memory it may."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    yield disk
    if mounted.returncode == 0:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_R_X_1_a_full_disk_costs_one_act_and_nothing_else(small_disk: Path) -> None:
    file = copy_to(small_disk)
    with Hands.at(url_of(file)) as hands:
        requests = [accepting(hands.drafted(), hands.brought.form) for _ in range(3)]
        make_room = fill_up(small_disk, hands)
        answers = []
        unanswered = None
        for _ in range(200):
            request = requests.pop() if requests else None
            try:
                request = request or accepting(hands.drafted(), hands.brought.form)
                answers.append(hands.clerk.desk.accept(built(request)))
            except (StoreUnavailable, AssertionError) as full:
                unanswered = request
                trouble = full
                break
        assert unanswered is not None, "the disk never became full"
        assert isinstance(trouble, StoreUnavailable), trouble
        assert trouble.code == "disk_full"
        assert "磁盘满了" in sentences.say_code(trouble.code, trouble.facts)
        make_room()
        again = hands.clerk.desk.accept(built(unanswered))
        assert not again.repeated, "nothing of it was there"
        told = [one.receipt_no for one in (*answers, again)]
        serials = [int(number[-4:]) for number in told]
        assert serials == list(range(serials[0], serials[0] + len(serials))), "numbers without a gap"
        for one in (*answers, again):
            assert hands.clerk.desk.case(one.case_id).receipt_no == one.receipt_no
    assert whole(file)


def fill_up(disk: Path, hands: Hands) -> Callable[[], object]:
    """Leave no byte free; gives what makes room again."""
    if os.path.ismount(disk):
        filler = disk / "filler"
        with pytest.raises(OSError, match="No space left"):
            write_until_refused(filler)
        assert disk_free(disk) == 0
        return filler.unlink
    lanes = hands.clerk.access._lanes
    raw = lanes.take(to_write=True)
    connection = raw.raw()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    lanes.give_back(raw)
    return lambda: connection.execute("PRAGMA max_page_count = 1000000")


def write_until_refused(file: Path) -> None:
    """Write on and on."""
    with file.open("wb", buffering=0) as endless:
        while True:
            endless.write(b"\0" * 4096)


def disk_free(disk: Path) -> int:
    """Bytes left."""
    figures = os.statvfs(disk)
    return figures.f_bavail * figures.f_frsize


# -- another program, another version, another file ----------------------------------------------------------


def test_R_X_1_a_second_program_on_the_same_file_is_turned_away(hall_file: Path, tmp_path: Path) -> None:
    first = twin(hall_file, tmp_path)
    assert first.ask({"ask": "items", "text": "食品"})["ok"]
    said = refused("database_locked", lambda: store.open_hall(url_of(hall_file)))
    assert "另" in said
    assert first.ask({"ask": "items", "text": "食品"})["ok"], "the first program goes on"
    assert first.end() == 0
    log_in(hall_file)


def test_R_X_1_a_killed_program_leaves_no_lock_behind(hall_file: Path, tmp_path: Path) -> None:
    first = twin(hall_file, tmp_path)
    assert first.ask({"ask": "items", "text": "食品"})["ok"]
    refused("database_locked", lambda: store.open_hall(url_of(hall_file)))
    first.kill()
    log_in(hall_file)


def test_R_X_1_a_database_newer_than_the_program_is_left_alone(hall_file: Path) -> None:
    set_version(hall_file, VERSION + 9)
    before = everything(url_of(hall_file))
    said = refused("database_newer", lambda: store.open_hall(url_of(hall_file)))
    assert "升级" in said
    assert everything(url_of(hall_file)) == before


def test_R_X_1_ten_is_newer_than_nine(hall_file: Path) -> None:
    set_version(hall_file, 10)
    refused("database_newer", lambda: store.open_hall(url_of(hall_file)))


def test_R_X_1_a_database_older_than_the_program_asks_for_the_upgrade(hall_file: Path) -> None:
    set_version(hall_file, 0)
    said = refused("database_older", lambda: store.open_hall(url_of(hall_file)))
    assert "upgrade" in said


def test_R_X_1_a_damaged_file_is_not_opened(hall_file: Path) -> None:
    content = bytearray(hall_file.read_bytes())
    content[:64] = b"\xff" * 64
    hall_file.write_bytes(content)
    said = refused("database_damaged", lambda: store.open_hall(url_of(hall_file)))
    assert "备份" in said
    assert hall_file.read_bytes() == bytes(content)


def test_R_X_1_a_missing_file_is_not_made_anew(folder: Path) -> None:
    said = refused("no_database_file", lambda: store.open_hall(url_of(folder / "gone.sqlite")))
    assert "gone.sqlite" in said
    assert "yichuang demo" in said
    assert "网线" not in said
    assert not list(folder.iterdir())


# -- log-in --------------------------------------------------------------------------------------------------


def test_R_X_5_a_wrong_password_five_times_locks_the_log_in(hall_file: Path) -> None:
    hall = store.open_hall(url_of(hall_file))
    try:
        for _ in range(4):
            refused("wrong_password", lambda: hall.log_in(CLERK, "wrong"))
        refused("account_locked", lambda: hall.log_in(CLERK, "wrong"))
        refused("account_locked", lambda: hall.log_in(CLERK, PASSWORD))
        refused("unknown_login", lambda: hall.log_in("nobody", PASSWORD))
    finally:
        hall.close()


def log_in(file: Path) -> None:
    """Open the hall, sit down, get up again."""
    hall = store.open_hall(url_of(file))
    try:
        sit_down(hall, CLERK, PASSWORD, WINDOW).close()
    finally:
        hall.close()


def twin(file: Path, tmp_path: Path) -> Program:
    """``yichuang act`` on the file, a process of its own."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    words = ["--login", CLERK, "--counter", str(WINDOW), "--password-file", str(secret)]
    return Program.command("act", *words, "--database", url_of(file), home=tmp_path / "home")


def set_version(file: Path, version: int) -> None:
    """As a program of another version would have left it."""
    connection = sqlite3.connect(file)
    try:
        assert connection.execute("UPDATE alembic_version SET version_num = ?", (str(version),)).rowcount == 1
        connection.commit()
    finally:
        connection.close()


def whole(file: Path) -> bool:
    """SQLite's own opinion of the file."""
    connection = sqlite3.connect(file)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()
