"""The shared parts, one by one, as a clerk's hands meet them."""

from dataclasses import dataclass
from enum import Enum

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.acts import Act, ActBar
from yichuang_desktop.ui.parts.badge import Badge
from yichuang_desktop.ui.parts.card import Card, Figure
from yichuang_desktop.ui.parts.confirm import ConfirmBar, Question
from yichuang_desktop.ui.parts.facts import FactList
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.paper import PaperPreview
from yichuang_desktop.ui.parts.ring import FocusRing
from yichuang_desktop.ui.parts.rows import BADGE_ROLE, ROW_ROLE, SECOND_ROLE, SORT_ROLE, Column, RowModel
from yichuang_desktop.ui.parts.scan import ScanBox, plain_code, shown
from yichuang_desktop.ui.parts.search import Hit, SearchBox
from yichuang_desktop.ui.parts.states import ListPane, LoadingSkeleton, Shown
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.tracks import Track, TrackBar
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

LONG_ITEM = "建设工程竣工验收消防备案（含其他建设工程消防验收备案抽查复查）及城建档案移交一件事联合办理"
CODE = "710120261123040009495635083480"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of a queue."""

    case_id: int
    number: str
    applicant: str
    item: str
    state: str


class QueueColumn(Enum):
    """Columns of a queue."""

    CASE = Column[Waiting](
        "收件编号 · 申请人", lambda row: row.number, lambda row: row.applicant, width=200, bold=True
    )
    ITEM = Column[Waiting]("事项", lambda row: row.item)
    STATE = Column[Waiting]("状态", lambda row: row.state, badge=lambda row: Tone.WARN, width=100)


def row(case_id, item="食品经营许可（新办）", state="待领取"):
    return Waiting(case_id, f"NX20261123-04-{case_id:04}", f"测试样例{case_id}", item, state)


@pytest.fixture
def window(qtbot):
    """An empty window to put a part into; shown, so that focus and layout are real."""
    holder = QWidget()
    QVBoxLayout(holder)
    holder.resize(900, 600)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitActive(holder)
    return holder


def put(window, part):
    window.layout().addWidget(part)
    part.show()
    QApplication.processEvents()
    return part


def table_of(window, rows):
    model = RowModel[Waiting](QueueColumn, key=lambda one: one.case_id)
    model.show_rows(rows)
    table = put(window, TwoLineTable(model))
    QApplication.processEvents()
    return model, table


# -- words and fit -------------------------------------------------------------------------------------------


def test_a_long_name_wraps_and_is_never_cut(window):
    words = put(window, Words(LONG_ITEM * 2, role="thing"))
    window.resize(420, 600)
    QApplication.processEvents()
    assert words.height() >= words.heightForWidth(words.width())
    assert find_cut_texts(window) == []


def test_words_take_less_room_again_when_they_say_less(window):
    words = put(window, Words(LONG_ITEM * 8))
    window.resize(420, 600)
    QApplication.processEvents()
    high = words.minimumSizeHint().height()
    words.setText("请打印收件通知单")
    assert words.minimumSizeHint().height() < high / 4
    assert words.sizeHint().height() < high / 4


def test_a_code_longer_than_the_line_breaks(window):
    words = put(window, Words("1141132500000000A100013100400012345678901234567890"))
    window.resize(220, 400)
    QApplication.processEvents()
    assert words.text() == "1141132500000000A100013100400012345678901234567890"
    assert find_cut_texts(window) == []


def test_an_applicants_name_is_never_markup(window):
    words = put(window, Words("<b>某某</b>公司"))
    assert words.text() == "<b>某某</b>公司"
    assert words.textFormat() is Qt.TextFormat.PlainText


def test_cut_text_is_found_wherever_it_is(window):
    label = put(window, QLabel("这几个字放不下"))
    label.setFixedWidth(30)
    button = put(window, QPushButton("按钮上的字放不下"))
    button.setFixedWidth(40)
    line = put(window, QLineEdit("只读的内容也放不下"))
    line.setReadOnly(True)
    line.setFixedWidth(60)
    found = " ".join(find_cut_texts(window))
    assert "这几个字放不下" in found
    assert "按钮上的字放不下" in found
    assert "只读的内容也放不下" in found


def test_overlapping_texts_are_found(window):
    one, other = QLabel("上面", window), QLabel("下面", window)
    for label in (one, other):
        label.setGeometry(300, 300, 80, 30)
        label.show()
    assert [text for text in find_cut_texts(window) if "重叠" in text] == ["重叠：上面 / 下面"]


def test_text_half_outside_its_parent_is_found(window):
    label = QLabel("一半在外面", window)
    label.setGeometry(window.width() - 20, 500, 100, 30)
    label.show()
    assert any("一半在外面" in text for text in find_cut_texts(window))


# -- tables --------------------------------------------------------------------------------------------------


def test_a_model_gives_the_row_and_both_lines():
    model = RowModel[Waiting](QueueColumn)
    model.show_rows([row(7)])
    index = model.index(0, model.column_of(QueueColumn.CASE))
    assert index.data(ROW_ROLE) == row(7)
    assert index.data() == "NX20261123-04-0007"
    assert index.data(SECOND_ROLE) == "测试样例7"
    assert index.data(SORT_ROLE) == "NX20261123-04-0007"
    assert model.index(0, 2).data(BADGE_ROLE) == Tone.WARN
    assert model.headerData(1, Qt.Orientation.Horizontal) == "事项"
    assert model.row_at(5) is None


def test_rows_sort_and_filter_and_come_back(qapp):
    model = RowModel[Waiting](QueueColumn)
    model.show_rows([row(2), row(3), row(1)])
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert [one.case_id for one in model.rows] == [3, 2, 1]
    model.show_only(lambda one: one.case_id != 2)
    assert [one.case_id for one in model.rows] == [3, 1]
    assert model.total == 3
    model.show_only(None)
    model.sort(-1)
    assert [one.case_id for one in model.rows] == [2, 3, 1]


def test_the_cursor_stays_on_its_case_when_the_queue_is_read_again(window):
    model, table = table_of(window, [row(1), row(2), row(3)])
    table.select_key(2)
    model.show_rows([row(0), row(1), row(2, state="已签收"), row(3)])
    assert table.current_row() == row(2, state="已签收")
    model.show_rows([row(1), row(3)])
    assert table.current_row() in (row(1), row(3))


def test_a_single_letter_reaches_the_screen_even_with_an_input_method(window, qtbot):
    _model, table = table_of(window, [row(1), row(2)])
    table.setFocus()
    table.select_row(0)
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    letters = []
    table.letter.connect(letters.append)
    QTest.keyClicks(table, "yX3")
    assert letters == ["Y", "X", "3"]
    QTest.keyClick(table, Qt.Key.Key_F12)
    QTest.keyClick(table, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert letters == ["Y", "X", "3"]


def test_arrows_move_and_enter_chooses(window):
    _model, table = table_of(window, [row(1), row(2)])
    chosen, current = [], []
    table.chosen.connect(chosen.append)
    table.current.connect(current.append)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert current[-1] == row(2)
    assert chosen == [row(2)]


def test_a_row_grows_for_a_long_name_and_no_cell_is_cut(window, qtbot):
    _model, table = table_of(window, [row(1), row(2, item=LONG_ITEM * 3), row(3)])
    window.resize(560, 600)
    qtbot.waitUntil(lambda: table.rowHeight(1) > 54 and table.cut_texts() == [])
    assert table.rowHeight(0) == 54


def test_a_queue_of_ten_thousand_rows_only_measures_what_is_seen(window):
    asked = []

    class Counted(Enum):
        CASE = Column[Waiting]("编号", lambda one: asked.append(one.case_id) or one.number)

    model = RowModel[Waiting](Counted)
    put(window, TwoLineTable(model))
    model.show_rows([row(number) for number in range(10_000)])
    QApplication.processEvents()
    window.grab()
    assert 0 < len(set(asked)) < 60


def test_rows_far_down_a_long_list_are_fitted_when_they_are_scrolled_to(window, qtbot):
    rows = [row(number) for number in range(2000)]
    rows[1500] = row(1500, item=LONG_ITEM * 3)
    _model, table = table_of(window, rows)
    window.resize(560, 600)
    QApplication.processEvents()
    table.select_key(1500)
    QApplication.processEvents()
    QApplication.processEvents()
    assert table.rowHeight(1500) > 54
    assert table.cut_texts() == []


def test_the_head_sorts_and_sorts_back(window):
    model, table = table_of(window, [row(2), row(1), row(3)])
    head = table.horizontalHeader()
    for wanted in ([1, 2, 3], [3, 2, 1]):
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 15))
        assert [one.case_id for one in model.rows] == wanted


def test_a_double_click_chooses_the_row_under_it(window):
    _model, table = table_of(window, [row(1), row(2)])
    chosen = []
    table.chosen.connect(chosen.append)
    spot = table.visualRect(table.model().index(1, 1)).center()
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen == [row(2)]


# -- fields --------------------------------------------------------------------------------------------------


def test_full_width_digits_become_plain_while_typing(window):
    field = put(window, FieldBox("手机号", ime=False))
    edited = []
    field.edited.connect(edited.append)
    for sign in "１３８００":
        QApplication.sendEvent(
            field.edit, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
        )
    assert field.text() == "13800"
    assert not field.edit.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert edited


def test_a_short_remark_stands_inside_a_long_one_under_the_field(window):
    field = put(window, FieldBox("居民身份证号", ime=False))
    window.resize(400, 300)
    field.set_text("411***********0014")
    field.show_remark("校验通过", Tone.GOOD)
    QApplication.processEvents()
    assert field.under.isHidden()
    field.show_remark("这个号码第 18 位校验码不对，请对照证件原件重新录入，不要照抄复印件", Tone.BAD)
    QApplication.processEvents()
    assert field.under.isVisible()
    assert field.tone is Tone.BAD
    assert find_cut_texts(window) == []


def test_enter_goes_on_to_the_next_field(window):
    first, second = put(window, FieldBox("姓名")), put(window, FieldBox("手机号"))
    first.setFocus()
    with_entered = []
    first.entered.connect(lambda: with_entered.append(True))
    QTest.keyClick(first.edit, Qt.Key.Key_Return)
    assert with_entered
    assert second.edit.hasFocus()


def test_a_choice_gives_its_value_and_the_wheel_does_not_change_it(window):
    field = put(window, ChoiceField("领取方式", [("窗口领取", "counter"), ("邮寄", "post")]))
    changed = []
    field.changed.connect(changed.append)
    assert field.value() == "counter"
    field.choice.setFocus()
    QTest.keyClick(field.choice, Qt.Key.Key_Down)
    field.set_value("counter")
    assert field.value() == "counter"
    assert "counter" not in changed


# -- search --------------------------------------------------------------------------------------------------


HITS = [
    Hit("个体工商户设立登记", "市场监管局", 1),
    Hit("不动产转移登记", "登记中心", 2),
    Hit(LONG_ITEM, "住建局", 3),
]


def searching(window):
    box = put(window, SearchBox("键入事项名称"))
    box.setFocus()
    box.asked.connect(lambda query: box.show_hits(query, HITS))
    return box


def test_finding_by_keyboard_alone(window):
    box = searching(window)
    chosen = []
    box.chosen.connect(chosen.append)
    QTest.keyClicks(box, "dj")
    assert box.open
    assert [hit.value for hit in box.hits()] == [1, 2, 3]
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Up)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert chosen == [2]
    assert not box.open
    assert box.text() == "不动产转移登记"


def test_esc_closes_the_results_and_an_old_answer_does_not_open_them_again(window):
    box = searching(window)
    QTest.keyClicks(box, "dj")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.open
    box.show_hits("d", HITS)
    assert not box.open


def test_nothing_found_is_said_and_cannot_be_chosen(window):
    box = put(window, SearchBox("键入事项名称"))
    chosen = []
    box.chosen.connect(chosen.append)
    box.setFocus()
    QTest.keyClicks(box, "zzz")
    box.show_hits("zzz", [])
    assert box.hits()[0].first == "没有找到，换一个词试试"
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert chosen == []


def test_emptying_the_box_closes_the_results(window):
    box = searching(window)
    QTest.keyClicks(box, "d")
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert not box.open


# -- scanning ------------------------------------------------------------------------------------------------


class Clock:
    """Seconds that pass only when told."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def scanner(window):
    clock = Clock()
    box = put(window, ScanBox(clock=clock))
    scans = []
    box.scanned.connect(scans.append)
    return box, clock, scans


