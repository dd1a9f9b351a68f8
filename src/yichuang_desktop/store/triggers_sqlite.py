"""What holds the line on SQLite: the trigger that checks an act against the table and moves its case.

SQLite lets a trigger refuse only with a fixed text: each is ``yc:<code>``, read back in :mod:`errors`.
"""

from sqlalchemy import Boolean, Column

from yichuang_desktop.domain.cases import BY_PARTS
from yichuang_desktop.store import (
    triggers_delegations,
    triggers_device_book,
    triggers_duties,
    triggers_outbox,
    triggers_printing,
    triggers_ratings,
    triggers_signatures,
)
from yichuang_desktop.store.columns import Instant
from yichuang_desktop.store.tables import CHANGE_KINDS, cases

CLOCK = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
DECIDED_BY_PARTS = ", ".join(f"'{kind}'" for kind in sorted(BY_PARTS))
TRACKS = ("approval", "papers", "counterfoil", "result")
SETTABLE = [
    "item_id",
    "item_version",
    "item_name",
    "department",
    "applicant_name",
    "applicant",
    "representative",
    "received_at",
    "accepted_on",
    "legal_due",
    "promise_due",
    "due_estimated",
    "promise_text",
    "delivery",
    "platform_no",
    "result_name",
    "result_no",
    "result_copies",
    "copies",
    "on_the_spot",
    "collection_due",
    "commitment_owed",
    "supplement_owed",
    "extended",
    "consult_no",
    "question",
    "asked_in",
    "external_no",
    "parcel_no",
    "package_id",
    "part_of",
    "part_no",
    "part_step",
    "special_step",
    "step_due",
    "notice_due",
    "supply_due",
    "check_due",
    "decided_on",
    "mail_to",
    "waybill_no",
    "bag_no",
    "bag_month",
    "book",
    "book_page",
    "book_line",
    "platform_accepted_on",
    "platform_closed_on",
]
"""Columns of a case that an act may fill in, if its kind says so."""

HALL_MOMENT = f"""
CREATE VIEW hall_moment AS
SELECT CASE WHEN NOT h.demonstration OR c.simulated_at IS NULL THEN {CLOCK}
            WHEN c.started_at IS NULL THEN c.simulated_at
            ELSE strftime('%Y-%m-%dT%H:%M:%fZ',
                          julianday(c.simulated_at) + julianday('now') - julianday(c.started_at)) END AS now,
       h.config_version AS config_version, h.undo_minutes AS undo_minutes, h.prefix AS prefix,
       {CLOCK} AS real_now
FROM hall h JOIN hall_clock c ON c.the_one = h.the_one
"""


RATING_SEEN = "CREATE VIEW rating_seen AS SELECT event_id, outcome, grade FROM rating"
"""Who owns the file can read all of it; the program holds the grades back."""


def statements() -> list[str]:
    """The view of the hall's time and every trigger, in the order in which they can be made."""
    return [
        HALL_MOMENT,
        RATING_SEEN,
        _act_check(),
        _ANNUL_CHECK,
        _act_moves_case(),
        *_STAMPS,
        *_case_guards(),
        *_history_guards(),
        *_NUMBER_GUARDS,
        *_DRAFT,
        *triggers_printing.sqlite(CLOCK),
        *triggers_outbox.sqlite(CLOCK),
        *_HALL,
        *triggers_duties.SQLITE,
        *triggers_delegations.sqlite(),
        *triggers_ratings.sqlite(),
        *triggers_device_book.SQLITE,
        *triggers_signatures.sqlite(),
        *_AUDIT,
        *_news(),
    ]


