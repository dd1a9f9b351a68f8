"""Where the program finds its files, and the typed settings of this one PC.

Settings of the whole hall live in the database; here stands only what belongs to the PC: which database,
which window, which printers. Three sources, the later wins: the TOML file, the environment
(``YICHUANG_DATABASE_URL`` …), the command line. A bad value never stops the program: the default takes its
place and :attr:`Settings.problems` says so in Chinese, ready to be shown.

Why not pydantic-settings: its import costs three to four times a bare PySide6 window (0.8 s against 0.22 s,
measured side by side), and this module is needed before the first paint. The catalogue below is as typed, is
checked by the same mypy, and imports nothing but the standard library and platformdirs.
"""

import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import platformdirs

APP_NAME: Final = "yichuang-desktop"
ENV_PREFIX: Final = "YICHUANG_"
HOME_VARIABLE: Final = "YICHUANG_HOME"
SQLITE_PREFIX: Final = "sqlite:///"
DATABASE_SCHEMES: Final = ("sqlite", "postgresql", "postgresql+psycopg")
LAST_COUNTER_CODE: Final = 49
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


# -- places --------------------------------------------------------------------------------------------------


def resource(name: str) -> Path:
    """The shipped file ``name`` (``"fonts/NotoSansSC-Regular.ttf"``) in a checkout, a wheel or a build.

    Raises FileNotFoundError naming the file when it is not there.
    """
    for root in _resource_roots():
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(
        f"resource {name!r} is not part of this installation (looked in {_resource_roots()})"
    )


def _resource_roots() -> tuple[Path, ...]:
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return (Path(bundle) / "resources",)
    package = Path(__file__).resolve().parent
    return (package / "resources", package.parents[1] / "resources")


def data_dir() -> Path:
    """The folder of this PC's data (embedded database, PDF files, logs); made when missing."""
    return _made(_home() or platformdirs.user_data_path(APP_NAME, appauthor=False))


def log_dir() -> Path:
    """The folder of the program's log and crash files; made when missing."""
    home = _home()
    return _made(home / "log" if home else platformdirs.user_log_path(APP_NAME, appauthor=False))


def config_path() -> Path:
    """The settings file of this PC. It need not exist."""
    return (_home() or platformdirs.user_config_path(APP_NAME, appauthor=False)) / "settings.toml"


def _home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser() if home else None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# -- reading one value ---------------------------------------------------------------------------------------


