"""The timeline shows every act: who, where, when, with what evidence (issue 1, 7; decisions 10)."""

from dataclasses import replace
from uuid import uuid4

from tests.services.conftest import APPLICANT, COUNTERS, Stage
from yichuang_desktop.domain.acts import Service
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports import CaseFile, ServiceRow
from yichuang_desktop.services.timeline import TimelineLine, timeline


def lines(stage: Stage, case_id: object, services: tuple[ServiceRow, ...] = ()) -> tuple[TimelineLine, ...]:
    file: CaseFile = stage.window.case_file(case_id)  # type: ignore[arg-type]
    return timeline(replace(file, services=services), COUNTERS)


def whole_story(stage: Stage) -> object:
    case_id = stage.opened()
    stage.window.notify(ask.Notify(uuid4(), case_id, 1, stage.lacking_form(), 4))
    stage.later(days=1)
    stage.window.take_up_again(ask.TakeUpAgain(uuid4(), case_id, 2, 4))
    stage.window.accept(replace(stage.accept_request(case_id), signature=None))
    stage.window.see_commitment_signature(ask.SeeCommitmentSignature(uuid4(), case_id, 4, 4))
    stage.window.enter_on_platform(ask.EnterOnPlatform(uuid4(), case_id, 5, 4, "411399001"))
    stage.window.call_department(
        ask.CallDepartment(uuid4(), case_id, 6, 4, "0377-65310001", "answered", "就来")
    )
    stage.window.note_performance(ask.NotePerformance(uuid4(), case_id, 7, 4, "late", "下班未领"))
    stage.hand_over(case_id)
    stage.register(case_id)
    stage.issuance.remind(ask.Remind(uuid4(), case_id, 10, 11, "0377-65310001", "busy"))
    stage.book_in(case_id)
    stage.issuance.call_applicant(ask.CallApplicant(uuid4(), case_id, 12, 11, "15400000001", "answered"))
    done = stage.issuance.issue(stage.issue_request(case_id))
    stage.issuance.annul(ask.Annul(uuid4(), case_id, done.revision, 11, done.act_id, "拿错证件"))
    return case_id


def test_every_act_is_a_line_with_who_where_and_what(stage: Stage) -> None:
    case_id = whole_story(stage)
    shown = lines(stage, case_id)
    assert len(shown) == stage.revision(case_id)  # type: ignore[arg-type]
    for line in shown:
        assert line.who
        assert line.where
        assert not line.title.isascii()
    told = {line.title: line for line in shown}
    assert told["部门签收材料"].who == "部门后台工作人员 周科长（王敏登记）"
    assert (
        told["出具一次性告知单"].evidence_text
        == "告知单 NX20261123-04-T0001，需补：食品经营许可申请书、营业执照"
    )
    assert told["提醒部门办结"].evidence_text.endswith("0001 占线")
    assert told["效能记录上报"].evidence_text == "交接不及时；原因：下班未领"
    assert told["结果移交出证窗口"].evidence_text == "食品经营许可证 JY14113250001234，1 份"
    assert "撤销“凭收件通知单出证”" in told["撤销上一步"].evidence_text


def test_an_undone_act_stays_visible_and_marked(stage: Stage) -> None:
    shown = lines(stage, whole_story(stage))
    assert [line.title for line in shown if line.annulled] == ["凭收件通知单出证（已撤销）"]
    assert [line.title for line in shown if line.undoable] == ["电话通知申请人"]


def test_R_X_4_no_whole_number_of_a_person_stands_on_the_timeline(stage: Stage) -> None:
    said = " ".join(line.evidence_text for line in lines(stage, whole_story(stage)))
    assert APPLICANT.document_no not in said
    assert APPLICANT.phone not in said
    assert "411***********0013" in said


def test_R_EVAL_1_a_rating_or_why_there_is_none_is_a_line(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    now = stage.store.now
    rows = (
        ServiceRow(uuid4(), Service.INTAKE.value, now, "rated", 5),
        ServiceRow(uuid4(), Service.COLLECTION.value, now, "timed_out", None),
        ServiceRow(uuid4(), Service.RETURN.value, now, "", None),
    )
    shown = lines(stage, case_id, rows)
    assert [line.title for line in shown if line.where == "评价屏"] == [
        "好差评：非常满意",
        "好差评：未评价（超时）",
    ]


def test_R_ARC_1_the_case_says_what_its_bag_still_lacks(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    window = stage.window
    assert window.archive_lacks(window.case_file(case_id)) == ("收件通知单存根", "存根上的部门签字")
    stage.hand_over(case_id)
    stage.register(case_id)
    assert window.archive_lacks(window.case_file(case_id)) == ()
