"""Questions at the window: the guide in seconds, hard ones followed up until answered (3.1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.journeys import forms
from tests.journeys.conftest import TODAY
from tests.journeys.reading import text_of
from tests.journeys.window import INITIALS, ITEM, NAME, PHONE, Window
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services import requests as ask
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.consultation.screen import ConsultationScreen
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key

Past = Callable[..., Any]
Rows = Callable[..., list[dict[str, Any]]]
QUESTION = "临街的地下室能不能办营业执照"


def consultation(clerk: Window) -> ConsultationScreen:
    """F1."""
    if not isinstance(clerk.shell.current_screen, ConsultationScreen):
        clerk.press(Key.SCREEN_1)
    screen = clerk.shell.current_screen
    assert isinstance(screen, ConsultationScreen)
    return screen


def find(clerk: Window, typed: str = INITIALS) -> ConsultationScreen:
    """Type into the one box and take the first hit."""
    screen = consultation(clerk)
    search = screen.item_card.search
    search.clear()
    clerk.hand.keys(search, typed)
    wait_until(lambda: bool(search.hits()), f"a hit for {typed}")
    clerk.press(Key.NEXT)
    wait_until(lambda: bool(screen.materials.table.rows_model().rows), "the guide")
    clerk.hand.settle()
    return screen


def last_question(rows: Rows) -> dict[str, Any]:
    """The newest consultation as the database has it."""
    found = rows("select * from cases where channel = 'consultation' order by moved_at desc, consult_no desc")
    return found[0]


@pytest.mark.row("R-ASK-1")
def test_R_ASK_1_one_box_finds_the_item_and_one_key_prints_its_guide_notice(
    window: Window, rows: Rows
) -> None:
    window.log_in("clerk04", 4)
    screen = consultation(window)
    assert "找到事项" in window.why_not(Key.ACT_1), "no item, no notice"
    window.press(Key.ACT_1)
    assert "找到事项" in window.said
    search = screen.item_card.search
    for typed in ("个体工商户设立", INITIALS, "getigongshanghu", "市场监督 个体", "NX-D004"):
        search.clear()
        window.hand.keys(search, typed)
        wait_until(lambda: ITEM in [hit.first for hit in search.hits()], f"{typed} to find {ITEM}")
    find(window)
    window.picture("R-ASK-1")
    assert "有经营场所" in "".join(words.text() for words in screen.guide.findChildren(Words))
    window.press(Key.ACT_1)
    case = last_question(rows)
    assert case["consult_no"].startswith("NX20261123-04-T")
    case_id = UUID(hex=case["case_id"])
    act = window.act(case_id, "answer_at_counter")
    assert (case["item_name"], act.evidence["question"]["text"]) == (ITEM, "怎么办理，需要哪些材料")
    assert act.evidence["answer"]["guide"] == case["consult_no"]
    window.rate(5)
    (service,) = window.file(case_id).services
    assert (service.kind, service.outcome) == ("consultation", "rated")
    rated = "select grade from rating join service_event using (event_id) where case_id = ?"
    grades = [one["grade"] for one in rows(rated, case["case_id"])]
    assert grades == [5], "kept; the window that was rated does not read it"
    text = text_of(window.papers(1)[0])
    for words in ("一次性告知单", ITEM, "个体工商户登记（备案）申请书", "承诺时限", case["consult_no"]):
        assert words.replace(" ", "") in text, words
    assert window.code(case_id, PaperKind.ONE_OFF_NOTICE)


@pytest.mark.row("R-ASK-1")
def test_R_ASK_1_the_filled_in_example_is_shown_and_printed_and_its_absence_is_said(window: Window) -> None:
    window.log_in("clerk04", 4)
    screen = find(window)
    line = screen.materials.current_line()
    assert line is not None
    assert line.samples == ("individual-business.png",)
    window.press(Key.ALT_3)
    window.press(Key.NEXT)
    wait_until(lambda: screen.preview.isVisible() and screen.preview.page_count == 1, "the example")
    window.press(Key.BACK)
    window.press(Key.ALT_S)
    wait_until(lambda: "已送打印" in window.said, "the example to be sent")
    assert "示范文本" in text_of(window.papers(1)[0])
    screen.materials.table.select_key(2)
    window.hand.settle()
    assert "没有示范文本" in window.why_not(Key.ALT_S)
    window.press(Key.ALT_S)
    assert "没有示范文本" in window.said
    assert "群众屏" in window.why_not(Key.ALT_V), "one screen only: it is never covered for reading"


@pytest.mark.row("R-ASK-1")
def test_R_ASK_1_a_question_answered_on_the_spot_is_one_key_and_one_rating(
    window: Window, rows: Rows
) -> None:
    window.log_in("clerk04", 4)
    screen = consultation(window)
    before = len(rows("select 1 from cases where channel = 'consultation'"))
    window.hand.keys(screen.question.question, "中午休息吗")
    window.press(Key.MAIN)
    assert "答复" in window.said, "a question without an answer is no record"
    window.hand.keys(screen.question.answer, "十二点到一点半轮流值班，都能办")
    window.hand.keys(screen.question.phone, "1540000")
    window.press(Key.MAIN)
    assert "11 位" in screen.question.phone.remark
    assert len(rows("select 1 from cases where channel = 'consultation'")) == before
    window.hand.write(screen.question.phone, PHONE)
    window.press(Key.MAIN)
    case = last_question(rows)
    assert (case["question"], case["item_id"]) == ("中午休息吗", "")
    event = rows("select * from service_event where case_id = ?", case["case_id"])
    assert [row["kind"] for row in event] == ["consultation"]
    window.rate(4)
    assert len(rows("select * from rating where event_id = ?", event[0]["event_id"])) == 1
    window.press(Key.MAIN)
    assert not screen.question.question.text(), "the next one"


@pytest.mark.row("R-ASK-1")
def test_R_ASK_1_the_case_taken_in_later_refers_to_the_consultation(window: Window, rows: Rows) -> None:
    window.log_in("clerk04", 4)
    screen = find(window)
    window.hand.keys(screen.question.asker, NAME)
    window.press(Key.ACT_2)
    number = last_question(rows)["consult_no"]
    window.rate(5)
    intake = window.intake
    wait_until(lambda: intake.case_id is not None, "the intake to begin")
    window.hand.settle()
    assert intake.parties.name.text() == NAME
    case_id = intake.case_id
    assert case_id is not None
    assert window.file(case_id).case.asked_in == number
    window.fill_in()
    window.press(Key.MAIN)
    case = window.file(case_id).case
    assert (case.asked_in, bool(case.receipt_no)) == (number, True)


@pytest.mark.row("R-ASK-1")
def test_R_ASK_1_the_guide_notice_scanned_at_the_intake_screen_begins_the_case(
    window: Window, past: Past, rows: Rows
) -> None:
    def asked(hall: Any) -> str:
        desk, case_id = hall.window.desk, uuid4()
        item = hall.item(lambda one: one.name == ITEM)[1]
        desk.handle(
            ask.AnswerAtCounter(
                act_id=uuid4(), case_id=case_id, revision=0, counter=4, item_id=item.item_id,
                question="怎么办", answer="见告知单", guide=True,
            )
        )  # fmt: skip
        code: str = hall.code(case_id, PaperKind.ONE_OFF_NOTICE)
        return code

    code = past(asked)
    window.log_in("clerk04", 4)
    window.hand.scan(window.intake.item_card.search, code)
    wait_until(lambda: window.intake.case_id is not None, "the draft")
    window.hand.settle()
    case_id = window.intake.case_id
    assert case_id is not None
    assert window.file(case_id).case.asked_in == last_question(rows)["consult_no"]


@pytest.mark.row("R-ASK-2")
def test_R_ASK_2_a_hard_question_is_referred_chased_and_answered(window: Window, rows: Rows) -> None:
    window.log_in("clerk04", 4)
    screen = find(window)
    window.hand.keys(screen.question.question, QUESTION)
    window.press(Key.ALT_T)
    wait_until(lambda: screen.forms.open, "the form")
    window.hand.settle()
    count = len(rows("select 1 from cases where channel = 'consultation'"))
    window.press(Key.MAIN)
    assert "咨询人" in window.said, "no referral without a name"
    forms.fill(window, asker=NAME, phone="15400")
    window.press(Key.MAIN)
    assert len(rows("select 1 from cases where channel = 'consultation'")) == count
    forms.fill(window, phone=PHONE, told="周科长")
    window.picture("R-ASK-2")
    window.press(Key.MAIN)
    case = last_question(rows)
    case_id = UUID(hex=case["case_id"])
    act = window.act(case_id, "refer_question")
    assert act.evidence["contact"] == {"name": NAME, "phone": PHONE}
    assert case["step_due"] == "2026-11-26", "three working days"
    window.rate(5)
    slip = text_of(window.papers(1)[0])
    for words in ("转办单", QUESTION, PHONE, "周科长"):
        assert words in slip, words
    (row,) = [line for line in screen.lists.referrals.rows_model().rows if line.row.case_id == case_id]
    assert row.age.words == "还有 3 个工作日"
    screen.lists.referrals.select_key(case_id)
    window.press(Key.ALT_3)
    window.press(Key.ACT_1)
    wait_until(lambda: screen.forms.open, "the call")
    forms.fill(window, outcome="no_answer")
    window.press(Key.MAIN)
    assert window.act(case_id, "chase_question").evidence["call"]["outcome"] == "no_answer"
    screen.lists.referrals.select_key(case_id)
    window.press(Key.ALT_3)
    window.press(Key.MAIN)
    wait_until(lambda: screen.forms.open, "the answer")
    forms.fill(window, officer="周科长", answer="层高 2.2 米以上并有两个出口的可以")
    window.press(Key.MAIN)
    answered = window.act(case_id, "answer_referred_question")
    told = answered.evidence["answer"]
    assert (told["officer"], told["how"], told["told"]) == ("周科长", "phone", "by_department")
    assert answered.doer_name == "周科长"
    assert case_id not in [line.row.case_id for line in screen.lists.referrals.rows_model().rows]
    assert rows("select approval from cases where case_id = ?", case_id.hex) == [{"approval": "answered"}]


@pytest.mark.row("R-ASK-2")
def test_R_ASK_2_open_questions_age_by_working_days_and_the_overdue_stand_out(
    window: Window, past: Past
) -> None:
    def asked(hall: Any) -> list[UUID]:
        made = []
        for days_ago, name in ((10, "最早"), (6, "其次"), (0, "今天")):
            hall.at(TODAY - timedelta(days=days_ago))
            request = ask.ReferQuestion(
                act_id=uuid4(), case_id=uuid4(), revision=0, counter=4, asker=name, phone=PHONE,
                department="内乡县自然资源局", question=QUESTION,
            )  # fmt: skip
            hall.window.desk.handle(request)
            made.append(request.case_id)
        hall.at(TODAY)
        return made

    oldest, older, newest = past(asked)
    window.log_in("clerk04", 4)
    screen = consultation(window)
    every = screen.lists.referrals.rows_model().rows
    lines = [line for line in every if line.row.case_id in (oldest, older, newest)]
    assert [line.row.case_id for line in lines] == [oldest, older, newest]
    assert [line.age.words for line in lines] == ["超期 3 个工作日", "超期 1 个工作日", "还有 3 个工作日"]
    assert [line.age.days for line in lines] == [6, 4, 0]
    late = [line for line in every if line.age.left < 0]
    assert every[: len(late)] == tuple(late), "what is overdue stands on top"
    assert f"有 {len(late)} 个转办问题超过期限" in screen.guide.said
    assert window.shell.rail.button("consultation").count >= len(late) >= 2
    assert find_cut_texts(window.shell) == []


@pytest.mark.row("R-ASK-1")
def test_R_ASK_1_the_guide_desk_answers_and_refers_but_takes_nothing_in(window: Window) -> None:
    window.log_in("guide1", 1)
    assert window.shell.screen_name == "consultation"
    screen = find(window)
    keys = [act.key for act in window.shell.act_bar.acts]
    assert Key.ACT_2 not in keys, "no intake at the guide desk"
    window.press(Key.MAIN)
    assert screen._model.consult_no.startswith("NX20261123-01-T")
