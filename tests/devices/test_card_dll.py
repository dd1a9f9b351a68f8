"""A vendor's library in a helper process: what it does there harms nothing, and the reader recovers."""

import ast
import base64
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from tests.devices.card_blocks import TestCard, any_card, resident
from tests.devices.card_waiting import Listener, ask
from tests.devices.test_card_text import said_by, said_of
from yichuang_desktop.devices import card_dll, card_helper
from yichuang_desktop.devices.card_dll import DRIVER, DllReader, Helper, helper_command
from yichuang_desktop.devices.links import LinkLost
from yichuang_desktop.domain.devices import Condition, DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cards import CardState

QUICK = (0.02,)
HERE = Path(__file__).parent
SCRIPT = Path(card_helper.__file__)
CARD = resident(name="测试㛃·阿依")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The C file compiled for this machine, as a vendor would ship it."""
    gcc = shutil.which("gcc")
    assert gcc is not None, "these tests compile a small library: apt-get install gcc libc6-dev"
    made = tmp_path_factory.mktemp("library") / "libsdtapi.so"
    source = HERE / "card_library.c"
    command = [gcc, "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(made), str(source)]
    subprocess.run([*command, "-Wno-array-bounds"], check=True)
    return made


class Desk:
    """The reader the library pretends to have: put and lift a card, pull it out, order a fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def put(self, card: TestCard) -> None:
        self._write("card.bin", card.block)

    def lift(self) -> None:
        (self.folder / "card.bin").unlink()

    def unplug(self) -> None:
        self._write("gone", b"")

    def plug_in(self) -> None:
        (self.folder / "gone").unlink()

    def order(self, fault: str) -> None:
        self._write("fault", fault.encode())

    @property
    def hits(self) -> list[str]:
        file = self.folder / "hits"
        return file.read_text().splitlines() if file.exists() else []

    def _write(self, name: str, data: bytes) -> None:
        """All at once: the library never meets half of it."""
        part = self.folder / f"{name}.part"
        part.write_bytes(data)
        part.replace(self.folder / name)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("CARD_FOLDER", str(tmp_path / "desk"))
    for what in card_dll.DEADLINES:
        monkeypatch.setitem(card_dll.DEADLINES, what, 5.0)
    return Desk(tmp_path / "desk")


@pytest.fixture
def told() -> Listener:
    return Listener()


@pytest.fixture
def reader(library: Path, desk: Desk, told: Listener) -> Iterator[DllReader]:
    device = DllReader(bound(library), told.hear, told.heard, back_off=QUICK, pause=0.01, check_every=0.05)
    device.start()
    told.wait_for_condition(Condition.READY)
    yield device
    device.stop()


def bound(library: Path, address: str = "sdt:1001", **options: str) -> WindowDevice:
    return WindowDevice(
        11, DeviceKind.CARD_READER, "card-dll", address, options={"library": str(library)} | options
    )


def read_of(told: Listener, token: UUID) -> tuple[str, ...]:
    news = told.wait_for("the card", token, CardState.READ)
    assert news.card is not None
    return said_of(news.card)


def by_hand(command: Sequence[str], *lines: str) -> list[dict[str, object]]:
    """The helper as a person would try it at a console."""
    said = subprocess.run(
        list(command),
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert said.returncode == 0, said.stderr.decode()
    return [json.loads(line) for line in said.stdout.splitlines()]


# ------------------------------------------------------------------------------------------- the helper alone


@pytest.mark.parametrize("way", ["alone", "program"])
def test_the_helper_reads_a_card_for_whoever_writes_json_lines(way: str, library: Path, desk: Desk) -> None:
    command = (
        [sys.executable, "-I", "-S", str(SCRIPT)] if way == "alone"
        else [sys.executable, "-m", "yichuang_desktop", "card-helper"]
    )  # fmt: skip
    desk.put(CARD)
    opening = json.dumps({"id": 1, "do": "open", "library": str(library), "port": 1001})
    asked = [
        json.dumps({"id": n, "do": what}) for n, what in enumerate(("find", "select", "read", "close"), 2)
    ]
    answers = by_hand(command, opening, *asked)
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, 5]
    assert [answer["state"] for answer in answers] == [0x90, 0x9F, 0x90, 0x90, 0x90]
    assert base64.b64decode(str(answers[3]["text"])) == CARD.block
    assert set(answers[3]) == {"id", "state", "text"}, "the photograph went further than the helper"


def test_the_helper_answers_nonsense_with_an_error_and_goes_on(library: Path, desk: Desk) -> None:
    command = [sys.executable, "-I", "-S", str(SCRIPT)]
    good = {"id": 7, "do": "open", "library": str(library), "port": 1001}
    lines = [
        "rubbish", '["a list"]', '{"id": 3, "do": "find"}', json.dumps(good | {"library": "/none.so"}),
        '{"id": 5, "do": "open"}', "x" * 9000, json.dumps(good), '{"id": 8, "do": "dance"}',
    ]  # fmt: skip
    answers = by_hand(command, *lines)
    assert all("error" in answer for answer in answers[:-2]), answers
    assert answers[-2] == {"id": 7, "state": 0x90}
    assert "error" in answers[-1]


