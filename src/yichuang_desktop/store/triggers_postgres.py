"""What holds the line on PostgreSQL: one function that checks an act against the table and moves its case.

Functions run with the owner's rights and a fixed search path; ``session_user`` stays who logged in.
A refusal is ``yc:<code>`` under the error class YC001, read back in :mod:`errors`.
"""

from sqlalchemy import Boolean, Integer

from yichuang_desktop.domain.ratings import MAY_SEE_GRADES
from yichuang_desktop.store import (
    triggers_delegations,
    triggers_device_book,
    triggers_duties,
    triggers_outbox,
    triggers_printing,
    triggers_ratings,
    triggers_signatures,
)
from yichuang_desktop.store.tables import cases
from yichuang_desktop.store.triggers_sqlite import DECIDED_BY_PARTS, HISTORY, SETTABLE, TRACKS

CLOCK = "date_trunc('milliseconds', clock_timestamp())"
DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"

HALL_MOMENT = f"""
CREATE VIEW hall_moment AS
SELECT CASE WHEN NOT h.demonstration OR c.simulated_at IS NULL THEN {CLOCK}
            WHEN c.started_at IS NULL THEN c.simulated_at
            ELSE c.simulated_at + ({CLOCK} - c.started_at) END AS now,
       h.config_version, h.undo_minutes, h.prefix, {CLOCK} AS real_now
FROM hall h JOIN hall_clock c ON c.the_one = h.the_one"""


_GRADERS = ", ".join(f"'{role.value}'" for role in sorted(MAY_SEE_GRADES))
RATING_SEEN = f"""
CREATE VIEW rating_seen AS
SELECT event_id, outcome, CASE WHEN (
  SELECT EXISTS (SELECT 1 FROM hall_role r WHERE r.role IN ({_GRADERS})
                 AND pg_has_role(session_user, r.db_role, 'MEMBER'))) THEN grade END AS grade
FROM rating"""


def statements() -> list[str]:
    """The view of the hall's time, every function and trigger, in the order in which they can be made."""
    return [
        HALL_MOMENT,
        _function(
            "refuse(code text)", "RAISE EXCEPTION 'yc:%', code USING ERRCODE = 'YC001';", returns="void"
        ),
        _function(
            "who_am_i()",
            "  RETURN (SELECT login FROM staff WHERE db_role = session_user AND active);",
            returns="text",
        ),
        RATING_SEEN,
        *_paper_tags(),
        _function("act_enters()", _act_body(), declare=_ACT_NAMES),
        _before("act", "INSERT", "act_enters"),
        _function("case_begins()", _CASE_BEGINS),
        _before("cases", "INSERT", "case_begins"),
        *_serials(),
        *_stamped(),
        *_history_guards(),
        *_drafts(),
        *triggers_printing.postgres(_function, _before, CLOCK),
        *triggers_outbox.postgres(_function, _before, CLOCK),
        *_hall(),
        *triggers_duties.postgres(_function, _before),
        *triggers_delegations.postgres(_function, _before),
        *triggers_ratings.postgres(_function, _before),
        *triggers_device_book.postgres(_function, _before),
        *triggers_signatures.postgres(_function, _before),
        *_audit(),
    ]


def _function(head: str, body: str, *, returns: str = "trigger", declare: str = "") -> str:
    declared = f"DECLARE {declare}\n" if declare else ""
    return (
        f"CREATE FUNCTION {head} RETURNS {returns} {DEFINER} AS $body$\n{declared}BEGIN\n{body}\nEND $body$"
    )


def _before(table: str, verbs: str, function: str, *, each: str = "ROW", when: str = "BEFORE") -> str:
    head = f"CREATE TRIGGER {table}_{function} {when} {verbs} ON {table}"
    return f"{head} FOR EACH {each} EXECUTE FUNCTION {function}()"


_SERVED = triggers_duties.serves("strpos", "NEW.counter", "c.channel", "of_day")
_ACT_NAMES = """
  c cases%ROWTYPE; n cases%ROWTYPE; k record; a act%ROWTYPE; given integer; of_day date;
  evidence_lacks boolean; sets_too_much boolean;"""


