"""The clerk's window: screens, keys, acts, questions, messages, news of changes."""

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.ui.main_window import Place, Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone


class Heard(Sounds):
    """Sounds that are noted instead of played."""

    def __init__(self):
        super().__init__(enabled=True)
        self.played = []

    def _play(self, name):
        self.played.append(name)


class Desk(Screen):
    """A screen that notes what it is told."""

    def __init__(self, title):
        super().__init__()
        self.title = title
        self.reason = ""
        self.told = []
        self.field = FieldBox("姓名")
        self.left.addWidget(self.field)

    def acts(self):
        return [
            Act(
                "退件",
                Key.ACT_1,
                lambda: self.ask("确认退件吗？", "确认退件", lambda: self.told.append("returned")),
            ),
            Act("遗失", Key.ALT_Y, lambda: self.told.append("lost")),
            Act("出证", Key.MAIN, lambda: self.told.append("issued"), main=True, reason=self.reason),
        ]

    def hints(self):
        return [(Key.SCAN, "随时可扫"), (Key.BACK, "下一位")]

    def next_step(self):
        return Step("核对人证后出证")

    def on_shown(self):
        self.told.append("shown")
        self.field.setFocus()

    def on_hidden(self):
        self.told.append("hidden")

    def on_changed(self, kinds):
        self.told.append(("changed", kinds))

    def on_find(self):
        self.told.append("find")

    def on_key(self, key):
        self.told.append(key)
        return True

    def on_escape(self):
        self.told.append("escape")
        return True

    def on_handed(self, value):
        self.told.append(("handed", value))


class Hall:
    """A shell with three screens."""

    def __init__(self, qtbot, demonstration=False):
        self.messages, self.sounds, self.made = Messages(), Heard(), {}
        place = Place("内乡县行政审批服务中心", "4 号窗口 · 综合受理", "员工甲", demonstration)
        self.shell = Shell(place, self.messages, self.sounds)
        for name, title, key in (
            ("intake", "收件", Key.SCREEN_2),
            ("handover", "交接", Key.SCREEN_3),
            ("issuance", "出证", Key.SCREEN_4),
        ):
            self.shell.add_screen(name, title, key, lambda name=name, title=title: self._make(name, title))
        qtbot.addWidget(self.shell)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitActive(self.shell)

    def _make(self, name, title):
        assert name not in self.made
        self.made[name] = Desk(title)
        return self.made[name]

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget() or self.shell, key, modifier)

    def told(self, name="intake"):
        told, self.made[name].told = self.made[name].told, []
        return told


@pytest.fixture
def hall(qtbot):
    opened = Hall(qtbot)
    opened.told()
    return opened


def test_the_first_screen_stands_as_soon_as_the_window_does(hall):
    assert hall.shell.screen_name == "intake"
    assert hall.shell.rail.button("intake").isChecked()
    hall.press(Qt.Key.Key_F12)
    assert hall.told() == ["issued"]


def test_a_screen_is_made_when_it_is_first_shown_and_only_once(hall):
    assert list(hall.made) == ["intake"]
    hall.press(Qt.Key.Key_F3)
    assert hall.shell.screen_name == "handover"
    hall.press(Qt.Key.Key_F2)
    hall.press(Qt.Key.Key_F3)
    assert list(hall.made) == ["intake", "handover"]
    assert hall.told("handover") == ["shown", "hidden", "shown"]


def test_the_other_screens_are_made_while_nothing_is_to_do(hall, qtbot):
    hall.shell.warm_up()
    qtbot.waitUntil(lambda: list(hall.made) == ["intake", "handover", "issuance"])
    assert hall.shell.screen_name == "intake"
    assert hall.told("issuance") == []


