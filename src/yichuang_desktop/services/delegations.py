"""The register of delegations, asked before every acceptance (R-IN-8, 3.2.1.1)."""

from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.delegations import EVERYTHING, FILED_BY, Delegation, check_delegated
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests.delegations import EndDelegation, FileDelegation


def delegation_of(work: Work, item: ServiceItem, day: date) -> Delegation:
    """The delegation an acceptance leans on.

    Raises RuleViolation ``not_delegated``, ``delegation_ended``, ``delegation_not_begun``.
    """
    return check_delegated(work.delegations(), item.department, item.item_id, item.name, day)


def file_delegation(seat: Seat, request: FileDelegation) -> None:
    """Put a document on file; from its day on the hall may accept.

    Raises RuleViolation of the fields, ``item_not_valid``, ``delegation_backwards``, ``not_your_role``.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
        _check_filer(work)
        department = request.department.strip()
        if request.item_id:
            department = work.item(request.item_id)[1].department
        if request.since is not None and request.until is not None and request.until < request.since:
            raise RuleViolation(
                "delegation_backwards", field="until", since=request.since, until=request.until
            )
        work.file_delegation(
            request.act_id,
            department,
            request.item_id or EVERYTHING,
            request.since or work.now().date(),
            request.until,
            " ".join(request.document_no.split()),
        )
        work.commit()


def end_delegation(seat: Seat, request: EndDelegation) -> None:
    """End a delegation on a day; what was accepted until then stays as it is.

    Raises RuleViolation of the fields, ``delegation_unknown``, ``delegation_ended_before``,
    ``delegation_backwards``, ``not_your_role``.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
        _check_filer(work)
        ended = _known(work, request.delegation_id)
        until = request.until or work.now().date()
        if until < ended.since:
            raise RuleViolation("delegation_backwards", field="until", since=ended.since)
        work.file_delegation(
            request.act_id,
            ended.department,
            ended.item_id,
            ended.since,
            until,
            " ".join(request.document_no.split()),
            ends=ended.delegation_id,
        )
        work.commit()


def _known(work: Work, delegation_id: UUID) -> Delegation:
    for one in work.delegations():
        if one.delegation_id == delegation_id:
            return one
    raise RuleViolation("delegation_unknown")


def _check_filer(work: Work) -> None:
    if not FILED_BY & work.roles:
        raise RuleViolation("not_your_role", act="登记委托", roles=[role.title for role in sorted(FILED_BY)])


ACTS: dict[str, Handler] = {
    "file_delegation": Handler(
        FileDelegation,
        file_delegation,
        title="登记委托",
        hint="凭部门的书面委托书登记；登记后从起始日起可以收件。",
        roles=FILED_BY,
        prefill=lambda seat, _file: {"since": seat.access.views.now().date()},
    ),
    "end_delegation": Handler(
        EndDelegation,
        end_delegation,
        title="终止委托",
        hint="登记本身不删除；最后一天以后不能再收件，已经受理的照常办理。",
        roles=FILED_BY,
        prefill=lambda seat, _file: {"until": seat.access.views.now().date()},
    ),
}
"""No acts of a case: their forms stand on a screen of their own."""
