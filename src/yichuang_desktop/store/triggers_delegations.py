"""What holds the register of delegations on both databases, and what it holds: no acceptance without one.

Rows without a filer come from the hall's plan, before its first act.
"""

from collections.abc import Callable

from yichuang_desktop.domain.delegations import FILED_BY, NEEDED_BY

_KINDS = ", ".join(f"'{kind}'" for kind in NEEDED_BY)
_ROLES = ", ".join(f"'{role.value}'" for role in sorted(FILED_BY))
_HOLDS = """d.ends IS NULL AND d.department IN ('', {department}) AND d.item_id IN ('', {item})
      AND d.since <= {day} AND coalesce(d.until, {day}) >= {day}
      AND NOT EXISTS (SELECT 1 FROM delegation e WHERE e.ends = d.delegation_id AND e.until < {day})"""


# -- SQLite --------------------------------------------------------------------------------------------------


def sqlite() -> list[str]:
    """The triggers of a file."""
    day = "(SELECT date(now, '+8 hours') FROM hall_moment)"
    holds = _HOLDS.format(department="c.department", item="c.item_id", day=day)
    return [
        f"""
CREATE TRIGGER delegation_enters BEFORE INSERT ON delegation
BEGIN
  SELECT CASE WHEN NEW.filed_at IS NOT NULL THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NEW.filed_by = '' AND EXISTS (SELECT 1 FROM act) THEN RAISE(ABORT, 'yc:not_your_role')
    WHEN NEW.filed_by <> '' AND NOT EXISTS (SELECT 1 FROM staff_role r
      JOIN staff s ON s.login = r.login AND s.active
      WHERE r.login = NEW.filed_by AND r.role IN ({_ROLES})) THEN RAISE(ABORT, 'yc:not_your_role')
    WHEN trim(NEW.document_no) = '' THEN RAISE(ABORT, 'yc:delegation_without_document')
    WHEN NEW.ends IS NOT NULL AND NEW.until IS NULL THEN RAISE(ABORT, 'yc:delegation_end_wrong') END;
END""",
        """
CREATE TRIGGER delegation_stamp AFTER INSERT ON delegation
BEGIN
  UPDATE delegation SET filed_at = (SELECT now FROM hall_moment) WHERE delegation_id = NEW.delegation_id;
  UPDATE hall SET config_version = config_version + 1;
END""",
        f"""
CREATE TRIGGER act_needs_delegation AFTER INSERT ON act WHEN NEW.kind IN ({_KINDS})
BEGIN
  SELECT RAISE(ABORT, 'yc:not_delegated') FROM cases c
  WHERE c.case_id = NEW.case_id AND NOT EXISTS (SELECT 1 FROM delegation d WHERE {holds});
END""",
    ]


# -- PostgreSQL ----------------------------------------------------------------------------------------------


def postgres(function: Callable[..., str], before: Callable[..., str]) -> list[str]:
    """The functions and triggers of a server; ``function`` and ``before`` write them as all others."""
    holds = _HOLDS.format(department="c.department", item="c.item_id", day="today")
    return [
        function(
            "delegation_is_stamped()",
            f"""
  IF NEW.filed_at IS NOT NULL OR NEW.filed_by <> coalesce(who_am_i(), '')
    THEN PERFORM refuse('forged_stamp'); END IF;
  IF who_am_i() IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hall_role r WHERE r.role IN ({_ROLES})
    AND pg_has_role(session_user, r.db_role, 'MEMBER')) THEN PERFORM refuse('not_your_role'); END IF;
  IF btrim(NEW.document_no) = '' THEN PERFORM refuse('delegation_without_document'); END IF;
  IF NEW.ends IS NOT NULL AND NEW.until IS NULL THEN PERFORM refuse('delegation_end_wrong'); END IF;
  NEW.filed_at := (SELECT now FROM hall_moment);
  RETURN NEW;""",
        ),
        before("delegation", "INSERT", "delegation_is_stamped"),
        before("delegation", "INSERT", "configuration_changed", each="STATEMENT", when="AFTER"),
        function(
            "act_needs_delegation()",
            f"""
  today := (SELECT (now AT TIME ZONE 'Asia/Shanghai')::date FROM hall_moment);
  IF EXISTS (SELECT 1 FROM cases c WHERE c.case_id = NEW.case_id
             AND NOT EXISTS (SELECT 1 FROM delegation d WHERE {holds}))
    THEN PERFORM refuse('not_delegated'); END IF;
  RETURN NULL;""",
            declare="today date;",
        ),
        f"""
CREATE TRIGGER act_needs_delegation AFTER INSERT ON act FOR EACH ROW WHEN (NEW.kind IN ({_KINDS}))
EXECUTE FUNCTION act_needs_delegation()""",
    ]