def test_function_keys_work_from_inside_a_field(hall):
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    hall.press(Qt.Key.Key_F12)
    hall.press(Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    hall.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert hall.told() == ["issued", "lost", "find"]


def test_a_key_that_is_no_act_goes_to_the_screen(hall):
    hall.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    hall.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert hall.told() == [Key.ALT_1, Key.PREVIEW]


def test_the_main_act_says_why_it_is_not_allowed(hall):
    screen = hall.made["intake"]
    screen.reason = "还差 1 份必要材料：经营场所使用证明"
    screen.acts_changed.emit()
    assert hall.shell.act_bar.words.text() == screen.reason
    hall.press(Qt.Key.Key_F12)
    assert hall.told() == []
    assert hall.shell.foot.message.text == screen.reason
    assert hall.sounds.played == ["bad"]
    screen.reason = ""
    screen.acts_changed.emit()
    assert hall.shell.act_bar.words.text() == "核对人证后出证"


def test_a_refusal_stays_on_the_screen_it_was_said_about_and_a_failure_goes_along(hall):
    hall.messages.bad("请先选择事项")
    hall.press(Qt.Key.Key_F3)
    assert hall.shell.foot.message is None
    hall.messages.bad("数据库这一步没有成功", lambda: None)
    hall.press(Qt.Key.Key_F4)
    assert hall.shell.foot.message.text == "数据库这一步没有成功"


def test_while_a_question_stands_nothing_else_can_be_done(hall):
    hall.press(Qt.Key.Key_F10)
    assert hall.shell.confirm_bar.isVisible()
    assert not hall.shell.act_bar.isVisible()
    hall.press(Qt.Key.Key_F3)
    hall.press(Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert hall.shell.screen_name == "intake"
    assert hall.told() == []
    hall.press(Qt.Key.Key_F12)
    assert hall.told() == ["returned"]
    assert hall.shell.act_bar.isVisible()


def test_esc_answers_no_then_clears_the_message_then_goes_back(hall):
    hall.press(Qt.Key.Key_F10)
    hall.press(Qt.Key.Key_Escape)
    assert hall.shell.confirm_bar.question is None
    assert hall.told() == []
    hall.messages.bad("数据库这一步没有成功")
    hall.press(Qt.Key.Key_Escape)
    assert hall.shell.foot.message is None
    assert hall.told() == []
    hall.press(Qt.Key.Key_Escape)
    assert hall.told() == ["escape"]


def test_news_reaches_the_visible_screen_at_once_and_the_others_when_shown(hall):
    hall.press(Qt.Key.Key_F3)
    hall.told(), hall.told("handover")
    hall.shell.changed(frozenset({"case"}))
    hall.shell.changed(frozenset({"handover"}))
    assert hall.told("handover") == [("changed", frozenset({"case"})), ("changed", frozenset({"handover"}))]
    assert hall.told() == []
    hall.press(Qt.Key.Key_F2)
    assert hall.told() == ["shown", ("changed", frozenset({"case", "handover"}))]


def test_a_screen_hands_a_case_to_another(hall):
    hall.made["intake"].go_to.emit("issuance", 4711)
    assert hall.shell.screen_name == "issuance"
    assert hall.told("issuance") == ["shown", ("handed", 4711)]


def test_a_good_message_can_be_undone_by_key_and_leaves_by_itself(hall, qtbot):
    undone = []
    hall.messages.good("已出证：测试样例甲", undo=lambda: undone.append(1))
    assert hall.shell.foot.message.text == "已出证：测试样例甲"
    hall.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert hall.shell.foot.message is None
    hall.shell.foot.show_message(type(hall.messages.history[0])("good", "已保存", seconds=0.05))
    qtbot.waitUntil(lambda: hall.shell.foot.message is None)


def test_a_failure_offers_to_try_again_by_key(hall):
    tries = []
    hall.messages.failed("store", lambda: tries.append(1))
    assert "已录入的内容都还在" in hall.shell.foot.message.text
    hall.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert tries == [1]


def test_the_next_act_takes_an_old_message_away(hall):
    hall.messages.bad("上一件没有办成")
    hall.press(Qt.Key.Key_F12)
    assert hall.shell.foot.message is None


def test_what_no_screen_answers_is_said_at_the_foot(hall, qtbot, monkeypatch):
    area = {"demo_rule": "结果还没有到，请稍后再扫。", "demo_away": "现在连不上数据库。"}
    monkeypatch.setitem(sentences.AREAS, "demo", area)
    tasks = Tasks()
    hall.messages.listen_to(tasks)

    def refuse():
        raise RuleViolation("demo_rule")

    def fail():
        raise StoreUnavailable("demo_away")

    for work in (refuse, fail):
        tasks.run(hall.shell, "store", work)
        qtbot.waitUntil(lambda: tasks.pending == 0)
    tasks.close()
    assert [message.text for message in hall.messages.history] == list(area.values())
    assert hall.messages.history[-1].act is not None


def test_the_bar_shows_health_in_words_and_the_databases_time(hall):
    hall.shell.set_health("database", "数据库", Tone.GOOD)
    hall.shell.set_health("slip", "小票机 缺纸", Tone.WARN, "小票机缺纸，请换纸后继续")
    hall.shell.set_time(datetime(2026, 11, 23, 14, 26))
    assert hall.shell.top.lamp("slip").words.text() == "小票机 缺纸"
    assert hall.shell.top.lamp("slip").accessibleName() == "小票机缺纸，请换纸后继续"
    assert hall.shell.top.clock.text() == "14:26"


def test_the_clock_never_shows_a_time_the_database_did_not_tell(hall):
    assert hall.shell.top.clock.text() == "--:--"


def test_badges_say_what_waits(hall):
    hall.shell.set_badge("handover", 6)
    assert hall.shell.rail.button("handover").accessibleName() == "交接（F3），6 件待办"
    hall.shell.set_badge("handover", 0)
    hall.shell.set_badge("no such screen", 3)
    assert hall.shell.rail.button("handover").accessibleName() == "交接（F3）"


def test_a_demonstration_hall_is_unmistakable(qtbot):
    shell = Hall(qtbot, demonstration=True).shell
    assert shell.band.isVisible()
    assert shell.top.demonstration.isVisible()
    assert "演示" in shell.windowTitle()
    assert find_cut_texts(shell) == []


def test_a_real_hall_has_no_demonstration_mark(hall):
    assert not hall.shell.band.isVisible()
    assert not hall.shell.top.demonstration.isVisible()
    assert "演示" not in hall.shell.windowTitle()


def test_the_longest_names_fit_and_a_small_window_scrolls_instead_of_cutting(hall, qtbot):
    long = "内乡县住房和城乡建设领域建设工程竣工联合验收综合受理专区（含水电气暖）"
    hall.made["intake"].field.label.setText(long)
    hall.messages.bad(long * 3, retry=lambda: None)
    hall.shell.resize(1024, 600)
    qtbot.waitUntil(lambda: find_cut_texts(hall.shell) == [])


def test_closing_and_logging_out_are_told_to_the_application(hall, qtbot):
    with qtbot.waitSignal(hall.shell.log_out_asked):
        hall.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(hall.shell.closing):
        hall.shell.close()


def test_all_screens_of_a_leader_stand_on_the_rail_at_once(qtbot):
    shell = Shell(Place("内乡县行政审批服务中心", "1 号窗口", "组长甲", True), Messages(), Heard())
    names = [str(number) for number in range(15)]
    for name in names:
        shell.add_screen(name, "待补待查", Key.MORE_1, lambda: Desk("待补待查"))
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    QApplication.processEvents()
    seen = shell.rail.viewport().rect()
    for name in names:
        button = shell.rail.button(name)
        assert seen.contains(button.rect().translated(button.mapTo(shell.rail.viewport(), QPoint())))
    assert find_cut_texts(shell.rail) == []
