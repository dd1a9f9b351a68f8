"""The three screens of the main job over a hall that lives in lists, in every state that must fit.

Also a program of its own: ``python -m tests.ui.work_screens`` says for each state what is cut or scrolls; the
tests run it at twice the scale.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

from tests.ui.screen_support import COUNTER, HALL, LONG_ITEM, LONG_UNIT, NOW, SESSION, case_file, uid
from yichuang_desktop.app.program import make_application
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.commitments import CommitmentText
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ItemResult, Material, ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.finding import Scanned
from yichuang_desktop.services.intake_texts import IntakeText
from yichuang_desktop.services.ports import (
    CaseFile,
    DeskRow,
    DraftRow,
    HandoverRow,
    ItemRow,
    PaperRecord,
    Session,
)
from yichuang_desktop.services.ports_dues import ReminderRow
from yichuang_desktop.ui.citizen import Answered, ToSign
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.handover.screen import HandoverScreen
from yichuang_desktop.ui.intake.screen import IntakeScreen
from yichuang_desktop.ui.issuance.screen import IssuanceScreen
from yichuang_desktop.ui.main_window import Place, Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks

RARE = "㛃𬱖䶮·阿卜杜热合曼"
LONG_OFFICER = "内乡县自然资源局不动产登记中心二股"


def item(materials: int = 5, name: str = "个体工商户设立登记") -> ServiceItem:
    """An item with so many materials, the first three mandatory."""
    return ServiceItem(
        "NX-001",
        name,
        "内乡县市场监督管理局",
        zone="企业开办服务专区",
        office_type="即办件",
        legal_limit=3,
        fee="不收费",
        result=ItemResult("营业执照", "证照", ("窗口领取", "邮寄")),
        consult_phone="0377-00000004",
        materials=tuple(
            Material(
                seq,
                f"第{seq}份材料" if materials < 9 else f"第{seq}份材料：农村集体经济组织成员（代表）会议决议",
                "原件+复印件" if seq % 2 else "复印件",
                necessity="必要" if seq <= 3 else "非必要",
                points="核对人证一致和有效期；代办时同时核验委托双方",
            )
            for seq in range(1, materials + 1)
        ),
        window_tips="核对人证一致和有效期；代办时同时核验委托双方；农村场所可用村委会证明或承诺",
    )


@dataclass
class Views:
    """The read side, from lists."""

    the_item: ServiceItem = field(default_factory=item)
    draft_rows: tuple[DraftRow, ...] = ()
    queue: tuple[HandoverRow, ...] = ()
    signed: tuple[HandoverRow, ...] = ()
    due: tuple[DeskRow, ...] = ()
    files: dict[UUID, CaseFile] = field(default_factory=dict)
    broken: bool = False

    def _look(self) -> None:
        if self.broken:
            raise ConnectionError("the database is away")

    def items(self) -> tuple[ItemRow, ...]:
        one = self.the_item
        return (ItemRow(one.item_id, 1, one.name, one.department, "", one.zone, ("gtgshsldj",), ()),)

    def item(self, _item_id: str, _version: int | None = None) -> tuple[int, ServiceItem]:
        return 1, self.the_item

    def drafts(self, _counter: int) -> tuple[DraftRow, ...]:
        self._look()
        return self.draft_rows

    def handover_queue(self, _counter: int | None) -> tuple[HandoverRow, ...]:
        self._look()
        return self.queue

    def signed_counterfoils(self, _counter: int | None) -> tuple[HandoverRow, ...]:
        return self.signed

    def dues(self, limit: int = 500) -> tuple[DeskRow, ...]:
        return self.due[:limit]

    def results_to_call(self, limit: int = 500) -> tuple[DeskRow, ...]:
        return ()

    def results_to_collect(self, limit: int = 500) -> tuple[DeskRow, ...]:
        return ()

    def recently_issued(self, _counter: int, limit: int = 10) -> tuple[DeskRow, ...]:
        return self.due[:limit]

    def case_file(self, case_id: UUID) -> CaseFile:
        return self.files[case_id]

    def find_cases(self, _text: str, limit: int = 100) -> tuple[()]:
        return ()


@dataclass
class Desk:
    """A log-in whose acts are noted in ``sent``; ``answers`` is what the next ones say."""

    session: Session = SESSION
    views: Views = field(default_factory=Views)
    sent: list[Any] = field(default_factory=list)
    answers: list[BaseException] = field(default_factory=list)
    saved: list[IntakeForm] = field(default_factory=list)

    def _take(self, request: Any) -> ActDone:
        self.sent.append(request)
        if self.answers:
            raise self.answers.pop(0)
        number = "NX20261123-04-0011"
        return ActDone(request.act_id, request.case_id, "act", 2, NOW, self.session.login, number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._take

    def begin_form(self, _name: str, _file: CaseFile | None = None) -> dict[str, Any]:
        return {}

    def calendar(self) -> WorkCalendar:
        return WorkCalendar()

    def print_statement(self, request: Any) -> str:
        self.sent.append(request)
        return str(request.job_id)

    def save_draft(self, request: Any) -> None:
        self.saved.append(request.form)

    def commitment_text(self, form: IntakeForm, _item: ServiceItem) -> CommitmentText:
        name = form.applicant.name if form.applicant else ""
        return CommitmentText(f"{name}承诺：", ("材料真实",), "违者自负")

    def handle(self, request: Any) -> ActDone:
        return self._take(request)

    def intake_texts(self, request: Any) -> tuple[IntakeText, ...]:
        text = self.commitment_text(request.form, self.views.the_item)
        return (IntakeText("信用承诺书", text.canonical_bytes().decode(), text.sha256, "signature"),)

    def collection_text(self, *_args: Any) -> str:
        return "已领取"

    loss_text = collection_text

    def scan(self, text: str) -> Scanned:
        for file in self.views.files.values():
            for paper in file.papers:
                if paper.code == text:
                    return Scanned(file.case.case_id, paper)
        raise RuleViolation("paper_not_found", kind=PaperKind.RECEIPT)

    def find(self, text: str) -> UUID:
        for case_id, file in self.views.files.items():
            if file.case.receipt_no == text:
                return case_id
        raise RuleViolation("case_not_found", number=text)


@dataclass
class FakeCitizen:
    """The citizen's side: what was asked, and who waits for it."""

    available: bool = True
    asked: list[tuple[ToSign, Answered]] = field(default_factory=list)
    invited: list[UUID] = field(default_factory=list)
    withdrawn: int = 0

    def ask_signature(self, what: ToSign, answered: Answered) -> None:
        self.asked.append((what, answered))

    def withdraw(self) -> None:
        self.withdrawn += 1

    def invite_rating(self, act_id: UUID, _counter: int, _service: str) -> None:
        self.invited.append(act_id)