def scan(box, code):
    QTest.keyClicks(box, code)
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_a_scan_is_one_signal_and_the_next_one_replaces_it(window):
    box, clock, scans = scanner(window)
    scan(box, CODE)
    assert scans == [CODE]
    assert box.text() == "71012 02611 23040 00949 56350 83480"
    clock.now += 5
    scan(box, "12345")
    assert scans == [CODE, "12345"]


def test_the_same_code_read_twice_within_a_second_and_a_half_is_one_scan(window):
    box, clock, scans = scanner(window)
    for pause in (0.0, 0.4, 0.4):
        clock.now += pause
        scan(box, CODE)
    assert scans == [CODE]
    clock.now += 1.6
    scan(box, CODE)
    assert scans == [CODE, CODE]


def test_after_esc_the_same_code_counts_at_once(window):
    box, _clock, scans = scanner(window)
    scan(box, CODE)
    box.forget()
    scan(box, CODE)
    assert scans == [CODE, CODE]


def test_full_width_digits_and_blanks_of_an_input_method_are_made_plain():
    assert plain_code("７１０１ 2026\t1123") == "710120261123"
    assert shown("https://example.invalid/x") == "https://example.invalid/x"


def test_a_scan_that_breaks_off_is_not_glued_to_the_next_one(window, qtbot):
    box, clock, scans = scanner(window)
    for sign in "7101202611":
        clock.now += 0.01
        QTest.keyClicks(box, sign)
    with qtbot.waitSignal(box.broken_off, timeout=3000):
        pass
    clock.now += 1
    scan(box, CODE)
    assert scans == [CODE]