def _act_body() -> str:
    """The whole life of an act: who, which case, is it a row of the table, number, stamp, move."""
    return f"""
  IF NEW.at IS NOT NULL OR NEW.receipt_no IS NOT NULL OR NEW.approval_before IS NOT NULL THEN
    PERFORM refuse('forged_stamp');
  END IF;
  SELECT t.*, s.login AS me, s.group_id AS my_group, m.now, m.undo_minutes, m.prefix,
    EXISTS (SELECT 1 FROM hall_role r WHERE strpos(t.roles, '|' || r.role || '|') > 0
            AND pg_has_role(session_user, r.db_role, 'MEMBER')) AS fits INTO k
  FROM hall_moment m LEFT JOIN transition t ON t.kind = NEW.kind
  LEFT JOIN staff s ON s.db_role = session_user AND s.active;
  IF k.me IS NULL OR NEW.recorded_by <> k.me THEN PERFORM refuse('not_allowed'); END IF;
  NEW.recorded_by := k.me;
  IF k.kind IS NULL THEN PERFORM refuse('unknown_act'); END IF;
  IF NOT k.fits THEN PERFORM refuse('not_your_role'); END IF;
  SELECT * INTO c FROM cases WHERE case_id = NEW.case_id FOR UPDATE;
  IF NOT FOUND THEN
    IF NEW.case_revision <> 1 OR NEW.channel IS NULL THEN PERFORM refuse('not_found'); END IF;
    INSERT INTO cases (case_id, channel) VALUES (NEW.case_id, NEW.channel)
      ON CONFLICT DO NOTHING RETURNING * INTO c;
    IF NOT FOUND THEN PERFORM refuse('changed_elsewhere'); END IF;
  END IF;
  IF c.revision <> NEW.case_revision - 1 THEN PERFORM refuse('changed_elsewhere'); END IF;
  IF strpos(k.doers, '|' || NEW.done_by || '|') = 0 THEN PERFORM refuse('not_this_doer'); END IF;
  IF strpos(k.channels, '|' || c.channel || '|') = 0 THEN PERFORM refuse('not_in_this_channel'); END IF;
  IF c.package_id <> '' AND c.part_of = '' AND NEW.kind IN ({DECIDED_BY_PARTS})
    THEN PERFORM refuse('package_by_its_parts'); END IF;
{_moves()}
  IF (c.commitment_owed AND strpos(k.blocked_by, '|commitment_owed|') > 0)
    OR (c.supplement_owed AND strpos(k.blocked_by, '|supplement_owed|') > 0)
    OR (c.extended AND strpos(k.blocked_by, '|extended|') > 0) THEN PERFORM refuse('still_owed'); END IF;
  IF k.needs_reason AND btrim(NEW.reason) = '' THEN PERFORM refuse('reason_lacking'); END IF;
  SELECT EXISTS (SELECT 1 FROM jsonb_array_elements_text(k.evidence::jsonb) e(name)
                 WHERE coalesce(NEW.evidence -> e.name, 'null')
                       IN ('null', '""', '[]', '{{}}', 'false', '0')),
         NEW.sets <> '{{}}' AND EXISTS (SELECT 1 FROM jsonb_object_keys(NEW.sets) e(name)
                                       WHERE strpos(k.settable, '|' || e.name || '|') = 0)
    INTO evidence_lacks, sets_too_much;
  IF evidence_lacks THEN PERFORM refuse('evidence_lacking'); END IF;
  IF sets_too_much THEN PERFORM refuse('column_not_settable'); END IF;
  IF NEW.kind = 'close_package' AND EXISTS (SELECT 1 FROM cases p
      WHERE p.part_of = replace(c.case_id::text, '-', '') AND p.approval <> 'closed')
    THEN PERFORM refuse('parts_open'); END IF;
  IF k.registers THEN
    IF NEW.counter IS NULL THEN PERFORM refuse('counter_lacking'); END IF;
    IF c.receipt_no IS NOT NULL THEN PERFORM refuse('not_in_this_state:approval'); END IF;
    of_day := (k.now AT TIME ZONE 'Asia/Shanghai')::date;
    IF NEW.done_by <> 'hall' AND NOT ({_SERVED}) THEN PERFORM refuse('not_this_window_duty'); END IF;
    INSERT INTO number_series AS s (day, counter, series, last) VALUES (of_day, NEW.counter, 'R', 1)
      ON CONFLICT (day, counter, series) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO given;
    NEW.receipt_no := k.prefix || to_char(of_day, 'YYYYMMDD') || '-' || to_char(NEW.counter, 'FM00')
                      || '-' || to_char(given, 'FM0000');
  END IF;
  NEW.at := k.now;
{_lines("NEW.{0}_before := c.{0};", TRACKS)}
{_set_columns()}
  UPDATE cases SET {", ".join(f"{track} = NEW.{track}_after" for track in TRACKS)},
    {", ".join(f"{name} = n.{name}" for name in SETTABLE)},
    revision = NEW.case_revision,
    moved_at = CASE WHEN {" OR ".join(f"c.{track} <> NEW.{track}_after" for track in TRACKS)}
                    THEN k.now ELSE c.moved_at END,
    counter = CASE WHEN k.registers OR c.counter = 0 THEN coalesce(NEW.counter, 0) ELSE c.counter END,
    receipt_no = coalesce(NEW.receipt_no, c.receipt_no),
    first_handler = CASE WHEN k.registers THEN coalesce(NEW.sets ->> 'first_handler', NEW.recorded_by)
                         ELSE c.first_handler END,
    registered_on = CASE WHEN k.registers THEN of_day ELSE c.registered_on END
  WHERE case_id = c.case_id;
  IF k.opens_service <> '' THEN
    INSERT INTO service_event (event_id, case_id, kind, opened_at, counter, clerk)
    VALUES (NEW.act_id, NEW.case_id, k.opens_service, k.now, NEW.counter, NEW.recorded_by);
  END IF;
  PERFORM pg_notify('yc_changes', 'case');
  RETURN NEW;"""