def test_the_helper_needs_nothing_but_an_old_python() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names
    assert helper_command(r"C:\py32\python.exe") == (r"C:\py32\python.exe", "-I", str(SCRIPT))


def test_a_frozen_program_runs_the_helper_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert helper_command() == (sys.executable, "card-helper")


def test_a_helper_that_talks_nonsense_or_without_end_is_ended() -> None:
    for code in ("print('hello')", "print('[1]')", "print('x' * 99999)"):
        helper = Helper((sys.executable, "-c", f"import time\nwhile True:\n {code}\n time.sleep(.01)"))
        with pytest.raises(LinkLost, match="nonsense"):
            helper.ask("find", 5)
        assert not helper.alive()
        helper.close()
    with pytest.raises(LinkLost, match="cannot be begun"):
        Helper(("/no/such/python",))


# ------------------------------------------------------------------------------------------------- the reader


def test_R_IN_2_a_card_is_read_through_a_vendors_library(
    desk: Desk, reader: DllReader, told: Listener
) -> None:
    desk.put(CARD)
    assert read_of(told, ask(reader)) == said_by(CARD)
    assert reader.number == "05.03-20263178-000123456-000012345"


@pytest.mark.parametrize("call", ["find", "select", "read", "status"])
@pytest.mark.parametrize("how", ["crash", "hang", "exit"])
def test_R_X_7_a_crash_of_the_library_harms_nothing_and_the_reader_recovers(
    call: str, how: str, desk: Desk, reader: DllReader, told: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "hang":
        monkeypatch.setitem(card_dll.DEADLINES, call, 0.2)
    first, seen = reader.helper_pid, len(told.reports)
    desk.order(f"{call} {how}")
    token = ask(reader) if call != "status" else None
    desk.put(CARD)
    told.wait_for_condition(Condition.LOST, fault="card_helper_broken", after=seen)
    token = token or ask(reader)
    assert read_of(told, token) == said_by(CARD)
    assert desk.hits == [f"{call} {how}"]
    assert reader.helper_pid not in (0, first)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


@pytest.mark.parametrize(
    ("fault", "code"), [("find 64", "card_unknown"), ("select 129", "card_moved"), ("read 65", "card_moved")]
)
def test_R_IN_2_the_librarys_answers_mean_what_the_modules_do(
    fault: str, code: str, desk: Desk, reader: DllReader, told: Listener
) -> None:
    desk.order(fault)
    desk.put(CARD)
    token = ask(reader)
    assert told.wait_for("what is wrong", token, CardState.AGAIN).fault == code
    assert read_of(told, token) == said_by(CARD)


def test_R_X_7_a_usb_reader_pulled_out_is_lost_and_comes_back(
    desk: Desk, reader: DllReader, told: Listener
) -> None:
    seen = len(told.reports)
    desk.unplug()
    told.wait_for_condition(Condition.LOST, fault="card_reader_unplugged", after=seen)
    token = ask(reader)
    seen = len(told.reports)
    desk.plug_in()
    told.wait_for_condition(Condition.READY, Condition.BUSY, after=seen)
    desk.put(CARD)
    assert read_of(told, token) == said_by(CARD)


def test_R_X_7_a_library_that_is_not_there_is_said_in_words(
    tmp_path: Path, desk: Desk, told: Listener
) -> None:
    device = DllReader(bound(tmp_path / "none.dll"), told.hear, told.heard, back_off=QUICK)
    device.start()
    told.wait_for_condition(Condition.LOST, fault="card_library_missing")
    device.stop()


def test_a_port_nobody_has_is_refused_at_set_up(library: Path, told: Listener) -> None:
    assert DRIVER.open(bound(library, "1001"), told.hear, heard=told.heard).report().fault == ""
    for address in ("", "COM3", "sdt:0", "sdt:17", "sdt:1017", "sdt:x"):
        with pytest.raises(RuleViolation, match="card_port_bad"):
            DRIVER.open(bound(library, address), told.hear, heard=told.heard)
    with pytest.raises(RuleViolation, match="card_library_missing"):
        DRIVER.open(replace(bound(library), options={}), told.hear, heard=told.heard)


def test_a_reader_is_let_go_while_its_library_hangs(library: Path, desk: Desk, told: Listener) -> None:
    device = DllReader(bound(library), told.hear, told.heard, back_off=QUICK)
    device.start()
    told.wait_for_condition(Condition.READY)
    pid = device.helper_pid
    desk.order("find hang")
    ask(device)
    told.wait_until("the hang", lambda: desk.hits == ["find hang"])
    device.stop()
    told.wait_until("the helper to be ended", lambda: not _alive(pid))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_R_IN_2_cards_are_read_right_with_crashes_between_them(
    desk: Desk, reader: DllReader, told: Listener
) -> None:
    rng = random.Random(9)
    ordered = 0
    for _ in range(12):
        card = any_card(rng)
        if rng.random() < 0.3:
            desk.order(f"{rng.choice(('find', 'select', 'read'))} {rng.choice(('crash', 'exit'))}")
            ordered += 1
        desk.put(card)
        assert read_of(told, ask(reader)) == said_by(card)
        desk.lift()
    assert len(desk.hits) == ordered > 0
