"""What the applicant is told in writing while a case is reviewed: a step's time, a correction, more time."""

from dataclasses import dataclass
from datetime import date

from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.clocks import Due, TwoClocks
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.papers import (
    CorrectionPaper,
    ExtensionPaper,
    MaterialLine,
    Paper,
    SpecialStepPaper,
)
from yichuang_desktop.domain.pausing import ARTICLE_34, StepTaken, days_text, latest
from yichuang_desktop.services.further_papers import Further
from yichuang_desktop.services.papers_made import SUPPLY_WAYS, PaperDesk, applicant_of, masked
from yichuang_desktop.services.requests import AskCorrection, Extend, OpenSpecialStep

ARTICLE_42 = {
    False: "《中华人民共和国行政许可法》第四十二条第一款",
    True: "《中华人民共和国行政许可法》第四十二条第二款",
}
"""A package is decided by several organs together."""


def number_of(case: Case) -> str:
    """The number people know a case by; a part has the package's with a suffix."""
    return case.receipt_no or case.part_no


@dataclass(frozen=True, slots=True)
class StepPapers:
    """The desk, the case and its item: what these papers are made from."""

    desk: PaperDesk
    case: Case
    item: ServiceItem | None
    notice: Further
    clocks: TwoClocks

    @property
    def _phone(self) -> str:
        item = self.item
        return (item.consult_phone or item.papers_phone if item else "") or self.desk.hall.phone

    @property
    def _accepted_on(self) -> date:
        return self.case.accepted_on or self.desk.at.date()

    def special_step(self, request: OpenSpecialStep, step: StepTaken, basis: str) -> Paper:
        """特殊环节所需时间告知书 (行政许可法 45)."""
        due = latest(self.clocks)
        return SpecialStepPaper(
            head=self.desk.head(self.notice.number, self.notice.code),
            receipt_no=number_of(self.case),
            applicant=masked(applicant_of(self.case)),
            item_name=self.case.item_name,
            department=self.case.department,
            step=step.name,
            reason=request.reason.strip(),
            legal_basis=basis,
            started_on=step.began_at.date(),
            days_text=days_text(request.days, request.unit),
            clock_text=step.clock_text,
            approved_by=request.approver.strip(),
            ends_on=step.planned_end,
            new_due=due.on if due else None,
            due_estimated=_estimated(due),
            consult_phone=self._phone,
            handled_by=request.officer.strip(),
        )

    def correction(self, request: AskCorrection, step: StepTaken) -> Paper:
        """受理后补正通知书."""
        return CorrectionPaper(
            head=self.desk.head(self.notice.number, self.notice.code),
            receipt_no=number_of(self.case),
            applicant=masked(applicant_of(self.case)),
            item_name=self.case.item_name,
            department=self.case.department,
            accepted_on=self._accepted_on,
            rows=tuple(material_line(seq, row) for seq, row in enumerate(request.rows, 1)),
            supply_by=request.supply_by,
            supply_ways=SUPPLY_WAYS,
            legal_basis=step.basis or ARTICLE_34,
            clock_text=step.clock_text,
            consult_phone=self._phone,
            handled_by=request.officer.strip(),
        )

    def more_time(self, request: Extend, before: date, *, package: bool) -> Paper:
        """延长办理期限通知书 (行政许可法 42)."""
        due = latest(self.clocks) if request.promise_days else self.clocks.legal or latest(self.clocks)
        return ExtensionPaper(
            head=self.desk.head(self.notice.number, self.notice.code),
            receipt_no=number_of(self.case),
            applicant=masked(applicant_of(self.case)),
            item_name=self.case.item_name,
            department=self.case.department,
            accepted_on=self._accepted_on,
            due_before=before,
            days_text=extension_text(request.legal_days, request.promise_days),
            due_after=due.on if due else before,
            reason=request.reason.strip(),
            legal_basis=ARTICLE_42[package],
            approved_by=request.approver.strip(),
            due_estimated=_estimated(due),
            consult_phone=self._phone,
            handled_by=request.officer.strip(),
        )


def material_line(seq: int, row: MaterialRow) -> MaterialLine:
    """A row of a form as a paper lists it."""
    return MaterialLine(seq, row.name, row.form, row.copies, remark=row.remark, sheets=row.sheets)


def extension_text(legal_days: int, promise_days: int) -> str:
    """What stands behind 延长: ``10个工作日（法定期限）、5个工作日（承诺期限）``."""
    parts = (("法定", legal_days), ("承诺", promise_days))
    return "、".join(f"{days_text(days)}（{name}期限）" for name, days in parts if days)


def _estimated(due: Due | None) -> bool:
    return due is not None and due.estimated
