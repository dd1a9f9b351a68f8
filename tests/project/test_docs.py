"""The documents say what is there: their links lead somewhere, their commands exist."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("resources/**/*.md")})
TASKS = {"demo", "test", "tour", "bench", "soak", "build"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_and_picture_leads_to_a_file(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8"))
    local = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if target and not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_task_of_run_py_that_is_named_exists(document: Path) -> None:
    assert set(re.findall(r"run\.py ([a-z]+)", document.read_text("utf-8"))) <= TASKS


def test_the_readme_gives_both_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "python3 run.py demo" in text
    assert "python3 run.py test" in text


def test_contributing_gives_a_reason_for_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = [*project["project"]["dependencies"]]
    named += [line for line in project["dependency-groups"]["dev"] if isinstance(line, str)]
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").lower()
    packages = [re.split(r"[<>=\[;]", line)[0].strip().lower() for line in named]
    assert [name for name in packages if f"`{name}`" not in text] == []


def test_the_tasks_are_those_of_run_py() -> None:
    text = (ROOT / "run.py").read_text("utf-8")
    assert set(re.findall(r"^    python3 run\.py ([a-z]+)", text, re.MULTILINE)) == TASKS
