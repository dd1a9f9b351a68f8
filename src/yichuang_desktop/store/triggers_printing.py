"""What holds the print queue on both databases: the moves of a job, and the fence of its printer.

A lease changes hands only when it has run out, or within one PC (``held_by`` up to the first ``/`` names it;
there a lock of the operating system stands behind it), and each time its fence grows by one. A job is taken,
saved and settled under its printer's present fence only; bytes once kept are kept; a job goes to another
printer only while nothing of it has left.
"""

from collections.abc import Callable

LONGEST_LEASE_MINUTES = 10
_UNBEGUN = "('queued', 'failed')"


# -- SQLite --------------------------------------------------------------------------------------------------


def _machine_sqlite(holder: str) -> str:
    return f"substr({holder}, 1, instr({holder} || '/', '/') - 1)"


def sqlite(clock: str) -> list[str]:
    """The triggers of a file; ``clock`` is its real time."""
    too_long = f"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+{LONGEST_LEASE_MINUTES} minutes')"
    other_pc = f"{_machine_sqlite('NEW.held_by')} <> {_machine_sqlite('OLD.held_by')}"
    return [
        f"""
CREATE TRIGGER printer_lease_begins BEFORE INSERT ON printer_lease
WHEN NEW.fence <> 1 OR NEW.leased_until > {too_long}
BEGIN SELECT RAISE(ABORT, 'yc:print_lease_lost'); END""",
        f"""
CREATE TRIGGER printer_lease_moves BEFORE UPDATE ON printer_lease
WHEN NEW.key <> OLD.key OR NEW.leased_until > {too_long} OR NEW.fence NOT IN (OLD.fence, OLD.fence + 1)
  OR (NEW.fence = OLD.fence AND NEW.held_by <> OLD.held_by)
  OR (NEW.fence > OLD.fence AND OLD.leased_until > {clock} AND {other_pc})
BEGIN SELECT RAISE(ABORT, 'yc:print_lease_lost'); END""",
        """
CREATE TRIGGER printer_lease_delete BEFORE DELETE ON printer_lease
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END""",
        """
CREATE TRIGGER print_job_begins BEFORE INSERT ON print_job
WHEN NEW.state <> 'queued' OR NEW.attempts <> 0 OR NEW.fence <> 0 OR NEW.printer_key <> ''
BEGIN SELECT RAISE(ABORT, 'yc:print_move_forbidden'); END""",
        """
CREATE TRIGGER print_job_moves BEFORE UPDATE OF state, printer ON print_job
WHEN NEW.state <> OLD.state OR NEW.printer <> OLD.printer
BEGIN
  SELECT RAISE(ABORT, 'yc:print_move_forbidden')
  WHERE NEW.state <> OLD.state
    AND NOT EXISTS (SELECT 1 FROM print_move WHERE before = OLD.state AND after = NEW.state);
  INSERT INTO print_job_event (job_id, before, after, attempts, failure, printer, by, at)
  SELECT OLD.job_id, OLD.state, NEW.state, NEW.attempts, NEW.failure, NEW.printer, NEW.held_by, now
  FROM hall_moment;
END""",
        f"""
CREATE TRIGGER print_job_changes_printer BEFORE UPDATE OF printer ON print_job
WHEN NEW.printer <> OLD.printer AND NOT (OLD.state IN {_UNBEGUN} AND NEW.state = 'queued')
BEGIN SELECT RAISE(ABORT, 'yc:print_move_forbidden'); END""",
        """
CREATE TRIGGER print_job_is_fenced BEFORE UPDATE ON print_job
WHEN CASE WHEN OLD.state = 'sending' OR NEW.state = 'sending'
  THEN (OLD.state = 'sending' AND NEW.printer_key <> OLD.printer_key)
    OR NOT EXISTS (SELECT 1 FROM printer_lease WHERE key = NEW.printer_key AND fence = NEW.fence)
  ELSE NEW.fence <> OLD.fence OR NEW.printer_key <> OLD.printer_key END
BEGIN SELECT RAISE(ABORT, 'yc:print_lease_lost'); END""",
        """
CREATE TRIGGER print_job_keeps_its_bytes BEFORE UPDATE ON print_job
WHEN NEW.rendered IS NOT OLD.rendered
  AND NOT (OLD.rendered IS NULL AND OLD.state = 'sending')
  AND NOT (NEW.rendered IS NULL AND NEW.printer <> OLD.printer)
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END""",
        """
CREATE TRIGGER print_job_delete BEFORE DELETE ON print_job
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END""",
        """
CREATE TRIGGER print_job_is_what_it_is BEFORE UPDATE ON print_job
WHEN NEW.document <> OLD.document OR NEW.kind <> OLD.kind OR NEW.copy_no <> OLD.copy_no
  OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at
  OR NEW.case_id IS NOT OLD.case_id OR NEW.job_group <> OLD.job_group OR NEW.bundle <> OLD.bundle
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END""",
    ]


