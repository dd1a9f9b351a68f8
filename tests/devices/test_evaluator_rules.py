"""The nine rules of an evaluation device, each by its number (R-EVAL-1); time stands still until told."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from yichuang_desktop.domain.evaluation import (
    Answered,
    Ask,
    Ended,
    EvaluatorRules,
    EvaluatorState,
    Limits,
    Press,
    Said,
    StateIs,
    StrayHeard,
    Tell,
    Withdraw,
    missing_grades,
)
from yichuang_desktop.domain.ratings import Grade, RatingChannel, RatingOutcome, Stray, StrayKind

A, B, C = (UUID(int=number) for number in (1, 2, 3))
KEYS = {"5": Grade.VERY_SATISFIED, "1": Grade.VERY_DISSATISFIED, "9": None}


@dataclass
class Box:
    """A device under the rules, with its time and everything that was said."""

    now: float = 100.0
    said: list[Said] = field(default_factory=list)
    told: list[Tell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rules = EvaluatorRules(RatingChannel.KEYS, lambda: self.now, self.said.append, self.told.append)
        self.rules.connected()

    def after(self, seconds: float) -> "Box":
        self.now += seconds
        self.rules.tick()
        return self

    def asked(self, event: UUID, seconds: float = 30) -> "Box":
        self.rules.begin(event, "4号窗口　收件", seconds)
        return self

    def key(self, key: str, *, own: bool = True, event: UUID | None = None) -> "Box":
        self.rules.press(Press(key, KEYS[key], own, event))
        return self

    @property
    def answers(self) -> list[tuple[UUID, int]]:
        return [(each.event_id, int(each.grade)) for each in self.said if isinstance(each, Answered)]

    @property
    def ends(self) -> list[tuple[UUID, str]]:
        return [(each.event_id, each.outcome.value) for each in self.said if isinstance(each, Ended)]

    @property
    def strays(self) -> list[Stray]:
        return [each.stray for each in self.said if isinstance(each, StrayHeard)]

    @property
    def stray_kinds(self) -> list[str]:
        return [stray.kind.value for stray in self.strays]


@pytest.fixture
def box() -> Box:
    return Box()


def test_rule_1_the_first_answer_stays_and_the_second_press_is_a_duplicate(box: Box) -> None:
    box.asked(A).after(2).key("1").after(1).key("5")
    assert box.answers == [(A, 1)]
    assert [(stray.kind, stray.event_id) for stray in box.strays] == [(StrayKind.DUPLICATE, A)]


def test_rule_1_a_service_is_asked_once(box: Box) -> None:
    box.asked(A).after(2).key("5").after(5).asked(A).after(1).key("1")
    assert (box.answers, box.ends) == ([(A, 5)], [])


def test_rule_2_the_same_key_within_300_ms_is_one_press(box: Box) -> None:
    box.asked(A).after(2).key("5").after(0.08).key("5")
    assert (box.answers, box.strays, box.rules.bounced) == ([(A, 5)], [], 1)
    box.after(0.4).key("5")
    assert (box.answers, box.stray_kinds) == ([(A, 5)], ["duplicate"])


def test_rule_2_two_keys_within_300_ms_contradict_and_the_first_stays(box: Box) -> None:
    box.asked(A).after(2).key("1").after(0.05).key("5")
    assert (box.answers, box.stray_kinds) == ([(A, 1)], ["contradiction"])
    assert box.strays[0].event_id == A


def test_rule_3_a_press_when_nobody_is_asked_never_reaches_the_next_citizen(box: Box) -> None:
    box.key("5").after(1.0).asked(A).after(0.5).key("5")
    assert (box.answers, box.stray_kinds) == ([], ["orphan", "late"])
    assert [stray.event_id for stray in box.strays] == [None, None]
    box.after(3).key("5")
    assert box.answers == [(A, 5)]


def test_rule_3_a_press_before_anybody_can_have_read_is_late(box: Box) -> None:
    box.asked(A).after(0.2).key("5")
    assert (box.answers, box.stray_kinds) == ([], ["late"])


def test_rule_3_a_slow_frame_that_began_before_the_invitation_is_late(box: Box) -> None:
    began = box.now
    box.after(0.1).asked(A).after(0.4)
    box.rules.press(Press("5", KEYS["5"], begun_at=began))
    assert (box.answers, box.stray_kinds) == ([], ["late"])


def test_rule_3_a_late_answer_counts_until_the_next_service_is_asked(box: Box) -> None:
    box.asked(A).after(30)
    assert box.rules.state is EvaluatorState.TIMEOUT
    box.after(14.9).key("5")
    assert (box.answers, box.ends) == ([(A, 5)], [])
    box.asked(B).after(31).asked(C).after(1).key("1")
    assert (box.answers[1:], box.ends) == ([(C, 1)], [(B, "timed_out")])


def test_rule_3_after_the_grace_it_is_late_and_later_an_orphan(box: Box) -> None:
    box.asked(A).after(30).after(15).key("5").after(100).key("5")
    assert (box.answers, box.ends) == ([], [(A, "timed_out")])
    assert [(stray.kind.value, stray.event_id) for stray in box.strays] == [("late", A), ("orphan", None)]


def test_rule_4_a_repetition_changes_nothing_not_even_for_the_next_citizen(box: Box) -> None:
    box.asked(A).after(2).key("1")
    for _ in range(8):
        box.after(0.5).key("1")
    box.asked(B)
    for _ in range(8):
        box.after(0.5).key("1")
    assert (box.answers, box.rules.repeated) == ([(A, 1)], 16)
    box.after(2.1).key("1")
    assert box.answers == [(A, 1), (B, 1)]


def test_rule_4_the_repetition_of_a_contradicted_key_is_none_for_the_next(box: Box) -> None:
    box.asked(A).after(2).key("1").after(0.05).key("5").after(0.6).asked(B).after(0.5).key("5")
    assert box.answers == [(A, 1)]


def test_rule_6_a_frame_of_another_device_gives_no_result(box: Box) -> None:
    box.asked(A).after(2).key("1", own=False)
    assert (box.answers, box.stray_kinds) == ([], ["foreign_device"])
    box.after(1).key("5")
    assert box.answers == [(A, 5)]


def test_rule_7_no_answer_is_no_grade(box: Box) -> None:
    box.asked(A).after(30).after(15)
    assert (box.answers, box.ends) == ([], [(A, RatingOutcome.TIMED_OUT.value)])
    assert Withdraw(A) in box.told


def test_rule_7_a_key_nobody_taught_is_no_grade_and_the_citizen_may_press_another(box: Box) -> None:
    box.asked(A).after(2).key("9")
    assert (box.answers, box.stray_kinds) == ([], ["unknown_key"])
    box.after(1).key("5")
    assert box.answers == [(A, 5)]


def test_rule_7_a_box_of_three_keys_says_which_grades_it_lacks() -> None:
    three = {"00": Grade.SATISFIED, "01": Grade.BASICALLY_SATISFIED, "02": Grade.DISSATISFIED, "03": None}
    assert missing_grades(three) == (Grade.VERY_SATISFIED, Grade.VERY_DISSATISFIED)


def test_rule_8_nothing_the_program_asks_gives_a_grade_and_every_result_has_its_channel(box: Box) -> None:
    box.rules.welcome("王敏")
    box.asked(A)
    box.rules.thank(A)
    box.rules.cancel(A)
    box.rules.show_idle("王敏")
    assert (box.answers, box.ends) == ([], [(A, "timed_out")])
    box.asked(B).after(1).key("5")
    [answered] = [each for each in box.said if isinstance(each, Answered)]
    assert (answered.channel, answered.raw) == (RatingChannel.KEYS, "5")


def test_rule_9_a_lost_device_ends_what_was_asked_and_never_takes_it_up(box: Box) -> None:
    box.asked(A).after(2)
    box.rules.lost()
    assert (box.rules.state, box.ends) == (EvaluatorState.OFFLINE, [(A, "no_device")])
    box.asked(B)
    assert box.ends[1:] == [(B, "no_device")]
    box.after(3).rules.connected()
    box.key("5").after(1).asked(A).after(3).key("5")
    box.after(10)
    assert (box.answers, [(each.kind.value, each.event_id) for each in box.strays]) == ([], [("late", B)] * 2)


def test_the_states_follow_one_another_as_drawn(box: Box) -> None:
    box.rules.welcome("王敏")
    box.asked(A).after(1).key("5").after(3)
    states = [each.state.value for each in box.said if isinstance(each, StateIs)]
    assert states == ["idle", "welcome", "evaluating", "thanked", "idle"]
    assert [type(each).__name__ for each in box.told] == ["Rest", "Greet", "Ask", "Rest"]


def test_a_device_that_names_the_service_may_answer_again_and_again(box: Box) -> None:
    box.asked(A).after(0.1).key("1", event=A).key("1", event=A).after(9).asked(B).key("1", event=A)
    assert (box.answers, box.strays, box.rules.repeated) == ([(A, 1)], [], 2)
    box.key("5", event=A).key("5", event=C)
    assert [(each.kind.value, each.event_id) for each in box.strays] == [("duplicate", A), ("orphan", None)]
    box.key("5", event=B)
    assert box.answers == [(A, 1), (B, 5)]


def test_an_answer_to_a_service_that_ended_is_late(box: Box) -> None:
    box.asked(A).after(1).asked(B).key("5", event=A)
    assert (box.answers, box.ends, box.stray_kinds) == ([], [(A, "timed_out")], ["late"])


def test_a_flood_is_told_twice_and_counted() -> None:
    box = Box()
    for _ in range(3000):
        box.after(0.0001).key("5").after(0.0001).key("1")
    box.after(Limits().strays)
    assert len(box.strays) <= 4
    assert sum(stray.times for stray in box.strays) + box.rules.bounced == 6000


def test_a_device_that_forgot_is_asked_again_without_a_second_service(box: Box) -> None:
    box.asked(A).rules.ask_again()
    assert [each for each in box.told if isinstance(each, Ask)] == [Ask(A, "4号窗口　收件", 30)] * 2
    box.after(1).key("5")
    assert box.answers == [(A, 5)]
