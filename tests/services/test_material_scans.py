"""Photographed materials: with the draft or not at all, and never a row without its file (R-IN-1, R-X-1)."""

import hashlib
from dataclasses import replace
from uuid import UUID

import pytest

from tests.services.conftest import Stage
from yichuang_desktop.domain.checklist import Checklist, MaterialScan
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.material_scans import MOST_SCAN_MB, scans_of

PDF = b"%PDF-1.4\nthree pages of the lease\n%%EOF"


def photographed(form: IntakeForm, content: bytes = PDF, seq: int = 2, pages: int = 3) -> IntakeForm:
    scan = MaterialScan(hashlib.sha256(content).hexdigest(), tuple(f"{n:064x}" for n in range(pages)))
    assert form.checklist is not None
    return replace(form, checklist=form.checklist.photographed(seq, scan))


def save(stage: Stage, case_id: UUID, form: IntakeForm, *contents: bytes) -> None:
    stage.window.save_draft(ask.SaveDraft(case_id, form, 4, contents))


def test_R_X_1_the_pictures_are_there_again_with_the_draft(stage: Stage) -> None:
    case_id = stage.opened()
    form = photographed(stage.form())
    save(stage, case_id, form, PDF)
    again = stage.window.draft(case_id)
    assert again == form
    assert again.checklist is not None
    row = again.checklist.row(2)
    assert row.scan is not None
    assert row.scan.words == "已拍 3 页"
    assert stage.store.tables.attachments[row.scan.sha256] == PDF


def test_the_same_draft_is_saved_again_without_sending_the_file_again(stage: Stage) -> None:
    case_id = stage.opened()
    form = photographed(stage.form())
    save(stage, case_id, form, PDF)
    save(stage, case_id, replace(form, remark="下午再来"))
    assert stage.window.draft(case_id).remark == "下午再来"


def test_a_row_never_speaks_of_a_file_that_is_not_there(stage: Stage) -> None:
    case_id = stage.opened()
    before = stage.window.draft(case_id)
    with pytest.raises(RuleViolation, match="scan_not_kept"):
        save(stage, case_id, photographed(stage.form()))
    assert stage.window.draft(case_id) == before
    assert not stage.store.tables.attachments


def test_a_case_is_not_accepted_with_a_file_that_is_not_there(stage: Stage) -> None:
    case_id = stage.opened()
    request = ask.Accept(
        UUID(int=7), case_id, stage.revision(case_id), photographed(stage.form()), 4, receipt_told=True
    )
    with pytest.raises(RuleViolation, match="scan_not_kept"):
        stage.window.accept(request)


def test_a_file_no_row_speaks_of_is_not_kept(stage: Stage) -> None:
    save(stage, stage.opened(), stage.form(), PDF)
    assert not stage.store.tables.attachments


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ not a paper", "scan_not_a_pdf"),
        (b"%PDF-" + bytes(MOST_SCAN_MB * 1024 * 1024), "scan_too_large"),
    ],
)
def test_only_a_pdf_of_a_sensible_size_is_kept(stage: Stage, content: bytes, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        save(stage, stage.opened(), photographed(stage.form(), content), content)


def test_R_IN_1_the_accepted_case_still_names_the_pictures(stage: Stage) -> None:
    case_id = stage.opened()
    form = photographed(stage.form())
    save(stage, case_id, form, PDF)
    stage.window.accept(ask.Accept(UUID(int=8), case_id, stage.revision(case_id), form, 4, receipt_told=True))
    with stage.window.access.begin() as work:
        found = scans_of(work.history(case_id))
    assert form.checklist is not None
    row = form.checklist.row(2)
    assert found == ((row.name, row.scan),)


def test_a_draft_of_earlier_days_has_no_pictures() -> None:
    row = {
        "seq": 1, "name": "申请书", "form": "纸质", "copies_due": 1, "mandatory": True, "deferrable": False,
        "electronic_ok": False, "points": "", "notes": "", "return_after_check": False, "verdict": None,
        "copies": 0, "reason": "",
    }  # fmt: skip
    assert Checklist.from_json({"item_id": "NX-001", "version": 1, "rows": [row]}).scans == ()
