"""Who may do what on PostgreSQL: groups, log-ins of persons and devices, least privilege.

All carry the hall's tag (``yc_window_clerk@neixiang``, ``wangmin@neixiang``): one server may hold a
practice hall beside the real one, and nobody of the one is anybody in the other.
"""

from collections.abc import Iterable, Iterator

from yichuang_desktop.domain.delegations import FILED_BY
from yichuang_desktop.domain.duties import ARRANGE
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.hall_records import RECORDED_BY
from yichuang_desktop.domain.transitions import TABLE

OWNER, KEEPER, MIGRATOR = "yc_owner", "yc_keeper", "yc_migrator"
STAFF, DEVICE, PUSHER, LOBBY = "yc_staff", "yc_evaluation_device", "yc_pusher", "lobby"
LOBBY_PASSWORD = "lobby"  # noqa: S105 - no secret: what stands over the door
"""The lobby sees the hall's name and windows before anyone has logged in, and nothing else."""

RECORDERS = tuple(sorted(frozenset[Role]().union(*(kind.recorded_by for kind in TABLE.values()))))
KEEPERS_OF_RECORDS = tuple(sorted(frozenset[Role]().union(*RECORDED_BY.values())))
PUBLISHERS = (Role.LIBRARY_KEEPER, Role.DIGITAL_SECTION, Role.ADMINISTRATOR)

_ACT = (
    "act_id case_id case_revision kind channel approval_after papers_after counterfoil_after result_after "
    "evidence sets done_by doer_name reason counter annuls request_sha256"
)
_JOB = (
    "job_id case_id kind document printer requested_by requested_at copy_no job_group bundle ordinal "
    "rendered rendered_sha256 render_version"
)
_JOB_LIFE = (
    "state attempts printer printer_key fence held_by failure rendered rendered_sha256 render_version detail"
)
_PUSH = "message_id case_id kind department body"
_PUSH_LIFE = (
    "state attempts next_try_at held_by leased_until receiver last_error external_no confirmed_on answer"
)
_VERSION = "version name document published_by note"

LOBBY_SEES = ("hall", "counter", "counter_duty", "schema_info", "alembic_version", "hall_moment")
STAFF_SEES = (
    *LOBBY_SEES,
    "staff_group", "staff", "staff_role", "group_leader", "seat_assignment", "calendar_year", "hall_clock",
    "service_item_version", "package_version", "cases", "act", "draft", "attachment", "paper",
    "paper_revocation", "service_event", "rating_seen", "print_job", "print_job_event", "print_move",
    "printer_lease",
    "transition", "delegation", "outbox", "outbox_event", "hall_record", "record_kind", "signature",
    "number_series", "bag_series", "window_device", "device_event",
)  # fmt: skip


def group(role: Role) -> str:
    """The group role's name without the hall's tag."""
    return f"yc_{role.value}"


GROUPS = (STAFF, DEVICE, PUSHER, *(group(role) for role in Role))


