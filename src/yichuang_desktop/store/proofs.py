"""What must always be true of a hall, asked of the tables in SQL that knows nothing of the domain.

Written from the regulation and the dossier, not from ``domain/transitions``: a mistake there shows here.
Each question gives the rows that break it: what names the row, and what is wrong with it.  The few things
the two databases write differently are spelled ``@json(column, a.b)``, ``@day(instant)``, ``@id(uuid)``.
"""

from collections.abc import Sequence

from sqlalchemy import text

from yichuang_desktop.services.ports_proofs import Breach, Invariant, Progress, Tally
from yichuang_desktop.store.proof_parts import Proof
from yichuang_desktop.store.proof_parts import proof_of as _proof
from yichuang_desktop.store.proofs_signatures import SIGNATURES
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.views_base import Asking

HOLDS = (
    "CASE WHEN a.annuls IS NULL THEN 1 ELSE 0 END = 1"
    " AND NOT EXISTS (SELECT 1 FROM act u WHERE u.annuls = a.act_id)"
)
"""The act was not undone and undoes none; written so that SQLite does not look for it among all NULLs."""
_ISSUING = "('issue', 'issue_without_receipt', 'issue_online', 'issue_on_behalf')"
_LEFT = "('collected', 'mailed', 'delivered')"
_DAY_OFF = """
  EXISTS (SELECT 1 FROM calendar_year y, @each(y.document, holidays) h WHERE h.value = @text({0}))
  OR (@weekday({0}) IN (0, 6) AND NOT EXISTS
      (SELECT 1 FROM calendar_year y, @each(y.document, workdays) w WHERE w.value = @text({0})))"""
"""A statutory holiday, or a weekend that no make-up day turns into work; ``{0}`` is a day's column."""
_PUBLISHED = "EXISTS (SELECT 1 FROM calendar_year y WHERE y.year = @year({0}))"

TRACKS = (
    _proof(
        "tracks",
        "acts_without_gap",
        "一件的每一步连续编号，与办件的版次相等",
        """SELECT coalesce(c.receipt_no, @id(c.case_id)), c.revision || ' / ' || count(a.act_id)
           FROM cases c LEFT JOIN act a ON a.case_id = c.case_id
           GROUP BY c.case_id, c.receipt_no, c.revision
           HAVING c.revision <> count(a.act_id) OR c.revision <> max(a.case_revision)""",
    ),
    _proof(
        "tracks",
        "acts_chained",
        "每一步的起点就是上一步的终点",
        """SELECT @id(a.case_id), a.kind || ' ' || a.case_revision FROM act a
           JOIN act b ON b.case_id = a.case_id AND b.case_revision = a.case_revision - 1
           WHERE a.approval_before <> b.approval_after OR a.papers_before <> b.papers_after
              OR a.counterfoil_before <> b.counterfoil_after OR a.result_before <> b.result_after""",
    ),
    _proof(
        "tracks",
        "begins_new",
        "每件的第一步从“新”开始",
        """SELECT @id(a.case_id), a.kind FROM act a WHERE a.case_revision = 1
           AND (a.approval_before <> 'new' OR a.papers_before <> 'with_applicant'
                OR a.counterfoil_before <> 'not_made' OR a.result_before <> 'none')""",
    ),
    _proof(
        "tracks",
        "case_is_its_last_act",
        "办件的四条线就是最后一步之后的样子",
        """SELECT coalesce(c.receipt_no, @id(c.case_id)), a.kind FROM cases c
           JOIN act a ON a.case_id = c.case_id AND a.case_revision = c.revision
           WHERE a.approval_after <> c.approval OR a.papers_after <> c.papers
              OR a.counterfoil_after <> c.counterfoil OR a.result_after <> c.result""",
    ),
    _proof(
        "tracks",
        "time_goes_forward",
        "每一步的时间不早于上一步，也不晚于现在",
        """SELECT @id(a.case_id), a.kind FROM act a
           LEFT JOIN act b ON b.case_id = a.case_id AND b.case_revision = a.case_revision - 1
           WHERE a.at < b.at OR a.at > (SELECT now FROM hall_moment)""",
    ),
    _proof(
        "tracks",
        "annulled_restores",
        "撤销恢复到被撤销那一步之前",
        """SELECT @id(a.case_id), b.kind FROM act a JOIN act b ON b.act_id = a.annuls
           WHERE a.approval_after <> b.approval_before OR a.papers_after <> b.papers_before
              OR a.counterfoil_after <> b.counterfoil_before OR a.result_after <> b.result_before""",
    ),
)

