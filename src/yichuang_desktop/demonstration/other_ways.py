"""The other ways in: province, online, departments, parcels, one thing, and questions (2.3, 3.1–3.3)."""

import dataclasses
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from yichuang_desktop.demonstration.stories import DAY
from yichuang_desktop.demonstration.timetable import Story
from yichuang_desktop.demonstration.ways import Way
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.package_parts import PartStanding
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval, Papers
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.register import HANDLERS

NOT_ACCEPTED_ONLINE, REFERRED, CHASED = 0.06, 0.35, 0.5
QUESTIONS = (
    ("办理需要本人到场吗", "可以委托他人办理，带授权委托书和双方身份证件。"),
    ("多长时间能办好", "按办事指南的承诺时限，办好后电话通知。"),
    ("材料要原件还是复印件", "以一次性告知单上写的为准，原件核验后退还。"),
)
HARD = ("厂房改建后经营范围变化，原许可还能不能用", "跨县迁址后原来的证照怎样衔接")


class _Begins(Way):
    """A way that begins by a form, without a review at the window."""

    __slots__ = ()

    def _begin(self, desk: Desk, name: str, /, **fields: Any) -> ActDone:
        handler = HANDLERS[name]
        begun = desk.begin_form(name) if handler.prefill else {}
        given = {
            "act_id": self._id(),
            "case_id": self.case_id,
            "revision": 0,
            "counter": desk.session.counter.code,
        }
        known = {field.name for field in dataclasses.fields(handler.request)}
        whole = {key: value for key, value in (begun | given | fields).items() if key in known}
        done = desk.handle(handler.request(**whole))
        if not isinstance(done, ActDone):
            raise TypeError(f"{name} begins no case")
        return done


@dataclass(slots=True)
class Province(_Begins):
    """全豫通办、跨省通办: registered electronically; the department mails the result itself (3.2.1.3)."""

    def story(self) -> Story:
        """Voucher, rating, the department's mailing."""
        channel = "province" if self.item.province_wide else "cross_province"
        done = self._begin(
            self.stage.window, "register_province", channel=channel, item_id=self.item.item_id,
            authority="样例市政务服务中心", applicant=self.person.applicant,
            provider=(self.person.representative or self.person.applicant).name,
            platform_no=self._platform_no(), mail_address=self.person.applicant.address or "样例路1号",
            ink_seen=True,
        )  # fmt: skip
        yield self._minutes(1, 4)
        self._rate(done.act_id)
        yield DAY * self.chance.randint(2, 7)
        self._act(
            self.stage.issuance, "close_external", officer=self._officer(), mailed_on=self._today(),
            waybill_no=f"{self.chance.randrange(10**13):013d}",
            result_name=self.item.result.name or "批准文书", result_no=self._result_no(),
        )  # fmt: skip
        yield self._minutes(1, 5)


@dataclass(slots=True)
class Online(_Begins):
    """网厅: pushed to the department; commitment signed at pick-up (3.2.4.2)."""

    def story(self) -> Story:
        """Registration, the department's acceptance, its decision, pick-up."""
        self._begin(
            self.stage.window, "register_online", online_no=f"WT{self._platform_no()}",
            applied_on=self._today(), item_id=self.item.item_id, applicant=self.person.applicant,
        )  # fmt: skip
        yield self._minutes(30, 200)
        self._act(
            self.stage.issuance, "register_online_counterfoil",
            counterfoil_code=self._code(PaperKind.COUNTERFOIL), receipt_code=self._receipt(),
        )  # fmt: skip
        yield self._minutes(60, 500)
        if self._happens(NOT_ACCEPTED_ONLINE):
            self._act(
                self.stage.issuance, "record_department_non_acceptance", officer=self._officer(),
                decided_on=self._today(), reasons=("不属于本机关职权范围",), remedies_told=True,
            )  # fmt: skip
        else:
            self._act(
                self.stage.issuance, "record_department_acceptance", officer=self._officer(),
                accepted_on=self._today(),
            )  # fmt: skip
            yield from self._review()
            yield from self._end()
        yield from self._archive()

    def _result(self) -> Story:
        self._act(
            self.stage.issuance, "book_in_online_result", officer=self._officer(), decided_on=self._today(),
            result_name=self.item.result.name or "批准文书", result_no=self._result_no(),
            reply_no=f"HZ{self._platform_no()}",
        )  # fmt: skip
        yield self._minutes(5, 60)

    def _who(self) -> str:
        """Nobody acts for a unit on the platform but its legal representative."""
        applicant = self.person.applicant
        return applicant.legal_representative or applicant.name

    def _lost(self) -> bool:
        return False

    def _issued(self) -> ActDone:
        desk, collector = self.stage.issuance, self._collector()
        desk.handle(
            ask.PrintCommitment(
                job_id=self._id(), case_id=self.case_id, counter=self._desk, collector=collector
            )
        )
        return self._do(desk, ask.IssueOnline, collector=collector, commitment_ink_seen=True, ink_seen=True)


