"""What is said about returns, papers given back and mailing."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "return_papers_lacking": "收件时收了 {copies} 份纸质材料，退件要全部退回。请逐份填写退回的材料。",
    "return_receipt_or_statement": (
        "请扫取回人带来的 {receipt_no} 收件通知单；确已遗失的，核验证件原件、签保证声明后勾选。"
    ),
    "return_notice_not_given": "退件的一次性告知单要一并交给申请人，请交后勾选。",
    "return_not_called": "还没有电话通知{applicant}。请先通知并登记，再退还材料。",
    "uncollected_not_called": "还没有电话通知过{applicant}。请先通知并登记，再上报组长。",
    "nothing_uncollected": "没有通知后满 {days} 天仍未领取的结果。",
}