class BadValue(ValueError):
    """A setting's value that cannot be used; the message is what it should be, in Chinese."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue("应是一段文字")
    return value.strip()


def _path(value: object) -> Path:
    if isinstance(value, Path):
        return value
    text = _text(value)
    if not text:
        raise BadValue("应是一个文件或文件夹的位置")
    return Path(text).expanduser()


def _path_or_none(value: object) -> Path | None:
    return None if value is None or value == "" else _path(value)


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "1": True, "yes": True, "on": True, "是": True, "开": True}
    known |= {"false": False, "0": False, "no": False, "off": False, "否": False, "关": False}
    answer = known.get(str(value).strip().lower())
    if answer is None:
        raise BadValue("应是 true 或 false")
    return answer


def _counter(value: object) -> int | None:
    if value is None or value == "":
        return None
    whole = not isinstance(value, bool) and re.fullmatch(r"\d{1,2}", str(value).strip(), re.ASCII)
    if not whole or not 1 <= int(str(value)) <= LAST_COUNTER_CODE:
        raise BadValue(f"应是 1 到 {LAST_COUNTER_CODE} 的整数")
    return int(str(value))


def _database(value: object) -> str:
    url = _text(value)
    scheme, separator, rest = url.partition("://")
    if scheme not in DATABASE_SCHEMES or not separator or not rest.strip("/"):
        raise BadValue("应以 sqlite:/// 或 postgresql:// 开头，后面写明数据库")
    return url


_SERIAL_OPTION = (
    "(baud=(1200|2400|4800|9600|19200|38400|57600|115200|230400|460800|921600)"
    "|flow=(none|xonxoff|rtscts|dsrdtr)|parity=[NEO]|bits=[78]|stop=[12])"
)
_PRINTER_BY_NAME = re.compile(
    rf"(windows|cups):\s*\S.*|serial:[^\s?]+(\?{_SERIAL_OPTION}(&{_SERIAL_OPTION})*)?"
)


def _slip_printer(value: object) -> str:
    url = _text(value)
    if not url or _PRINTER_BY_NAME.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
        by_net = parts.scheme == "tcp" and parts.hostname and parts.port and not (parts.path or parts.query)
        usable = parts.path.strip("/") if parts.scheme == "file" else by_net
    except ValueError:
        usable = False
    if not usable:
        raise BadValue(
            "应写作 tcp://主机:9100、serial:COM3?baud=19200、windows:打印机名、cups:队列名 "
            "或 file:///文件，不用小票机时留空"
        )
    return url


def _receiver(value: object) -> str:
    """Where messages are handed over: https, http on this very machine, or a folder."""
    url = _text(value)
    parts = urlsplit(url)
    try:
        usable = {
            "https": bool(parts.hostname) and parts.port != 0,
            "http": parts.hostname in LOOPBACK and parts.port != 0,
            "file": bool(parts.path.strip("/")),
            "": not url,
        }.get(parts.scheme, False)
    except ValueError:
        usable = False
    if not usable or parts.username or parts.query or parts.fragment:
        raise BadValue("应写作 https://主机/路径 或 file:///文件夹，没有接口时留空")
    return url


def _receivers(value: object) -> dict[str, str]:
    """Departments with a system of their own: a table in the file, ``部门=地址;部门=地址`` elsewhere."""
    if isinstance(value, Mapping):
        pairs = [(str(name), address) for name, address in value.items()]
    else:
        pairs = [(part.partition("=")[0], part.partition("=")[2]) for part in _text(value).split(";") if part]
    found = {name.strip(): _receiver(address) for name, address in pairs}
    if not all(found) or not all(found.values()):
        raise BadValue("应逐个写明部门和地址")
    return found


def _profile(value: object) -> str:
    known = sorted(file.stem for file in resource("printers").glob("*.toml"))
    if _text(value) not in known:
        raise BadValue(f"应是以下之一：{'、'.join(known)}")
    return _text(value)


# -- the catalogue -------------------------------------------------------------------------------------------


def _setting(label: str, read: Callable[[object], object], **default: Any) -> Any:
    return field(metadata={"label": label, "read": read}, **default)


def _default_database() -> str:
    return SQLITE_PREFIX + (data_dir() / "yichuang.sqlite").as_posix()


@dataclass(frozen=True, slots=True)
class Settings:
    """What this PC knows of its place in the hall; every field has a default that works."""

    database_url: str = _setting("数据库地址", _database, default_factory=_default_database)
    """``sqlite:///file`` or ``postgresql://user@host:port/name``."""
    counter_code: int | None = _setting("窗口编号", _counter, default=None)
    """The hall-wide window code (1–49) this PC stands at; None until someone has chosen it."""
    slip_printer: str = _setting("小票打印机", _slip_printer, default="")
    """``tcp://host:9100``, ``file:///path``, or empty for none."""
    slip_profile: str = _setting("小票机型号", _profile, default="generic-80")
    """Which of ``resources/printers`` the slip printer is (columns, code page, cutter)."""
    a4_printer: str = _setting("A4打印机", _text, default="")
    """The system's name of the page printer; empty for the system's default."""
    pdf_folder: Path = _setting("PDF文件夹", _path, default_factory=lambda: data_dir() / "pdf")
    """Where papers are saved as PDF."""
    papers_to_folder: bool = _setting("单据只存PDF", _switch, default=False)
    """Whether papers are saved in ``pdf_folder`` instead of printed, whatever printers the PC has."""
    camera_folder: Path = _setting("拍照暂存文件夹", _path, default_factory=lambda: data_dir() / "camera")
    """Where photographed pages lie until they are stored; then nothing of them stays."""
    sounds: bool = _setting("提示音", _switch, default=True)
    """Whether a scan is answered by a sound."""
    customer_screen: str = _setting("群众屏", _text, default="")
    """The name of the screen that faces the applicant; empty when there is only one screen."""
    rating_covers_screen: bool = _setting("单屏时占用本屏评价", _switch, default=True)
    """With one screen only: cover it for a rating, or give the citizen a code on paper."""
    device_secret_file: Path = _setting(
        "设备密钥文件", _path, default_factory=lambda: data_dir() / "device.key"
    )
    """The file with the password of this window's evaluation device, in a hall on PostgreSQL."""
    samples_folder: Path = _setting("示范文本文件夹", _path, default_factory=lambda: resource("samples"))
    """Where the filled-in examples of forms lie: pictures, and ``samples.toml`` that says whose they are."""
    push_target: str = _setting("推送地址", _receiver, default="")
    """Where cases are pushed (R-IN-7): ``https://…``, ``file:///folder``; empty: no interface."""
    push_departments: Mapping[str, str] = _setting("部门推送地址", _receivers, default_factory=dict)
    """Departments with a system of their own, by name as in the item library; the others: ``push_target``."""
    push_key_file: Path = _setting("推送密钥文件", _path, default_factory=lambda: data_dir() / "push.key")
    """The file with the secret that messages are signed with, shared with the receiver."""
    push_authority_file: Path | None = _setting("推送证书文件", _path_or_none, default=None)
    """Certificates (PEM) to trust instead of the system's, for a receiver with a certificate of its own."""
    push_secret_file: Path = _setting(
        "推送账号密码文件", _path, default_factory=lambda: data_dir() / "pusher.key"
    )
    """The file with the password of the hall's pusher, in a hall on PostgreSQL."""
    problems: tuple[str, ...] = ()
    """Chinese sentences on what was wrong in the sources and which value is used instead."""


