"""Cases, ledger, prints and item library over a real hall in SQLite, with the real papers and workbooks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.services import conftest as services
from tests.services.conftest import CARD, LICENCE, Stage, desks_of, make_hall, members, on_sqlite
from tests.services.conftest import COUNTERS as WINDOWS
from tests.services.conftest import HALL as REAL_HALL
from tests.services.conftest import YEAR_2026 as YEAR
from tests.ui.screen_support import Bench, FakeDevices, FakeFiles, tools_of
from yichuang_desktop.app.ledger import print_ledger, save_rows
from yichuang_desktop.app.library import publish, read_library
from yichuang_desktop.app.papers import PaperMaker
from yichuang_desktop.app.printers import make_spooler
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.exchange.library_report import write_report
from yichuang_desktop.printing.profiles import load_profiles
from yichuang_desktop.printing.spooler import Spooler
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ledgers import COLUMNS
from yichuang_desktop.settings import Settings, resource
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.casefile.screen import CASE, PAPERS, CaseScreen
from yichuang_desktop.ui.ledger.screen import LedgerScreen
from yichuang_desktop.ui.library.screen import LibraryScreen
from yichuang_desktop.ui.prints.screen import PrintsScreen
from yichuang_desktop.ui.shortcuts import Key


@pytest.fixture(scope="module", autouse=True)
def themed(qapp: object) -> None:
    """The application as a clerk sees it."""
    theme.install(qapp, always_shipped=True)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hall's file made once."""
    file = tmp_path_factory.mktemp("hall") / "template.sqlite"
    make_hall(f"sqlite:///{file}", REAL_HALL, WINDOWS, members(), YEAR, [LICENCE, CARD])
    return file


