"""What stamps and chains signatures on both databases: each seal holds the one before of its window.

The digest is over texts that both databases and the domain write alike, so that a signature made on one can
be verified anywhere (``domain/signatures.py``).
"""

from collections.abc import Callable

from yichuang_desktop.store.signatures_tables import CONTENT

_COLUMNS = ", ".join(CONTENT)
_GIVEN = ", ".join(f"NEW.{name}" for name in CONTENT)


def sqlite() -> list[str]:
    """The view and the triggers of a file."""
    digest = (
        "sha256_hex(coalesce(p.digest, '') || '|' || NEW.counter || '|' || (coalesce(p.seq, 0) + 1) || '|'"
        " || m.now || '|' || NEW.recorded_by || '|' || NEW.seal)"
    )
    same = (
        "sha256_hex(NEW.previous || '|' || NEW.counter || '|' || NEW.seq || '|' || NEW.at || '|'"
        " || NEW.recorded_by || '|' || NEW.seal)"
    )
    return [
        f"CREATE VIEW signature_entry AS SELECT {_COLUMNS} FROM signature",
        f"""
CREATE TRIGGER signature_entry_is_chained INSTEAD OF INSERT ON signature_entry
BEGIN
  SELECT RAISE(ABORT, 'yc:not_your_role')
  WHERE NOT EXISTS (SELECT 1 FROM staff s WHERE s.login = NEW.recorded_by AND s.active);
  INSERT INTO signature ({_COLUMNS}, seq, at, previous, digest)
  SELECT {_GIVEN}, coalesce(p.seq, 0) + 1, m.now, coalesce(p.digest, ''), {digest}
  FROM hall_moment m LEFT JOIN (SELECT seq, digest FROM signature WHERE counter = NEW.counter
                                ORDER BY seq DESC LIMIT 1) p;
END""",
        f"""
CREATE TRIGGER signature_only_chained BEFORE INSERT ON signature WHEN NEW.digest <> {same}
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END""",
    ]


def postgres(function: Callable[..., str], before: Callable[..., str]) -> list[str]:
    """The view, function and trigger of a server: one writer a window's chain at a time."""
    given = _GIVEN.replace("NEW.recorded_by", "me")
    return [
        f"CREATE VIEW signature_entry AS SELECT {_COLUMNS} FROM signature",
        function(
            "signature_entry_is_chained()",
            f"""
  me := who_am_i();
  IF me IS NULL OR NEW.recorded_by IS DISTINCT FROM me THEN PERFORM refuse('forged_stamp'); END IF;
  PERFORM pg_advisory_xact_lock(hashtext('signature ' || NEW.counter));
  stamp := date_trunc('milliseconds', (SELECT now FROM hall_moment));
  SELECT * INTO last FROM signature WHERE counter = NEW.counter ORDER BY seq DESC LIMIT 1;
  INSERT INTO signature ({_COLUMNS}, seq, at, previous, digest)
  VALUES ({given}, coalesce(last.seq, 0) + 1, stamp, coalesce(last.digest, ''),
          encode(sha256(convert_to(concat_ws('|', coalesce(last.digest, ''), NEW.counter,
            coalesce(last.seq, 0) + 1,
            to_char(stamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), me, NEW.seal),
            'UTF8')), 'hex'));
  RETURN NEW;""",
            declare="me text; last signature%ROWTYPE; stamp timestamptz;",
        ),
        before("signature_entry", "INSERT", "signature_entry_is_chained", when="INSTEAD OF"),
    ]