class Work:
    """A shell with one of the screens in it."""

    def __init__(self, desk: Desk, which: str) -> None:
        self.desk, self.citizen = desk, FakeCitizen()
        self.tasks, self.messages = Tasks(), Messages()
        self.messages.listen_to(self.tasks)
        self.shell = Shell(
            Place(HALL.name, COUNTER.title, SESSION.name, demonstration=True), self.messages, Sounds(False)
        )
        for name, title in (("intake", "收件"), ("handover", "交接"), ("issuance", "出证")):
            self.shell.add_screen(name, title, None, self._maker(name))
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.show_screen(which)
        self.settle()

    def _maker(self, name: str) -> Callable[[], Screen]:
        desk: Any = self.desk
        files: Any = None
        tools = FormTools(self.tasks, self.messages, desk, self.citizen, Sounds(False), files, lambda: NOW)
        return {
            "intake": lambda: IntakeScreen(tools),
            "handover": lambda: HandoverScreen(tools),
            "issuance": lambda: IssuanceScreen(tools),
        }[name]

    @property
    def screen(self) -> Any:
        return self.shell.current_screen

    @property
    def said(self) -> str:
        return self.messages.history[-1].text if self.messages.history else ""

    def act(self, words: str) -> Any:
        """The act of these words."""
        return next(one for one in self.shell.act_bar.acts if one.text == words)

    def settle(self) -> None:
        """Every answer is there and laid out."""
        wait(lambda: self.tasks.pending == 0)

    def close(self) -> None:
        self.shell.close()
        self.tasks.close()

    def complaints(self) -> list[str]:
        """Cut texts, and what scrolls that should not, once the layout has come to rest."""
        for _ in range(4):
            wait(lambda: True)
        return [*find_cut_texts(self.shell), *_scrolling(self.shell)]


