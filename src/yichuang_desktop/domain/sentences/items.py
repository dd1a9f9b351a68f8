"""Sentences about the checklist, the item library and its import.

Sentences of the import report say first what is wrong, then, as a second sentence, what to do.
"""

from collections.abc import Callable, Sequence
from typing import Any

SHOWN = 3
"""So many names are told in one line; the table shows the rest."""


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")


def _unjudged(count: int, names: Sequence[str], lacking: int) -> str:
    found = f"已发现 {lacking} 份要补的，" if lacking else ""
    return f"还有 {count} 份材料没有审查：{_some(names)}。{found}请逐份给出结论。"


def _lacking(
    *,
    missing: Sequence[str],
    missing_optional: Sequence[str],
    wrong: Sequence[str],
    short: Sequence[str],
    deferral_allowed: bool,
    deferrable: Sequence[str],
    all_deferrable: bool,
) -> str:
    kinds = (
        ("还差 {} 份必要材料", missing),
        ("还差 {} 份本次需要的材料", missing_optional),
        ("{} 份材料不合格", wrong),
        ("{} 份材料份数不足", short),
    )
    found = "；".join(f"{words.format(len(names))}：{_some(names)}" for words, names in kinds if names)
    return f"{found}。{_way_out(deferral_allowed, deferrable, all_deferrable)}"


def _way_out(deferral_allowed: bool, deferrable: Sequence[str], all_deferrable: bool) -> str:
    if not deferral_allowed:
        return "本事项不允许容缺，可出具一次性告知单。"
    if all_deferrable:
        return "可按容缺受理，也可出具一次性告知单。"
    if deferrable:
        return f"其中只有{_some(deferrable)}可以容缺，其余须补齐，可出具一次性告知单。"
    return "所缺材料不在容缺范围内，可出具一次性告知单。"


def _lack_missing(form: str, due: int, reason: str = "") -> str:
    return _reason(reason) or f"未提交，请提供{form} {due} 份。"


def _lack_wrong_form(form: str, due: int, reason: str = "") -> str:
    return _reason(reason) or f"形式或内容不符合要求，请重新提供{form} {due} 份。"


def _lack_copies(form: str, due: int, copies: int, reason: str = "") -> str:
    return _reason(reason) or f"应交{form} {due} 份，已收 {copies} 份，请补交 {due - copies} 份。"


def _reason(reason: str) -> str:
    return reason if not reason or reason.endswith("。") else f"{reason}。"


_CHECKLIST: dict[str, str | Callable[..., str]] = {
    "material_unknown": "材料清单里没有第 {seq} 号材料。请在清单中重新选一份。",
    "material_is_mandatory": "“{name}”是必要材料，不能判为不适用。没有带来的请选“缺”。",
    "deferral_not_allowed": "本事项不允许容缺，“{name}”须当场提交。没有带来的请选“缺”，可出具一次性告知单。",
    "material_not_deferrable": "“{name}”不在本事项的容缺范围内。没有带来的请选“缺”，可出具一次性告知单。",
    "electronic_not_accepted": "“{name}”须交{form}，不收电子件。请收取纸质材料，或选“缺”。",
    "copies_out_of_range": "“{name}”的份数应在 {lowest} 到 {highest} 之间。请重新填写份数。",
    "lack_missing": _lack_missing,
    "lack_wrong_form": _lack_wrong_form,
    "lack_copies": _lack_copies,
    "checklist_unjudged": _unjudged,
    "checklist_lacking": _lacking,
    "checklist_conditional": lambda count, names: (
        f"材料齐全，其中 {count} 份容缺后补：{_some(names)}。可按容缺受理，请告知申请人补交期限。"
    ),
    "checklist_complete": "{count} 份材料已全部审查，没有缺漏。可以签署信用承诺书并受理。",
}

SENTENCES: dict[str, str | Callable[..., Any]] = {**_CHECKLIST}