def _moves() -> str:
    checks = "\n".join(
        f"""    IF (CASE WHEN k.{track}_moves = '' THEN c.{track} <> NEW.{track}_after
       ELSE strpos(k.{track}_moves, '|' || c.{track} || '>' || NEW.{track}_after || '|') = 0 END)
      THEN PERFORM refuse('not_in_this_state:{track}'); END IF;"""
        for track in TRACKS
    )
    undone = "EXISTS (SELECT 1 FROM act u WHERE u.annuls = {}.act_id)"
    moved = " OR ".join(f"l.{track}_before <> l.{track}_after" for track in TRACKS)
    same = " AND ".join(f"NEW.{track}_after = a.{track}_before" for track in TRACKS)
    return f"""
  IF (NEW.kind = 'annul') <> (NEW.annuls IS NOT NULL) THEN PERFORM refuse('not_annullable'); END IF;
  IF NEW.annuls IS NULL THEN
{checks}
  ELSE
    SELECT * INTO a FROM act WHERE act_id = NEW.annuls AND case_id = NEW.case_id;
    IF NOT FOUND OR a.annuls IS NOT NULL OR {undone.format("a")}
      OR NOT (SELECT annullable FROM transition WHERE kind = a.kind)
      THEN PERFORM refuse('not_annullable'); END IF;
    IF EXISTS (SELECT 1 FROM act l WHERE l.case_id = a.case_id AND l.case_revision > a.case_revision
               AND l.annuls IS NULL AND ({moved}) AND NOT {undone.format("l")})
      THEN PERFORM refuse('not_the_last_act'); END IF;
    IF NOT ({same}) THEN PERFORM refuse('not_in_this_state:approval'); END IF;
    IF (a.recorded_by <> NEW.recorded_by OR k.now - a.at > make_interval(mins => k.undo_minutes))
      AND NOT EXISTS (SELECT 1 FROM hall_role r WHERE r.role = 'group_leader'
                      AND pg_has_role(session_user, r.db_role, 'MEMBER')
                      AND coalesce((SELECT group_id FROM counter WHERE code = a.counter), k.my_group)
                          IS NOT DISTINCT FROM coalesce(k.my_group, (SELECT group_id FROM counter
                                                                     WHERE code = a.counter)))
      THEN PERFORM refuse('annul_too_late'); END IF;
  END IF;"""