@dataclass(slots=True)
class OnBehalf(_Begins):
    """非综窗 and departments' own systems: voucher and documents come, the hall hands them out (3.2.4.3)."""

    def story(self) -> Story:
        """Booked in, phoned, signed for or mailed."""
        name = self.chance.choice(("book_in_for_department", "book_in_from_department_system"))
        self.by_mail = self._happens(0.2)
        self._begin(
            self.stage.issuance, name, voucher_no=f"SL{self._platform_no()}", officer=self._officer(),
            item_id=self.item.item_id, applicant=self.person.applicant,
            result_name=self.item.result.name or "批准文书", result_no=self._result_no(),
        )  # fmt: skip
        yield self._minutes(5, 60)
        yield from self._give_out()

    def _lost(self) -> bool:
        return False

    def _issued(self) -> ActDone:
        return self._do(self.stage.issuance, ask.IssueOnBehalf, collector=self._collector(), ink_seen=True)


@dataclass(slots=True)
class MailedIn(_Begins):
    """邮寄办件: the parcel is opened with the department's officer, who signs for its papers (3.3)."""

    def story(self) -> Story:
        """Parcel, review, acceptance by proxy, result by mail."""
        window = self.stage.window
        parcel = f"{self.chance.randrange(10**13):013d}"
        self._begin(window, "open_parcel", parcel_no=parcel, item_id=self.item.item_id)
        yield self._minutes(2, 10)
        self.by_mail = True
        form = replace(self._form(lacking=False), identity=None, delivery=self._delivery)
        window.save_draft(ask.SaveDraft(self.case_id, form, self._window))
        yield self._minutes(2, 10)
        self._act(
            window, "accept_mailed", parcel_no=parcel, officer=self._officer(), officer_present=True,
            proxy_signed=True, identity_checked=True, commitment="enclosed",
        )  # fmt: skip
        yield self._minutes(20, 120)
        self._register()
        yield self._minutes(10, 60)
        yield from self._review()
        yield from self._end()
        yield from self._archive()

    def _register(self) -> None:
        """The commitment came in the parcel and has no code of ours."""
        self._do(
            self.stage.issuance, ask.RegisterCounterfoil,
            counterfoil_code=self._code(PaperKind.COUNTERFOIL), commitment_code="",
        )  # fmt: skip

    def _result(self) -> Story:
        self._act(
            self.stage.issuance, "hand_result_to_courier", officer=self._officer(), decided_on=self._today(),
            result_name=self.item.result.name or "批准文书", result_no=self._result_no(), taken_by="邮递员丙",
        )  # fmt: skip
        yield self._minutes(30, 200)

    def _give_out(self) -> Story:
        desk = self.stage.issuance
        if self._case().tracks.approval is Approval.REFUSED:
            self._act(desk, "mail_result", **self._shipment())
        else:
            shipment = self._shipment()
            self._act(
                desk, "file_customer_slip", waybill_no=shipment["waybill_no"], sent_on=self._today(),
                courier="邮递员丙", name=shipment["name"], phone=shipment["phone"],
                address=shipment["address"], slip_seen=True,
            )  # fmt: skip
        yield DAY * self.chance.randint(1, 3)
        self._act(desk, "confirm_delivery", delivered_on=self._today(), told_by="邮政查询")
        yield self._minutes(5, 30)


