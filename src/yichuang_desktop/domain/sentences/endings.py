"""What is said about the negative endings: 不予受理, 退件, 不予许可, 撤回, 作废."""

from collections.abc import Callable, Sequence


def _not_the_applicant(name: str, known: Sequence[str]) -> str:
    return f"{name}不是申请人或登记的代理人（{'、'.join(known)}），不能撤回。请核验身份和授权。"


SENTENCES: dict[str, str | Callable[..., str]] = {
    "ending_is_another": "“{cause}”不办“{act}”，应办“{right}”：文书、印章和救济途径都不同。",
    "decided_before_accepted": "决定日期早于受理日期{accepted}，请核对决定书。",
    "withdrawal_not_signed": "撤回申请书还没有签字。请申请人在外屏签名，或在纸上签字后确认“已见签字”。",
    "withdrawal_changed": "撤回申请的内容在{signer}签字后有变化。请申请人重新阅读并签字。",
    "not_the_applicant": _not_the_applicant,
}
