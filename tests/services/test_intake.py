"""Draft, one-off notice, taking up again, giving up (3.2.1; R-IN-4, R-X-1)."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.services.conftest import APPLICANT, Stage
from yichuang_desktop.domain import papers
from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.services import requests as ask


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def notify(stage: Stage, case_id: object, reason: str = "") -> ask.Notify:
    revision = stage.revision(case_id)  # type: ignore[arg-type]
    return ask.Notify(uuid4(), case_id, revision, stage.lacking_form(), 4, reason)  # type: ignore[arg-type]


def test_R_IN_1_a_draft_pins_the_item_and_its_version(stage: Stage) -> None:
    case = stage.window.case(stage.opened())
    assert (case.item_id, case.item_version, case.tracks.approval) == ("NX-001", 1, Approval.DRAFT)
    form = stage.window.draft(case.case_id)
    assert form.checklist is not None
    assert [row.name for row in form.checklist.unjudged] == [
        "食品经营许可申请书",
        "营业执照",
        "经营场所平面图",
        "健康证明",
    ]


def test_decisions_3_a_draft_has_no_number(stage: Stage) -> None:
    assert stage.window.case(stage.opened()).receipt_no == ""
    assert not stage.store.tables.serials


def test_R_X_1_what_was_written_is_there_again(stage: Stage) -> None:
    case_id = stage.opened()
    form = stage.form(remark="申请人下午再来")
    stage.window.save_draft(ask.SaveDraft(case_id, form, 4))
    assert stage.window.draft(case_id) == form


def test_a_draft_of_an_accepted_case_is_closed(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("draft_closed"):
        stage.window.save_draft(ask.SaveDraft(case_id, stage.form(), 4))


def test_R_IN_4_one_notice_lists_everything_that_is_missing_or_wrong(stage: Stage) -> None:
    case_id = stage.opened()
    stage.window.notify(notify(stage, case_id))
    notice = stage.store.tables.acts[-1][1].evidence["one_off_notice"]
    assert notice["number"] == "NX20261123-04-T0001"
    assert [lack["name"] for lack in notice["lacking"]] == ["食品经营许可申请书", "营业执照"]
    assert notice["lacking"][0]["what"] == "没有签字。"
    (job, _case) = next(iter(stage.store.tables.jobs.values()))
    paper = papers.from_document(dict(job.document))
    assert isinstance(paper, papers.OneOffNoticePaper)
    assert [row.name for row in paper.rows] == ["食品经营许可申请书", "营业执照"]
    assert stage.window.scan(paper.head.code).paper.kind is PaperKind.ONE_OFF_NOTICE


def test_R_IN_4_the_case_is_taken_up_again_from_the_notice_with_everything_written(stage: Stage) -> None:
    case_id = stage.opened()
    stage.window.notify(notify(stage, case_id))
    stage.later(days=2)
    stage.window.take_up_again(ask.TakeUpAgain(uuid4(), case_id, stage.revision(case_id), 4))
    assert stage.window.draft(case_id) == stage.lacking_form()
    done = stage.window.accept(stage.accept_request(case_id))
    assert done.receipt_no == "NX20261125-04-0001"
    assert stage.store.tables.acts[-1][1].evidence["notices"] == ["NX20261123-04-T0001"]


def test_R_IN_4_a_second_notice_needs_a_reason(stage: Stage) -> None:
    case_id = stage.opened()
    stage.window.notify(notify(stage, case_id))
    with refused("notice_again_needs_reason"):
        stage.window.notify(notify(stage, case_id))
    done = stage.window.notify(notify(stage, case_id, "补交的营业执照已过期"))
    assert done.kind == "notify_again"


def test_R_IN_4_no_notice_before_every_material_was_looked_at(stage: Stage) -> None:
    case_id = stage.opened()
    form = stage.lacking_form()
    assert form.checklist is not None
    half = replace(form, checklist=form.checklist.withdraw(4))
    with refused("notice_before_review"):
        stage.window.notify(replace(notify(stage, case_id), form=half))


def test_R_IN_4_no_notice_when_nothing_is_missing(stage: Stage) -> None:
    case_id = stage.opened()
    with refused("nothing_lacking"):
        stage.window.notify(replace(notify(stage, case_id), form=stage.form()))


def test_R_IN_4_a_notice_names_the_applicant(stage: Stage) -> None:
    case_id = stage.opened()
    nameless = replace(stage.lacking_form(), applicant=replace(APPLICANT, name=" "))
    with refused("applicant_not_filled"):
        stage.window.notify(replace(notify(stage, case_id), form=nameless))


def test_a_notified_case_cannot_be_accepted_before_it_is_taken_up_again(stage: Stage) -> None:
    case_id = stage.opened()
    stage.window.notify(notify(stage, case_id))
    with refused("not_in_this_state"):
        stage.window.accept(stage.accept_request(case_id))


def test_a_draft_is_given_up_with_a_reason_and_stays_in_the_history(stage: Stage) -> None:
    case_id = stage.opened()
    with refused("reason_lacking"):
        stage.window.abandon(ask.Abandon(uuid4(), case_id, 1, 4, "  "))
    stage.window.abandon(ask.Abandon(uuid4(), case_id, 1, 4, "申请人改天再来"))
    case = stage.window.case(case_id)
    assert case.ended
    assert [act.kind for of, act in stage.store.tables.acts if of == case_id] == ["open_draft", "abandon"]


def test_opening_twice_with_the_same_request_opens_once(stage: Stage) -> None:
    request = ask.OpenDraft(uuid4(), uuid4(), "NX-001", 4)
    assert not stage.window.open_draft(request).repeated
    assert stage.window.open_draft(request).repeated
    assert len(stage.store.tables.cases) == 1


def test_a_screen_that_is_behind_is_told_so(stage: Stage) -> None:
    case_id = stage.opened()
    stale = notify(stage, case_id)
    stage.window.notify(notify(stage, case_id))
    with refused("changed_elsewhere"):
        stage.window.notify(stale)


def test_electronic_materials_alone_leave_no_paper_at_the_window(stage: Stage) -> None:
    form = stage.form()
    assert form.checklist is not None
    rows = tuple(replace(row, electronic_ok=True) for row in form.checklist.rows)
    checklist = replace(form.checklist, rows=rows)
    for row in rows:
        if row.mandatory:
            checklist = checklist.judge(row.seq, MaterialVerdict.ELECTRONIC)
    assert not replace(form, checklist=checklist).with_paper
    assert replace(form, checklist=checklist).copies == 0
    assert (form.with_paper, form.copies) == (True, 4)