def _lines(pattern: str, names: tuple[str, ...]) -> str:
    return "\n".join("  " + pattern.format(name) for name in names)


def _set_columns() -> str:
    """The case with what the act fills in; an empty value of a column that cannot be empty is its zero."""
    firm = [cases.c[name] for name in SETTABLE if not cases.c[name].nullable]
    zeros = "\n".join(
        f"    n.{column.name} := coalesce(n.{column.name}, {_zero(column.type)});" for column in firm
    )
    return f"""
  n := c;
  IF NEW.sets <> '{{}}' THEN
    n := jsonb_populate_record(c, NEW.sets);
{zeros}
  END IF;"""


def _zero(kind: object) -> str:
    if isinstance(kind, Boolean):
        return "false"
    return "0" if isinstance(kind, Integer) else "''"


_CASE_BEGINS = """
  IF NEW.revision <> 0 OR NEW.receipt_no IS NOT NULL OR NEW.approval <> 'new'
    OR NEW.papers <> 'with_applicant' OR NEW.counterfoil <> 'not_made' OR NEW.result <> 'none'
    THEN PERFORM refuse('only_by_an_act'); END IF;
  RETURN NEW;"""


def _serials() -> list[str]:
    """Series of numbers: one row a day, window and series, in the transaction of what takes the number."""
    return [
        _function(
            "take_serial(of_counter integer, of_series text)",
            """
  IF of_series NOT IN ('T', 'P') OR who_am_i() IS NULL THEN PERFORM refuse('not_allowed'); END IF;
  INSERT INTO number_series AS s (day, counter, series, last)
    SELECT (now AT TIME ZONE 'Asia/Shanghai')::date, of_counter, of_series, 1 FROM hall_moment
    ON CONFLICT (day, counter, series) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO given;
  RETURN given;""",
            returns="integer",
            declare="given integer;",
        ),
        _function(
            "numbers_only_rise()",
            """
  IF TG_OP <> 'UPDATE' OR NEW.last <> OLD.last + 1 OR NEW.day <> OLD.day OR NEW.counter <> OLD.counter
    OR NEW.series <> OLD.series THEN PERFORM refuse('numbers_only_rise'); END IF;
  RETURN NEW;""",
        ),
        _before("number_series", "UPDATE OR DELETE", "numbers_only_rise"),
        _function(
            "take_bag_serial(of_ledger text)",
            """
  IF who_am_i() IS NULL THEN PERFORM refuse('not_allowed'); END IF;
  INSERT INTO bag_series AS s (year, ledger, last)
    SELECT extract(year FROM now AT TIME ZONE 'Asia/Shanghai')::integer, of_ledger, 1 FROM hall_moment
    ON CONFLICT (year, ledger) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO given;
  RETURN given;""",
            returns="integer",
            declare="given integer;",
        ),
        _function(
            "bag_numbers_only_rise()",
            """
  IF TG_OP <> 'UPDATE' OR NEW.last <> OLD.last + 1 OR NEW.year <> OLD.year OR NEW.ledger <> OLD.ledger
    THEN PERFORM refuse('numbers_only_rise'); END IF;
  RETURN NEW;""",
        ),
        _before("bag_series", "UPDATE OR DELETE", "bag_numbers_only_rise"),
    ]


