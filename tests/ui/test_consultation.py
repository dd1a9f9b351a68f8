"""The consultation screen: what it offers and refuses, empty, full and with the longest names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import (
    LONG_ITEM,
    LONG_UNIT,
    NOW,
    SESSION,
    Bench,
    FakeCitizenSide,
    FakeDesk,
    FakeMaker,
    FakeViews,
    case_file,
    tools_of,
    uid,
)
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.domain.items import ItemResult, Material, ServiceItem, SpecialStepRule
from yichuang_desktop.services.ports import ItemRow
from yichuang_desktop.services.ports_consultation import ConsultationRow, ReferralRow
from yichuang_desktop.ui.consultation.model import AskModel, Chosen, ReferralLine
from yichuang_desktop.ui.consultation.screen import ConsultationScreen
from yichuang_desktop.ui.intake.handed import StartIntake
from yichuang_desktop.ui.shortcuts import Key

NUMBER = "NX20261123-04-T0003"
QUESTION = "临街的地下室能不能办营业执照，没有产权证、只有村委会的证明，租期不满一年的又怎么办"
ITEM = ServiceItem(
    "NX-001",
    "个体工商户设立登记",
    "县市场监督管理局",
    legal_limit=15,
    promised_limit=0,
    conditions=("有经营能力的公民", "有经营场所"),
    materials=(
        Material(1, "个体工商户登记（备案）申请书", points="经营者签字"),
        Material(2, "经营者居民身份证", form="原件+复印件"),
    ),
    result=ItemResult("营业执照", delivery=("窗口领取", "邮寄")),
    consult_phone="0377-00000004",
)
LONGEST = ServiceItem(
    "NX-002",
    LONG_ITEM,
    "内乡县人力资源和社会保障局（内乡县劳动人事争议仲裁院）",
    code="11411325MB1A2345673411025006001",
    zone="工程建设服务专区",
    legal_limit=20,
    promised_limit=5,
    charged=True,
    fee="按项目建筑面积分档收取，每平方米十五元，减免情形另行核定",
    channels=("窗口办理", "网上办理", "邮寄办理", "自助终端"),
    conditions=tuple(f"第{place}项：{QUESTION}" for place in range(1, 9)),
    special_steps=(SpecialStepRule("专家评审"), SpecialStepRule("现场勘验")),
    materials=tuple(
        Material(
            place,
            f"{LONG_ITEM}所需的第{place}份材料（含附图、附表及授权委托书原件）",
            form="原件+复印件",
            copies=12,
            necessity="非必要",
            source="申请人自备",
            issuer="建设、勘察、设计、施工、监理单位",
            notes="委托他人办理的，还应提供经公证的授权委托书和受托人身份证明",
            deferrable=True,
            points=QUESTION,
        )
        for place in range(1, 27)
    ),
    result=ItemResult(f"{LONG_ITEM}的批复", delivery=("窗口领取", "邮寄", "电子证照")),
    consult_phone="0377-65312345-12345",
    complaint_phone="0377-65310001",
)


def referral(number: int, **changes: Any) -> ReferralRow:
    """A question that has waited for some days."""
    known = ReferralRow(
        case_id=uid(f"r{number}"), consult_no=f"NX20261116-04-T{number:04d}",
        asked_at=NOW - timedelta(days=number % 12), due=NOW.date() + timedelta(days=3 - number % 12),
        question=QUESTION, item_name="个体工商户设立登记", department="县市场监督管理局", asker="测试样例㛃",
        phone="15400000012", department_phone="0377-00000004", counter=4, clerk="员工甲", calls=number % 3,
        last_call_at=NOW if number % 3 else None, answer_way="phone",
    )  # fmt: skip
    return replace(known, **changes)


def asked(number: int, **changes: Any) -> ConsultationRow:
    """A question of today."""
    known = ConsultationRow(
        uid(f"a{number}"), f"NX20261123-04-T{number:04d}", NOW, QUESTION, "NX-001", ITEM.name, "测试样例㛃",
        "answered", 4, "员工甲",
    )  # fmt: skip
    return replace(known, **changes)


def item_row(item: ServiceItem, number: int = 0) -> ItemRow:
    """A row of the index."""
    name = f"{item.name}{number or ''}"
    return ItemRow(f"{item.item_id}{number or ''}", 1, name, item.department, "", "", ("gtgshsldj",), ())


@dataclass
class AskViews(FakeViews):
    """Items and questions from lists."""

    rows_of_items: tuple[ItemRow, ...] = (item_row(ITEM), item_row(LONGEST))
    waiting: tuple[ReferralRow, ...] = ()
    today: tuple[ConsultationRow, ...] = ()

    def items(self) -> tuple[ItemRow, ...]:
        return self.rows_of_items

    def item(self, item_id: str, version: int | None = None) -> tuple[int, ServiceItem]:
        return 1, LONGEST if item_id.startswith("NX-002") else ITEM

    def referrals(self, limit: int = 500) -> tuple[ReferralRow, ...]:
        self._note("referrals")
        return self.waiting

    def consultations(self, counter: int, since: date, limit: int = 500) -> tuple[ConsultationRow, ...]:
        return self.today

    def case_file(self, case_id: UUID) -> Any:
        return case_file()

    def papers_keys(self) -> Any:
        raise RuleViolation("not_our_code")


@dataclass
class AskDesk(FakeDesk):
    """A log-in whose consultations get a number."""

    def now(self) -> Any:
        return NOW

    def handle(self, request: Any) -> Any:
        if hasattr(request, "act_id"):
            return super().handle(request)
        self._take(request)
        return str(request.job_id)

    def case(self, case_id: UUID) -> Case:
        return Case(case_id, Channel.CONSULTATION, consult_no=NUMBER)


@dataclass
class FakeSamples:
    """An example of the first material."""

    refuses: RuleViolation | None = None

    def files(self, item: ServiceItem) -> Mapping[int, tuple[str, ...]]:
        return {1: ("one.png", "two.png")} if item is ITEM else {}

    def pictures(self, files: tuple[str, ...]) -> tuple[bytes, ...]:
        if self.refuses is not None:
            raise self.refuses
        return (b"\x89PNG\r\n\x1a\n",) * len(files)


@dataclass
class FakeShowing:
    """The citizen's screen."""

    own_screen: bool = True
    shown: list[tuple[str, int]] = field(default_factory=list)

    def show_pages(self, title: str, pages: Sequence[QImage]) -> None:
        self.shown.append((title, len(pages)))