def _act_check() -> str:
    """Everything the table asks of an act; one look at the case and the row of its kind.

    The first act of a case makes its row.
    """
    track_checks = "\n".join(
        f"    WHEN {_bad_move(track)} THEN RAISE(ABORT, 'yc:not_in_this_state:{track}')" for track in TRACKS
    )
    return f"""
CREATE TRIGGER act_check BEFORE INSERT ON act
BEGIN
  INSERT INTO cases (case_id, channel) SELECT NEW.case_id, NEW.channel
  WHERE NEW.case_revision = 1 AND NEW.channel IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM cases WHERE case_id = NEW.case_id);
  SELECT RAISE(ABORT, 'yc:forged_stamp')
  WHERE NEW.at IS NOT NULL OR NEW.receipt_no IS NOT NULL OR NEW.approval_before IS NOT NULL;
  SELECT CASE
    WHEN k.kind IS NULL THEN RAISE(ABORT, 'yc:unknown_act')
    WHEN s.login IS NULL THEN RAISE(ABORT, 'yc:not_allowed')
    WHEN c.case_id IS NULL THEN RAISE(ABORT, 'yc:not_found')
    WHEN c.revision <> NEW.case_revision - 1 THEN RAISE(ABORT, 'yc:changed_elsewhere')
    WHEN NOT EXISTS (SELECT 1 FROM staff_role r WHERE r.login = NEW.recorded_by
                     AND instr(k.roles, '|' || r.role || '|') > 0) THEN RAISE(ABORT, 'yc:not_your_role')
    WHEN instr(k.doers, '|' || NEW.done_by || '|') = 0 THEN RAISE(ABORT, 'yc:not_this_doer')
    WHEN instr(k.channels, '|' || c.channel || '|') = 0 THEN RAISE(ABORT, 'yc:not_in_this_channel')
    WHEN c.package_id <> '' AND c.part_of = '' AND NEW.kind IN ({DECIDED_BY_PARTS})
      THEN RAISE(ABORT, 'yc:package_by_its_parts')
{track_checks}
    WHEN (c.commitment_owed AND instr(k.blocked_by, '|commitment_owed|') > 0)
      OR (c.supplement_owed AND instr(k.blocked_by, '|supplement_owed|') > 0)
      OR (c.extended AND instr(k.blocked_by, '|extended|') > 0) THEN RAISE(ABORT, 'yc:still_owed')
    WHEN k.needs_reason AND trim(NEW.reason) = '' THEN RAISE(ABORT, 'yc:reason_lacking')
    WHEN EXISTS (SELECT 1 FROM json_each(k.evidence) e
                 WHERE coalesce(json_extract(NEW.evidence, '$.' || e.value), '') IN ('', 0, '[]', '{{}}'))
      THEN RAISE(ABORT, 'yc:evidence_lacking')
    WHEN NEW.sets <> '{{}}' AND EXISTS (SELECT 1 FROM json_each(NEW.sets) e
                 WHERE instr(k.settable, '|' || e.key || '|') = 0) THEN RAISE(ABORT, 'yc:column_not_settable')
    WHEN k.registers AND NEW.counter IS NULL THEN RAISE(ABORT, 'yc:counter_lacking')
    WHEN k.registers AND NEW.done_by <> 'hall' AND NOT ({_SERVED})
      THEN RAISE(ABORT, 'yc:not_this_window_duty')
    WHEN k.registers AND c.receipt_no IS NOT NULL THEN RAISE(ABORT, 'yc:not_in_this_state:approval')
    WHEN NEW.kind = 'close_package' AND EXISTS (SELECT 1 FROM cases p WHERE p.part_of = c.case_id
                 AND p.approval <> 'closed') THEN RAISE(ABORT, 'yc:parts_open')
    WHEN (NEW.kind = 'annul') <> (NEW.annuls IS NOT NULL) THEN RAISE(ABORT, 'yc:not_annullable')
  END
  FROM (SELECT 1) LEFT JOIN transition k ON k.kind = NEW.kind
  LEFT JOIN cases c ON c.case_id = NEW.case_id
  LEFT JOIN staff s ON s.login = NEW.recorded_by AND s.active;
END"""


_TODAY = "(SELECT date(now, '+8 hours') FROM hall_moment)"
_SERVED = triggers_duties.serves("instr", "NEW.counter", "c.channel", _TODAY)


def _bad_move(track: str) -> str:
    move = f"'|' || c.{track} || '>' || NEW.{track}_after || '|'"
    return (
        f"NEW.kind <> 'annul' AND ((k.{track}_moves = '' AND c.{track} <> NEW.{track}_after)"
        f" OR (k.{track}_moves <> '' AND instr(k.{track}_moves, {move}) = 0))"
    )


_UNDONE = "EXISTS (SELECT 1 FROM act u WHERE u.annuls = {}.act_id)"
_SAME = " AND ".join(f"NEW.{track}_after = a.{track}_before" for track in TRACKS)
_MOVED = " OR ".join(f"l.{track}_before <> l.{track}_after" for track in TRACKS)

