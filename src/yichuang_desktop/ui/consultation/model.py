"""A question at the window as plain values: what is asked, what may be done with it, the lists beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from uuid import uuid4

from yichuang_desktop.domain.clocks import Light
from yichuang_desktop.domain.consultations import GUIDE_ANSWER, ORAL_ANSWER, USUAL_QUESTION, Age, age_of
from yichuang_desktop.domain.items import Material, ServiceItem
from yichuang_desktop.domain.masking import mask_phone
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports_consultation import ConsultationRow, ReferralRow
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

NOTHING = "请先在上面的框里找到事项，或者按 Alt 2 写下问题"
NO_ITEM = "请先在上面的框里找到事项"
NO_ANSWER = "请写下答复内容；答不了的按 Alt T 转部门"
_TONES = {Light.RED: Tone.BAD, Light.YELLOW: Tone.WARN, Light.GREEN: Tone.GOOD, Light.NEUTRAL: Tone.CALM}


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item of the library with its filled-in examples by the material's number."""

    version: int
    item: ServiceItem
    samples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material of the guide, and whether there is an example of it."""

    material: Material
    samples: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Where it comes from and when it is needed."""
        own = self.material
        parts = (
            "" if own.mandatory else "非必要",
            own.source,
            own.issuer,
            own.notes,
            "可容缺" if own.deferrable else "",
        )
        return " · ".join(part for part in parts if part)

    @property
    def sample(self) -> str:
        """Whether there is an example, in words."""
        return f"有（{len(self.samples)} 页）" if self.samples else "没有"


class MaterialColumn(Enum):
    """The materials of a guide."""

    SEQ = Column[MaterialLine]("序", lambda line: str(line.material.seq), width=44)
    NAME = Column[MaterialLine]("材料", lambda line: line.material.name, lambda line: line.where)
    FORM = Column[MaterialLine](
        "形式 · 份数", lambda line: f"{line.material.form} · {line.material.copies}", width=150
    )
    SAMPLE = Column[MaterialLine](
        "示范文本",
        lambda line: line.sample,
        badge=lambda line: Tone.GOOD if line.samples else Tone.CALM,
        width=124,
    )


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A question that waits for its department, with its age."""

    row: ReferralRow
    age: Age

    @classmethod
    def of(cls, row: ReferralRow, calendar: WorkCalendar, today: date) -> "ReferralLine":
        """As it stands today."""
        return cls(row, age_of(calendar, row.asked_at.date(), row.due, today))

    @property
    def called(self) -> str:
        """The calls that were made."""
        last = self.row.last_call_at
        return f"已催 {self.row.calls} 次，{last:%m-%d %H:%M}" if last else "还没有催过"

    @property
    def who(self) -> str:
        """Whom to tell."""
        return f"{self.row.asker} {mask_phone(self.row.phone)}".strip()


class ReferralColumn(Enum):
    """Questions not answered yet."""

    QUESTION = Column[ReferralLine](
        "问题", lambda line: line.row.question, lambda line: f"{line.row.consult_no}　{line.who}"
    )
    DEPARTMENT = Column[ReferralLine](
        "部门 · 催问", lambda line: line.row.department, lambda line: line.called, width=220
    )
    AGE = Column[ReferralLine](
        "已过 · 时限",
        lambda line: line.age.words,
        lambda line: f"转办 {line.row.asked_at:%m-%d}，已 {line.age.days} 个工作日",
        badge=lambda line: _TONES[line.age.light],
        sort=lambda line: line.row.due or date.max,
        width=196,
    )


class AskedColumn(Enum):
    """What was asked at this window today."""

    QUESTION = Column[ConsultationRow](
        "问题", lambda row: row.question, lambda row: f"{row.consult_no}　{row.asker}".strip()
    )
    ITEM = Column[ConsultationRow]("事项", lambda row: row.item_name or "（没有对应事项）", width=260)
    STATE = Column[ConsultationRow](
        "答复",
        lambda row: "已答复" if row.state == "answered" else "已转部门",
        lambda row: f"{row.asked_at:%H:%M} {row.clerk}",
        badge=lambda row: Tone.GOOD if row.state == "answered" else Tone.WARN,
        width=150,
    )


@dataclass
class AskModel:
    """The question on screen."""

    chosen: Chosen | None = None
    question: str = ""
    answer: str = ""
    asker: str = ""
    phone: str = ""
    consult_no: str = ""
    """Its number, once it is recorded."""

    @property
    def item(self) -> ServiceItem | None:
        """The item it is about."""
        return self.chosen.item if self.chosen is not None else None

    @property
    def begun(self) -> bool:
        """Whether anything of a question stands here."""
        return self.chosen is not None or bool(self.question or self.answer or self.asker or self.phone)

    @property
    def recorded(self) -> bool:
        """Whether it has its number already."""
        return bool(self.consult_no)

    @property
    def asked(self) -> str:
        """The question as it will be recorded."""
        return self.question or (USUAL_QUESTION if self.item is not None else "")

    def said(self, guide: bool) -> str:
        """The answer as it will be recorded."""
        if self.answer:
            return self.answer
        if self.item is None:
            return ""
        return GUIDE_ANSWER if guide else ORAL_ANSWER

    def materials(self) -> tuple[MaterialLine, ...]:
        """The guide's materials."""
        if self.chosen is None:
            return ()
        samples = self.chosen.samples
        return tuple(MaterialLine(one, samples.get(one.seq, ())) for one in self.chosen.item.materials)

    # -- what may be done

    def why_not_answer(self) -> str:
        """Why it cannot be recorded as answered; empty when it can."""
        if not self.begun or not self.asked:
            return NOTHING
        return "" if self.said(guide=False) else NO_ANSWER

    def why_not_guide(self) -> str:
        """Why no guide notice can be printed."""
        return "" if self.item is not None else NO_ITEM

    def request(self, counter: int, guide: bool) -> ask.AnswerAtCounter:
        """The record of the answer; fresh ids."""
        return ask.AnswerAtCounter(
            act_id=uuid4(), case_id=uuid4(), revision=0, counter=counter,
            item_id=self.item.item_id if self.item is not None else "", asker=self.asker, phone=self.phone,
            question=self.asked, answer=self.said(guide), guide=guide,
        )  # fmt: skip

    def referral(self) -> dict[str, str]:
        """What a referral begins with: everything that was written."""
        known = {"question": self.question, "asker": self.asker, "phone": self.phone}
        if self.item is not None:
            known |= {"item_id": self.item.item_id, "department": self.item.department}
        return {name: value for name, value in known.items() if value}

    def next_step(self, open_referrals: int, overdue: int) -> Step:
        """What is to be done now."""
        if self.recorded:
            return Step(f"已记录 {self.consult_no}。要办理的按 F11 开始收件，下一位按 F12。", Tone.GOOD)
        if self.item is not None:
            return Step("按 F10 打印告知单；当场说清楚的按 F12；答不了的按 Alt T 转部门。")
        if self.begun:
            return Step("写下答复按 F12；答不了的按 Alt T 转部门，留下联系方式。")
        if overdue:
            late = f"有 {overdue} 个转办问题超过期限没有答复"
            return Step(f"{late}，请按 Alt 3 到清单，电话催问（F10）。", Tone.BAD)
        if open_referrals:
            return Step(f"{open_referrals} 个转办问题等部门答复。来人咨询时直接输入事项。")
        return Step("输入事项名称、拼音首字母、部门或编码，指南马上出来。")


def overdue(lines: tuple[ReferralLine, ...]) -> int:
    """How many are past their last day."""
    return sum(line.age.light is Light.RED for line in lines)
