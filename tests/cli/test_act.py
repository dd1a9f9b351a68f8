"""The headless twin: the main job from the checklist to the issued licence, line by line (`yichuang act`)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.cli.conftest import ROOT
from tests.soak.program import Program
from tests.soak.small_hall import (
    CLERK,
    DESK,
    ISSUER,
    WINDOW,
    Brought,
    accepting,
    brought_at,
    copy_to,
    forget_template,
    opening,
    saving,
    url_of,
)
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.services.plain import plain


@dataclass
class Day:
    """What was asked and answered, in order, by both log-ins."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    receipt_no: str = ""
    applicant: str = ""

    def ask(self, twin: Program, name: str, request: dict[str, Any] | str) -> dict[str, Any]:
        """Ask, keep the answer under a name."""
        self.answers[name] = twin.ask(request)
        return self.answers[name]


def start(login: str, counter: int, file: Path, folder: Path) -> Program:
    """``yichuang act`` as this log-in."""
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    words = ["--login", login, "--counter", str(counter), "--password-file", str(secret)]
    return Program.command("act", *words, "--database", url_of(file), home=folder / "home")


@dataclass
class Stage:
    """One case, its papers, and everything that is asked about it."""

    day: Day
    brought: Brought
    first: dict[str, Any]
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def case(self) -> dict[str, Any]:
        """The case as requests name it."""
        return {"case_id": self.first["case_id"]}

    @property
    def collector(self) -> dict[str, Any]:
        """The applicant, who comes in person."""
        person = self.brought.form.applicant
        assert person is not None
        title = person.document_kind.title
        return {"name": person.name, "document_title": title, "document_no": person.document_no}

    def act(self, twin: Program, name: str, revision: int, **more: Any) -> None:
        """An act on the case."""
        request = {"act": name, "act_id": str(uuid4()), "revision": revision, **self.case, **more}
        self.day.ask(twin, name, request)

    def at_the_window(self, window: Program) -> None:
        """Intake, acceptance, handover; and lines that cannot be done."""
        day, brought, case = self.day, self.brought, self.case
        day.ask(window, "items", {"ask": "items", "text": brought.item.name})
        day.ask(window, "open_draft", self.first)
        day.ask(window, "save_draft", saving(self.first["case_id"], brought.form))
        day.ask(window, "draft", {"ask": "draft", **case})
        day.ask(window, "commitment", {"ask": "commitment", **case})
        acceptance = accepting(self.first["case_id"], brought.form)
        day.receipt_no = day.ask(window, "accept", acceptance)["receipt_no"]
        day.ask(window, "accept again", acceptance)
        day.ask(window, "other content", acceptance | {"receipt_told": False})
        self.act(window, "see_commitment_signature", 2)
        self.act(window, "enter_on_platform", 3, platform_no="4113990000000001")
        self.act(window, "call_department", 4, phone="0377-65310001", outcome="answered")
        for paper in day.ask(window, "papers", {"ask": "papers", **case})["papers"]:
            self.codes[paper["paper"]] = paper["code"]
        day.ask(window, "not json", '{"act": "acc')
        day.ask(window, "unknown act", {"act": "fly"})
        half = {"act": "issue", **case, "revision": 5, "receipt_code": "1", "collector": {}}
        day.ask(window, "half a request", half)
        self.act(window, "hand_over", 5, officer="周科长", counterfoil_code=self.codes["counterfoil"])
        day.ask(window, "after the bad lines", {"ask": "find", "text": day.receipt_no})

    def at_the_desk(self, desk: Program) -> None:
        """Counterfoil, result, licence; and what is to be seen afterwards."""
        day, case, receipt = self.day, self.case, self.codes["receipt"]
        foil, promise = self.codes["counterfoil"], self.codes["credit_commitment"]
        self.act(desk, "register_counterfoil", 6, counterfoil_code=foil, commitment_code=promise)
        self.act(desk, "remind", 7, phone="0377-65310001", outcome="answered", said="尽快")
        self.act(
            desk, "book_in_result", 8, officer="周科长", result_name="许可证", result_no="内演〔2026〕7号"
        )
        self.act(desk, "call_applicant", 9, phone="15400000001", outcome="answered")
        day.applicant = self.collector["name"]
        day.ask(desk, "scan", {"ask": "scan", "text": receipt})
        self.act(desk, "issue", 10, receipt_code=receipt, collector=self.collector, ink_seen=True)
        again = {"act": "issue", **case, "revision": 11, "receipt_code": receipt}
        day.ask(desk, "issue again", again | {"collector": self.collector, "ink_seen": True})
        day.ask(desk, "case", {"ask": "case", **case})
        day.ask(desk, "timeline", {"ask": "timeline", **case})
        day.ask(desk, "ledger", {"ask": "ledger", "first": "2026-11-20", "last": "2026-11-20"})


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """A case from the first word to the licence: the window's process, then the issuance desk's."""
    folder = tmp_path_factory.mktemp("twin")
    file = copy_to(folder)
    brought = brought_at(url_of(file))
    stage = Stage(Day(), brought, opening(brought.item.item_id))
    window = start(CLERK, WINDOW, file, folder)
    stage.at_the_window(window)
    stage.day.answers["window ended"] = {"code": window.end()}
    desk = start(ISSUER, DESK, file, folder)
    stage.at_the_desk(desk)
    stage.day.answers["desk ended"] = {"code": desk.end()}
    yield stage.day
    forget_template()