@dataclass
class Made:
    """A bench and everything around the screen."""

    bench: Bench
    desk: AskDesk
    citizen: FakeCitizenSide
    showing: FakeShowing
    samples: FakeSamples

    @property
    def screen(self) -> ConsultationScreen:
        screen = self.bench.screen
        assert isinstance(screen, ConsultationScreen)
        return screen

    def press(self, key: Key) -> None:
        self.bench.shell.press(key)
        self.bench.settle()

    def why_not(self, key: Key) -> str:
        return next(act.reason for act in self.bench.shell.act_bar.acts if act.key is key)

    def find(self, item: ServiceItem = ITEM) -> None:
        self.screen.asking.choose(item.item_id)
        self.bench.settle()


Make = Callable[..., Made]


@pytest.fixture
def opened(qtbot: QtBot) -> Make:
    """The screen over these lists."""

    def make(session: Any = SESSION, own_screen: bool = True, **lists: Any) -> Made:
        desk, citizen = AskDesk(session=session, views=AskViews(**lists)), FakeCitizenSide()
        showing, samples = FakeShowing(own_screen), FakeSamples()
        bench = Bench(
            qtbot,
            lambda tasks, messages: ConsultationScreen(
                tools_of(tasks, messages, desk, citizen=citizen), FakeMaker(), samples, showing
            ),
        )
        return Made(bench, desk, citizen, showing, samples)

    return make


def test_R_ASK_1_nothing_asked_nothing_recorded(opened: Make) -> None:
    made = opened()
    for key in (Key.ACT_1, Key.MAIN, Key.ALT_S, Key.ALT_V, Key.ACT_2):
        made.press(key)
    assert made.desk.sent == []
    made.bench.check_fit()


def test_R_ASK_1_one_key_records_the_answer_and_invites_the_rating(opened: Make) -> None:
    made = opened()
    made.find()
    made.press(Key.MAIN)
    (request,) = made.desk.sent
    assert (request.item_id, request.guide) == ("NX-001", False)
    assert request.question == "怎么办理，需要哪些材料"
    assert request.answer
    assert made.citizen.invited == [request.act_id]
    assert NUMBER in made.screen.guide.said
    made.press(Key.MAIN)
    assert made.screen._model == AskModel()


def test_R_ASK_1_what_was_typed_is_recorded_and_a_wrong_phone_is_said_beside_it(opened: Make) -> None:
    made = opened()
    card = made.screen.question
    made.bench.type(card.question.edit, "几点下班")
    assert "答复" in made.why_not(Key.MAIN)
    made.bench.type(card.answer.edit, "五点半")
    made.bench.type(card.phone.edit, "1540000")
    made.press(Key.MAIN)
    assert made.desk.sent == []
    assert "11 位" in card.phone.remark
    made.bench.type(card.phone.edit, "0012")
    made.press(Key.MAIN)
    assert made.desk.sent[0].phone == "15400000012"


def test_R_ASK_1_what_the_service_refuses_stands_beside_its_field_and_nothing_is_lost(opened: Make) -> None:
    made = opened()
    made.find()
    made.desk.refuses = RuleViolation("answer_too_long", field="answer", title="答复内容", most=500)
    made.press(Key.MAIN)
    assert "答复内容" in made.screen.question.answer.remark
    assert not made.screen._model.recorded
    assert made.screen._model.item is ITEM


def test_R_ASK_1_cleared_by_mistake_it_comes_back(opened: Make) -> None:
    made = opened()
    made.find()
    made.bench.type(made.screen.question.question.edit, "几点下班")
    made.screen.on_escape()
    assert made.screen.question.question.text() == ""
    made.press(Key.UNDO)
    assert made.screen.question.question.text() == "几点下班"
    assert made.screen._model.item is ITEM


