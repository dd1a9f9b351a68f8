"""The three ledgers as files, and the proof that they are equal to the acts (R-ARC-2)."""

from datetime import date
from pathlib import Path
from uuid import uuid4

from yichuang_desktop import store
from yichuang_desktop.app.hall import sit_down
from yichuang_desktop.app.ledger import ledger_paper, save_workbook
from yichuang_desktop.cli.console import bar, password_from, settings_for, tell
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.services.books import prove_ledgers
from yichuang_desktop.services.requests import ProveLedgers


def write(
    output: Path,
    database: str | None,
    login: str,
    password_file: Path | None,
    span: tuple[date, date],
    ledger: Ledger = Ledger.COUNTER,
) -> int:
    """Write the ledger of ``span`` to ``output``; the ending decides between workbook and pages."""
    if output.suffix not in (".xlsx", ".pdf"):
        raise RuleViolation("ledger_file_kind", file=output.name)
    hall = store.open_hall(settings_for(database).database_url)
    try:
        place = sit_down(hall, login, password_from(password_file, login), hall.counters()[0].code)
        if output.suffix == ".xlsx":
            count = save_workbook(place.desk, output, *span, progress=bar("台账"), ledger=ledger)
        else:
            count = _write_pages(place.desk, output, span, ledger)
        place.close()
    finally:
        hall.close()
    tell(f"台账已写入 {output}：{count} 行。")
    return 0


def prove(database: str | None, login: str, password_file: Path | None) -> int:
    """Prove the three ledgers equal to the sum of the acts and keep the answer; 1 when they are not."""
    hall = store.open_hall(settings_for(database).database_url)
    try:
        place = sit_down(hall, login, password_from(password_file, login), hall.counters()[0].code)
        session = place.desk.session
        request = ProveLedgers(uuid4(), session.counter.code)
        proof = prove_ledgers(session, place.desk.access, request, bar("核验"))
        place.close()
    finally:
        hall.close()
    for breach in proof.breaches:
        tell(f"{breach.invariant.words}：{breach.subject} {breach.detail}")
    tell(proof.words)
    return 0 if proof.holds else 1


def _write_pages(desk: object, output: Path, span: tuple[date, date], ledger: Ledger) -> int:
    from yichuang_desktop.app.program import make_application  # noqa: PLC0415 - fonts need a Qt application
    from yichuang_desktop.printing.page import render_pdf  # noqa: PLC0415

    _application = make_application(["yichuang"])
    paper = ledger_paper(desk, *span, ledger)  # type: ignore[arg-type]
    output.write_bytes(render_pdf(paper, by_hand=True))
    return len(paper.rows)
