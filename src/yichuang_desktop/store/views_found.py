"""Searching cases by what a person at the window can say: number, its end, name, document, phone."""

from typing import Final

from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services.ports import CaseRow
from yichuang_desktop.store import view_queries as v
from yichuang_desktop.store.views_base import Asking

SHORTEST_END: Final = 4
"""From this many digits on a number is taken for the end of a receipt number."""
NO_MATCH: Final = "\u001f"


class FindingViews(Asking):
    """The part of the views that searches."""

    def find_cases(self, text: str, limit: int = 100) -> tuple[CaseRow, ...]:
        wanted = compact(text.replace("\0", ""))
        if not wanted:
            return ()
        exact = self._ask((v.FIND_NUMBER, {"number": wanted}))[0]
        rows = exact or self._ask((v.FIND, _pattern(text.replace("\0", "").strip(), wanted, limit)))[0]
        return tuple(CaseRow(row[0], row[1] or "", *row[2:]) for row in rows)


def _pattern(typed: str, wanted: str, limit: int) -> dict[str, object]:
    digits = wanted.replace("-", "")
    end = f"%{_literal(wanted)}" if digits.isdigit() and len(digits) >= SHORTEST_END else NO_MATCH
    name = f"%{_literal(typed)}%" if _literal(typed) and not digits.isdigit() else NO_MATCH
    return {"number": wanted, "number_end": end, "text": wanted, "name": name, "limit": limit}


def _literal(text: str) -> str:
    """Wildcards in what was typed are dropped: nobody searches for them."""
    return text.replace("%", "").replace("_", "").replace("\\", "")
