"""A shell around one screen, over a hall that lives in lists: for tests of what a screen shows and asks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Counter, CounterKind, Hall, Role
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.finding import Scanned
from yichuang_desktop.services.ports import (
    CaseFile,
    CaseRow,
    LedgerRow,
    PaperRecord,
    PrinterRow,
    PrintRow,
    RecordedAct,
    ServiceRow,
    Session,
)
from yichuang_desktop.ui.citizen import Answered, ToSign
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.main_window import Place, Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.prints.model import DeviceLine
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

SPACE = UUID("6f1d1a0e-0000-4000-8000-000000000001")
NOW = datetime(2026, 11, 23, 14, 26)
CODE = "710120261123040009495635083480"
LONG_ITEM = (
    "农村集体经济组织利用集体建设用地兴办乡镇企业以及乡（镇）村公共设施、"
    "公益事业建设用地审批（含临时用地及设施农用地备案、变更、注销）"
)
LONG_UNIT = "内乡县演示样例测试验证示范现代农业科技综合开发与乡村振兴产业融合发展有限责任公司第一分公司"
HALL = Hall("内乡县行政审批服务中心", "NX", demonstration=True, undo_minutes=10)
COUNTER = Counter(4, 1, "4号", CounterKind.INTAKE)
SESSION = Session("e_jia", "员工甲（演示）", frozenset({Role.WINDOW_CLERK}), COUNTER, HALL)
LEADER = replace(SESSION, login="zu_zhang", name="组长乙", roles=frozenset({Role.GROUP_LEADER}))


def uid(name: str) -> UUID:
    """A stable id."""
    return uuid5(SPACE, name)


CASE_ID = uid("case")
DRAFT = Tracks(Approval.DRAFT)
RECEIVED = Tracks(Approval.RECEIVED, Papers.WITH_WINDOW, Counterfoil.MADE)
IN_REVIEW = Tracks(Approval.IN_REVIEW, Papers.WITH_DEPARTMENT, Counterfoil.SIGNED_BY_DEPARTMENT)
DECIDED = Tracks(Approval.APPROVED, Papers.KEPT, Counterfoil.WITH_ISSUANCE, Result.WITH_ISSUANCE)
COLLECTED = Tracks(Approval.CLOSED, Papers.KEPT, Counterfoil.WITH_ISSUANCE, Result.COLLECTED)


def states(tracks: Tracks) -> dict[str, str]:
    """Tracks as the history writes them."""
    return {
        "approval": tracks.approval, "papers": tracks.papers,
        "counterfoil": tracks.counterfoil, "result": tracks.result,
    }  # fmt: skip


def act(
    kind: str,
    minutes: int,
    before: Tracks,
    after: Tracks,
    evidence: Mapping[str, Any] | None = None,
    *,
    login: str = "e_jia",
    recorder: str = "员工甲（演示）",
    done_by: str = "clerk",
    doer: str = "",
    reason: str = "",
    annuls: UUID | None = None,
    revision: int = 1,
) -> RecordedAct:
    """An act so many minutes before NOW."""
    return RecordedAct(
        act_id=uid(f"{kind}{minutes}"), kind=kind, at=NOW - timedelta(minutes=minutes), recorded_by=login,
        recorder_name=recorder, done_by=done_by, doer_name=doer or recorder, counter=4, revision=revision,
        before=states(before), after=states(after), evidence=evidence or {}, sets={}, reason=reason,
        annuls=annuls,
    )  # fmt: skip


ACCEPTED_WITH: dict[str, Any] = {
    "checklist": {
        "item_id": "NX-001",
        "rows": [
            {"seq": 1, "name": "申请书", "verdict": "original_seen"},
            {"seq": 2, "name": "居民身份证", "verdict": "copy"},
            {"seq": 3, "name": "经营场所证明", "verdict": "copy"},
        ],
    },
    "identity": {
        "proof": "original_seen", "name": "测试样例㛃", "document": "居民身份证",
        "document_no": "411399199001010013", "authorisation": "", "overrides": [], "override_by": "",
    },
    "commitment": {
        "text_sha256": "ab" * 32, "opening": "", "clauses": [], "closing": "",
        "signature": {"on": "screen", "signer": "测试样例㛃", "signed_at": "2026-11-23T09:51:00",
                      "text_sha256": "ab" * 32, "picture": "cd" * 32, "strokes": "ef" * 32, "device": "pad"},
    },
    "receipt_told": True,
    "remark": "",
    "notices": ["NX20261123-04-T0003"],
}  # fmt: skip
OFFICER_SIGNED = {
    "officer_signature_seen": {"officer": "部门人员甲", "counterfoil": "72" + CODE[2:], "on": "ink"},
    "clerk_signature": {"first_handler": "e_jia", "on": "counterfoil"},
}


def history() -> tuple[RecordedAct, ...]:
    """From the draft to the answered call, with a call that was undone on the way."""
    wrong = act("hand_over", 200, RECEIVED, IN_REVIEW, OFFICER_SIGNED, done_by="department_officer",
                doer="部门人员甲", revision=5)  # fmt: skip
    return (
        act("open_draft", 300, Tracks(), DRAFT),
        act("notify", 290, DRAFT, replace(DRAFT, approval=Approval.NOTIFIED), {
            "one_off_notice": {"number": "NX20261123-04-T0003", "code": CODE, "lacking": [
                {"name": "经营场所使用证明", "what": "缺"}, {"name": "居民身份证", "what": "份数不够"}]},
            "checklist": {"rows": []},
        }, revision=2),
        act("take_up_again", 285, replace(DRAFT, approval=Approval.NOTIFIED), DRAFT,
            {"one_off_notice": "NX20261123-04-T0003"}, revision=3),
        act("accept", 275, DRAFT, RECEIVED, ACCEPTED_WITH, revision=4),
        wrong,
        act("annul", 198, IN_REVIEW, RECEIVED, {"annulled": {"kind": "hand_over"}},
            reason="扫错了存根", annuls=wrong.act_id, revision=6),
        act("call_department", 195, RECEIVED, RECEIVED,
            {"call": {"phone": "037700000031", "outcome": "no_answer", "said": ""}}, revision=7),
        act("hand_over", 120, RECEIVED, IN_REVIEW, OFFICER_SIGNED, done_by="department_officer",
            doer="部门人员甲", revision=8),
        act("register_counterfoil", 60, IN_REVIEW, replace(IN_REVIEW, counterfoil=Counterfoil.WITH_ISSUANCE),
            {"counterfoil_scanned": "72" + CODE[2:], "commitment_scanned": "73" + CODE[2:]},
            login="e_ji", recorder="员工己（演示）", revision=9),
        act("book_in_result", 16, replace(IN_REVIEW, counterfoil=Counterfoil.WITH_ISSUANCE), DECIDED, {
            "decision": {"outcome": "approved", "officer": "部门人员乙", "result_name": "营业执照",
                         "result_no": "92411399MAXY00171W", "result_copies": 1},
            "result_slip": {"number": "移-17", "brought_by": "部门人员乙"},
        }, login="e_ji", recorder="员工己（演示）", done_by="department_officer", doer="部门人员乙",
            revision=10),
        act("call_applicant", 3, DECIDED, replace(DECIDED, result=Result.NOTIFIED),
            {"call": {"phone": "15400000012", "outcome": "answered", "said": "下午来取"}}, revision=11),
    )  # fmt: skip


def case(**changes: Any) -> Case:
    """The case of :func:`history`."""
    tracks = replace(DECIDED, result=Result.NOTIFIED)
    known = Case(
        case_id=CASE_ID, channel=Channel.COUNTER, tracks=tracks, revision=11, receipt_no="NX20261123-04-0011",
        item_id="NX-001", item_version=1, item_name="个体工商户设立登记", department="县市场监督管理局",
        applicant_name="测试样例㛃",
        applicant={"name": "测试样例㛃", "document_no": "411399199001010013", "phone": "15400000012"},
        counter=4, first_handler="e_jia", received_at=NOW - timedelta(minutes=275), accepted_on=NOW.date(),
        legal_due=date(2026, 12, 14), promise_due=date(2026, 12, 4), promise_text="9个工作日",
        delivery="窗口领取", platform_no="411300202611230011", result_name="营业执照",
        result_no="92411399MAXY00171W", result_copies=1, copies=7,
    )  # fmt: skip
    return replace(known, **changes)


def print_row(name: str, kind: str = "receipt_sheet", state: str = "confirmed", **changes: Any) -> PrintRow:
    """A print job of the case."""
    known = PrintRow(
        job_id=str(uid(name)), kind=kind, state=state, copy_no=1, printer="a4-04",
        requested_at=NOW - timedelta(minutes=275), requested_by="员工甲（演示）", failure="", case_id=CASE_ID,
        receipt_no="NX20261123-04-0011",
    )  # fmt: skip
    return replace(known, **changes)


PRINTS = (
    print_row("receipt"),
    print_row("slip", "receipt_slip", "unknown", printer="slip-04", failure="broken_off"),
    print_row("commitment", "credit_commitment", "queued", failure="paper_out"),
    print_row("record", "intake_record", "sent"),
)


def case_file(**changes: Any) -> CaseFile:
    """Everything about the case."""
    return CaseFile(
        case=case(**changes),
        history=history(),
        papers=(PaperRecord(CODE, PaperKind.RECEIPT, CASE_ID, "NX20261123-04-0011"),),
        prints=PRINTS,
        services=(
            ServiceRow(uid("s1"), "intake", NOW - timedelta(minutes=274), "rated", 5),
            ServiceRow(uid("s2"), "collection", NOW - timedelta(minutes=1), "timed_out", None),
        ),
        phone="0377-00000031",
        contact="部门联系人甲",
        first_handler_name="员工甲（演示）",
    )


def case_row(number: int = 11, **changes: Any) -> CaseRow:
    """A case as a search finds it."""
    known = CaseRow(
        case_id=CASE_ID if number == 11 else uid(f"case{number}"),
        receipt_no=f"NX20261123-04-{number:04d}", applicant_name="测试样例㛃", item_name="个体工商户设立登记",
        department="县市场监督管理局", received_at=NOW - timedelta(minutes=number), approval="in_review",
        papers="with_department", counterfoil="signed_by_department", result="none",
        promise_due=date(2026, 12, 4),
    )  # fmt: skip
    return replace(known, **changes)


def ledger_row(seq: int, **changes: Any) -> LedgerRow:
    """A row of the ledger."""
    known = LedgerRow(
        seq=seq, received_at=NOW - timedelta(minutes=seq),
        receipt_no=f"NX20261123-{seq // 9999 + 1:02d}-{seq % 9999:04d}",
        platform_no="411300202611230011", item_name="个体工商户设立登记", department="县市场监督管理局",
        applicant_name="测试样例㛃", phone_masked="154****0012", counter="1楼 4号窗口",
        first_handler="员工甲（演示）", copies=7, promise_text="9个工作日",
        promise_due=date(2026, 12, 4), department_receiver="部门人员甲",
        department_received_at=NOW, counterfoil_registered_at=NOW, decided_on=NOW if seq % 2 else None,
        result_name="营业执照", result_no="92411399MAXY00171W", delivery="窗口领取",
        collected_at=NOW if seq % 3 == 0 else None, collector="测试样例㛃", returned=False, waybill_no="",
        rating="非常满意", state="部门审批中",
    )  # fmt: skip
    return replace(known, **changes)


@dataclass
class FakeViews:
    """The read side, from lists; ``broken`` makes every question fail, ``seen`` notes what was asked."""

    files: dict[UUID, CaseFile] = field(default_factory=lambda: {CASE_ID: case_file()})
    found: tuple[CaseRow, ...] = ()
    rows: tuple[LedgerRow, ...] = ()
    jobs: tuple[PrintRow, ...] = ()
    broken: bool = False
    the_counters: tuple[Counter, ...] = (COUNTER,)
    known_printers: tuple[PrinterRow, ...] = ()
    seen: list[tuple[Any, ...]] = field(default_factory=list)

    def _note(self, *what: Any) -> None:
        self.seen.append(what)
        if self.broken:
            raise ConnectionError("the database is away")

    def case_file(self, case_id: UUID) -> CaseFile:
        self._note("case_file", case_id)
        return self.files[case_id]

    def counters(self) -> tuple[Counter, ...]:
        return self.the_counters

    def find_cases(self, text: str, limit: int = 100) -> tuple[CaseRow, ...]:
        self._note("find_cases", text)
        return self.found[:limit]

    def ledger(
        self, first: date, last: date, after: int = 0, limit: int = 1000, ledger: str = "counter"
    ) -> tuple[LedgerRow, ...]:
        self._note("ledger", first, last, after)
        return tuple(row for row in self.rows if row.seq > after)[:limit]

    def ledger_size(self, first: date, last: date, ledger: str = "counter") -> int:
        self._note("ledger_size", first, last)
        return len(self.rows)

    def prints(self, open_only: bool = True, limit: int = 200) -> tuple[PrintRow, ...]:
        self._note("prints", open_only)
        over = ("confirmed", "accepted", "reprinted", "cancelled", "sent")
        return tuple(row for row in self.jobs if not open_only or row.state not in over)[:limit]

    def printers(self) -> tuple[PrinterRow, ...]:
        self._note("printers")
        return self.known_printers

    def print_document(self, job_id: str) -> tuple[str, Mapping[str, Any], str]:
        self._note("print_document", job_id)
        kind = next((row.kind for row in (*self.jobs, *PRINTS) if row.job_id == job_id), "receipt_sheet")
        return kind, {"paper": kind}, ""


@dataclass
class FakeDesk:
    """A log-in whose acts are noted in ``sent``; ``refuses`` answers the next one with a rule."""

    session: Session = SESSION
    views: FakeViews = field(default_factory=FakeViews)
    sent: list[Any] = field(default_factory=list)
    refuses: RuleViolation | None = None
    breaks: BaseException | None = None
    scanned: list[str] = field(default_factory=list)
    papers: dict[str, UUID] = field(default_factory=dict)
    kind: str = "act"
    """Of the next act that is done."""
    prefills: dict[str, dict[str, Any]] = field(default_factory=dict)
    begun: list[tuple[str, CaseFile | None]] = field(default_factory=list)

    def _take(self, request: Any) -> None:
        self.sent.append(request)
        if self.breaks is not None:
            broken, self.breaks = self.breaks, None
            raise broken
        if self.refuses is not None:
            violation, self.refuses = self.refuses, None
            raise violation

    def scan(self, text: str) -> Scanned:
        self.scanned.append(text)
        if text in self.papers:
            case_id = self.papers[text]
            return Scanned(case_id, PaperRecord(text, PaperKind.RECEIPT, case_id, "NX20261123-04-0099"))
        if text != CODE:
            raise RuleViolation("paper_not_found", kind=PaperKind.RECEIPT)
        return Scanned(CASE_ID, PaperRecord(CODE, PaperKind.RECEIPT, CASE_ID, "NX20261123-04-0011"))

    def annul(self, request: ask.Annul) -> ActDone:
        self._take(request)
        return ActDone(
            request.act_id, request.case_id, "annul", request.revision + 1, NOW, self.session.login
        )

    def reprint(self, request: ask.Reprint) -> str:
        self._take(request)
        return str(uid("copy"))

    def begin_form(self, name: str, file: CaseFile | None = None) -> dict[str, Any]:
        self.begun.append((name, file))
        return dict(self.prefills.get(name, {}))

    def calendar(self) -> WorkCalendar:
        return WorkCalendar()

    def handle(self, request: Any) -> ActDone:
        self._take(request)
        case_id = getattr(request, "case_id", CASE_ID)
        revision = getattr(request, "revision", 0) + 1
        return ActDone(
            request.act_id, case_id, self.kind, revision, NOW, self.session.login, "NX20261123-04-0012"
        )

    def text_to_sign(self, request: Any) -> str:
        return f"本人确认：{request!r}"

    def move_print(self, request: ask.MovePrint) -> str:
        self._take(request)
        return ""

    def cancel_print(self, request: ask.CancelPrint) -> str:
        self._take(request)
        return ""

    def answer_print(self, request: ask.AnswerPrint) -> str:
        self._take(request)
        return "" if request.answer == "complete" else str(uid("copy"))


@dataclass
class FakeMaker:
    """Pages as grey sheets; ``asked`` notes the kinds."""

    pages: int = 2
    asked: list[str] = field(default_factory=list)
    refuses: RuleViolation | None = None

    def pictures(self, kind: str, document: Mapping[str, Any], mark: str) -> Sequence[QImage]:
        self.asked.append(kind)
        if self.refuses is not None:
            raise self.refuses
        size = (432, 900) if kind == "receipt_slip" else (794, 1123)
        picture = QImage(*size, QImage.Format.Format_RGB32)
        picture.fill(QColor("#fdfdfd"))
        return [picture] * self.pages

    def pdf(self, kind: str, document: Mapping[str, Any], mark: str) -> bytes:
        return b"%PDF-1.7 " + kind.encode()


@dataclass
class FakeFiles:
    """Answers every question for a file with ``path``; ``asked`` notes title and proposed name."""

    path: Path | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    def ask_save(
        self, parent: QWidget, title: str, name: str, kind: str, chosen: Callable[[Path], None]
    ) -> None:
        self.asked.append((title, name))
        if self.path is not None:
            chosen(self.path)

    def ask_open(self, parent: QWidget, title: str, kind: str, chosen: Callable[[Path], None]) -> None:
        self.ask_save(parent, title, "", kind, chosen)


@dataclass
class FakeCitizenSide:
    """The citizen's screen: what was put there, and which acts were invited to be rated."""

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


