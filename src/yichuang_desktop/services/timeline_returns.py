"""What the evidence of returns, mailing and the archive says in a case's timeline (3.2.4, 3.2.5, 4.6)."""

from collections.abc import Callable, Mapping
from typing import Any

from yichuang_desktop.domain.evidence import CallOutcome
from yichuang_desktop.domain.masking import mask_document, mask_phone

Evidence = Mapping[str, Any]
_SIGNED = {"screen": "屏幕签字", "ink": "纸面签字", "ink_owed": "待纸面签字"}


def _papers(rows: Any) -> str:
    """``申请书、主债权合同 2 份``; what was written instead of a list is said as it is."""
    if isinstance(rows, str):
        return rows
    return "、".join(row["name"] + (f" {row['copies']} 份" if row["copies"] > 1 else "") for row in rows)


def _sent_back(evidence: Evidence) -> str:
    notice, platform = evidence["return_notice"], evidence["platform_return"]
    return (
        f"告知单 {notice['number']}，已见{evidence['seal']['kind']}，存根已收；"
        f"平台 {platform['on']} 退回并标注原因；退回材料：{_papers(evidence['papers_list'])}"
    )


def _brought_back(evidence: Evidence) -> str:
    return f"送到出证窗口：{_papers(evidence['papers_list'])}"


def _called(evidence: Evidence) -> str:
    call = evidence["call"]
    said = f"，{call['said']}" if call["said"] else ""
    return f"{mask_phone(call['phone'])} {CallOutcome(call['outcome']).title}{said}"


def _given_back(evidence: Evidence) -> str:
    taken = evidence["papers_received"]
    who = taken["collector"]
    had = "receipt" in evidence["receipt_or_declaration"]
    shown = "收回收件通知单" if had else "收件通知单遗失，已签保证声明"
    notice = "，一次性告知单已交" if taken["notice_given"] else ""
    return (
        f"{shown}；{who['name']}（{who['relation']}，{who['document_title']}"
        f"{mask_document(who['document_no'])}）{_SIGNED[taken['signature']['on']]}；"
        f"退还：{_papers(taken['rows'])}{notice}"
    )


def _shipped(evidence: Evidence) -> str:
    sent = evidence["shipment"]
    return (
        f"{sent['carrier']} {sent['waybill_no']}，{sent['charge']}；寄给 {sent['name']} "
        f"{mask_phone(sent['phone'])}，{sent['address']}；寄件单据已留存"
    )


def _wished(evidence: Evidence) -> str:
    wish = evidence["mail_wish"]
    return f"寄给 {wish['name']} {mask_phone(wish['phone'])}，{wish['address']}"


def _delivered(evidence: Evidence) -> str:
    delivery = evidence["delivery"]
    return f"{delivery['delivered_on']} 妥投，{delivery['told_by']}"


def _came_back(evidence: Evidence) -> str:
    mail = evidence["returned_mail"]
    return f"{mail['returned_on']} 退回，{mail['brought_by']}送到出证窗口"


def _bagged(evidence: Evidence) -> str:
    bag = evidence["bag_list"]
    sheets = sum(row["sheets"] for row in bag["rows"])
    return f"档案袋 {bag['bag_no']}，共 {sheets} 页：{_papers(bag['rows'])}"


def _in_book(evidence: Evidence) -> str:
    entry = evidence["book_entry"]
    was = f"（原登在 {entry['was']}）" if entry.get("was") else ""
    return f"{entry['book']} 第 {entry['page']} 页第 {entry['line']} 行{was}"


def _transferred(evidence: Evidence) -> str:
    form = evidence["transfer_form"]
    return f"移交表 {form['number']}，{form['giver']}移交，{form['taker']}接收，{form['overseer']}监交"


SAYERS: dict[str, Callable[[Evidence], str]] = {
    "send_back": _sent_back,
    "bring_papers_back": _brought_back,
    "call_for_return": _called,
    "give_papers_back": _given_back,
    "mail_papers_back": _shipped,
    "mail_result": _shipped,
    "note_mail_wish": _wished,
    "confirm_delivery": _delivered,
    "take_in_returned_mail": _came_back,
    "put_in_bag": _bagged,
    "put_vouchers_in_bag": _bagged,
    "write_in_book": _in_book,
    "transfer_to_archive": _transferred,
}
