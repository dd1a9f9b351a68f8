"""Library, ledger, doctor, upgrade and demonstration from the command line."""

import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from tests.cli.conftest import Python, Run
from tests.soak.small_hall import url_of
from yichuang_desktop.settings import resource

DIRTY = Path(__file__).parents[1] / "data" / "dirty"
KEEPER = ("--login", "library1")


@pytest.fixture
def at(hall_file: Path, password_file: Path) -> tuple[str, ...]:
    """The options every command on the hall takes."""
    return ("--database", url_of(hall_file), "--password-file", str(password_file))


# -- the library ---------------------------------------------------------------------------------------------


@pytest.mark.row("R-ITEM-1")
def test_R_ITEM_1_a_preview_changes_nothing_and_publishing_makes_a_version(
    run: Run, at: tuple[str, ...], hall_file: Path, tmp_path: Path
) -> None:
    file = with_one_promise_shorter(tmp_path)
    seen = run("import-items", file, *KEEPER, *at)
    assert seen.returncode == 0, seen.stderr
    assert "变更 1 项" in seen.stdout
    assert versions(hall_file, "NX-D002") == 1
    done = run("import-items", file, *KEEPER, *at, "--publish")
    assert done.returncode == 0, done.stderr
    assert "已发布 1 个事项" in done.stderr
    assert versions(hall_file, "NX-D002") == 2
    assert versions(hall_file, "NX-D001") == 1


@pytest.mark.row("R-ITEM-1")
def test_R_ITEM_1_a_dirty_file_is_told_row_by_row_in_a_report(
    run: Run, at: tuple[str, ...], tmp_path: Path
) -> None:
    report = tmp_path / "整改清单.xlsx"
    told = run("import-items", DIRTY / "2_全角_文本时限_重复_缺失.xlsx", *KEEPER, *at, "--report", report)
    assert told.returncode == 0, told.stderr
    rows = list(openpyxl.load_workbook(report).active.iter_rows(values_only=True))
    assert rows[0][0] == "工作表"
    assert len(rows) > 1
    assert all(row[5] and row[6] for row in rows[1:]), "each says what is wrong and how to mend it"
    assert "退回" in told.stdout


@pytest.mark.row("R-ITEM-1")
def test_R_ITEM_1_a_file_that_is_no_table_is_refused_whole(
    run: Run, at: tuple[str, ...], hall_file: Path
) -> None:
    before = hall_file.read_bytes()
    told = run("import-items", DIRTY / "3c_传输截断.xlsx", *KEEPER, *at, "--publish")
    assert told.returncode == 3
    assert_one_sentence(told.stderr)
    assert versions(hall_file, "NX-D001") == 1
    assert len(hall_file.read_bytes()) == len(before)


@pytest.mark.row("R-ITEM-1")
def test_R_ITEM_1_a_window_clerk_may_not_publish(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    file = with_one_promise_shorter(tmp_path)
    told = run("import-items", file, "--login", "clerk04", *at, "--publish")
    assert told.returncode == 3
    assert_one_sentence(told.stderr)


def with_one_promise_shorter(folder: Path) -> Path:
    """The shipped library with one promise changed."""
    book = openpyxl.load_workbook(resource("library/items.xlsx"))
    sheet = book["事项"]
    heads = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "NX-D002")
    promise = row[heads.index("承诺办结时限")]
    promise.value = int(promise.value or 1) + 1
    row[heads.index("法定办结时限")].value = 30
    book.save(folder / "items.xlsx")
    return folder / "items.xlsx"


def versions(file: Path, item_id: str) -> int:
    """How many versions of an item the library holds."""
    connection = sqlite3.connect(file)
    try:
        question = "SELECT max(version) FROM service_item_version WHERE item_id = ?"
        count: int = connection.execute(question, (item_id,)).fetchone()[0]
        return count
    finally:
        connection.close()


# -- the ledger ----------------------------------------------------------------------------------------------

SPAN = ("--from", "2026-10-01", "--to", "2026-11-20")


@pytest.mark.row("R-ARC-2")
def test_R_ARC_2_the_ledger_as_a_workbook_and_as_pages(
    run: Run, at: tuple[str, ...], hall_file: Path, tmp_path: Path
) -> None:
    book, pages = tmp_path / "台账.xlsx", tmp_path / "台账.pdf"
    for target in (book, pages):
        told = run("ledger", target, "--login", "leader1", *SPAN, *at)
        assert told.returncode == 0, told.stderr
    numbers = receipts(hall_file)
    assert len(numbers) > 5
    rows = list(openpyxl.load_workbook(book).active.iter_rows(min_row=4, values_only=True))
    assert sorted(str(row[2]) for row in rows) == numbers
    assert all(isinstance(cell, str | None) for row in rows for cell in row)
    document = pypdfium2.PdfDocument(pages)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    squeezed = "".join(text.split())
    assert all(number in squeezed for number in numbers)
    assert "演示" in text


def test_R_ARC_2_the_online_ledger_and_the_proof_of_all_three(
    run: Run, at: tuple[str, ...], tmp_path: Path
) -> None:
    book = tmp_path / "网厅.xlsx"
    told = run("ledger", book, "--login", "leader1", *SPAN, "--kind", "online", *at)
    assert told.returncode == 0, told.stderr
    heads = next(openpyxl.load_workbook(book).active.iter_rows(min_row=3, values_only=True))
    assert "业务受理回执单号" in heads
    proved = run("prove", "--login", "leader1", *at)
    assert proved.returncode == 0, proved.stderr
    assert "三本台账与办理记录一致" in proved.stdout + proved.stderr


