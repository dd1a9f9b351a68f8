"""Accepting, issuing and opening a case through the services, against the same work in bare driver calls.

Service and floor take turns, case by case, on the same server or disk, both durable.  The floor writes the
same rows and documents into the same tables without a rule, a trigger or a value of the domain: ``issue`` in
the classic six trips (begin, lock, act, move, print, commit), ``accept`` with a trip more for each table.
"""

import json
import sqlite3
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from tests.servers.postgres import start_cluster
from yichuang_desktop import store
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.commitments import wording_from
from yichuang_desktop.domain.hall import Channel, Counter, CounterKind, Hall, Role, StaffMember
from yichuang_desktop.domain.intake_form import IdentityProof, IntakeForm
from yichuang_desktop.domain.items import ItemResult, Material, ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ports import HallPlan, NewStaff, Session
from yichuang_desktop.settings import resource

WARM_UP, ROUNDS = 15, 120
PASSWORD = "bench-pass"  # noqa: S105 - a throw-away hall
HALL = Hall("内乡县行政审批服务中心", "NX", "0377-65000000", "0377-65000001")
WINDOW = Counter(4, 1, "4号", CounterKind.INTAKE, duties=(Channel.COUNTER,))
DESK = Counter(11, 1, "11号", CounterKind.ISSUANCE)
ITEM = ServiceItem(
    "NX-001", "食品经营许可证新办", "市场监督管理局", legal_limit=20, promised_limit=5,
    materials=tuple(Material(seq, f"申请材料第{seq}号") for seq in range(1, 7)),
    result=ItemResult("食品经营许可证"),
)  # fmt: skip
APPLICANT = Applicant(
    name="司马甲一", document_no="411399199001010013", phone="15400000001", address="样例路2号"
)
SIGNATURE = b"\x89PNG\r\n\x1a\n" + bytes(3000)


def plan() -> HallPlan:
    """Two windows, two clerks, an administrator."""
    people = (
        StaffMember("wangmin", "王敏", frozenset({Role.WINDOW_CLERK})),
        StaffMember("zhaolei", "赵磊", frozenset({Role.ISSUANCE_CLERK})),
        StaffMember("admin", "管理员", frozenset({Role.ADMINISTRATOR})),
    )
    year = {"year": 2026, "holidays": ["2026-10-01"], "workdays": ["2026-10-10"]}
    return HallPlan(
        HALL, (WINDOW, DESK), staff=tuple(NewStaff(one, PASSWORD) for one in people), calendar=(year,)
    )


class Bench:
    """A hall with two people at their desks."""

    def __init__(self, url: str) -> None:
        store.init_hall(url, plan(), password_cost=store.CHEAP)
        self.hall = store.open_hall(url)
        wording = wording_from(tomllib.loads(resource("papers/commitment.toml").read_text("utf-8")))
        with self.hall.log_in("admin", PASSWORD).begin() as work:
            work.publish_items([(ITEM, {})], "bench")
            work.commit()
        self.accesses = {login: self.hall.log_in(login, PASSWORD) for login in ("wangmin", "zhaolei")}
        self.window, self.desk = (
            Desk(
                Session(login, name, self.accesses[login].member.roles, counter, HALL),
                self.accesses[login],
                wording,
            )
            for login, name, counter in (("wangmin", "王敏", WINDOW), ("zhaolei", "赵磊", DESK))
        )

    def close(self) -> None:
        for access in self.accesses.values():
            access.close()
        self.hall.close()

    def drafted(self) -> ask.Accept:
        """A draft, and the request that accepts it."""
        case_id = uuid4()
        self.window.open_draft(ask.OpenDraft(uuid4(), case_id, ITEM.item_id, 4))
        checklist = Checklist.of(ITEM, 1)
        for row in checklist.rows:
            checklist = checklist.judge(row.seq, MaterialVerdict.ORIGINAL_SEEN)
        form = IntakeForm(
            ITEM.item_id, 1, APPLICANT, identity=IdentityProof.ORIGINAL_SEEN, checklist=checklist
        )
        text = self.window.commitment_text(form, ITEM)
        strokes = json.dumps([[[0, 100, 100, 0.5], [12, 900, 400, 0.6]]])
        signature = ask.ScreenSignature(text.sha256, SIGNATURE, strokes, datetime.now(UTC), APPLICANT.name)
        return ask.Accept(uuid4(), case_id, 1, form, 4, signature)

    def ready(self) -> ask.Issue:
        """A case whose licence waits, and the request that issues it."""
        accept = self.drafted()
        case_id = accept.case_id
        self.window.accept(accept)
        code = self.window.paper_code
        counterfoil, commitment = (
            code(case_id, PaperKind.COUNTERFOIL),
            code(case_id, PaperKind.CREDIT_COMMITMENT),
        )
        self.window.hand_over(ask.HandOver(uuid4(), case_id, 2, 4, "周科长", counterfoil))
        self.desk.register_counterfoil(
            ask.RegisterCounterfoil(uuid4(), case_id, 3, 11, counterfoil, commitment)
        )
        self.desk.book_in_result(
            ask.BookInResult(uuid4(), case_id, 4, 11, "周科长", "食品经营许可证", "JY1411325")
        )
        who = ask.Collector(APPLICANT.name, "居民身份证", APPLICANT.document_no)
        return ask.Issue(uuid4(), case_id, 5, 11, code(case_id, PaperKind.RECEIPT), who, ink_seen=True)


