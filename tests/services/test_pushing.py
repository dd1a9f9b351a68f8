"""What the platform and the departments are told of a case, and what comes back into it (R-IN-7, R-IN-14)."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.servers.postgres import PostgresServer
from tests.services.conftest import LICENCE, Stage, desks_of, on_postgres
from tests.services.real import PASSWORD
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.pushes import Handed, PushAnswer, PushKind, PushState
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports_pushes import PushRow, PushScope
from yichuang_desktop.services.wire import answer_line
from yichuang_desktop.settings import resource

NUMBER = "411325202611230001"


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The hall in a file and on a server: the outbox is the database's."""
    if request.param == "sqlite":
        yield request.getfixturevalue("on_sqlite_stage")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with on_postgres(server, request.getfixturevalue("postgres_template")) as real:
        yield Stage(real, desks_of(real.staff))


def pushes(stage: Stage, case_id: UUID) -> list[PushRow]:
    return list(stage.window.views.pushes_of(case_id))


def answer(stage: Stage, number: str = NUMBER, day: date | None = None, times: int = 1) -> None:
    """The hall's pusher sends what waits, and the platform answers so."""
    with suppress(RuleViolation):
        stage.store.staff["admin"].add_pusher(PASSWORD)
    queue = stage.store.access.begin_pusher(PASSWORD)
    for _ in range(times):
        push = queue.claim_next("pc", 60, None, frozenset())
        assert push is not None
        queue.settle(push, Handed(PushState.ANSWERED, PushAnswer(number, day)), "platform.example")
    queue.close()


def take_up(stage: Stage, case_id: UUID, which: int = -1) -> ask.TakeUpAnswer:
    push = pushes(stage, case_id)[which]
    return ask.TakeUpAnswer(next(stage.ids), case_id, stage.revision(case_id), 4, push.push_id)


def kinds(stage: Stage, case_id: UUID) -> list[str]:
    return [act.kind for act in stage.window.case_file(case_id).history]


# -- what is told --------------------------------------------------------------------------------------------


def conforms(value: Any, schema: Any, path: str = "$") -> None:
    """A small reading of JSON Schema: as much of it as our two schemas use."""
    if "const" in schema:
        assert value == schema["const"], path
    if "enum" in schema:
        assert value in schema["enum"], path
    kinds_of = {"object": dict, "string": str, "integer": int, "null": type(None)}
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert isinstance(value, tuple(kinds_of[name] for name in names)), f"{path}: {value!r}"
    if isinstance(value, dict):
        assert not set(schema.get("required", ())) - value.keys(), path
        for name, part in schema.get("properties", {}).items():
            if name in value:
                conforms(value[name], part, f"{path}.{name}")
        undescribed = value.keys() - schema.get("properties", {}).keys()
        assert not undescribed, f"{path}: {undescribed}"


def test_R_IN_7_each_step_is_told_at_once_in_the_documented_form(stage: Stage) -> None:
    schema = json.loads(resource("platform/push-message.schema.json").read_text("utf-8"))
    case_id = stage.waiting_result()
    stage.issuance.issue(stage.issue_request(case_id))
    told = pushes(stage, case_id)
    assert [push.kind for push in told] == [PushKind.ACCEPTED, PushKind.DECIDED, PushKind.CONCLUDED]
    assert all(push.state is PushState.WAITING and push.department == LICENCE.department for push in told)
    history = {act.act_id: act for act in stage.window.case_file(case_id).history}
    for _case, body in stage.store.tables.pushes:
        conforms(body, schema)
        act = history[UUID(body["message_id"])]
        assert (body["event"]["act"], body["case"]["revision"]) == (act.kind, act.revision)
    accepted, decided, concluded = (body for _case, body in stage.store.tables.pushes)
    assert accepted["case"]["promise_due"] == "2026-11-30"
    assert accepted["case"]["first_handler"] == accepted["event"]["by"] == "王敏"
    assert accepted["case"]["receipt_no"] == told[0].receipt_no == "NX20261123-04-0001"
    assert decided["event"]["result_no"] == "JY14113250001234"
    assert (concluded["event"]["approval"], concluded["event"]["state"]) == ("closed", "已办结")


def test_no_document_number_phone_or_address_leaves_the_hall(stage: Stage) -> None:
    case_id = stage.waiting_result()
    stage.issuance.issue(stage.issue_request(case_id))
    case = stage.window.case(case_id)
    told = json.dumps([body for _case, body in stage.store.tables.pushes], ensure_ascii=False)
    assert case.applicant_name in told
    for secret in ("document_no", "phone", "address"):
        value = (case.applicant or {}).get(secret)
        assert not value or str(value) not in told