NUMBERS = (
    _proof(
        "numbers",
        "serials_without_gap",
        "每窗每天的收件编号从 1 起，不缺号、不重号",
        """SELECT n.day || ' ' || n.counter, 'last ' || n.last || ', given ' || count(DISTINCT a.receipt_no)
           FROM number_series n LEFT JOIN act a
             ON a.receipt_no IS NOT NULL AND a.counter = n.counter AND @day(a.at) = n.day
           WHERE n.series = 'R' GROUP BY n.day, n.counter, n.last
           HAVING n.last <> count(DISTINCT a.receipt_no) OR n.last <> count(a.receipt_no)
               OR n.last <> max(CAST(substr(a.receipt_no, length(a.receipt_no) - 3) AS INTEGER))""",
    ),
    _proof(
        "numbers",
        "number_says_day_and_window",
        "收件编号里的日期和窗口与登记一致",
        """SELECT c.receipt_no, @text(c.registered_on) || ' ' || c.counter FROM cases c
           WHERE c.receipt_no IS NOT NULL AND c.receipt_no NOT LIKE
             '%' || replace(@text(c.registered_on), '-', '') || '-'
                 || substr('0' || c.counter, length('0' || c.counter) - 1) || '-%'""",
    ),
    _proof(
        "numbers",
        "first_handler_accepted",
        "首办责任人就是收件登记的人",
        """SELECT c.receipt_no, c.first_handler || ' / ' || a.recorded_by FROM cases c
           JOIN act a ON a.case_id = c.case_id AND a.receipt_no = c.receipt_no
           WHERE c.first_handler <> a.recorded_by""",
    ),
    _proof(
        "numbers",
        "registered_cases_have_a_number",
        "登记过的办件都有编号，没登记的都没有",
        """SELECT @id(c.case_id), c.approval FROM cases c
           WHERE (c.receipt_no IS NULL) <> (c.registered_on IS NULL)
              OR (c.receipt_no IS NULL AND c.part_of = '' AND c.approval NOT IN
                  ('new', 'draft', 'notified', 'not_accepted', 'abandoned', 'referred', 'answered'))""",
    ),
    _proof(
        "numbers",
        "consultations_numbered_once",
        "咨询编号不重复",
        """SELECT consult_no, '' || count(*) FROM cases WHERE consult_no <> ''
           GROUP BY consult_no HAVING count(*) > 1""",
    ),
)

CLOCKS = (
    _proof(
        "clocks",
        "promise_after_acceptance",
        "承诺期限不早于受理日",
        """SELECT receipt_no, @text(promise_due) FROM cases
           WHERE promise_due < accepted_on OR legal_due < accepted_on""",
    ),
    _proof(
        "clocks",
        "due_on_a_working_day",
        "承诺期限落在工作日（当场办结的除外）",
        f"""SELECT c.receipt_no, @text(c.promise_due) FROM cases c
            WHERE c.promise_due > c.accepted_on AND {_PUBLISHED.format("c.promise_due")}
              AND ({_DAY_OFF.format("c.promise_due")})""",
    ),
    _proof(
        "clocks",
        "step_open_only_once",
        "特殊环节一次一个，先开后结",
        f"""SELECT @id(a.case_id), 'opened ' || sum(CASE WHEN a.kind = 'open_special_step' THEN 1 ELSE 0 END)
                || ', closed ' || sum(CASE WHEN a.kind = 'close_special_step' THEN 1 ELSE 0 END)
            FROM act a WHERE a.kind IN ('open_special_step', 'close_special_step') AND {HOLDS}
            GROUP BY a.case_id
            HAVING sum(CASE WHEN a.kind = 'open_special_step' THEN 1 ELSE -1 END) NOT IN (0, 1)""",
    ),
    _proof(
        "clocks",
        "extended_once",
        "办理期限只延长一次",
        f"""SELECT @id(a.case_id), '' || count(*) FROM act a WHERE a.kind = 'extend' AND {HOLDS}
            GROUP BY a.case_id HAVING count(*) > 1""",
    ),
    _proof(
        "clocks",
        "supplement_owed_has_a_day",
        "容缺欠交的都有补交期限，补齐的没有",
        "SELECT receipt_no, approval FROM cases WHERE supplement_owed AND supply_due IS NULL",
    ),
)

