"""Draw docs/imports.svg from the import contracts in pyproject.toml.   python tools/imports_picture.py

A row a layer, the innermost at the bottom.  Under a package stand the libraries it imports and that the
contracts keep out of others: PySide6, SQLAlchemy and so on.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "imports.svg"
ROOM, HIGH, GAP, LEFT = 920, 62, 14, 60
INK, SECOND, LINE, FILL = "#1c2733", "#5a6673", "#9fb0c3", "#eef3f9"
WORDS = 'font-family="Noto Sans, Arial, sans-serif"'


def layers(contracts: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Packages by row, outermost first."""
    contract = next(one for one in contracts if one["type"] == "layers")
    return [[name.strip() for name in row.split("|")] for row in contract["layers"]]


def kept(contracts: Iterable[Mapping[str, Any]], packages: Iterable[str]) -> dict[str, list[str]]:
    """For each package the guarded libraries it alone, with a few others, may import."""
    allowed: dict[str, list[str]] = {package: [] for package in packages}
    for contract in contracts:
        if contract["type"] != "forbidden":
            continue
        barred = {module.removeprefix("yichuang_desktop.") for module in contract["source_modules"]}
        for package, libraries in allowed.items():
            if package not in barred:
                libraries.extend(contract["forbidden_modules"])
    return allowed


def used(package: str, libraries: Iterable[str]) -> list[str]:
    """Those of the libraries that the package's source really imports."""
    place = ROOT / "src" / "yichuang_desktop" / package
    files = place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]
    text = "\n".join(file.read_text("utf-8") for file in files)
    return [name for name in libraries if f"import {name}" in text or f"from {name}" in text]


def box(name: str, libraries: list[str], x: float, y: float, wide: float) -> str:
    """One package."""
    middle = x + wide / 2
    seconds = [", ".join(libraries[at : at + 2]) for at in range(0, len(libraries), 2)]
    size = f'x="{x:.0f}" y="{y:.0f}" width="{wide:.0f}" height="{HIGH}"'
    lines = [f'<rect {size} rx="6" fill="{FILL}" stroke="{LINE}"/>']
    for number, words in enumerate((name, *seconds)):
        at = f'x="{middle:.0f}" y="{y + 36 - 8 * len(seconds) + 17 * number:.0f}" text-anchor="middle"'
        look = f'font-size="{11 if number else 16}" fill="{SECOND if number else INK}" {WORDS}'
        lines.append(f"<text {at} {look}>{words}</text>")
    return "\n".join(lines)


def picture(rows: list[list[str]], libraries: Mapping[str, list[str]]) -> str:
    """The whole drawing."""
    high = len(rows) * (HIGH + GAP) + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {ROOM + LEFT + GAP} {high}" role="img">',
        "<title>Packages by layer; imports point down, packages of one row never import each other</title>",
        f'<rect width="{ROOM + LEFT + GAP}" height="{high}" fill="#ffffff"/>',
        f'<path d="M 26 {GAP} V {high - GAP - 6}" stroke="{SECOND}" stroke-width="2"/>',
        f'<path d="M 19 {high - GAP - 12} L 26 {high - GAP} L 33 {high - GAP - 12} Z" fill="{SECOND}"/>',
        f'<text x="40" y="{high / 2:.0f}" font-size="13" fill="{SECOND}" {WORDS} '
        f'transform="rotate(90 40 {high / 2:.0f})" text-anchor="middle">imports</text>',
    ]
    for number, row in enumerate(rows):
        wide = (ROOM - GAP * (len(row) - 1)) / len(row)
        y = GAP + number * (HIGH + GAP)
        parts += [
            box(name, libraries[name], LEFT + at * (wide + GAP), y, wide) for at, name in enumerate(row)
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Write the picture."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    rows = layers(contracts)
    packages = [name for row in rows for name in row]
    allowed = kept(contracts, packages)
    PICTURE.write_text(
        picture(rows, {name: used(name, allowed[name]) for name in packages}), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
