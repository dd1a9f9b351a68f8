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

_LIBRARY: dict[str, str | Callable[..., str]] = {
    "item_not_valid": "事项“{item_id}”已停用或不在事项库中。请重新选择事项。",
}

_FILES: dict[str, str | Callable[..., str]] = {
    "library_file_missing": "没有找到文件“{file}”。请确认文件还在原处，再选一次。",
    "library_file_unreadable": "文件“{file}”读不出来，可能正被别的程序打开或没有权限。请关闭后再试。",
    "library_file_empty": "文件“{file}”是空文件（0 字节），可能没有传完。请向部门重新要一份。",
    "library_file_old_xls": (
        "文件“{file}”是旧版 Excel（.xls）格式，不能直接导入。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"
    ),
    "library_file_locked": "文件“{file}”加了打开密码。请去掉密码另存后再导入。",
    "library_file_html": (
        "文件“{file}”其实是网页表格，不是 Excel 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"
    ),
    "library_file_truncated": "文件“{file}”已损坏或没有传完，一行也没有导入。请向部门重新要一份。",
    "library_file_kind": "文件“{file}”不是 Excel 或 CSV 表格（像是{kind}）。请选 .xlsx 或 .csv 文件。",
    "library_file_too_big": "文件“{file}”太大（{what}超过 {limit}），没有打开。请去掉无关内容或分成几份。",
    "library_file_bomb": "文件“{file}”的压缩内容异常，可能有害，没有打开。请向部门核实来源，重新要一份。",
    "library_file_encoding": "文件“{file}”的文字编码认不出来。请用 Excel 打开，另存为 .xlsx 后再导入。",
    "library_report_failed": "报告没有写到“{file}”。请检查磁盘空间和权限，或换一个位置。",
}

_SHEETS: dict[str, str | Callable[..., str]] = {
    "file_without_items": "文件里没有找到事项表（要有“事项名称”等表头）。请核对是不是选错了文件。",
    "sheet_hidden": "这张工作表是隐藏的，没有读入。如需导入请先取消隐藏。",
    "sheet_without_table": "这张工作表里没有事项或材料的表头，没有读入。",
    "rows_hidden": "有隐藏的行（第 {rows} 行），已照常读入。如不应导入请从文件中删除。",
    "columns_hidden": "有隐藏的列（{columns}），已照常读入。如不应导入请从文件中删除。",
    "columns_unknown": "这些列不认识，没有读入：{columns}。如需要，请改用事项库模板的表头。",
    "row_blank": "空行（只有空格），已跳过。",
    "row_repeated": "与第 {row} 行完全重复，只读入一次。请删除多余的一行。",
    "characters_lost": "“{found}”里有“?”，可能是生僻字在转存时丢失。请核对原字后补正。",
    "cell_error": "单元格是公式错误 {found}。请填入实际内容。",
    "cell_formula": "单元格是公式，文件里没有存下计算结果。请在 Excel 中打开保存一次，或粘贴为数值。",
    "yes_unreadable": "“{found}”看不出是“是”还是“否”。请填“是”或“否”。",
    "unit_unreadable": "时限单位“{found}”不认识。请填工作日、自然日、小时或当场。",
}