class RoleScript:
    """The statements that make and grant the roles of one hall; all may be run again."""

    def __init__(self, tag: str) -> None:
        self._tag = tag

    def of(self, name: str) -> str:
        """A role's full name, quoted."""
        return '"' + f"{name}@{self._tag}".replace('"', '""') + '"'

    def make_roles(self) -> Iterator[str]:
        """Owner, keeper of log-ins, groups, and the lobby's log-in."""
        yield _unless(f"{OWNER}@{self._tag}", f"CREATE ROLE {self.of(OWNER)} NOLOGIN")
        yield _unless(f"{KEEPER}@{self._tag}", f"CREATE ROLE {self.of(KEEPER)} NOLOGIN CREATEROLE")
        yield _unless(f"{MIGRATOR}@{self._tag}", f"CREATE ROLE {self.of(MIGRATOR)} NOLOGIN")
        for name in GROUPS:
            yield _unless(f"{name}@{self._tag}", f"CREATE ROLE {self.of(name)} NOLOGIN")
        lobby = f"CREATE ROLE {self.of(LOBBY)} LOGIN CONNECTION LIMIT 60 PASSWORD '{LOBBY_PASSWORD}'"
        yield _unless(f"{LOBBY}@{self._tag}", lobby)
        for name in GROUPS:
            yield f"GRANT {self.of(name)} TO {self.of(KEEPER)} WITH ADMIN OPTION"
        for role in Role:
            yield f"GRANT {self.of(STAFF)} TO {self.of(group(role))}"
        yield f"GRANT {self.of(OWNER)}, {self.of(KEEPER)} TO {self.of(MIGRATOR)}, CURRENT_USER"

    def take_over(self, database: str) -> Iterator[str]:
        """The database and its schema are the owner's; nobody else even connects."""
        name = '"' + database.replace('"', '""') + '"'
        yield f"REVOKE ALL ON DATABASE {name} FROM PUBLIC"
        logins = ", ".join(self.of(each) for each in (OWNER, KEEPER, MIGRATOR, STAFF, DEVICE, PUSHER, LOBBY))
        yield f"GRANT CONNECT ON DATABASE {name} TO {logins}"
        yield f"GRANT CREATE ON DATABASE {name} TO {self.of(OWNER)}"
        yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
        yield f"GRANT USAGE, CREATE ON SCHEMA public TO {self.of(OWNER)}, {self.of(KEEPER)}"
        inside = ", ".join(self.of(each) for each in (STAFF, DEVICE, PUSHER, LOBBY))
        yield f"GRANT USAGE ON SCHEMA public TO {inside}"

    def grant(self) -> Iterator[str]:
        """What each may do, from nothing up; run as the owner."""
        everyone = ", ".join(self.of(name) for name in (*GROUPS, LOBBY, KEEPER))
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {everyone}"
        yield _on_own_functions(f"REVOKE ALL ON FUNCTION %s FROM PUBLIC, {everyone}")
        yield f"GRANT SELECT ON {', '.join(LOBBY_SEES)} TO {self.of(LOBBY)}"
        yield f"GRANT INSERT ON audit_entry TO {self.of(LOBBY)}, {self.of(STAFF)}"
        yield f"GRANT SELECT ON {', '.join(STAFF_SEES)} TO {self.of(STAFF)}"
        yield f"GRANT SELECT (key_id, current) ON paper_key TO {self.of(STAFF)}"
        yield f"GRANT SELECT (event_id, outcome, device, at, channel) ON rating TO {self.of(STAFF)}"
        yield f"GRANT EXECUTE ON FUNCTION paper_tags(text), paper_tags_of(text) TO {self.of(STAFF)}"
        yield f"GRANT EXECUTE ON FUNCTION who_am_i() TO {self.of(STAFF)}, {self.of(LOBBY)}, {self.of(DEVICE)}"
        yield from self._for_recorders(self._list(RECORDERS))
        yield (
            f"GRANT INSERT (item_id, department, code, zone, search_keys, {_commas(_VERSION)}) "
            f"ON service_item_version TO {self._list(PUBLISHERS)}"
        )
        yield f"GRANT INSERT (package_id, {_commas(_VERSION)}) ON package_version TO {self._list(PUBLISHERS)}"
        yield (
            "GRANT INSERT (record_id, kind, period, subject, body, counter, recorded_by) "
            f"ON hall_record TO {self._list(KEEPERS_OF_RECORDS)}"
        )
        arrangers = self._list(sorted(ARRANGE))
        yield f"GRANT INSERT (change_id, code, since, channels, why, set_by) ON counter_duty TO {arrangers}"
        yield f"GRANT USAGE ON SEQUENCE counter_duty_change_no_seq TO {arrangers}"
        filers = self._list(sorted(FILED_BY))
        yield (
            "GRANT INSERT (delegation_id, department, item_id, since, until, document_no, ends, filed_by) "
            f"ON delegation TO {filers}"
        )
        bind = "counter, kind, driver, address, identity, known_by, title, options, set_by"
        yield f"GRANT INSERT ({bind}) ON window_device TO {self.of(STAFF)}"
        devices_too = f"{self.of(STAFF)}, {self.of(DEVICE)}"
        yield f"GRANT INSERT (counter, kind, deed, facts) ON device_event TO {devices_too}"
        yield f"GRANT USAGE ON SEQUENCE window_device_binding_no_seq TO {self.of(STAFF)}"
        yield f"GRANT USAGE ON SEQUENCE device_event_event_no_seq TO {devices_too}"
        yield from self._for_administrators(self.of(group(Role.ADMINISTRATOR)))
        yield f"GRANT SELECT ON hall_moment TO {self.of(DEVICE)}"
        yield (
            "GRANT INSERT (event_id, outcome, grade, channel, raw, code_sha256) "
            f"ON rating TO {self.of(DEVICE)}"
        )
        yield f"GRANT INSERT (code_sha256, event_id) ON rating_code TO {self.of(DEVICE)}"
        stray = "stray_id, kind, event_id, channel, raw, times"
        yield f"GRANT INSERT ({stray}) ON rating_stray TO {self.of(DEVICE)}"
        seen = "stray_id, kind, event_id, channel, times, device, at"
        yield f"GRANT SELECT ({seen}) ON rating_stray TO {self.of(STAFF)}"
        yield f"GRANT EXECUTE ON FUNCTION service_of_code(text) TO {self.of(DEVICE)}"
        yield f"GRANT SELECT ON hall_moment, outbox TO {self.of(PUSHER)}"
        yield f"GRANT UPDATE ({_commas(_PUSH_LIFE)}) ON outbox TO {self.of(PUSHER)}"
        yield f"GRANT SELECT, INSERT, UPDATE ON staff, staff_role TO {self.of(KEEPER)}"
        yield f"GRANT SELECT ON hall_role TO {self.of(KEEPER)}"
        yield f"GRANT EXECUTE ON FUNCTION who_am_i(), refuse(text) TO {self.of(KEEPER)}"

    def _for_recorders(self, names: str) -> Iterator[str]:
        yield f"GRANT INSERT ({_commas(_ACT)}) ON act TO {names}"
        form = "form, counter, clerk"
        yield f"GRANT INSERT (case_id, {form}), UPDATE ({form}) ON draft TO {names}"
        yield f"GRANT INSERT ON attachment, paper, paper_revocation, signature_entry TO {names}"
        by_hand = "state, reason, held_by, next_try_at, leased_until"
        yield f"GRANT INSERT ({_commas(_PUSH)}), UPDATE ({by_hand}) ON outbox TO {names}"
        yield f"GRANT USAGE ON SEQUENCE outbox_push_id_seq TO {names}"
        yield f"GRANT INSERT ({_commas(_JOB)}), UPDATE ({_commas(_JOB_LIFE)}) ON print_job TO {names}"
        lease = "fence, held_by, leased_until"
        yield f"GRANT INSERT (key, {lease}), UPDATE ({lease}) ON printer_lease TO {names}"
        yield f"GRANT EXECUTE ON FUNCTION take_serial(integer, text), take_bag_serial(text) TO {names}"

    def _for_administrators(self, name: str) -> Iterator[str]:
        own = "name, phone, complaint_phone, address, undo_minutes, referral_days, uncollected_days, config"
        yield f"GRANT UPDATE ({own}) ON hall TO {name}"
        yield f"GRANT UPDATE (simulated_at, running) ON hall_clock TO {name}"
        yield f"GRANT INSERT, UPDATE ON calendar_year, counter, staff_group TO {name}"
        yield f"GRANT INSERT, UPDATE ON group_leader, seat_assignment TO {name}"
        yield f"GRANT SELECT ON audit TO {name}"

    def _list(self, roles: Iterable[Role]) -> str:
        return ", ".join(self.of(group(role)) for role in roles)


