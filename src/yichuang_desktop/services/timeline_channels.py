"""The evidence of ways in that are not the counter, in one line each (2.3, 3.2.1.3, 3.2.4, 3.3)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yichuang_desktop.domain.masking import mask_document

Evidence = Mapping[str, Any]
_SIGNED = {
    "screen": "屏幕签字",
    "ink": "纸面签字",
    "ink_owed": "待补签",
    "enclosed": "随件附来，申请人已签字",
}


def _signed(signature: Evidence) -> str:
    who = signature.get("signer", "")
    return _SIGNED[signature["on"]] + (f"（{who}）" if who else "")


def _day(written: str) -> str:
    day = date.fromisoformat(written)
    return f"{day.year}年{day.month}月{day.day}日"


def _voucher(evidence: Evidence) -> str:
    voucher = evidence["materials_voucher"]
    number = f"，系统凭证 {voucher['voucher_no']}" if voucher["voucher_no"] else ""
    return (
        f"收件凭证：系统申请编号 {voucher['platform_no']}{number}；受理机关{voucher['authority']}；"
        f"接收人{voucher['receiver']}，提供人{voucher['provider']}，{_SIGNED[evidence['provider_signature']['on']]}"
    )


def _department_mailing(evidence: Evidence) -> str:
    mailing = evidence["department_mailing"]
    said = f"；{mailing['said']}" if mailing["said"] else ""
    return f"{_day(mailing['mailed_on'])}由{mailing['carrier']}寄出，单号 {mailing['waybill_no']}{said}"


def _online(evidence: Evidence) -> str:
    reference = evidence["online_reference"]
    return f"{reference['source']} {reference['number']}，{_day(reference['applied_on'])}申报"


def _department_acceptance(evidence: Evidence) -> str:
    acceptance = evidence["department_acceptance"]
    number = f"，{acceptance['document_no']}" if acceptance["document_no"] else ""
    return f"{_day(acceptance['accepted_on'])}受理，自次一工作日计算期限{number}"


def _non_acceptance(evidence: Evidence) -> str:
    decision = evidence["not_accepted_decision"]
    number = f"{decision['decision_no']}，" if decision["decision_no"] else ""
    return f"{number}{_day(decision['decided_on'])}决定，{decision['legal_basis']}，已告知复议和诉讼权利"


def _result(evidence: Evidence) -> str:
    decision = evidence["decision"]
    number = f" {decision['result_no']}" if decision.get("result_no") else ""
    return f"{decision['result_name']}{number}，{decision['result_copies']} 份"


def _online_result(evidence: Evidence) -> str:
    slip = evidence["reply_slip"]
    here = "（本大厅打印）" if slip["printed_here"] else ""
    return f"{_result(evidence)}；业务受理回执单 {slip['number']}{here}"


def _collector(evidence: Evidence) -> str:
    who = evidence["collector"]
    authorisation = f"，凭{who['authorisation']}" if who["authorisation"] else ""
    return (
        f"{who['name']}（{who['relation']}，{who['document_title']}{mask_document(who['document_no'])}"
        f"{authorisation}）；{_signed(evidence['collection_signature'])}"
    )


def _issued_online(evidence: Evidence) -> str:
    return f"信用承诺书{_signed(evidence['commitment']['signature'])}；{_collector(evidence)}"


def _department_voucher(evidence: Evidence) -> str:
    voucher = evidence["department_voucher"]
    number = f" {voucher['result_no']}" if voucher["result_no"] else ""
    return (
        f"{voucher['department']}受理凭证 {voucher['number']}；{voucher['result_name']}{number}，"
        f"{voucher['result_copies']} 份"
    )


def _mailed_in(evidence: Evidence) -> str:
    parcel, signature = evidence["parcel"], evidence["commitment"]["signature"]
    differences = f"，不符之处：{parcel['differences']}" if parcel["differences"] else ""
    receipt = {"kept": "装袋", "posted": "寄给申请人"}[evidence["receipt_way"]]
    return (
        f"邮件 {parcel['number']}，{parcel['condition']}{differences}；{parcel['opened_with']}到场开拆，代"
        f"{evidence['proxy_signature']['for']}签收材料；信用承诺书{_SIGNED[signature['on']]}；收件通知单{receipt}"
    )


def _to_courier(evidence: Evidence) -> str:
    return f"{_result(evidence)}；邮寄窗口{evidence['decision']['handed_to']}接收"


def _customer_slip(evidence: Evidence) -> str:
    shipment = evidence["shipment"]
    sent = f"{_day(shipment['sent_on'])}寄给{shipment['name']}"
    return f"{shipment['carrier']} {shipment['waybill_no']}，{sent}；客户联已收存"


SAYERS: dict[str, Callable[[Evidence], str]] = {
    "register_province": _voucher,
    "close_external": _department_mailing,
    "register_online": _online,
    "record_department_acceptance": _department_acceptance,
    "record_department_non_acceptance": _non_acceptance,
    "register_online_counterfoil": lambda _evidence: "存根、收件通知单均已扫描",
    "book_in_online_result": _online_result,
    "issue_online": _issued_online,
    "book_in_from_department_system": _department_voucher,
    "book_in_for_department": _department_voucher,
    "issue_on_behalf": _collector,
    "accept_mailed": _mailed_in,
    "hand_result_to_courier": _to_courier,
    "file_customer_slip": _customer_slip,
}
"""By kind of act."""
