"""分办清单: the parts of a package as they read today; which fails, which waits for another (R-IN-11)."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.package_parts import ExternalState, PackageStanding, PartStanding
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

TITLE, WHOLE = "分办清单", "一件事整件"
SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part, or the whole package above its parts when the case on screen is one of them."""

    case_id: UUID | None
    step: int
    number: str
    item_name: str
    department: str
    state: str
    second: str
    """What it waits for, that it fails, or where it is handled."""
    due: str
    light: str
    tone: Tone
    light_tone: Tone
    here: bool = False
    """The case on screen."""

    @property
    def place(self) -> str:
        """``第 2 环节``; ``整件`` for the package itself."""
        return f"第 {self.step} 环节" if self.step else "整件"


class PartColumn(Enum):
    """The columns of 分办清单."""

    STEP = Column[PartLine](
        "环节", lambda line: line.place, lambda line: "本件" if line.here else "", width=92, bold=True
    )
    ITEM = Column[PartLine]("事项 · 部门", lambda line: line.item_name, lambda line: line.department)
    STATE = Column[PartLine](
        "状态", lambda line: line.state, lambda line: line.second, badge=lambda line: line.tone, width=196
    )
    DUE = Column[PartLine](
        "期限", lambda line: line.light, lambda line: line.due, badge=lambda line: line.light_tone, width=122
    )


def part_lines(found: PackageStanding, case: Case, today: date) -> tuple[PartLine, ...]:
    """The parts in the package's order; before them the whole, when the case on screen is a part."""
    lines = [_line(found, part, case, today) for part in found.parts]
    return tuple([_whole(found, case, today), *lines] if case.part_of else lines)


def summary(found: PackageStanding) -> str:
    """``3 个环节，还有 2 个没有办完；1 个未办成``."""
    words = [f"{len(found.parts)} 个环节"]
    words.append(f"还有 {len(found.open)} 个没有办完" if found.open else "都已有结果")
    failed = "、".join(part.item_name for part in found.failed)
    return "，".join(words) + (f"；未办成：{failed}" if failed else "")


def _line(found: PackageStanding, part: PartStanding, case: Case, today: date) -> PartLine:
    waits = part.tracks is None and part.external is ExternalState.WAITING
    light, light_tone = _light(part.due, part.ended and not waits, today)
    return PartLine(
        case_id=part.case_id,
        step=part.step,
        number=part.part_no,
        item_name=part.item_name,
        department=part.department,
        state=_state(part),
        second=_second(found, part),
        due=f"{part.due:%Y-%m-%d}" if part.due is not None else "",
        light=light,
        tone=_tone(part),
        light_tone=light_tone,
        here=part.case_id == case.case_id,
    )


def _whole(found: PackageStanding, case: Case, today: date) -> PartLine:
    due = found.due
    light, tone = _light(due, not found.open, today)
    return PartLine(
        case_id=UUID(case.part_of),
        step=0,
        number=case.part_no.partition("-P")[0],
        item_name=WHOLE,
        department=case.part_no.partition("-P")[0],
        state="有未办成" if found.failed else "办理中" if found.open else "各环节已办完",
        second=f"还有 {len(found.open)} 个环节" if found.open else "",
        due=f"{due:%Y-%m-%d}" if due is not None else "",
        light=light,
        tone=Tone.BAD if found.failed else Tone.MAIN if found.open else Tone.GOOD,
        light_tone=tone,
    )


def _state(part: PartStanding) -> str:
    return part.external.title if part.tracks is None else part.words


def _second(found: PackageStanding, part: PartStanding) -> str:
    if part.tracks is None:
        return "不在本大厅办理"
    if part.failed:
        return "请当面说明原因"
    waits = None if part.ended else found.waiting_for(part)
    return f"等第 {waits.step} 环节" if waits is not None else ""


def _tone(part: PartStanding) -> Tone:
    if part.failed:
        return Tone.BAD
    if part.tracks is None:
        return Tone.GOOD if part.external is ExternalState.DONE else Tone.CALM
    return Tone.GOOD if part.ended else Tone.MAIN


def _light(due: date | None, ended: bool, today: date) -> tuple[str, Tone]:
    """The words and colour of a due day: calendar days, as the applicant counts them."""
    if ended:
        return "已办完", Tone.GOOD
    if due is None:
        return "没有期限", Tone.CALM
    left = (due - today).days
    if left < 0:
        return f"超期 {-left} 天", Tone.BAD
    words = "今天到期" if left == 0 else f"还有 {left} 天"
    return words, Tone.WARN if left <= SOON_DAYS else Tone.CALM
