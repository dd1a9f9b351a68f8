"""Every shared part and page at once, with invented data: what the tests photograph and look for cut text in.

Run by itself it writes the pictures: ``python tests/ui/gallery.py DIR`` (QT_SCALE_FACTOR=2 for 2732×1536).
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.customer.rate_page import RateRequest
from yichuang_desktop.ui.customer.strokes import SignRequest
from yichuang_desktop.ui.customer.window import CustomerWindow
from yichuang_desktop.ui.login.screen import LoginScreen
from yichuang_desktop.ui.main_window import Place, Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.badge import Badge
from yichuang_desktop.ui.parts.card import Card, Dashed, Figure, heading
from yichuang_desktop.ui.parts.facts import Bullets, FactList
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.parts.keycap import KeyCap, KeyHints
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.paper import PaperPreview
from yichuang_desktop.ui.parts.rows import Column, RowModel
from yichuang_desktop.ui.parts.scan import ScanBox, shown
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.search import SearchBox
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.tracks import Track, TrackBar
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import SCREEN_KEYS, Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.theme import Tone

HALL = "内乡县行政审批服务中心"
LONG_ITEM = "建设工程竣工验收消防备案（含其他建设工程消防验收备案抽查复查）及城建档案移交一件事"
LONG_NAME = "演示内乡县某某某某建筑安装工程劳务分包有限责任公司第七分公司（筹）"
COMMITMENT = (
    "承诺人：测试样例甲　　证件号码：411***********0014\n"
    "　　本人就所申请的“个体工商户设立登记”事项承诺：一、提交的材料真实、合法、有效；"
    "二、知悉并遵守法律法规和办理要求；"
    "三、依法诚信经营，自觉接受监督检查；四、如有违反，愿承担相应法律责任，并同意按规定记入信用记录。"
)


@dataclass(frozen=True, slots=True)
class Material:
    """One line of a checklist."""

    number: int
    name: str
    point: str
    form: str
    copies: int
    verdict: str
    tone: Tone


class MaterialColumn(Enum):
    """The checklist's columns."""

    NUMBER = Column[Material]("序", lambda row: str(row.number), sort=lambda row: row.number, width=40)
    NAME = Column[Material]("材料 · 受理要点", lambda row: row.name, lambda row: row.point)
    FORM = Column[Material]("形式", lambda row: row.form, width=110)
    COPIES = Column[Material]("份数", lambda row: str(row.copies), width=64)
    VERDICT = Column[Material]("审查结论", lambda row: row.verdict, badge=lambda row: row.tone, width=126)


MATERIALS = (
    Material(1, "个体工商户登记（备案）申请书", "经营者签字；名称可不起", "原件", 1, "原件已核", Tone.GOOD),
    Material(2, "经营者居民身份证", "人证一致、有效期内", "原件+复印件", 1, "已核 · 退原件", Tone.GOOD),
    Material(3, "经营场所使用证明", "农村可用村委会证明或承诺", "复印件", 1, "缺", Tone.BAD),
    Material(
        4,
        LONG_ITEM + "申请表",
        "由" + LONG_NAME + "逐页加盖公章，注明与原件一致" * 3,
        "原件",
        2,
        "容缺",
        Tone.WARN,
    ),
    Material(5, "授权委托书及受托人身份证", "委托他人办理时提供", "原件+复印件", 1, "不适用", Tone.CALM),
)


