"""``yichuang doctor``: is this PC fit to stand at a window, and if not, what has to be done (R-X-5).

Every line says one thing in Chinese and, where something is amiss, what to do about it.  The exit code is 1
only for what keeps the window from working; what merely waits (no second screen, no printer yet, a calendar
not yet published) is told and lets it pass.  Works without a screen and in a folder build.
"""

import importlib
import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.settings import SQLITE_PREFIX, Settings, data_dir, load

OLDEST = (3, 11)
BROKEN_QT = ((6, 12), (3, 12))
"""PySide6 from the first on loses references on Pythons older than the second and dies within hours."""
LIBRARIES = ("sqlalchemy", "alembic", "psycopg", "escpos.printer", "openpyxl", "python_calamine", "argon2")
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
}
"""Which Debian package brings a library of the system that Qt needs."""
RARE = "㛃𬱟𠮷䶮𪻐𮧵龘·"
"""Characters of names in the county, one of each block a font may lack."""
LEAST_FREE, LITTLE_FREE = 200, 2000
"""Megabytes: below the first nothing is sure to be saved; below the second it is time to make room."""
MEGABYTE = 1024 * 1024
PUBLISHED_FROM = 11
"""The State Council publishes the next year's calendar in November."""


class Mark(Enum):
    """How a check came out."""

    GOOD = "✓"
    NOTE = "！"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    mark: Mark
    sentence: str


def good(sentence: str) -> Finding:
    return Finding(Mark.GOOD, sentence)


def note(sentence: str) -> Finding:
    return Finding(Mark.NOTE, sentence)


def bad(sentence: str) -> Finding:
    return Finding(Mark.BAD, sentence)


def examine(database: str | None) -> int:
    """Print the findings; 1 when something keeps this PC from working, else 0."""
    settings = load({"database_url": database})
    findings = list(examined(settings, given=database is not None))
    for finding in findings:
        print(f"{finding.mark.value} {finding.sentence}", flush=True)
    troubles = sum(finding.mark is Mark.BAD for finding in findings)
    print(
        f"共有 {troubles} 处要处理，见标 ✗ 的行。" if troubles else "检查完毕，这台电脑可以用。", flush=True
    )
    return 1 if troubles else 0


def examined(settings: Settings, *, given: bool) -> Iterator[Finding]:
    """All checks in order; ``given`` when the database was named on the command line."""
    yield from (bad(problem) for problem in settings.problems)
    yield from python()
    yield from libraries()
    if (yield from qt()):
        yield from fonts()
        yield from screens(settings)
        yield from printers(settings)
    yield from database(settings, given=given)
    yield from calendar(date.today())
    yield from disk(settings)


def python() -> Iterator[Finding]:
    """The interpreter."""
    version = platform.python_version()
    if sys.version_info[:2] < OLDEST:
        yield bad(f"Python {version} 太旧，须 3.11 至 3.13。请换新版 Python 后重新安装本程序。")
    else:
        yield good(f"Python {version}（{platform.system()} {platform.machine()}）")


def libraries() -> Iterator[Finding]:
    """Whether everything the program loads late can be loaded."""
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError as error:
            yield bad(f"程序组件 {name} 装不上（{error}）。请重新安装本程序。")
            return
    yield good(f"程序组件齐全（{len(LIBRARIES)} 个）")


def fonts() -> Iterator[Finding]:
    """The shipped fonts, rare names included."""
    try:
        from yichuang_desktop.printing.page_fonts import uncovered  # noqa: PLC0415 - needs Qt's libraries

        missing = uncovered(RARE)
    except (ImportError, FileNotFoundError, ValueError) as error:
        yield bad(f"单据字体读不出来（{error}）。请重新安装本程序。")
        return
    if missing:
        yield bad(f"单据字体缺生僻字：{'、'.join(missing)}。请重新安装本程序。")
    else:
        yield good(f"单据字体齐全，生僻字可印（{RARE[:-1]}）")


# -- Qt, screens, printers -----------------------------------------------------------------------------------


