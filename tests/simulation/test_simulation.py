"""A simulated hall goes through all paths by the same services and keeps every invariant."""

from pathlib import Path

import pytest

from tests.servers.postgres import PostgresServer
from yichuang_desktop.app.simulation import Simulation, simulate
from yichuang_desktop.domain.hall import Channel

SEED, DAYS = 20, 6


@pytest.fixture(params=["sqlite", "postgresql"])
def simulated(request: pytest.FixtureRequest, tmp_path: Path) -> Simulation:
    """A short simulation on each kind of database; the full figures are the soak's."""
    if request.param == "sqlite":
        return simulate(f"sqlite:///{tmp_path / 'hall.sqlite'}", days=DAYS, cases=110, seed=SEED)
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return simulate(server.fresh_database(), days=DAYS, cases=60, seed=SEED)


def test_every_invariant_holds_and_every_channel_was_used(simulated: Simulation) -> None:
    assert simulated.breaches == (), [(b.invariant.name, b.subject) for b in simulated.breaches]
    channels = {channel for channel, _approval, _count in simulated.tally.cases}
    assert channels >= {channel.value for channel in Channel} - {"cross_province", "department_system"}
    done = dict(simulated.tally.acts)
    assert {"accept", "hand_over", "issue", "register_online", "accept_package"} <= set(done)
    assert simulated.tally.services >= simulated.tally.ratings > 0
    said = "\n".join(simulated.lines())
    assert "各项核验全部相符" in said
    assert "收件受理" in said