def _paper_tags() -> list[str]:
    """The tags of paper codes for heads parted by ``|``: HMAC-SHA256 as the domain makes it (paper_codes).

    Each head comes back with its tag behind it, with none for a key there is not and for a number that was
    not given: what can be asked for is no more than what lies in ``paper`` already, and the keys stay here.
    ``paper_tags_of`` makes those of an intake set, so that they come with the act that gives the number.
    """
    made = _function(
        "paper_tags(heads text)",
        """
  IF who_am_i() IS NULL THEN PERFORM refuse('not_allowed'); END IF;
  FOREACH head IN ARRAY string_to_array(coalesce(heads, ''), '|') LOOP
    tag := '';
    key := NULL;
    IF head ~ '^7[1-8][0-9]{16}$' THEN
      IF substr(head, 5, 8) IS DISTINCT FROM day_said THEN
        day_said := substr(head, 5, 8);
        BEGIN of_day := to_date(day_said, 'YYYYMMDD'); EXCEPTION WHEN OTHERS THEN of_day := NULL; END;
      END IF;
      SELECT secret INTO key FROM paper_key WHERE key_id = substr(head, 3, 2)::integer AND EXISTS (
        SELECT 1 FROM number_series WHERE day = of_day AND counter = substr(head, 13, 2)::integer
          AND strpos(CASE left(head, 2) WHEN '74' THEN 'T' WHEN '78' THEN 'PR' ELSE 'R' END, series) > 0
          AND last >= substr(head, 15, 4)::integer);
    END IF;
    IF key IS NOT NULL THEN
      IF key IS DISTINCT FROM padded THEN
        inner_pad := decode(repeat('36', 64), 'hex');
        outer_pad := decode(repeat('5c', 64), 'hex');
        FOR i IN 0 .. 31 LOOP
          inner_pad := set_byte(inner_pad, i, get_byte(key, i) # 54);
          outer_pad := set_byte(outer_pad, i, get_byte(key, i) # 92);
        END LOOP;
        padded := key;
      END IF;
      first_eight := encode(substr(sha256(outer_pad || sha256(inner_pad || convert_to(head, 'UTF8'))), 1, 8),
                            'hex');
      number := (('x' || substr(first_eight, 1, 8))::bit(32)::bigint)::numeric * 4294967296
                + ('x' || substr(first_eight, 9, 8))::bit(32)::bigint;
      tag := lpad((number % 10000000000)::text, 10, '0');
    END IF;
    tags := tags || (head || tag);
  END LOOP;
  RETURN array_to_string(tags, '|');""",
        returns="text",
        declare="head text; tag text; tags text[] := '{}'; key bytea; padded bytea; inner_pad bytea;"
        " outer_pad bytea; first_eight text; number numeric; day_said text; of_day date;",
    )
    of_intake = _function(
        "paper_tags_of(number text)",
        """
  IF coalesce(number, '') = '' THEN RETURN ''; END IF;
  RETURN (SELECT paper_tags(string_agg(kind || to_char(key_id, 'FM00')
                                       || right(regexp_replace(number, '[^0-9]', '', 'g'), 14), '|'))
          FROM paper_key, unnest(ARRAY['71', '72', '73', '76']) kind WHERE current);""",
        returns="text",
    )
    return [made, of_intake]


def _stamped() -> list[str]:
    """Who and when are the database's word, whatever the client says."""
    return [
        _function(
            "version_is_stamped()",
            """
  NEW.published_at := (SELECT now FROM hall_moment);
  NEW.published_by := coalesce(who_am_i(), NEW.published_by);
  PERFORM pg_notify('yc_changes', 'item');
  RETURN NEW;""",
        ),
        _before("service_item_version", "INSERT", "version_is_stamped"),
        _before("package_version", "INSERT", "version_is_stamped"),
        _function(
            "rating_is_stamped()",
            """
  NEW.at := (SELECT now FROM hall_moment);
  NEW.device := split_part(session_user, '@', 1);
  PERFORM pg_notify('yc_changes', 'rating');
  RETURN NEW;""",
        ),
        _before("rating", "INSERT", "rating_is_stamped"),
        _function(
            "record_is_stamped()",
            """
  IF NEW.at IS NOT NULL OR NEW.recorded_by IS DISTINCT FROM who_am_i()
    THEN PERFORM refuse('forged_stamp'); END IF;
  IF NOT EXISTS (SELECT 1 FROM record_kind k JOIN hall_role r ON strpos(k.roles, '|' || r.role || '|') > 0
                 WHERE k.kind = NEW.kind AND pg_has_role(session_user, r.db_role, 'MEMBER'))
    THEN PERFORM refuse('not_your_role'); END IF;
  NEW.at := (SELECT now FROM hall_moment);
  PERFORM pg_notify('yc_changes', 'record');
  RETURN NEW;""",
        ),
        _before("hall_record", "INSERT", "record_is_stamped"),
    ]