def test_a_reminder_and_an_undone_step_are_told_and_a_call_is_not(stage: Stage) -> None:
    case_id = stage.waiting_result()
    stage.issuance.annul(
        ask.Annul(
            next(stage.ids), case_id, stage.revision(case_id), 11,
            stage.window.case_file(case_id).history[-1].act_id, "录错了",
        )
    )  # fmt: skip
    call = (next(stage.ids), case_id, stage.revision(case_id), 11, "0377-65310002", "answered", "今天办")
    stage.issuance.remind(ask.Remind(*call))
    told = [push.kind.value for push in pushes(stage, case_id)]
    assert told == ["accepted", "decided", "annulled", "reminded"]
    (undone,) = [body for _case, body in stage.store.tables.pushes if body["kind"] == "annulled"]
    assert undone["event"]["annuls"] == str(pushes(stage, case_id)[1].message_id)
    assert undone["event"]["approval"] == "in_review"


# -- what comes back -----------------------------------------------------------------------------------------


def test_R_IN_7_an_answer_is_taken_up_with_one_key(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    answer(stage, day=date(2026, 11, 23))
    (push,) = stage.window.views.pushes(PushScope.OPEN)
    assert (push.number_open, push.day_open) == (True, True)
    request = take_up(stage, case_id)
    done = stage.window.handle(request)
    assert kinds(stage, case_id)[-3:] == ["confirm_push", "enter_on_platform", "confirm_on_platform"]
    case = stage.window.case(case_id)
    assert (case.platform_no, case.platform_accepted_on) == (NUMBER, date(2026, 11, 23))
    history = stage.window.case_file(case_id).history
    assert {act.recorded_by for act in history} == {"wangmin"}, "the log-in that took it up (decisions 10)"
    pushed = history[-3].evidence["push"]
    assert (pushed["by"], pushed["receiver"], pushed["message_id"]) == (
        "outbox", "platform.example", str(push.message_id),
    )  # fmt: skip
    assert history[-2].evidence["platform_entry"]["source"] == "answer"
    assert stage.window.views.pushes(PushScope.OPEN) == ()
    assert stage.window.handle(request).repeated, "sent twice is done once"  # type: ignore[union-attr]
    assert done.case_id == case_id  # type: ignore[union-attr]
    lines = [line.evidence_text for line in stage.window.timeline(case_id)]
    assert f"平台编号 {NUMBER}，由对方系统答复" in lines
    assert "已推送到 platform.example，对方已收" in lines


def test_an_answer_is_taken_up_once(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with pytest.raises(RuleViolation, match="push_not_answered"):
        stage.window.handle(take_up(stage, case_id))
    answer(stage)
    stage.window.handle(take_up(stage, case_id))
    with pytest.raises(RuleViolation, match="push_taken_up") as refused:
        stage.window.handle(take_up(stage, case_id))
    assert "NX20261123-04-0001" in say(refused.value)
    other, _ = stage.accepted()
    stolen = ask.TakeUpAnswer(
        next(stage.ids), other, stage.revision(other), 4, pushes(stage, case_id)[0].push_id
    )
    with pytest.raises(RuleViolation, match="not_found"):
        stage.window.handle(stolen)


def test_a_number_typed_by_hand_is_never_written_over(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    typed = ask.EnterOnPlatform(next(stage.ids), case_id, stage.revision(case_id), 4, "411325202611239999")
    stage.window.enter_on_platform(typed)
    stage.later(minutes=1)
    answer(stage, day=date(2026, 11, 23))
    (push,) = stage.window.views.pushes(PushScope.OPEN)
    assert (push.external_no, push.platform_no, push.number_open) == (NUMBER, "411325202611239999", True)
    before = kinds(stage, case_id)
    with pytest.raises(RuleViolation, match="platform_no_differs") as refused:
        stage.window.handle(take_up(stage, case_id))
    assert NUMBER in say(refused.value)
    assert "411325202611239999" in say(refused.value)
    assert kinds(stage, case_id) == before
    assert stage.window.case(case_id).platform_no == "411325202611239999"


def test_the_issuance_desk_cannot_enter_the_windows_number_but_confirms_the_end(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    answer(stage)
    request = take_up(stage, case_id)
    with pytest.raises(RuleViolation, match="not_your_role"):
        stage.issuance.handle(request)
    stage.window.handle(request)
    stage.hand_over(case_id)
    stage.register(case_id)
    stage.book_in(case_id)
    stage.issuance.issue(stage.issue_request(case_id))
    answer(stage, times=2, day=date(2026, 11, 23))
    stage.issuance.handle(take_up(stage, case_id))
    assert stage.window.case(case_id).platform_closed_on == date(2026, 11, 23)


# -- both days (R-IN-14) -------------------------------------------------------------------------------------


def confirm(stage: Stage, case_id: UUID, what: str, on: date) -> ask.ConfirmOnPlatform:
    return ask.ConfirmOnPlatform(next(stage.ids), case_id, stage.revision(case_id), 4, what, on)


def test_R_IN_14_acceptance_and_completion_are_confirmed_with_the_platforms_days(stage: Stage) -> None:
    today = date(2026, 11, 23)
    case_id, _ = stage.accepted()
    with pytest.raises(RuleViolation, match="platform_no_first"):
        stage.window.handle(confirm(stage, case_id, "accepted", today))
    number = ask.EnterOnPlatform(next(stage.ids), case_id, stage.revision(case_id), 4, NUMBER)
    stage.window.enter_on_platform(number)
    wrong = [
        (today + timedelta(days=1), "accepted", "day_in_future"),
        (today - timedelta(days=1), "accepted", "platform_date_wrong"),
        (today, "concluded", "platform_not_concluded"),
        (today, "sometimes", "choice_unknown"),
    ]
    for on, what, code in wrong:
        with pytest.raises(RuleViolation, match=code) as refused:
            stage.window.handle(confirm(stage, case_id, what, on))
        assert refused.value.facts["field"] in ("what", "on")
    stage.window.handle(confirm(stage, case_id, "accepted", today))
    with pytest.raises(RuleViolation, match="platform_confirmed_already"):
        stage.window.handle(confirm(stage, case_id, "accepted", today))
    stage.hand_over(case_id)
    stage.register(case_id)
    stage.book_in(case_id)
    stage.later(days=2)
    stage.issuance.issue(stage.issue_request(case_id))
    stage.window.handle(confirm(stage, case_id, "concluded", date(2026, 11, 25)))
    case = stage.window.case(case_id)
    assert (case.platform_accepted_on, case.platform_closed_on) == (today, date(2026, 11, 25))
    said = [line.evidence_text for line in stage.window.timeline(case_id)]
    assert f"平台受理日期 2026-11-23，平台编号 {NUMBER}" in said
    assert f"平台办结日期 2026-11-25，平台编号 {NUMBER}" in said


# -- by hand -------------------------------------------------------------------------------------------------


def test_R_IN_7_a_department_told_by_phone_is_on_the_timeline(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    request = ask.ConfirmPush(next(stage.ids), case_id, stage.revision(case_id), 4, "周科长", "0377-65310001")
    stage.window.handle(request)
    act = stage.window.case_file(case_id).history[-1]
    assert act.evidence["push"] == {
        "by": "clerk", "told": "周科长", "phone": "0377-65310001", "said": "",
    }  # fmt: skip
    assert stage.window.timeline(case_id)[-1].evidence_text.endswith("告知周科长")
    with pytest.raises(RuleViolation, match="answer_lacking"):
        stage.window.handle(ask.ConfirmPush(next(stage.ids), case_id, stage.revision(case_id), 4, " "))


def test_a_message_is_sent_again_or_given_up_by_hand(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    push = pushes(stage, case_id)[0]
    with pytest.raises(RuleViolation, match="push_reason_lacking"):
        stage.window.handle(ask.GiveUpPush(push.push_id, ""))
    stage.window.handle(ask.GiveUpPush(push.push_id, "平台停用，已当面交接"))
    given_up = pushes(stage, case_id)[0]
    assert (given_up.state, given_up.reason) == (PushState.GIVEN_UP, "平台停用，已当面交接")
    stage.issuance.handle(ask.RetryPush(push.push_id))
    assert pushes(stage, case_id)[0].state is PushState.WAITING
    events = stage.window.views.push_events(push.push_id)
    names = [(event.by, event.after.value) for event in events]
    assert names == [("赵磊", "waiting"), ("王敏", "given_up")]


def test_a_script_can_see_the_messages_and_steer_them(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    asked = json.dumps({"ask": "pushes", "case_id": str(case_id)})
    (push,) = json.loads(answer_line(stage.window, asked))["rows"]
    assert (push["kind"], push["state"], push["number_open"]) == ("accepted", "waiting", False)
    assert json.loads(answer_line(stage.window, '{"ask": "pushes"}'))["rows"] == [push]
    given_up = {"act": "give_up_push", "push_id": push["push_id"], "reason": "平台停用"}
    assert json.loads(answer_line(stage.window, json.dumps(given_up)))["ok"]
    assert pushes(stage, case_id)[0].state is PushState.GIVEN_UP
