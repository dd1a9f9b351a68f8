"""The intake's three cards stand close together, so that five materials are in sight without scrolling."""

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.card import Card


def tighten(card: Card) -> None:
    """Less room above and below what is in the card."""
    side, edge = theme.size("space_4"), theme.size("space_2")
    layout = card.layout()
    if layout is not None:
        layout.setContentsMargins(side, edge, side, edge)