_ANNUL_CHECK = f"""
CREATE TRIGGER act_annuls BEFORE INSERT ON act WHEN NEW.annuls IS NOT NULL
BEGIN
  SELECT CASE
    WHEN a.act_id IS NULL OR a.annuls IS NOT NULL OR NOT k.annullable OR {_UNDONE.format("a")}
      THEN RAISE(ABORT, 'yc:not_annullable')
    WHEN EXISTS (SELECT 1 FROM act l WHERE l.case_id = a.case_id AND l.case_revision > a.case_revision
                 AND l.annuls IS NULL AND ({_MOVED}) AND NOT {_UNDONE.format("l")})
      THEN RAISE(ABORT, 'yc:not_the_last_act')
    WHEN NOT ({_SAME}) THEN RAISE(ABORT, 'yc:not_in_this_state:approval')
    WHEN NOT EXISTS (SELECT 1 FROM staff_role r WHERE r.login = NEW.recorded_by AND r.role = 'group_leader')
      AND (a.recorded_by <> NEW.recorded_by
           OR (julianday(m.now) - julianday(a.at)) * 1440 > m.undo_minutes)
      THEN RAISE(ABORT, 'yc:annul_too_late')
  END
  FROM hall_moment m LEFT JOIN act a ON a.act_id = NEW.annuls AND a.case_id = NEW.case_id
  LEFT JOIN transition k ON k.kind = a.kind;
END"""


def _act_moves_case() -> str:
    """Stamp the act, give the number, move the case, open the service."""
    sets = ",\n      ".join(f"{name} = {_from_sets(cases.c[name])}" for name in SETTABLE)
    before = ", ".join(
        f"{track}_before = (SELECT {track} FROM cases WHERE case_id = NEW.case_id)" for track in TRACKS
    )
    after = ", ".join(f"{track} = NEW.{track}_after" for track in TRACKS)
    moved = " OR ".join(f"{track} <> NEW.{track}_after" for track in TRACKS)
    registers = "EXISTS (SELECT 1 FROM transition WHERE kind = NEW.kind AND registers)"
    return f"""
CREATE TRIGGER act_moves_case AFTER INSERT ON act
BEGIN
  INSERT INTO number_series (day, counter, series, last)
  SELECT date(now, '+8 hours'), NEW.counter, 'R', 1 FROM hall_moment WHERE {registers}
  ON CONFLICT (day, counter, series) DO UPDATE SET last = last + 1;
  UPDATE act SET at = (SELECT now FROM hall_moment), {before},
    receipt_no = (SELECT m.prefix || strftime('%Y%m%d', m.now, '+8 hours')
                         || printf('-%02d-%04d', NEW.counter, n.last)
                  FROM hall_moment m JOIN number_series n
                  ON n.day = date(m.now, '+8 hours') AND n.counter = NEW.counter AND n.series = 'R'
                  WHERE {registers})
  WHERE act_id = NEW.act_id;
  UPDATE cases SET
      {sets},
      moved_at = CASE WHEN {moved} THEN a.at ELSE moved_at END,
      {after}, revision = NEW.case_revision,
      counter = CASE WHEN cases.counter = 0 OR a.receipt_no IS NOT NULL
                     THEN coalesce(a.counter, 0) ELSE cases.counter END,
      receipt_no = coalesce(a.receipt_no, cases.receipt_no),
      first_handler = CASE WHEN a.receipt_no IS NULL THEN first_handler
                           ELSE coalesce(json_extract(NEW.sets, '$.first_handler'), a.recorded_by) END,
      registered_on = CASE WHEN a.receipt_no IS NOT NULL THEN date(a.at, '+8 hours') ELSE registered_on END
  FROM act a WHERE a.act_id = NEW.act_id AND cases.case_id = NEW.case_id;
  INSERT INTO service_event (event_id, case_id, kind, opened_at, counter, clerk)
  SELECT NEW.act_id, NEW.case_id, k.opens_service, m.now, NEW.counter, NEW.recorded_by
  FROM transition k, hall_moment m WHERE k.kind = NEW.kind AND k.opens_service <> '';
END"""


