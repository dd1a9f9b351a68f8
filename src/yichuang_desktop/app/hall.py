"""Opening a hall for one person at one window: database, log-in, desk, evaluation device."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass

from yichuang_desktop.domain.commitments import CommitmentWording, wording_from
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import WORKS_AT, Counter, CounterKind, Role
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.evaluating import WindowRatings
from yichuang_desktop.services.ports import HallAccess, Session, StaffAccess
from yichuang_desktop.services.ports_pushes import PushQueue
from yichuang_desktop.settings import resource


def wording() -> CommitmentWording:
    """The hall's wording of the credit commitment, as shipped."""
    return wording_from(tomllib.loads(resource("papers/commitment.toml").read_text(encoding="utf-8")))


def counter_of(hall: HallAccess, code: int | None) -> Counter:
    """The window of that code. Raises RuleViolation ``counter_not_chosen`` or ``counter_unknown``."""
    if code is None:
        raise RuleViolation("counter_not_chosen")
    for counter in hall.counters():
        if counter.code == code:
            return counter
    raise RuleViolation("counter_unknown", counter=code)


NAMED_WINDOWS = (CounterKind.INTAKE, CounterKind.ISSUANCE)
"""The kinds a person at the wrong window is sent to."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """One person's work at one window: what the screens, the twin and the stories need."""

    desk: Desk
    access: StaffAccess
    ratings: WindowRatings
    begin_pusher: Callable[[str], PushQueue] | None = None
    """The hall's outbox under its pusher's password."""
    devices: tuple[WindowDevice, ...] = ()
    """What is set up for the window, as it was at log-in."""

    def bound(self, kind: DeviceKind) -> WindowDevice | None:
        """What is set up for one kind; None: this PC's own settings hold."""
        return next((device for device in self.devices if device.kind is kind), None)

    def close(self) -> None:
        """Leave the hall's database."""
        self.access.close()


def sit_down(
    hall: HallAccess, login: str, password: str, code: int | None, device_password: str = ""
) -> Workplace:
    """Log in at a window. Raises RuleViolation or StoreUnavailable, to be said on the log-in screen."""
    counter = counter_of(hall, code)
    access = hall.log_in(login, password)
    member = access.member
    session = Session(member.login, member.name, member.roles, counter, hall.hall())
    desk = Desk(session, access, wording())
    devices = access.device_book().bound(counter.code)
    return Workplace(desk, access, _ratings(hall, desk, device_password), hall.begin_pusher, devices)


def seat_notice(session: Session) -> str:
    """What to tell a person whose roles have no work at this kind of window; empty when they have (2.2.1)."""
    if session.roles & WORKS_AT[session.counter.kind]:
        return ""
    roles = sorted(session.roles, key=list(Role).index)
    windows = [kind for kind in NAMED_WINDOWS if session.roles & WORKS_AT[kind]]
    if not windows:
        return say_code("no_window_work", {"roles": roles})
    facts = {"counter": session.counter.title, "roles": roles, "windows": windows}
    return say_code("no_work_at_this_window", facts)


def _ratings(hall: HallAccess, desk: Desk, password: str) -> WindowRatings:
    """Writes a citizen's answer as the evaluation device of the window, never as the clerk (decisions 17)."""
    code = desk.session.counter.code
    return WindowRatings(
        lambda: hall.begin_device(code, password),
        f"pad_{code:02d}",
        desk.invitation,
        desk.print_rating_code,
        lambda window: counter_of(hall, window).title,
    )
