"""What holds ratings on both databases: at its own window, or anywhere by a code that was given for it."""

from collections.abc import Callable

from yichuang_desktop.domain.ratings import CODE_DAYS

_TABLES = ("rating_code", "rating_stray")


# -- SQLite --------------------------------------------------------------------------------------------------


def sqlite() -> list[str]:
    """The triggers of a file."""
    moment = "(SELECT now FROM hall_moment)"
    expires = f"strftime('%Y-%m-%dT%H:%M:%fZ', {moment}, '+{CODE_DAYS} days')"
    return [
        f"""
CREATE TRIGGER rating_enters BEFORE INSERT ON rating
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NEW.code_sha256 IS NULL AND EXISTS (SELECT 1 FROM service_event s WHERE s.event_id = NEW.event_id
      AND NEW.device <> printf('pad_%02d', s.counter)) THEN RAISE(ABORT, 'yc:rating_from_another_window')
    WHEN NEW.code_sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rating_code c
      WHERE c.code_sha256 = NEW.code_sha256 AND c.event_id = NEW.event_id)
      THEN RAISE(ABORT, 'yc:rating_code_unknown')
    WHEN NEW.code_sha256 IS NOT NULL AND (SELECT expires_at FROM rating_code
      WHERE code_sha256 = NEW.code_sha256) <= {moment} THEN RAISE(ABORT, 'yc:rating_code_expired') END;
END""",
        *(
            f"""
CREATE TRIGGER {table}_enters BEFORE INSERT ON {table} WHEN NEW.at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'yc:forged_stamp'); END"""
            for table in _TABLES
        ),
        """
CREATE TRIGGER rating_code_for_a_service BEFORE INSERT ON rating_code
BEGIN
  SELECT CASE WHEN NEW.expires_at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN EXISTS (SELECT 1 FROM rating r WHERE r.event_id = NEW.event_id) THEN RAISE(ABORT, 'yc:rated_already')
    WHEN EXISTS (SELECT 1 FROM service_event s WHERE s.event_id = NEW.event_id
      AND NEW.device <> printf('pad_%02d', s.counter)) THEN RAISE(ABORT, 'yc:rating_from_another_window') END;
END""",
        f"""
CREATE TRIGGER rating_code_stamp AFTER INSERT ON rating_code
BEGIN
  UPDATE rating_code SET at = {moment}, expires_at = {expires} WHERE code_sha256 = NEW.code_sha256;
END""",
        f"""
CREATE TRIGGER rating_stray_stamp AFTER INSERT ON rating_stray
BEGIN UPDATE rating_stray SET at = {moment} WHERE stray_id = NEW.stray_id; END""",
    ]


# -- PostgreSQL ----------------------------------------------------------------------------------------------

_OWN_WINDOW = """
  IF EXISTS (SELECT 1 FROM service_event s WHERE s.event_id = NEW.event_id
    AND NEW.device <> 'pad_' || to_char(s.counter, 'FM00'))
    THEN PERFORM refuse('rating_from_another_window'); END IF;"""


def postgres(function: Callable[..., str], before: Callable[..., str]) -> list[str]:
    """The functions and triggers of a server; ``function`` and ``before`` write them as all others."""
    return [
        function(
            "rating_is_fit()",
            f"""
  NEW.device := split_part(session_user, '@', 1);
  IF NEW.code_sha256 IS NULL THEN {_OWN_WINDOW}
    RETURN NEW;
  END IF;
  SELECT expires_at INTO ends FROM rating_code c
  WHERE c.code_sha256 = NEW.code_sha256 AND c.event_id = NEW.event_id;
  IF NOT FOUND THEN PERFORM refuse('rating_code_unknown'); END IF;
  IF ends <= (SELECT now FROM hall_moment) THEN PERFORM refuse('rating_code_expired'); END IF;
  RETURN NEW;""",
            declare="ends timestamptz;",
        ),
        before("rating", "INSERT", "rating_is_fit"),
        function(
            "rating_code_is_stamped()",
            f"""
  NEW.device := split_part(session_user, '@', 1); {_OWN_WINDOW}
  IF EXISTS (SELECT 1 FROM rating r WHERE r.event_id = NEW.event_id)
    THEN PERFORM refuse('rated_already'); END IF;
  NEW.at := (SELECT now FROM hall_moment);
  NEW.expires_at := NEW.at + interval '{CODE_DAYS} days';
  RETURN NEW;""",
        ),
        before("rating_code", "INSERT", "rating_code_is_stamped"),
        function(
            "rating_stray_is_stamped()",
            """
  NEW.device := split_part(session_user, '@', 1);
  NEW.at := (SELECT now FROM hall_moment);
  RETURN NEW;""",
        ),
        before("rating_stray", "INSERT", "rating_stray_is_stamped"),
        function(
            "service_of_code(sha text)",
            """
  RETURN (SELECT concat_ws('|', s.event_id, s.kind, coalesce(s.counter, 0),
      to_char(s.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      CASE WHEN r.event_id IS NOT NULL THEN 'rated' WHEN c.expires_at <= m.now THEN 'expired' ELSE 'open' END)
    FROM rating_code c JOIN service_event s ON s.event_id = c.event_id CROSS JOIN hall_moment m
    LEFT JOIN rating r ON r.event_id = s.event_id WHERE c.code_sha256 = sha);""",
            returns="text",
        ),
    ]
