"""How an intake may end well or not yet: which way is open, and in words why another is not; plain Python."""

from dataclasses import dataclass
from enum import Enum

from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.items import Package, ServiceItem, limit_text
from yichuang_desktop.domain.obligations import check_limit
from yichuang_desktop.ui.parts.facts import Fact
from yichuang_desktop.ui.theme import Tone


class IntakeWay(Enum):
    """The ways of accepting; each with what its main act is called."""

    ACCEPT = "收件受理"
    CONDITIONALLY = "容缺受理"
    ON_COMMITMENT = "告知承诺受理"
    PACKAGE = "一件事受理"
    """One thing, done once (R-IN-11)."""
    MAILED = "邮寄收件"
    """What came in a parcel: with the officer, by a form of its own (R-IN-13)."""

    @property
    def told_first(self) -> bool:
        """Whether a page says what is told before the last key."""
        return self not in (IntakeWay.ACCEPT, IntakeWay.MAILED)

    @property
    def signed(self) -> bool:
        """Whether the applicant stands at the window to sign."""
        return self is not IntakeWay.MAILED

    @property
    def texts(self) -> int:
        """How many texts are signed."""
        return 2 if self in (IntakeWay.CONDITIONALLY, IntakeWay.ON_COMMITMENT) else 1


@dataclass(frozen=True, slots=True)
class Ways:
    """What a checklist leaves open; empty words: open."""

    accept: str
    conditionally: str
    on_commitment: str
    notify: str
    replaced: tuple[int, ...] = ()
    """Materials an informed commitment would stand for."""

    @property
    def usual(self) -> IntakeWay:
        """The way that follows from the checklist; a commitment is only ever chosen."""
        return IntakeWay.CONDITIONALLY if not self.conditionally else IntakeWay.ACCEPT

    def facts(self, chosen: IntakeWay) -> list[Fact]:
        """One line a way: open, chosen, or why not."""
        own = chosen in (IntakeWay.PACKAGE, IntakeWay.MAILED)
        if own:
            return [
                _line("一件事" if chosen is IntakeWay.PACKAGE else chosen.value, self.accept, True, "F12"),
                _line("一次告知", self.notify, False, "F10"),
            ]
        return [
            _line("收件受理", self.accept, chosen is IntakeWay.ACCEPT, "F12"),
            _line("容缺受理", self.conditionally, chosen is IntakeWay.CONDITIONALLY, "F12"),
            _line("告知承诺", self.on_commitment, chosen is IntakeWay.ON_COMMITMENT, "Alt G"),
            _line("一次告知", self.notify, False, "F10"),
        ]


def _line(title: str, why_not: str, chosen: bool, key: str) -> Fact:
    if why_not:
        return (title, why_not, Tone.CALM)
    return (title, f"可以，按 {'F12' if chosen else key}", Tone.GOOD if chosen else Tone.NONE)


def ways_of(checklist: Checklist, item: ServiceItem) -> Ways:
    """What is open once every material has its verdict."""
    lacking = [row for row in checklist.rows if row.lacking]
    left = f"还有 {len(checklist.unjudged)} 份材料没有审查" if checklist.unjudged else ""
    return Ways(
        accept=left or _why_not_accept(checklist, len(lacking)),
        conditionally=left or _why_not_conditionally(checklist, item, len(lacking)),
        on_commitment=left or why_not_commit(checklist, item),
        notify=left or ("" if lacking else "材料没有缺项"),
        replaced=tuple(row.seq for row in lacking),
    )


def _why_not_accept(checklist: Checklist, lacking: int) -> str:
    if lacking:
        return f"{lacking} 份材料不齐或不合格"
    return "有容缺的材料" if checklist.deferred else ""


def _why_not_conditionally(checklist: Checklist, item: ServiceItem, lacking: int) -> str:
    if not item.conditional_acceptance.allowed:
        return "本事项不适用"
    if lacking:
        may = [row.name for row in checklist.rows if row.lacking and row.deferrable]
        return f"{may[0]}等可按 D 判容缺" if len(may) == lacking else "缺的不都能容缺"
    return "" if checklist.deferred else "没有判为容缺的"


def why_not_commit(checklist: Checklist, item: ServiceItem) -> str:
    """Why no informed commitment is offered; empty when the applicant may choose it (R-IN-6)."""
    if not item.informed_commitment.applies:
        return "本事项不适用"
    if checklist.deferred:
        return "有容缺的，按容缺受理"
    lacking = [row for row in checklist.rows if row.lacking]
    if any(row.verdict is not MaterialVerdict.MISSING for row in lacking):
        return "不合格的不能以承诺代替"
    if lacking and not checklist.received:
        return "没有收到任何材料"
    return ""


def commitment_points(item: ServiceItem, checklist: Checklist, replaced: tuple[int, ...]) -> list[str]:
    """What the clerk tells before an informed commitment is signed, line by line."""
    rule, limit = item.informed_commitment, check_limit(item)
    names = "、".join(checklist.row(seq).name for seq in replaced)
    return [
        f"适用范围：{rule.kind + '，' if rule.kind else ''}{rule.scope}",
        f"以承诺代替的材料：{names}" if names else "材料齐全，承诺符合条件",
        f"办理程序：签承诺书后受理，承诺时限 {item.promise_text}，办结后核查",
        f"要求：{'；'.join(item.conditions) or '符合法定条件，其他材料齐全'}",
        f"核查：部门在{limit_text(limit.amount, limit.unit.value)}内核查",
        "不实承诺：终止办理、撤销决定，纳入信用记录，涉嫌违法的依法处理",
        "申请人不愿承诺的，按 Esc 返回，按一般程序办理",
    ]


def conditional_points(item: ServiceItem, checklist: Checklist) -> list[str]:
    """What the notice of a conditional acceptance will say, line by line."""
    rule = item.conditional_acceptance
    term = limit_text(rule.term, rule.unit) if rule.term else item.promise_text
    points = [f"{row.name}：{row.form} {row.copies_due} 份，{term}内补交" for row in checklist.deferred]
    points.append("补交方式：现场、邮寄或网上，以到达日期为准")
    points.append("补齐以前不出具办理结果；逾期未补的，终止办理")
    if rule.note:
        points.append(rule.note)
    if rule.term and item.promised_limit is not None and rule.term > item.promised_limit:
        points.append(
            f"补交期限（{term}）长于承诺时限（{item.promise_text}），补齐以前不能出证，请提醒申请人尽早补"
        )
    return points


def package_points(package: Package, left_out: frozenset[int]) -> list[str]:
    """The parts of a package and who does them; optional ones may be left out by their digit."""
    points = []
    for member in package.members:
        where = "部门另行办理" if not member.in_library else member.department
        wanted = "" if not member.optional else ("　不办" if member.step in left_out else "　要办")
        key = f"（按 {member.step} 改）" if member.optional else ""
        points.append(f"{member.step}. {member.name}（{where}）{wanted}{key}")
    points.append("材料只收一套，系统分发到各部门；全部办结才算办结")
    return points
