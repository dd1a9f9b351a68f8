"""A paper scanned while the keyboard stands in a field: the code goes where scans go, not into a name."""

import re
from collections.abc import Callable, Iterable

from yichuang_desktop.ui.parts.field import FieldBox

_CODE_AT_THE_END = re.compile(r"\d{30}$")


def catch_scans(fields: Iterable[FieldBox], scanned: Callable[[str], None]) -> None:
    """On Enter, take a paper code off the end of what stands in a field and hand it to ``scanned``."""
    for field in fields:
        field.entered.connect(lambda one=field: _take_code(one, scanned))


def _take_code(field: FieldBox, scanned: Callable[[str], None]) -> None:
    text = field.text()
    found = _CODE_AT_THE_END.search(text)
    if found is not None:
        field.set_text(text[: found.start()])
        field.edited.emit(field.text())
        scanned(found[0])