ISSUANCE = (
    _proof(
        "issuance",
        "issued_once",
        "一件的结果只出一次",
        f"""SELECT @id(a.case_id), '' || count(*) FROM act a WHERE a.kind IN {_ISSUING} AND {HOLDS}
            GROUP BY a.case_id HAVING count(*) > 1""",
    ),
    _proof(
        "issuance",
        "nothing_issued_while_owed",
        "容缺未补齐、承诺书未签字的不出证",
        f"""SELECT receipt_no, result FROM cases
            WHERE result IN {_LEFT} AND (supplement_owed OR commitment_owed) AND approval <> 'void'""",
    ),
    _proof(
        "issuance",
        "collected_has_signature",
        "已领取的都有领取人和签字",
        f"""SELECT c.receipt_no, c.channel FROM cases c WHERE c.result = 'collected' AND NOT EXISTS
              (SELECT 1 FROM act a WHERE a.case_id = c.case_id AND a.kind IN {_ISSUING} AND {HOLDS}
                 AND @json(a.evidence, collector.name) <> ''
                 AND @json(a.evidence, collection_signature.on) <> '')""",
    ),
    _proof(
        "issuance",
        "lost_receipt_revoked",
        "凭保证声明领取的，原通知单已作废",
        f"""SELECT @id(a.case_id), a.kind FROM act a WHERE a.kind = 'issue_without_receipt' AND {HOLDS}
            AND NOT EXISTS (SELECT 1 FROM paper_revocation r JOIN paper p ON p.code = r.code
                            WHERE p.case_id = a.case_id AND p.kind = 71)""",
    ),
    _proof(
        "issuance",
        "mailed_has_waybill",
        "寄出的都有运单号和寄件单据",
        f"""SELECT c.receipt_no, c.waybill_no FROM cases c WHERE c.result IN ('mailed', 'delivered')
            AND (c.waybill_no = '' OR NOT EXISTS (SELECT 1 FROM act a WHERE a.case_id = c.case_id
                 AND a.kind IN ('mail_result', 'file_customer_slip') AND {HOLDS}))""",
    ),
    _proof(
        "issuance",
        "told_before_collected",
        "到证后通知过申请人（当场办结的除外）",
        f"""SELECT c.receipt_no, c.channel FROM cases c WHERE c.result = 'notified' AND NOT EXISTS
              (SELECT 1 FROM act a WHERE a.case_id = c.case_id AND a.kind = 'call_applicant' AND {HOLDS}
                 AND @json(a.evidence, call.outcome) = 'answered')""",
    ),
    _proof(
        "issuance",
        "papers_signed_for",
        "部门领走材料的都签了字",
        f"""SELECT coalesce(c.receipt_no, c.part_no), c.papers FROM cases c
            WHERE c.papers = 'with_department' AND NOT EXISTS (SELECT 1 FROM act a
              WHERE a.case_id = c.case_id AND a.kind IN ('hand_over', 'accept_mailed') AND {HOLDS}
                AND a.doer_name <> '')""",
    ),
)

RETURNS = (
    _proof(
        "returns",
        "returned_in_order",
        "退件按退件、通知、退还的顺序办理",
        f"""SELECT c.receipt_no, a.kind FROM cases c
            JOIN act a ON a.case_id = c.case_id AND a.kind IN ('give_papers_back', 'mail_papers_back')
            WHERE {HOLDS} AND c.papers <> 'not_applicable'
              AND EXISTS (SELECT 1 FROM act s WHERE s.case_id = c.case_id AND s.kind = 'send_back'
                          AND s.case_revision < a.case_revision)
              AND NOT EXISTS (SELECT 1 FROM act t WHERE t.case_id = c.case_id
                              AND t.kind = 'call_for_return' AND t.case_revision < a.case_revision)""",
    ),
    _proof(
        "returns",
        "return_has_its_parts",
        "退件有原因、公章、告知单存根、平台退回记录",
        f"""SELECT @id(a.case_id), a.kind FROM act a WHERE a.kind = 'send_back' AND {HOLDS}
            AND (a.reason = '' OR @any(a.evidence, seal) IS NULL OR @any(a.evidence, notice_stub) IS NULL
                 OR @any(a.evidence, platform_return) IS NULL OR @any(a.evidence, papers_list) IS NULL)""",
    ),
    _proof(
        "returns",
        "refusal_has_remedies",
        "不予受理、不予许可都告知了复议和诉讼权利",
        f"""SELECT @id(a.case_id), a.kind FROM act a WHERE a.kind IN ('refuse', 'not_accept') AND {HOLDS}
            AND (a.reason = '' OR @any(a.evidence, remedies) IS NULL OR @any(a.evidence, seal) IS NULL)""",
    ),
)