def wait(come: Callable[[], bool]) -> None:
    """Let the window live, at least once, until ``come``."""
    while True:
        loop = QEventLoop()
        QTimer.singleShot(1, loop.quit)
        loop.exec()
        if come():
            return


def _scrolling(window: QWidget) -> Iterator[str]:
    """Columns of a screen that do not fit; lists may be as long as they like."""
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.verticalScrollBar().maximum() > 0:
            yield f"滚动：{_place(area)} {area.verticalScrollBar().maximum()}px"


def _place(area: QAbstractScrollArea) -> str:
    names = []
    one: QObject | None = area
    while one is not None and len(names) < 4:
        names.append(type(one).__name__)
        one = one.parent()
    return "<".join(names)


# ---------------------------------------------------------------------------------------------- rows


def draft_row(number: int, **changes: Any) -> DraftRow:
    """A draft, or a notice that waits."""
    known = DraftRow(uid(f"draft{number}"), "draft", "个体工商户设立登记", "测试样例甲", NOW, 4, "员工甲", "")
    return replace(known, **changes)


def handover_row(number: int, **changes: Any) -> HandoverRow:
    """A case of the queue."""
    known = HandoverRow(
        case_id=uid(f"case{number}"), revision=2, receipt_no=f"NX20261123-04-{number:04d}",
        applicant_name="测试样例甲", item_name="食品经营许可（新办）", department="内乡县市场监督管理局",
        phone="0377-00000004", contact="联系人甲", accepted_at=NOW - timedelta(minutes=40 + number % 60),
        collection_due=NOW + timedelta(minutes=184 - number % 400), copies=7, calls=number % 3,
        last_call_at=NOW - timedelta(minutes=9) if number % 3 else None, last_call_outcome="answered",
        state="waiting", signed_by="", commitment_owed=False, counter=4, promise_due=NOW.date(),
        on_the_spot=False, result_name="许可证",
    )  # fmt: skip
    return replace(known, **changes)


def desk_row(number: int, **changes: Any) -> DeskRow:
    """A case of the issuance desk's lists."""
    known = DeskRow(
        case_id=uid(f"case{number}"), revision=5, receipt_no=f"NX20261123-04-{number:04d}",
        applicant_name="测试样例甲", item_name="食品经营许可（新办）", department="内乡县市场监督管理局",
        phone="0377-00000004", due_on=NOW.date() + timedelta(days=number % 9 - 2), due_estimated=False,
        result_name="许可证", reminders=number % 2, calls=0, approval="in_review", result="none",
        counterfoil="with_issuance", since=NOW,
    )  # fmt: skip
    return replace(known, **changes)


LONG = {"applicant_name": LONG_UNIT, "item_name": LONG_ITEM, "department": "内乡县人力资源和社会保障局"}
REVIEW = Tracks(Approval.IN_REVIEW, Papers.WITH_DEPARTMENT, Counterfoil.SIGNED_BY_DEPARTMENT)
REGISTERED = replace(REVIEW, counterfoil=Counterfoil.WITH_ISSUANCE)
HERE = Tracks(Approval.APPROVED, Papers.KEPT, Counterfoil.WITH_ISSUANCE, Result.WITH_ISSUANCE)
WAITING = replace(HERE, result=Result.NOTIFIED)
GONE = replace(HERE, result=Result.COLLECTED)
CODES = {PaperKind.RECEIPT: "71" + "1" * 28, PaperKind.COUNTERFOIL: "72" + "1" * 28,
         PaperKind.CREDIT_COMMITMENT: "73" + "1" * 28}  # fmt: skip


def file_in(tracks: Tracks, **changes: Any) -> CaseFile:
    """A case on the issuance desk in that state."""
    if tracks.result is Result.NONE:
        changes = {"result_no": "", "result_name": "", **changes}
    file = case_file(tracks=tracks, **changes)
    papers = tuple(PaperRecord(code, kind, file.case.case_id, "NX") for kind, code in CODES.items())
    return replace(file, papers=papers)


