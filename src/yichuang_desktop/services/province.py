"""Province-wide and cross-province matters: registered here electronically, decided elsewhere (3.2.1.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.answering import picture_type
from yichuang_desktop.domain.asking import MaterialRow, check_fields
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import VoucherPaper
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services import outside
from yichuang_desktop.services.accepting import dues
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.intake import item_columns
from yichuang_desktop.services.papers_made import Dues, applicant_line, mark_of
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests import CloseExternal, RegisterProvince
from yichuang_desktop.services.signing import SignedText

BY_MAIL = "由受理部门直接邮寄"
ELSEWHERE = (Channel.PROVINCE, Channel.CROSS_PROVINCE)


def register_province(seat: Seat, request: RegisterProvince) -> ActDone:
    """Register electronically; print the voucher that provider and receiver sign (T20; R-IN-10).

    The clerk is the first handler and stands on the voucher as the receiver (3.2.1.2).

    Raises RuleViolation of the fields, ``not_this_window_duty``, ``item_not_province_wide``,
    ``external_no_known``, ``provider_signature_lacking``, ``provider_text_changed`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        channel = Channel(request.channel)
        seat.check_duty(work, request.counter, channel)
        matter = _matter(work, request, channel)
        case = work.open_case(request.case_id, channel)
        signed = outside.signature_evidence(
            work, case.case_id, request.counter, request.signature,
            SignedText("申请材料提交人确认", matter.text(request)), ink_seen=request.ink_seen,
            changed="provider_text_changed", lacking="provider_signature_lacking",
        )  # fmt: skip
        deed = Deed(
            evidence={
                "materials_voucher": _voucher_evidence(seat, work, request, matter),
                "provider_signature": {**signed, "signer": request.provider},
            },
            after=case.goals("register_province"),
            sets=matter.columns(request) | {"received_at": work.now(), "accepted_on": work.now().date()},
            doer_name=seat.session.name,
        )
        done = record(work, case, request, "register_province", deed, fingerprint)
        _print_voucher(seat, work, request, matter, done)
        return done

    return once(seat, request, do)


def close_external(seat: Seat, request: CloseExternal) -> ActDone:
    """The department says that it has mailed the result; nothing is left to do here (T20c; R-IN-10).

    Raises RuleViolation of the fields, ``waybill_check``, ``waybill_wrong``, ``day_before_other`` and the
    table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        waybill = outside.sound_waybill(request.waybill_no)
        outside.not_before(
            request.mailed_on,
            case.accepted_on,
            field="mailed_on",
            title="部门寄出日期",
            other_title="收件日期",
        )
        mailing = {
            "officer": request.officer.strip(),
            "mailed_on": request.mailed_on.isoformat(),
            "carrier": request.carrier.strip(),
            "waybill_no": waybill,
            "to": plain(case.mail_to),
            "said": request.said.strip(),
        }
        result = {"result_name": request.result_name.strip(), "result_no": compact(request.result_no)}
        deed = Deed(
            evidence={"department_mailing": mailing},
            after=case.goals("close_external"),
            sets=result | {"waybill_no": waybill},
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=request.officer.strip(),
        )
        return record(work, case, request, "close_external", deed, fingerprint)

    return once(seat, request, do)


def provider_text(seat: Seat, request: RegisterProvince) -> str:
    """What the provider of the materials reads and signs; no number of ours in it, so it may be signed first.

    Raises RuleViolation as :func:`register_province`.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
        return _matter(work, request, Channel(request.channel)).text(request)


# ---------------------------------------------------------------------------------------------- the matter


@dataclass(frozen=True, slots=True)
class _Matter:
    """A registration that has passed."""

    item: ServiceItem
    version: int
    applicant: Applicant
    materials: tuple[MaterialRow, ...]
    mail_to: Mapping[str, str]
    dues: Dues
    number: str

    def text(self, request: RegisterProvince) -> str:
        """What the provider signs for: which materials, for what, where the result is mailed."""
        rows = "；".join(f"{seq}.{row.name} {row.copies}份" for seq, row in enumerate(self.materials, 1))
        return (
            f"材料提供人{request.provider.strip()}为{self.applicant.name}申请“{self.item.name}”"
            f"（{Channel(request.channel).title}，系统申请编号{self.number}，受理机关{request.authority.strip()}）"
            f"提供电子材料：{rows}。办理结果由受理部门直接邮寄至：{self.mail_to['address']}，"
            f"收件人{self.mail_to['name']}。"
        )

    def columns(self, request: RegisterProvince) -> dict[str, Any]:
        """What the case keeps; the deciding authority is its department."""
        return item_columns(self.item, self.version) | {
            "department": request.authority.strip(),
            "applicant_name": self.applicant.name,
            "applicant": self.applicant.to_json(),
            "legal_due": self.dues.legal,
            "promise_due": self.dues.promise,
            "due_estimated": self.dues.estimated,
            "promise_text": self.item.promise_text,
            "delivery": Delivery.MAIL.value,
            "mail_to": dict(self.mail_to),
            "platform_no": self.number,
            "external_no": self.number,
        }


def _matter(work: Work, request: RegisterProvince, channel: Channel) -> _Matter:
    today = work.now().date()
    version, item = work.item(request.item_id)
    if not (item.province_wide if channel is Channel.PROVINCE else item.cross_province):
        raise RuleViolation("item_not_province_wide", field="item_id", item=item.name, channel=channel)
    applicant = outside.checked_applicant(request.applicant, today)
    number = compact(request.platform_no)
    outside.unused_number(work, channel, request.authority.strip(), number, "platform_no")
    return _Matter(
        item,
        version,
        applicant,
        outside.material_rows(request.materials, item),
        _mail_to(request, applicant),
        dues(item, work.now(), work.calendar()),
        number,
    )


def _mail_to(request: RegisterProvince, applicant: Applicant) -> dict[str, str]:
    written = outside.mailing(request.mail_name, request.mail_phone, request.mail_address)
    return outside.mailing_to(applicant) | {name: text for name, text in written.items() if text}


def _voucher_evidence(seat: Seat, work: Work, request: RegisterProvince, matter: _Matter) -> dict[str, Any]:
    scan = ""
    if request.voucher_scan:
        scan = work.add_attachment(request.case_id, picture_type(request.voucher_scan), request.voucher_scan)
    return {
        "platform_no": matter.number,
        "voucher_no": compact(request.voucher_no),
        "scan": scan,
        "receiver": seat.session.name,
        "provider": request.provider.strip(),
        "received_on": work.now().date().isoformat(),
        "authority": request.authority.strip(),
        "authority_phone": request.authority_phone.strip(),
        "materials": plain(matter.materials),
    }


def _print_voucher(seat: Seat, work: Work, request: RegisterProvince, matter: _Matter, done: ActDone) -> None:
    desk = outside.paper_desk(seat, work, request, done)
    number = done.receipt_no
    known = outside.known_paper(
        seat, work, done.case_id, PaperKind.MATERIALS_VOUCHER, number, VoucherPaper.KIND
    )
    paper = VoucherPaper(
        head=desk.head(known.number, known.code),
        applicant=applicant_line(matter.applicant),
        representative=None,
        item_name=matter.item.name,
        authority=request.authority.strip(),
        materials=outside.material_lines(matter.materials),
        received_on=done.at.date(),
        receiver=seat.session.name,
        provider=request.provider.strip(),
        delivery=BY_MAIL,
        mail_to=outside.mail_line(matter.mail_to),
        receipt_no=number,
        platform_no="　".join(part for part in (matter.number, compact(request.voucher_no)) if part),
        promise_text=matter.item.promise_text,
        authority_phone=request.authority_phone.strip(),
        provider_signature=mark_of(request.signature),
    )
    work.add_print_jobs([desk.job(done.case_id, request.act_id, paper)], done.case_id)


# ---------------------------------------------------------------------------------------------- the forms


def _begin_registration(seat: Seat, _file: CaseFile | None) -> Mapping[str, Any]:
    served = [channel for channel in ELSEWHERE if channel in seat.session.counter.duties]
    return {"channel": served[0].value} if len(served) == 1 else {}


def _begin_closing(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    with seat.begin() as work:
        return {
            "carrier": "中国邮政 EMS",
            "mailed_on": work.now().date(),
            "result_name": outside.result_name_of(work, file.case),
        }


ACTS: dict[str, Handler] = {
    "register_province": Handler(
        RegisterProvince, register_province, _begin_registration, form=True, begins=True, text=provider_text,
        hint="系统内登记完毕后在这里登记；打印的收件凭证由接收人、提供人签名并写日期。",
    ),
    "close_external": Handler(CloseExternal, close_external, _begin_closing, form=True),
}  # fmt: skip
"""Acts of this chapter."""