PACKAGES = (
    _proof(
        "packages",
        "part_has_its_package",
        "每个分办件都属于一个一件事",
        """SELECT p.part_no, p.part_of FROM cases p WHERE p.part_of <> '' AND NOT EXISTS
             (SELECT 1 FROM cases c WHERE @id(c.case_id) = replace(p.part_of, '-', '')
                AND c.channel = 'life_event' AND c.receipt_no IS NOT NULL)""",
    ),
    _proof(
        "packages",
        "package_closed_last",
        "一件事办结时，各分办件都已办结",
        """SELECT c.receipt_no, p.part_no || ' ' || p.approval FROM cases c
           JOIN cases p ON replace(p.part_of, '-', '') = @id(c.case_id)
           WHERE c.approval = 'closed' AND p.approval <> 'closed'""",
    ),
)

RATINGS = (
    _proof(
        "ratings",
        "one_service_an_opening",
        "每次应当评价的服务恰有一个评价机会",
        """SELECT @id(a.case_id), a.kind FROM act a JOIN transition t ON t.kind = a.kind
           LEFT JOIN service_event s ON s.event_id = a.act_id
           WHERE (t.opens_service <> '') <> (s.event_id IS NOT NULL)""",
    ),
    _proof(
        "ratings",
        "rated_by_a_device",
        "评价只来自评价器，不来自工作人员",
        """SELECT @id(r.event_id), r.device FROM rating r WHERE r.device NOT LIKE 'pad%'
           OR EXISTS (SELECT 1 FROM staff s WHERE s.login = r.device)""",
    ),
)

LEDGERS = (
    _proof(
        "ledgers",
        "three_ledgers_are_all_cases",
        "三本台账合起来正好是全部登记的办件",
        """SELECT 'total', l.in_ledgers || ' / ' || l.registered || ' / ' || l.acts FROM (SELECT
             (SELECT count(*) FROM cases WHERE receipt_no IS NOT NULL AND channel IN
               ('counter', 'life_event', 'mail', 'province', 'cross_province'))
             + (SELECT count(*) FROM cases WHERE receipt_no IS NOT NULL AND channel = 'online')
             + (SELECT count(*) FROM cases WHERE receipt_no IS NOT NULL
                AND channel IN ('department', 'department_system')) AS in_ledgers,
             (SELECT count(*) FROM cases WHERE receipt_no IS NOT NULL) AS registered,
             (SELECT count(*) FROM act WHERE receipt_no IS NOT NULL) AS acts) l
           WHERE l.in_ledgers <> l.registered OR l.registered <> l.acts""",
    ),
    _proof(
        "ledgers",
        "ledger_column_is_its_act",
        "台账的编号、事项、窗口与收件时登记的一致",
        """SELECT c.receipt_no, a.kind FROM cases c JOIN act a ON a.receipt_no = c.receipt_no
           WHERE a.case_id <> c.case_id OR a.counter <> c.counter OR @day(a.at) <> c.registered_on
              OR (@json(a.sets, item_id) IS NOT NULL AND @json(a.sets, item_id) <> c.item_id)
              OR (@json(a.sets, applicant_name) IS NOT NULL
                  AND @json(a.sets, applicant_name) <> c.applicant_name)""",
    ),
    _proof(
        "ledgers",
        "result_is_what_was_brought",
        "台账的结果编号与部门移交时登记的一致",
        f"""SELECT c.receipt_no, c.result_no FROM cases c WHERE c.result_no <> '' AND NOT EXISTS
              (SELECT 1 FROM act a WHERE a.case_id = c.case_id AND {HOLDS}
                 AND @json(a.sets, result_no) = c.result_no)""",
    ),
    _proof(
        "ledgers",
        "book_line_once",
        "手工台账的一行只登一件",
        """SELECT book || ' ' || book_page || ' ' || book_line, '' || count(*) FROM cases
           WHERE book <> '' GROUP BY book, book_page, book_line HAVING count(*) > 1""",
    ),
)