def _from_sets(column: Column[object]) -> str:
    """The new value of a settable column; an empty instant or day becomes NULL, a switch a number."""
    path = f"'$.{column.name}'"
    value = f"json_extract(NEW.sets, {path})"
    if not column.nullable:
        empty = "0" if isinstance(column.type, Boolean) or column.type.python_type is int else "''"
        value = f"coalesce({value}, {empty})"
    elif isinstance(column.type, Instant):
        value = f"nullif({value}, '')"
    return f"CASE WHEN json_type(NEW.sets, {path}) IS NULL THEN {column.name} ELSE {value} END"


_STAMPS = [
    """
CREATE TRIGGER hall_record_enters BEFORE INSERT ON hall_record
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NOT EXISTS (SELECT 1 FROM record_kind k
      JOIN staff_role r ON r.login = NEW.recorded_by AND instr(k.roles, '|' || r.role || '|') > 0
      JOIN staff s ON s.login = r.login AND s.active WHERE k.kind = NEW.kind)
      THEN RAISE(ABORT, 'yc:not_your_role') END;
END""",
    """
CREATE TRIGGER hall_record_stamp AFTER INSERT ON hall_record
BEGIN
  UPDATE hall_record SET at = (SELECT now FROM hall_moment) WHERE record_id = NEW.record_id;
END""",
    """
CREATE TRIGGER rating_stamp AFTER INSERT ON rating
BEGIN
  UPDATE rating SET at = (SELECT now FROM hall_moment) WHERE event_id = NEW.event_id AND at IS NULL;
END""",
    *(
        f"""
CREATE TRIGGER {table}_stamp AFTER INSERT ON {table}
BEGIN
  UPDATE {table} SET published_at = (SELECT now FROM hall_moment)
  WHERE {key} = NEW.{key} AND version = NEW.version AND published_at IS NULL;
END"""
        for table, key in (("service_item_version", "item_id"), ("package_version", "package_id"))
    ),
]


def _case_guards() -> list[str]:
    """A case changes only as its newest act says; rows are never taken away."""
    same = " AND ".join(f"a.{track}_after = NEW.{track}" for track in TRACKS)
    return [
        """
CREATE TRIGGER cases_begin BEFORE INSERT ON cases
WHEN NEW.revision <> 0 OR NEW.receipt_no IS NOT NULL OR NEW.approval <> 'new'
  OR NEW.papers <> 'with_applicant'
  OR NEW.counterfoil <> 'not_made' OR NEW.result <> 'none'
BEGIN SELECT RAISE(ABORT, 'yc:only_by_an_act'); END""",
        f"""
CREATE TRIGGER cases_only_by_acts BEFORE UPDATE ON cases
WHEN NOT EXISTS (SELECT 1 FROM act a WHERE a.case_id = NEW.case_id
                 AND a.case_revision = NEW.revision AND {same})
  OR NEW.revision <> OLD.revision + 1
BEGIN SELECT RAISE(ABORT, 'yc:only_by_an_act'); END""",
        _never("cases", "DELETE", "only_by_an_act"),
    ]


def _never(table: str, verb: str, code: str, when: str = "") -> str:
    return f"""
CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, 'yc:{code}'); END"""


HISTORY = (
    "act",
    "attachment",
    "paper",
    "paper_revocation",
    "rating",
    "rating_code",
    "rating_stray",
    "service_event",
    "service_item_version",
    "package_version",
    "audit",
    "print_job_event",
    "outbox_event",
    "hall_record",
    "signature",
    "counter_duty",
    "delegation",
    "window_device",
    "device_event",
)
"""Tables to which rows are only ever added."""
_STAMPED = {
    "act": "at",
    "rating": "at",
    "rating_code": "at",
    "rating_stray": "at",
    "service_item_version": "published_at",
    "package_version": "published_at",
    "hall_record": "at",
    "counter_duty": "at",
    "delegation": "filed_at",
    "window_device": "at",
    "device_event": "at",
}


def _history_guards() -> list[str]:
    guards = []
    for table in HISTORY:
        stamp = _STAMPED.get(table)
        guards.append(
            _never(table, "UPDATE", "history_is_kept", f"WHEN OLD.{stamp} IS NOT NULL" if stamp else "")
        )
        guards.append(_never(table, "DELETE", "history_is_kept"))
    return guards


