"""Which row of the requirements is shown by which journey and picture: writes docs/coverage.md.

``python tools/coverage.py`` reads the names of the journeys (``test_R_IN_5_…``) and the pictures in
docs/screenshots/rows; ``--pictures`` runs the journeys first and has them take the pictures anew.
A test holds the page to the code and fails when a row of the chapters below has no journey or no picture.
"""

import argparse
import ast
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JOURNEYS = ROOT / "tests" / "journeys"
PAGE = ROOT / "docs" / "coverage.md"
PICTURES = ROOT / "docs" / "screenshots" / "rows"
NAMED = re.compile(r"test_(R_[A-Z]+_\d+)_(\w+)")
WIDTH = 1100
"""Pixels to which a picture is brought down for the page."""

CHAPTERS: dict[str, dict[str, tuple[str, str]]] = {
    "Hall and duties": {
        "R-DUTY-1": ("2.3.1", "the windows that also serve 全豫通办 and 跨省通办"),
        "R-DUTY-2": ("2.3.2", "the windows that also serve 一件事一次办"),
        "R-DUTY-3": ("2.3.3", "every general window also serves online cases"),
        "R-SEAT-2": ("2.3.4", "duties changed by date, steering what a window accepts"),
    },
    "Consultation": {
        "R-ASK-1": ("3.1", "the item found in one box, its guide notice and samples at hand"),
        "R-ASK-2": ("3.1", "a hard question referred, chased, answered, closed"),
    },
    "Intake": {
        "R-IN-1": ("3.2.1", "every material gets a verdict"),
        "R-IN-2": ("3.2.1", "identity verified"),
        "R-IN-3": ("3.2.1", "accepted once, with the intake set"),
        "R-IN-4": ("3.2.1", "one notice of everything that lacks"),
        "R-IN-5": ("3.2.1", "conditional acceptance, tracked until supplied"),
        "R-IN-6": ("3.2.1", "informed commitment"),
        "R-IN-7": ("3.2.1", "pushed to the department at once"),
        "R-IN-8": ("3.2.1.1", "delegation on file; the channel is the applicant's choice"),
        "R-IN-9": ("3.2.1.2", "the first handler stands on every paper"),
        "R-IN-10": ("3.2.1.3, 2.3.1", "province-wide and cross-province cases"),
        "R-IN-11": ("3.2.1.4, 2.3.2", "one thing, done once, a part a department"),
        "R-IN-12": ("2.3.3, 3.2.4.2", "online cases"),
        "R-IN-13": ("3.3", "mailed-in cases"),
        "R-IN-14": ("3.2.1.1", "completed on the platform too"),
    },
    "Handover and processing": {
        "R-HO-1": ("3.2.2.1", "whom to call, on which number"),
        "R-HO-2": ("3.2.2.2", "fetched the same day, signed on the counterfoil"),
        "R-HO-3": ("3.2.2.3", "counterfoil and commitment registered at the issuance desk"),
        "R-HO-4": ("3.2.2.4", "late or unskilled handling noted by case number"),
        "R-HO-5": ("3.2.2.5", "the special steps and their clocks"),
        "R-HO-6": ("3.2.2.5", "refusal with reasons and remedies"),
        "R-REM-1": ("3.2.3", "what falls due, reminders, the overdue report"),
    },
    "Issuance and returns": {
        "R-OUT-1": ("3.2.4.1, 3.2.4.3", "results booked in, the applicant phoned"),
        "R-OUT-2": ("3.2.4.1", "scanned, checked, signed, issued once"),
        "R-OUT-3": ("3.2.4.1", "lost receipt against original and guarantee statement"),
        "R-OUT-4": ("3.2.4.1", "mailed by EMS, the sender's slip kept"),
        "R-OUT-5": ("3.2.4.2", "online cases and departments' own systems issued"),
        "R-OUT-6": ("3.2.4.3", "issued for a department"),
        "R-OUT-7": ("3.2.4.3", "the day's counterfoils for signature"),
        "R-OUT-8": ("3.3", "results of mailed-in cases go out by mail"),
        "R-RET-1": ("3.2.5", "the return, link by link, up to the archive"),
    },
    "Archive and ledgers": {
        "R-ARC-1": ("4.6", "the archive bag and what it lacks"),
        "R-ARC-2": ("4.6.4", "three ledgers"),
        "R-ARC-5": ("3.2.4.3", "the hand-kept ledger, proved equal"),
    },
    "Devices": {
        "R-EVAL-1": ("4.1", "rated once, by the citizen, on the window's own device or by a code"),
        "R-X-1": ("", "drafts, photographs and prints survive a crash and a printer without paper"),
        "R-X-7": ("", "every device's state in words, tests, what to do, unplugged and back"),
    },
}
"""Chapter, row, clause and what it is about."""