def _bag(name: str, words: str, which: str, *shown: str) -> Proof:
    """A bag that was closed holds a paper: one of the kinds of evidence shows it."""
    seen = " OR ".join(f"@any(a.evidence, {name}) IS NOT NULL" for name in shown)
    return _proof(
        "bags",
        name,
        words,
        f"""SELECT c.receipt_no, c.channel FROM cases c
            WHERE c.counterfoil IN ('in_bag', 'in_archive') AND ({which}) AND NOT EXISTS
              (SELECT 1 FROM act a WHERE a.case_id = c.case_id AND {HOLDS} AND ({seen}))""",
    )


_ORDINARY = "c.channel IN ('counter', 'life_event') AND c.approval = 'closed'"
_STOPPED = (
    "EXISTS (SELECT 1 FROM act s WHERE s.case_id = c.case_id "
    "AND s.kind IN ('withdraw', 'void', 'terminate_unsupplied'))"
)
BAGS = (
    _bag(
        "bag_has_receipt",
        "已装袋的综窗件有收件通知单或保证声明",
        f"{_ORDINARY} AND c.result = 'collected' AND NOT {_STOPPED}",
        "receipt_scanned",
        "loss_declaration",
        "receipt_or_declaration",
    ),
    _bag("bag_has_counterfoil", "已装袋的综窗件有存根", _ORDINARY, "counterfoil_scanned"),
    _bag(
        "bag_has_commitment",
        "已装袋的综窗件有信用承诺书",
        f"{_ORDINARY} AND NOT {_STOPPED}",
        "commitment_scanned",
        "commitment",
    ),
    _bag(
        "bag_has_slip",
        "寄出的件，袋里有寄件单据",
        "c.channel IN ('counter', 'life_event', 'online') AND c.result IN ('mailed', 'delivered')",
        "sender_slip",
        "customer_slip",
    ),
    _bag(
        "bag_has_stub",
        "退件的袋里有一次性告知单存根",
        "EXISTS (SELECT 1 FROM act s WHERE s.case_id = c.case_id AND s.kind = 'send_back'"
        " AND NOT EXISTS (SELECT 1 FROM act u WHERE u.annuls = s.act_id))",
        "notice_stub",
    ),
    _bag(
        "bag_has_conditional_notice",
        "容缺受理的袋里有容缺受理通知书",
        "EXISTS (SELECT 1 FROM act s WHERE s.case_id = c.case_id AND s.kind = 'accept_conditionally')",
        "conditional_notice",
    ),
    _bag(
        "bag_has_informed_commitment",
        "告知承诺的袋里有告知承诺书",
        "EXISTS (SELECT 1 FROM act s WHERE s.case_id = c.case_id AND s.kind = 'accept_on_commitment')",
        "informed_commitment",
    ),
    _bag(
        "online_bag_has_reply_slip",
        "网厅件的袋里有业务受理回执单",
        "c.channel = 'online' AND c.result = 'collected' AND NOT EXISTS"
        " (SELECT 1 FROM act s WHERE s.case_id = c.case_id AND s.kind IN ('refuse', 'send_back'))",
        "reply_slip",
    ),
    _bag(
        "voucher_bag_has_voucher",
        "代发证件的袋里有部门受理凭证",
        "c.channel IN ('department', 'department_system')",
        "department_voucher",
    ),
    _bag(
        "province_bag_has_voucher",
        "全豫、跨省通办的袋里有申请材料收件凭证",
        "c.channel IN ('province', 'cross_province')",
        "materials_voucher",
    ),
    _proof(
        "bags",
        "bag_numbers_without_gap",
        "件号按台账和年度连续，每个号都给过一只档案袋",
        """SELECT n.year || ' ' || n.ledger, 'last ' || n.last || ', given ' || count(DISTINCT a.sets_no)
           FROM bag_series n LEFT JOIN
             (SELECT @json(sets, bag_no) AS sets_no,
                CAST(substr(@json(sets, bag_no), 1, 4) AS INTEGER) AS year,
                CASE WHEN @json(sets, bag_no) LIKE '%-非综窗-%' THEN 'department'
                     WHEN @json(sets, bag_no) LIKE '%-综窗-%' THEN 'counter' ELSE 'online' END AS ledger
              FROM act WHERE kind IN ('put_in_bag', 'put_vouchers_in_bag')) a
             ON a.year = n.year AND a.ledger = n.ledger
           GROUP BY n.year, n.ledger, n.last HAVING n.last <> count(DISTINCT a.sets_no)""",
    ),
    _proof(
        "bags",
        "bag_filed_by_month",
        "装袋的件都有件号和归档月份，没装袋的都没有",
        """SELECT c.receipt_no, c.bag_no || ' ' || c.bag_month FROM cases c
           WHERE (c.counterfoil IN ('in_bag', 'in_archive')) <> (c.bag_no <> '')
              OR (c.bag_no <> '') <> (c.bag_month <> '')""",
    ),
    _bag(
        "mailed_bag_has_proxy",
        "邮寄办件的袋里有部门代签的存根",
        "c.channel = 'mail' AND c.approval = 'closed' AND NOT " + _STOPPED,
        "proxy_signature",
    ),
)

