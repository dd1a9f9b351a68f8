"""A small hall on a real database, and people who act in it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from yichuang_desktop import store
from yichuang_desktop.domain.acts import Act, ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.duties import POSSIBLE
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Counter, CounterKind, Doer, Group, Hall, Role, StaffMember
from yichuang_desktop.domain.items import Material, ServiceItem
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.ports import HallPlan, NewStaff
from yichuang_desktop.store.access import StoreAccess
from yichuang_desktop.store.columns import ZONE
from yichuang_desktop.store.work import StoreWork

PASSWORD = "Hall-pass-2026"
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
PEOPLE = {
    "wangmin": ("王敏", {Role.WINDOW_CLERK}),
    "lixia": ("李霞", {Role.WINDOW_CLERK}),
    "chenjie": ("陈洁", {Role.ISSUANCE_CLERK}),
    "zhaolei": ("赵磊", {Role.ISSUANCE_CLERK}),
    "sunli": ("孙丽", {Role.GROUP_LEADER}),
    "admin": ("管理员", {Role.ADMINISTRATOR}),
    "keeper": ("库管", {Role.LIBRARY_KEEPER}),
    "guide": ("导办", {Role.GUIDE_DESK}),
    "archive": ("档案", {Role.ARCHIVIST}),
}
ITEM = ServiceItem(
    "I001",
    "食品经营许可（新办）",
    "市场监督管理局",
    consult_phone="0377-65312345",
    materials=(Material(1, "食品经营许可申请书"),),
)
COUNTERS = (
    *(
        Counter(code, 1, f"{code}号", CounterKind.INTAKE, group="G1", duties=POSSIBLE[CounterKind.INTAKE])
        for code in range(1, 12)
    ),
    *(
        Counter(code, 1, f"{code}号", CounterKind.ISSUANCE, group="G1", duties=POSSIBLE[CounterKind.ISSUANCE])
        for code in (12, 13)
    ),
)
HALF: Mapping[str, Any] = {"name": "张三", "document_no": "411325199001011234", "phone": "13800001234"}


def plan(*, demonstration: bool = False, simulated_at: datetime | None = None) -> HallPlan:
    """Thirteen windows, one group, one of everybody."""
    calendar = {"year": 2026, "holidays": ["2026-10-01"], "workdays": ["2026-10-10"], "source": "测试"}
    return HallPlan(
        Hall("示范政务服务中心", "NX", phone="0377-1", demonstration=demonstration),
        COUNTERS,
        (Group("G1", "一组", 1, "sunli", date(2026, 1, 1)),),
        tuple(
            NewStaff(StaffMember(login, name, frozenset(roles), "G1"), PASSWORD)
            for login, (name, roles) in PEOPLE.items()
        ),
        calendar=(calendar,),
        simulated_at=simulated_at,
    )


@dataclass
class LiveHall:
    """An open hall; everybody logs in when first needed, on connections of their own."""

    url: str
    hall: Any
    _people: dict[str, StoreAccess] = field(default_factory=dict)

    @property
    def shared(self) -> bool:
        return self.url.startswith("postgresql")

    def person(self, login: str) -> StoreAccess:
        """Somebody at work."""
        if login not in self._people:
            self._people[login] = self.hall.log_in(login, PASSWORD)
        return self._people[login]

    @contextmanager
    def work(self, login: str) -> Iterator[StoreWork]:
        """A unit of work that is committed at its end."""
        with self.person(login).begin() as work:
            yield work
            work.commit()

    def close(self) -> None:
        for access in self._people.values():
            access.close()
        self.hall.close()

    # -- acts

    def do(self, login: str, case_id: UUID, kind: str, **how: Any) -> ActDone:
        """One act in one transaction, with whatever evidence its row asks for."""
        with self.person(login).begin() as work:
            act = self.act(work, case_id, kind, **how)
            done = work.record(act, "sha")
            work.commit()
            return done

    def act(self, work: StoreWork, case_id: UUID, kind: str, **how: Any) -> Act:
        """The act as a service would make it."""
        case = self.case(work, case_id, how.pop("channel", Channel.COUNTER))
        row = TABLE[kind]
        choices = how.pop("choices", {})
        doer = how.pop("done_by", Doer.CLERK if Doer.CLERK in row.done_by else min(row.done_by))
        values: dict[str, Any] = {
            "after": how["after"] if "after" in how else case.goals(kind, **choices),
            "evidence": {name: {"seen": name} for name in row.evidence},
            "sets": {},
            "doer_name": "某某",
            "reason": "试" if row.needs_reason else "",
            "counter": 4,
            "expected_revision": case.revision,
        }
        return Act(
            act_id=how.pop("act_id", uuid4()), case_id=case_id, kind=kind, done_by=doer, **values | how
        )

    @staticmethod
    def case(work: StoreWork, case_id: UUID, channel: Channel) -> Case:
        try:
            return work.case(case_id)
        except RuleViolation as missing:
            if missing.code != "not_found":
                raise
            return work.open_case(case_id, channel)

    # -- cases at some point of their life

    def drafted(self, login: str = "wangmin", counter: int = 4) -> UUID:
        case_id = uuid4()
        self.do(
            login, case_id, "open_draft", sets={"item_id": "I001", "item_name": ITEM.name}, counter=counter
        )
        return case_id

    def accepted(self, login: str = "wangmin", counter: int = 4, **sets: Any) -> UUID:
        case_id = self.drafted(login, counter)
        columns = {
            "applicant_name": "张三",
            "applicant": HALF,
            "received_at": datetime(2026, 11, 23, 9, 30, tzinfo=ZONE),
            "accepted_on": date(2026, 11, 23),
            "promise_due": date(2026, 11, 30),
            "copies": 3,
        }
        self.do(
            login, case_id, "accept", sets=columns | sets, choices={"papers": "with_window"}, counter=counter
        )
        return case_id

    def handed_over(self, **sets: Any) -> UUID:
        case_id = self.accepted(**sets)
        self.do("wangmin", case_id, "hand_over", doer_name="刘科长")
        return case_id

    def ready(self, **sets: Any) -> UUID:
        """A result waits for the applicant, who has been called."""
        case_id = self.handed_over(**sets)
        self.do("chenjie", case_id, "register_counterfoil", counter=12)
        results = {"result_name": "食品经营许可证", "result_no": "JY1", "result_copies": 1}
        self.do("chenjie", case_id, "book_in_result", sets=results, counter=12, choices={"papers": "kept"})
        self.do(
            "chenjie",
            case_id,
            "call_applicant",
            choices={"result": "notified"},
            counter=12,
            evidence={"call": {"outcome": "answered"}},
        )
        return case_id

    def issued(self, **sets: Any) -> UUID:
        case_id = self.ready(**sets)
        self.do("chenjie", case_id, "issue", doer_name="张三", counter=12)
        return case_id


def make(url: str, **how: Any) -> LiveHall:
    """A new hall in an empty database."""
    store.init_hall(url, plan(**how), password_cost=store.CHEAP)
    return LiveHall(url, store.open_hall(url))


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
