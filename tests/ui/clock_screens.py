"""The clock page and the register of delegations over lists, in every state that must fit.

Also a program of its own: ``python -m tests.ui.clock_screens`` says for each state what is cut or scrolls.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.ui.screen_support import COUNTER, HALL, LONG_ITEM, LONG_UNIT, NOW, SESSION, case_file, uid
from tests.ui.work_screens import FakeCitizen, wait
from yichuang_desktop.app.program import make_application
from yichuang_desktop.domain.delegations import Delegation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.obligations import ObligationKind
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.ports import CaseFile, Session
from yichuang_desktop.services.ports_delegations import DelegationRow
from yichuang_desktop.services.ports_obligations import ObligationRow
from yichuang_desktop.ui.delegations.screen import DelegationsScreen
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.main_window import Place, Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.obligations.screen import ObligationsScreen
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks

TODAY = NOW.date()
LONG_OFFICE = "内乡县自然资源局不动产登记中心（城郊分中心）"
LEADER = replace(SESSION, roles=frozenset({Role.GROUP_LEADER, Role.WINDOW_CLERK}))


def owed(
    number: int, days: int, kind: ObligationKind = ObligationKind.SUPPLY, **changes: Any
) -> ObligationRow:
    """An obligation due in so many days."""
    known = ObligationRow(
        case_id=uid(f"case{number}"), revision=2, kind=kind, receipt_no=f"NX20261123-04-{number:04d}",
        applicant_name="测试样例甲", phone="15400000012", item_name="食品经营许可（新办）",
        department="内乡县市场监督管理局", department_phone="0377-00000004", owed=("健康证明",),
        due=TODAY + timedelta(days=days), since=TODAY, counter=4, handler_name="员工甲", approval="received",
    )  # fmt: skip
    return replace(known, **changes)


LONGEST = owed(
    9999, -30, applicant_name=LONG_UNIT, item_name=LONG_ITEM, department=LONG_OFFICE,
    owed=tuple(f"第{n}份：农村集体经济组织成员（代表）会议决议" for n in range(1, 4)),
)  # fmt: skip


def document(number: int, **changes: Any) -> DelegationRow:
    """A document of the register."""
    one = Delegation(
        uid(f"document{number}"), f"内乡县第{number}局", "", date(2024, 1, 1), f"内政数委〔2024〕{number}号"
    )
    return DelegationRow(replace(one, **changes), "", "员工甲")


@dataclass
class Desk:
    """What both screens ask."""

    session: Session = SESSION
    rows: tuple[ObligationRow, ...] = ()
    documents: tuple[DelegationRow, ...] = ()
    sent: list[Any] = field(default_factory=list)

    @property
    def views(self) -> "Desk":
        return self

    def obligations(self, _counter: int | None) -> tuple[ObligationRow, ...]:
        return self.rows

    def delegations(self) -> tuple[DelegationRow, ...]:
        return self.documents

    def calendar(self) -> WorkCalendar:
        return WorkCalendar()

    def case_file(self, _case_id: Any) -> CaseFile:
        return case_file()

    def begin_form(self, _name: str, _file: CaseFile | None = None) -> dict[str, Any]:
        return {}

    def items(self) -> tuple[Any, ...]:
        return ()


class Clock:
    """A shell with both screens in it."""

    def __init__(self, desk: Desk, which: str) -> None:
        self.desk, self.tasks, self.messages = desk, Tasks(), Messages()
        place = Place(HALL.name, COUNTER.title, desk.session.name, demonstration=True)
        self.shell = Shell(place, self.messages, Sounds(False))
        files: Any = None
        any_desk: Any = desk
        tools = FormTools(
            self.tasks, self.messages, any_desk, FakeCitizen(), Sounds(False), files, lambda: NOW
        )
        self.shell.add_screen("obligations", "待补待查", None, lambda: ObligationsScreen(tools))
        self.shell.add_screen("delegations", "委托登记", None, lambda: DelegationsScreen(tools))
        self.shell.set_badge("obligations", 12)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.show_screen(which)
        self.settle()

    @property
    def screen(self) -> Any:
        return self.shell.current_screen

    def settle(self) -> None:
        """Every answer is there and laid out."""
        wait(lambda: self.tasks.pending == 0)

    def complaints(self) -> list[str]:
        """What is cut, or makes the window wider than the smallest screen."""
        for _ in range(4):
            wait(lambda: True)
        wide = self.shell.width()
        said = [message.text for message in self.messages.history]
        return [*said, *find_cut_texts(self.shell), *([f"{wide} px wide"] if wide > 1366 else [])]

    def close(self) -> None:
        self.shell.close()
        self.tasks.close()


def _form(desk: Desk, which: str, act: str) -> Clock:
    clock = Clock(desk, which)
    clock.screen.forms.open_form(act, case_file() if which == "obligations" else None)
    clock.settle()
    return clock


KINDS = (ObligationKind.NOTICE, ObligationKind.SUPPLY, ObligationKind.CHECK)
FULL = tuple(owed(number, number % 40 - 5, KINDS[number % 3]) for number in range(1, 500))
STATES: dict[str, Callable[[], Clock]] = {
    "obligations empty": lambda: Clock(Desk(), "obligations"),
    "obligations one": lambda: Clock(Desk(rows=(owed(1, 3),)), "obligations"),
    "obligations full": lambda: Clock(Desk(LEADER, FULL), "obligations"),
    "obligations longest": lambda: Clock(Desk(LEADER, (LONGEST, owed(1, 0), owed(2, 1))), "obligations"),
    "obligations form": lambda: _form(Desk(LEADER, (LONGEST,)), "obligations", "supply_deferred"),
    "delegations empty": lambda: Clock(Desk(), "delegations"),
    "delegations full": lambda: Clock(Desk(documents=tuple(map(document, range(1, 200)))), "delegations"),
    "delegations longest": lambda: Clock(
        Desk(
            documents=(
                document(1, department=LONG_OFFICE, until=TODAY, end_document_no="内政数委止〔2026〕19号"),
            )
        ),
        "delegations",
    ),
    "delegations form": lambda: _form(Desk(documents=(document(1),)), "delegations", "file_delegation"),
}


def complaints(state: str, picture: Path | None = None) -> list[str]:
    """What is wrong with a state."""
    clock = STATES[state]()
    try:
        found = clock.complaints()
        if picture is not None:
            clock.shell.grab().save(str(picture / f"{state.replace(' ', '-')}.png"))
        return found
    finally:
        clock.close()


if __name__ == "__main__":
    application = make_application(["clock-screens"], always_shipped=True)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    everything = {name: complaints(name, folder) for name in STATES}
    for name, words in everything.items():
        print(name, words or "ok")
    print("scale", application.primaryScreen().devicePixelRatio())
    sys.exit(any(everything.values()))