_NUMBER_GUARDS = [
    _never("number_series", "UPDATE", "numbers_only_rise", "WHEN NEW.last <> OLD.last + 1"),
    _never("number_series", "DELETE", "numbers_only_rise"),
    _never("bag_series", "UPDATE", "numbers_only_rise", "WHEN NEW.last <> OLD.last + 1"),
    _never("bag_series", "DELETE", "numbers_only_rise"),
]

_DRAFT = [
    f"""
CREATE TRIGGER draft_{verb.lower()[:6]}_kept AFTER {verb} ON draft
BEGIN
  SELECT RAISE(ABORT, 'yc:not_in_this_state:approval') FROM cases
  WHERE case_id = NEW.case_id AND approval NOT IN ('draft', 'notified');
  UPDATE draft SET saved_at = (SELECT now FROM hall_moment) WHERE case_id = NEW.case_id;
END"""
    for verb in ("INSERT", "UPDATE OF form")
]

_HALL = [
    """
CREATE TRIGGER hall_stays_what_it_is BEFORE UPDATE ON hall
WHEN NEW.demonstration <> OLD.demonstration OR NEW.prefix <> OLD.prefix
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END""",
    """
CREATE TRIGGER hall_clock_is_real BEFORE UPDATE ON hall_clock
WHEN NEW.simulated_at IS NOT NULL AND NOT (SELECT demonstration FROM hall)
BEGIN SELECT RAISE(ABORT, 'yc:not_a_demonstration'); END""",
    f"""
CREATE TRIGGER hall_clock_starts AFTER UPDATE OF simulated_at ON hall_clock
BEGIN UPDATE hall_clock SET started_at = CASE WHEN NEW.running THEN {CLOCK} END; END""",
    *(
        f"""
CREATE TRIGGER {table}_{verb.lower()}_tells AFTER {verb} ON {table}
BEGIN UPDATE hall SET config_version = config_version + 1; END"""
        for table in (
            "counter",
            "counter_duty",
            "staff",
            "staff_role",
            "calendar_year",
            "paper_key",
            "service_item_version",
        )
        for verb in ("INSERT", "UPDATE", "DELETE")
    ),
]


_AUDIT = [
    "CREATE VIEW audit_entry AS SELECT login, kind, subject, details FROM audit",
    f"""
CREATE TRIGGER audit_entry_is_chained INSTEAD OF INSERT ON audit_entry
BEGIN
  INSERT INTO audit (login, seq, at, kind, subject, details, previous, digest)
  SELECT NEW.login, coalesce(p.seq, 0) + 1, {CLOCK}, NEW.kind, NEW.subject, NEW.details,
         coalesce(p.digest, ''),
         sha256_hex(coalesce(p.digest, '') || '|' || NEW.login || '|' || (coalesce(p.seq, 0) + 1) || '|'
                    || {CLOCK} || '|' || NEW.kind || '|' || NEW.subject || '|' || NEW.details)
  FROM (SELECT 1) LEFT JOIN (SELECT seq, digest FROM audit WHERE login = NEW.login
                             ORDER BY seq DESC LIMIT 1) p;
END""",
    _never(
        "audit",
        "INSERT",
        "history_is_kept",
        "WHEN NEW.digest <> sha256_hex(NEW.previous || '|' || NEW.login || '|' || NEW.seq || '|' || NEW.at"
        " || '|' || NEW.kind || '|' || NEW.subject || '|' || NEW.details)",
    ),
]


def _news() -> list[str]:
    """Counts that rise with each change, so that a poll learns what changed."""
    sources = {
        "act": ("case", ("INSERT",)),
        "draft": ("draft", ("INSERT", "UPDATE", "DELETE")),
        "print_job": ("print_job", ("INSERT", "UPDATE")),
        "outbox": ("push", ("INSERT", "UPDATE")),
        "rating": ("rating", ("INSERT",)),
        "service_item_version": ("item", ("INSERT",)),
        "hall_record": ("record", ("INSERT",)),
        "hall": ("hall", ("UPDATE",)),
    }
    assert {kind for kind, _ in sources.values()} == set(CHANGE_KINDS)  # noqa: S101 - a fault of this file
    return [
        f"""
CREATE TRIGGER {table}_{verb.lower()}_news AFTER {verb} ON {table}
BEGIN UPDATE change_mark SET count = count + 1 WHERE kind = '{kind}'; END"""
        for table, (kind, verbs) in sources.items()
        for verb in verbs
    ]
