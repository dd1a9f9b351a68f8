"""The invented citizens of the demonstration hall."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.parties import Applicant, PartyKind, Representative


@dataclass(frozen=True, slots=True)
class Person:
    """One invented applicant, with the agent who comes for a unit."""

    applicant: Applicant
    representative: Representative | None
    tags: frozenset[str]


def read_people(path: Path) -> tuple[Person, ...]:
    """The people of ``people.json``."""
    rows = json.loads(path.read_text(encoding="utf-8"))["people"]
    return tuple(_person(row) for row in rows)


def _person(row: Mapping[str, Any]) -> Person:
    kinds = {kind.title: kind for kind in DocumentKind}
    kind = PartyKind.PERSON if row["kind"] == "自然人" else PartyKind.UNIT
    applicant = Applicant(
        kind=kind,
        name=row["name"],
        document_kind=_document_kind(kinds, row["id_type"]),
        document_no=row["id_no"],
        phone=row["phone"],
        address=row["address"],
        legal_representative=row.get("legal_person", ""),
    )
    agent = row.get("agent")
    representative = agent and Representative(
        name=agent["name"],
        document_kind=DocumentKind.RESIDENT_ID,
        document_no=agent["id_no"],
        phone=agent["phone"],
        authorisation="授权委托书",
    )
    return Person(applicant, representative or None, frozenset(row["tags"]))


def _document_kind(kinds: Mapping[str, DocumentKind], title: str) -> DocumentKind:
    """The kind whose title begins like the one written in the file (``…（旧版15位）`` is a remark)."""
    plain = title.split("（", maxsplit=1)[0]
    return next(kind for name, kind in kinds.items() if name.split("（")[0] == plain)