def tools_of(
    tasks: Tasks,
    messages: Messages,
    desk: Any,
    files: FakeFiles | None = None,
    citizen: FakeCitizenSide | None = None,
) -> FormTools:
    """What screens with forms are given."""
    return FormTools(
        tasks, messages, desk, citizen or FakeCitizenSide(), Sounds(False), files or FakeFiles(), lambda: NOW
    )


@dataclass
class FakeDevices:
    """Two printers and a scanner."""

    tested: list[str] = field(default_factory=list)

    def lines(self) -> Sequence[DeviceLine]:
        return (
            DeviceLine("slip", "小票机", "缺纸，请换纸", Tone.BAD, NOW, True),
            DeviceLine("a4", "A4 打印机（系统默认）", "正常", Tone.GOOD, NOW - timedelta(minutes=3), True),
            DeviceLine("scan", "扫码枪", "正常", Tone.GOOD),
            DeviceLine("screen", "群众屏", "没有第二块屏：签名和评价时占用本屏", Tone.CALM),
        )

    def test(self, key: str) -> str:
        self.tested.append(key)
        return "小票机打出了测试页。"


class Bench:
    """A whole shell around one screen; ``settle`` waits until every answer has come."""

    def __init__(self, qtbot: QtBot, make: Callable[[Tasks, Messages], Screen], name: str = "here") -> None:
        self._qtbot = qtbot
        self.tasks, self.messages = Tasks(), Messages()
        self.messages.listen_to(self.tasks)
        place = Place(HALL.name, COUNTER.title, SESSION.name, demonstration=True)
        self.shell = Shell(place, self.messages, Sounds(False))
        self.shell.add_screen(name, "页面", None, lambda: make(self.tasks, self.messages))
        qtbot.addWidget(self.shell, before_close_func=lambda _shell: self.tasks.close())
        self.shell.resize(1366, 768)
        with qtbot.waitActive(self.shell):
            self.shell.show()
            self.shell.activateWindow()
        self.shell.show_screen(name)
        self.settle()

    @property
    def screen(self) -> Any:
        """The screen under test."""
        return self.shell.current_screen

    def settle(self) -> None:
        """Wait for every answer."""
        self._qtbot.waitUntil(lambda: self.tasks.pending == 0, timeout=10_000)

    def cut(self) -> list[str]:
        """Texts without room."""
        return find_cut_texts(self.shell)

    def check_fit(self) -> None:
        """No text may be cut, once the layout has settled."""
        self._qtbot.waitUntil(lambda: find_cut_texts(self.shell) == [], timeout=3_000)

    def type(self, widget: QLineEdit, text: str, enter: bool = False) -> None:
        """Type into a field, Chinese as an input method does, then perhaps Enter."""
        if text.isascii():
            self._qtbot.keyClicks(widget, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(widget, composed)
        if enter:
            self._qtbot.keyClick(widget, Qt.Key.Key_Return)
        self._let_go()

    def _let_go(self) -> None:
        """These hands are faster than a scanner: wait until it is clear that they are none."""
        self._qtbot.waitUntil(lambda: not self.shell.scans.holding, timeout=3_000)

    def press(self, key: Qt.Key, to: QWidget | None = None) -> None:
        """Press a key where the focus is."""
        self._qtbot.keyClick(to or self.shell.focusWidget() or self.shell, key)
        self._let_go()

    def said(self) -> str:
        """The last message."""
        return self.messages.history[-1].text if self.messages.history else ""

    def act(self, words: str) -> Any:
        """The act of these words."""
        return next(one for one in self.shell.act_bar.acts if one.text == words)
