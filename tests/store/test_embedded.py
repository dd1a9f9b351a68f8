"""The embedded hall: one program a file, nothing silently lost, and what each kind of bad luck is called."""

import os
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.store.halls import MONDAY, PASSWORD, LiveHall, make, plan
from yichuang_desktop import store
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.services.ports import PaperRecord, StoreUnavailable
from yichuang_desktop.store import sqlite_lanes

HOLDER = """
import sys
from yichuang_desktop import store
hall = store.open_hall(sys.argv[1])
print("open", flush=True)
sys.stdin.readline()
"""


def refused(url: str) -> str:
    with pytest.raises(StoreUnavailable) as refusal:
        store.open_hall(url)
    return refusal.value.code


def test_a_second_program_on_the_same_file_is_told_so(embedded: LiveHall) -> None:
    code = "import sys; from yichuang_desktop import store; store.open_hall(sys.argv[1])"
    second = subprocess.run(
        [sys.executable, "-c", code, embedded.url], capture_output=True, text=True, check=False
    )
    assert "database_locked" in second.stderr
    embedded.close()
    again = subprocess.run(
        [sys.executable, "-c", code, embedded.url], capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr


def test_the_lock_goes_with_a_killed_program(embedded: LiveHall) -> None:
    embedded.close()
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, embedded.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    with other.stdin, other.stdout:
        assert other.stdout.readline() == "open\n"
        assert refused(embedded.url) == "database_locked"
        other.kill()
        other.wait()
    store.open_hall(embedded.url).close()


def test_two_openings_inside_one_program_share_the_file(embedded: LiveHall) -> None:
    second = store.open_hall(embedded.url)
    case_id = embedded.accepted()
    assert second.log_in("lixia", PASSWORD).views.case_file(case_id).case.revision == 2
    second.close()
    embedded.drafted()


def test_no_file_no_folder_and_no_database_are_each_named(tmp_path: Path) -> None:
    assert refused(f"sqlite:///{tmp_path / 'nothing.sqlite'}") == "no_database_file"
    other = tmp_path / "letter.txt"
    other.write_text("谁也不是数据库" * 1000, encoding="utf-8")
    assert refused(f"sqlite:///{other}") == "database_damaged"
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    assert refused(f"sqlite:///{empty}") in ("database_older", "database_away")


def test_a_damaged_file_is_named_and_not_written_to(embedded: LiveHall) -> None:
    embedded.close()
    file = Path(embedded.url.removeprefix("sqlite:///"))
    damaged = b"\xff" * 100 + file.read_bytes()[100:]
    file.write_bytes(damaged)
    assert refused(embedded.url) == "database_damaged"
    assert file.read_bytes() == damaged


def test_a_network_drive_is_refused_where_the_system_says_it_is_one(
    embedded: LiveHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = {
        kind: sqlite_lanes._file_system(Path(place)) for kind, place in (("tmp", "/tmp"), ("proc", "/proc"))
    }
    assert kinds["proc"] == "proc"
    embedded.close()
    monkeypatch.setattr(sqlite_lanes, "_NETWORK", (sqlite_lanes._file_system(Path(embedded.url[10:])),))
    assert refused(embedded.url) == "network_drive"


def test_a_full_disk_saves_nothing_and_says_so(embedded: LiveHall) -> None:
    case_id = embedded.accepted()
    lanes = embedded.person("wangmin")._lanes
    lane = lanes.take(to_write=True)
    pages = lane.raw().execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
    lane.raw().execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]
    lanes.give_back(lane)
    with pytest.raises(StoreUnavailable, match="disk_full"):
        _hand_over_with_a_picture(embedded, case_id, os.urandom(3_000_000))
    embedded.do("wangmin", case_id, "hand_over")  # the writer was made anew, the file is whole
    with embedded.work("wangmin") as work:
        assert work.case(case_id).revision == 3


def _hand_over_with_a_picture(hall: LiveHall, case_id: UUID, picture: bytes) -> None:
    with hall.work("wangmin") as work:
        work.add_attachment(case_id, "image/png", picture)
        work.record(hall.act(work, case_id, "hand_over"))


def test_a_read_only_file_is_named(embedded: LiveHall) -> None:
    lanes = embedded.person("wangmin")._lanes
    case_id = embedded.accepted()
    lane = lanes.take(to_write=True)
    lane.raw().execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]
    lanes.give_back(lane)
    with pytest.raises(StoreUnavailable, match="database_read_only"):
        embedded.do("wangmin", case_id, "hand_over")
    embedded.do("wangmin", case_id, "hand_over")


def test_a_program_that_holds_the_writer_too_long_is_told_the_database_is_locked(
    embedded: LiveHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_lanes, "WRITER_SECONDS", 0.05)
    case_id = embedded.accepted()
    with embedded.person("wangmin").begin() as work:
        work.record(embedded.act(work, case_id, "hand_over"))
        with pytest.raises(StoreUnavailable, match="database_locked"):
            embedded.do("lixia", case_id, "call_department")
    embedded.do("lixia", case_id, "call_department")


