"""The PostgreSQL cluster of the tests is a real one, safe to lean on and gone afterwards."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import trustme
from psycopg import sql

from tests.servers.postgres import HOST, PostgresServer, TlsFiles, start_cluster


def test_a_fresh_database_is_empty_and_utf_8(postgres_database: str) -> None:
    with psycopg.connect(postgres_database) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        encoding = connection.execute("SHOW server_encoding").fetchone()
        kind = connection.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
        assert tables == (0,)
        assert encoding == ("UTF8",)
        assert kind.fetchone() in [("C.UTF-8",), ("C",)]


def test_two_fresh_databases_do_not_see_each_other(postgres_server: PostgresServer) -> None:
    first, second = postgres_server.fresh_database(), postgres_server.fresh_database()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE here (id int)")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT to_regclass('here')").fetchone() == (None,)
    postgres_server.drop(first)
    postgres_server.drop(second)


def test_a_clerk_logs_in_with_scram_and_a_wrong_password_is_refused(
    postgres_server: PostgresServer, postgres_database: str
) -> None:
    database = postgres_database.rpartition("/")[2]
    clerk = f"clerk_{database}"
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD '好 pass@1'").format(sql.Identifier(clerk)))
        stored = connection.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s", [clerk]
        ).fetchone()
    assert stored is not None
    assert stored[0].startswith("SCRAM-SHA-256$")
    with psycopg.connect(postgres_server.url(database, clerk, "好 pass@1")) as connection:
        assert connection.execute("SELECT session_user").fetchone() == (clerk,)
    for wrong in ("guess", None):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(postgres_server.url(database, clerk, wrong)).close()
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(clerk)))


def test_verify_full_accepts_our_authority_and_refuses_a_foreign_one(tmp_path: Path) -> None:
    ours, foreign = trustme.CA(), trustme.CA()
    ours.cert_pem.write_to_path(str(tmp_path / "ours.pem"))
    foreign.cert_pem.write_to_path(str(tmp_path / "foreign.pem"))
    issued = ours.issue_cert("127.0.0.1")
    chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
    server = start_cluster(tls=TlsFiles(chain, issued.private_key_pem.bytes()))
    try:
        url = server.url("postgres") + "?sslmode=verify-full&sslrootcert="
        with psycopg.connect(f"{url}{tmp_path / 'ours.pem'}") as connection:
            ssl = connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
            assert ssl.fetchone() == (True,)
        with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
            psycopg.connect(f"{url}{tmp_path / 'foreign.pem'}").close()
    finally:
        server.close()


def test_a_stopped_server_starts_again_with_what_it_held() -> None:
    server = start_cluster(durable=True)
    try:
        with psycopg.connect(server.url("postgres")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS id")
        server.stop("immediate")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url("postgres")).close()
        server.start()
        with psycopg.connect(server.url("postgres")) as connection:
            assert connection.execute("SELECT id FROM kept").fetchone() == (1,)
    finally:
        server.close()
    assert not server.folder.exists()


def test_a_killed_test_run_leaves_no_server_behind() -> None:
    code = (
        "import sys; from tests.servers.postgres import start_cluster; server = start_cluster();"
        "print(server.folder, server.port, flush=True); sys.stdin.read()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert run.stdin is not None
    assert run.stdout is not None
    with run.stdin, run.stdout:
        folder, port = run.stdout.readline().split()
        assert _answers(int(port))
        run.kill()
        run.wait()
        deadline = time.monotonic() + 30
        while Path(folder).exists() or _answers(int(port)):
            assert time.monotonic() < deadline, "the server outlived its test run"


def _answers(port: int) -> bool:
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex((HOST, port)) == 0