def rows() -> list[str]:
    """Ids of every row that must be covered."""
    return [row for chapter in CHAPTERS.values() for row in chapter]


def journeys() -> dict[str, list[tuple[str, str]]]:
    """Row id → (file, words) of the journeys that carry it in their name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for file in sorted(JOURNEYS.glob("test_*.py")):
        for name in _tests_in(file):
            match = NAMED.fullmatch(name)
            if match:
                row = match[1].replace("_", "-")
                found.setdefault(row, []).append((file.name, match[2].replace("_", " ")))
    return found


def pictures() -> dict[str, list[Path]]:
    """Row id → pictures, the row's own first."""
    found: dict[str, list[Path]] = {}
    for file in sorted(PICTURES.glob("R-*.png"), key=lambda file: (len(file.stem), file.stem)):
        row = next((row for row in sorted(rows(), key=len, reverse=True) if _is_of(file.stem, row)), None)
        if row:
            found.setdefault(row, []).append(file)
    return found


def gaps() -> list[str]:
    """What is wanting, a sentence each."""
    shown, seen = journeys(), pictures()
    return [f"{row} has no journey" for row in rows() if row not in shown] + [
        f"{row} has no picture" for row in rows() if row not in seen
    ]


def page() -> str:
    """The page as it should be."""
    shown, seen = journeys(), pictures()
    lines = [
        "# What shows each row",
        "",
        "Generated by `python tools/coverage.py`; change the journeys, not this file. Every journey works",
        "the real window; it asserts the evidence kept, the paper's text and a refusal with a guard missing.",
    ]
    for chapter, entries in CHAPTERS.items():
        lines += ["", f"## {chapter}"]
        for row, (clause, about) in entries.items():
            lines += ["", f"### {row} · {about}", "", *([f"Clause {clause}.", ""] if clause else [])]
            lines += [f"- {words} ([{file}](../tests/journeys/{file}))" for file, words in shown.get(row, ())]
            lines += ["", *(f"![{file.stem}](screenshots/rows/{file.name})" for file in seen.get(row, ()))]
    return "\n".join(lines) + "\n"


def take_pictures(words: list[str]) -> int:
    """Run the journeys with pictures on and bring these into docs; gives pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        # Folders stand on some screens: they are not to tell on which machine the pictures were taken.
        place = f"--basetemp={Path(tempfile.gettempdir()) / 'hall'}"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", place]
        command += [str(JOURNEYS), *words]
        surroundings = {**os.environ, "YICHUANG_PICTURES": folder}
        code = subprocess.run(command, env=surroundings, check=False).returncode  # noqa: S603 - our own
        PICTURES.mkdir(parents=True, exist_ok=True)
        for file in sorted(Path(folder).glob("*.png")):
            _bring_in(file)
    return code


def _bring_in(file: Path) -> None:
    from PIL import Image  # noqa: PLC0415 - only for pictures

    with Image.open(file) as picture:
        height = round(picture.height * WIDTH / picture.width)
        small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        small.quantize(96).save(PICTURES / file.name, optimize=True)


def _tests_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name


def _is_of(stem: str, row: str) -> bool:
    return stem == row or stem.startswith(f"{row}-")


def main() -> int:
    """Write the page; 1 when a row has no journey or picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", action="store_true", help="run the journeys and take pictures first")
    asked, words = parser.parse_known_args()
    code = take_pictures(words) if asked.pictures else 0
    PAGE.write_text(page(), encoding="utf-8")
    for gap in gaps():
        print(gap)
    return code or bool(gaps())


if __name__ == "__main__":
    sys.exit(main())