def test_five_wrong_passwords_lock_the_log_in_for_a_quarter_of_an_hour(tmp_path: Path) -> None:
    hall = make(f"sqlite:///{tmp_path / 'hall.sqlite'}", demonstration=True, simulated_at=MONDAY)
    admin = hall.person("admin")
    left = []
    for _ in range(4):
        with pytest.raises(StoreUnavailable) as wrong:
            hall.hall.log_in("wangmin", "guess")
        left.append(wrong.value.facts["left"])
    assert left == [4, 3, 2, 1]
    for password in ("guess", PASSWORD):
        with pytest.raises(StoreUnavailable) as locked:
            hall.hall.log_in("wangmin", password)
        assert locked.value.code == "account_locked"
        assert locked.value.facts["until"] == MONDAY + timedelta(minutes=15)
    hall.hall.log_in("lixia", PASSWORD)
    admin.set_clock(MONDAY + timedelta(minutes=16))
    hall.hall.log_in("wangmin", PASSWORD)
    with pytest.raises(StoreUnavailable, match="unknown_login"):
        hall.hall.log_in("nobody", PASSWORD)
    hall.close()


def test_passwords_are_kept_as_argon2_and_nowhere_in_clear(embedded: LiveHall) -> None:
    embedded.close()
    file = Path(embedded.url.removeprefix("sqlite:///"))
    assert PASSWORD.encode() not in file.read_bytes()
    with sqlite3.connect(file) as connection:
        hashes = [row[0] for row in connection.execute("SELECT password_hash FROM staff")]
    connection.close()
    assert all(each.startswith("$argon2id$") for each in hashes)
    assert len(set(hashes)) == len(hashes)


def test_every_commit_is_on_the_disk_before_it_is_acknowledged(embedded: LiveHall) -> None:
    lane = embedded.person("wangmin")._lanes.take(to_write=True)
    pragmas = {name: lane.raw().execute(f"PRAGMA {name}").fetchone()[0]  # type: ignore[attr-defined]
               for name in ("journal_mode", "synchronous", "foreign_keys")}  # fmt: skip
    embedded.person("wangmin")._lanes.give_back(lane)
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


FORGED = {
    "move a case by hand": "UPDATE cases SET result = 'collected'",
    "rename an applicant": "UPDATE cases SET applicant_name = '李四'",
    "raise a revision": "UPDATE cases SET revision = revision + 1",
    "remove a case": "DELETE FROM cases",
    "insert a case in the middle": "INSERT INTO cases (case_id, channel, approval)"
    " VALUES ('x', 'counter', 'approved')",
    "change an act": "UPDATE act SET doer_name = '别人'",
    "remove an act": "DELETE FROM act",
    "forge a time": "INSERT INTO act SELECT 'y', case_id, case_revision + 1, kind, channel, null, null,"
    " null, null,"
    " approval_after, papers_after, counterfoil_after, result_after, evidence, sets, done_by, doer_name,"
    " reason,"
    " counter, recorded_by, '2020-01-01T00:00:00.000Z', null, null, '' FROM act"
    " ORDER BY case_revision DESC LIMIT 1",
    "change a signature": "UPDATE attachment SET content = 'x'",
    "remove a paper": "DELETE FROM paper",
    "rewind the numbers": "UPDATE number_series SET last = 1",
    "turn the clock": "UPDATE hall_clock SET simulated_at = '2020-01-01T00:00:00.000Z'",
    "make it a practice hall": "UPDATE hall SET demonstration = 1",
    "rewrite the audit": "UPDATE audit SET subject = 'x'",
    "write the audit by hand": "INSERT INTO audit VALUES ('sunli', 9, 'now', 'x', '', '{}', '', 'made up')",
    "print again in secret": "UPDATE print_job SET state = 'confirmed'",
    "change a printed paper": "UPDATE print_job SET document = '{}'",
}


@pytest.mark.parametrize("how", FORGED)
def test_a_fault_of_the_program_cannot_go_round_the_triggers(embedded: LiveHall, how: str) -> None:
    case_id = embedded.accepted()
    with embedded.work("wangmin") as work:
        work.add_papers([PaperRecord("7" * 30, PaperKind.RECEIPT, case_id, "NX1")])
        work.add_attachment(case_id, "image/png", b"ink")
        work.add_print_jobs([PrintJob("j", "receipt_slip", {"a": 1}, "slip-04", "王敏", work.now())], case_id)
        assert work.next_notice_no(4)
        assert work.next_notice_no(4)
    embedded.accepted()
    connection = sqlite_lanes.connect(Path(embedded.url.removeprefix("sqlite:///")))
    with pytest.raises(sqlite3.IntegrityError, match="yc:"):
        connection.execute(FORGED[how])
    connection.close()


def test_a_hall_on_a_password_that_is_too_long_ago_forgotten_is_not_made_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hall.sqlite'}"
    make(url).close()
    with pytest.raises(RuleViolation, match="hall_exists"):
        store.init_hall(url, plan(), password_cost=store.CHEAP)