def load(options: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from file < environment < ``options`` (the command line; None values are "not given").

    Never raises for a bad value or an unreadable file: see :attr:`Settings.problems`.
    """
    surroundings = os.environ if environ is None else environ
    in_file, problems = _read_file(config_path())
    values: dict[str, Any] = {}
    for setting in _catalogue():
        for source, raw in _given(setting.name, in_file, surroundings, options or {}):
            try:
                values[setting.name] = setting.metadata["read"](raw)
            except BadValue as reason:
                problems.append(_complaint(setting, source, raw, str(reason)))
    return Settings(**values, problems=tuple(problems))


def _catalogue() -> list[Field[Any]]:
    return [setting for setting in fields(Settings) if setting.metadata]


def _given(
    name: str, in_file: Mapping[str, object], environ: Mapping[str, str], options: Mapping[str, object]
) -> Iterator[tuple[str, object]]:
    variable = ENV_PREFIX + name.upper()
    if name in in_file:
        yield f"设置文件中的 {name}", in_file[name]
    if environ.get(variable):
        yield f"环境变量 {variable}", environ[variable]
    if options.get(name) is not None:
        yield f"命令行的 --{name.replace('_', '-')}", options[name]


def _complaint(setting: Field[Any], source: str, raw: object, reason: str) -> str:
    shown = _without_password(str(raw))
    return f"“{setting.metadata['label']}”的值“{shown}”不能用（{source}）：{reason}。已不用这个值，请更正。"


def _without_password(text: str) -> str:
    return re.sub(r"(://[^/@:]*):[^@]*@", r"\1@", text)


def _read_file(path: Path) -> tuple[dict[str, object], list[str]]:
    try:
        values: dict[str, object] = tomllib.loads(_file_text(path))
    except (OSError, UnicodeDecodeError) as reason:
        return {}, [f"设置文件 {path} 读不出来（{reason}）。已全部改用默认值。"]
    except tomllib.TOMLDecodeError as reason:
        return {}, [f"设置文件 {path} 的写法有误（{reason}）。已全部改用默认值，请更正。"]
    known = {setting.name for setting in _catalogue()}
    problems = [
        f"设置文件 {path} 中的“{name}”不是本程序的设置，没有使用。" for name in values if name not in known
    ]
    return _drop_password(values, problems)


def _drop_password(values: dict[str, object], problems: list[str]) -> tuple[dict[str, object], list[str]]:
    """A password never rests in the settings file: it is not used from there, and that is said."""
    url = values.get("database_url")
    if isinstance(url, str) and _without_password(url) != url:
        values["database_url"] = _without_password(url)
        problems.append("设置文件的“数据库地址”里写有密码，没有使用。请从文件中删去，登录时再输入。")
    return values, problems


def _file_text(path: Path) -> str:
    """The file's text without the mark that Windows Notepad puts first; empty when there is no file."""
    return path.read_text("utf-8-sig") if path.exists() else ""


# -- remembering ---------------------------------------------------------------------------------------------


def save_counter(code: int | None) -> None:
    """Write this PC's window code back to the settings file, leaving every other line as it is.

    Raises BadValue for a code outside 1–49, OSError when the file cannot be written.
    """
    checked = _counter(code)
    path = config_path()
    kept = [line for line in _file_text(path).splitlines() if not re.match(r"\s*counter_code\s*=", line)]
    first = [] if checked is None else [f"counter_code = {checked}"]
    _made(path.parent)
    fresh = path.with_suffix(".new")
    fresh.write_text("\n".join([*first, *kept]) + "\n", "utf-8")
    os.replace(fresh, path)