# ---------------------------------------------------------------------------------------------- states


def intake_with(
    the_item: ServiceItem, *, unit: bool = False, agent: bool = False, name: str = "测试样例甲"
) -> Work:
    """An intake on its way."""
    work = Work(Desk(views=Views(the_item)), "intake")
    work.screen.item_card.search.chosen.emit(the_item.item_id)
    work.settle()
    parties = work.screen.parties
    if unit:
        parties.kind.choice.setCurrentIndex(1)
        parties.kind.choice.activated.emit(1)
    if agent:
        parties.toggle_agent()
        parties.agent_name.set_text("测试代理人")
        parties.agent_no.set_text("411399198502020020")
    parties.name.set_text(name)
    parties.legal.set_text("测试法人")
    parties.agent_phone.set_text("15400000099")
    parties.document_no.set_text("91411325MAXY00171R" if unit else "411399199001010013")
    parties.phone.set_text("15400000012")
    parties.edited.emit()
    work.settle()
    return work


def closing(the_item: ServiceItem, key: Key, *, again: bool = False) -> Work:
    """Everything missing: the page before a notice is given, or before a draft is given up."""
    work = intake_with(the_item)
    work.screen._model.notified = again
    table = work.screen.materials.table
    for row in table.rows_model().rows:
        table.select_key(row.seq)
        table.letter.emit("X")
    work.settle()
    work.shell.press(key)
    work.settle()
    return work


def handover_with(queue: Sequence[HandoverRow], signed: Sequence[HandoverRow] = (), mark: int = 0) -> Work:
    """A queue with the mark on one of its rows."""
    work = Work(Desk(views=Views(queue=tuple(queue), signed=tuple(signed))), "handover")
    work.screen.table.select_row(mark)
    work.settle()
    return work


def issuance_with(file: CaseFile, *scanned: PaperKind, due: Sequence[DeskRow] = ()) -> Work:
    """A case on the desk with these papers scanned."""
    work = Work(Desk(views=Views(due=tuple(due), files={file.case.case_id: file})), "issuance")
    for kind in scanned:
        work.screen.scan.scanned.emit(CODES[kind])
        work.settle()
    return work


def acts_beside(file: CaseFile, name: str = "") -> Work:
    """What can be done with the case, listed beside it; with ``name`` the form of that act."""
    work = issuance_with(file, PaperKind.COUNTERFOIL, due=FEW)
    work.shell.press(Key.ALT_B)
    if name:
        work.screen.case_acts.list.chosen.emit(name)
    work.settle()
    return work


def lost(file: CaseFile) -> Work:
    """A lost receipt, with a licence to be checked."""
    work = issuance_with(file, PaperKind.RECEIPT)
    work.screen._lose()
    page = work.screen.card.collect
    page.original.choice.setCurrentIndex(1)
    page.original.choice.activated.emit(1)
    work.settle()
    return work


FEW = tuple(desk_row(number) for number in range(1, 4))
TEN_THOUSAND = range(10_000)
AGENT = {"name": "测试代理人", "document_no": "411399198502020020"}
CALLED_OFTEN = handover_row(
    1,
    calls=5,
    noted=("late",),
    collection_due=NOW - timedelta(hours=2),
    call_log=tuple(
        ReminderRow(NOW - timedelta(minutes=9 * n), "0377-00000004", "answered", "", "三点前派人来取", "")
        for n in range(5)
    ),
    **LONG,
)
OWED = handover_row(1, state="signed", signed_by=LONG_OFFICER, commitment_owed=True)
LONG_DRAFT = draft_row(1, item_name=LONG_ITEM, applicant_name=LONG_UNIT, notice_no="NX20261123-04-T0003")


def intake_of(*rows: DraftRow) -> Work:
    """An intake not begun yet, with these drafts."""
    return Work(Desk(views=Views(draft_rows=rows)), "intake")


