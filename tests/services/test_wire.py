"""The headless twin: one JSON object a line in, one answer a line out, whatever comes."""

import base64
import json
from dataclasses import fields
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.conftest import PNG, STROKES, Stage, in_memory_only
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Result
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.plain import build, plain, request_sha256
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.services.register import HANDLERS
from yichuang_desktop.services.wire import answer_line


def ask_line(desk: Desk, **asked: Any) -> dict[str, Any]:
    line = answer_line(desk, json.dumps(asked, ensure_ascii=False))
    assert "\n" not in line
    answered: dict[str, Any] = json.loads(line)
    return answered


def done(desk: Desk, **asked: Any) -> dict[str, Any]:
    answered = ask_line(desk, **asked)
    assert answered["ok"], answered
    return answered


def test_the_main_job_without_a_window(stage: Stage) -> None:
    window, issuance, case_id = stage.window, stage.issuance, str(uuid4())
    opened = done(window, act="open_draft", case_id=case_id, item_id="NX-001")
    assert UUID(opened["act_id"])
    done(window, act="save_draft", case_id=case_id, form=stage.form().to_json())
    text = done(window, ask="commitment", case_id=case_id)
    signature = {
        "text_sha256": text["text_sha256"],
        "png": base64.b64encode(PNG).decode(),
        "strokes": STROKES,
        "signed_at": "2026-11-23T09:29:00+08:00",
        "signer": "司马甲一",
    }
    form = done(window, ask="draft", case_id=case_id)["form"]
    accepted = done(window, act="accept", case_id=case_id, revision=1, form=form, signature=signature)
    assert accepted["receipt_no"] == "NX20261123-04-0001"
    codes = {row["paper"]: row["code"] for row in done(window, ask="papers", case_id=case_id)["papers"]}
    done(
        window,
        act="hand_over",
        case_id=case_id,
        revision=2,
        officer="周科长",
        counterfoil_code=codes["counterfoil"],
    )
    done(
        issuance,
        act="register_counterfoil",
        case_id=case_id,
        revision=3,
        counterfoil_code=codes["counterfoil"],
        commitment_code=codes["credit_commitment"],
    )
    done(
        issuance,
        act="book_in_result",
        case_id=case_id,
        revision=4,
        officer="周科长",
        result_name="食品经营许可证",
        result_no="JY1",
    )
    assert done(issuance, ask="scan", text=codes["receipt"])["case_id"] == case_id
    done(
        issuance,
        act="issue",
        ink_seen=True,
        case_id=case_id,
        revision=5,
        receipt_code=codes["receipt"],
        collector={"name": "司马甲一", "document_title": "居民身份证", "document_no": "411399199001010013"},
    )
    told = done(issuance, ask="case", case_id=case_id)
    assert told["case"]["result"] == Result.COLLECTED
    assert told["next_step"]["act"] == "put_in_bag"
    assert "applicant" not in told["case"]
    assert len(done(issuance, ask="timeline", case_id=case_id)["timeline"]) == 6


def test_R_X_1_a_line_sent_again_is_answered_not_done_again(stage: Stage) -> None:
    line = json.dumps(
        {"act": "open_draft", "act_id": str(uuid4()), "case_id": str(uuid4()), "item_id": "NX-001"}
    )
    assert json.loads(answer_line(stage.window, line))["repeated"] is False
    assert json.loads(answer_line(stage.window, line))["repeated"] is True


def test_a_refusal_says_code_and_sentence(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    answered = ask_line(
        stage.window, act="hand_over", case_id=str(case_id), revision=1, officer="周", counterfoil_code="1"
    )
    assert (answered["ok"], answered["code"]) == (False, "changed_elsewhere")
    assert "刷新" in answered["sentence"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "request_unreadable"),
        ("{", "request_unreadable"),
        ("[]", "request_unreadable"),
        ("{}", "request_unreadable"),
        ('{"act":"issue","ask":"case"}', "request_unreadable"),
        ('{"act":"rate"}', "request_act_unknown"),
        ('{"act":7}', "request_act_unknown"),
        ('{"ask":"everything"}', "request_act_unknown"),
        ('{"act":"abandon","case_id":"x"}', "request_field_missing"),
        ('{"act":"abandon","case_id":"x","revision":1,"reason":"y"}', "request_field_wrong"),
        ('{"act":"abandon","case_id":"x","revision":true,"reason":"y","more":1}', "request_field_unknown"),
        ('{"ask":"case"}', "request_field_missing"),
        ('{"ask":"case","case_id":"7"}', "request_field_wrong"),
        (
            '{"act":"save_draft","case_id":"00000000-0000-0000-0000-000000000000","form":7}',
            "request_field_wrong",
        ),
        (
            '{"act":"save_draft","case_id":"00000000-0000-0000-0000-000000000000","form":{"applicant":{"name":7}}}',
            "request_field_wrong",
        ),
        ('{"ask":"case","case_id":"00000000-0000-0000-0000-000000000000"}', "not_found"),
    ],
)
def test_a_line_that_is_no_request_is_answered_in_words(stage: Stage, line: str, code: str) -> None:
    answered = json.loads(answer_line(stage.window, line))
    assert (answered["ok"], answered["code"]) == (False, code)
    assert answered["sentence"].endswith("。")


