"""What holds the device book on both databases: only added to, stamped, and no device at two windows.

A binding writes its own line of the history.  On PostgreSQL a clerk writes under their own name, and a
window's evaluation device under its own, for its own window.
"""

from collections.abc import Callable

from yichuang_desktop.domain.devices import DeviceDeed

_BOUND, _UNBOUND = DeviceDeed.BOUND.value, DeviceDeed.UNBOUND.value
_ELSEWHERE = """EXISTS (SELECT 1 FROM window_device d
      WHERE NEW.known_by <> '' AND d.known_by = NEW.known_by AND d.kind = NEW.kind AND d.driver <> ''
        AND d.counter <> NEW.counter AND NOT EXISTS (SELECT 1 FROM window_device later
          WHERE later.counter = d.counter AND later.kind = d.kind AND later.binding_no > d.binding_no))"""

# -- SQLite --------------------------------------------------------------------------------------------------

SQLITE = [
    f"""
CREATE TRIGGER window_device_enters BEFORE INSERT ON window_device
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NOT EXISTS (SELECT 1 FROM staff WHERE login = NEW.set_by AND active)
      THEN RAISE(ABORT, 'yc:not_allowed')
    WHEN {_ELSEWHERE} THEN RAISE(ABORT, 'yc:device_bound_elsewhere') END;
END""",
    f"""
CREATE TRIGGER window_device_is_stamped AFTER INSERT ON window_device
BEGIN
  UPDATE window_device SET at = (SELECT now FROM hall_moment) WHERE binding_no = NEW.binding_no;
  INSERT INTO device_event (counter, kind, deed, facts, by)
  VALUES (NEW.counter, NEW.kind, CASE WHEN NEW.driver = '' THEN '{_UNBOUND}' ELSE '{_BOUND}' END,
          json_object('title', NEW.title, 'driver', NEW.driver, 'address', NEW.address), NEW.set_by);
END""",
    """
CREATE TRIGGER device_event_enters BEFORE INSERT ON device_event
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NEW."by" = '' THEN RAISE(ABORT, 'yc:not_allowed') END;
END""",
    """
CREATE TRIGGER device_event_is_stamped AFTER INSERT ON device_event
BEGIN
  UPDATE device_event SET at = (SELECT now FROM hall_moment) WHERE event_no = NEW.event_no;
END""",
]

# -- PostgreSQL ----------------------------------------------------------------------------------------------


def postgres(function: Callable[..., str], before: Callable[..., str]) -> list[str]:
    """The functions and triggers of a server; ``function`` and ``before`` write them as all others."""
    return [
        function(
            "window_device_enters()",
            f"""
  IF NEW.at IS NOT NULL OR NEW.set_by IS DISTINCT FROM who_am_i() THEN PERFORM refuse('forged_stamp'); END IF;
  PERFORM pg_advisory_xact_lock(hashtext('device ' || NEW.known_by));
  IF {_ELSEWHERE} THEN PERFORM refuse('device_bound_elsewhere'); END IF;
  NEW.at := (SELECT now FROM hall_moment);
  INSERT INTO device_event (counter, kind, deed, facts)
  VALUES (NEW.counter, NEW.kind, CASE WHEN NEW.driver = '' THEN '{_UNBOUND}' ELSE '{_BOUND}' END,
          jsonb_build_object('title', NEW.title, 'driver', NEW.driver, 'address', NEW.address));
  RETURN NEW;""",
        ),
        before("window_device", "INSERT", "window_device_enters"),
        function(
            "device_event_enters()",
            """
  IF NEW.at IS NOT NULL OR NEW."by" <> '' THEN PERFORM refuse('forged_stamp'); END IF;
  NEW."by" := coalesce(who_am_i(), split_part(session_user, '@', 1));
  IF who_am_i() IS NULL AND NEW."by" <> 'pad_' || lpad(NEW.counter::text, 2, '0')
    THEN PERFORM refuse('not_allowed'); END IF;
  NEW.at := (SELECT now FROM hall_moment);
  RETURN NEW;""",
        ),
        before("device_event", "INSERT", "device_event_enters"),
    ]