def test_the_input_method_is_off_in_the_scan_box(window):
    box, _clock, scans = scanner(window)
    assert not box.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    event = QInputMethodEvent()
    event.setCommitString("扫码")
    QApplication.sendEvent(box, event)
    assert box.text() == ""
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert scans == []


# -- states --------------------------------------------------------------------------------------------------


def test_the_skeleton_appears_only_when_the_answer_is_slow(window, qtbot):
    skeleton = put(window, LoadingSkeleton())
    skeleton.begin()
    assert not skeleton.drawn
    qtbot.waitUntil(lambda: skeleton.drawn)
    skeleton.end()
    assert not skeleton.drawn


def test_a_list_says_what_is_the_case_and_what_to_do(window):
    content = QLabel("内容")
    pane = put(window, ListPane(content))
    assert pane.shown is Shown.ROWS
    pane.loading()
    assert pane.shown is Shown.ROWS, "a list that is there stays until the answer comes"
    pane.empty("没有待交接的材料", "收件后会出现在这里")
    words = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert "没有待交接的材料" in words
    assert "收件后会出现在这里" in words
    pane.loading()
    assert pane.shown is Shown.LOADING
    pane.show_list()
    assert content.isVisible()


def test_trouble_offers_to_try_again(window):
    pane, tries = put(window, ListPane(QWidget())), []
    pane.error("没有读到待交接的材料", lambda: tries.append(1))
    button = next(one for one in pane.findChildren(QPushButton) if one.isVisible())
    button.click()
    assert tries == [1]
    pane.offline()
    assert any("连不上数据库" in label.text() for label in pane.findChildren(QLabel))


