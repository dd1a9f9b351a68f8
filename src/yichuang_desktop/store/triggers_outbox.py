"""What holds the outbox on both databases: a message stays as written, a number is the receiver's word.

Three ways a row may change.  A **claim** raises the attempts and takes a lease; under it the outcome is
**settled**: state, answer and number, nothing else.  A person may only send again, give up with a reason or
take up again, and not while an attempt is under way.  On PostgreSQL claiming and settling is the pusher's
alone: no person's log-in can put a number there.
"""

from collections.abc import Callable

from yichuang_desktop.domain.pushes import MOVES_BY_HAND, SENDERS_MOVES

_MESSAGE = ("push_id", "message_id", "case_id", "kind", "department", "body")
_ANSWER = ("external_no", "confirmed_on", "answer")
_TOLD = "CASE WHEN NEW.attempts <> OLD.attempts OR OLD.leased_until IS NULL THEN '' ELSE NEW.last_error END"
"""The trouble belongs to the step that settled an attempt, not to the claims after it."""
PUSHER = "pusher"
"""The name in ``hall_role``, and the log-in's before the hall's tag."""


def _listed(moves: frozenset[tuple[str, str]]) -> str:
    return ", ".join(f"('{before}', '{after}')" for before, after in sorted(moves))


# -- PostgreSQL ----------------------------------------------------------------------------------------------


def postgres(function: Callable[..., str], before: Callable[..., str], clock: str) -> list[str]:
    """The functions and triggers; ``function`` and ``before`` write them as all others."""
    news = ", ".join(f"NEW.{name}" for name in (*_MESSAGE, "queued_at"))
    olds = news.replace("NEW.", "OLD.")
    answers = ", ".join(f"NEW.{name}" for name in _ANSWER)
    kept = f"({answers}) IS DISTINCT FROM ({answers.replace('NEW.', 'OLD.')})"
    return [
        function(
            "i_am_the_pusher()",
            f"""  RETURN EXISTS (SELECT 1 FROM hall_role WHERE role = '{PUSHER}'
                AND pg_has_role(session_user, db_role, 'MEMBER')) AND who_am_i() IS NULL;""",
            returns="boolean",
        ),
        function(
            "outbox_begins()",
            """
  IF NEW.state <> 'waiting' OR NEW.attempts <> 0 OR NEW.external_no <> '' OR NEW.queued_at IS NOT NULL
    OR NEW.sent_at IS NOT NULL OR NEW.answered_at IS NOT NULL THEN PERFORM refuse('forged_stamp'); END IF;
  IF NOT EXISTS (SELECT 1 FROM act WHERE act_id = NEW.message_id AND case_id = NEW.case_id
                 AND recorded_by = who_am_i()) THEN PERFORM refuse('not_allowed'); END IF;
  NEW.queued_at := (SELECT now FROM hall_moment);
  PERFORM pg_notify('yc_changes', 'push');
  RETURN NEW;""",
        ),
        before("outbox", "INSERT", "outbox_begins"),
        function(
            "outbox_moves()",
            f"""
  IF ({news}) IS DISTINCT FROM ({olds}) THEN PERFORM refuse('history_is_kept'); END IF;
  IF OLD.external_no <> '' AND NEW.external_no <> OLD.external_no THEN
    PERFORM refuse('push_number_forged');
  END IF;
  live := OLD.leased_until IS NOT NULL AND OLD.leased_until > {clock};
  IF NOT i_am_the_pusher() THEN
    IF {kept} OR NEW.attempts <> OLD.attempts THEN PERFORM refuse('push_number_forged'); END IF;
    IF live THEN PERFORM refuse('push_on_its_way'); END IF;
    IF (OLD.state, NEW.state) NOT IN ({_listed(MOVES_BY_HAND)}) THEN
      PERFORM refuse('push_move_forbidden'); END IF;
    IF NEW.state = 'given_up' AND btrim(NEW.reason) = '' THEN PERFORM refuse('push_reason_lacking'); END IF;
    NEW.held_by := coalesce(who_am_i(), session_user);
    NEW.next_try_at := NULL;
    NEW.leased_until := NULL;
  ELSIF NEW.attempts = OLD.attempts + 1 THEN
    IF live THEN PERFORM refuse('push_on_its_way'); END IF;
    IF {kept} OR NEW.state <> OLD.state OR NEW.leased_until IS NULL
      OR OLD.state NOT IN ('waiting', 'sent') THEN PERFORM refuse('push_move_forbidden'); END IF;
  ELSIF NEW.attempts <> OLD.attempts OR OLD.leased_until IS NULL OR NEW.leased_until IS NOT NULL
    OR (OLD.state, NEW.state) NOT IN ({_listed(SENDERS_MOVES)}) THEN
    PERFORM refuse('push_move_forbidden');
  END IF;
  IF NEW.state IN ('sent', 'answered') THEN
    NEW.sent_at := coalesce(OLD.sent_at, (SELECT now FROM hall_moment)); END IF;
  IF NEW.state = 'answered' AND OLD.state <> 'answered' THEN
    NEW.answered_at := (SELECT now FROM hall_moment); END IF;
  INSERT INTO outbox_event (push_id, before, after, attempts, receiver, error, external_no, reason, by, at)
  VALUES (OLD.push_id, OLD.state, NEW.state, NEW.attempts, NEW.receiver, {_TOLD}, NEW.external_no,
          NEW.reason, coalesce(who_am_i(), NEW.held_by), (SELECT now FROM hall_moment));
  PERFORM pg_notify('yc_changes', 'push');
  RETURN NEW;""",
            declare="live boolean;",
        ),
        before("outbox", "UPDATE", "outbox_moves"),
        before("outbox", "DELETE OR TRUNCATE", "history_is_kept", each="STATEMENT"),
    ]


