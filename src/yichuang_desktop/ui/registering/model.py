"""What a window may register: its duties decide (R-DUTY-1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.services.offering import Offer, beginnings
from yichuang_desktop.ui.forms.act_forms import FormDone
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.theme import Tone

LAST = 8


@dataclass(frozen=True, slots=True)
class Registered:
    """What was registered here just now."""

    at: datetime
    title: str
    number: str
    case_id: UUID
    act: str

    @property
    def words(self) -> str:
        """One line of 刚刚登记."""
        number = f"　{self.number}" if self.number else ""
        return f"{self.at:%H:%M}　{self.title}{number}"


def registered(done: FormDone) -> Registered | None:
    """What a form has begun; None for one that began nothing."""
    answer = done.answer
    if not isinstance(answer, ActDone):
        return None
    return Registered(answer.at, done.title, answer.receipt_no, answer.case_id, done.name)


def place_of(act: str, roles: frozenset[Role]) -> str:
    """Where what was registered is gone on with: a parcel's papers are reviewed like any intake."""
    reviews = bool(roles & {Role.WINDOW_CLERK, Role.GROUP_LEADER})
    return "intake" if act == "open_parcel" and reviews else "case"


def groups(roles: frozenset[Role], duties: Iterable[Channel]) -> list[tuple[str, tuple[Offer, ...]]]:
    """What a window registers, under the names of its channels; an act stands under the first it has."""
    seen: set[str] = set()
    found = []
    for channel, offers in beginnings(roles, duties).items():
        fresh = tuple(offer for offer in offers if offer.name not in seen)
        seen |= {offer.name for offer in fresh}
        if fresh:
            found.append((channel.title, fresh))
    return found


def step_of(duties: Iterable[Channel], any_offer: bool) -> Step:
    """What is to be done here."""
    if any_offer:
        return Step("按键选择要登记的一种，填好后按 F12 登记。")
    titles = "、".join(duty.title for duty in duties) or "无"
    return Step(f"本窗口今天没有要在这里登记的业务（本窗口职责：{titles}）。职责由组长安排。", Tone.CALM)