def _history_guards() -> list[str]:
    return [
        _function("history_is_kept()", "  PERFORM refuse('history_is_kept'); RETURN NULL;"),
        *(
            _before(table, "UPDATE OR DELETE OR TRUNCATE", "history_is_kept", each="STATEMENT")
            for table in HISTORY
        ),
        _before("cases", "DELETE OR TRUNCATE", "history_is_kept", each="STATEMENT"),
    ]


def _drafts() -> list[str]:
    return [
        _function(
            "draft_is_kept()",
            """
  IF NOT EXISTS (SELECT 1 FROM cases WHERE case_id = NEW.case_id AND approval IN ('draft', 'notified'))
    THEN PERFORM refuse('not_in_this_state:approval'); END IF;
  NEW.saved_at := (SELECT now FROM hall_moment);
  NEW.clerk := coalesce(who_am_i(), NEW.clerk);
  PERFORM pg_notify('yc_changes', 'draft');
  RETURN NEW;""",
        ),
        _before("draft", "INSERT OR UPDATE", "draft_is_kept"),
    ]


def _hall() -> list[str]:
    return [
        _function(
            "hall_stays_what_it_is()",
            """
  IF NEW.demonstration <> OLD.demonstration OR NEW.prefix <> OLD.prefix
    THEN PERFORM refuse('history_is_kept'); END IF;
  PERFORM pg_notify('yc_changes', 'hall');
  RETURN NEW;""",
        ),
        _before("hall", "UPDATE", "hall_stays_what_it_is"),
        _before("hall", "DELETE OR TRUNCATE", "history_is_kept", each="STATEMENT"),
        _function(
            "hall_clock_is_real()",
            f"""
  IF NEW.simulated_at IS NOT NULL AND NOT (SELECT demonstration FROM hall)
    THEN PERFORM refuse('not_a_demonstration'); END IF;
  NEW.started_at := CASE WHEN NEW.running THEN {CLOCK} END;
  RETURN NEW;""",
        ),
        _before("hall_clock", "UPDATE", "hall_clock_is_real"),
        _function(
            "configuration_changed()",
            "  UPDATE hall SET config_version = config_version + 1; RETURN NULL;",
        ),
        *(
            _before(
                table, "INSERT OR UPDATE OR DELETE", "configuration_changed", each="STATEMENT", when="AFTER"
            )
            for table in (
                "counter",
                "counter_duty",
                "staff",
                "staff_role",
                "calendar_year",
                "paper_key",
                "service_item_version",
            )
        ),
    ]


def _audit() -> list[str]:
    """Entries come in through a view; they are chained per log-in, one writer a chain at a time."""
    return [
        "CREATE VIEW audit_entry AS SELECT login, kind, subject, details FROM audit",
        _function(
            "audit_entry_is_chained()",
            """
  me := coalesce(who_am_i(), split_part(session_user, '@', 1));
  PERFORM pg_advisory_xact_lock(hashtext('audit ' || me));
  SELECT * INTO last FROM audit WHERE login = me ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit (login, seq, at, kind, subject, details, previous, digest)
  VALUES (me, coalesce(last.seq, 0) + 1, stamp, left(NEW.kind, 40), left(coalesce(NEW.subject, ''), 200),
          coalesce(NEW.details, '{}'), coalesce(last.digest, ''),
          encode(sha256(convert_to(concat_ws('|', coalesce(last.digest, ''), me,
                                             coalesce(last.seq, 0) + 1, stamp,
                                             left(NEW.kind, 40), left(coalesce(NEW.subject, ''), 200),
                                             coalesce(NEW.details, '{}')), 'UTF8')), 'hex'));
  RETURN NEW;""",
            declare=f"me text; last audit%ROWTYPE; stamp timestamptz := {CLOCK};",
        ),
        _before("audit_entry", "INSERT", "audit_entry_is_chained", when="INSTEAD OF"),
    ]
