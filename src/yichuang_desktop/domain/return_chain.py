"""The return as the regulation's chain: every link done, due or missing, in order, with its actor (3.2.5).

综窗受理 → 交接材料 → 存根承诺书交出证窗口 → 部门退件（原因、公章、平台、材料） → 通知 → 领取或邮寄
→ 告知单交申请人 → 归档.  Nothing is stored: the links are read off the acts that hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.titled import TitledEnum
from yichuang_desktop.domain.tracks import Approval


class HeldAct(Protocol):
    """An act of the history that holds."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def doer_name(self) -> str: ...
    @property
    def evidence(self) -> Mapping[str, Any]: ...


class LinkState(TitledEnum):
    """How a link of the chain stands."""

    DONE = "done"
    DUE = "due"
    """The next thing to do."""
    TO_COME = "to_come"
    MISSING = "missing"
    """A later link is done and this one is not."""

    def _words(self) -> str:
        """As the chain on screen says it."""
        return {"done": "已办", "due": "该办", "to_come": "待办", "missing": "缺"}[self.value]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain."""

    title: str
    actor: Doer
    state: LinkState
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    title: str
    actor: Doer
    kinds: frozenset[str]
    evidence: str = ""
    """The evidence within the act that shows the link; empty: the act itself."""


def _rule(title: str, actor: Doer, *kinds: str, evidence: str = "") -> _Rule:
    return _Rule(title, actor, frozenset(kinds), evidence)


_ACCEPTING = ("accept", "accept_conditionally", "accept_on_commitment", "accept_package", "accept_mailed")
_HANDING = ("hand_over", "accept_mailed")
_REGISTERING = ("register_counterfoil", "register_online_counterfoil")
_BACK = ("give_papers_back", "mail_papers_back")
_RULES = (
    _rule("综合窗口受理", Doer.CLERK, *_ACCEPTING, "register_online"),
    _rule("与后台交接材料，存根签字", Doer.DEPARTMENT_OFFICER, *_HANDING),
    _rule("存根和信用承诺书交出证窗口", Doer.CLERK, *_REGISTERING),
    _rule("部门写明退件原因，告知单加盖公章", Doer.DEPARTMENT_OFFICER, "send_back", evidence="seal"),
    _rule("平台退回办件并标注原因", Doer.DEPARTMENT_OFFICER, "send_back", evidence="platform_return"),
    _rule("材料送到出证窗口", Doer.DEPARTMENT_OFFICER, "send_back", evidence="papers_list"),
    _rule("一次性告知单存根送到出证窗口", Doer.DEPARTMENT_OFFICER, "send_back", evidence="notice_stub"),
    _rule("电话通知申请人", Doer.CLERK, "call_for_return"),
    _rule("凭收件通知单领取，或免费邮寄", Doer.APPLICANT, *_BACK),
    _rule("一次性告知单交给申请人", Doer.CLERK, *_BACK),
    _rule("存根、通知单、承诺书装袋归档", Doer.CLERK, "put_in_bag"),
    _rule("移交档案室", Doer.CLERK, "transfer_to_archive"),
)


def is_return(case: Case, acts: Iterable[HeldAct]) -> bool:
    """Whether the case was returned by its department."""
    return case.tracks.approval is Approval.RETURNED or any(act.kind == "send_back" for act in acts)


def chain(case: Case, acts: Iterable[HeldAct]) -> tuple[Link, ...]:
    """Every link of a return as it stands; an electronic case has no papers to be handed over."""
    held = tuple(acts)
    online = any(act.kind == "register_online" for act in held)
    rules = [rule for rule in _RULES if not (online and rule.kinds == frozenset(_HANDING))]
    found = [_shown(rule, held) for rule in rules]
    last = max((place for place, act in enumerate(found) if act is not None), default=-1)
    return tuple(
        _link(rule, act, place, last) for place, (rule, act) in enumerate(zip(rules, found, strict=True))
    )


def _shown(rule: _Rule, acts: tuple[HeldAct, ...]) -> HeldAct | None:
    for act in reversed(acts):
        if act.kind in rule.kinds and (not rule.evidence or act.evidence.get(rule.evidence)):
            return act
    return None


def _link(rule: _Rule, act: HeldAct | None, place: int, last: int) -> Link:
    if act is not None:
        return Link(rule.title, rule.actor, LinkState.DONE, act.at, act.doer_name)
    if place < last:
        return Link(rule.title, rule.actor, LinkState.MISSING)
    return Link(rule.title, rule.actor, LinkState.DUE if place == last + 1 else LinkState.TO_COME)