@dataclass
class Copy:
    """The rows an act wrote, to be written again by the floor."""

    tables: dict[str, list[dict[str, Any]]]
    case: dict[str, Any]


TABLES = ("act", "attachment", "paper", "outbox", "service_event", "print_job")


# -- the floors ----------------------------------------------------------------------------------------------


class RawPostgres:
    """Plain psycopg on plain tables (``raw.act`` is ``act`` without triggers and foreign keys)."""

    def __init__(self, url: str) -> None:
        self.reader = psycopg.connect(url, autocommit=True)
        self.reader.execute("CREATE SCHEMA raw")
        for table in (*TABLES, "cases", "number_series"):
            self.reader.execute(f"CREATE TABLE raw.{table} (LIKE public.{table} INCLUDING ALL)")
        self.connection = psycopg.connect(url)
        self.columns: dict[str, list[str]] = {}

    def copy(self, act_id: UUID, case_id: UUID) -> Copy:
        tables = {name: self._rows(name, act_id, case_id) for name in TABLES}
        case = self._dicts("SELECT * FROM cases WHERE case_id = %s", [case_id])[0]
        self.reader.execute(
            "INSERT INTO raw.cases SELECT * FROM cases WHERE case_id = %s ON CONFLICT DO NOTHING", [case_id]
        )
        self.reader.execute("UPDATE raw.cases SET receipt_no = NULL WHERE case_id = %s", [case_id])
        return Copy(tables, case)

    def _rows(self, table: str, act_id: UUID, case_id: UUID) -> list[dict[str, Any]]:
        if table in ("act", "service_event"):
            key = "act_id" if table == "act" else "event_id"
            return self._dicts(f"SELECT * FROM {table} WHERE {key} = %s", [act_id])
        late = " AND job_group IS NOT NULL" if table == "print_job" else ""
        return self._dicts(f"SELECT * FROM {table} WHERE case_id = %s{late}", [case_id])

    def _dicts(self, query: str, values: list[Any]) -> list[dict[str, Any]]:
        cursor = self.reader.execute(query, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def do(self, copied: Copy, names: tuple[str, ...], *, number: bool) -> None:
        """Begin, lock, number, rows, move, commit: a trip each."""
        connection, case = self.connection, copied.case
        connection.execute(
            "SELECT * FROM raw.cases WHERE case_id = %s FOR UPDATE", [case["case_id"]]
        ).fetchone()
        if number:
            connection.execute(
                "INSERT INTO raw.number_series AS s (day, counter, series, last)"
                " VALUES (current_date, 4, 'R', 1)"
                " ON CONFLICT (day, counter, series) DO UPDATE SET last = s.last % 9998 + 1 RETURNING last"
            ).fetchone()
        for name in names:
            self._insert(name, copied.tables[name])
        moved = {key: _bind(value) for key, value in case.items() if key != "case_id"}
        sets = ", ".join(f"{key} = %({key})s" for key in moved)
        connection.execute(
            f"UPDATE raw.cases SET {sets} WHERE case_id = %(case_id)s", moved | {"case_id": case["case_id"]}
        )
        connection.commit()

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        """One statement for all rows of a table."""
        if not rows:
            return
        names = list(rows[0])
        places = "(" + ", ".join(["%s"] * len(names)) + ")"
        values = [_bind(value) for row in rows for value in row.values()]
        many = ", ".join([places] * len(rows))
        self.connection.execute(f"INSERT INTO raw.{table} ({', '.join(names)}) VALUES {many}", values)

    def open(self, case_id: UUID) -> None:
        """The four or five queries that show a case, one after the other."""
        for query in OPENING:
            self.reader.execute(query.replace("?", "%s"), [case_id]).fetchall()

    def close(self) -> None:
        self.connection.close()
        self.reader.close()


OPENING = (
    "SELECT * FROM cases WHERE case_id = ?",
    "SELECT a.*, s.name FROM act a JOIN staff s ON s.login = a.recorded_by WHERE a.case_id = ?"
    " ORDER BY case_revision",
    "SELECT p.*, r.code FROM paper p LEFT JOIN paper_revocation r ON r.code = p.code WHERE p.case_id = ?",
    "SELECT job_id, kind, state, copy_no, printer, requested_at, requested_by, failure FROM print_job"
    " WHERE case_id = ? ORDER BY requested_at",
    "SELECT e.*, r.outcome, r.grade FROM service_event e LEFT JOIN rating r ON r.event_id = e.event_id"
    " WHERE e.case_id = ?",
)


def _bind(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict | list) else value


class RawSqlite:
    """Plain sqlite3 on a file with the same tables and nothing else."""

    def __init__(self, file: Path, raw_file: Path) -> None:
        self.source = sqlite3.connect(file)
        self.source.row_factory = sqlite3.Row
        self.connection = sqlite3.connect(raw_file, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self.connection.execute(f"PRAGMA {pragma}")
        for table in (*TABLES, "cases", "number_series"):
            for (made,) in self.source.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')"
                " AND sql IS NOT NULL"
                " ORDER BY type DESC", [table],
            ).fetchall():  # fmt: skip
                self.connection.execute(made)

    def copy(self, act_id: UUID, case_id: UUID) -> Copy:
        tables = {}
        for table in TABLES:
            key = {"act": "act_id", "service_event": "event_id"}.get(table, "case_id")
            wanted = act_id.hex if key != "case_id" else case_id.hex
            tables[table] = self._dicts(f"SELECT * FROM {table} WHERE {key} = ?", wanted)
        case = self._dicts("SELECT * FROM cases WHERE case_id = ?", case_id.hex)[0]
        self._write("cases", [case | {"receipt_no": None}], "INSERT OR REPLACE")
        return Copy({name: [self._parsed(row) for row in rows] for name, rows in tables.items()}, case)

    def _dicts(self, query: str, value: str) -> list[dict[str, Any]]:
        return [dict(row) for row in self.source.execute(query, [value]).fetchall()]

    @staticmethod
    def _parsed(row: dict[str, Any]) -> dict[str, Any]:
        documents = ("evidence", "sets", "document", "body")
        return {key: json.loads(value) if key in documents else value for key, value in row.items()}

    def do(self, copied: Copy, names: tuple[str, ...], *, number: bool) -> None:
        connection, case = self.connection, copied.case
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT * FROM cases WHERE case_id = ?", [case["case_id"]]).fetchone()
        if number:
            connection.execute(
                "INSERT INTO number_series (day, counter, series, last) VALUES (date('now'), 4, 'R', 1)"
                " ON CONFLICT (day, counter, series) DO UPDATE SET last = last % 9998 + 1 RETURNING last"
            ).fetchone()
        for name in names:
            self._write(name, copied.tables[name])
        moved = [key for key in case if key != "case_id"]
        sets = ", ".join(f"{key} = ?" for key in moved)
        connection.execute(
            f"UPDATE cases SET {sets} WHERE case_id = ?", [*(case[key] for key in moved), case["case_id"]]
        )
        connection.execute("COMMIT")

    def _write(self, table: str, rows: list[dict[str, Any]], verb: str = "INSERT") -> None:
        if not rows:
            return
        names = ", ".join(rows[0])
        places = ", ".join("?" * len(rows[0]))
        values = [
            [json.dumps(v, ensure_ascii=False) if isinstance(v, dict | list) else v for v in row.values()]
            for row in rows
        ]
        self.connection.executemany(f"{verb} INTO {table} ({names}) VALUES ({places})", values)

    def open(self, case_id: UUID) -> None:
        for query in OPENING:
            self.source.execute(query, [case_id.hex]).fetchall()

    def close(self) -> None:
        self.connection.close()
        self.source.close()


# -- the turns -----------------------------------------------------------------------------------------------


Turn = tuple[Callable[[], object], Callable[[], object]]


def by_turns(turns: Iterator[Turn]) -> tuple[list[float], list[float]]:
    """Milliseconds of service and floor, case by case; the first few only warm up."""
    service: list[float] = []
    floor: list[float] = []
    for place, (ours, raw) in enumerate(turns):
        first = _timed(ours)
        if isinstance(raw, Prepared):
            raw.prepare()
        spent = (first, _timed(raw))
        if place >= WARM_UP:
            service.append(spent[0])
            floor.append(spent[1])
    return service, floor


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def accepting(bench: Bench, raw: RawPostgres | RawSqlite) -> Iterator[Turn]:
    for _ in range(WARM_UP + ROUNDS):
        request = bench.drafted()
        copied: list[Copy] = []

        def floor(request: ask.Accept = request, copied: list[Copy] = copied) -> None:
            raw.do(copied[0], TABLES, number=True)

        def ours(request: ask.Accept = request) -> None:
            bench.window.accept(request)

        yield ours, Prepared(floor, partial(_copy, raw, request, copied))


def issuing(bench: Bench, raw: RawPostgres | RawSqlite) -> Iterator[Turn]:
    for _ in range(WARM_UP + ROUNDS):
        request = bench.ready()
        copied: list[Copy] = []

        def floor(copied: list[Copy] = copied) -> None:
            newest = max(copied[0].tables["print_job"], key=lambda job: (job["requested_at"], job["ordinal"]))
            copied[0].tables["print_job"] = [newest | {"job_id": str(uuid4())}]
            raw.do(copied[0], ("act", "print_job"), number=False)

        def ours(request: ask.Issue = request) -> None:
            bench.desk.issue(request)

        yield ours, Prepared(floor, partial(_copy, raw, request, copied))


def opening(bench: Bench, raw: RawPostgres | RawSqlite) -> Iterator[Turn]:
    request = bench.ready()
    bench.desk.issue(request)
    for _ in range(WARM_UP + 2 * ROUNDS):
        yield lambda: bench.desk.views.case_file(request.case_id), lambda: raw.open(request.case_id)


def _copy(raw: RawPostgres | RawSqlite, request: ask.Accept | ask.Issue, into: list[Copy]) -> None:
    into.append(raw.copy(request.act_id, request.case_id))


@dataclass
class Prepared:
    """A floor whose rows are read outside its time."""

    work: Callable[[], None]
    prepare: Callable[[], None]

    def __call__(self) -> None:
        self.work()


@contextmanager
def on_postgres() -> Iterator[tuple[Bench, RawPostgres]]:
    """A durable cluster of its own."""
    server = start_cluster(durable=True)
    try:
        url = server.fresh_database()
        bench = Bench(url)
        raw = RawPostgres(url)
        yield bench, raw
        raw.close()
        bench.close()
    finally:
        server.close()


@contextmanager
def on_sqlite() -> Iterator[tuple[Bench, RawSqlite]]:
    """Two files side by side, synchronous=FULL both."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hall.sqlite"
        bench = Bench(f"sqlite:///{file}")
        raw = RawSqlite(file, Path(folder) / "raw.sqlite")
        yield bench, raw
        raw.close()
        bench.close()


def row(name: str, goal: float, spent: tuple[list[float], list[float]]) -> dict[str, Any]:
    value, floor = (statistics.median(times) for times in spent)
    return {"name": name, "value": value, "floor": floor, "ratio": value / floor, "goal": goal}


def main() -> list[dict[str, Any]]:
    """Rows of the table: medians in milliseconds, ratio to the floor, goal."""
    rows = []
    with on_postgres() as (bench, raw):
        rows.append(row("accept, PostgreSQL: service / raw psycopg", 1.5, by_turns(accepting(bench, raw))))
        rows.append(row("issue, PostgreSQL: service / raw psycopg", 1.5, by_turns(issuing(bench, raw))))
        rows.append(
            row("open a case, PostgreSQL: service / its raw queries", 2.0, by_turns(opening(bench, raw)))
        )
    with on_sqlite() as (bench, raw_file):
        rows.append(row("accept, SQLite: service / raw sqlite3", 4.0, by_turns(accepting(bench, raw_file))))
        rows.append(row("issue, SQLite: service / raw sqlite3", 4.0, by_turns(issuing(bench, raw_file))))
        rows.append(
            row("open a case, SQLite: service / its raw queries", 4.0, by_turns(opening(bench, raw_file)))
        )
    return rows


if __name__ == "__main__":
    for each in main():
        sys.stdout.write(
            f"{each['name']:<55} {each['value']:8.2f} ms  floor {each['floor']:8.2f} ms"
            f"  ratio {each['ratio']:5.2f}  goal {each['goal']}\n"
        )
