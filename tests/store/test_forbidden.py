"""Everything a log-in must not do, tried with psql by everybody; and the one thing each may, as a control."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.servers.postgres import PostgresServer
from tests.store.halls import PASSWORD, PEOPLE, LiveHall, make
from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.numbers import ReceiptNumber
from yichuang_desktop.domain.paper_codes import PaperKeys, PaperKind
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.services.ports import PaperRecord

DEVICE_PASSWORD = "pad-password"
REFUSED = re.compile(
    r"permission denied|yc:[a-z_]+|must (be|have) [a-z]+|no privileges|is not (a member|allowed)"
)

ACT = """
INSERT INTO act (act_id, case_id, case_revision, kind, approval_after, papers_after, counterfoil_after,
                 result_after,                  evidence, sets, done_by, doer_name, counter{columns})
VALUES (gen_random_uuid(), '{case}', {revision}, '{kind}', {after}, '{evidence}', '{sets}',
        '{doer}', '张三', 4{values})
"""
EVIDENCE = (
    '{"receipt_scanned": 1, "collector": 1, "collection_signature": 1, "officer_signature_seen": 1,'
    ' "clerk_signature": 1}'
)
OVER = "'in_review', 'with_department', 'signed_by_department', 'none'"
GONE = "'closed', 'with_window', 'made', 'collected'"
AGAIN = "'closed', 'kept', 'with_issuance', 'collected'"


def act(case: UUID, revision: int, kind: str, after: str, **how: str) -> str:
    values = {"evidence": EVIDENCE, "sets": "{}", "doer": "applicant", "columns": "", "values": ""} | how
    return ACT.format(case=case, revision=revision, kind=kind, after=after, **values)


@dataclass(frozen=True)
class Scene:
    """One hall with a case just accepted and one issued, and everybody's log-in."""

    server: PostgresServer
    hall: LiveHall
    accepted: UUID
    issued: UUID
    job: str

    @property
    def database(self) -> str:
        return self.hall.url.rpartition("/")[2]

    def psql(self, login: str, password: str, script: str) -> str:
        """What psql says to the script of one who logs in with a password."""
        environment = os.environ | {"PGPASSWORD": password, "PGCONNECT_TIMEOUT": "10"}
        address = (
            f"host=127.0.0.1 port={self.server.port} dbname={self.database} user={login}@{self.database}"
        )
        done = subprocess.run(
            [str(self.server.binaries / "psql"), "-X", "-q", address, "-v", "VERBOSITY=terse"],
            input=script, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False,            timeout=60,
        )  # fmt: skip
        return done.stdout

    def answers(self, login: str, password: str, attempts: dict[str, str]) -> dict[str, str]:
        """What each attempt was answered; each runs by itself."""
        script = "".join(f"\\echo @@{name}\n{statement.strip()};\n" for name, statement in attempts.items())
        said = self.psql(login, password, script).split("@@")[1:]
        return {part.partition("\n")[0].strip(): part.partition("\n")[2].strip() for part in said}

    def content(self) -> dict[str, str]:
        """A digest of every table, read by the superuser."""
        with psycopg.connect(self.hall.url) as connection:
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
            return {
                name: connection.execute(digest.format(name)).fetchone()[0]  # type: ignore[arg-type,index]
                for (name,) in tables
                if name != "audit"
            } | {
                "roles": str(connection.execute(
                    "SELECT count(*), string_agg(r.rolname || m.member::regrole::text, ',' ORDER BY 1)"
                    " FROM pg_roles r LEFT JOIN pg_auth_members m ON m.roleid = r.oid").fetchall()),
            }  # fmt: skip


@pytest.fixture(scope="module")
def scene(postgres_server: PostgresServer) -> Iterator[Scene]:
    url = postgres_server.fresh_database()
    hall = make(url)
    accepted, issued = hall.accepted(), hall.issued()
    hall.person("admin").add_device(4, DEVICE_PASSWORD)
    job = str(uuid4())
    with hall.work("wangmin") as work:
        work.add_print_jobs(
            [PrintJob(job, "receipt_slip", {"paper": 1}, "slip-04", "王敏", work.now())], accepted
        )
        work.add_papers([PaperRecord("7" * 30, PaperKind.RECEIPT, accepted, "NX1")])
        work.add_attachment(accepted, "image/png", b"ink")
    yield Scene(postgres_server, hall, accepted, issued, job)
    hall.close()
    postgres_server.drop(url)