@dataclass(slots=True)
class OneThing(Way):
    """一件事一次办: one form, a part a department, closed with the last (3.2.1.4)."""

    def story(self) -> Story:
        """Accepted once; every part goes its own way; the whole is closed."""
        yield from self._intake()
        form = self._form(lacking=False)
        done = self._accepted(ask.AcceptPackage, form=form)
        self._see_signature()
        yield self._minutes(1, 4)
        self._rate(done.act_id)
        yield self._minutes(20, 120)
        standing = self.stage.window.views.package_standing(self.case_id)
        parts = [part for part in standing.parts if part.case_id is not None] if standing else []
        for part in parts:
            yield from self._part(part)._fetched()
        self._do(
            self.stage.window, ask.HandOver, officer=self._officer(),
            counterfoil_code=self._code(PaperKind.COUNTERFOIL),
        )  # fmt: skip
        yield self._minutes(10, 60)
        self._register()
        for part in parts:
            yield from self._part(part).story()
        self._act(self.stage.issuance, "close_package", told=True)
        yield from self._archive()

    def _part(self, part: PartStanding) -> "_Part":
        if part.case_id is None:
            raise ValueError("a part outside the hall has no case")
        case = self.stage.window.case(part.case_id)
        version, item = self.stage.window.views.item(case.item_id, case.item_version)
        return _Part(
            self.stage, self.person, item, version, self.chance, part.case_id, self.year, whole=self.case_id
        )


@dataclass(slots=True)
class _Part(Way):
    """One department's part: its papers and result are its own, receipt and counterfoil the package's."""

    whole: UUID | None = None
    """The package's case."""

    def _fetched(self) -> Story:
        """The officer signs the package's counterfoil and takes this part's papers."""
        if self._case().tracks.papers is Papers.WITH_WINDOW:
            self._do(
                self.stage.window, ask.HandOver, officer=self._officer(),
                counterfoil_code=self._code(PaperKind.COUNTERFOIL),
            )  # fmt: skip
        else:
            self._act(self.stage.window, "enter_review", officer=self._officer(), said="已开始审查")
        yield self._minutes(5, 30)

    def story(self) -> Story:
        """Review, decision, collection."""
        yield DAY * self.chance.randint(0, 1)
        yield from self._end()

    def _lost(self) -> bool:
        return False

    def _code(self, kind: PaperKind) -> str:
        return self.stage.issuance.paper_code(self.whole or self.case_id, kind)


@dataclass(slots=True)
class Question(_Begins):
    """A question at the window: answered, or referred to the department and chased (3.1)."""

    def story(self) -> Story:
        """On the spot, or in days."""
        window, applicant = self.stage.window, self.person.applicant
        if not self._happens(REFERRED):
            question, answer = self.chance.choice(QUESTIONS)
            done = self._begin(
                window, "answer_at_counter", item_id=self.item.item_id, question=question, answer=answer,
                guide=self._happens(0.6),
            )  # fmt: skip
            yield self._minutes(1, 3)
            self._rate(done.act_id)
            return
        done = self._begin(
            window, "refer_question", asker=(self.person.representative or applicant).name,
            phone=applicant.phone, item_id=self.item.item_id, department=self.item.department,
            question=self.chance.choice(HARD),
        )  # fmt: skip
        yield self._minutes(1, 3)
        self._rate(done.act_id)
        yield DAY * self.chance.randint(1, 3)
        if self._happens(CHASED):
            self._act(window, "chase_question", phone=self._department_phone(), said="明天答复")
            yield DAY * self.chance.randint(1, 2)
        self._act(
            window, "answer_referred_question", officer=self._officer(), answered_on=self._today(),
            how="phone", told="by_department", answer="按变更办理，带原件到窗口即可。",
        )  # fmt: skip
