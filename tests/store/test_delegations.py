"""The register of delegations in the database: who files; nothing is accepted without (R-IN-8)."""

import sqlite3
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from tests.store.halls import LiveHall
from yichuang_desktop.domain.delegations import WHOLE_HALL
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.store.sqlite_lanes import connect

WHOLE = WHOLE_HALL.delegation_id
LAST_DAY = date(2026, 11, 20)


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def end_everything(hall: LiveHall) -> None:
    with hall.work("admin") as work:
        work.file_delegation(uuid4(), "", "", WHOLE_HALL.since, LAST_DAY, "止1号", ends=WHOLE)


def test_the_plans_document_is_on_file_and_ended_by_a_further_one(practice: LiveHall) -> None:
    (before,) = practice.person("wangmin").views.delegations()
    assert (before.delegation.until, before.delegation.filed_by) == (None, "")
    end_everything(practice)
    (after,) = practice.person("wangmin").views.delegations()
    assert (after.delegation.until, after.delegation.end_document_no) == (LAST_DAY, "止1号")
    with practice.person("admin").begin() as work, refused("delegation_ended_before"):
        work.file_delegation(uuid4(), "", "", WHOLE_HALL.since, LAST_DAY, "止2号", ends=WHOLE)


def test_only_the_digital_section_and_the_administrator_file(practice: LiveHall) -> None:
    for login in ("wangmin", "sunli", "keeper"):
        with practice.person(login).begin() as work, pytest.raises(RuleViolation) as told:
            work.file_delegation(uuid4(), "甲局", "", LAST_DAY, None, "1号")
        assert told.value.code in ("not_your_role", "not_allowed")


def test_a_document_has_a_number_and_is_filed_once(practice: LiveHall) -> None:
    key = uuid4()
    with practice.person("admin").begin() as work, refused("delegation_without_document"):
        work.file_delegation(key, "甲局", "", LAST_DAY, None, " ")
    with practice.work("admin") as work:
        assert work.file_delegation(key, "甲局", "", LAST_DAY, None, "1号")
    with practice.work("admin") as work:
        assert not work.file_delegation(key, "甲局", "", LAST_DAY, None, "1号")
    with practice.person("admin").begin() as work, refused("other_act_under_this_id"):
        work.file_delegation(key, "乙局", "", LAST_DAY, None, "1号")


def test_the_database_itself_accepts_nothing_without_a_delegation(practice: LiveHall) -> None:
    practice.accepted()
    end_everything(practice)
    with refused("not_delegated"):
        practice.accepted()
    with practice.work("admin") as work:
        work.file_delegation(uuid4(), "", "I001", date(2026, 11, 23), date(2026, 11, 23), "单项1号")
    practice.accepted()


@pytest.mark.parametrize("statement", ["UPDATE delegation SET department = '别局'", "DELETE FROM delegation"])
def test_no_row_is_changed_or_taken_away(embedded: LiveHall, statement: str) -> None:
    with (
        connect(Path(embedded.url.removeprefix("sqlite:///"))) as connection,
        pytest.raises(sqlite3.DatabaseError, match="history_is_kept"),
    ):
        connection.execute(statement)