def qt() -> Generator[Finding, None, bool]:
    """Whether Qt opens; the generator returns True when screens and printers can be asked about."""
    try:
        version = importlib.metadata.version("PySide6-Essentials")
    except importlib.metadata.PackageNotFoundError:
        version = _qt_version()
    if not version:
        yield bad("窗口组件 PySide6 装不上。请重新安装本程序。")
        return False
    lacking = _lacking_library()
    if lacking:
        package = PACKAGES.get(lacking, "")
        line = f"在 Debian、Ubuntu 上请运行：apt-get install {package}" if package else "请让管理员补装"
        yield bad(f"窗口组件打不开：这台电脑缺系统库 {lacking}。{line}。")
        return False
    if _number(version) >= BROKEN_QT[0] and sys.version_info[:2] < BROKEN_QT[1]:
        yield bad(f"PySide6 {version} 在这版 Python 上会中途退出。请安装 6.11.3。")
    if _no_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield note("这台电脑没有屏幕，窗口打不开；可以用 yichuang tour、act、ledger 等命令。")
    elif _qt_dies():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield bad(
            "窗口系统打不开。请看 DISPLAY 是否指向能用的屏幕；在 Debian 上请安装：apt-get install "
            "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libgl1 libegl1。"
        )
    yield good(f"PySide6 {version}")
    return True


def _qt_version() -> str:
    """Qt's version in a build, which has no package metadata; empty when Qt cannot be loaded."""
    try:
        core = importlib.import_module("PySide6.QtCore")
    except ImportError:
        return ""
    return str(core.qVersion())


def _lacking_library() -> str:
    """The system's library without which Qt's windows and papers cannot be loaded; empty when none lacks."""
    try:
        importlib.import_module("PySide6.QtGui")
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return str(error).partition(":")[0]
    return ""


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])


