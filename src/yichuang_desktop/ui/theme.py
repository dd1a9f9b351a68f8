"""The look of every screen: design tokens, the fonts and the one style sheet made from them.

``install(app)`` is called once, before the first window. Widgets then ask for a colour or a size by its name
in ``resources/theme/tokens.toml``; nothing else in ``ui`` writes a colour.
"""

import string
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from yichuang_desktop.settings import resource
from yichuang_desktop.ui import fonts

STYLE = "Fusion"


class Tone(StrEnum):
    """What a colour says. Never alone: a word always stands beside it."""

    NONE = ""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    MAIN = "main"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The design tokens; sizes are pixels at 96 dpi, which Qt scales with the screen."""

    family: list[str]
    colours: dict[str, str]
    sizes: dict[str, int]


@cache
def tokens() -> Tokens:
    """The tokens as shipped. Raises FileNotFoundError when the installation lacks them."""
    raw = tomllib.loads(resource("theme/tokens.toml").read_text("utf-8"))
    return Tokens(raw["family"], raw["colours"], raw["sizes"])


@cache
def colour(name: str) -> QColor:
    """The colour of that token name (``"ink"``, ``"good_soft"``). Raises KeyError for an unknown name."""
    return QColor(tokens().colours[name])


def size(name: str) -> int:
    """The size of that token name in pixels at 96 dpi. Raises KeyError for an unknown name."""
    return tokens().sizes[name]


def type_face(name: str = "body", bold: bool = False) -> QFont:
    """A font of the application's family in the size of a token, for widgets that paint for themselves."""
    face = QFont(QApplication.font())
    face.setPixelSize(size(name))
    face.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return face


def style_sheet() -> str:
    """The style sheet with every token filled in. Raises KeyError when it names an unknown token."""
    template = string.Template(resource("theme/desk.qss").read_text("utf-8"))
    known = tokens()
    return template.substitute(known.colours, **known.sizes, icons=resource("icons").as_posix())


def make_application(always_shipped: bool = False) -> QApplication:
    """The program's QApplication with its look, made the quick way; see :func:`install`.

    Asking Qt for its style by ``setStyle`` makes PySide6 build the whole QStyle class with its enums, which
    costs a tenth of a bare window; on the command line it costs nothing. Its windows are dressed by
    :func:`dress`.
    """
    app = QApplication(["yichuang", "-style", STYLE])
    _dress(app, always_shipped)
    return app


def install(app: QApplication, always_shipped: bool = False) -> None:
    """Give the application its style, fonts, palette and style sheet, for parts shown by themselves (tests).

    ``always_shipped`` uses the shipped font even where the system has a Chinese one (tests, tour).
    """
    app.setStyle(STYLE)
    _dress(app, always_shipped)
    app.setStyleSheet(style_sheet())


def dress(window: QWidget) -> None:
    """Give a window the style sheet, once everything in it is built.

    Not the application: under a style sheet Qt dresses a widget with all it holds whenever it comes to
    another parent, five times and more for a part of a screen while that is built. That took four fifths
    of the time.
    """
    app = QApplication.instance()
    if isinstance(app, QApplication) and not app.styleSheet():
        window.setStyleSheet(style_sheet())


def _dress(app: QApplication, always_shipped: bool) -> None:
    face = QFont()
    face.setFamilies(fonts.choose(tokens().family, always_shipped))
    face.setPixelSize(size("body"))
    if always_shipped:
        face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(face)
    app.setPalette(_palette())


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for part, name in (
        (role.Window, "ground"), (role.WindowText, "ink"), (role.Base, "card"), (role.AlternateBase, "head"),
        (role.Text, "ink"), (role.Button, "card"), (role.ButtonText, "ink"), (role.Highlight, "main"),
        (role.HighlightedText, "card"), (role.PlaceholderText, "second"), (role.Link, "main"),
    ):  # fmt: skip
        palette.setColor(part, colour(name))
    return palette


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set style-sheet properties (``role``, ``tone``, ``state``) and let the sheet be applied again.

    Does nothing when nothing changed: polishing again costs as much as making the widget.
    """
    changed = False
    for name, value in properties.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if widget.property(name) != text:
            widget.setProperty(name, text)
            changed = True
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


STYLED = Qt.WidgetAttribute.WA_StyledBackground
"""A plain QWidget paints its style-sheet background only with this attribute."""