# -- SQLite --------------------------------------------------------------------------------------------------

_STAMPS = ("queued_at", "sent_at", "answered_at")


def sqlite(clock: str) -> list[str]:
    """The same as far as a file can hold it: there is one program, and it says who it is."""
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _MESSAGE)
    answered = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _ANSWER)
    live = f"(OLD.leased_until IS NOT NULL AND OLD.leased_until > {clock})"
    claim = "NEW.attempts = OLD.attempts + 1"
    by_hand = "(OLD.leased_until IS NULL OR NEW.state = 'given_up')"
    moment = "(SELECT now FROM hall_moment)"
    return [
        """
CREATE TRIGGER outbox_begins BEFORE INSERT ON outbox
BEGIN
  SELECT CASE WHEN NEW.state <> 'waiting' OR NEW.attempts <> 0 OR NEW.external_no <> ''
    OR NEW.queued_at IS NOT NULL OR NEW.sent_at IS NOT NULL OR NEW.answered_at IS NOT NULL
      THEN RAISE(ABORT, 'yc:forged_stamp')
    WHEN NOT EXISTS (SELECT 1 FROM act WHERE act_id = NEW.message_id AND case_id = NEW.case_id)
      THEN RAISE(ABORT, 'yc:not_allowed') END;
END""",
        f"""
CREATE TRIGGER outbox_is_stamped AFTER INSERT ON outbox
BEGIN UPDATE outbox SET queued_at = {moment} WHERE push_id = NEW.push_id; END""",
        f"""
CREATE TRIGGER outbox_is_what_it_is BEFORE UPDATE ON outbox
WHEN {changed} OR {" OR ".join(f"(OLD.{n} IS NOT NULL AND NEW.{n} IS NOT OLD.{n})" for n in _STAMPS)}
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END""",
        f"""
CREATE TRIGGER outbox_moves BEFORE UPDATE ON outbox
WHEN NEW.state <> OLD.state OR NEW.attempts <> OLD.attempts OR NEW.leased_until IS NOT OLD.leased_until
  OR {answered}
BEGIN
  SELECT CASE
    WHEN OLD.external_no <> '' AND NEW.external_no <> OLD.external_no
      THEN RAISE(ABORT, 'yc:push_number_forged')
    WHEN {claim} AND {live} THEN RAISE(ABORT, 'yc:push_on_its_way')
    WHEN {claim} AND ({answered} OR NEW.state <> OLD.state OR NEW.leased_until IS NULL
      OR OLD.state NOT IN ('waiting', 'sent')) THEN RAISE(ABORT, 'yc:push_move_forbidden')
    WHEN {claim} THEN NULL
    WHEN NEW.attempts <> OLD.attempts THEN RAISE(ABORT, 'yc:push_move_forbidden')
    WHEN {by_hand} AND {live} THEN RAISE(ABORT, 'yc:push_on_its_way')
    WHEN {by_hand} AND ({answered}) THEN RAISE(ABORT, 'yc:push_number_forged')
    WHEN {by_hand} AND (OLD.state, NEW.state) NOT IN (VALUES {_listed(MOVES_BY_HAND)})
      THEN RAISE(ABORT, 'yc:push_move_forbidden')
    WHEN {by_hand} AND NEW.state = 'given_up' AND trim(NEW.reason) = ''
      THEN RAISE(ABORT, 'yc:push_reason_lacking')
    WHEN {by_hand} THEN NULL
    WHEN NEW.leased_until IS NOT NULL
      OR (OLD.state, NEW.state) NOT IN (VALUES {_listed(SENDERS_MOVES)})
      THEN RAISE(ABORT, 'yc:push_move_forbidden')
  END;
END""",
        f"""
CREATE TRIGGER outbox_is_told AFTER UPDATE OF state ON outbox
BEGIN
  UPDATE outbox SET sent_at = {moment}
  WHERE push_id = NEW.push_id AND sent_at IS NULL AND NEW.state IN ('sent', 'answered');
  UPDATE outbox SET answered_at = {moment}
  WHERE push_id = NEW.push_id AND answered_at IS NULL AND NEW.state = 'answered';
  INSERT INTO outbox_event (push_id, before, after, attempts, receiver, error, external_no, reason, by, at)
  VALUES (OLD.push_id, OLD.state, NEW.state, NEW.attempts, NEW.receiver, {_TOLD}, NEW.external_no,
          NEW.reason, NEW.held_by, {moment});
END""",
        """
CREATE TRIGGER outbox_no_delete BEFORE DELETE ON outbox
BEGIN SELECT RAISE(ABORT, 'yc:history_is_kept'); END""",
    ]