def _no_screen() -> bool:
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    platform_named = os.environ.get("QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not named and platform_named in (None, "", "offscreen")


def _qt_dies() -> bool:
    """Qt ends the whole process where it finds no way to the screen, so a child tries first."""
    if not sys.platform.startswith("linux"):
        return False
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        _application()
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def _application() -> object:
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - Qt is tried only once it is known to open

    return QGuiApplication.instance() or QGuiApplication(["yichuang"])


def screens(settings: Settings) -> Iterator[Finding]:
    """The screens, and whether the customers' one is there."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    _keep.append(_application())
    found = QGuiApplication.screens()
    sizes = "、".join(f"{one.name()} {one.size().width()}×{one.size().height()}" for one in found)
    yield good(f"屏幕 {len(found)} 块：{sizes.strip()}")
    names = {one.name() for one in found}
    if settings.customer_screen and settings.customer_screen not in names:
        yield bad(f"设置里的群众屏“{settings.customer_screen}”没有接上。请接好，或在设置里改选。")
    elif len(found) == 1:
        yield note("没有第二块屏：签名和评价时会占用本屏。要用群众屏，请接上后再检查一次。")


_keep: list[object] = []
"""The Qt application lives to the end of the command."""


def printers(settings: Settings) -> Iterator[Finding]:
    """The A4 printer and the slip printer of this PC."""
    from yichuang_desktop.printing.page_printer import system_printers  # noqa: PLC0415

    names = system_printers()
    if settings.a4_printer and settings.a4_printer not in (*names, "pdf"):
        known = f"本机有：{'、'.join(names)}" if names else "本机没有装打印机"
        yield bad(f"设置里的 A4 打印机“{settings.a4_printer}”不在。{known}。请装好驱动，或在设置里改选。")
    elif names:
        yield good(f"A4 打印机：{settings.a4_printer or names[0]}")
    else:
        yield note(f"没有 A4 打印机：单据存为 PDF，放在 {settings.pdf_folder}。")
    yield _slip_printer(settings)


def _slip_printer(settings: Settings) -> Finding:
    from yichuang_desktop.app.printers import slip_transport  # noqa: PLC0415

    if not settings.slip_printer:
        return note(
            '没有设置小票机：小票存为文件。要用小票机，请在设置里写 slip_printer = "tcp://主机:9100"。'
        )
    status = slip_transport(settings).status()
    hindrance = status.hindrance
    if hindrance is not None:
        return bad(say_code(hindrance.sentence_code, {"printer": settings.slip_printer}))
    if settings.slip_printer.startswith(("tcp:", "serial:")) and not status.answered:
        return note(f"小票机：{settings.slip_printer} 连得上，但不报告状态，请打一张测试票看看。")
    return good(f"小票机：{settings.slip_printer}（{settings.slip_profile}）")


# -- database, calendar, disk --------------------------------------------------------------------------------


def database(settings: Settings, *, given: bool) -> Iterator[Finding]:
    """Whether the hall's database answers and fits this program."""
    url = settings.database_url
    file = Path(url.removeprefix(SQLITE_PREFIX)) if url.startswith(SQLITE_PREFIX) else None
    if file is not None and not file.exists():
        yield (bad if given else note)(say_code("no_database_file", {"file": file}))
        return
    try:
        from yichuang_desktop import store  # noqa: PLC0415 - SQLAlchemy is among what is being checked

        hall = store.open_hall(url)
    except StoreUnavailable as trouble:
        yield _database_trouble(trouble.code, trouble.facts)
        return
    try:
        place = hall.hall()
        mark = "，演示大厅" if place.demonstration else ""
        yield good(f"数据库能用：{place.name}，{len(hall.counters())} 个窗口{mark}")
    except RuleViolation:
        yield bad("数据库里还没有大厅。请先运行 yichuang db init。")
    except StoreUnavailable as trouble:
        yield _database_trouble(trouble.code, trouble.facts)
    finally:
        hall.close()


def _database_trouble(code: str, facts: Mapping[str, object]) -> Finding:
    if code == "database_locked":
        return note("数据库正由本机已打开的一窗通办使用（单机数据库同时只能开一个程序）。")
    return bad(say_code(code, facts))


def calendar(today: date) -> Iterator[Finding]:
    """Whether the State Council's working days of this year and the next are known."""
    from yichuang_desktop.demonstration.building import shipped_calendar  # noqa: PLC0415

    known = shipped_calendar()
    if not known.published(today.year):
        yield bad(f"{today.year} 年的放假安排没有装入，到期日只能按周末推算。请升级本程序。")
    elif known.published(today.year + 1):
        yield good(f"{today.year}、{today.year + 1} 年的放假安排已装入")
    else:
        due = "国务院办公厅一般在 11 月公布" if today.month < PUBLISHED_FROM else "公布后请升级本程序"
        yield note(f"{today.year + 1} 年的放假安排还没有装入：跨年的到期日按周末推算并标“预估”。{due}。")


def disk(settings: Settings) -> Iterator[Finding]:
    """Room where the program writes."""
    places = {"数据": data_dir(), "单据": settings.pdf_folder}
    if settings.database_url.startswith(SQLITE_PREFIX):
        places["数据库"] = Path(settings.database_url.removeprefix(SQLITE_PREFIX)).parent
    for what, folder in places.items():
        yield _room(what, _nearest(folder), shutil.disk_usage)


def _room(what: str, folder: Path, usage: Callable[[Path], object]) -> Finding:
    free = int(getattr(usage(folder), "free", 0)) // MEGABYTE
    if not os.access(folder, os.W_OK):
        return bad(f"{what}文件夹 {folder} 写不进去。请让管理员给当前账户写权限。")
    if free < LEAST_FREE:
        return bad(f"{what}所在磁盘只剩 {free} MB（{folder}）。请先清出至少 {LITTLE_FREE} MB 再收件。")
    if free < LITTLE_FREE:
        return note(f"{what}所在磁盘剩 {free} MB（{folder}），请尽快清理。")
    return good(f"{what}文件夹可写，剩 {free // 1024} GB（{folder}）")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there already."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())
