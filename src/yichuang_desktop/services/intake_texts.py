"""What an applicant reads and signs before an acceptance, in order (R-IN-3, R-IN-5, R-IN-6)."""

from dataclasses import dataclass

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.obligations import supply_due
from yichuang_desktop.services.accepting import commitment_text
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.commitments_kept import replaced_names
from yichuang_desktop.services.obligation_papers import informed_text, supply_text
from yichuang_desktop.services.requests import (
    Accept,
    AcceptConditionally,
    AcceptOnCommitment,
    AcceptPackage,
)
from yichuang_desktop.services.signing import text_sha256

AnyAcceptance = Accept | AcceptConditionally | AcceptOnCommitment | AcceptPackage


@dataclass(frozen=True, slots=True)
class IntakeText:
    """One text to be read and signed; a signature carries its ``sha256``."""

    title: str
    text: str
    sha256: str
    field: str
    """The field of the request its signature goes into."""


def intake_texts(seat: Seat, request: AnyAcceptance) -> tuple[IntakeText, ...]:
    """The credit commitment, then what this way of accepting asks for besides.

    Raises RuleViolation ``applicant_not_filled``, ``no_supply_term``, ``commitment_not_offered``.
    """
    with seat.begin() as work:
        now = work.now()
        form = request.form.tidied(now.date())
        _version, item = work.item(form.item_id, form.item_version)
        first = commitment_text(seat.wording, form, item.name, item.department)
        texts = [
            IntakeText("信用承诺书", first.canonical_bytes().decode(), first.sha256, "signature"),
        ]
        if isinstance(request, AcceptConditionally):
            due = supply_due(item, now, work.calendar()).on
            texts.append(_text("容缺受理承诺书", supply_text(form, item, due), "promise_signature"))
        if isinstance(request, AcceptOnCommitment):
            texts.append(_informed(form, item, request.replaced))
        return tuple(texts)


def _informed(form: IntakeForm, item: ServiceItem, replaced: tuple[int, ...]) -> IntakeText:
    if form.checklist is None:
        raise RuleViolation("checklist_not_begun")
    names = replaced_names(form, item, replaced)
    return _text("告知承诺书", informed_text(form, item, names), "informed_signature")


def _text(title: str, text: str, field: str) -> IntakeText:
    return IntakeText(title, text, text_sha256(text), field)