_ITEMS: dict[str, str | Callable[..., str]] = {
    "item_name_missing": lambda likely="": (
        f"缺事项名称。请补上，按材料表的次序可能是“{likely}”。" if likely else "缺事项名称。请补上。"
    ),
    "item_name_blanks": "名称前后或中间有空格、换行，已去掉。",
    "item_name_spelling": "名称“{found}”与“{known}”只有括号或全半角不同，已按后者统一。",
    "item_department_missing": "缺责任单位（实施部门）。请补上。",
    "item_conflict": lambda row, told: (
        f"与第 {row} 行同名同编码，但内容不同：{'；'.join(told)}。请核实后只留一行。"
    ),
    "item_number_provisional": "文件里没有事项编号，暂编为 {number}。请数字政务科在发布前核定编号。",
    "item_without_materials": "没有任何申请材料。请核对材料表是否漏填。",
    "item_materials_kept": "本文件没有这一事项的材料，沿用库内的 {count} 份。如有变化请补全材料表。",
    "materials_by_name_only": "有 {count} 份材料只有名称，已按必要材料、原件 1 份读入。请核对。",
    "code_scientific": "编码被 Excel 转成了数字（{found}），后面的位数已丢失。请把该列设为文本后重新填写。",
    "code_too_long": "编码超过 {longest} 个字符。请核对是否误填。",
    "code_shared": "与“{other}”的编码相同。请核对是否填错。",
    "limit_range": "时限写成区间“{found}”，无法确定按几天计算。请填一个数，例如“8个工作日”。",
    "limit_date": (
        "时限被 Excel 自动转成了日期（{found}），原来可能是“3-5”这样的写法。请把单元格设为文本，填一个数。"
    ),
    "limit_error": "时限单元格是公式错误 {found}。请填入实际天数。",
    "limit_unreadable": "时限“{found}”看不懂。请写成“5个工作日”“30日”或“当场办结”。",
    "promise_unreasonable": "承诺时限 {found} 超出合理范围。请核对是否误填。",
    "promise_beyond_legal": "承诺时限（{found}）大于法定时限（{legal}）。请核对，承诺不应超过法定。",
    "on_the_spot_with_promise": "办件类型是即办件，却有承诺时限（{found}）。请核对办件类型或时限。",
    "promised_without_limit": "办件类型是承诺件，承诺时限却是空的或当场办结。请核对办件类型或时限。",
    "deferral_beyond_promise": "容缺补正期限（{term}{unit}）长于承诺时限。请核对，补正应在承诺时限内。",
    "office_type_short": "办件类型写作“{found}”，已按“{known}”读入。",
    "office_type_guessed": "没有写办件类型，已按承诺时限定为“{known}”。请核对。",
    "office_type_unreadable": "办件类型“{found}”不认识。请填“即办件”或“承诺件”。",
    "zone_wrong": "专区“{found}”不是完整的专区名，应为“{known}”，已按后者读入。请核对。",
    "zone_unknown": "专区“{found}”库内没有。请核对是否填错。",
    "phones_in_one_cell": "一格里有 {count} 个电话：{found}，已分开。",
    "phone_unreadable": "电话“{found}”不像电话号码，已原样读入。请核对。",
    "package_unknown": "所属一件事“{found}”在文件和库内都没有。请核对编号。",
}

_MATERIALS: dict[str, str | Callable[..., str]] = {
    "material_without_item": "这一行材料没有写属于哪个事项。请在事项名称列补上。",
    "material_owner_ambiguous": (
        "事项表里有 {count} 个同名事项“{found}”，分不清材料属于哪一个。请在两张表里都填上事项编号。"
    ),
    "material_owner_differs": ("材料行的事项编号属于“{known}”，名称却写作“{found}”，已按编号归属。请核对。"),
    "material_owner_unknown": (
        "事项名称“{found}”在事项表中找不到，第 {rows} 行的材料都无法归属。请改成事项表里的名称。"
    ),
    "material_owner_likely": (
        "事项名称“{found}”在事项表中找不到，第 {rows} 行的材料都无法归属。"
        "请改成事项表里的名称，按次序可能是“{likely}”。"
    ),
    "material_name_missing": "缺材料名称。请补上，整个事项暂不导入。",
    "material_name_broken": "材料名称里有换行，已连成一行。",
    "material_name_blanks": "材料名称前后有空格，已去掉。",
    "material_named_twice": "同一事项里第 {row} 行已有同名材料。请核对是否重复。",
    "copies_unreadable": "份数“{found}”不是确定的数。请填一个数，例如 1。",
    "form_unreadable": "材料形式“{found}”不认识。请填原件、复印件、原件+复印件或电子。",
    "necessity_unreadable": "必要性“{found}”不认识。请填“必要”或“非必要”。",
    "package_without_members": "一件事没有写联办事项。请在一件事表中补上。",
    "package_member_nameless": "缺联办事项名称。请补上。",
    "package_member_refused": "联办事项“{member}”有错未能导入，本一件事一并不导入。请改好该事项后重新导入。",
    "package_member_unknown": "联办事项“{member}”在文件和事项库里都没有。请核对事项编号，或注明不在事项库。",
    "package_member_slower": "联办事项“{member}”的承诺时限（{takes}）长于本一件事的承诺。请核对。",
}

SENTENCES: dict[str, str | Callable[..., Any]] = {
    **_CHECKLIST,
    **_LIBRARY,
    **_FILES,
    **_SHEETS,
    **_ITEMS,
    **_MATERIALS,
}