def a_signature() -> bytes:
    """A small picture with a line of ink."""
    picture = QImage(120, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    for x in range(10, 110):
        picture.setPixelColor(x, 20, QColor("black"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


class Torn:
    """A printer whose line breaks in the middle of every paper."""

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        return Delivery(Proof.UNKNOWN, FailureKind.BROKEN_OFF, len(data) // 2)

    def status(self) -> PrinterStatus:
        return PrinterStatus()


@dataclass
class Live:
    """A hall with people at their desks."""

    stage: Stage
    qtbot: QtBot
    folder: Path

    @property
    def maker(self) -> PaperMaker:
        return PaperMaker(next(iter(load_profiles().values())))

    def spooler(self, slip: Torn | None = None) -> Spooler:
        """The printers of window 4, as files in a folder."""
        settings = Settings(pdf_folder=self.folder / "pdf", papers_to_folder=True)
        made = make_spooler(self.stage.window.access.jobs(), settings, 4)  # type: ignore[attr-defined]
        return replace(made, transports={**made.transports, "slip-04": slip}) if slip else made

    def case_screen(self, desk: Desk, files: FakeFiles | None = None) -> Bench:
        """The case screen of one person."""
        return Bench(
            self.qtbot,
            lambda tasks, messages: CaseScreen(
                replace(tools_of(tasks, messages, desk, files), now=desk.now), self.maker
            ),
            "case",
        )

    def ledger_screen(self, desk: Desk, files: FakeFiles) -> Bench:
        """The ledger of one person."""
        return Bench(
            self.qtbot,
            lambda tasks, messages: LedgerScreen(
                tasks, messages, desk, desk.now, self.maker, files, partial(save_rows, desk),
                partial(print_ledger, desk),
            ),
            "ledger",
        )  # fmt: skip

    def prints_screen(self, desk: Desk) -> Bench:
        """Prints and devices of one window."""
        return Bench(
            self.qtbot,
            lambda tasks, messages: PrintsScreen(
                tasks, messages, desk, self.maker, FakeDevices(), FakeFiles()
            ),
            "prints",
        )


@pytest.fixture
def live(template: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A hall of this test's own, where people sign with a picture that can be drawn."""
    monkeypatch.setattr(services, "PNG", a_signature())
    with on_sqlite(template, tmp_path) as real:
        yield Live(Stage(real, desks_of(real.staff)), qtbot, tmp_path)


def test_a_case_is_found_by_number_name_document_phone_and_scan(live: Live) -> None:
    case_id, done = live.stage.accepted()
    code = live.stage.code(case_id, PaperKind.RECEIPT)
    bench = live.case_screen(live.stage.window)
    for text in (
        done.receipt_no,
        done.receipt_no[-4:],
        "司马甲一",
        "411399199001010013",
        "15400000001",
        code,
    ):
        bench.screen.search.set_text("")
        bench.type(bench.screen.search.edit, text, enter=True)
        bench.settle()
        assert bench.screen.pages.currentIndex() == CASE, text
        assert bench.screen._file.case.case_id == case_id
        bench.press(Qt.Key.Key_Escape, bench.shell)
    bench.check_fit()


def test_the_timeline_of_a_real_case_tells_every_act_in_words(live: Live) -> None:
    case_id = live.stage.waiting_result()
    live.stage.issuance.issue(live.stage.issue_request(case_id))
    bench = live.case_screen(live.stage.issuance)
    bench.shell.show_screen("case", case_id)
    bench.settle()
    lines = {one.line.title: one.line for one in bench.screen.view.moments}
    assert set(lines) >= {
        "开始收件审查",
        "收件受理",
        "部门签收材料",
        "存根与承诺书交出证窗口登记",
        "结果移交出证窗口",
        "凭收件通知单出证",
    }
    assert "信用承诺书屏幕签字（司马甲一" in lines["收件受理"].evidence_text
    assert "周科长" in lines["部门签收材料"].who
    assert "王敏" in lines["部门签收材料"].who
    assert "司马甲一（本人，居民身份证411" in lines["凭收件通知单出证"].evidence_text
    assert all(line.where for line in lines.values())
    whole = "".join(line.evidence_text for line in lines.values())
    assert not any(mark in whole for mark in "{}[]")
    assert "411399199001010013" not in whole
    bench.check_fit()


def test_papers_of_a_real_case_are_shown_and_kept_as_files(live: Live) -> None:
    case_id, _done = live.stage.accepted()
    files = FakeFiles(live.folder / "单据.pdf")
    bench = live.case_screen(live.stage.window, files)
    bench.shell.show_screen("case", case_id)
    bench.settle()
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    assert bench.screen.pages.currentIndex() == PAPERS
    for number, line in enumerate(bench.screen.papers.lines):
        bench.screen.papers.table.select_row(number)
        bench.settle()
        assert bench.screen.papers.reader.ready, line.title
    page = next(n for n, line in enumerate(bench.screen.papers.lines) if line.row.kind == "receipt_sheet")
    bench.screen.papers.table.select_row(page)
    bench.settle()
    bench.shell.press(Key.SAVE)
    bench.settle()
    assert (live.folder / "单据.pdf").read_bytes().startswith(b"%PDF")
    assert bench.act("补打一份").reason == "这张单据等待打印，不必补打"
    bench.check_fit()


@pytest.mark.row("R-X-1")
def test_the_last_step_is_undone_with_its_reason_and_stays_on_the_timeline(live: Live) -> None:
    case_id = live.stage.handed_over()
    bench = live.case_screen(live.stage.window)
    bench.shell.show_screen("case", case_id)
    bench.settle()
    bench.shell.press(Key.ALT_U)
    bench.type(bench.screen.reason.edit, "扫错了存根")
    bench.shell.press(Key.MAIN)
    bench.settle()
    first, second = bench.screen.view.moments[:2]
    assert first.line.title == "撤销上一步"
    assert first.line.evidence_text.endswith("原因：扫错了存根")
    assert second.mark == "已撤销"
    assert live.stage.window.case(case_id).tracks.papers == "with_window"
    assert "来领材料" in bench.screen.panel.said
    bench.check_fit()


def test_only_the_leader_undoes_what_was_done_long_ago(live: Live) -> None:
    case_id = live.stage.handed_over()
    live.stage.later(hours=2)
    for login, allowed in (("wangmin", False), ("leader", True)):
        bench = live.case_screen(live.stage.desks[login])
        bench.shell.show_screen("case", case_id)
        bench.settle()
        assert bench.act("撤销上一步").allowed is allowed


@pytest.mark.row("R-ARC-2")
def test_the_ledger_of_the_day_goes_into_a_workbook_and_onto_paper(live: Live) -> None:
    numbers = [live.stage.accepted()[1].receipt_no for _ in range(3)]
    files = FakeFiles(live.folder / "台账.xlsx")
    bench = live.ledger_screen(live.stage.window, files)
    assert [row.receipt_no for row in bench.screen.table.rows.rows] == numbers
    bench.check_fit()
    bench.shell.press(Key.ACT_1)
    bench.settle()
    sheet = load_workbook(live.folder / "台账.xlsx").worksheets[0]
    rows = list(sheet.values)
    assert rows[2] == tuple(column.head for column in COLUMNS)
    assert [row[2] for row in rows[3:]] == numbers
    bench.shell.press(Key.ACT_2)
    bench.settle()
    assert bench.screen.reader.ready
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert "已排队打印" in bench.said()
    prints = live.prints_screen(live.stage.window)
    assert "台账" in {line.title for line in prints.screen.table.rows_model().rows}


def test_the_prints_of_an_acceptance_wait_in_the_list_and_can_be_looked_at(live: Live) -> None:
    live.stage.accepted()
    bench = live.prints_screen(live.stage.window)
    assert [line.title for line in bench.screen.table.rows_model().rows] == ["一套 4 张单据"]
    bench.screen.table.select_row(0)
    bench.shell.press(Key.MAIN)
    bench.settle()
    lines = bench.screen.table.rows_model().rows[1:]
    assert {line.title for line in lines} == {"收件通知单及存根", "信用承诺书", "收件档案", "收件通知单小票"}
    slip = next(n for n, line in enumerate(lines, 1) if line.row.kind == "receipt_slip")
    bench.screen.table.select_row(slip)
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    assert bench.screen.reader.ready
    bench.check_fit()


@pytest.mark.row("R-X-1")
def test_what_was_printed_is_printed_again_and_marked_as_a_copy(live: Live) -> None:
    case_id, _done = live.stage.accepted()
    spooler = live.spooler()
    spooler.drain("a4-04")
    bench = live.case_screen(live.stage.window)
    bench.shell.show_screen("case", case_id)
    bench.settle()
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    page = next(n for n, line in enumerate(bench.screen.papers.lines) if line.row.kind == "receipt_sheet")
    bench.screen.papers.table.select_row(page)
    bench.settle()
    assert bench.screen.papers.current.words == "已打印"
    bench.shell.press(Key.MAIN)
    bench.settle()
    spooler.drain("a4-04")
    bench.shell.changed(frozenset({"print_job"}))
    bench.settle()
    titles = [line.title for line in bench.screen.papers.lines]
    assert "收件通知单及存根（补打第 1 次）" in titles
    bench.check_fit()


@pytest.mark.row("R-X-1")
def test_a_torn_line_asks_whether_the_slip_came_out_and_prints_it_again(live: Live) -> None:
    live.stage.accepted()
    live.spooler(slip=Torn()).drain("slip-04")
    bench = live.prints_screen(live.stage.window)
    first = bench.screen.table.current_row()
    assert (first.title, first.words) == ("收件通知单小票", "待确认")
    assert "票出来了吗？" in bench.screen.panel.said
    bench.shell.press(Key.ALT_N)
    bench.settle()
    assert "重新打印" in bench.said()
    live.spooler().drain("slip-04")
    bench.shell.changed(frozenset({"print_job"}))
    bench.settle()
    assert not any(line.asks for line in bench.screen.table.rows_model().rows)


@pytest.mark.row("R-ITEM-1")
def test_the_real_library_is_published_and_then_there_is_nothing_to_change(live: Live) -> None:
    desk = live.stage.desks["admin"]
    session = replace(desk.session, roles=desk.session.roles | {Role.LIBRARY_KEEPER})
    bench = Bench(
        live.qtbot,
        lambda tasks, messages: LibraryScreen(
            tasks, messages, session, FakeFiles(resource("library/items.xlsx")),
            partial(read_library, desk), partial(publish, desk), write_report,
        ),
        "library",
    )  # fmt: skip
    bench.shell.press(Key.ACT_1)
    bench.settle()
    bench.check_fit()
    bench.shell.press(Key.MAIN)
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert bench.messages.history[-1].kind == "good", bench.said()
    bench.shell.press(Key.ACT_1)
    bench.settle()
    assert bench.act("发布").reason == "这个文件没有要发布的变化"
