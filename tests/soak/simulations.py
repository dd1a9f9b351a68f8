"""``python -m tests.soak.simulations``: whole simulated halls; the report is docs/simulation.md.

python -m tests.soak.simulations                 3 seeds on SQLite, 1 on PostgreSQL, 20 days, 2,100 cases each
python -m tests.soak.simulations --seeds 5 --cases 3000 --only sqlite
"""

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from tests.servers.postgres import start_cluster
from yichuang_desktop.app.simulation import Simulation, simulate
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.transitions import TABLE

REPORT = Path(__file__).parents[2] / "docs" / "simulation.md"
FIRST_SEED, DAYS, CASES = 20261123, 20, 2_100
Run = tuple[str, int, Simulation]

HEAD = """\
# A simulated hall

`yichuang simulate --days 20 --seed N` makes a hall of invented citizens, clerks and departments. They go
through all paths of the regulation by the same services the window calls: consultations, one-off notices,
papers kept, conditional and informed acceptance, the three negative endings, withdrawal and void intakes,
packages, province-wide, online and mailed-in cases, issue for departments, special steps, corrections,
extensions, lateness, returns, mail, the archive. The same seed tells the same story. Afterwards every
invariant of `store/proofs.py` is asked of the database in SQL that knows nothing of the domain: tracks,
numbers, clocks, issuance, returns, packages, ratings, ledgers, bags, prints. Each proof is itself shown
to find its tampering (`tests/store/test_proofs.py`).
"""


def main(arguments: Sequence[str]) -> int:
    """Simulate, report; 1 when an invariant was broken."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak.simulations", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--seeds", type=int, default=3, help="seeds on SQLite; PostgreSQL gets one")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    asked = parser.parse_args(arguments)
    runs = list(_runs(asked.only, asked.seeds, asked.days, asked.cases))
    REPORT.write_text(report(runs, asked.days), encoding="utf-8")
    return 1 if any(done.breaches for _name, _seed, done in runs) else 0


def _runs(only: str | None, seeds: int, days: int, cases: int) -> Iterator[Run]:
    if only != "postgresql":
        for seed in range(FIRST_SEED, FIRST_SEED + seeds):
            with tempfile.TemporaryDirectory() as folder:
                url = f"sqlite:///{(Path(folder) / 'hall.sqlite').as_posix()}"
                yield _told("SQLite", seed, simulate(url, days=days, cases=cases, seed=seed))
    if only != "sqlite":
        server = start_cluster()
        try:
            url = server.fresh_database()
            done = simulate(url, days=days, cases=cases, seed=FIRST_SEED)
        finally:
            server.stop()
        yield _told("PostgreSQL", FIRST_SEED, done)


def _told(name: str, seed: int, done: Simulation) -> Run:
    print(f"{name} {seed}: {done.lines()[0]} {len(done.breaches)} 处不符", file=sys.stderr, flush=True)
    return name, seed, done


def report(runs: Sequence[Run], days: int) -> str:
    """The page with its dated table."""
    lines = [
        HEAD,
        f"Written by `python -m tests.soak.simulations` on {datetime.now():%Y-%m-%d %H:%M}, "
        f"{days} working days, {platform.system()} {platform.machine()}, Python {platform.python_version()}.",
        "",
        "| database | seed | cases | acts | papers | services | rated | seconds | proofs, s | broken |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(*run) for run in runs),
        "",
        "## What was done (first run)",
        "",
        "| channel | cases |",
        "|---|---:|",
        *_channels(runs[0][2]),
        "",
        "| act | times |",
        "|---|---:|",
        *(f"| {TABLE[kind].title} `{kind}` | {count} |" for kind, count in runs[0][2].tally.acts),
        "",
    ]
    return "\n".join(lines)


def _row(name: str, seed: int, done: Simulation) -> str:
    tally = done.tally
    acts = sum(count for _kind, count in tally.acts)
    return (
        f"| {name} | {seed} | {done.cases} | {acts} | {tally.papers} | {tally.services} | {tally.ratings} "
        f"| {done.seconds:.0f} | {done.proving_seconds:.2f} | {len(done.breaches)} |"
    )


def _channels(done: Simulation) -> Iterator[str]:
    counts: dict[str, int] = {}
    for channel, _approval, count in done.tally.cases:
        counts[channel] = counts.get(channel, 0) + count
    for channel, count in sorted(counts.items(), key=lambda entry: -entry[1]):
        yield f"| {Channel(channel).title} | {count} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