class IntakeLike(Screen):
    """Fields, checklist, next step: laid out as the intake screen is."""

    title = "收件"

    def __init__(self) -> None:
        super().__init__()
        self.left.addWidget(self._item())
        self.left.addWidget(self._applicant())
        self.left.addWidget(self._checklist(), 1)
        self.right.addWidget(self._panel())

    def acts(self) -> list[Act]:
        reason = "还差 1 份必要材料：经营场所使用证明"
        return [
            Act("一次性告知单", Key.ACT_1, lambda: None),
            Act("容缺受理", Key.ACT_2, lambda: None, reason="本事项不允许容缺"),
            Act("收件受理", Key.MAIN, lambda: None, main=True, reason=reason),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.UP_DOWN, "选材料"), (Key.FIND, "搜事项"), (Key.PREVIEW, "预览单据")]

    def on_shown(self) -> None:
        self.table.setFocus()

    def _item(self) -> Card:
        card = Card("事项", step=1)
        card.set_step_done(True)
        card.head.addWidget(KeyCap(Key.ALT_1))
        card.add_hint("名称、拼音首字母、部门、编码都可以搜")
        self.search = SearchBox("键入事项名称")
        card.body.addWidget(self.search)
        return card

    def _applicant(self) -> Card:
        card = Card("申请人", step=2)
        self.who = FieldBox("姓名")
        self.who.set_text("测试样例甲")
        self.number = FieldBox("居民身份证号", ime=False)
        self.number.set_text("411***********0014")
        self.number.show_remark("校验通过 · 读卡", Tone.GOOD)
        self.phone = FieldBox("手机号", ime=False)
        self.phone.set_text("154****001")
        self.phone.show_remark("手机号少一位，请核对后重新录入", Tone.BAD)
        row = QHBoxLayout()
        top = Qt.AlignmentFlag.AlignTop
        for field, share in ((self.who, 20), (self.number, 30), (self.phone, 20)):
            row.addWidget(field, share, top)
        row.addWidget(ChoiceField("领取方式", [("窗口领取", 1), ("邮寄", 2)]), 18, top)
        card.body.addLayout(row)
        return card

    def _checklist(self) -> Card:
        card = Card("材料清单", step=3)
        card.head.addWidget(KeyHints([("Y", "原件已核"), ("C", "复印件"), ("X", "缺"), ("W", "不合格")]))
        self.model = RowModel[Material](MaterialColumn, key=lambda row: row.number)
        self.table = TwoLineTable(self.model)
        self.model.show_rows(MATERIALS)
        card.body.addWidget(self.table, 1)
        return card

    def _panel(self) -> NextStepPanel:
        panel = NextStepPanel()
        panel.say(
            Step("还差 1 份必要材料：经营场所使用证明。本事项不允许容缺，可出具一次性告知单。", Tone.BAD)
        )
        facts = [
            ("法定时限", "3 个工作日"),
            ("结果", "营业执照"),
            ("事项编号", "1141132500000000A1000131004000"),
        ]
        panel.section("办事指南").addWidget(FactList([*facts, ("受理部门", LONG_NAME)]))
        panel.section("受理要点").addWidget(Bullets(["核对人证一致和有效期", "名称可不起，不起的填“无”" * 2]))
        return panel


class IssuanceLike(Screen):
    """Scan box, case head, tracks, the states of a list."""

    title = "出证"

    def __init__(self) -> None:
        super().__init__()
        top = Card()
        row = QHBoxLayout()
        self.scan = ScanBox()
        self.scan.setText(shown("710120261123040009495635083480"))
        row.addWidget(self.scan, 1)
        row.addWidget(Badge("校验通过 · 本大厅收件通知单", Tone.GOOD, large=True))
        top.body.addLayout(row)
        self.above.addWidget(top)
        self.left.addWidget(self._case(), 1)
        lists = QVBoxLayout()
        for state in ("empty", "loading", "offline"):
            lists.addWidget(self._list(state), 1)
        self.right.addLayout(lists)

    def acts(self) -> list[Act]:
        ask = lambda: self.ask("退件后本件不能再出证，确认退件吗？", "确认退件", lambda: None, danger=True)  # noqa: E731
        return [
            Act("通知单遗失", Key.ALT_Y, lambda: None),
            Act("退件", Key.ACT_1, ask),
            Act("打印当日清单", None, lambda: None, right=True),
            Act("核验无误，出证", Key.MAIN, lambda: None, main=True),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.SCAN, "随时可扫，不必点击"), (Key.BACK, "下一位")]

    def next_step(self) -> Step:
        return Step("核对人证后出证，出证后自动邀请评价")

    def on_shown(self) -> None:
        self.scan.setFocus()

    def _case(self) -> Card:
        card = Card()
        card.body.addWidget(Words(LONG_NAME, role="thing"))
        card.body.addWidget(Words("9141***********1W　154****0012", role="second"))
        card.body.addWidget(
            FactList([("事项", LONG_ITEM), ("结果", "营业执照 1 份")], stacked=True, columns=2)
        )
        tracks = [
            Track("办理", "准予　14:10", Tone.GOOD),
            Track("纸质材料", "部门留存", Tone.GOOD),
            Track("存根与承诺书", "在本窗口　已扫码", Tone.GOOD),
            Track("结果", "在本窗口　已电话通知 1 次，下次联系明天上午", Tone.MAIN),
        ]
        card.body.addWidget(TrackBar(tracks))
        card.body.addWidget(heading("领取核验"))
        card.body.addWidget(Dashed("领取人在外屏签名…"), 1)
        return card

    def _list(self, state: str) -> Card:
        card = Card("待办")
        card.setFixedWidth(330)
        pane = ListPane(QWidget())
        card.body.addWidget(pane, 1)
        if state == "empty":
            pane.empty("没有待办", "部门交来结果后会出现在这里")
        elif state == "offline":
            pane.offline(lambda: None)
        else:
            pane.first_loading()
        return card


