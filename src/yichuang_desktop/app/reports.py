"""The month's reports as workbooks (R-HO-4, R-REM-1)."""

from pathlib import Path

from yichuang_desktop.exchange.report_workbook import write_report
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.reports import MonthReport


def save_report(desk: Desk, path: Path, report: MonthReport) -> None:
    """Write a report beside its printed form. Raises OSError when the disk refuses."""
    hall = desk.session.hall
    mark = "（演示）" if hall.demonstration else ""
    write_report(
        path,
        title=f"{hall.name}{report.kind.title}{mark}",
        subtitle=f"{report.month}　制表 {desk.session.name} {desk.now():%Y-%m-%d %H:%M}",
        heads=report.heads,
        rows=report.rows,
        totals=report.totals,
    )
