"""What may be left on a desk at the end of a day, each kind by name (peers 10)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang_desktop.domain.titled import TitledEnum


class LeftKind(TitledEnum):
    """Kinds of things left over, in the order of the list."""

    NOTICE = "notice"
    DRAFT = "draft"
    UNHANDED = "unhanded"
    UNSIGNED = "unsigned"
    UNREGISTERED = "unregistered"
    UNPHONED = "unphoned"
    QUESTION = "question"
    PRINT = "print"
    PUSH = "push"
    UNRATED = "unrated"

    def _words(self) -> str:
        """As the list says it."""
        return _TITLES[self]


_TITLES = {
    LeftKind.NOTICE: "暂存材料到告知期限",
    LeftKind.DRAFT: "收件没有办完",
    LeftKind.UNHANDED: "材料没有交接",
    LeftKind.UNSIGNED: "存根没有部门签字",
    LeftKind.UNREGISTERED: "存根没有交出证登记",
    LeftKind.UNPHONED: "结果没有电话通知",
    LeftKind.QUESTION: "咨询逾期没有答复",
    LeftKind.PRINT: "打印没有出来",
    LeftKind.PUSH: "推送没有成功",
    LeftKind.UNRATED: "服务没有评价",
}


@dataclass(frozen=True, slots=True)
class Left:
    """One thing left on a desk."""

    kind: LeftKind
    key: str
    """Names it among its kind: a case, a print job, a service."""
    counter: int
    case_id: UUID | None
    number: str
    applicant_name: str
    item_name: str
    since: datetime | None
    responsible: str
    detail: str = ""

    @property
    def name(self) -> str:
        """The key under which it is explained."""
        return f"{self.kind.value}:{self.key}"

    @property
    def words(self) -> str:
        """What is left to do, with what is known of it."""
        return f"{self.kind.title}（{self.detail}）" if self.detail else self.kind.title