@in_memory_only
def test_a_database_that_is_away_asks_for_the_same_line_again(stage: Stage) -> None:
    stage.store.breaks_at_commit = StoreUnavailable("result_unknown")
    answered = ask_line(stage.window, act="open_draft", case_id=str(uuid4()), item_id="NX-001")
    assert (answered["ok"], answered["code"], answered["again"]) == (False, "result_unknown", True)


@in_memory_only
@given(st.text() | st.dictionaries(st.text(), st.integers() | st.text() | st.none()).map(json.dumps))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_line_breaks_the_twin(stage: Stage, line: str) -> None:
    assert json.loads(answer_line(stage.window, line))["ok"] is False


def test_every_request_comes_back_from_its_plain_form(stage: Stage) -> None:
    case_id = stage.opened()
    request = stage.accept_request(case_id)
    again = build(type(request), json.loads(json.dumps(plain(request))))
    assert again == request
    assert request_sha256(again) == request_sha256(request)


def test_a_script_learns_items_checklist_queues_and_figures(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    window, issuance = stage.window, stage.issuance
    rows = done(window, ask="items", text="食品")["rows"]
    assert [row["item_id"] for row in rows] == ["NX-001"]
    item = done(window, ask="item", item_id="NX-001")
    assert (item["version"], len(item["checklist"]["rows"])) == (1, 4)
    draft = str(stage.opened())
    assert [row["case_id"] for row in done(window, ask="drafts")["rows"]] == [draft]
    assert done(window, ask="case", case_id=draft)["next_step"]["code"] == "checklist_unjudged"
    accepted, handed, waiting = stage.accepted()[0], stage.handed_over(), stage.waiting_result()
    assert [row["case_id"] for row in done(window, ask="handover_queue")["rows"]] == [str(accepted)]
    assert [row["case_id"] for row in done(window, ask="signed_counterfoils", counter=None)["rows"]] == [
        str(handed)
    ]
    assert {row["case_id"] for row in done(issuance, ask="dues")["rows"]} == {str(accepted), str(handed)}
    assert [row["case_id"] for row in done(issuance, ask="results_to_call")["rows"]] == [str(waiting)]
    assert done(issuance, ask="results_to_collect")["rows"] == []
    assert done(window, ask="today")["today"]["accepted"] == 3
    page = done(window, ask="ledger", first="2026-11-23", last="2026-11-23", limit=2)["rows"]
    assert [row["receipt_no"] for row in page] == ["NX20261123-04-0001", "NX20261123-04-0002"]
    assert len(done(window, ask="prints", case_id=str(accepted))["rows"]) == 4
    assert [row["case_id"] for row in done(window, ask="cases", text="0003")["rows"]] == [str(waiting)]


@pytest.mark.parametrize("asked", [{"ask": "dues", "limit": "x"}, {"ask": "today", "counter": -1}])
def test_a_question_with_a_wrong_field_is_answered_in_words(
    on_sqlite_stage: Stage, asked: dict[str, object]
) -> None:
    assert ask_line(on_sqlite_stage.window, **asked)["code"] == "request_field_wrong"


def test_a_form_is_written_the_same_by_the_twin_and_by_the_draft(stage: Stage) -> None:
    for form in (stage.form(), stage.lacking_form(), stage.form(applicant=None, checklist=None)):
        assert plain(form) == form.to_json()


def test_every_act_has_its_service_and_its_words() -> None:
    for name, handler in HANDLERS.items():
        assert callable(handler.act), name
        assert handler.request.__doc__
        assert fields(handler.request)


def test_codes_of_papers_are_named_as_in_the_domain(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    rows = done(stage.window, ask="papers", case_id=str(case_id))["papers"]
    assert {row["paper"] for row in rows} <= {kind.name.lower() for kind in PaperKind}
