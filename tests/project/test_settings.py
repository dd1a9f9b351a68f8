"""The settings of one PC: where they come from, and what happens to a bad one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from yichuang_desktop import settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in [name for name in os.environ if name.startswith(settings.ENV_PREFIX)]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


def write_file(text: str, encoding: str = "utf-8") -> None:
    settings.config_path().parent.mkdir(parents=True, exist_ok=True)
    settings.config_path().write_text(text, encoding)


def test_without_any_source_every_setting_has_a_working_default(home: Path) -> None:
    loaded = settings.load()
    assert loaded == settings.Settings()
    assert loaded.database_url == f"sqlite:///{home.as_posix()}/yichuang.sqlite"
    assert loaded.pdf_folder == home / "pdf"
    assert loaded.counter_code is None
    assert loaded.problems == ()


def test_the_environment_wins_over_the_file_and_the_command_line_over_both() -> None:
    write_file('counter_code = 3\na4_printer = "前台"\nslip_profile = "generic-58"\nsounds = false')
    environ = {"YICHUANG_COUNTER_CODE": "7", "YICHUANG_A4_PRINTER": "后台"}
    loaded = settings.load({"counter_code": 12, "slip_profile": None}, environ)
    assert (loaded.counter_code, loaded.a4_printer, loaded.slip_profile) == (12, "后台", "generic-58")
    assert loaded.sounds is False
    assert loaded.problems == ()


@pytest.mark.parametrize("value", ["0", "50", "-1", "3.5", "三", "１", "true"])
def test_an_impossible_window_code_is_named_and_not_used(value: str) -> None:
    loaded = settings.load(environ={"YICHUANG_COUNTER_CODE": value})
    assert loaded.counter_code is None
    (sentence,) = loaded.problems
    assert "窗口编号" in sentence
    assert value in sentence
    assert "1 到 49" in sentence


def test_a_bad_value_falls_back_to_the_next_source() -> None:
    write_file("counter_code = 3")
    loaded = settings.load(environ={"YICHUANG_COUNTER_CODE": "99"})
    assert loaded.counter_code == 3
    assert len(loaded.problems) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://x/y"),
        ("database_url", "sqlite://"),
        ("slip_printer", "tcp://host"),
        ("slip_printer", "tcp://host:99999"),
        ("slip_printer", "/dev/usb/lp0"),
        ("slip_printer", "serial:"),
        ("slip_printer", "serial:COM3?speed=9600"),
        ("slip_printer", "serial:COM3?baud=fast"),
        ("slip_printer", "tcp://host:9100/queue"),
        ("slip_printer", "windows:"),
        ("slip_printer", "cups: "),
        ("sounds", "perhaps"),
        ("slip_profile", "generic-81"),
    ],
)
def test_a_value_that_cannot_work_leaves_the_default(name: str, value: str) -> None:
    loaded = settings.load({name: value})
    assert getattr(loaded, name) == getattr(settings.Settings(), name)
    assert len(loaded.problems) == 1


@pytest.mark.parametrize(
    "url",
    [
        "tcp://10.0.0.9:9100",
        "serial:COM3",
        "serial:/dev/ttyUSB0?baud=19200&flow=rtscts",
        "windows:XP-80C 前台",
        r"windows:\\PC-03\XP-80C",
        "cups:slips",
        "file:///tmp/slip.bin",
        "",
    ],
)
def test_a_slip_printer_is_reached_in_any_of_these_ways(url: str) -> None:
    assert settings.load({"slip_printer": url}) == settings.Settings(slip_printer=url)


def test_the_slip_printers_one_may_name_are_said() -> None:
    (sentence,) = settings.load({"slip_profile": "generic-81"}).problems
    assert "generic-80、" in sentence
    assert resource_names("printers") >= {settings.Settings().slip_profile}


def resource_names(folder: str) -> set[str]:
    return {file.stem for file in settings.resource(folder).iterdir()}


def test_a_broken_file_is_named_and_the_program_starts_with_defaults() -> None:
    write_file("counter_code = = 3")
    loaded = settings.load()
    assert loaded.counter_code is None
    assert "settings.toml" in loaded.problems[0]


def test_a_file_in_a_foreign_encoding_is_named_and_the_program_starts() -> None:
    write_file('a4_printer = "前台打印机"', "gb18030")
    assert settings.load().problems[0].startswith("设置文件")


def test_notepads_mark_at_the_start_of_the_file_does_no_harm() -> None:
    write_file("counter_code = 3", "utf-8-sig")
    assert settings.load().counter_code == 3


def test_a_misspelt_setting_is_pointed_out() -> None:
    write_file("counter = 3")
    assert "“counter”" in settings.load().problems[0]


def test_a_password_in_the_file_is_neither_used_nor_repeated() -> None:
    write_file('database_url = "postgresql://zhang:geheim@db:5432/hall"')
    loaded = settings.load()
    assert loaded.database_url == "postgresql://zhang@db:5432/hall"
    assert "密码" in loaded.problems[0]
    assert "geheim" not in loaded.problems[0]


def test_the_pc_remembers_its_window_and_keeps_the_rest_of_the_file() -> None:
    write_file('# our hall\nsounds = false\ncounter_code = 3\na4_printer = "前台"\n')
    settings.save_counter(9)
    loaded = settings.load()
    assert (loaded.counter_code, loaded.sounds, loaded.a4_printer) == (9, False, "前台")
    assert "# our hall" in settings.config_path().read_text("utf-8")
    settings.save_counter(None)
    assert settings.load().counter_code is None


def test_the_window_is_remembered_although_there_was_no_file_yet() -> None:
    settings.save_counter(9)
    assert settings.load().counter_code == 9


def test_an_impossible_window_is_not_remembered() -> None:
    with pytest.raises(settings.BadValue):
        settings.save_counter(50)
    assert not settings.config_path().exists()


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"fonts/nowhere\.ttf"):
        settings.resource("fonts/nowhere.ttf")


def test_resources_are_found_in_the_checkout() -> None:
    assert settings.resource("fonts").is_dir()


def test_resources_are_found_in_a_folder_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "a.txt").write_text("a")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert settings.resource("a.txt") == tmp_path / "resources" / "a.txt"


def test_settings_import_no_heavy_library() -> None:
    """They are read before the first paint."""
    code = "import sys, yichuang_desktop.settings; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "pydantic_settings", "sqlalchemy", "psycopg", "PySide6", "openpyxl", "escpos"}
    assert heavy.isdisjoint(loaded.stdout.split())


@pytest.mark.parametrize(
    ("value", "usable"),
    [
        ("https://zwfw.example/cases", True),
        ("http://127.0.0.1:8080/x", True),
        ("file:///D:/share", True),
        ("", True),
        ("http://zwfw.example/cases", False),
        ("https://user:secret@zwfw.example/", False),
        ("ftp://zwfw.example", False),
        ("zwfw.example", False),
        ("https://:99999/", False),
    ],
)
def test_cases_are_pushed_by_tls_to_this_very_machine_or_into_a_folder(value: str, usable: bool) -> None:
    loaded = settings.load({"push_target": value}, {})
    assert (loaded.push_target == value) == usable
    assert bool(loaded.problems) != usable
    assert "secret" not in str(loaded.problems)


def test_departments_with_a_system_of_their_own_are_named_in_a_table_or_a_line() -> None:
    write_file('[push_departments]\n"县税务局" = "file:///D:/tax"\n')
    assert settings.load().push_departments == {"县税务局": "file:///D:/tax"}
    line = "县税务局=file:///D:/tax;公安局=https://ga.example/x"
    loaded = settings.load(environ={"YICHUANG_PUSH_DEPARTMENTS": line})
    assert loaded.push_departments == {"县税务局": "file:///D:/tax", "公安局": "https://ga.example/x"}
    bad = settings.load(environ={"YICHUANG_PUSH_DEPARTMENTS": "县税务局=nowhere"})
    assert bad.push_departments == {"县税务局": "file:///D:/tax"}
    assert len(bad.problems) == 1
