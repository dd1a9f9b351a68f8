"""What the copy card holds: the platform's fields of a case, in its own order; plain Python (R-IN-7)."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.masking import mask_document, mask_phone
from yichuang_desktop.domain.parties import PartyKind
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.settings import resource
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

Party = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One field to be copied: what goes to the clipboard and what the screen shows of it."""

    name: str
    title: str
    value: str
    shown: str
    here: bool = False
    done: bool = False

    @property
    def words(self) -> str:
        """Where this field is in the round."""
        return "已在剪贴板" if self.here else ("已复制" if self.done else "")

    @property
    def tone(self) -> Tone:
        return Tone.MAIN if self.here else Tone.GOOD


class CopyColumn(Enum):
    """The columns of the card."""

    FIELD = Column[CopyLine](
        "平台上的字段 · 内容", lambda line: line.title, lambda line: line.shown, bold=True
    )
    STATE = Column[CopyLine]("", lambda line: line.words, badge=lambda line: line.tone, width=104)


def lines_of(file: CaseFile) -> tuple[CopyLine, ...]:
    """The fields of a case that have something to copy, in the platform's order."""
    lines = (CopyLine(name, title, *_SAYERS[name](file)) for name, title in _fields())
    return tuple(line for line in lines if line.value)


@cache
def _fields() -> tuple[tuple[str, str], ...]:
    """Name and title of every field; KeyError for a name nobody knows."""
    listed = tomllib.loads(resource("platform/fields.toml").read_text(encoding="utf-8"))["fields"]
    pairs = tuple((str(entry["field"]), str(entry["title"])) for entry in listed)
    for name, _title in pairs:
        _SAYERS[name]
    return pairs


# -- the values ----------------------------------------------------------------------------------------------

Said = tuple[str, str]
"""What is copied, and what is shown of it."""


def _plain(value: object) -> Said:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}", f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat(), value.isoformat()
    words = str(value or "")
    return words, words


def _of_case(name: str) -> Callable[[CaseFile], Said]:
    return lambda file: _plain(getattr(file.case, name))


def _of_party(who: str, name: str, mask: Callable[[str], str] = str) -> Callable[[CaseFile], Said]:
    def said(file: CaseFile) -> Said:
        value = str((getattr(file.case, who) or {}).get(name) or "")
        return value, mask(value)

    return said


def _document(who: str) -> Callable[[CaseFile], Said]:
    def said(file: CaseFile) -> Said:
        party: Party = getattr(file.case, who) or {}
        return _plain(DocumentKind(party["document_kind"]).title) if party.get("document_kind") else ("", "")

    return said


def _kind(file: CaseFile) -> Said:
    kind = (file.case.applicant or {}).get("kind")
    return _plain(PartyKind(kind).title) if kind else ("", "")


def delivery_words(delivery: str) -> str:
    """How the result is to be given, in words."""
    return Delivery(delivery).title if delivery in list(Delivery) else delivery


_SAYERS: dict[str, Callable[[CaseFile], Said]] = {
    **{
        name: _of_case(name)
        for name in (
            "item_name", "item_id", "department", "applicant_name", "received_at", "accepted_on",
            "legal_due", "promise_due", "promise_text", "copies", "result_name", "result_no",
        )
    },
    "receipt_no": lambda file: _plain(file.case.receipt_no or file.case.part_no),
    "first_handler": lambda file: _plain(file.first_handler_name),
    "applicant_kind": _kind,
    "delivery": lambda file: _plain(delivery_words(file.case.delivery)),
    "applicant_document": _document("applicant"),
    "applicant_document_no": _of_party("applicant", "document_no", mask_document),
    "applicant_phone": _of_party("applicant", "phone", mask_phone),
    "applicant_address": _of_party("applicant", "address"),
    "legal_representative": _of_party("applicant", "legal_representative"),
    "agent_name": _of_party("representative", "name"),
    "agent_document": _document("representative"),
    "agent_document_no": _of_party("representative", "document_no", mask_document),
    "agent_phone": _of_party("representative", "phone", mask_phone),
}  # fmt: skip
"""Every field that can be asked for in resources/platform/fields.toml."""