def attempts(scene: Scene) -> dict[str, str]:
    """What nobody may do, whoever they are."""
    service = f"(SELECT event_id FROM service_event WHERE case_id = '{scene.accepted}' LIMIT 1)"
    tag = scene.database
    return {
        "skip a state": act(scene.accepted, 3, "issue", GONE),
        "issue twice": act(scene.issued, 8, "issue", AGAIN),
        "issue with an old revision": act(scene.issued, 7, "issue", AGAIN),
        "forge the recorder": act(scene.accepted, 3, "hand_over", OVER, doer="department_officer",
                                  columns=", recorded_by", values=", 'sunli'"),
        "forge the time": act(scene.accepted, 3, "hand_over", OVER, doer="department_officer",
                              columns=", at", values=", '2020-01-01'"),
        "forge a number": act(scene.accepted, 3, "hand_over", OVER, doer="department_officer",
                              columns=", receipt_no", values=", 'NX20200101-01-0001'"),
        "set a number through an act": act(scene.accepted, 3, "hand_over", OVER, doer="department_officer",
                                           sets='{"receipt_no": "NX20200101-01-0001"}'),
        "hand over without evidence": act(scene.accepted, 3, "hand_over", OVER, doer="department_officer",
                                          evidence="{}"),
        "hand over as the clerk": act(scene.accepted, 3, "hand_over", OVER, doer="clerk"),
        "change an act": "UPDATE act SET doer_name = '别人'",
        "remove an act": "DELETE FROM act",
        "empty the acts": "TRUNCATE act CASCADE",
        "move a case by hand": "UPDATE cases SET result = 'collected'",
        "rename an applicant": "UPDATE cases SET applicant_name = '李四'",
        "insert a case": "INSERT INTO cases (case_id, channel, approval)"
                         f" VALUES ('{uuid4()}', 'counter', 'approved')",
        "remove a case": "DELETE FROM cases",
        "change a paper": "UPDATE paper SET number = 'NX2'",
        "remove a paper": "DELETE FROM paper",
        "take a revocation back": "DELETE FROM paper_revocation",
        "change a signature": "UPDATE attachment SET content = 'x'",
        "remove a signature": "DELETE FROM attachment",
        "rate as a clerk": f"INSERT INTO rating (event_id, outcome, grade) VALUES ({service}, 'rated', 5)",
        "change a rating": "UPDATE rating SET grade = 5",
        "give a rating code":
            f"INSERT INTO rating_code (code_sha256, event_id) VALUES (repeat('a', 64), {service})",
        "read rating codes": "SELECT code_sha256 FROM rating_code",
        "read what was pressed": "SELECT raw FROM rating",
        "read what was pressed astray": "SELECT raw FROM rating_stray",
        "throw away what came astray": "DELETE FROM rating_stray",
        "open a service": "INSERT INTO service_event SELECT act_id, case_id, 'collection', now(), 4,"
                          " 'wangmin' FROM act",
        "rewind the numbers": "UPDATE number_series SET last = 1",
        "remove the numbers": "DELETE FROM number_series",
        "make a number up": "INSERT INTO number_series VALUES (current_date, 9, 'R', 77)",
        "take a receipt number politely": "SELECT take_serial(4, 'R')",
        "turn the clock": "UPDATE hall_clock SET simulated_at = '2020-01-01'",
        "make it a practice hall": "UPDATE hall SET demonstration = true",
        "change the rules": "UPDATE transition SET roles = '|window_clerk|'",
        "change the rules of printing": "INSERT INTO print_move VALUES ('confirmed', 'queued')",
        "print again in secret": f"UPDATE print_job SET state = 'confirmed' WHERE job_id = '{scene.job}'",
        "change a printed paper": "UPDATE print_job SET document = '{}'",
        "remove a print": "DELETE FROM print_job",
        "rewrite the audit": "UPDATE audit SET subject = ''",
        "remove the audit": "DELETE FROM audit",
        "write the audit by hand": "INSERT INTO audit VALUES ('sunli', 1, now(), 'x', '', '{}', '', '')",
        "be the owner": f'SET ROLE "yc_owner@{tag}"',
        "be another": f'SET SESSION AUTHORIZATION "stranger@{tag}"',
        "switch triggers off": "ALTER TABLE act DISABLE TRIGGER ALL",
        "be a replica": "SET session_replication_role = replica",
        "make a log-in": "CREATE ROLE intruder SUPERUSER LOGIN",
        "make a log-in by the inner way": f"SELECT yc_make_log_in('x@{tag}', 'SCRAM-SHA-256$x')",
        "make staff by the inner way": "SELECT yc_write_staff('xx', 'x', NULL, '{administrator}',"
                                       " 'SCRAM-SHA-256$x')",
        "promote oneself": f'GRANT "yc_group_leader@{tag}" TO CURRENT_USER',
        "make a table": "CREATE TABLE here (id int)",
        "shadow a function": "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT null'",
        "run a program": "COPY act TO PROGRAM 'cat'",
        "read files of the server": "SELECT pg_read_file('/etc/passwd')",
        "make staff a member": "INSERT INTO staff_role VALUES ('wangmin', 'group_leader')",
        "rename staff": "UPDATE staff SET name = '别人'",
        "read the keys": "SELECT secret FROM paper_key",
        "read the keys with the rest": "SELECT * FROM paper_key",
        "make a key": "INSERT INTO paper_key (key_id, secret, current) VALUES (2, 'x', false)",
        "read grades from the table": "SELECT grade FROM rating",
        "name roles anew": f"UPDATE hall_role SET db_role = 'yc_window_clerk@{tag}'",
    }  # fmt: skip


