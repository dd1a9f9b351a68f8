"""Log-ins leave a trace that cannot be rewritten, and the way to the server is encrypted and named."""

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
import trustme

from tests.servers.postgres import TlsFiles, start_cluster
from tests.store.halls import PASSWORD, LiveHall, make
from yichuang_desktop import store
from yichuang_desktop.services.ports import StoreUnavailable

COLUMNS = "login, seq, at, kind, subject, details, previous, digest"


def entries(hall: LiveHall) -> list[tuple[Any, ...]]:
    """The audit as the owner reads it, each entry with the text its digest is of."""
    if hall.shared:
        text = "concat_ws('|', previous, login, seq, at, kind, subject, details)"
        with psycopg.connect(hall.url.partition("?")[0], options="-c timezone=UTC") as owner:
            return owner.execute(f"SELECT {COLUMNS}, {text} FROM audit ORDER BY login, seq").fetchall()
    text = " || '|' || ".join(["previous", "login", "seq", "at", "kind", "subject", "details"])
    file = sqlite3.connect(Path(hall.url.removeprefix("sqlite:///")))
    found = file.execute(f"SELECT {COLUMNS}, {text} FROM audit ORDER BY login, seq").fetchall()
    file.close()
    return found


def test_each_log_in_has_a_chain_of_its_own(new_hall: LiveHall) -> None:
    for _ in range(3):
        new_hall.hall.log_in("wangmin", PASSWORD).close()
    new_hall.hall.log_in("lixia", PASSWORD).close()
    with pytest.raises(StoreUnavailable):
        new_hall.hall.log_in("lixia", "guess")
    found = entries(new_hall)
    own = [entry for entry in found if entry[0] == "wangmin"]
    assert [(entry[1], entry[3]) for entry in own] == [(1, "log_in"), (2, "log_in"), (3, "log_in")]
    assert own[0][6] == ""
    assert [entry[6] for entry in own[1:]] == [entry[7] for entry in own[:-1]]
    assert "log_in_failed" in [entry[3] for entry in found]
    for entry in found:
        assert entry[7] == hashlib.sha256(entry[8].encode()).hexdigest()


def test_the_server_is_reached_by_tls_under_its_own_name_only(tmp_path: Path) -> None:
    ours, foreign = trustme.CA(), trustme.CA()
    for authority, name in ((ours, "ours.pem"), (foreign, "foreign.pem")):
        authority.cert_pem.write_to_path(str(tmp_path / name))
    issued = ours.issue_cert("127.0.0.1")
    chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
    server = start_cluster(tls=TlsFiles(chain, issued.private_key_pem.bytes()))
    try:
        url = server.fresh_database()
        secure = f"{url}?sslmode=verify-full&sslrootcert="
        hall = make(secure + str(tmp_path / "ours.pem"))
        case_id = hall.accepted()
        lane = hall.person("wangmin").begin().lane
        encrypted = lane.raw().execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()  # type: ignore[attr-defined]
        assert encrypted == (True,)
        lane.close()
        assert hall.person("lixia").views.case_file(case_id).case.revision == 2
        hall.close()
        with pytest.raises(StoreUnavailable, match="database_away"):
            store.open_hall(secure + str(tmp_path / "foreign.pem"))
    finally:
        server.close()
