"""A hall in memory with two windows and an issuance desk, and one item everybody asks for."""

import itertools
import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.servers.postgres import PostgresServer
from tests.services.memory import HALL_ZONE, MemoryAccess, MemoryHall
from tests.services.real import RealHall, WhenAsked, make_hall
from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.commitments import wording_from
from yichuang_desktop.domain.duties import POSSIBLE
from yichuang_desktop.domain.hall import Channel, Counter, CounterKind, Hall, Role, StaffMember
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.intake_form import IdentityProof, IntakeForm
from yichuang_desktop.domain.items import (
    ConditionalAcceptance,
    ItemResult,
    Material,
    ServiceItem,
    SpecialStepRule,
)
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant, Representative
from yichuang_desktop.domain.workdays import WorkCalendar, load_calendar
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ports import Session
from yichuang_desktop.settings import resource

PNG = b"\x89PNG\r\n\x1a\n" + b"ink"
STROKES = json.dumps([[[0, 100, 100, 500], [12, 900, 400, 600]]])

LICENCE = ServiceItem(
    item_id="NX-001",
    name="食品经营许可证新办",
    department="市场监督管理局",
    legal_limit=20,
    promised_limit=5,
    materials=(
        Material(1, "食品经营许可申请书"),
        Material(2, "营业执照", form="复印件", copies=2),
        Material(3, "经营场所平面图", necessity="非必要"),
        Material(4, "健康证明", deferrable=True),
    ),
    conditional_acceptance=ConditionalAcceptance(allowed=True, materials=("健康证明",), term=5),
    special_steps=(
        SpecialStepRule("现场勘验", 2),
        SpecialStepRule("公示", 3, counted_in_limit=False, basis="《某条例》第十条"),
    ),
    result=ItemResult("食品经营许可证"),
    handover_contact="周科长",
    handover_phone="0377-65310001",
    consult_phone="0377-65310002",
    province_wide=True,
)
CARD = ServiceItem(
    item_id="NX-002",
    name="社会保障卡补换",
    department="人力资源和社会保障局",
    office_type="即办件",
    legal_limit=10,
    promised_limit=0,
    materials=(Material(1, "居民身份证", return_after_check=True),),
    result=ItemResult("社会保障卡"),
)
APPLICANT = Applicant(
    name="司马甲一",
    document_no="411399199001010013",
    phone="15400000001",
    address="河南省南阳市内乡县样例路2号",
)
AGENT = Representative(
    name="刘丁四", document_no="411399197403089626", phone="15400000002", authorisation="授权委托书"
)
COUNTERS = {
    1: Counter(1, 1, "1号", CounterKind.INTAKE, group="G1", duties=(Channel.COUNTER,)),
    4: Counter(4, 1, "4号", CounterKind.INTAKE, group="G1", duties=POSSIBLE[CounterKind.INTAKE]),
    11: Counter(11, 1, "11号", CounterKind.ISSUANCE, group="G4", duties=POSSIBLE[CounterKind.ISSUANCE]),
    12: Counter(12, 1, "12号", CounterKind.ISSUANCE, group="G4", duties=POSSIBLE[CounterKind.ISSUANCE]),
}
STAFF = {
    "wangmin": ("王敏", frozenset({Role.WINDOW_CLERK}), 4),
    "lihong": ("李红", frozenset({Role.WINDOW_CLERK}), 1),
    "zhaolei": ("赵磊", frozenset({Role.ISSUANCE_CLERK}), 11),
    "sunyan": ("孙燕", frozenset({Role.ISSUANCE_CLERK}), 12),
    "leader": ("钱组长", frozenset({Role.GROUP_LEADER, Role.WINDOW_CLERK}), 4),
    "leader4": ("孙组长", frozenset({Role.GROUP_LEADER, Role.ISSUANCE_CLERK}), 12),
    "admin": ("吴管理", frozenset({Role.ADMINISTRATOR, Role.WINDOW_CLERK}), 4),
}