def test_R_ARC_2_a_ledger_of_another_kind_of_file_is_refused(
    run: Run, at: tuple[str, ...], tmp_path: Path
) -> None:
    told = run("ledger", tmp_path / "台账.docx", "--login", "leader1", *SPAN, *at)
    assert told.returncode == 3
    assert_one_sentence(told.stderr)


def receipts(file: Path) -> list[str]:
    """Every receipt number of the intake ledger."""
    connection = sqlite3.connect(file)
    try:
        rows = connection.execute(
            "SELECT receipt_no FROM cases WHERE receipt_no IS NOT NULL"
            " AND channel NOT IN ('online', 'department', 'department_system')"
        ).fetchall()
    finally:
        connection.close()
    return sorted(row[0] for row in rows)


# -- doctor, upgrade, demonstration --------------------------------------------------------------------------


@pytest.mark.row("R-X-5")
def test_R_X_5_the_doctor_finds_a_sound_pc_sound(run: Run, hall_file: Path) -> None:
    told = run("doctor", "--database", url_of(hall_file))
    assert told.returncode == 0, told.stdout
    assert "13 个窗口" in told.stdout
    assert "生僻字可印" in told.stdout
    assert "✗" not in told.stdout
    for line in told.stdout.splitlines()[:-1]:
        assert line[0] in "✓！", line


@pytest.mark.row("R-X-5")
def test_R_X_5_the_doctor_names_every_trouble_and_what_to_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YICHUANG_SLIP_PRINTER", "tcp://127.0.0.1:1")
    monkeypatch.setenv("YICHUANG_A4_PRINTER", "不在的打印机")
    monkeypatch.setenv("YICHUANG_CUSTOMER_SCREEN", "HDMI-9")
    monkeypatch.setenv("YICHUANG_COUNTER_CODE", "77")
    told = run("doctor", "--database", f"sqlite:///{tmp_path / 'gone.sqlite'}")
    assert told.returncode == 1
    troubles = [line for line in told.stdout.splitlines() if line.startswith("✗")]
    for words in ("窗口编号", "HDMI-9", "不在的打印机", "tcp://127.0.0.1:1", "gone.sqlite"):
        assert any(words in line for line in troubles), (words, told.stdout)
    assert all(line.endswith("。") for line in troubles)


BARE_SYSTEM = """
import sys


class WithoutEgl:
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.QtGui":
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")


sys.meta_path.insert(0, WithoutEgl())
from yichuang_desktop.__main__ import main

main()
"""


def test_R_X_5_the_doctor_names_the_package_of_a_library_that_is_missing(
    hall_file: Path, python: Python
) -> None:
    told = python("-c", BARE_SYSTEM, "doctor", "--database", url_of(hall_file))
    assert told.returncode == 1
    assert not told.stderr
    (trouble,) = [line for line in told.stdout.splitlines() if line.startswith("✗")]
    assert "libEGL.so.1" in trouble
    assert trouble.endswith("apt-get install libegl1。")
    assert "13 个窗口" in told.stdout, "what needs no Qt is looked at all the same"


def test_R_X_5_the_doctor_says_that_a_database_is_too_new(run: Run, hall_file: Path) -> None:
    connection = sqlite3.connect(hall_file)
    connection.execute("UPDATE alembic_version SET version_num = '99'")
    connection.commit()
    connection.close()
    told = run("doctor", "--database", url_of(hall_file))
    assert told.returncode == 1
    assert "升级" in next(line for line in told.stdout.splitlines() if line.startswith("✗"))


def test_R_X_1_upgrading_leaves_a_whole_copy_beside_the_file(run: Run, hall_file: Path) -> None:
    before = receipts(hall_file)
    current = run("db", "upgrade", "--database", url_of(hall_file))
    assert "已是最新" in current.stderr
    assert not [file for file in hall_file.parent.iterdir() if ".before-" in file.name]
    with closing(sqlite3.connect(hall_file)) as older:
        older.execute("UPDATE schema_info SET value = 'of an older program' WHERE name = 'rules'")
        older.commit()
    told = run("db", "upgrade", "--database", url_of(hall_file))
    assert told.returncode == 0, told.stderr
    (copy,) = [file for file in hall_file.parent.iterdir() if ".before-" in file.name]
    assert copy.name in told.stderr
    assert receipts(copy) == before
    assert receipts(hall_file) == before


def test_the_demonstration_is_made_by_one_command_and_left_alone_by_the_next(
    run: Run, tmp_path: Path
) -> None:
    first = run("demo", "--build-only", "--cases", "4")
    assert first.returncode == 0, first.stderr
    file = tmp_path / "home" / "demo" / "hall.sqlite"
    made = receipts(file)
    assert run("demo", "--build-only", "--cases", "9").returncode == 0
    assert receipts(file) == made
    again = run("demo", "--build-only", "--again", "--cases", "9")
    assert again.returncode == 0, again.stderr
    assert len(receipts(file)) > len(made)


def test_a_database_that_is_not_there_is_one_sentence(run: Run, tmp_path: Path, password_file: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gone.sqlite'}"
    told = run(
        "act", "--login", "clerk04", "--counter", "4", "--database", url, "--password-file", password_file
    )
    assert told.returncode == 1
    assert_one_sentence(told.stderr)
    assert "yichuang demo" in told.stderr
    upgrade = run("db", "upgrade", "--database", url)
    assert upgrade.returncode == 1
    assert upgrade.stderr == told.stderr, "there is nothing on any screen yet"


def assert_one_sentence(said: str) -> None:
    """Bad news on the console: one Chinese sentence, no trace, no code."""
    (line,) = said.strip().splitlines()
    assert line.startswith("✗ ")
    assert line.endswith("。")
    assert "Traceback" not in said
