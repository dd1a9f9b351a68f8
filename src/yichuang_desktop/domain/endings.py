"""The negative endings, each with its own paper, seal and remedies, chosen in words (dossier 2.4).

============ ================= ==================== ===========
ending       when              paper                remedies
============ ================= ==================== ===========
不予受理     before acceptance  不予受理决定书       yes
退件         after              一次性告知单 + 存根  a decision only
不予许可     after              不予许可决定书       yes
============ ================= ==================== ===========
"""

from collections.abc import Mapping
from typing import Final

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.titled import TitledEnum
from yichuang_desktop.domain.transitions import TABLE

RECONSIDERATION_DAYS, LITIGATION_MONTHS = 60, 6
"""Days for administrative reconsideration, months for litigation (行政复议法 20, 行政诉讼法 46)."""


class EndingCause(TitledEnum):
    """Why an application does not lead to a result: asked before any negative ending."""

    MATERIALS = "materials"
    WITHDRAWN = "withdrawn"
    CONDITIONS = "conditions"

    def _words(self) -> str:
        """The question's three answers."""
        return {"materials": "材料问题", "withdrawn": "申请人撤回", "conditions": "不符合条件"}[self.value]


BEFORE_ACCEPTANCE: Final[Mapping[EndingCause, str]] = {
    EndingCause.MATERIALS: "notify",
    EndingCause.WITHDRAWN: "abandon",
    EndingCause.CONDITIONS: "not_accept",
}
AFTER_ACCEPTANCE: Final[Mapping[EndingCause, str]] = {
    EndingCause.MATERIALS: "send_back",
    EndingCause.WITHDRAWN: "withdraw",
    EndingCause.CONDITIONS: "refuse",
}
"""Which act a cause leads to."""


def ending_of(cause: EndingCause, *, accepted: bool) -> str:
    """The act this cause leads to."""
    return (AFTER_ACCEPTANCE if accepted else BEFORE_ACCEPTANCE)[cause]


def check_cause(act: str, cause: EndingCause | str, *, accepted: bool = True) -> None:
    """Refuse an ending whose cause belongs to another one, and name that one.

    Raises RuleViolation ``ending_is_another`` beside the field ``cause``.
    """
    chosen = EndingCause(cause)
    right = ending_of(chosen, accepted=accepted)
    if right != act:
        raise RuleViolation(
            "ending_is_another", field="cause", cause=chosen, act=TABLE[act].title, right=TABLE[right].title
        )
