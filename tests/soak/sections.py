"""Sections of docs/soak.md: each long run replaces its own and leaves the others as they are."""

from pathlib import Path

REPORT = Path(__file__).parents[2] / "docs" / "soak.md"
_SECTION = "## "


def write_section(title: str, text: str, file: Path = REPORT) -> None:
    """Put ``text`` below ``## title``, where such a section stands, else at the end."""
    head, parts = split(file.read_text("utf-8") if file.exists() else "# Soak\n")
    parts[title] = text.strip() + "\n"
    file.write_text(_joined(head, parts), encoding="utf-8")


def write_head(text: str, file: Path = REPORT) -> None:
    """Replace what stands before the first section."""
    _, parts = split(file.read_text("utf-8") if file.exists() else "")
    file.write_text(_joined(text.strip() + "\n", parts), encoding="utf-8")


def split(text: str) -> tuple[str, dict[str, str]]:
    """What stands before the first section, and the sections by title."""
    head, *parts = ("\n" + text).split("\n" + _SECTION)
    found = {part.partition("\n")[0].strip(): part.partition("\n")[2].strip() + "\n" for part in parts}
    return head.strip() + "\n", found


def _joined(head: str, parts: dict[str, str]) -> str:
    return "\n".join([head, *(f"{_SECTION}{title}\n\n{text}" for title, text in parts.items())])
