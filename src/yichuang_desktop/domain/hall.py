"""The hall as configured: counters, groups, roles, channels (R-HALL-1/2, 2.2, ``Roles`` of the decisions).

Another county has other numbers; nothing here counts thirteen windows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yichuang_desktop.domain.titled import TitledEnum


class Role(TitledEnum):
    """The only list of roles; a person may hold several."""

    WINDOW_CLERK = "window_clerk"
    ISSUANCE_CLERK = "issuance_clerk"
    GROUP_LEADER = "group_leader"
    ARCHIVIST = "archivist"
    SUPERVISING_LEADER = "supervising_leader"
    HALL_SECTION = "hall_section"
    DIGITAL_SECTION = "digital_section"
    LIBRARY_KEEPER = "library_keeper"
    GUIDE_DESK = "guide_desk"
    ADMINISTRATOR = "administrator"

    def _words(self) -> str:
        """The role as people in the hall say it."""
        return _ROLE_TITLES[self]


_ROLE_TITLES = {
    Role.WINDOW_CLERK: "窗口人员",
    Role.ISSUANCE_CLERK: "出证人员",
    Role.GROUP_LEADER: "组长",
    Role.ARCHIVIST: "档案管理员",
    Role.SUPERVISING_LEADER: "业务主管领导",
    Role.HALL_SECTION: "大厅服务股",
    Role.DIGITAL_SECTION: "政务服务和数字政务股",
    Role.LIBRARY_KEEPER: "数字政务科（事项库）",
    Role.GUIDE_DESK: "导办台",
    Role.ADMINISTRATOR: "系统管理员",
}


class Doer(TitledEnum):
    """Who did what the log-in recorded (decisions 10): officers and citizens have no account."""

    CLERK = "clerk"
    APPLICANT = "applicant"
    DEPARTMENT_OFFICER = "department_officer"
    COURIER = "courier"
    GROUP_LEADER = "group_leader"
    HALL = "hall"
    """The rule itself: a term that ran out."""

    def _words(self) -> str:
        """Who did it, as the timeline says."""
        return _DOER_TITLES[self]


_DOER_TITLES = {
    Doer.CLERK: "窗口工作人员",
    Doer.APPLICANT: "申请人",
    Doer.DEPARTMENT_OFFICER: "部门后台工作人员",
    Doer.COURIER: "邮寄人员",
    Doer.GROUP_LEADER: "组长",
    Doer.HALL: "依规定",
}


class Channel(TitledEnum):
    """The way an application came (letters of the domain dossier, section 2.2)."""

    COUNTER = "counter"  # a
    ONLINE = "online"  # b
    DEPARTMENT_SYSTEM = "department_system"  # b'
    DEPARTMENT = "department"  # c
    PROVINCE = "province"  # d
    CROSS_PROVINCE = "cross_province"  # d
    LIFE_EVENT = "life_event"  # e
    MAIL = "mail"  # f
    CONSULTATION = "consultation"
    """No application: a question at the window (3.1; T0)."""

    def _words(self) -> str:
        """The channel as ledgers name it."""
        return _CHANNEL_TITLES[self]


_CHANNEL_TITLES = {
    Channel.COUNTER: "综窗",
    Channel.ONLINE: "网厅",
    Channel.DEPARTMENT_SYSTEM: "部门自建系统",
    Channel.DEPARTMENT: "非综窗",
    Channel.PROVINCE: "全豫通办",
    Channel.CROSS_PROVINCE: "跨省通办",
    Channel.LIFE_EVENT: "一件事一次办",
    Channel.MAIL: "邮寄办件",
    Channel.CONSULTATION: "咨询",
}


class CounterKind(TitledEnum):
    """Kinds of window (2.2.1)."""

    ZONE = "zone"
    INTAKE = "intake"
    ISSUANCE = "issuance"
    COURIER = "courier"

    def _words(self) -> str:
        """The kind as the sign over the window says it."""
        return {"zone": "专区受理", "intake": "综合受理", "issuance": "综合出证", "courier": "EMS 速递"}[
            self.value
        ]


WORKS_AT: Mapping[CounterKind, frozenset[Role]] = {
    CounterKind.ZONE: frozenset({Role.WINDOW_CLERK, Role.GROUP_LEADER}),
    CounterKind.INTAKE: frozenset({Role.WINDOW_CLERK, Role.GROUP_LEADER}),
    CounterKind.ISSUANCE: frozenset({Role.ISSUANCE_CLERK, Role.GROUP_LEADER}),
    CounterKind.COURIER: frozenset({Role.WINDOW_CLERK, Role.ISSUANCE_CLERK, Role.GROUP_LEADER}),
}
"""Whose work each kind of window is for; anybody else is told so at log-in, and may stay (2.2.1)."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One window of the hall (R-HALL-1). ``code`` (1–49) is hall-wide, unique, never reused (decisions 1)."""

    code: int
    floor: int
    sign: str
    """The number on the sign: ``1号`` may stand on two floors."""
    kind: CounterKind
    zone: str = ""
    group: str = ""
    duties: tuple[Channel, ...] = ()

    @property
    def title(self) -> str:
        """What the clerk and the papers call it."""
        name = self.zone or f"{self.kind.title}窗口"
        return f"{self.floor}楼 {self.sign}窗口 · {name}"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the hall (R-HALL-2)."""

    group_id: str
    name: str
    floor: int | None
    leader: str
    leader_since: date


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A log-in of the hall; department officers have none."""

    login: str
    name: str
    roles: frozenset[Role]
    group_id: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Hall:
    """What the papers and screens say about the hall; all of it configuration (R-X-8)."""

    name: str
    prefix: str
    phone: str = ""
    complaint_phone: str = ""
    demonstration: bool = False
    address: str = ""
    undo_minutes: int = 10
    referral_days: int = 3
    """Working days a department has to answer a question referred to it (R-ASK-2)."""
    uncollected_days: int = 15
    """Calendar days after the first call from which an unfetched result is told to the leader (3.2.4.3)."""
