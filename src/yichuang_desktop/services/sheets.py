"""The paper chain of a case that is on screen: each sheet's place, last signature and next act (leap 1)."""

from yichuang_desktop.domain.paper_chain import Sheet, sheet_of
from yichuang_desktop.services.acting import effective
from yichuang_desktop.services.ports import CaseFile, PaperRecord


def sheet(file: CaseFile, paper: PaperRecord) -> Sheet:
    """Where a sheet of this case should be, who signed it last, what is next for it."""
    return sheet_of(file.case, effective(file.history), paper)


def scanned_sheet(file: CaseFile, paper: PaperRecord | None) -> Sheet | None:
    """What a scan of this paper says; None when no sheet of this case was scanned."""
    if paper is None or paper.case_id != file.case.case_id:
        return None
    return sheet(file, paper)