@pytest.fixture(autouse=True)
def strict_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every refusal must have its sentence."""
    monkeypatch.setattr(sentences, "STRICT", True)


YEAR_2026 = {"year": 2026, "holidays": ["2026-10-01"], "workdays": ["2026-10-10"]}


def calendar_2026() -> WorkCalendar:
    """A published 2026 without any holiday left after 23 November."""
    return load_calendar([YEAR_2026])


@dataclass
class Stage:
    """The hall with everybody at their desks, and one clerk's way of asking."""

    store: Any
    """``MemoryHall`` or ``RealHall``: what the hall holds, and its clock."""
    desks: Mapping[str, Desk]
    ids: Iterator[UUID] = field(default_factory=lambda: (uuid4() for _ in itertools.count()))

    @property
    def window(self) -> Desk:
        return self.desks["wangmin"]

    @property
    def issuance(self) -> Desk:
        return self.desks["zhaolei"]

    def later(self, **span: float) -> datetime:
        self.store.now += timedelta(**span)
        return self.store.now

    def form(self, item: ServiceItem = LICENCE, **changes: object) -> IntakeForm:
        """A form with nothing missing."""
        checklist = Checklist.of(item, 1)
        for row in checklist.rows:
            kind = MaterialVerdict.COPY if row.form == "复印件" else MaterialVerdict.ORIGINAL_SEEN
            checklist = checklist.judge(row.seq, kind if row.mandatory else MaterialVerdict.NOT_APPLICABLE)
        whole: dict[str, object] = {
            "item_id": item.item_id,
            "item_version": 1,
            "applicant": APPLICANT,
            "identity": IdentityProof.ORIGINAL_SEEN,
            "checklist": checklist,
        }
        return IntakeForm(**(whole | changes))  # type: ignore[arg-type]

    def lacking_form(self) -> IntakeForm:
        """A form with one material missing and one in the wrong form."""
        checklist = self.form().checklist
        assert checklist is not None
        checklist = checklist.judge(1, MaterialVerdict.WRONG_FORM, copies=1, reason="没有签字")
        return self.form(checklist=checklist.judge(2, MaterialVerdict.MISSING))

    def opened(self, item: ServiceItem = LICENCE) -> UUID:
        case_id = next(self.ids)
        self.window.open_draft(ask.OpenDraft(next(self.ids), case_id, item.item_id, 4))
        return case_id

    def revision(self, case_id: UUID) -> int:
        return self.window.case(case_id).revision

    def sign(self, text_sha256: str, signer: str = "司马甲一") -> ask.ScreenSignature:
        return ask.ScreenSignature(
            text_sha256, PNG, STROKES, datetime(2026, 11, 23, 9, 29, tzinfo=HALL_ZONE), signer
        )

    def signed(self, form: IntakeForm, item: ServiceItem = LICENCE) -> ask.ScreenSignature:
        return self.sign(self.window.commitment_text(form, item).sha256)

    def accept_request(self, case_id: UUID, item: ServiceItem = LICENCE) -> ask.Accept:
        form = self.form(item)
        return ask.Accept(next(self.ids), case_id, self.revision(case_id), form, 4, self.signed(form, item))

    def accepted(self, item: ServiceItem = LICENCE) -> tuple[UUID, ActDone]:
        case_id = self.opened(item)
        return case_id, self.window.accept(self.accept_request(case_id, item))

    def code(self, case_id: UUID, kind: PaperKind) -> str:
        return self.window.paper_code(case_id, kind)

    def handed_over(self) -> UUID:
        case_id, _ = self.accepted()
        self.hand_over(case_id)
        return case_id

    def hand_over(self, case_id: UUID) -> ActDone:
        code = self.code(case_id, PaperKind.COUNTERFOIL)
        return self.window.hand_over(
            ask.HandOver(next(self.ids), case_id, self.revision(case_id), 4, "周科长", code)
        )

    def register(self, case_id: UUID) -> ActDone:
        return self.issuance.register_counterfoil(
            ask.RegisterCounterfoil(
                next(self.ids),
                case_id,
                self.revision(case_id),
                11,
                self.code(case_id, PaperKind.COUNTERFOIL),
                self.code(case_id, PaperKind.CREDIT_COMMITMENT),
            )
        )

    def book_in(self, case_id: UUID) -> ActDone:
        return self.issuance.book_in_result(
            ask.BookInResult(
                next(self.ids),
                case_id,
                self.revision(case_id),
                11,
                "周科长",
                "食品经营许可证",
                "JY14113250001234",
            )
        )

    def waiting_result(self) -> UUID:
        """A case whose licence lies at the issuance desk."""
        case_id = self.handed_over()
        self.register(case_id)
        self.book_in(case_id)
        return case_id

    def issue_request(self, case_id: UUID, **changes: object) -> ask.Issue:
        whole: dict[str, object] = {
            "act_id": next(self.ids),
            "case_id": case_id,
            "revision": self.revision(case_id),
            "counter": 11,
            "receipt_code": self.code(case_id, PaperKind.RECEIPT),
            "collector": collector(),
            "ink_seen": True,
        }
        return ask.Issue(**(whole | changes))  # type: ignore[arg-type]