# -- acts and questions --------------------------------------------------------------------------------------


def test_an_act_that_is_not_allowed_says_why_and_does_nothing(window):
    bar, done, refused = put(window, ActBar()), [], []
    bar.refused.connect(refused.append)
    reason = "还差 1 份必要材料"
    bar.set_acts([Act("收件受理", Key.MAIN, lambda: done.append(1), main=True, reason=reason)])
    assert bar.words.text() == reason
    assert bar.press(Key.MAIN)
    QTest.mouseClick(bar.button_of(Key.MAIN), Qt.MouseButton.LeftButton)
    assert done == []
    assert [act.reason for act in refused] == [reason, reason]


def test_an_act_becomes_allowed_without_losing_the_focus(window):
    bar, done = put(window, ActBar()), []
    bar.set_acts(
        [Act("收件受理", Key.MAIN, lambda: done.append(1), main=True, reason="还差材料")], "收件后打印"
    )
    button = bar.button_of(Key.MAIN)
    button.setFocus()
    bar.set_acts([Act("收件受理", Key.MAIN, lambda: done.append(1), main=True)], "收件后打印")
    assert bar.button_of(Key.MAIN) is button
    assert button.hasFocus()
    assert bar.words.text() == "收件后打印"
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert done == [1]
    assert not bar.press(Key.ACT_1)


def test_the_main_act_is_the_biggest_and_stands_at_the_right_end(window):
    bar = put(window, ActBar())
    acts = [
        Act("退件", Key.ACT_1, lambda: None),
        Act("核验无误，出证", Key.MAIN, lambda: None, main=True),
        Act("打印", None, lambda: None, right=True),
    ]
    bar.set_acts(acts)
    QApplication.processEvents()
    main, left = bar.button_of(Key.MAIN), bar.button_of(Key.ACT_1)
    assert main.height() == 52
    assert left.height() == 44
    assert main.geometry().right() == max(one.geometry().right() for one in bar.findChildren(QPushButton))
    assert find_cut_texts(window) == []


