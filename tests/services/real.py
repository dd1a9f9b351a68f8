"""The same hall in a real database, looked at as the tests of the services look at the one in memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine, NullPool, Table, create_engine, select

from tests.services.memory import MONDAY, Tables
from yichuang_desktop import store
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Counter, Group, Hall, StaffMember
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperSeal
from yichuang_desktop.domain.ratings import Grade, Rating, RatingOutcome
from yichuang_desktop.services.ports import HallAccess, HallPlan, NewStaff, RatingWork, StaffAccess
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.sqlite_lanes import connect

T = TypeVar("T")
PASSWORD = "test-Pass-2026"


def make_hall(
    url: str,
    hall: Hall,
    counters: dict[int, Counter],
    staff: list[StaffMember],
    calendar: dict[str, Any],
    items: list[ServiceItem],
) -> None:
    """A hall at ``url`` with its items published."""
    plan = HallPlan(
        hall,
        tuple(counters.values()),
        tuple(Group(name, name, None, "", MONDAY.date()) for name in ("G1", "G4")),
        staff=tuple(NewStaff(member, PASSWORD) for member in staff),
        calendar=(calendar,),
        simulated_at=MONDAY,
    )
    store.init_hall(url, plan, password_cost=store.CHEAP)
    opened = store.open_hall(url)
    try:
        admin = opened.log_in("admin", PASSWORD)
        with admin.begin() as work:
            work.publish_items([(item, {}) for item in items], "测试事项库")
            work.commit()
        admin.close()
    finally:
        opened.close()


class WhenAsked(Mapping[str, T]):
    """What belongs to each person, made when it is first asked for: most tests need two of seven."""

    def __init__(self, logins: Iterable[str], make: Callable[[str], T]) -> None:
        self.made: dict[str, T] = {}
        self._logins, self._make = list(logins), make

    def __getitem__(self, login: str) -> T:
        if login not in self.made:
            self.made[login] = self._make(login)
        return self.made[login]

    def __iter__(self) -> Iterator[str]:
        return iter(self._logins)

    def __len__(self) -> int:
        return len(self._logins)


class RealHall:
    """An open hall in which everybody can log in; ``tables`` reads what the database holds now."""

    breaks_at_commit = None

    # ``url`` as people open it; ``owner_url`` as a server's superuser, to look into the tables.
    def __init__(self, url: str, logins: list[str], owner_url: str = "") -> None:
        self._file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
        self._owner_url = owner_url.replace("postgresql://", "postgresql+psycopg://")
        self._devices: dict[int, RatingWork] = {}
        self.access: HallAccess = store.open_hall(url, durable=False)
        self.staff: WhenAsked[StaffAccess] = WhenAsked(
            logins, lambda login: self.access.log_in(login, PASSWORD)
        )

    @property
    def keys(self) -> PaperSeal:
        return self.staff["admin"].views.papers_keys()

    @property
    def now(self) -> datetime:
        return self.staff["admin"].views.now()

    @now.setter
    def now(self, at: datetime) -> None:
        self.staff["admin"].set_clock(at)

    def record_rating(self, rating: Rating) -> bool:
        """As the device the rating names: ``pad_04`` is window 4's."""
        window = int(rating.device[-2:])
        if window not in self._devices:
            if not self._file:
                self._make_device(window)
            self._devices[window] = self.access.begin_device(window, PASSWORD)
        return self._devices[window].record_rating(rating)

    def _make_device(self, window: int) -> None:
        """Its log-in is the server's: a hall copied from the same one may have made it before."""
        try:
            self.staff["admin"].add_device(window, PASSWORD)
        except RuleViolation as there_already:
            if there_already.code != "log_in_taken":
                raise

    @property
    def tables(self) -> Tables:
        cases = [row.case_id for row in self._rows(t.cases)]
        with self.staff["admin"].begin() as work:
            acts = [(case_id, act) for case_id in cases for act in work.history(case_id)]
            order = {row.act_id: place for place, row in enumerate(self._rows(t.act))}
            acts.sort(key=lambda pair: (pair[1].at, order[pair[1].act_id]))
            return Tables(
                cases={case_id: work.case(case_id) for case_id in cases},
                acts=acts,
                papers={paper.code: paper for case_id in cases for paper in work.papers_of(case_id)},
                jobs={
                    row.job_id: (work.print_job(row.job_id), row.case_id) for row in self._rows(t.print_job)
                },
                attachments={row.sha256: bytes(row.content) for row in self._rows(t.attachment)},
                pushes=[(row.case_id, row.body) for row in self._rows(t.outbox)],
                ratings={row.event_id: _rating(row) for row in self._rows(t.rating)},
            )

    def close(self) -> None:
        """Everybody goes home; the device too, which has a connection of its own on a server."""
        for device in () if self._file else self._devices.values():
            device.close()
        for access in self.staff.made.values():
            access.close()
        self.access.close()

    def _jobs(self) -> list[Any]:
        return self._rows(t.print_job)

    def _rows(self, table: Table) -> list[Any]:
        with self._engine() as engine, engine.connect() as connection:
            return list(connection.execute(select(table)))

    @contextmanager
    def _engine(self) -> Iterator[Engine]:
        file = self._file
        if file is None:
            engine = create_engine(self._owner_url, poolclass=NullPool)
        else:
            engine = create_engine("sqlite://", creator=lambda: connect(file), poolclass=NullPool)
        try:
            yield engine
        finally:
            engine.dispose()


def _rating(row: Any) -> Rating:
    grade = Grade(row.grade) if row.grade else None
    event_id: UUID = row.event_id
    return Rating(event_id, RatingOutcome(row.outcome), grade, row.device)
