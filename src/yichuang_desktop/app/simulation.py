"""A simulated hall: citizens, clerks and departments go through all paths by the hall's own services.

What it leaves behind is proved by SQL that knows nothing of the domain (``store/proofs.py``): tracks,
numbers, clocks, ledgers, bags, one rating per service.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from yichuang_desktop import store
from yichuang_desktop.app import demo
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.tracks import Track, title_of
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.ports_proofs import Breach, Tally

Progress = Callable[[int, int], None]
ASKER = "leader1"


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a simulated hall did, and what is wrong with it."""

    steps: int
    seconds: float
    proving_seconds: float
    tally: Tally
    breaches: tuple[Breach, ...]

    @property
    def cases(self) -> int:
        """Applications and questions together."""
        return sum(count for _channel, _approval, count in self.tally.cases)

    def lines(self) -> tuple[str, ...]:
        """What it did, in words, for the console."""
        tally = self.tally
        head = (
            f"共 {self.cases} 件，{sum(count for _kind, count in tally.acts)} 步，"
            f"单据 {tally.papers} 张，服务 {tally.services} 次、评价 {tally.ratings} 次；"
            f"用时 {self.seconds:.1f} 秒，核验 {self.proving_seconds:.2f} 秒。"
        )
        ways = [
            f"  {Channel(channel).title}　{title_of(Track.APPROVAL, approval)}　{count} 件"
            for channel, approval, count in tally.cases
        ]
        acts = [f"  {TABLE[kind].title}　{count} 次" for kind, count in tally.acts]
        wrong = [f"  不符：{one.invariant.words}（{one.subject}：{one.detail}）" for one in self.breaches]
        verdict = "各项核验全部相符。" if not wrong else f"有 {len(wrong)} 处不符："
        return head, "办件：", *ways, "办理：", *acts, verdict, *wrong


def simulate(
    url: str,
    *,
    days: int,
    cases: int,
    seed: int,
    progress: Progress = lambda _done, _total: None,
) -> Simulation:
    """Make a hall at ``url`` and let ``cases`` applications come in ``days`` working days; then prove it.

    Raises RuleViolation ``hall_exists``.
    """
    began = perf_counter()
    steps = demo.build(url, cases=cases, days=days, seed=seed, progress=progress)
    built = perf_counter()
    hall = store.open_hall(url)
    try:
        views = hall.log_in(ASKER, PASSWORD).views
        breaches, tally = views.prove(), views.tally()
    finally:
        hall.close()
    return Simulation(steps, built - began, perf_counter() - built, tally, breaches)