# -- PostgreSQL ----------------------------------------------------------------------------------------------


def postgres(function: Callable[..., str], before: Callable[..., str], clock: str) -> list[str]:
    """The functions and triggers of a server; ``function`` and ``before`` write them as all others."""
    return [
        function(
            "printer_lease_moves()",
            f"""
  IF NEW.leased_until > {clock} + interval '{LONGEST_LEASE_MINUTES} minutes'
    THEN PERFORM refuse('print_lease_lost'); END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.fence <> 1 THEN PERFORM refuse('print_lease_lost'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.key <> OLD.key OR NEW.fence NOT IN (OLD.fence, OLD.fence + 1)
    OR (NEW.fence = OLD.fence AND NEW.held_by <> OLD.held_by)
    OR (NEW.fence > OLD.fence AND OLD.leased_until > {clock}
        AND split_part(NEW.held_by, '/', 1) <> split_part(OLD.held_by, '/', 1))
    THEN PERFORM refuse('print_lease_lost'); END IF;
  RETURN NEW;""",
        ),
        before("printer_lease", "INSERT OR UPDATE", "printer_lease_moves"),
        before("printer_lease", "DELETE OR TRUNCATE", "history_is_kept", each="STATEMENT"),
        function(
            "print_job_moves()",
            f"""
  PERFORM pg_notify('yc_changes', 'print_job');
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'queued' OR NEW.attempts <> 0 OR NEW.fence <> 0 OR NEW.printer_key <> ''
      THEN PERFORM refuse('print_move_forbidden'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.document <> OLD.document OR NEW.kind <> OLD.kind OR NEW.copy_no <> OLD.copy_no
    OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at
    OR NEW.case_id IS DISTINCT FROM OLD.case_id OR NEW.job_group <> OLD.job_group
    OR NEW.bundle <> OLD.bundle THEN PERFORM refuse('history_is_kept'); END IF;
  IF NEW.printer <> OLD.printer AND NOT (OLD.state IN {_UNBEGUN} AND NEW.state = 'queued')
    THEN PERFORM refuse('print_move_forbidden'); END IF;
  IF OLD.state = 'sending' OR NEW.state = 'sending' THEN
    PERFORM 1 FROM printer_lease WHERE key = NEW.printer_key AND fence = NEW.fence FOR SHARE;
    IF NOT FOUND OR (OLD.state = 'sending' AND NEW.printer_key <> OLD.printer_key)
      THEN PERFORM refuse('print_lease_lost'); END IF;
  ELSIF NEW.fence <> OLD.fence OR NEW.printer_key <> OLD.printer_key THEN
    PERFORM refuse('print_lease_lost');
  END IF;
  IF NEW.rendered IS DISTINCT FROM OLD.rendered
    AND NOT (OLD.rendered IS NULL AND OLD.state = 'sending')
    AND NOT (NEW.rendered IS NULL AND NEW.printer <> OLD.printer)
    THEN PERFORM refuse('history_is_kept'); END IF;
  IF NEW.state <> OLD.state OR NEW.printer <> OLD.printer THEN
    IF NEW.state <> OLD.state
      AND NOT EXISTS (SELECT 1 FROM print_move WHERE before = OLD.state AND after = NEW.state)
      THEN PERFORM refuse('print_move_forbidden'); END IF;
    INSERT INTO print_job_event (job_id, before, after, attempts, failure, printer, by, at)
    VALUES (OLD.job_id, OLD.state, NEW.state, NEW.attempts, NEW.failure, NEW.printer,
            coalesce(who_am_i(), session_user), (SELECT now FROM hall_moment));
  END IF;
  RETURN NEW;""",
        ),
        before("print_job", "INSERT OR UPDATE", "print_job_moves"),
        before("print_job", "DELETE OR TRUNCATE", "history_is_kept", each="STATEMENT"),
    ]
