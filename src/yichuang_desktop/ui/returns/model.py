"""The lists of 退件邮寄 as they read today: whose, where it lies, how long, what is next."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from yichuang_desktop.domain.hall import Hall
from yichuang_desktop.domain.tracks import Approval, Papers, Result, Track, title_of
from yichuang_desktop.services.ports_returns import ReturnList, ReturnRow
from yichuang_desktop.services.uncollected import last_call, to_escalate, waited
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

TITLES = {
    ReturnList.HELD: "退还材料",
    ReturnList.MAIL: "结果邮寄",
    ReturnList.UNCOLLECTED: "通知后未领",
}
EMPTY = {
    ReturnList.HELD: ("没有要退还的材料", "部门退件、申请人撤回的材料送到后会出现在这里"),
    ReturnList.MAIL: ("没有要邮寄的结果", "申请人要求邮寄的结果会出现在这里"),
    ReturnList.UNCOLLECTED: ("没有通知后未领的结果", "电话通知过而没有来领的会出现在这里，等得最久的在前"),
}
WANTED = {
    ReturnList.HELD: ("bring_papers_back", "call_for_return", "give_papers_back", "mail_papers_back"),
    ReturnList.MAIL: ("mail_result", "confirm_delivery", "take_in_returned_mail", "note_mail_wish"),
    ReturnList.UNCOLLECTED: ("escalate_uncollected", "note_mail_wish", "mail_result"),
}
"""The acts each list is for."""
SLOW_DAYS = 3
"""Calendar days after which what lies here, or is on its way, stands out."""


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One case of a list, as it reads today."""

    which: ReturnList
    row: ReturnRow
    today: date
    hall: Hall

    @property
    def here(self) -> bool:
        """Whether there is something at the desk to be given or sent."""
        row = self.row
        if self.which is ReturnList.HELD:
            return row.papers != Papers.WITH_DEPARTMENT
        return row.result in (Result.WITH_ISSUANCE, Result.NOTIFIED)

    @property
    def late(self) -> bool:
        """The leader is to be told."""
        return self.which is ReturnList.UNCOLLECTED and to_escalate(self.row, self.hall, self.today)

    @property
    def state(self) -> str:
        """Where it stands, in a word or two."""
        row = self.row
        if self.which is ReturnList.HELD:
            return title_of(Track.APPROVAL, Approval(row.approval))
        if self.which is ReturnList.UNCOLLECTED:
            return "已报组长" if row.escalated_at is not None else "该报组长" if self.late else "未领取"
        if row.came_back_at is not None:
            return "邮件退回"
        if row.delivered_on:
            return "已妥投"
        return "待寄出" if self.here else "已寄出"

    @property
    def place(self) -> str:
        """Where the papers or the result are, and under which number."""
        row = self.row
        if self.which is ReturnList.HELD:
            if row.papers == Papers.NOT_APPLICABLE:
                return "电子件，交告知单"
            return "材料在出证窗口" if self.here else "待部门送回材料"
        if self.which is ReturnList.UNCOLLECTED:
            return f"通知 {row.calls} 次"
        if row.came_back_at is not None:
            return row.came_back_why
        return "" if self.here else row.waybill_no

    @property
    def tone(self) -> Tone:
        """Red where somebody waits too long or the post brought it back, green when it arrived."""
        if self.late or self.row.came_back_at is not None:
            return Tone.BAD
        if self.row.delivered_on:
            return Tone.GOOD
        if self.which is ReturnList.HELD:
            return Tone.MAIN if self.here else Tone.CALM
        return Tone.MAIN if self.which is ReturnList.MAIL and self.here else Tone.CALM

    @property
    def days(self) -> int:
        """Calendar days it has waited: since the first call, the sending, or the arrival at the desk."""
        if self.which is ReturnList.UNCOLLECTED:
            return waited(self.row, self.today)
        since = self.row.here_since if self.here or self.row.sent_at is None else self.row.sent_at
        return max((self.today - since.date()).days, 0) if since is not None else 0

    @property
    def since(self) -> str:
        """How long it waits, in words."""
        if self.row.delivered_on:
            return _day(date.fromisoformat(self.row.delivered_on))
        return f"{self.days} 天" if self.days else "今天"

    @property
    def since_tone(self) -> Tone:
        if self.row.delivered_on:
            return Tone.NONE
        limit = self.hall.uncollected_days if self.which is ReturnList.UNCOLLECTED else SLOW_DAYS
        return Tone.BAD if self.days >= limit else Tone.CALM

    @property
    def told(self) -> str:
        """The last call, or where the parcel goes."""
        if self.which is ReturnList.MAIL:
            return self.row.mail_to.get("address", "") or "还没有登记地址"
        return last_call(self.row) or "还没有电话通知"


