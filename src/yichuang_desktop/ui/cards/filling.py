"""Putting a card's words into fields, and saying which of them were written otherwise before."""

from collections.abc import Sequence

from yichuang_desktop.ui.parts.field import FieldBox

Changes = tuple[tuple[str, str, str], ...]


def changes_of(fields: Sequence[tuple[FieldBox, str]]) -> Changes:
    """Title, what stands there, what the card says: where something else stands there, blanks apart."""
    return tuple(
        (_title(field), field.text(), said)
        for field, said in fields
        if field.text() and _plain(field.text()) != _plain(said)
    )


def _title(field: FieldBox) -> str:
    return field.label.text().partition("（")[0]


def _plain(text: str) -> str:
    return "".join(text.split()).upper()
