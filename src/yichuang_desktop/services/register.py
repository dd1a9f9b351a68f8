"""Which service does which request: the one list that the desk, the headless twin, forms and docs read.

Every chapter of the regulation brings its own ``ACTS``; a request's name is the name of its act in the table
of transitions where it has one there.
"""

from collections.abc import Mapping

from yichuang_desktop.services import (
    accepting,
    annulling,
    archiving,
    booking_in,
    books,
    calling,
    commitments_kept,
    conditional,
    consulting,
    day_closing,
    delegations,
    department_matters,
    duties,
    endings,
    handing_over,
    intake,
    issuing,
    kept_papers,
    mailed_in,
    mailing,
    online,
    packaging,
    platform,
    printing,
    province,
    pushing,
    registering,
    reminding,
    reports,
    requests,
    returning,
    reviewing,
    special_steps,
    uncollected,
)
from yichuang_desktop.services.handling import Handler

MAIN_JOB: dict[str, Handler] = {
    "open_draft": Handler(requests.OpenDraft, intake.open_draft),
    "save_draft": Handler(requests.SaveDraft, intake.save_draft),
    "notify": Handler(requests.Notify, intake.notify),
    "take_up_again": Handler(requests.TakeUpAgain, intake.take_up_again),
    "abandon": Handler(requests.Abandon, intake.abandon),
    "accept": Handler(requests.Accept, accepting.accept),
    "see_commitment_signature": Handler(requests.SeeCommitmentSignature, accepting.see_commitment_signature),
    "enter_on_platform": Handler(requests.EnterOnPlatform, platform.enter_on_platform),
    "conclude_on_the_spot": Handler(requests.ConcludeOnTheSpot, booking_in.conclude_on_the_spot),
    "register_counterfoil": Handler(requests.RegisterCounterfoil, registering.register_counterfoil),
    "book_in_result": Handler(requests.BookInResult, booking_in.book_in_result),
    "call_applicant": Handler(requests.CallApplicant, calling.call_applicant),
    "issue": Handler(requests.Issue, issuing.issue),
    "print_statement": Handler(requests.PrintStatement, issuing.print_statement),
    "issue_without_receipt": Handler(requests.IssueWithoutReceipt, issuing.issue_without_receipt),
    "annul": Handler(requests.Annul, annulling.annul),
    "reprint": Handler(requests.Reprint, printing.reprint),
    "answer_print": Handler(requests.AnswerPrint, printing.answer_print),
    "move_print": Handler(requests.MovePrint, printing.move_print),
    "cancel_print": Handler(requests.CancelPrint, printing.cancel_print),
}
"""From the department's checklist to the issued licence."""

AREAS: tuple[Mapping[str, Handler], ...] = (
    MAIN_JOB,
    consulting.ACTS,
    handing_over.ACTS,
    reviewing.ACTS,
    special_steps.ACTS,
    reminding.ACTS,
    reports.ACTS,
    pushing.ACTS,
    duties.ACTS,
    province.ACTS,
    online.ACTS,
    department_matters.ACTS,
    mailed_in.ACTS,
    packaging.ACTS,
    mailing.ACTS,
    returning.ACTS,
    uncollected.ACTS,
    conditional.ACTS,
    commitments_kept.ACTS,
    kept_papers.ACTS,
    endings.ACTS,
    delegations.ACTS,
    archiving.ACTS,
    books.ACTS,
    day_closing.ACTS,
)
"""Every chapter's acts; a name is used once."""

HANDLERS: dict[str, Handler] = {name: handler for area in AREAS for name, handler in area.items()}
_BY_TYPE = {handler.request: handler for handler in HANDLERS.values()}


def handler_of(request: type) -> Handler:
    """Who does a request of this type. Raises TypeError for what is no request."""
    try:
        return _BY_TYPE[request]
    except KeyError as error:
        raise TypeError(f"no act for {request.__name__}") from error


def request_named(name: str) -> type | None:
    """The request's type by its name, if there is such a one."""
    handler = HANDLERS.get(name)
    return handler.request if handler else None