@pytest.mark.parametrize("login", [*PEOPLE, "pad_04", "lobby"])
def test_whatever_is_forbidden_is_refused_to_everybody_with_psql(scene: Scene, login: str) -> None:
    password = {"pad_04": DEVICE_PASSWORD, "lobby": "lobby"}.get(login, PASSWORD)
    wanted = attempts(scene)
    if login == "pad_04":
        del wanted["rate as a clerk"]  # it may, see below; the service is hidden from it here
    wanted["be another"] = wanted["be another"].replace("stranger", "admin" if login == "sunli" else "sunli")
    before = scene.content()
    answers = scene.answers(login, password, wanted)
    assert answers.keys() == wanted.keys()
    allowed = {name: said for name, said in answers.items() if not REFUSED.search(said)}
    assert not allowed
    assert scene.content() == before


def test_roles_keep_to_their_own(scene: Scene) -> None:
    """What one role may, the others may not: items, settings, staff, keys, acts of the other desk."""
    handing = act(scene.accepted, 3, "hand_over", OVER, doer="department_officer")
    item = (
        "INSERT INTO service_item_version (item_id, version, name, department, document, search_keys,"
        " published_by)"
        " VALUES ('X', 1, 'x', 'x', '{}', '{}', 'wangmin')"
    )
    others = {
        "chenjie": {"hand over": handing, "publish": item, "settings": "UPDATE hall SET phone = '1'",
                    "audit": "SELECT * FROM audit",
                    "staff": "SELECT yc_add_staff('xx', 'x', NULL, '{window_clerk}', 'SCRAM-SHA-256$x')"},
        "wangmin": {"publish": item, "settings": "UPDATE hall SET phone = '1'",
                    "close": "SELECT yc_close_log_in('sunli')",
                    "device": "SELECT yc_add_device(5, 'SCRAM-SHA-256$x')"},
        "guide": {"hand over": handing,
                  "draft": f"INSERT INTO draft (case_id, form) VALUES ('{scene.accepted}', '{{}}')"},
        "admin": {"hand over": handing,
                  "paper": f"INSERT INTO paper VALUES ('1', 71, '{scene.accepted}', 'NX')",
                  "clear password": "SELECT yc_add_staff('xx', 'x', NULL, '{window_clerk}', 'clear')",
                  "owner": "SELECT yc_add_staff('xx', 'x', NULL, '{owner}', 'SCRAM-SHA-256$x')",
                  "yc_": "SELECT yc_add_staff('yc_owner', 'x', NULL, '{window_clerk}', 'SCRAM-SHA-256$x')",
                  "twice": "SELECT yc_add_staff('sunli', 'x', NULL, '{window_clerk}', 'SCRAM-SHA-256$x')"},
        "wangmin ": {"draft of an accepted case":
                     f"INSERT INTO draft (case_id, form) VALUES ('{scene.accepted}', '{{}}')",
                     "ask what a rating code stands for": "SELECT service_of_code('x')"},
        "lobby": {"cases": "SELECT * FROM cases", "staff": "SELECT * FROM staff",
                  "keys": "SELECT * FROM paper_key"},
    }  # fmt: skip
    before = scene.content()
    for login, wanted in others.items():
        answers = scene.answers(login.strip(), "lobby" if login == "lobby" else PASSWORD, wanted)
        assert {name: said for name, said in answers.items() if not REFUSED.search(said)} == {}
    assert scene.content() == before


def test_the_device_rates_once_and_sees_nothing(scene: Scene) -> None:
    with psycopg.connect(scene.hall.url) as connection:
        event = connection.execute("SELECT event_id FROM service_event WHERE counter = 4").fetchone()
    assert event is not None
    rate = f"INSERT INTO rating (event_id, outcome, grade) VALUES ('{event[0]}', 'rated', {{}})"
    answers = scene.answers(
        "pad_04",
        DEVICE_PASSWORD,
        {
            "cases": "SELECT * FROM cases",
            "services": "SELECT * FROM service_event",
            "as another device": rate.format(5)
            .replace("grade)", "grade, device)")
            .replace("5)", "5, 'pad_09')"),
            "no grade": rate.format("null"),
            "first": rate.format(2),
            "second": rate.format(5),
        },
    )
    assert answers["first"] == ""
    assert "duplicate key" in answers["second"]
    assert "ck_rating_answered" in answers["no grade"]
    assert all("permission denied" in answers[name] for name in ("cases", "services", "as another device"))
    with psycopg.connect(scene.hall.url) as connection:
        assert connection.execute("SELECT grade, device FROM rating").fetchall() == [(2, "pad_04")]