def test_R_ASK_1_the_citizen_reads_the_guide_on_a_screen_of_their_own_only(opened: Make) -> None:
    made = opened()
    made.find()
    made.press(Key.ALT_V)
    assert made.showing.shown == [("个体工商户设立登记", 2)]
    alone = opened(own_screen=False)
    alone.find()
    assert "群众屏" in alone.why_not(Key.ALT_V)


def test_R_ASK_1_an_example_is_shown_printed_or_its_trouble_said(opened: Make) -> None:
    made = opened()
    made.find()
    made.press(Key.ALT_S)
    (request,) = made.desk.sent
    assert (request.item_id, request.seq, len(request.pages)) == ("NX-001", 1, 2)
    made.samples.refuses = RuleViolation("sample_not_found", file="one.png")
    made.press(Key.ALT_S)
    assert "one.png" in made.bench.messages.history[-1].text
    made.screen.materials.table.select_key(2)
    assert "没有示范文本" in made.why_not(Key.ALT_S)


def test_R_ASK_1_it_goes_on_as_an_intake_with_item_number_and_name(opened: Make) -> None:
    made = opened()
    handed: list[tuple[str, object]] = []
    made.screen.go_to.connect(lambda name, value: handed.append((name, value)))
    made.bench.shell.add_screen("intake", "收件", None, lambda: made.screen)
    made.find()
    made.bench.type(made.screen.question.asker.edit, "王小二")
    made.screen.go_to.disconnect(made.bench.shell.show_screen)
    made.press(Key.ACT_2)
    assert handed == [("intake", StartIntake("NX-001", NUMBER, "王小二", ""))]
    assert made.screen._model == AskModel()


def test_R_ASK_1_the_guide_desk_has_no_intake(opened: Make) -> None:
    made = opened(session=replace(SESSION, roles=frozenset({Role.GUIDE_DESK})))
    made.find()
    assert Key.ACT_2 not in [act.key for act in made.bench.shell.act_bar.acts]


def test_R_ASK_2_the_referral_begins_with_everything_that_was_typed(opened: Make) -> None:
    made = opened()
    made.find()
    made.bench.type(made.screen.question.question.edit, QUESTION)
    made.press(Key.ALT_T)
    form = made.screen.forms.form
    assert form is not None
    answers = form.answers()
    assert (answers["question"], answers["item_id"]) == (QUESTION, "NX-001")
    assert answers["department"] == "县市场监督管理局"
    made.bench.check_fit()
    made.screen.on_escape()
    assert made.screen.question.question.text() == QUESTION, "nothing typed is lost"


def test_R_ASK_2_a_question_under_the_mark_is_chased_or_answered(opened: Make) -> None:
    made = opened(waiting=(referral(9), referral(1)))
    made.press(Key.ALT_3)
    made.screen.lists.referrals.select_row(0)
    made.press(Key.ACT_1)
    assert made.desk.begun[-1][0] == "chase_question"
    made.screen.on_escape()
    made.press(Key.ALT_3)
    made.press(Key.MAIN)
    assert made.desk.begun[-1][0] == "answer_referred_question"
    assert "超过期限" in made.screen.guide.said


def test_an_unreadable_list_says_what_to_do(opened: Make, expected_log: LogWatch) -> None:
    expected_log("work of lane store failed")
    made = opened()
    made.desk.views.broken = True
    made.screen.on_changed(frozenset({"case"}))
    made.bench.settle()
    made.bench.check_fit()


def test_ten_thousand_items_and_two_hundred_questions_with_the_longest_names_fit(opened: Make) -> None:
    long = {"department": LONGEST.department, "asker": LONG_UNIT, "question": QUESTION * 2}
    made = opened(
        rows_of_items=tuple(item_row(LONGEST, number) for number in range(10_000)),
        waiting=tuple(referral(number, **long) for number in range(200)),
        today=tuple(asked(number, item_name=LONG_ITEM, asker=LONG_UNIT) for number in range(60)),
    )
    made.bench.check_fit()
    assert len(made.screen.lists.referrals.rows_model().rows) == 200
    made.press(Key.ALT_L)
    made.bench.check_fit()
    search = made.screen.item_card.search
    search.setFocus()
    made.bench.type(search, "gtgs")
    assert len(search.hits()) == 50
    made.find(LONGEST)
    made.bench.check_fit()
    made.bench.type(made.screen.question.question.edit, QUESTION)
    made.press(Key.ALT_T)
    made.bench.check_fit()


def test_the_age_of_a_question_is_counted_in_working_days() -> None:
    desk = AskDesk()
    lines = [ReferralLine.of(referral(number), desk.calendar(), NOW.date()) for number in (0, 2, 3, 9)]
    assert [line.age.words for line in lines] == [
        "还有 3 个工作日", "还有 1 个工作日", "今天到期", "超期 4 个工作日",
    ]  # fmt: skip
    assert lines[0].who == "测试样例㛃 154****0012"
    assert Chosen(1, ITEM).samples == {}
