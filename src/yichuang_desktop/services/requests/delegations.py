"""The register of delegations: filing a document, ending one (R-IN-8, 3.2.1.1)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, asked


@dataclass(frozen=True, slots=True)
class FileDelegation:
    """A department's document that delegates acceptance to the hall is put on file."""

    act_id: UUID
    counter: int
    department: str = asked(
        "委托部门", hint="写全称，与事项库一致；全县统一委托的留空", required=False, default=""
    )
    item_id: str = asked(
        "只委托一个事项", AskKind.ITEM, required=False, hint="留空：该部门的全部事项", default=""
    )
    document_no: str = asked("委托书文号", AskKind.NO, hint="例如 内政数委〔2026〕12号", default="")
    since: date | None = asked("自哪天起", AskKind.DAY, default=None)
    until: date | None = asked("到哪天止", AskKind.DAY, required=False, hint="没有期限的留空", default=None)


@dataclass(frozen=True, slots=True)
class EndDelegation:
    """A delegation is ended by a further document; the entry itself stays as it was."""

    act_id: UUID
    counter: int
    delegation_id: UUID
    document_no: str = asked("终止文件文号", AskKind.NO, default="")
    until: date | None = asked("最后一天", AskKind.DAY, hint="这一天还可以收件", default=None)
