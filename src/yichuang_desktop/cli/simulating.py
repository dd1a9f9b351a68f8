"""``yichuang simulate``: a hall that never was, proved."""

import tempfile
from pathlib import Path

from yichuang_desktop.app.simulation import simulate
from yichuang_desktop.cli.console import FAILED, bar, tell

CASES_A_DAY = 105
"""What a county hall of thirteen windows takes in."""


def run(database: str | None, days: int, cases: int | None, seed: int) -> int:
    """Simulate in ``database``, or in a file that is thrown away; 1 when an invariant is broken."""
    wanted = cases or days * CASES_A_DAY
    tell(f"正在模拟 {days} 个工作日、约 {wanted} 件…")
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite:///{(Path(folder) / 'hall.sqlite').as_posix()}"
        done = simulate(url, days=days, cases=wanted, seed=seed, progress=bar("模拟大厅"))
    for line in done.lines():
        print(line)
    return FAILED if done.breaches else 0
