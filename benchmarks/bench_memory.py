"""Resident memory with every screen opened once, on the demonstration hall (goal: <= 220 MB)."""

import statistics
import tempfile
from pathlib import Path

from benchmarks import probe_memory
from benchmarks.floors import ROUNDS, Row, child
from yichuang_desktop import store
from yichuang_desktop.app import demo
from yichuang_desktop.demonstration.building import ADMINISTRATOR, PASSWORD
from yichuang_desktop.domain.hall import Role, StaffMember

EVERYBODY = "everybody"
SCREENS = 7


def main() -> list[Row]:
    """Megabytes of the program, and of a bare window beside it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{(Path(folder) / 'hall.sqlite').as_posix()}"
        demo.build(url)
        add_somebody_with_every_role(url)
        home = {"YICHUANG_HOME": folder, "YICHUANG_DATABASE_URL": url, "YICHUANG_A4_PRINTER": "pdf"}
        ours, bare = [], []
        for _ in range(ROUNDS):
            told = child(probe_memory.OURS, EVERYBODY, PASSWORD, **home)
            assert len(told["screens"]) >= SCREENS, told
            ours.append(float(told["megabytes"]))
            bare.append(float(child(probe_memory.BARE)["megabytes"]))
    value, floor = statistics.median(ours), statistics.median(bare)
    return [
        {
            "name": f"memory with all {len(told['screens'])} screens opened once / a bare window",
            "value": value,
            "floor": floor,
            "ratio": value / floor,
            "goal": "<= 220 MB",
            "unit": "MB",
        }
    ]


def add_somebody_with_every_role(url: str) -> None:
    """One log-in to whom the rail shows everything."""
    hall = store.open_hall(url)
    try:
        access = hall.log_in(ADMINISTRATOR, PASSWORD)
        member = StaffMember(EVERYBODY, "全能", frozenset(Role))
        access.add_staff(member, PASSWORD, store.CHEAP)
    finally:
        hall.close()
