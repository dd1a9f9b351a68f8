"""Photographed materials: kept with the draft they belong to, read again from the case (R-IN-1, R-X-1).

The checklist's row says which file it is; the file is an attachment of the case, named by its SHA-256.  Both
are written in one transaction, so that no row ever speaks of a picture that is not there.
"""

import hashlib
from collections.abc import Mapping, Sequence, Set
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.checklist import Checklist, MaterialScan
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.acting import effective
from yichuang_desktop.services.ports import RecordedAct, Work

MOST_SCAN_MB = 10
"""The largest file of one material."""
PDF = "application/pdf"
_PDF_HEAD = b"%PDF-"


def keep_scans(work: Work, case_id: UUID, checklist: Checklist | None, contents: Sequence[bytes]) -> None:
    """Keep the files the checklist refers to; a file no row speaks of is not kept.

    Raises RuleViolation ``scan_not_a_pdf``, ``scan_too_large``, and ``scan_not_kept`` for a row whose file
    neither comes now nor is there.
    """
    spoken_of = {scan.sha256 for scan in checklist.scans} if checklist is not None else set()
    fresh = set()
    for content in contents:
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in spoken_of:
            _check_file(content)
            work.add_attachment(case_id, PDF, content)
            fresh.add(sha256)
    _check_there(work, spoken_of - fresh)


def check_scans(work: Work, checklist: Checklist | None) -> None:
    """Refuse a checklist that speaks of a file the hall does not have: RuleViolation ``scan_not_kept``."""
    if checklist is not None:
        _check_there(work, {scan.sha256 for scan in checklist.scans})


def scans_of(history: tuple[RecordedAct, ...]) -> tuple[tuple[str, MaterialScan], ...]:
    """The photographed materials of a case, by name, as its last checklist has them."""
    rows: Sequence[Mapping[str, Any]] = ()
    for act in effective(history):
        checklist = act.evidence.get("checklist")
        if isinstance(checklist, Mapping) and checklist.get("rows"):
            rows = checklist["rows"]
    return tuple(
        (row["name"], MaterialScan(row["scan"]["sha256"], tuple(row["scan"]["pages"])))
        for row in rows
        if row.get("scan")
    )


def _check_file(content: bytes) -> None:
    if not content.startswith(_PDF_HEAD):
        raise RuleViolation("scan_not_a_pdf")
    if len(content) > MOST_SCAN_MB * 1024 * 1024:
        raise RuleViolation("scan_too_large", most=MOST_SCAN_MB)


def _check_there(work: Work, wanted: Set[str]) -> None:
    if not all(work.has_attachment(sha256) for sha256 in wanted):
        raise RuleViolation("scan_not_kept")
