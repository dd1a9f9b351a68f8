"""The clerk and the issuance clerk at work, and ways to see that a fault changed nothing."""

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.pool import NullPool

from tests.soak.small_hall import (
    CLERK,
    DESK,
    ISSUER,
    WINDOW,
    Brought,
    accepting,
    everything_brought,
    opening,
    saving,
)
from yichuang_desktop import store
from yichuang_desktop.app.hall import Workplace, sit_down
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.services.wire import answer, request_of
from yichuang_desktop.store import tables as t

NEWS_OF_NOBODY = ("audit", "log_in_lock", "change_mark")


@dataclass(frozen=True, slots=True)
class Hands:
    """Both log-ins on one hall."""

    url: str
    owner_url: str
    clerk: Workplace
    issuer: Workplace
    brought: Brought

    @classmethod
    @contextmanager
    def at(cls, url: str, owner_url: str = "") -> Iterator["Hands"]:
        """Both sit down, and get up at the end."""
        hall = store.open_hall(url)
        try:
            clerk = sit_down(hall, CLERK, PASSWORD, WINDOW)
            issuer = sit_down(hall, ISSUER, PASSWORD, DESK)
            yield cls(url, owner_url or url, clerk, issuer, everything_brought(clerk))
            clerk.close()
            issuer.close()
        finally:
            hall.close()

    # -- the way of a case ----------------------------------------------------------------------------------

    def do(self, request: dict[str, Any]) -> dict[str, Any]:
        """One act at the window; it has to succeed."""
        done = answer(self.clerk.desk, dumped(request))
        assert done["ok"], done
        return done

    def drafted(self) -> str:
        """An intake with everything seen, saved but not accepted; its case."""
        first = opening(self.brought.item.item_id)
        self.do(first)
        self.do(saving(first["case_id"], self.brought.form))
        return str(first["case_id"])

    def accepted(self) -> UUID:
        """A case that was just accepted."""
        case_id = self.drafted()
        self.do(accepting(case_id, self.brought.form))
        return UUID(case_id)

    def to_collect(self) -> UUID:
        """A case whose result lies at the issuance desk."""
        case_id = self.accepted()
        desk, issuing = self.clerk.desk, self.issuer.desk
        desk.see_commitment_signature(
            ask.SeeCommitmentSignature(new_id(), case_id, self.revision(case_id), WINDOW)
        )
        foil = self.code(case_id, PaperKind.COUNTERFOIL)
        promise = self.code(case_id, PaperKind.CREDIT_COMMITMENT)
        desk.hand_over(ask.HandOver(new_id(), case_id, self.revision(case_id), WINDOW, "周科长", foil))
        issuing.register_counterfoil(
            ask.RegisterCounterfoil(new_id(), case_id, self.revision(case_id), DESK, foil, promise)
        )
        issuing.book_in_result(
            ask.BookInResult(
                new_id(), case_id, self.revision(case_id), DESK, "周科长", "许可证", "内演〔2026〕1号"
            )
        )
        return case_id

    def issue(self, case_id: UUID, receipt_code: str) -> Any:
        """Hand the result out to the applicant."""
        return self.issuer.desk.issue(
            ask.Issue(
                new_id(), case_id, self.revision(case_id), DESK, receipt_code, self.collector(), ink_seen=True
            )
        )

    def issue_lost(self, case_id: UUID) -> Any:
        """Hand it out though the receipt is lost."""
        person, seen = self.collector(), "居民身份证原件"
        self.issuer.desk.print_statement(ask.PrintStatement(new_id(), case_id, DESK, person, seen))
        return self.issuer.desk.issue_without_receipt(
            ask.IssueWithoutReceipt(
                new_id(),
                case_id,
                self.revision(case_id),
                DESK,
                person,
                seen,
                person.document_no,
                ink_seen=True,
            )
        )

    def collector(self) -> ask.Collector:
        """The applicant comes in person."""
        who = self.brought.form.applicant
        assert who is not None
        return ask.Collector(who.name, who.document_kind.title, who.document_no)

    def code(self, case_id: UUID, kind: PaperKind) -> str:
        """The valid code of a case's paper."""
        return self.issuer.desk.paper_code(case_id, kind)

    def revision(self, case_id: UUID) -> int:
        """As it is on screen now."""
        return self.clerk.desk.case(case_id).revision

    # -- seeing that nothing happened -----------------------------------------------------------------------

    def everything(self) -> dict[str, list[str]]:
        """All rows of all tables but the news and the log of log-ins, past the program."""
        return everything(self.owner_url)

    def refused(self, code: str, act: Callable[[], object]) -> str:
        """``act`` is refused with this code, in a clear sentence, and nothing in the database has changed."""
        before = self.everything()
        said = refused(code, act)
        assert self.everything() == before
        return said


def refused(code: str, act: Callable[[], object]) -> str:
    """The sentence of bad news with this code; fails when there is none, or other news."""
    with pytest.raises((RuleViolation, StoreUnavailable)) as caught:
        act()
    news = caught.value
    assert news.code == code, (news.code, news.facts)
    said = sentences.say_code(news.code, news.facts)
    assert_clear(said)
    return said


def assert_clear(said: str) -> None:
    """A whole Chinese sentence that says what to do, without a code or an English word of ours."""
    assert said != sentences.GENERIC
    assert said.endswith(("。", "？"))
    words = re.sub(re.escape(tempfile.gettempdir()) + "[^。，：；）]*", "", said)
    assert not re.search(r"[a-z]+_[a-z]+|Error|None|Exception", words), said


def everything(url: str) -> dict[str, list[str]]:
    """All rows of all tables but the news and the log of log-ins."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return {
                table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                for table in t.metadata.sorted_tables
                if table.name not in NEWS_OF_NOBODY
            }
    finally:
        engine.dispose()


def new_id() -> UUID:
    """An act's id."""
    return UUID(opening("x")["act_id"])


def dumped(request: dict[str, Any]) -> str:
    """A request as a line."""
    return json.dumps(request, ensure_ascii=False)


def built(request: dict[str, Any]) -> Any:
    """A request as the desk takes it."""
    return request_of(request, WINDOW)
