"""Sample papers of single cases with the most of everything, and with only what they may not lack."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from yichuang_desktop.domain.papers import (
    MailingPaper,
    Paper,
    PersonLine,
    ReferralPaper,
    ReplySlipPaper,
    ServedLine,
    ServiceReceiptPaper,
)
from yichuang_desktop.printing.page_samples import AGENT, LONG_ITEM, LONG_MATERIAL, SECOND_COPY, UNIT, many
from yichuang_desktop.printing.page_samples_cases import (
    BARE,
    DAY,
    DAY_TIME,
    LONG_OFFICE,
    LONG_REASON,
    RECEIPT_NO,
    acceptance,
    answered,
    conditional,
    correction,
    department_voucher,
    extension,
    informed,
    mailing,
    non_acceptance,
    owed,
    parcel,
    payment,
    plain,
    refusal,
    reply_slip,
    results,
    returned,
    service,
    slip_picture,
    special_step,
    supply,
    termination,
    voucher,
    withdrawal,
)


def longest() -> dict[str, tuple[Paper, str]]:
    """Every paper with the most of everything."""
    long: dict[str, Any] = {"applicant": UNIT, "item_name": LONG_ITEM, "department": LONG_OFFICE}
    reasons = tuple(f"{LONG_REASON}（第{at}项）。" for at in range(1, 9))
    return {
        "conditional-longest": (
            replace(conditional(owed(12, name=LONG_MATERIAL)), **long, representative=AGENT),
            SECOND_COPY,
        ),
        "supply-longest": (
            replace(supply(owed(12, supplied=9, name=LONG_MATERIAL)), **long),
            SECOND_COPY,
        ),
        "informed-longest": (
            replace(
                informed(),
                **long,
                representative=AGENT,
                told=tuple((title, text * 4) for title, text in informed().told),
                promises=tuple(LONG_REASON + "。" for _ in range(6)),
                published="不同意公开",
            ),
            SECOND_COPY,
        ),
        "voucher-longest": (
            replace(
                voucher(26),
                applicant=replace(UNIT, address=""),
                representative=AGENT,
                item_name=LONG_ITEM,
                authority=LONG_OFFICE,
                receiver=AGENT.name,
                provider=AGENT.name,
                mail_to=UNIT,
            ),
            SECOND_COPY,
        ),
        "acceptance-longest": (
            replace(acceptance(14), applicant=UNIT, item_name=LONG_ITEM, due_estimated=True),
            SECOND_COPY,
        ),
        "parcel-longest": (
            replace(
                parcel(26), sender=UNIT, item_name=LONG_ITEM, officer=AGENT.name, differences=LONG_REASON
            ),
            SECOND_COPY,
        ),
        "referral-longest": (
            replace(
                answered(), asker=UNIT, item_name=LONG_ITEM, department=LONG_OFFICE, question=LONG_REASON * 8
            ),
            SECOND_COPY,
        ),
        "non-acceptance-longest": (
            replace(non_acceptance(), **long, reasons=reasons, returned=many(26), handled_by=AGENT.name),
            SECOND_COPY,
        ),
        "refusal-longest": (
            replace(refusal(), **long, reasons=reasons, returned=many(26), registered_by=AGENT.name),
            SECOND_COPY,
        ),
        "termination-longest": (
            replace(termination(), **long, reasons=reasons, returned=many(26)),
            SECOND_COPY,
        ),
        "special-step-longest": (
            replace(special_step(), **long, reason=LONG_REASON, due_estimated=True),
            SECOND_COPY,
        ),
        "extension-longest": (replace(extension(), **long, reason=LONG_REASON), SECOND_COPY),
        "correction-longest": (replace(correction(26), **long), SECOND_COPY),
        "payment-longest": (replace(payment(), **long, basis=LONG_REASON), SECOND_COPY),
        "withdrawal-longest": (
            replace(withdrawal(), **long, representative=AGENT, reason=LONG_REASON),
            SECOND_COPY,
        ),
        "reply-slip-longest": (replace(reply_slip(), **long, result_name=LONG_MATERIAL), SECOND_COPY),
        "department-voucher-longest": (
            replace(department_voucher(14), **long, remark=LONG_REASON),
            SECOND_COPY,
        ),
        "mailing-longest": (
            replace(
                mailing(),
                item_name=LONG_ITEM,
                department=LONG_OFFICE,
                applicant_name=UNIT.name,
                recipient=UNIT,
                contents=results(8),
                delivered="2026年11月26日 妥投，本人签收",
                slip_picture=slip_picture(),
            ),
            SECOND_COPY,
        ),
        "returned-longest": (replace(returned(26), **long), SECOND_COPY),
        "service-longest": (
            replace(
                service(),
                recipient=UNIT,
                item_name=LONG_ITEM,
                department=LONG_OFFICE,
                served=results(8),
                collector=AGENT,
                relation="委托代理人",
                slip_no="EA123456785CN",
                served_at=datetime(2026, 11, 27, 9, 30),
                remark=LONG_REASON,
            ),
            SECOND_COPY,
        ),
    }


def emptiest() -> dict[str, tuple[Paper, str]]:
    """Every paper with only what it may not lack."""
    office, item = "人社局", "失业登记"
    least: dict[str, Any] = {"applicant": BARE, "item_name": item, "department": office}
    return {
        "conditional-emptiest": (
            replace(
                conditional(),
                **least,
                head=plain("R1"),
                promise_text="",
                promise_due=None,
                legal_basis="",
                consult_phone="",
            ),
            "",
        ),
        "supply-emptiest": (replace(supply(owed(1)), **least, head=plain("R2"), provider=None), ""),
        "informed-emptiest": (
            replace(informed(), **least, head=plain("G1"), told=informed().told[:1], receipt_no="", scope=""),
            "",
        ),
        "voucher-emptiest": (
            replace(
                voucher(1),
                head=plain("S1", "75"),
                applicant=BARE,
                item_name=item,
                authority=office,
                mail_to=None,
                platform_no="",
                promise_text="",
                authority_phone="",
            ),
            "",
        ),
        "acceptance-emptiest": (
            replace(
                acceptance(1),
                head=plain("A1"),
                applicant=BARE,
                promise_due=None,
                materials_count=0,
                delivery="",
                consult_phone="",
            ),
            "",
        ),
        "parcel-emptiest": (
            replace(
                parcel(1),
                head=plain("K1"),
                sender=BARE,
                item_name=item,
                department=office,
                receipt_no="",
                arrived_on=None,
                postal_clerk="",
            ),
            "",
        ),
        "referral-emptiest": (
            ReferralPaper(
                plain("T7", "74"), PersonLine("测样", phone="15400000012"), "怎么办？", office, DAY_TIME
            ),
            "",
        ),
        "non-acceptance-emptiest": (
            replace(
                non_acceptance(),
                **least,
                head=plain("N1"),
                returned=(),
                apply_again="",
                consult_phone="",
                handled_by="",
            ),
            "",
        ),
        "refusal-emptiest": (
            replace(refusal(), **least, head=plain("X1"), handled_by="", consult_phone=""),
            "",
        ),
        "termination-emptiest": (
            replace(termination(), **least, head=plain("Z1"), returned=(), apply_again="", consult_phone=""),
            "",
        ),
        "special-step-emptiest": (
            replace(special_step(), **least, head=plain("T1"), ends_on=None, new_due=None, handled_by=""),
            "",
        ),
        "extension-emptiest": (
            replace(extension(), **least, head=plain("Y1"), due_estimated=False, handled_by=""),
            "",
        ),
        "correction-emptiest": (replace(correction(), **least, head=plain("B2"), handled_by=""), ""),
        "payment-emptiest": (replace(payment(), **least, head=plain("J1"), consult_phone=""), ""),
        "withdrawal-emptiest": (replace(withdrawal(), **least, head=plain("C2")), ""),
        "reply-slip-emptiest": (
            ReplySlipPaper(plain("W1", "77"), "4567", item, BARE, office, DAY, "失业登记证明"),
            "",
        ),
        "department-voucher-emptiest": (
            replace(
                department_voucher(),
                head=plain("F1"),
                item_name=item,
                department=office,
                receipt_no="",
                source="",
                delivery="",
            ),
            "",
        ),
        "mailing-emptiest": (
            MailingPaper(
                plain("M1"),
                RECEIPT_NO,
                item,
                PersonLine("测样", phone="15400000012", address="样例路1号"),
                (ServedLine(1, "失业登记证明"),),
                "中国邮政 EMS",
                "寄送办理结果",
            ),
            "",
        ),
        "returned-emptiest": (
            replace(returned(1), **least, head=plain("H1"), collector=BARE, relation="", notice_no=""),
            "",
        ),
        "service-emptiest": (
            ServiceReceiptPaper(
                plain("V1"), RECEIPT_NO, item, office, BARE, (ServedLine(1, "终止办理通知书"),), "直接送达"
            ),
            "",
        ),
    }
