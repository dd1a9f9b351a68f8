"""Consultations in the database itself: numbers without gap or double, whoever asks, and what waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.store.halls import MONDAY, LiveHall
from yichuang_desktop.domain.acts import Act
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer

TODAY = MONDAY.date()
DAY = f"NX{TODAY:%Y%m%d}-04-T"
REFERRED: dict[str, Any] = {
    "question": {"text": "临街的地下室能不能办"},
    "contact": {"name": "司马甲一", "phone": "15400000001"},
    "referral": {"department_phone": "0377-65312345", "answer_way": "phone"},
}


def ask(hall: LiveHall, login: str, kind: str = "answer_at_counter", **sets: Any) -> str:
    """One question with its number, in one transaction; gives the number."""
    with hall.work(login) as work:
        case_id, number = uuid4(), work.next_notice_no(4)
        work.record(question(hall, work, case_id, number, kind, **sets), "sha")
        return number


def question(hall: LiveHall, work: Any, case_id: UUID, number: str, kind: str, **sets: Any) -> Act:
    evidence = (
        REFERRED if kind == "refer_question" else {"question": {"text": "问"}, "answer": {"text": "答"}}
    )
    columns = {"consult_no": number, "question": evidence["question"]["text"]} | sets
    return hall.act(work, case_id, kind, channel=Channel.CONSULTATION, evidence=evidence, sets=columns)


def test_numbers_of_questions_have_no_gap_and_no_double_whatever_happens_at_once(practice: LiveHall) -> None:
    def press(place: int) -> str:
        if place % 4 == 0:  # one that breaks off after its number was taken
            with practice.person("wangmin").begin() as work:
                work.next_notice_no(4)
            return ""
        return ask(practice, ("wangmin", "lixia", "guide")[place % 3])

    for login in ("wangmin", "lixia", "guide"):
        practice.person(login)
    with ThreadPoolExecutor(6) as pool:
        taken = [number for number in pool.map(press, range(24)) if number]
    assert sorted(taken) == [f"{DAY}{place:04d}" for place in range(1, len(taken) + 1)]


def test_a_number_refused_by_the_database_is_given_again(practice: LiveHall) -> None:
    with pytest.raises(RuleViolation, match="not_your_role"):
        ask(practice, "chenjie")
    assert ask(practice, "guide") == DAY + "0001"


def test_what_waits_stands_by_its_last_day_with_who_called_and_when(practice: LiveHall) -> None:
    late = ask(
        practice, "wangmin", "refer_question", step_due=date(2026, 11, 30), department="市场监督管理局"
    )
    soon = ask(practice, "guide", "refer_question", step_due=date(2026, 11, 24), item_name="食品经营许可")
    views = practice.person("lixia").views
    first, second = views.referrals()
    assert [first.consult_no, second.consult_no] == [soon, late]
    assert (first.clerk, first.asker, first.phone, first.calls) == ("导办", "司马甲一", "15400000001", 0)
    assert (second.department, second.due) == ("市场监督管理局", date(2026, 11, 30))
    practice.person("admin").set_clock(MONDAY + timedelta(hours=1))
    called = {"call": {"phone": "0377-65312345", "outcome": "busy", "said": ""}}
    practice.do("wangmin", first.case_id, "chase_question", evidence=called)
    again = views.referrals()[0]
    assert (again.calls, again.last_call_at) == (1, MONDAY + timedelta(hours=1))
    practice.do(
        "wangmin", second.case_id, "answer_referred_question", done_by=Doer.DEPARTMENT_OFFICER,
        evidence={"answer": {"text": "可以"}},
    )  # fmt: skip
    assert [row.consult_no for row in views.referrals()] == [soon]
    assert views.open_referrals() == 1


def test_a_question_is_found_by_its_number_and_listed_at_its_window(practice: LiveHall) -> None:
    number = ask(practice, "wangmin", applicant_name="司马甲一", item_id="I001", item_name="食品经营许可")
    views = practice.person("guide").views
    found = views.consultation_of(number)
    assert found is not None
    assert (found.question, found.item_id, found.asker, found.state) == ("问", "I001", "司马甲一", "answered")
    assert views.consultations(4, TODAY) == (found,)
    assert views.consultations(4, TODAY + timedelta(days=1)) == ()
    assert views.consultations(5, TODAY) == ()
    assert views.consultation_of(DAY + "0099") is None
    assert [row.receipt_no for row in views.find_cases(number)] == [number]
