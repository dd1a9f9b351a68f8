"""Numbers that are no receipt: the series of notices and consultations of a window (decisions 3).

Receipt numbers are given by the act's trigger; both share one table of series, one row a window and day.
"""

from sqlalchemy import Function, Integer, Text, bindparam, select
from sqlalchemy.dialects import sqlite

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.numbers import LAST_SERIAL, NoticeNumber
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane
from yichuang_desktop.store.queries import MOMENT, hall_moment
from yichuang_desktop.store.statements import Statement

NOTICES, PAPERS = "T", "P"
_PREFIX = Statement(select(hall_moment.c.prefix))


def _sqlite_take() -> Statement:
    new = sqlite.insert(t.number_series).values(
        day=bindparam("day"), counter=bindparam("counter"), series=bindparam("series"), last=1
    )
    return Statement(
        new.on_conflict_do_update(
            index_elements=list(t.number_series.primary_key), set_={"last": t.number_series.c.last + 1}
        ).returning(t.number_series.c.last)
    )


_TAKE_SQLITE = _sqlite_take()
_TAKE_POSTGRES = Statement(
    select(Function("take_serial", bindparam("counter"), bindparam("series"), type_=Integer))
)


def _sqlite_bag() -> Statement:
    new = sqlite.insert(t.bag_series).values(year=bindparam("year"), ledger=bindparam("ledger"), last=1)
    return Statement(
        new.on_conflict_do_update(
            index_elements=list(t.bag_series.primary_key), set_={"last": t.bag_series.c.last + 1}
        ).returning(t.bag_series.c.last)
    )


_BAG_SQLITE = _sqlite_bag()
_BAG_POSTGRES = Statement(select(Function("take_bag_serial", bindparam("ledger", type_=Text), type_=Integer)))


def take_bag_serial(lane: Lane, ledger: str) -> int:
    """The next number of a bag in a ledger's year: in the order of commits, none twice (4.6)."""
    year = lane.read(MOMENT)[0][0].year
    statement = _BAG_POSTGRES if lane.dialect.name == "postgresql" else _BAG_SQLITE
    serial: int = lane.write(statement, {"year": year, "ledger": ledger})[0][0]
    return serial


def take_notice_no(lane: Lane, counter: int) -> str:
    """The next notice number of a window; ``serials_used_up`` for the 10,000th of a day."""
    return str(_take(lane, counter, NOTICES))


def take_paper_serial(lane: Lane, counter: int) -> str:
    """The next serial inside the code of a further paper (kind 78), 14 digits; as :func:`take_notice_no`."""
    return _take(lane, counter, PAPERS).serial14


def _take(lane: Lane, counter: int, series: str) -> NoticeNumber:
    now = lane.read(MOMENT)[0][0]
    values = {"day": now.date(), "counter": counter, "series": series}
    try:
        taken = lane.write(_TAKE_POSTGRES if lane.dialect.name == "postgresql" else _TAKE_SQLITE, values)
    except RuleViolation as refused:
        if refused.code != "serials_used_up":
            raise
        raise RuleViolation(refused.code, window=counter, day=now.date(), most=LAST_SERIAL) from refused
    prefix = lane.read(_PREFIX)[0][0]
    return NoticeNumber(prefix, now.date(), counter, taken[0][0])
