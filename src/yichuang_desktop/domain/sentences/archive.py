"""What is said about bags, ledgers kept by hand, and the close of a day (3.2.4.3, 4.6)."""

from collections.abc import Callable, Sequence
from datetime import date


def _lacks(receipt_no: str, lacking: Sequence[str], by: Sequence[str]) -> str:
    how = f"请先办理：{'、'.join(by)}。" if by else "请补齐后再装袋。"
    return f"{receipt_no} 还缺{'、'.join(lacking)}，不能装袋。{how}"


def _gaps(gaps: Sequence[str]) -> str:
    return f"件号 {'、'.join(gaps)} 没有说明去向，请填写缺号说明。"


def _unexplained(count: int, first: str) -> str:
    return f"还有 {count} 件没有说明（{first}等），请逐件说明留到明天的原因。"


def _closed(day: date, by: str) -> str:
    return f"{day.month}月{day.day}日已由{by}日终签认，一天只签认一次。"


SENTENCES: dict[str, str | Callable[..., str]] = {
    "bag_lacks": _lacks,
    "bag_sheet_not_in": "卷内目录里没有{lacking}，请把它装入袋中并勾选，写明页数。",
    "bag_sheets_zero": "“{name}”的页数要填，至少 1 页。",
    "bag_month_before_closing": "归档月份不能早于办结的 {month}。",
    "nothing_to_transfer": "{ledger} {month} 没有已装袋待移交的档案。",
    "gaps_unexplained": _gaps,
    "book_name_wrong": "册号请写成“2026-{ledger}-01”：年份、台账、第几册。",
    "book_line_taken": "{book} 第 {page} 页第 {line} 行已登记 {receipt_no}，一行只登一件。请改登下一空行。",
    "already_in_book": "{receipt_no} 已登在 {book} 第 {page} 页第 {line} 行。登错了要更正的，请写更正原因。",
    "span_wrong": "结束日期在开始日期之前，请改正。",
    "book_counts_differ": (
        "按登记和差异，本子上应有 {expected} 行，点出 {by_hand} 行。请再点一遍，或把差异逐件写上。"
    ),
    "reconciliation_number_unknown": "“{number}”不在本期{ledger}台账里，请核对收件编号。",
    "reconciliation_unexplained": "有 {count} 处不一致，请写差异说明。",
    "ledger_pages_too_many": "一次最多印 {most} 页。",
    "day_close_unexplained": _unexplained,
    "day_closed_already": _closed,
    "day_close_not_today": "只能清点今天，或补签昨天以前没有签认的一天，不能签认将来的日子。",
    "no_group_at_window": "本窗口不属于任何组，请组长在本组窗口登录后清点。",
    "step_put_vouchers_in_bag": "请把受理凭证和签收单据装入档案袋，并登记。",
}