KEYS = "SELECT key_id, secret, current FROM paper_key"


def test_the_server_makes_and_proves_codes_of_numbers_that_were_given_and_of_no_others(scene: Scene) -> None:
    with psycopg.connect(scene.hall.url) as connection:
        rows = connection.execute(KEYS).fetchall()
    keys = PaperKeys(1, {key_id: bytes(secret) for key_id, secret, _ in rows})
    with scene.hall.work("wangmin") as work:
        number = work.case(scene.accepted).receipt_no
        seal = work.paper_keys()
        serial = ReceiptNumber.parse(number, "NX").serial14
        for kind in set(PaperKind) - {PaperKind.ONE_OFF_NOTICE}:
            code = paper_codes.make(kind, seal.current, serial, seal)
            assert code == paper_codes.make(kind, 1, serial, keys)
            assert paper_codes.read(code, seal).serial == serial
        forged = paper_codes.make(PaperKind.RECEIPT, 1, serial[:-4] + "0999", keys)
        for wish in (f"{serial[:-4]}0999", f"20990101{serial[8:]}", f"20269931{serial[8:]}"):
            with pytest.raises(RuleViolation, match="forged_code"):
                paper_codes.make(PaperKind.RECEIPT, 1, wish, seal)
        with pytest.raises(RuleViolation, match="forged_code"):
            paper_codes.read(forged, seal)
        with pytest.raises(RuleViolation, match="forged_code"):
            paper_codes.make(PaperKind.ONE_OFF_NOTICE, 1, serial, seal)
        strange = paper_codes.make(PaperKind.RECEIPT, 7, serial, PaperKeys(7, {7: bytes(32)}))
        with pytest.raises(RuleViolation, match="unknown_key"):
            paper_codes.read(strange, seal)
    head = f"7101{serial}"
    asked = {"by a clerk": f"SELECT paper_tags('{head}')", "of rubbish": "SELECT paper_tags('71|x')"}
    said = scene.answers("wangmin", PASSWORD, asked)
    assert paper_codes.make(PaperKind.RECEIPT, 1, serial, keys)[:28] in said["by a clerk"]
    assert "71|x" in said["of rubbish"]
    for login, password in (("lobby", "lobby"), ("pad_04", DEVICE_PASSWORD)):
        assert REFUSED.search(scene.answers(login, password, asked)["by a clerk"])


def test_R_EVAL_1_the_rated_clerk_reads_that_it_was_rated_and_the_leader_how(scene: Scene) -> None:
    unrated = "SELECT event_id FROM service_event WHERE counter = 4 EXCEPT SELECT event_id FROM rating"
    with psycopg.connect(scene.hall.url) as connection:
        [event] = connection.execute(f"{unrated} LIMIT 1").fetchone() or [None]
    rate = f"INSERT INTO rating (event_id, outcome, grade) VALUES ('{event}', 'rated', 1);"
    assert scene.psql("pad_04", DEVICE_PASSWORD, rate) == ""
    asked = {"rated": "SELECT outcome || ':' || coalesce(grade::text, '-') FROM rating_seen"}
    for login in ("wangmin", "chenjie", "archive", "guide"):
        assert "rated:-" in scene.answers(login, PASSWORD, asked)["rated"]
        assert "rated:1" not in scene.answers(login, PASSWORD, asked)["rated"]
    for login in ("sunli", "admin"):
        assert "rated:1" in scene.answers(login, PASSWORD, asked)["rated"]


def test_the_right_act_by_the_right_person_goes_through_psql(scene: Scene) -> None:
    """The control: the very statements above, when they are what the table allows."""
    said = scene.psql(
        "wangmin", PASSWORD, act(scene.accepted, 3, "hand_over", OVER, doer="department_officer") + ";"
    )
    assert said == ""
    with scene.hall.work("wangmin") as work:
        last = work.history(scene.accepted)[-1]
    assert (last.kind, last.recorded_by, last.doer_name) == ("hand_over", "wangmin", "张三")


def test_a_stranger_does_not_get_in(scene: Scene) -> None:
    assert "password authentication failed" in scene.psql("wangmin", "guess", "SELECT 1;")
    assert "not permitted to log in" in scene.psql(
        "yc_owner", "", "SELECT 1;"
    ) or "authentication" in scene.psql("yc_owner", "", "SELECT 1;")
