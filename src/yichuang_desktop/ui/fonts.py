"""Which font the screens are set in: the system's Chinese one, or the shipped one where there is none.

Qt's own default (``MS Shell Dlg`` on Windows) sets Chinese two or three pixels too high in line edits, so a
family is always asked for by name.
"""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from yichuang_desktop.settings import resource

SHIPPED = ("fonts/NotoSansSC-Regular.ttf", "fonts/NotoSansSC-Bold.ttf")
RARE = ("fonts/RareHan-A.otf", "fonts/RareHan-B.otf")
RARE_FAMILIES = ("HanaMinA", "HanaMinB")
"""Named last from the beginning, loaded by :func:`load_rare` once the first window stands."""


def choose(wanted: list[str], always_shipped: bool = False) -> list[str]:
    """The families to ask for, best first; loads the shipped font when no wanted family is installed.

    ``always_shipped`` puts the shipped font first wherever the program runs: pictures made by the tests and
    the tour then look the same on every machine.
    """
    installed = set(QFontDatabase.families())
    found = [family for family in wanted if family in installed]
    if found and not always_shipped:
        return [*found, *RARE_FAMILIES]
    return [*(_load_shipped() or wanted), *found, *RARE_FAMILIES]


def load_rare() -> None:
    """Load the fonts of rare characters, so that no name shows a box on screen (40 ms: not at start)."""
    _load(RARE)


@cache
def _load_shipped() -> tuple[str, ...]:
    return _load(SHIPPED)


@cache
def _load(names: tuple[str, ...]) -> tuple[str, ...]:
    families: dict[str, None] = {}
    for name in names:
        try:
            number = QFontDatabase.addApplicationFont(str(resource(name)))
        except FileNotFoundError:
            continue
        families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return tuple(families)


def uncovered(text: str, families: list[str]) -> list[str]:
    """The characters of ``text`` that none of ``families`` can draw, each once, in order.

    For a name with a rare character: the clerk is told at once, not when the paper comes out with a box.
    """
    faces = [QRawFont.fromFont(QFont(family)) for family in families]
    missing = (sign for sign in text if not any(face.supportsCharacter(ord(sign)) for face in faces))
    return list(dict.fromkeys(missing))
