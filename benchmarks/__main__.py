"""``python -m benchmarks``: every measurement, by turns with its floor; the table goes to docs/benchmarks.md.

python -m benchmarks                 all of them
python -m benchmarks start search    some of them (the table is printed, the document left alone)
"""

import contextlib
import importlib
import io
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
REASONS = ROOT / "benchmarks" / "reasons.md"
UNITS = {"bench_slip": "µs"}
FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s*(x|ms|MB)?")
Row = dict[str, Any]


def main(words: Sequence[str]) -> int:
    """Measure, print, write; 1 when a goal is missed."""
    if words[:1] == ["--measure"]:
        return measure(words[1])
    modules = sorted(file.stem for file in Path(__file__).parent.glob("bench_*.py"))
    chosen = [module for module in modules if not words or module.removeprefix("bench_") in words]
    rows = [row for module in chosen for row in measured(module)]
    text = table(rows)
    print(text)
    if not words:
        DOCUMENT.write_text(document(text), encoding="utf-8")
    return 1 if any(met(row) is False for row in rows) else 0


def measured(module: str) -> list[Row]:
    """The rows of one module, measured in a process of its own."""
    print(f"{module} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--measure", module],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    rows: list[Row] = json.loads(done.stdout.splitlines()[-1])
    return [{"unit": UNITS.get(module, "ms")} | row for row in rows]


def measure(module: str) -> int:
    """In that process: run it, keep what it prints to itself, give its rows as one line of JSON."""
    with contextlib.redirect_stdout(io.StringIO()):
        rows = importlib.import_module(f"benchmarks.{module}").main()
    print(json.dumps(rows), flush=True)
    return 0


def met(row: Row) -> bool | None:
    """Whether the goal is met; None where there is none.  A number without a unit is a ratio."""
    figure = FIGURE.search(str(row["goal"]))
    if figure is None:
        return None
    reached = row["value"] if figure.group(2) in ("ms", "MB") else row["ratio"]
    return bool(float(reached) <= float(figure.group(1)))


def table(rows: Sequence[Row]) -> str:
    """The figures as Markdown."""
    lines = ["| what | median | floor | ratio | goal | met |", "|---|---:|---:|---:|---|---|"]
    words = {True: "yes", False: "**no**", None: "–"}
    for row in rows:
        goal = row["goal"] if isinstance(row["goal"], str) else f"<= {row['goal']} x"
        unit = row["unit"]
        lines.append(
            f"| {row['name']} | {short(row['value'])} {unit} | {short(row['floor'])} {unit} "
            f"| {row['ratio']:.2f} | {goal.replace('<=', '≤')} | {words[met(row)]} |"
        )
    return "\n".join(lines)


def short(figure: float) -> str:
    """Three figures that count."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def document(text: str) -> str:
    """The page with machine, date and method around the table."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Written by `python3 run.py bench` on {datetime.now():%Y-%m-%d %H:%M}. {machine()}",
            "",
            "Each line is the median of at least seven rounds in which the program and its floor took turns,",
            "and is judged by the ratio; absolute figures only show the order of size. Goals: issue 1.",
            "",
            text,
            "",
            *([REASONS.read_text("utf-8")] if REASONS.exists() else []),
        ]
    )


def machine() -> str:
    """Processor, load and versions: what the figures depend on."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        model = found.group(1) if found else model
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} x {model}{load}; {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
