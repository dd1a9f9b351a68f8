"""What is offered for a case is what the table allows and the person may record, the next step first."""

from uuid import uuid4

import pytest

from tests.domain.case_walks import chart
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Tracks
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.offering import beginnings, channels_of, may, offers, title_of
from yichuang_desktop.services.register import HANDLERS

CLERK, DESK = frozenset({Role.WINDOW_CLERK}), frozenset({Role.ISSUANCE_CLERK})


@pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.ONLINE, Channel.MAIL, Channel.PROVINCE])
def test_every_offer_is_allowed_and_the_next_step_is_first(channel: Channel) -> None:
    for case in chart(channel).positions:
        for roles in (CLERK, DESK, CLERK | DESK | {Role.GROUP_LEADER}):
            found = offers(case, roles)
            for offer in found:
                assert HANDLERS[offer.name].form
                assert may(offer.name, roles)
                if offer.name in TABLE and HANDLERS[offer.name].allows is None:
                    assert case.allows(offer.name)
            coming = [offer.name for offer in found if offer.coming]
            assert coming in ([], [next_step(case).act])
            assert not coming or found[0].coming


def test_nobody_is_offered_what_is_not_theirs() -> None:
    case = Case(
        uuid4(),
        Channel.COUNTER,
        Tracks(Approval.IN_REVIEW, Papers.WITH_DEPARTMENT, Counterfoil.WITH_ISSUANCE),
    )
    assert not offers(case, frozenset())
    of_clerk, of_desk = ({offer.name for offer in offers(case, roles)} for roles in (CLERK, DESK))
    assert "open_special_step" not in of_clerk
    assert of_desk - of_clerk


def test_what_a_window_registers_follows_its_duties() -> None:
    everyone = frozenset(Role)
    online = beginnings(everyone, (Channel.ONLINE,))
    assert set(online) <= {Channel.ONLINE, Channel.CONSULTATION}
    every = beginnings(everyone, tuple(Channel))
    for channel, found in every.items():
        for offer in found:
            assert channel in channels_of(offer.name)
            assert HANDLERS[offer.name].begins
    assert not beginnings(frozenset(), tuple(Channel))


def test_every_form_is_named_in_chinese() -> None:
    for name, handler in HANDLERS.items():
        assert not handler.form or not title_of(name).isascii(), name