class FiguresLike(Screen):
    """Figures, a paper."""

    title = "交接"

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout()
        row.addWidget(Figure("待部门领取", "6"))
        row.addWidget(Figure("已过截止", "1", Tone.BAD))
        row.addWidget(Figure("距 17:30 截止", "3 小时 04 分", Tone.WARN))
        row.addWidget(Figure("已签收、待交出证窗口", "4"))
        self.above.addLayout(row)
        self.preview = PaperPreview()
        page = QImage(794, 1123, QImage.Format.Format_RGB32)
        page.fill(Qt.GlobalColor.white)
        self.preview.show_pages([page, page])
        self.left.addWidget(self.preview, 1)


def make_shell(messages: Messages) -> Shell:
    """A shell of a demonstration hall with three full screens and six empty ones."""
    shell = Shell(Place(HALL, "4 号窗口 · 综合受理", "员工甲（演示）", True), messages, Sounds(False))
    titles = ("咨询", "收件", "交接", "出证", "退件", "查询", "台账", "座位", "设备")
    made = {"收件": IntakeLike, "出证": IssuanceLike, "交接": FiguresLike}
    for title, key in zip(titles, SCREEN_KEYS, strict=True):
        shell.add_screen(title, title, key, made.get(title, Screen))
    shell.set_badge("交接", 6)
    shell.set_badge("出证", 128)
    for words, tone in (
        ("数据库", Tone.GOOD),
        ("小票机", Tone.GOOD),
        ("A4 缺纸预警", Tone.WARN),
        ("评价屏 未接", Tone.BAD),
    ):
        shell.set_health(words[:3], words, tone)
    shell.set_time(datetime(2026, 11, 23, 14, 26))
    shell.set_counts("今日：收件 17　告知 3　待交接 6　待评价 0")
    shell.resize(1366, 768)
    return shell


def shots() -> Iterator[tuple[str, QWidget]]:
    """Each picture's name and the window to photograph, one after another."""
    messages = Messages()
    shell = make_shell(messages)
    shell.show()
    for name in ("收件", "交接", "出证"):
        shell.show_screen(name)
        yield f"shell-{name}", shell
    shell.press(Key.ACT_1)
    yield "shell-question", shell
    shell.press(Key.BACK)
    shell.confirm_bar.say_no()
    messages.good(f"已出证：{LONG_NAME}　营业执照 1 份", undo=lambda: None)
    yield "shell-good", shell
    messages.bad(
        "数据库这一步没有成功，已录入的内容都还在。请再试一次；仍不行时，请记下时间并告知管理员。",
        retry=lambda: None,
    )
    yield "shell-bad", shell
    yield from _other_windows()


def _other_windows() -> Iterator[tuple[str, QWidget]]:
    login = LoginScreen(HALL, demonstration=True)
    login.set_counters([("4 号窗口 · 综合受理（一楼）", 4), ("1 号出证窗口（一楼）", 1)], chosen=4)
    login.set_accounts([("员工甲　窗口受理", "jia", "x"), ("员工己　出证窗口", "ji", "x")])
    login.refuse("登录名或密码不对，请重新输入。连续输错 5 次会锁定 10 分钟。")
    login.resize(1366, 768)
    login.show()
    yield "login", login
    customer = CustomerWindow(HALL, "4 号窗口", demonstration=True)
    customer.settle(QApplication.primaryScreen())
    customer.ask_signature(
        SignRequest("s", "请阅读并签署《信用承诺书》", "信用承诺书", COMMITMENT, f"4 号窗口　{LONG_ITEM}")
    )
    yield "customer-sign", customer
    customer.ask_rating(RateRequest("e", "4 号窗口　收件　14:26"))
    yield "customer-rate", customer


def main(folder: Path) -> None:
    """Write every picture and say what is cut."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.install(app, always_shipped=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name, window in shots():
        for _ in range(8):
            app.processEvents()
        window.grab().save(str(folder / f"{name}.png"))
        for cut in find_cut_texts(window):
            print("cut:", name, cut)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
