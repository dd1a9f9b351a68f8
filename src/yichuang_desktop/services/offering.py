"""What can be done now: the forms a person may fill in for a case, and those that begin one."""

from collections.abc import Iterable
from dataclasses import dataclass

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.register import HANDLERS


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that can be asked for now, by its name in the register."""

    name: str
    title: str
    coming: bool = False
    """It is the next step of the case."""


def offers(case: Case, roles: frozenset[Role]) -> tuple[Offer, ...]:
    """What a person with these roles may do with the case as it stands, the next step first.

    The table has the last word when the act is recorded; this list only spares what it would refuse anyway.
    """
    coming = next_step(case).act
    found = [
        Offer(name, title_of(name), name == coming)
        for name, handler in HANDLERS.items()
        if handler.form and not handler.begins and may(name, roles) and _fits(name, handler, case)
    ]
    return tuple(sorted(found, key=lambda offer: not offer.coming))


def beginnings(roles: frozenset[Role], duties: Iterable[Channel]) -> dict[Channel, tuple[Offer, ...]]:
    """What a window with these duties may register, by channel, in the channels' order (R-DUTY-1).

    A question (咨询) is nobody's duty alone: whoever may record it, may.
    """
    open_to = {*duties, Channel.CONSULTATION}
    names = [name for name, handler in HANDLERS.items() if handler.form and handler.begins]
    return {
        channel: found
        for channel in Channel
        if channel in open_to
        and (
            found := tuple(
                Offer(name, title_of(name))
                for name in names
                if may(name, roles) and channel in channels_of(name)
            )
        )
    }


def may(name: str, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles may ask for it."""
    allowed = HANDLERS[name].roles or (TABLE[name].recorded_by if name in TABLE else frozenset(Role))
    return bool(allowed & roles)


def channels_of(name: str) -> frozenset[Channel]:
    """The channels an act belongs to."""
    return HANDLERS[name].channels or (TABLE[name].channels if name in TABLE else frozenset(Channel))


def title_of(name: str) -> str:
    """What an act of the register is called on screen."""
    return HANDLERS[name].title or (TABLE[name].title if name in TABLE else name)


def _fits(name: str, handler: Handler, case: Case) -> bool:
    if case.channel not in channels_of(name):
        return False
    if handler.allows is not None:
        return handler.allows(case)
    return name not in TABLE or case.allows(name)