class ReturnColumn(Enum):
    """The columns of the lists."""

    NUMBER = Column[ReturnLine](
        "收件编号 · 申请人", lambda line: line.row.number, lambda line: line.row.applicant_name, width=216,
        bold=True,
    )  # fmt: skip
    ITEM = Column[ReturnLine](
        "事项 · 最近通知或收件地址", lambda line: line.row.item_name, lambda line: line.told
    )
    STATE = Column[ReturnLine](
        "状态", lambda line: line.state, lambda line: line.place, badge=lambda line: line.tone, width=160
    )
    SINCE = Column[ReturnLine](
        "已等", lambda line: line.since, badge=lambda line: line.since_tone, width=104,
        sort=lambda line: -line.days,
    )  # fmt: skip


def step_of(line: ReturnLine | None, which: ReturnList) -> Step:
    """What is to be done with the case under the mark."""
    if line is None:
        return Step(EMPTY[which][1] + "。", Tone.CALM)
    if which is ReturnList.HELD:
        return _held(line)
    return _mail(line) if which is ReturnList.MAIL else _uncollected(line)


def _held(line: ReturnLine) -> Step:
    row = line.row
    if not line.here:
        return Step(f"请{row.department}把材料送回出证窗口，送到后登记。", Tone.WARN)
    if not row.calls:
        return Step(f"请电话通知{row.applicant_name}带收件通知单来取回材料，并登记通话。", Tone.WARN)
    if row.approval == Approval.RETURNED:
        return Step("凭收件通知单退还材料，一次性告知单一并交给申请人；要求邮寄的免费寄回。")
    return Step("凭收件通知单退还材料；要求邮寄的免费寄回。")


def _mail(line: ReturnLine) -> Step:
    row = line.row
    if row.came_back_at is not None:
        return Step(f"邮件因“{row.came_back_why}”退回。请电话核对地址，再寄或请申请人来领。", Tone.BAD)
    if line.here and not row.mail_to.get("address"):
        return Step("请先登记收件人、电话和地址，再免费寄递。", Tone.WARN)
    if line.here:
        return Step("请交邮寄窗口免费寄出，登记单号，寄件单据留存。", Tone.WARN)
    if row.delivered_on:
        return Step("已妥投，寄件单据随件归档。", Tone.GOOD)
    return Step(f"请查询 {row.waybill_no} 是否妥投；退回的登记邮件退回。", line.since_tone)


def _uncollected(line: ReturnLine) -> Step:
    row = line.row
    if row.escalated_at is not None:
        return Step(f"已于 {row.escalated_at:%m-%d} 报组长。请继续联系，可改为邮寄。", Tone.WARN)
    if line.late:
        return Step(f"首次通知后已满 {line.days} 天没有领取，请上报组长。", Tone.BAD)
    return Step(f"请再电话通知；满 {line.hall.uncollected_days} 天没有领取的上报组长。")


def facts_of(line: ReturnLine) -> list[tuple[str, str]]:
    """What helps beside the list."""
    row = line.row
    facts = [("部门", row.department), ("申请人电话", row.phone or "没有登记")]
    if row.mail_to.get("address"):
        to = row.mail_to
        facts.append(("寄给", "　".join(part for part in (to.get("name", ""), to.get("phone", "")) if part)))
        facts.append(("地址", to["address"]))
    if row.waybill_no:
        facts.append(("单号", f"{row.waybill_no}　{_at(row.sent_at)}"))
    if row.result_name and line.which is not ReturnList.HELD:
        facts.append(("结果", f"{row.result_name}　{row.result_no}".strip()))
    if row.first_call is not None:
        facts.append(("首次通知", _at(row.first_call)))
        facts.append(("最近通知", f"{last_call(row)}，共 {row.calls} 次"))
    return facts


def _at(at: datetime | None) -> str:
    return f"{at:%m-%d %H:%M}" if at is not None else ""


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
