"""What holds the duties of windows on both databases (R-SEAT-2): only added, never in the past, by whom.

And the other side of it: an act that registers a case is refused at a window without that duty that day.
"""

from collections.abc import Callable

from yichuang_desktop.domain.duties import ANY_GROUP
from yichuang_desktop.domain.hall import Role

_ANY = ", ".join(f"'{role.value}'" for role in sorted(ANY_GROUP))
_LEADER = Role.GROUP_LEADER.value


def serves(find: str, counter: str, channel: str, day: str) -> str:
    """An SQL condition: the window serves the channel on that day. ``find`` is the database's INSTR."""
    return f"""coalesce((SELECT {find}(d.channels, '|' || {channel} || '|') FROM counter_duty d
      WHERE d.code = {counter} AND d.since <= {day}
      ORDER BY d.since DESC, d.change_no DESC LIMIT 1), 0) > 0"""


SQLITE = [
    f"""
CREATE TRIGGER duty_enters BEFORE INSERT ON counter_duty
WHEN NEW.set_by <> '' OR EXISTS (SELECT 1 FROM counter_duty d WHERE d.code = NEW.code)
BEGIN
  SELECT CASE WHEN NEW.at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NEW.since < (SELECT date(now, '+8 hours') FROM hall_moment)
      THEN RAISE(ABORT, 'yc:duty_since_past')
    WHEN NOT EXISTS (SELECT 1 FROM staff s JOIN staff_role r ON r.login = s.login
      JOIN counter c ON c.code = NEW.code
      WHERE s.login = NEW.set_by AND s.active
        AND (r.role IN ({_ANY}) OR r.role = '{_LEADER}' AND s.group_id = c.group_id))
      THEN RAISE(ABORT, 'yc:duty_not_your_group') END;
END""",
    """
CREATE TRIGGER duty_stamp AFTER INSERT ON counter_duty
BEGIN
  UPDATE counter_duty SET at = (SELECT now FROM hall_moment) WHERE change_no = NEW.change_no;
END""",
]
"""What the hall is set up with bears nobody's name and comes before everything else of that window."""


def postgres(function: Callable[..., str], before: Callable[..., str]) -> list[str]:
    """The function and trigger; both arguments write them as all others."""
    return [
        function(
            "duty_enters()",
            f"""
  SELECT now INTO moment FROM hall_moment;
  IF NEW.at IS NOT NULL THEN PERFORM refuse('forged_stamp'); END IF;
  NEW.at := moment;
  IF me IS NULL AND NEW.set_by = '' AND NOT EXISTS (SELECT 1 FROM counter_duty WHERE code = NEW.code)
    THEN RETURN NEW; END IF;
  IF NEW.set_by IS DISTINCT FROM me THEN PERFORM refuse('forged_stamp'); END IF;
  IF NEW.since < (moment AT TIME ZONE 'Asia/Shanghai')::date THEN PERFORM refuse('duty_since_past'); END IF;
  IF NOT EXISTS (SELECT 1 FROM hall_role r WHERE pg_has_role(session_user, r.db_role, 'MEMBER')
                 AND (r.role IN ({_ANY}) OR r.role = '{_LEADER}'
                      AND (SELECT group_id FROM staff WHERE login = me)
                          = (SELECT group_id FROM counter WHERE code = NEW.code)))
    THEN PERFORM refuse('duty_not_your_group'); END IF;
  RETURN NEW;""",
            declare="me text := who_am_i(); moment timestamptz;",
        ),
        before("counter_duty", "INSERT", "duty_enters"),
    ]
