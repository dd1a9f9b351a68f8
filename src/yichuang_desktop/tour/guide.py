"""The tour: from the department's checklist to the issued licence, then every other path (``paths``).

It makes a demonstration hall, logs in at window 4, takes an application in, has the commitment signed,
accepts, hands the papers over, goes to the issuance desk, registers, books in, phones, issues and is rated;
then shows a lost receipt, the timeline and the ledger.  Pictures, papers and slips stay in the folder.
"""

import os
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from yichuang_desktop.app import demo
from yichuang_desktop.app.ledger import ledger_paper, save_workbook
from yichuang_desktop.app.printers import slip_profile
from yichuang_desktop.app.program import Program, make_application
from yichuang_desktop.demonstration.building import HALL_ZONE
from yichuang_desktop.printing.page import render_pdf
from yichuang_desktop.printing.slip_preview import preview_slip
from yichuang_desktop.settings import Settings, load
from yichuang_desktop.tour.hand import TookTooLong, offscreen_platform, wait_until
from yichuang_desktop.tour.paths import Paths
from yichuang_desktop.tour.walk import Guide
from yichuang_desktop.ui.stalls import StallWatch

TOUR_TIME = datetime(2026, 11, 23, 14, 26, tzinfo=HALL_ZONE)
CASES = 300
LONGEST_STALL_MS = 50


def run_tour(folder: Path, scale: float = 1.0) -> int:
    """Walk, keep everything, and say what was wrong; 0 when nothing was."""
    for part in ("hall", "papers", "slips"):
        shutil.rmtree(folder / part, ignore_errors=True)
    if not os.environ.get("DISPLAY") and os.name != "nt":
        os.environ["QT_QPA_PLATFORM"] = offscreen_platform(folder.resolve() / "hall", scale)
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    os.environ["YICHUANG_HOME"] = str(folder.resolve() / "hall")  # the PC's own settings are left alone
    app = make_application(["yichuang"], always_shipped=True)
    settings = _settings(folder)
    print("演示大厅：正在准备…", flush=True)
    demo.build(settings.database_url, at=TOUR_TIME, cases=CASES)
    program = Program(settings)
    watch = StallWatch()
    guide = Guide(program, folder, watch)
    watch.start()
    try:
        guide.walk()
        Paths(guide).walk()
    except TookTooLong as late:
        print(f"✗ {late}；页脚：{guide.last_words()}", flush=True)
        raise
    else:
        wait_until(lambda: bool(list(settings.pdf_folder.glob("*.pdf"))), "the papers")
        watch.pause()
        _keep_ledger(program, folder)
    finally:
        watch.stop()
        _leave(program, app)
    _collect(settings, folder)
    return _verdict(guide, watch)


def _settings(folder: Path) -> Settings:
    hall = folder.resolve() / "hall"
    return replace(
        load({}, {}),
        database_url=f"sqlite:///{(hall / 'hall.sqlite').as_posix()}",
        pdf_folder=folder.resolve() / "papers",
        papers_to_folder=True,
        slip_printer=(folder.resolve() / "slips").as_uri(),
        counter_code=4,
        sounds=False,
    )


def _keep_ledger(program: Program, folder: Path) -> None:
    """The month's intake ledger as a workbook and as pages."""
    if program.desktop is None:
        return
    desk, last = program.desktop.desk, TOUR_TIME.date()
    first = last.replace(day=1)
    save_workbook(desk, folder / "ledger.xlsx", first, last)
    (folder / "ledger.pdf").write_bytes(render_pdf(ledger_paper(desk, first, last), by_hand=True))


def _leave(program: Program, app: QApplication) -> None:
    if program.desktop is not None:
        program.desktop.shell.close()
    program.close()
    app.processEvents()


def _collect(settings: Settings, folder: Path) -> None:
    """A picture beside every slip, drawn from its bytes."""
    profile = slip_profile(settings)
    for slip in sorted((folder / "slips").glob("*.bin")):
        slip.with_suffix(".png").write_bytes(preview_slip(slip.read_bytes(), profile))


def _verdict(guide: Guide, watch: StallWatch) -> int:
    print(f"导览完成：{guide.camera.count} 张截图，在 {guide.folder}")
    for text in guide.camera.cut:
        print(f"✗ 文字被截断：{text}")
    for stall in watch.longest():
        print(f"  界面停顿 {stall}")
    return 1 if guide.camera.cut else 0
