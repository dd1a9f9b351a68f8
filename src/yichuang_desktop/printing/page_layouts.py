"""Which layout a paper has: the one of the version it was first made out in (``head.template``).

A change that would make an old case's paper look different gets a new version: a new function beside the old
one here, and ``VERSION`` of the paper raised.  Words change by date (``page_words``).
"""

from collections.abc import Callable
from typing import Any, Final

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import TITLES, Paper
from yichuang_desktop.printing.page_archive import access_pages, bag_cover_pages, transfer_pages
from yichuang_desktop.printing.page_decisions import (
    correction_pages,
    extension_pages,
    non_acceptance_pages,
    payment_pages,
    refusal_pages,
    special_step_pages,
    termination_pages,
)
from yichuang_desktop.printing.page_delivery import (
    department_voucher_pages,
    mailing_pages,
    reply_slip_pages,
    returned_pages,
    service_pages,
    withdrawal_pages,
)
from yichuang_desktop.printing.page_informed import informed_pages
from yichuang_desktop.printing.page_intake import (
    acceptance_pages,
    conditional_pages,
    parcel_pages,
    referral_pages,
    supply_pages,
    voucher_pages,
)
from yichuang_desktop.printing.page_lists import day_sheet_pages, ledger_pages, record_pages
from yichuang_desktop.printing.page_notice import notice_pages
from yichuang_desktop.printing.page_ops import Page
from yichuang_desktop.printing.page_receipt import receipt_pages
from yichuang_desktop.printing.page_reports import (
    blank_book_pages,
    day_close_pages,
    overdue_pages,
    performance_pages,
    reconciliation_pages,
    uncollected_pages,
)
from yichuang_desktop.printing.page_sample_form import sample_form_pages
from yichuang_desktop.printing.page_statements import collection_pages, commitment_pages, loss_pages

Layout = Callable[[Any, str], list[Page]]

LAYOUTS: Final[dict[str, dict[int, Layout]]] = {
    "receipt_sheet": {1: receipt_pages},
    "credit_commitment": {1: commitment_pages},
    "intake_record": {1: record_pages},
    "conditional_notice": {1: conditional_pages},
    "supply_record": {1: supply_pages},
    "informed_commitment": {1: informed_pages},
    "materials_voucher": {1: voucher_pages},
    "acceptance_notice": {1: acceptance_pages},
    "parcel_opening": {1: parcel_pages},
    "consultation_referral": {1: referral_pages},
    "sample_form": {1: sample_form_pages},
    "one_off_notice": {1: notice_pages},
    "non_acceptance": {1: non_acceptance_pages},
    "refusal": {1: refusal_pages},
    "termination_notice": {1: termination_pages},
    "special_step_notice": {1: special_step_pages},
    "extension_notice": {1: extension_pages},
    "correction_notice": {1: correction_pages},
    "payment_notice": {1: payment_pages},
    "withdrawal_request": {1: withdrawal_pages},
    "loss_declaration": {1: loss_pages},
    "collection_slip": {1: collection_pages},
    "reply_slip": {1: reply_slip_pages},
    "department_voucher": {1: department_voucher_pages},
    "mailing": {1: mailing_pages},
    "returned_papers": {1: returned_pages},
    "service_receipt": {1: service_pages},
    "day_sheet": {1: day_sheet_pages},
    "ledger": {1: ledger_pages},
    "blank_book": {1: blank_book_pages},
    "reconciliation": {1: reconciliation_pages},
    "day_close": {1: day_close_pages},
    "performance_report": {1: performance_pages},
    "overdue_report": {1: overdue_pages},
    "uncollected_list": {1: uncollected_pages},
    "bag_cover": {1: bag_cover_pages},
    "archive_transfer": {1: transfer_pages},
    "archive_access": {1: access_pages},
}
"""By kind and version; a version once printed stays."""


def layout_of(paper: Paper) -> Layout:
    """The layout a paper was made out in. Raises RuleViolation("paper_template_unknown")."""
    version = paper.head.template or paper.VERSION
    found = LAYOUTS[paper.KIND].get(version)
    if found is None:
        raise RuleViolation("paper_template_unknown", paper=TITLES[paper.KIND], version=version)
    return found