def test_a_question_gives_the_focus_back_and_no_is_the_safe_answer(window):
    field, bar, answers = put(window, FieldBox("姓名")), put(window, ConfirmBar()), []
    field.setFocus()
    bar.ask(
        Question("确认退件吗？", "确认退件", lambda: answers.append("yes"), no=lambda: answers.append("no"))
    )
    assert bar.no_button.hasFocus()
    QTest.keyClick(bar.no_button, Qt.Key.Key_Escape)
    assert answers == ["no"]
    assert field.edit.hasFocus()
    assert bar.question is None
    bar.ask(Question("确认退件吗？", "确认退件", lambda: answers.append("yes")))
    bar.yes_button.click()
    bar.say_yes()
    assert answers == ["no", "yes"]


# -- the rest ------------------------------------------------------------------------------------------------


def test_facts_change_without_being_built_again(window):
    facts = put(window, FactList([("承诺时限", "3 个工作日"), ("部门", LONG_ITEM)]))
    window.resize(300, 500)
    QApplication.processEvents()
    before = facts.findChildren(Words)
    facts.set_facts([("承诺时限", "当场办结", Tone.GOOD), ("部门", LONG_ITEM)])
    assert facts.findChildren(Words) == before
    assert any(words.text() == "当场办结" for words in before)
    assert find_cut_texts(window) == []


def test_the_four_tracks_say_in_words_what_they_show_in_colour(window):
    bar = put(
        window, TrackBar([Track("办理", "准予　14:10", Tone.GOOD), Track("结果", "在本窗口", Tone.MAIN)])
    )
    names = [child.accessibleName() for child in bar.findChildren(QWidget)]
    assert "办理：准予　14:10" in names
    assert "结果：在本窗口" in names


def test_the_next_step_is_said_and_sections_are_made_once(window):
    panel = put(window, NextStepPanel())
    panel.say(Step("请打印收件通知单", Tone.MAIN))
    assert panel.said == "请打印收件通知单"
    assert panel.section("办事指南") is panel.section("办事指南")
    panel.say(None)
    assert panel.said == ""


def test_a_paper_is_shown_page_by_page_and_zooms_by_key(window, qtbot):
    preview = put(window, PaperPreview())
    page = QImage(794, 1123, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    preview.show_pages([page, page])
    assert preview.page_count == 2
    qtbot.waitUntil(lambda: preview.verticalScrollBar().maximum() > 0)
    before = preview.widget().sizeHint().height()
    QTest.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.widget().sizeHint().height() > before
    preview.show_pages([])
    assert preview.page_count == 0


def test_badges_figures_and_cards_change_their_words_with_their_colour(window):
    badge, figure, card = Badge("待领取", Tone.WARN), Figure("已过截止", "0"), Card("事项", step=1)
    for part in (badge, figure, card):
        put(window, part)
    badge.show_state("已签收", Tone.GOOD)
    figure.show_figure("1", Tone.BAD)
    card.set_step_done(True)
    assert (badge.text(), badge.property("tone")) == ("已签收", "good")
    assert figure.property("tone") == "bad"
    assert card.mark.accessibleName() == "第 1 部分，已完成"
    assert find_cut_texts(window) == []


def test_the_ring_is_around_the_focus_and_nowhere_else(qtbot):
    holder = QWidget()
    QVBoxLayout(holder)
    qtbot.addWidget(holder)
    ring = FocusRing(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitActive(holder)
    assert not ring.isVisible()
    field = put(holder, FieldBox("姓名"))
    field.edit.setFocus()
    assert ring.widget() is field.edit
    assert ring.isVisible()
    field.edit.clearFocus()
    assert not ring.isVisible()


def test_the_focus_is_always_seen(window):
    """Every control that takes the focus looks different with it."""
    parts = [FieldBox("姓名"), ChoiceField("方式", [("窗口", 1)]), QPushButton("打印")]
    for part in parts:
        put(window, part)
    for part in parts:
        editor = part.focusProxy() or part
        other = parts[0].edit if part is not parts[0] else parts[2]
        other.setFocus()
        calm = editor.grab().toImage()
        editor.setFocus()
        assert editor.grab().toImage() != calm
    assert theme.colour("main").name() in theme.style_sheet()