def collector(**changes: str) -> ask.Collector:
    """The applicant at the issuance desk."""
    whole = {
        "name": "司马甲一",
        "document_title": DocumentKind.RESIDENT_ID.title,
        "document_no": "411399199001010013",
    }
    return ask.Collector(**(whole | changes))


HALL = Hall("内乡县行政审批服务中心", "NX", "0377-65000000", "0377-65000001", demonstration=True)


def in_memory() -> tuple[MemoryHall, dict[str, Any]]:
    store = MemoryHall(
        HALL,
        COUNTERS,
        {item.item_id: (1, item) for item in (LICENCE, CARD)},
        calendar_2026(),
        {login: (name, roles) for login, (name, roles, _counter) in STAFF.items()},
        {login: COUNTERS[counter].group for login, (_name, _roles, counter) in STAFF.items()},
    )
    return store, {login: MemoryAccess(store, login) for login in STAFF}


def members() -> list[StaffMember]:
    """Everybody in the group of their window."""
    return [
        StaffMember(login, name, roles, COUNTERS[counter].group)
        for login, (name, roles, counter) in STAFF.items()
    ]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hall's file made once; every test works on a copy of its own."""
    file = tmp_path_factory.mktemp("hall") / "template.sqlite"
    make_hall(f"sqlite:///{file}", HALL, COUNTERS, members(), YEAR_2026, [LICENCE, CARD])
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """A hall on the server made once; every test works on a copy of its own, people keep their log-ins."""
    url = postgres_server.fresh_database()
    make_hall(url, HALL, COUNTERS, members(), YEAR_2026, [LICENCE, CARD])
    return url


@contextmanager
def on_sqlite(template: Path, folder: Path) -> Iterator[RealHall]:
    file = folder / "hall.sqlite"
    shutil.copy(template, file)
    hall = RealHall(f"sqlite:///{file}", list(STAFF))
    yield hall
    hall.close()


@contextmanager
def on_postgres(server: PostgresServer, template: str) -> Iterator[RealHall]:
    owner_url = server.copy_hall(template)
    hall = RealHall(f"{owner_url}?tag={template.rpartition('/')[2]}", list(STAFF), owner_url)
    yield hall
    hall.close()
    server.drop(owner_url)


@pytest.fixture(params=["memory", "sqlite"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """The hall in memory and in a file; ``test_on_postgres`` runs the main tests on a server too."""
    if request.param == "memory":
        store, accesses = in_memory()
        yield Stage(store, desks_of(accesses))
        return
    with on_sqlite(request.getfixturevalue("sqlite_template"), tmp_path) as real:
        yield Stage(real, desks_of(real.staff))


@pytest.fixture
def on_sqlite_stage(sqlite_template: Path, tmp_path: Path) -> Iterator[Stage]:
    """The hall in a file alone, for what only a database answers."""
    with on_sqlite(sqlite_template, tmp_path) as real:
        yield Stage(real, desks_of(real.staff))


def desks_of(accesses: Mapping[str, Any]) -> Mapping[str, Desk]:
    """Everybody at their window, as soon as they are asked for."""
    wording = wording_from(tomllib.loads(resource("papers/commitment.toml").read_text("utf-8")))

    def seated(login: str) -> Desk:
        name, roles, counter = STAFF[login]
        return Desk(Session(login, name, roles, COUNTERS[counter], HALL), accesses[login], wording)

    return WhenAsked(STAFF, seated)


in_memory_only = pytest.mark.parametrize("stage", ["memory"], indirect=True)
"""For tests that break the store on purpose or put it into a state by hand."""