PRINTS = (
    _proof(
        "prints",
        "paper_was_queued",
        "每张收件通知单都进了打印队列",
        """SELECT p.number, '' FROM paper p WHERE p.kind = 71 AND NOT EXISTS
             (SELECT 1 FROM print_job j WHERE j.case_id = p.case_id AND j.kind = 'receipt_sheet')""",
    ),
    _proof(
        "prints",
        "paper_of_its_case",
        "单据编号属于它的办件",
        """SELECT p.number, c.receipt_no FROM paper p JOIN cases c ON c.case_id = p.case_id
           WHERE p.kind IN (71, 72) AND c.receipt_no IS NOT NULL AND p.number NOT LIKE c.receipt_no || '%'""",
    ),
    _proof(
        "prints",
        "sent_bytes_kept",
        "送去打印的内容先存后送，都还在",
        """SELECT j.job_id, j.state FROM print_job j
           WHERE j.state IN ('sent', 'confirmed', 'unknown') AND (j.rendered IS NULL OR j.attempts = 0)""",
    ),
)

PROOFS: tuple[Proof, ...] = (
    *TRACKS,
    *NUMBERS,
    *CLOCKS,
    *ISSUANCE,
    *RETURNS,
    *PACKAGES,
    *RATINGS,
    *SIGNATURES,
    *LEDGERS,
    *BAGS,
    *PRINTS,
)


class Proving(Asking):
    """The part of the views that proves the hall's books."""

    def invariants(self) -> tuple[Invariant, ...]:
        """Everything that is proved."""
        return tuple(proof.invariant for proof in PROOFS)

    def prove(
        self, chapters: frozenset[str] = frozenset(), progress: Progress | None = None
    ) -> tuple[Breach, ...]:
        """The rows that break an invariant; empty when all hold."""
        asked = [proof for proof in PROOFS if not chapters or proof.invariant.chapter in chapters]
        breaches: list[Breach] = []
        with self._lane() as lane:
            for done, proof in enumerate(asked):
                if progress is not None:
                    progress(done, len(asked))
                breaches += _breaches(proof, lane.read(proof.on(lane.dialect)))
        if progress is not None:
            progress(len(asked), len(asked))
        return tuple(breaches)

    def tally(self) -> Tally:
        """What happened so far, counted."""
        acts, cases, counts = self._ask((_ACTS, {}), (_CASES, {}), (_COUNTS, {}))
        ratings, services, papers = counts[0]
        return Tally(
            tuple((kind, count) for kind, count in acts),
            tuple((channel, approval, count) for channel, approval, count in cases),
            ratings,
            services,
            papers,
        )


_ACTS = Statement(text("SELECT kind, count(*) FROM act GROUP BY kind ORDER BY count(*) DESC, kind"))
_CASES = Statement(
    text(
        "SELECT channel, approval, count(*) FROM cases GROUP BY channel, approval ORDER BY channel, approval"
    )
)
_COUNTS = Statement(
    text(
        "SELECT (SELECT count(*) FROM rating), (SELECT count(*) FROM service_event),"
        " (SELECT count(*) FROM paper)"
    )
)


def _breaches(proof: Proof, rows: Sequence[Sequence[object]]) -> list[Breach]:
    return [Breach(proof.invariant, str(row[0]), str(row[1])) for row in rows]
