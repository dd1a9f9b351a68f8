"""Opening the window, making the demonstration, preparing and upgrading a hall."""

import getpass
from dataclasses import replace
from datetime import date
from pathlib import Path

from yichuang_desktop.cli.console import bar, settings_for, tell
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.settings import data_dir, load, resource


def open_window() -> int:
    """The program itself."""
    from yichuang_desktop.app.program import run  # noqa: PLC0415 - Qt is loaded only where a window is wanted

    return run(load())


def demo(database: str | None, *, cases: int, again: bool, build_only: bool) -> int:
    """Make the demonstration hall if need be and open it."""
    from yichuang_desktop.app import demo as demonstration  # noqa: PLC0415
    from yichuang_desktop.app.program import run  # noqa: PLC0415
    from yichuang_desktop.demonstration.building import PASSWORD  # noqa: PLC0415

    file = demonstration.database_file(data_dir())
    url = database or f"sqlite:///{file.as_posix()}"
    if database is None and again:
        _remove(file)
    if database is not None or not file.exists():
        _build(url if database else "", file, cases)
    if build_only:
        return 0
    settings = replace(
        load(),
        database_url=url,
        pdf_folder=data_dir() / "demo" / "papers",
        papers_to_folder=True,
        slip_printer="",
    )
    tell(f"单据存到 {settings.pdf_folder}；演示密码统一为 {PASSWORD}")
    return run(settings, demonstration.accounts())


def _build(url: str, file: Path, cases: int) -> None:
    """Make the hall at ``url``, or in ``file``, which appears only when whole; one that is there stays."""
    from yichuang_desktop.app import demo as demonstration  # noqa: PLC0415

    part = file.with_name("building-" + file.name)
    _remove(part)
    tell("正在准备演示大厅（约需半分钟）…")
    try:
        steps = demonstration.build(
            url or f"sqlite:///{part.as_posix()}", cases=cases, progress=bar("演示大厅")
        )
    except RuleViolation as violation:
        if violation.code != "hall_exists":
            raise
        tell("演示大厅已经有了，直接打开。")
        return
    if not url:
        part.replace(file)
    tell(f"演示大厅已就绪：办件约 {cases} 件，共 {steps} 步。")


def _remove(file: Path) -> None:
    for part in file.parent.glob(file.name + "*"):
        part.unlink()


def tour(folder: Path, scale: float) -> int:
    """The guided tour without a screen."""
    from yichuang_desktop.tour.guide import run_tour  # noqa: PLC0415

    return run_tour(folder, scale)


def init(url: str, hall: Path) -> int:
    """Prepare a hall's database; each log-in of the plan gets a password typed here."""
    from yichuang_desktop import store  # noqa: PLC0415
    from yichuang_desktop.exchange.hall_file import read_hall_plan  # noqa: PLC0415

    plan = read_hall_plan(
        hall,
        since=date.today(),
        password_of=lambda login: getpass.getpass(f"{login} 的初始密码："),
        calendars=resource("calendar"),
    )
    store.init_hall(url, plan)
    tell(f"{plan.hall.name} 的数据库已建好：{len(plan.counters)} 个窗口，{len(plan.staff)} 名人员。")
    return 0


def upgrade(database: str | None) -> int:
    """Bring the database to this program's version."""
    from yichuang_desktop import store  # noqa: PLC0415

    done = store.upgrade(settings_for(database).database_url)
    if not done.changed:
        tell("数据库已是最新，不用升级。")
    else:
        tell(f"数据库已升级。升级前的副本：{done.copy}" if done.copy else "数据库已升级。")
    return 0