def _on_own_functions(statement: str) -> str:
    """Run for every function of the role that runs it; the keeper's are not the owner's to grant."""
    quoted = statement.replace("'", "''")
    own = "pronamespace = 'public'::regnamespace AND proowner = current_user::regrole"
    each = f"SELECT oid FROM pg_proc WHERE {own}"  # noqa: S608 - the program's own words
    loop = f"FOR f IN {each} LOOP EXECUTE format('{quoted}', f); END LOOP"
    return f"DO $do$ DECLARE f regprocedure; BEGIN {loop}; END $do$"


def _commas(names: str) -> str:
    return ", ".join(names.split())


def _unless(role: str, make: str) -> str:
    quoted = role.replace("'", "''")
    return f"DO $do$ BEGIN IF to_regrole('{_identifier(quoted)}') IS NULL THEN {make}; END IF; END $do$"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


STAFF_FUNCTIONS = (
    """
CREATE OR REPLACE FUNCTION yc_may_keep_staff() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM hall_role WHERE role = 'administrator'
                 AND pg_has_role(session_user, db_role, 'MEMBER')) THEN PERFORM refuse('not_allowed'); END IF;
END $body$""",
    """
CREATE OR REPLACE FUNCTION yc_make_log_in(new_role text, verifier text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
  IF verifier NOT LIKE 'SCRAM-SHA-256$%' THEN PERFORM refuse('password_in_clear'); END IF;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = new_role) THEN PERFORM refuse('log_in_taken'); END IF;
  EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L',
                 new_role, verifier);
END $body$""",
    """
CREATE OR REPLACE FUNCTION yc_write_staff(
  new_login text, full_name text, of_group text, roles text[], verifier text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE tag text := (SELECT split_part(db_role, '@', 2) FROM hall_role WHERE role = 'staff'); r text; g text;
BEGIN
  IF new_login !~ '^[a-z][a-z0-9_.-]{1,30}$' OR new_login LIKE 'yc\\_%' OR new_login LIKE 'pad\\_%'
    OR new_login IN ('lobby', 'pusher') THEN PERFORM refuse('log_in_unfit'); END IF;
  PERFORM yc_make_log_in(new_login || '@' || tag, verifier);
  INSERT INTO staff (login, name, group_id, db_role)
  VALUES (new_login, full_name, of_group, new_login || '@' || tag);
  FOREACH r IN ARRAY roles LOOP
    SELECT db_role INTO g FROM hall_role WHERE role = r AND role NOT IN ('staff', 'device', 'pusher');
    IF NOT FOUND THEN PERFORM refuse('role_unknown'); END IF;
    EXECUTE format('GRANT %I TO %I', g, new_login || '@' || tag);
    INSERT INTO staff_role (login, role) VALUES (new_login, r);
  END LOOP;
END $body$""",
    """
CREATE OR REPLACE FUNCTION yc_add_staff(
  new_login text, full_name text, of_group text, roles text[], verifier text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
  PERFORM yc_may_keep_staff();
  PERFORM yc_write_staff(new_login, full_name, of_group, roles, verifier);
END $body$""",
    """
CREATE OR REPLACE FUNCTION yc_close_log_in(old_login text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE r text := (SELECT db_role FROM staff WHERE login = old_login);
BEGIN
  PERFORM yc_may_keep_staff();
  IF r IS NULL THEN PERFORM refuse('not_found'); END IF;
  EXECUTE format('ALTER ROLE %I NOLOGIN', r);
  UPDATE staff SET active = false WHERE login = old_login;
END $body$""",
    """
CREATE OR REPLACE FUNCTION yc_add_device(of_counter integer, verifier text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE g text := (SELECT db_role FROM hall_role WHERE role = 'device');
        r text := 'pad_' || to_char(of_counter, 'FM00') || '@' || split_part(g, '@', 2);
BEGIN
  PERFORM yc_may_keep_staff();
  PERFORM yc_make_log_in(r, verifier);
  EXECUTE format('GRANT %I TO %I', g, r);
END $body$""",
    """
CREATE OR REPLACE FUNCTION yc_add_pusher(verifier text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE g text := (SELECT db_role FROM hall_role WHERE role = 'pusher');
        r text := 'pusher@' || split_part(g, '@', 2);
BEGIN
  PERFORM yc_may_keep_staff();
  PERFORM yc_make_log_in(r, verifier);
  EXECUTE format('GRANT %I TO %I', g, r);
END $body$""",
)
"""Run as the keeper, who alone may make roles; each checks who asks, and gives no role outside the list."""

INNER_FUNCTIONS = (
    "yc_make_log_in(text, text)",
    "yc_write_staff(text, text, text, text[], text)",
    "yc_may_keep_staff()",
)
ADMINISTRATORS_FUNCTIONS = (
    "yc_add_staff(text, text, text, text[], text)",
    "yc_close_log_in(text)",
    "yc_add_device(integer, text)",
    "yc_add_pusher(text)",
)
