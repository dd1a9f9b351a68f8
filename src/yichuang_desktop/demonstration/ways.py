"""What may befall an application that comes over the counter: every way of 3.2 and 3.2.5.

A way is a :class:`~stories.Teller` that chance leads aside: accepted on a condition or a commitment, stopped
by a special step, corrected, extended, refused, returned, withdrawn, made void, mailed.  Fields of forms are
begun as the screen begins them (``Desk.begin_form``), so that a story says only what people add.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from yichuang_desktop.demonstration.stories import DAY, HOUR, Teller
from yichuang_desktop.demonstration.timetable import Story
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.endings import EndingCause
from yichuang_desktop.domain.intake_form import Delivery, IntakeForm
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import remedies_text
from yichuang_desktop.domain.tracks import Approval, Papers
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.register import HANDLERS

CONDITIONAL, INFORMED, NOT_ACCEPTED, KEPT, GIVEN_UP_SHARE = 0.25, 0.25, 0.5, 0.04, 0.05
VOID, STEP, CORRECTION, EXTENDED = 0.01, 0.07, 0.05, 0.03
REFUSED, RETURNED, WITHDRAWN = 0.05, 0.07, 0.02
MAILED, MAIL_BACK, BY_BOOK, LATE, NOTED = 0.15, 0.06, 0.3, 0.06, 0.5
"""How often what happens, as shares of one."""
DOCUMENT_BASIS = "办事指南第三条"
BOOKED = 0.9
"""So many cases stand in the hand-kept ledger; the rest is what a reconciliation finds."""
_ARCHIVING = (
    "register_counterfoil",
    "register_online_counterfoil",
    "collect_counterfoil_of_stopped_case",
    "collect_unsigned_counterfoil",
    "put_in_bag",
    "put_vouchers_in_bag",
)


@dataclass(slots=True)
class Way(Teller):
    """One application over the counter, whatever becomes of it."""

    by_mail: bool = False
    """The applicant asked at intake to have the result mailed."""

    def story(self) -> Story:
        """From the checklist to the archive bag."""
        self.by_mail = self._happens(MAILED)
        yield from self._intake()
        if self._happens(KEPT):
            yield from self._keep_papers()
        yield from self._from_review()

    def _from_review(self) -> Story:
        if self._happens(GIVEN_UP_SHARE):
            yield from self._end_before_acceptance()
            return
        accepted = self._accept_somehow()
        yield self._minutes(1, 4)
        self._rate(accepted.act_id)
        yield self._minutes(2, 10)
        if self._happens(VOID):
            yield from self._void()
            return
        yield from self._tell_platform()
        yield self._minutes(20, 170)
        yield from self._hand_over()
        yield from self._review()
        yield from self._end()
        yield from self._archive()

    # -- before acceptance -------------------------------------------------------------------------------

    def _keep_papers(self) -> Story:
        """Papers stay at the window for the review; within days they are judged or go back (T1k)."""
        self._act(self.stage.window, "keep_papers", why="材料多，需要逐份审查")
        yield DAY * self.chance.randint(0, 2) + self._minutes(10, 60)

    def _end_before_acceptance(self) -> Story:
        window, case = self.stage.window, self._case()
        if case.tracks.papers is Papers.WITH_WINDOW:
            self._act(window, "give_kept_papers_back", receiver=self._who(), counted=True)
        if not self._happens(NOT_ACCEPTED):
            yield from self._give_up()
            return
        yield self._minutes(5, 30)
        self._act(
            window, "not_accept", cause=EndingCause.CONDITIONS, reasons=("申请事项不属于本行政机关职权范围",),
            legal_basis="《中华人民共和国行政许可法》第三十二条", officer=self._officer(),
            remedies=remedies_text("决定"), seal_seen=True, apply_again="向有权的行政机关申请", returned=(),
        )  # fmt: skip

    def _accept_somehow(self) -> ActDone:
        """Outright, conditionally, or on an informed commitment: what the item allows and chance wants."""
        form = replace(self._form(lacking=False), delivery=self._delivery)
        conditional = self._deferring(form)
        if conditional is not None and self._happens(CONDITIONAL):
            done = self._accepted(ask.AcceptConditionally, form=conditional)
        elif self.item.informed_commitment.applies and self._happens(INFORMED):
            done = self._accepted(ask.AcceptOnCommitment, form=form, told=True)
        else:
            done = self._accepted(ask.Accept, form=form)
        if self._happens(0.9):
            self._see_signature()
        return done

    def _accepted(self, request: type, **fields: Any) -> ActDone:
        return self._do(self.stage.window, request, receipt_told=True, **fields)

    @property
    def _delivery(self) -> Delivery:
        return Delivery.MAIL if self.by_mail else Delivery.PICK_UP

    def _deferring(self, form: IntakeForm) -> IntakeForm | None:
        """The form with one deferrable material to follow; None where the item allows none."""
        checklist = form.checklist
        row = (
            next((row for row in checklist.rows if row.deferrable and row.mandatory), None)
            if checklist
            else None
        )
        if checklist is None or row is None or not checklist.deferral_allowed:
            return None
        return replace(form, checklist=checklist.judge(row.seq, MaterialVerdict.DEFERRED))

    def _see_signature(self) -> None:
        if self._case().commitment_owed:
            self._do(self.stage.window, ask.SeeCommitmentSignature)

    def _tell_platform(self) -> Story:
        if self._happens(0.5):
            self._do(self.stage.window, ask.EnterOnPlatform, platform_no=self._platform_no())
            yield self._minutes(2, 8)
        if self._happens(0.3):
            self._act(self.stage.window, "confirm_push", told=self._officer())
            yield self._minutes(2, 8)

    def _void(self) -> Story:
        """Taken in twice by mistake: the leader makes one void before anyone has fetched the papers."""
        leader = self.stage.leader
        self._act(leader, "void", reason="同一申请重复收件", receipt_back=True, applicant_told=True)
        yield self._minutes(10, 60)
        yield from self._papers_back()
        yield from self._archive()

    # -- the department ----------------------------------------------------------------------------------

    def _review(self) -> Story:
        """Whatever happens between handover and decision."""
        if self._case().tracks.approval is not Approval.IN_REVIEW:
            return
        yield from self._steps()
        yield from self._supply()
        promised = self.item.promised_limit or 1
        late = self._happens(LATE)
        yield DAY * max(1, round(promised * self.chance.uniform(0.2, 0.8))) + self._minutes(0, 200)
        if late:
            yield from self._be_late(promised)

    def _steps(self) -> Story:
        if self._happens(STEP):
            yield from self._special_step()
        if self._happens(CORRECTION):
            yield from self._correction()
        due = self._case().legal_due
        if self._happens(EXTENDED) and due is not None and due >= self._today():
            self._act(
                self.stage.issuance, "extend", reason="案情复杂，需要补充核查",
                officer=self._officer(), approver="部门负责人戊", told="handed",
            )  # fmt: skip
            yield self._minutes(5, 30)

    def _special_step(self) -> Story:
        desk = self.stage.issuance
        step = self.chance.choice(("现场勘验", "专家评审", "检测", "听证"))
        self._act(
            desk, "open_special_step", step=step, own_name="", started_on=self._today(), days=5,
            unit="工作日", reason="依法需要", officer=self._officer(), approver="部门负责人戊", told="handed",
        )  # fmt: skip
        yield DAY * self.chance.randint(1, 4)
        self._act(
            desk, "close_special_step", ended_on=self._today(), outcome="符合要求", officer=self._officer()
        )
        yield self._minutes(5, 60)

    def _correction(self) -> Story:
        rows = (MaterialRow("申请表", 1, remark="第二页未填写联系电话"),)
        self._act(
            self.stage.issuance, "ask_correction", rows=rows, reason="填写不完整",
            supply_by=self._today() + timedelta(days=10), officer=self._officer(), told="fetched",
        )  # fmt: skip
        yield DAY * self.chance.randint(1, 3)
        self._act(
            self.stage.window, "receive_correction", rows=rows, received_on=self._today(),
            provider=self._who(),
        )  # fmt: skip
        yield self._minutes(5, 60)

    def _supply(self) -> Story:
        """What was deferred comes in time (R-IN-5)."""
        if self._case().supplement_owed:
            yield DAY * self.chance.randint(0, 2)
            self._act(self.stage.window, "supply_deferred", provider=self._who())
            yield self._minutes(5, 30)

    def _be_late(self, promised: int) -> Story:
        """Past the promise: reminded, reported, noted for the month's score (3.2.2.4, 3.2.3)."""
        desk = self.stage.issuance
        for _ in range(2):
            self._do(desk, ask.Remind, phone=self._department_phone(), outcome="answered", said="尽快办结")
            yield HOUR * self.chance.randint(4, 12)
        yield DAY * promised
        case = self._case()
        if case.promise_due is not None and case.promise_due < self._today():
            self._act(desk, "report_overdue", reason="经办人出差，预计两日内办结")
            if self._happens(NOTED):
                self._do(self.stage.window, ask.NotePerformance, cause="late", reason="超过承诺期限未办结")
        yield self._minutes(5, 60)

    # -- how it ends -------------------------------------------------------------------------------------

    def _end(self) -> Story:
        if self._case().tracks.approval is Approval.IN_REVIEW:
            dice = self.chance.random()
            if dice < REFUSED:
                yield from self._refuse()
            elif dice < REFUSED + RETURNED:
                yield from self._return()
                return
            elif dice < REFUSED + RETURNED + WITHDRAWN:
                yield from self._withdraw()
                return
            else:
                yield from self._result()
        yield from self._give_out()

    def _result(self) -> Story:
        self._do(
            self.stage.issuance, ask.BookInResult, officer=self._officer(),
            result_name=self.item.result.name or "批准文书", result_no=self._result_no(),
        )  # fmt: skip
        yield self._minutes(5, 60)

    def _refuse(self) -> Story:
        self._act(
            self.stage.issuance, "refuse", cause=EndingCause.CONDITIONS,
            decision_no=f"内不予字〔{self.year}〕{self.chance.randrange(1000):03d}号",
            decided_on=self._today(), officer=self._officer(), reasons=("经审查不符合法定条件",),
            legal_basis="《中华人民共和国行政许可法》第三十八条",
            remedies=remedies_text("决定"), remedies_seen=True, seal_seen=True, returned=(),
        )  # fmt: skip
        yield self._minutes(5, 60)

    def _return(self) -> Story:
        """The regulation's chain, link by link (3.2.5)."""
        self._act(
            self.stage.issuance, "send_back", officer=self._officer(), platform_returned_on=self._today(),
            reasons=("提交的平面图与现场不符，请重新绘制",), legal_basis=DOCUMENT_BASIS,
            sealed=True, stub_in=True, platform_noted=True,
        )  # fmt: skip
        yield self._minutes(10, 60)
        yield from self._papers_back()

    def _withdraw(self) -> Story:
        self._act(
            self.stage.issuance, "withdraw", cause=EndingCause.WITHDRAWN, asked_by=self._who(),
            reason="不再办理", ink_seen=True,
        )  # fmt: skip
        yield self._minutes(10, 60)
        if self._case().tracks.papers is Papers.WITH_DEPARTMENT:
            self._act(self.stage.issuance, "bring_papers_back", brought_by=self._officer())
            yield self._minutes(10, 60)
        yield from self._papers_back()

    def _papers_back(self) -> Story:
        """Phoned, then against the receipt or by mail (T28, T28m)."""
        desk = self.stage.issuance
        case = self._case()
        if case.allows("call_for_return"):
            self._act(desk, "call_for_return", outcome="answered", said="明天来取")
            yield DAY * self.chance.randint(0, 2) + self._minutes(10, 60)
        if self.by_mail and case.allows("mail_papers_back"):
            self._act(desk, "mail_papers_back", **self._shipment(), notice_enclosed=True)
        else:
            done = self._act(
                desk, "give_papers_back", collector=self._collector(), counted=True, notice_given=True,
                receipt_code=self._receipt(), ink_seen=True,
            )  # fmt: skip
            self._rate(done.act_id, desk=True)
        yield self._minutes(5, 60)

    def _receipt(self) -> str:
        return self._code(PaperKind.RECEIPT)

    def _give_out(self) -> Story:
        desk, phone = self.stage.issuance, self.person.applicant.phone
        for outcome in self._calls():
            self._do(desk, ask.CallApplicant, phone=phone, outcome=outcome)
            yield self._minutes(30, 300)
        self._see_signature()
        yield from self._supply()
        yield DAY * self.chance.randint(0, 4) + self._minutes(0, 200)
        if self.by_mail:
            yield from self._mail_out()
            return
        done = self._issue_without_receipt() if self._lost() else self._issued()
        yield self._minutes(1, 3)
        self._rate(done.act_id, desk=True)

    def _issued(self) -> ActDone:
        return self._do(
            self.stage.issuance, ask.Issue, receipt_code=self._receipt(), collector=self._collector(),
            ink_seen=True,
        )  # fmt: skip

    def _mail_out(self) -> Story:
        desk = self.stage.issuance
        self._act(desk, "mail_result", **self._shipment())
        yield DAY * self.chance.randint(1, 3)
        if self._happens(MAIL_BACK):
            self._act(
                desk,
                "take_in_returned_mail",
                returned_on=self._today(),
                brought_by="邮递员丙",
                reason="查无此人",
            )
            yield self._minutes(10, 60)
            self._do(desk, ask.CallApplicant, phone=self.person.applicant.phone, outcome="answered")
            yield DAY * self.chance.randint(0, 2)
            self._act(desk, "mail_result", **self._shipment())
            yield DAY * self.chance.randint(1, 3)
        self._act(desk, "confirm_delivery", delivered_on=self._today(), told_by="邮政查询")
        yield self._minutes(5, 30)

    # -- the archive -------------------------------------------------------------------------------------

    def _archive(self) -> Story:
        """Everything still to be collected, the hand-kept book, the bag (4.6)."""
        desk = self.stage.issuance
        yield self._minutes(30, 300)
        if self.chance.random() < BOOKED:
            self._act(desk, "write_in_book")
            yield self._minutes(1, 30)
        for _ in range(4):
            case = self._case()
            act = next_step(case).act
            if act not in _ARCHIVING or act not in HANDLERS:
                break
            if act == "register_counterfoil":
                self._register()
            else:
                self._act(desk, act, **self._scanned(act))
            yield self._minutes(10, 200)

    def _scanned(self, act: str) -> Mapping[str, Any]:
        if act == "register_online_counterfoil":
            return {"counterfoil_code": self._code(PaperKind.COUNTERFOIL), "receipt_code": self._receipt()}
        if act.startswith("collect_"):
            return {"counterfoil_code": self._code(PaperKind.COUNTERFOIL)}
        return {}

    # -- small things ------------------------------------------------------------------------------------

    def _case(self) -> Case:
        return self.stage.window.case(self.case_id)

    def _who(self) -> str:
        """The person who comes: the applicant, or who acts for a unit."""
        return (self.person.representative or self.person.applicant).name

    def _today(self) -> date:
        return self.stage.issuance.now().date()

    def _do(self, desk: Desk, request: type, **fields: Any) -> ActDone:
        """Send a request of the main job or of one that needs no form."""
        done = desk.handle(
            request(
                act_id=self._id(), case_id=self.case_id, revision=self._revision(),
                counter=desk.session.counter.code, **fields,
            )
        )  # fmt: skip
        if not isinstance(done, ActDone):
            raise TypeError(f"{request.__name__} is no act")
        return done

    def _act(self, desk: Desk, name: str, /, **fields: Any) -> ActDone:
        """Fill in a form as the screen begins it, add what people add, and send it."""
        handler = HANDLERS[name]
        begun = desk.begin_form(name, desk.case_file(self.case_id)) if handler.prefill else {}
        return self._do(desk, handler.request, **(begun | fields))

    def _shipment(self) -> dict[str, Any]:
        return {
            "waybill_no": f"{self.chance.randrange(10**13):013d}",
            "taken_by": "邮递员丙",
            "slip_kept": True,
            "name": self.person.applicant.name,
            "phone": self.person.applicant.phone,
            "address": self.person.applicant.address or "河南省南阳市内乡县样例路1号",
        }

    def _department_phone(self) -> str:
        return self.item.papers_phone or "0377-65000000"