STATES: dict[str, Callable[[], Work]] = {
    "intake empty": intake_of,
    "intake one draft": lambda: intake_of(LONG_DRAFT),
    "intake 10,000 drafts": lambda: intake_of(*map(draft_row, TEN_THOUSAND)),
    "intake person": lambda: intake_with(item()),
    "intake rare name": lambda: intake_with(item(), name=RARE),
    "intake 26 materials": lambda: intake_with(item(26, LONG_ITEM[:60]), agent=True),
    "intake longest unit": lambda: intake_with(
        item(26, LONG_ITEM[:60]), unit=True, agent=True, name=LONG_UNIT
    ),
    "intake notice": lambda: closing(item(), Key.ACT_1),
    "intake long notice": lambda: closing(item(26, LONG_ITEM[:60]), Key.ACT_1, again=True),
    "intake abandon": lambda: closing(item(), Key.ALT_X),
    "handover empty": lambda: handover_with(()),
    "handover one": lambda: handover_with([handover_row(1)]),
    "handover on the spot": lambda: handover_with([handover_row(1, on_the_spot=True)]),
    "handover late": lambda: handover_with([handover_row(1, collection_due=NOW - timedelta(days=3))]),
    "handover long": lambda: handover_with([handover_row(number, **LONG) for number in range(3)]),
    "handover many calls": lambda: handover_with([CALLED_OFTEN]),
    "handover signed": lambda: handover_with([], [OWED]),
    "handover 10,000": lambda: handover_with(list(map(handover_row, TEN_THOUSAND)), mark=9_000),
    "issuance empty": lambda: Work(Desk(), "issuance"),
    "issuance register": lambda: issuance_with(file_in(REVIEW), PaperKind.COUNTERFOIL, due=FEW),
    "issuance book in": lambda: issuance_with(file_in(REGISTERED), PaperKind.COUNTERFOIL, due=FEW),
    "issuance to call": lambda: issuance_with(file_in(HERE), PaperKind.COUNTERFOIL, due=FEW),
    "issuance collect": lambda: issuance_with(file_in(WAITING), PaperKind.RECEIPT, due=FEW),
    "issuance done": lambda: issuance_with(file_in(GONE), PaperKind.RECEIPT, due=FEW),
    "issuance long": lambda: issuance_with(
        file_in(WAITING, **LONG), PaperKind.RECEIPT, due=[desk_row(number, **LONG) for number in range(4)]
    ),
    "issuance agent": lambda: issuance_with(file_in(WAITING, representative=AGENT), PaperKind.RECEIPT),
    "issuance lost": lambda: lost(file_in(WAITING)),
    "issuance acts": lambda: acts_beside(file_in(WAITING, **LONG)),
    "issuance form": lambda: acts_beside(file_in(REVIEW, **LONG), "note_performance"),
    "issuance many": lambda: issuance_with(
        file_in(WAITING), PaperKind.RECEIPT, due=list(map(desk_row, range(500)))
    ),
}


MAY_SCROLL = {"intake long notice": "ClosingPage"}
"""A notice of 26 materials is longer than the screen; it is read with the page keys."""


def states_of(screen: str) -> list[str]:
    """The states of one screen."""
    return [name for name in STATES if name.startswith(screen)]


@contextmanager
def in_state(name: str) -> Iterator[Work]:
    """A shell in one of the states."""
    work = STATES[name]()
    try:
        yield work
    finally:
        work.close()


def complaints(name: str) -> list[str]:
    """What is wrong with how a state looks."""
    with in_state(name) as work:
        spared = MAY_SCROLL.get(name, "\0")
        return [words for words in work.complaints() if spared not in words]


def main() -> int:
    """Say what is wrong in the states named (all without names); the exit status is how many are bad.

    An argument that is a folder takes the pictures.
    """
    app = make_application(["work-screens"], always_shipped=True)
    folder = next((Path(word) for word in sys.argv[1:] if Path(word).is_dir()), None)
    wanted = [word for word in sys.argv[1:] if word in STATES] or list(STATES)
    bad = 0
    for name in wanted:
        with in_state(name) as work:
            found = work.complaints()
            if folder is not None:
                work.shell.grab().save(str(folder / f"{name.replace(' ', '-')}.png"))
        bad += bool(found)
        for words in found:
            print(f"{name}: {words}")
    print(f"scale {app.devicePixelRatio()}: {len(wanted)} states, {bad} bad")
    return bad


if __name__ == "__main__":
    sys.exit(main())
