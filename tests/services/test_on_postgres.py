"""The main tests of the services once more, everybody with a log-in of their own on a real server."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from tests.servers.postgres import PostgresServer
from tests.services.conftest import Stage, desks_of, on_postgres
from tests.services.test_accepting import (  # noqa: F401
    test_decisions_9_a_signature_under_another_text_is_refused,
    test_decisions_18_a_clerk_cannot_override_a_refused_number,
    test_R_IN_3_accepting_makes_number_papers_prints_and_push_at_once,
    test_R_IN_3_every_code_on_the_papers_is_genuine_and_leads_to_the_case,
    test_R_IN_9_refused_unless_the_applicant_was_told_to_bring_the_receipt,
    test_R_IN_9_the_accepting_clerk_is_first_handler_for_good,
    test_R_X_1_other_content_under_the_same_id_is_refused,
    test_R_X_1_the_same_request_again_is_answered_not_done_again,
)
from tests.services.test_annulling import (  # noqa: F401
    test_decisions_7_a_corrected_number_goes_back_to_the_one_before,
    test_decisions_7_the_columns_are_as_before,
    test_decisions_7_the_tracks_are_as_before_and_both_rows_stay,
    test_nobody_undoes_a_colleagues_act_but_the_leader,
    test_the_recorder_has_ten_minutes_then_the_leader_has_to,
)
from tests.services.test_evaluating import (  # noqa: F401
    test_R_EVAL_1_a_service_is_rated_once_and_the_first_answer_stays,
)
from tests.services.test_handover import (  # noqa: F401
    test_decisions_9_an_owed_commitment_blocks_handing_the_counterfoil_on,
    test_decisions_16_refused_with_another_cases_counterfoil,
    test_R_HO_2_the_officer_signs_the_counterfoil_and_takes_the_papers,
    test_R_HO_3_counterfoil_and_commitment_are_registered_by_scanning_both,
    test_R_HO_3_only_the_issuance_desk_registers,
    test_R_OUT_7_the_day_sheet_shows_what_lacks_a_signature,
    test_T30_an_item_while_you_wait_is_concluded_in_one_sitting,
)
from tests.services.test_intake import (  # noqa: F401
    test_R_IN_4_a_second_notice_needs_a_reason,
    test_R_IN_4_the_case_is_taken_up_again_from_the_notice_with_everything_written,
)
from tests.services.test_intake_kinds import (  # noqa: F401
    hall,
    test_leap_6_everything_owed_stands_in_one_list_soonest_first,
    test_R_HO_6_a_refusal_goes_out_like_a_result,
    test_R_IN_5_nothing_is_issued_while_anything_is_owed,
    test_R_IN_5_what_is_deferred_is_owed_by_a_day_and_told_in_writing,
    test_R_IN_6_told_signed_and_checked_afterwards,
    test_R_IN_8_the_register_is_kept_by_the_digital_section_and_only_added_to,
    test_T2d_after_the_fifth_day_it_is_deemed_accepted_as_of_the_papers_day,
    test_T3_not_accepted_in_writing_with_seal_and_remedies,
    test_T32_void_only_by_the_leader_before_handover_and_the_number_stays_used,
)
from tests.services.test_issuing import (  # noqa: F401
    test_R_OUT_2_a_second_desk_is_told_who_issued_it_and_to_whom,
    test_R_OUT_2_only_the_issuance_desk_issues,
    test_R_OUT_2_the_applicant_collects_with_the_receipt,
    test_R_OUT_3_after_an_undo_the_lost_receipt_stays_void,
    test_R_OUT_3_original_checked_statement_made_and_the_old_code_revoked,
)
from tests.services.test_processing import (  # noqa: F401
    test_decisions_7_a_step_undone_leaves_the_due_days_as_before,
    test_R_HO_5_a_step_stops_both_clocks_and_tells_the_applicant_in_writing,
    test_R_HO_5_the_limit_is_prolonged_once_with_approval_and_notice,
)
from tests.services.test_reports import (  # noqa: F401
    test_decisions_15_only_the_leaders_written_exception_moves_the_collection,
    test_R_HO_2_the_queue_knows_calls_notes_and_exceptions,
    test_R_HO_4_the_months_notes_go_to_the_digital_section_by_case_number,
    test_R_OUT_7_counterfoils_without_a_signature_are_listed_on_screen_and_paper,
    test_R_REM_1_a_step_that_lasts_longer_moves_the_due_day_every_day,
    test_R_REM_1_the_months_report_is_printed_and_kept,
)
from tests.services.test_timeline import test_every_act_is_a_line_with_who_where_and_what  # noqa: F401
from tests.services.test_wire import test_the_main_job_without_a_window  # noqa: F401
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.desk import Desk


@pytest.fixture
def stage(postgres_server: PostgresServer, postgres_template: str) -> Iterator[Stage]:
    """A hall on the server, a copy for every test."""
    with on_postgres(postgres_server, postgres_template) as real:
        yield Stage(real, desks_of(real.staff))


@pytest.fixture
def on_sqlite_stage(stage: Stage) -> Stage:
    """What only a database answers, here answered by the server."""
    return stage


def test_R_OUT_2_three_desks_at_once_issue_every_case_once(stage: Stage) -> None:
    """All desks have the same screen and press at the same time; one wins, the others are told in words."""
    waiting = [stage.waiting_result() for _ in range(6)]
    desks = [stage.desks[login] for login in ("zhaolei", "sunyan", "leader4")]

    def press(desk: Desk, case_id: UUID) -> str:
        try:
            desk.issue(requests[desk.session.login, case_id])
        except RuleViolation as news:
            return news.code if say(news).endswith("。") else say(news)
        return "issued"

    requests = {
        (desk.session.login, case_id): stage.issue_request(case_id, counter=desk.session.counter.code)
        for desk in desks
        for case_id in waiting
    }
    with ThreadPoolExecutor(len(desks)) as pool:
        for case_id in waiting:
            told = Counter(pool.map(press, desks, [case_id] * len(desks)))
            assert told["issued"] == 1
            assert sum(told[code] for code in ("already_issued", "changed_elsewhere")) == len(desks) - 1
    tables = stage.store.tables
    slips = Counter(of for job, of in tables.jobs.values() if job.kind == "collection_slip")
    assert slips == Counter(waiting)
    assert Counter(act.kind for _of, act in tables.acts)["issue"] == len(waiting)
