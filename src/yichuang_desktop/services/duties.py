"""Who serves what from which day on: the duties of windows (2.3.4; R-SEAT-2, R-DUTY-1/2/3)."""

from yichuang_desktop.domain import duties
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.requests import SetDuties


def set_duties(seat: Seat, request: SetDuties) -> str:
    """Change what a window serves from a day on, with a reason; gives the entry's id (R-SEAT-2).

    The past stays what it was; what was arranged for a later day stays arranged.  Sent again it is done once.

    Raises RuleViolation of the fields, ``duty_not_your_role``, ``duty_not_your_group``, ``duty_since_past``,
    ``duty_not_for_kind``, ``duty_unchanged``, ``duty_channel_unknown``, ``window_code_invalid``.
    """
    with seat.begin() as work:
        entries = work.duty_entries()
        before = next((entry for entry in entries if entry.change_id == request.act_id), None)
        channels = _channels(request.channels)
        if before is not None:
            _check_same(before, request, channels)
            return str(request.act_id)
        today = work.now().date()
        check_fields(request, today)
        counter = work.counter(request.window)
        duties.check_arranger(work.roles, seat.access.member.group_id, counter)
        duties.check_change(counter, request.since, channels, today, entries)
        work.add_duties(request.act_id, counter.code, request.since, channels, request.reason.strip())
        work.commit()
    return str(request.act_id)


def _check_same(entry: duties.DutyEntry, request: SetDuties, channels: tuple[Channel, ...]) -> None:
    written = (entry.window, entry.since, entry.channels, entry.reason)
    if written != (request.window, request.since, channels, request.reason.strip()):
        raise RuleViolation("other_act_under_this_id")


def _channels(names: tuple[str, ...]) -> tuple[Channel, ...]:
    try:
        return duties.in_order(Channel(name) for name in names)
    except ValueError as error:
        known = {channel.value for channel in Channel}
        wrong = next(name for name in names if name not in known)
        raise RuleViolation("duty_channel_unknown", field="channels", name=wrong) from error


ACTS: dict[str, Handler] = {
    "set_duties": Handler(SetDuties, set_duties, title="调整窗口职责", roles=duties.ARRANGE),
}
