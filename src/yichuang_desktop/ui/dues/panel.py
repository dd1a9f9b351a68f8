"""The right side of the reminders: the next thing to do, the call, who was told before, the case's days."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from yichuang_desktop.ui.dues.model import DueLine
from yichuang_desktop.ui.handover.model import OUTCOMES
from yichuang_desktop.ui.parts.facts import Bullets, FactList
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.theme import Tone

CALL, LOG, CASE = "提醒部门（F10）", "提醒记录", "办件"
WIDTH = 340


class DuesPanel(NextStepPanel):
    """The call is written here; what was said before stands under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", width=WIDTH, parent=parent)
        self.told = FieldBox("提醒了谁", max_length=30)
        self.outcome = ChoiceField[str](choices=OUTCOMES)
        self.outcome.choice.setAccessibleName("通话结果")
        self.said_words = FieldBox(placeholder="对方说了什么", max_length=100)
        self.said_words.edit.setAccessibleName("对方说了什么")
        self._log, self._facts = Bullets(), FactList()
        call = QHBoxLayout()
        call.setSpacing(8)
        call.addWidget(self.outcome)
        call.addWidget(self.said_words, 1)
        self.section(CALL).addWidget(self.told)
        self.section(CALL).addLayout(call)
        self.section(LOG).addWidget(self._log)
        self.section(CASE).addWidget(self._facts)
        self.show_line(None)

    def show_line(self, line: DueLine | None) -> None:
        """The case under the mark."""
        for title in (CALL, CASE):
            self.show_section(title, line is not None)
        self.show_section(LOG, line is not None and bool(line.row.reminders))
        if line is None:
            self.say(None)
            return
        self._log.set_points(line.log)
        self._facts.set_facts(_facts(line))
        self.say(_step(line))

    def begin(self, contact: str) -> None:
        """Another case: nothing of the last call stays."""
        self.told.set_text(contact)
        self.said_words.set_text("")


def _step(line: DueLine) -> Step:
    row = line.row
    phone = row.phone or "（事项库没有交接电话）"
    if line.overdue and row.reported_at is not None:
        return Step(f"已于 {row.reported_at:%m-%d} 上报超期，请继续提醒{row.department}办结。", Tone.BAD)
    if line.overdue and row.reminders:
        return Step("已超过承诺时限。请再提醒部门（F10），并按 F11 上报。", Tone.BAD)
    if line.overdue:
        return Step(f"已超过承诺时限而没有提醒记录，请马上提醒：{phone}", Tone.BAD)
    if row.step_due is not None and row.step_due < line.today:
        return Step(f"“{line.state}”已过计划结束日，请问清部门，结束的按 F12 登记。", Tone.WARN)
    if line.chase:
        return Step(f"{line.distance}，请提醒{row.department}出证办结：{phone}", Tone.WARN)
    return Step("时限还充裕。部门有特殊环节、补正或延期的，按 F12 登记。")


def _facts(line: DueLine) -> list[tuple[str, str]]:
    row = line.row
    guess = "（暂估）" if row.estimated else ""
    facts = [("受理", f"{row.accepted:%Y-%m-%d}" if row.accepted else "—")]
    facts.append(("到期", f"{row.due_on:%Y-%m-%d}{guess}" if row.due_on else "按事项规定"))
    if row.legal_due is not None and row.legal_due != row.due_on:
        facts.append(("法定到期", f"{row.legal_due:%Y-%m-%d}{'，已延长' if row.extended else ''}"))
    if row.special_step:
        facts.append(("环节", f"{row.special_step}　{line.step_end}"))
    return [*facts, ("联系", "　".join(part for part in (row.contact, row.phone) if part) or "—")]