WAY = (
    "open_draft",
    "save_draft",
    "accept",
    "see_commitment_signature",
    "enter_on_platform",
    "call_department",
    "hand_over",
    "register_counterfoil",
    "remind",
    "book_in_result",
    "call_applicant",
    "issue",
)


@pytest.mark.row("R-OUT-2")
@pytest.mark.parametrize("name", WAY)
def test_R_OUT_2_every_act_of_the_main_job_is_done_by_a_line(day: Day, name: str) -> None:
    assert day.answers[name]["ok"], day.answers[name]


def test_R_IN_9_the_number_is_of_the_window_and_the_day(day: Day) -> None:
    assert day.receipt_no.startswith("NX20261120-04-")


def test_R_X_1_the_same_act_twice_is_answered_and_not_done_again(day: Day) -> None:
    once, twice = day.answers["accept"], day.answers["accept again"]
    assert (once["repeated"], twice["repeated"]) == (False, True)
    assert {k: v for k, v in once.items() if k != "repeated"} == {
        k: v for k, v in twice.items() if k != "repeated"
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("other content", "other_act_under_this_id"),
        ("not json", "request_unreadable"),
        ("unknown act", "request_act_unknown"),
        ("half a request", "request_field_missing"),
        ("issue again", "already_issued"),
    ],
)
def test_R_X_1_what_cannot_be_done_is_told_in_one_sentence(day: Day, name: str, code: str) -> None:
    answer = day.answers[name]
    assert (answer["ok"], answer["code"]) == (False, code)
    assert answer["sentence"].endswith("。")
    assert not answer["sentence"].isascii()


def test_R_X_1_the_process_lives_on_after_bad_lines(day: Day) -> None:
    assert day.answers["after the bad lines"]["ok"]
    assert day.answers["window ended"] == {"code": 0}
    assert day.answers["desk ended"] == {"code": 0}


def test_R_OUT_2_the_case_ends_issued_and_the_timeline_shows_every_act(day: Day) -> None:
    assert day.answers["case"]["case"]["result"] == "collected"
    kinds = json.dumps(day.answers["timeline"], ensure_ascii=False)
    for words in ("受理", "出证", day.applicant):
        assert words in kinds, words


def test_R_ARC_2_the_ledger_has_the_case(day: Day) -> None:
    rows = {row["receipt_no"]: row for row in day.answers["ledger"]["rows"]}
    assert rows[day.receipt_no]["collector"] == day.applicant


def test_the_twin_never_loads_qt(tmp_path: Path) -> None:
    """The same command in a process that says what it has loaded at its end."""
    file = copy_to(tmp_path)
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    words = ["act", "--login", CLERK, "--counter", "4", "--password-file", str(tmp_path / "password")]
    code = f"""
import sys
sys.argv = ["yichuang", *{words!r}, "--database", {url_of(file)!r}]
from yichuang_desktop.cli import app
try:
    app()
except SystemExit:
    pass
print(sorted(name for name in sys.modules if name.startswith(("PySide6", "shiboken"))), file=sys.stderr)
"""
    told = subprocess.run(
        [sys.executable, "-c", code],
        input='{"ask": "items", "text": "公司"}\n',
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout)["ok"]
    assert told.stderr.splitlines()[-1] == "[]"


def test_a_form_comes_back_from_the_draft_as_it_was_sent(day: Day, tmp_path: Path) -> None:
    sent = plain(brought_at(url_of(copy_to(tmp_path))).form)
    assert day.answers["draft"]["form"]["checklist"] == sent["checklist"]
