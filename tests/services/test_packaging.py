"""One thing, done once: dispatched at acceptance, closed only when every part has ended (R-IN-11)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from tests.services.conftest import CARD, LICENCE, Stage, collector, desks_of, on_postgres, on_sqlite
from tests.services.memory import MONDAY
from yichuang_desktop.domain import archive
from yichuang_desktop.domain.acts import Act
from yichuang_desktop.domain.cases import BY_PARTS
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer, Role
from yichuang_desktop.domain.items import Package, PackageMember
from yichuang_desktop.domain.package_parts import PackageStanding
from yichuang_desktop.domain.packages import as_item
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import from_document
from yichuang_desktop.domain.tracks import Approval, Papers
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.acting import effective
from yichuang_desktop.services.ports import CaseFile

SHOP = Package(
    "NX-P03",
    "开办餐饮店一件事",
    LICENCE.department,
    ("自然人",),
    7,
    members=(
        PackageMember(1, LICENCE.name, LICENCE.department, LICENCE.item_id),
        PackageMember(2, CARD.name, CARD.department, CARD.item_id, parallel_group="A"),
        PackageMember(3, "银行预约开户", "商业银行", in_library=False, optional=True, parallel_group="A"),
    ),
)
ITEM = as_item(SHOP, {LICENCE.item_id: LICENCE, CARD.item_id: CARD})


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """A hall whose library has the package."""
    if request.param == "sqlite":
        place = on_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        server = request.getfixturevalue("postgres_server")
        place = on_postgres(server, request.getfixturevalue("postgres_template"))
    with place as real:
        with real.staff["admin"].begin() as work:
            work.publish_packages([SHOP], "一件事")
            work.publish_items([(ITEM, {})], "一件事")
            work.commit()
        yield Stage(real, desks_of(real.staff))


def accepted(hall: Stage, **changes: object) -> UUID:
    case_id = hall.opened(ITEM)
    form = hall.form(ITEM)
    whole = {
        "act_id": next(hall.ids),
        "case_id": case_id,
        "revision": hall.revision(case_id),
        "form": form,
        "counter": 4,
        "signature": hall.signed(form, ITEM),
    }
    hall.window.handle(ask.AcceptPackage(**(whole | changes)))  # type: ignore[arg-type]
    return case_id


def file_of(hall: Stage, case_id: UUID) -> CaseFile:
    return hall.window.case_file(case_id)


def standing(hall: Stage, case_id: UUID) -> PackageStanding:
    found = hall.window.views.package_standing(case_id)
    assert found is not None
    return found


def handed(hall: Stage, case_id: UUID, code_of: UUID) -> None:
    code = hall.code(code_of, PaperKind.COUNTERFOIL)
    hall.window.hand_over(ask.HandOver(next(hall.ids), case_id, hall.revision(case_id), 4, "周科长", code))


def issued(hall: Stage, part: UUID, receipt_of: UUID) -> None:
    hall.book_in(part)
    code = hall.code(receipt_of, PaperKind.RECEIPT)
    hall.issuance.issue(
        ask.Issue(next(hall.ids), part, hall.revision(part), 11, code, collector(), ink_seen=True)
    )


def close(hall: Stage, case_id: UUID, **changes: object) -> None:
    whole = {"act_id": next(hall.ids), "case_id": case_id, "revision": hall.revision(case_id),
             "counter": 11, "told": True}  # fmt: skip
    hall.issuance.handle(ask.ClosePackage(**(whole | changes)))  # type: ignore[arg-type]


def refusal(hall: Stage, case_id: UUID, **changes: object) -> RuleViolation:
    with pytest.raises(RuleViolation) as refused:
        close(hall, case_id, **changes)
    return refused.value


def test_R_IN_11_one_form_makes_a_part_for_each_department(hall: Stage) -> None:
    case_id = accepted(hall)
    whole = file_of(hall, case_id).case
    assert whole.channel is Channel.LIFE_EVENT
    assert (whole.package_id, whole.tracks.papers) == (SHOP.package_id, Papers.NOT_APPLICABLE)
    first, second, bank = standing(hall, case_id).parts
    assert [part.department for part in (first, second, bank)] == [
        LICENCE.department, CARD.department, "商业银行",
    ]  # fmt: skip
    assert first.part_no == f"{whole.receipt_no}-P1"
    assert bank.tracks is None
    assert first.case_id is not None
    part = file_of(hall, first.case_id).case
    assert part.receipt_no == first.part_no
    assert part.tracks.papers is Papers.WITH_WINDOW
    assert (part.item_id, part.applicant_name) == (LICENCE.item_id, "司马甲一")
    assert part.promise_due is not None
    assert whole.promise_due is not None
    assert part.promise_due <= whole.promise_due


def test_R_IN_11_the_acceptance_notice_lists_every_part_with_department_and_day(hall: Stage) -> None:
    case_id = accepted(hall)
    jobs = [job for job, of in hall.store.tables.jobs.values() if of == case_id]
    (notice,) = [from_document(dict(job.document)) for job in jobs if job.kind == "acceptance_notice"]
    assert [line.item_name for line in notice.members] == [m.name for m in SHOP.members]  # type: ignore[union-attr]
    assert [line.external for line in notice.members] == [False, False, True]  # type: ignore[union-attr]
    assert len([job for job in jobs if job.kind == "receipt_sheet"]) == 1, "one intake set for the whole"


def test_R_IN_11_sent_twice_it_is_accepted_once(hall: Stage) -> None:
    act_id = next(hall.ids)
    case_id = hall.opened(ITEM)
    form = hall.form(ITEM)
    request = ask.AcceptPackage(act_id, case_id, 1, form, 4, hall.signed(form, ITEM))
    first = hall.window.handle(request)
    again = hall.window.handle(request)
    assert again == replace(first, repeated=True)  # type: ignore[type-var]
    assert len(standing(hall, case_id).parts) == 3


def test_R_IN_11_an_optional_part_may_be_left_out_a_needed_one_not(hall: Stage) -> None:
    case_id = accepted(hall, left_out=(3,))
    assert len(standing(hall, case_id).parts) == 2
    with pytest.raises(RuleViolation, match="package_step_needed"):
        accepted(hall, left_out=(1,))


def test_R_IN_11_a_package_is_not_accepted_as_a_single_item(hall: Stage) -> None:
    case_id = hall.opened(ITEM)
    with pytest.raises(RuleViolation, match="not_in_this_channel"):
        hall.window.accept(hall.accept_request(case_id, ITEM))
    single = hall.opened(LICENCE)
    form = hall.form(LICENCE)
    with pytest.raises(RuleViolation, match="not_a_package"):
        hall.window.handle(
            ask.AcceptPackage(next(hall.ids), single, hall.revision(single), form, 4, hall.signed(form))
        )


def test_R_IN_11_closed_only_when_the_last_part_has_ended(hall: Stage) -> None:
    case_id = accepted(hall)
    parts = [part.case_id for part in standing(hall, case_id).parts if part.case_id]
    open_still = refusal(hall, case_id)
    assert open_still.code == "package_parts_open"
    assert open_still.facts["parts"] == (LICENCE.name, CARD.name)
    for part in parts:
        handed(hall, part, case_id)
        issued(hall, part, case_id)
    assert refusal(hall, case_id, told=False).code == "tick_lacking"
    handed(hall, case_id, case_id)
    close(hall, case_id)
    file = file_of(hall, case_id)
    assert file.case.tracks.approval is Approval.CLOSED
    outcomes = file.history[-1].evidence["parts"]
    assert [each["outcome"] for each in outcomes] == ["已办结", "已办结", "办理中（不在本大厅办理）"]
    hall.register(case_id)
    assert archive.missing(hall.window.case(case_id), effective(file_of(hall, case_id).history)) == ()
    assert hall.window.views.prove() == ()


def test_R_IN_11_the_database_too_keeps_an_open_package_open(hall: Stage) -> None:
    case_id = accepted(hall)
    for part in standing(hall, case_id).parts:
        if part.case_id:
            handed(hall, part.case_id, case_id)
    handed(hall, case_id, case_id)
    case = hall.issuance.case(case_id)
    after = case.goals("close_package", papers="not_applicable", result="not_applicable")
    act = Act(next(hall.ids), case_id, "close_package", case.revision, after, {"parts": [1]},
              done_by=Doer.HALL, counter=11)  # fmt: skip
    with hall.store.staff["zhaolei"].begin() as work, pytest.raises(RuleViolation, match="parts_open"):
        work.record(act)


def test_R_HO_2_every_department_signs_the_packages_counterfoil_for_its_part(hall: Stage) -> None:
    case_id = accepted(hall)
    other, _ = hall.accepted()
    parts = [part.case_id for part in standing(hall, case_id).parts if part.case_id]
    queue = {row.case_id: row for row in hall.window.views.handover_queue(4)}
    assert case_id not in queue, "the package's own counterfoil comes last"
    assert {UUID(queue[part].part_of) for part in parts} == {case_id}
    assert queue[parts[0]].receipt_no == f"{file_of(hall, case_id).case.receipt_no}-P1"
    with pytest.raises(RuleViolation, match="paper_of_other_case"):
        handed(hall, parts[0], other)
    with pytest.raises(RuleViolation, match="package_parts_waiting"):
        handed(hall, case_id, case_id)
    for part in parts:
        handed(hall, part, case_id)
    (last,) = [row for row in hall.window.views.handover_queue(4) if row.case_id != other]
    assert last.case_id == case_id
    handed(hall, case_id, case_id)
    signed = {row.case_id for row in hall.window.views.signed_counterfoils(4)}
    assert signed == {case_id}
    listed = {row.number: row.signed_by for row in hall.window.views.counterfoils_of(MONDAY.date())}
    assert [listed[number] for number in sorted(listed)[:3]] == ["周科长"] * 3


def test_decisions_14_a_part_outside_the_hall_is_noted_as_told(hall: Stage) -> None:
    case_id = accepted(hall)

    def note(step: int) -> None:
        hall.window.handle(
            ask.NoteExternalPart(
                next(hall.ids), case_id, hall.revision(case_id), 4, step, "done", "银行柜员来电，已开户"
            )
        )

    with pytest.raises(RuleViolation) as refused:
        note(1)
    assert (refused.value.code, refused.value.facts["field"]) == ("package_no_such_external_part", "step")
    note(3)
    assert standing(hall, case_id).parts[2].words.startswith("已办结")


def test_R_IN_11_which_part_fails_is_said(hall: Stage) -> None:
    case_id = accepted(hall)
    first, second, _bank = standing(hall, case_id).parts
    assert first.case_id
    handed(hall, first.case_id, case_id)
    hall.issuance.handle(
        ask.Withdraw(
            next(hall.ids), first.case_id, hall.revision(first.case_id), 11,
            asked_by="司马甲一", reason="不想办了", ink_seen=True,
        )
    )  # fmt: skip
    found = standing(hall, case_id)
    assert [part.item_name for part in found.failed] == [LICENCE.name]
    assert found.waiting_for(second) is None


def test_R_IN_11_a_refused_part_stays_failed_when_its_decision_was_collected(hall: Stage) -> None:
    case_id = accepted(hall)
    first = standing(hall, case_id).parts[0].case_id
    assert first
    handed(hall, first, case_id)
    hall.issuance.handle(
        ask.Refuse(
            next(hall.ids), first, hall.revision(first), 11, decision_no="内市监不许〔2026〕1号",
            decided_on=MONDAY.date(), officer="周科长", reasons=("不符合条件",), legal_basis="某条例第三条",
            remedies="可以复议", remedies_seen=True, seal_seen=True,
        )
    )  # fmt: skip
    call = ask.CallApplicant(next(hall.ids), first, hall.revision(first), 11, "15400000001", "answered")
    hall.issuance.call_applicant(call)
    code = hall.code(case_id, PaperKind.RECEIPT)
    hall.issuance.issue(
        ask.Issue(next(hall.ids), first, hall.revision(first), 11, code, collector(), ink_seen=True)
    )
    assert file_of(hall, first).case.tracks.approval is Approval.CLOSED
    found = standing(hall, case_id)
    assert [part.item_name for part in found.failed] == [LICENCE.name]


def test_R_IN_11_a_department_decides_on_its_part_never_on_the_whole(hall: Stage) -> None:
    case_id = accepted(hall)
    whole = hall.issuance.case(case_id)
    assert BY_PARTS.isdisjoint(name for name in BY_PARTS if whole.allows(name))
    after = replace(whole.tracks, approval=Approval.REFUSED)
    act = Act(
        next(hall.ids), case_id, "refuse", whole.revision, after, {"refusal": 1},
        done_by=Doer.DEPARTMENT_OFFICER, doer_name="李科长", reason="不符合条件", counter=11,
    )  # fmt: skip
    with pytest.raises(RuleViolation, match="package_by_its_parts"):
        whole.check(act, frozenset({Role.ISSUANCE_CLERK}))
    with hall.store.staff["zhaolei"].begin() as work, pytest.raises(RuleViolation, match="by_its_parts"):
        work.record(act)
