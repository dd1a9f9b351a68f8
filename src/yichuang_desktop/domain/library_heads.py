"""Find the head of a table in a sheet as departments send it: titles above, two levels, stars, line breaks.

A head is found by what its cells say, never by where it stands (`R-ITEM-1`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from yichuang_desktop.domain.library_rows import Sheet, fold

SEARCHED_ROWS = 20
MIN_COLUMNS = 2


class TableKind(Enum):
    """What a table of the library holds."""

    ITEMS = "items"
    MATERIALS = "materials"
    ITEMS_WITH_MATERIALS = "items_with_materials"
    PACKAGES = "packages"
    PACKAGE_MATERIALS = "package_materials"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the columns of a table are and where its data begin."""

    kind: TableKind
    rows: tuple[int, ...]
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    """The head of each column in the department's own words."""
    unknown: tuple[str, ...]
    """Heads nobody knows; their columns are not read."""

    @property
    def first_data_row(self) -> int:
        return self.rows[-1] + 1


_ITEM_COLUMNS = {
    "number": "序号|序|编号",
    "item_id": "事项编号|事项编码（本地）|事项ID",
    "name": "事项名称|政务服务事项名称|事项|服务事项名称|办理事项名称|业务办理项名称",
    "short_name": "事项简称|简称",
    "code": "实施编码|权力编码|事项编码|实施清单编码|业务办理项编码|行政权力编码",
    "department": "实施部门|责任单位|责任部门|实施机关|实施主体|部门|办理部门|主管部门|单位",
    "zone": "所属专区|服务专区|专区|受理专区",
    "item_type": "事项类型|权力类型|事项类别",
    "subjects": "服务对象|对象|办理对象|面向对象",
    "office_type": "办件类型|办理类型|办件类别",
    "legal_limit": "法定办结时限|法定时限|法定期限|法定",
    "legal_unit": "法定时限单位|法定办结时限单位|法定期限单位",
    "legal_note": "法定时限说明|法定办结时限说明",
    "promised_limit": "承诺办结时限|承诺时限|承诺期限|承诺|办理时限",
    "promised_unit": "承诺时限单位|承诺办结时限单位|承诺期限单位|时限单位",
    "charged": "是否收费",
    "fee": "收费标准|收费情况|收费|收费依据及标准",
    "channels": "办理渠道|办理形式|办理方式",
    "conditions": "受理条件|办理条件|申请条件",
    "ca_allowed": "是否容缺受理|可否容缺|是否容缺|容缺受理",
    "ca_materials": "可容缺材料|容缺材料",
    "ca_term": "容缺补正期限|补正期限|容缺期限",
    "ca_unit": "补正期限单位|容缺补正期限单位",
    "ca_note": "容缺说明",
    "ic_applies": "是否告知承诺|告知承诺",
    "ic_kind": "告知承诺类型",
    "ic_scope": "告知承诺内容|告知承诺范围",
    "special_steps": "特殊环节|特别程序",
    "result_name": "结果名称|批复证件|办理结果|审批结果名称|证照名称",
    "result_type": "结果类型",
    "delivery": "送达方式|送达|领取方式",
    "province_wide": "是否全豫通办|全豫通办",
    "cross_province": "是否跨省通办|跨省通办",
    "packages": "所属一件事|一件事",
    "window_tips": "窗口提示|受理提示",
    "consult_phone": "咨询电话|联系电话|电话",
    "complaint_phone": "监督电话|投诉电话|监督投诉电话",
    "handover_contact": "交接联系人|取件联系人",
    "handover_phone": "交接电话|取件电话",
    "retention": "保管期限|归档期限",
    "legal_basis": "设定依据|法律依据|办理依据",
    "sources": "资料来源",
    "material_list": "材料清单|申请材料清单",
    "remark": "备注|说明",
}
_MATERIAL_COLUMNS = {
    "m_seq": "材料序号|申请材料序号",
    "m_name": "材料名称|申请材料名称|申请材料|要件名称",
    "m_form": "材料形式|形式|原件/复印件|材料类型|申请材料形式|介质要求",
    "m_copies": "份数|材料份数|数量",
    "m_necessity": "必要性|是否必要|必要/非必要|材料必要性|是否必需",
    "m_source": "材料来源|来源|来源渠道",
    "m_issuer": "出具单位|出具机构|核发单位",
    "m_deferrable": "是否可容缺|可容缺|材料可否容缺",
    "m_category": "容缺类别",
    "m_return": "核验后退还|是否退还",
    "m_electronic": "可交电子件|是否可交电子件|可电子提交",
    "m_notes": "材料备注|材料说明|备注|说明",
    "m_points": "受理要点|审查要点|填报须知",
    "m_canon": "归并名称",
    "m_samples": "示范文本|示范样表|样表|材料样本|示范样本",
}
_PACKAGE_COLUMNS = {
    "package_id": "一件事编号|一件事编码",
    "package_name": "一件事名称",
    "lead_department": "牵头部门|牵头单位",
    "subjects": "服务对象",
    "step": "步骤|环节序号",
    "item_id": "事项编号",
    "member_name": "联办事项名称|联办事项|事项名称",
    "code": "实施编码",
    "department": "责任部门|责任单位",
    "in_library": "是否在事项库",
    "optional": "是否可选",
    "parallel_group": "并联组",
    "promised_limit": "承诺时限|承诺办结时限|承诺期限",
    "promised_unit": "时限单位|承诺时限单位",
    "note": "说明|备注",
    "sources": "资料来源",
}
_PACKAGE_MATERIAL_COLUMNS = {
    "package_id": "一件事编号|一件事编码",
    "package_name": "一件事名称",
    "m_seq": "序号|材料序号",
    "m_name": "材料名称|申请材料名称",
    "m_form": "材料形式",
    "m_copies": "份数",
    "m_necessity": "必要性|是否必要",
    "m_source": "材料来源",
    "submit": "是否需申请人提交",
    "supplied_by": "由哪项产生",
    "m_deferrable": "可容缺|是否可容缺",
    "used_by": "用于事项",
    "m_points": "受理要点",
}


def _aliases(columns: Mapping[str, str]) -> dict[str, str]:
    return {fold(word): field for field, words in columns.items() for word in words.split("|")}


_ITEMS, _MATERIALS = _aliases(_ITEM_COLUMNS), _aliases(_MATERIAL_COLUMNS)
_VOCABULARIES: dict[TableKind, dict[str, str]] = {
    TableKind.PACKAGE_MATERIALS: _aliases(_PACKAGE_MATERIAL_COLUMNS),
    TableKind.PACKAGES: _aliases(_PACKAGE_COLUMNS),
    TableKind.ITEMS_WITH_MATERIALS: _MATERIALS | _ITEMS,
    TableKind.MATERIALS: _ITEMS | _MATERIALS,
    TableKind.ITEMS: _ITEMS,
}
_OWNER_COLUMNS = frozenset({"number", "item_id", "name", "sources", "remark"})
"""Item columns a table of materials has too: they do not make it a table of items."""
_NEEDED: dict[TableKind, tuple[frozenset[str], ...]] = {
    TableKind.PACKAGE_MATERIALS: (frozenset({"package_id", "package_name"}), frozenset({"m_name"})),
    TableKind.PACKAGES: (frozenset({"package_id", "package_name"}), frozenset({"member_name"})),
    TableKind.ITEMS_WITH_MATERIALS: (
        frozenset({"name"}),
        frozenset({"m_name"}),
        frozenset(_ITEM_COLUMNS) - _OWNER_COLUMNS,
    ),
    TableKind.MATERIALS: (frozenset({"name", "item_id"}), frozenset({"m_name"})),
    TableKind.ITEMS: (frozenset({"name", "item_id"}), frozenset(_ITEM_COLUMNS) - _OWNER_COLUMNS),
}
_STARS = re.compile(r"[*※:]")
_BRACKETED = re.compile(r"[(\[【][^)\]】]*[)\]】]")


def find_head(sheet: Sheet) -> Head | None:
    """The head that names most columns; None for a sheet without a table of the library."""
    best: Head | None = None
    for head in _candidates(sheet):
        if best is None or len(head.columns) > len(best.columns):
            best = head
    return best


def _candidates(sheet: Sheet) -> Iterator[Head]:
    for row in range(1, min(SEARCHED_ROWS, len(sheet.rows)) + 1):
        for rows in ((row,), (row, row + 1)):
            titles = [_title(sheet, rows, column) for column in range(1, sheet.width + 1)]
            for kind, vocabulary in _VOCABULARIES.items():
                head = _read(kind, rows, titles, vocabulary)
                if head:
                    yield head
                    break


def _title(sheet: Sheet, rows: tuple[int, ...], column: int) -> tuple[str, ...]:
    """What stands over a column, top first; a block merged over both rows counts once."""
    anchors = dict.fromkeys(sheet.anchor(row, column) for row in rows)
    return tuple(sheet.cell(*anchor).text for anchor in anchors if not sheet.cell(*anchor).blank)


def _read(
    kind: TableKind, rows: tuple[int, ...], titles: list[tuple[str, ...]], vocabulary: Mapping[str, str]
) -> Head | None:
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for column, title in enumerate(titles, start=1):
        field = _field(title, vocabulary)
        if field is None or field in columns:
            unknown += [" ".join(title)] if title else []
        else:
            columns[field] = column
    if len(columns) < MIN_COLUMNS or not all(needed & columns.keys() for needed in _NEEDED[kind]):
        return None
    told = {field: _plain_title(titles[column - 1]) for field, column in columns.items()}
    return Head(kind, rows, columns, told, tuple(dict.fromkeys(unknown)))


def _field(title: tuple[str, ...], vocabulary: Mapping[str, str]) -> str | None:
    """The column a title names; of two levels the whole is tried first, then the lower one alone."""
    words = [_STARS.sub("", fold(text)) for text in title]
    tries = words
    if len(words) > 1:
        upper, lower = words
        tries = [upper + lower, lower + upper, lower]
    for word in tries:
        inside = [part.strip("()[]【】") for part in _BRACKETED.findall(word)]
        for spelling in (word, _BRACKETED.sub("", word), *inside):
            if spelling in vocabulary:
                return vocabulary[spelling]
    return None


def _plain_title(title: tuple[str, ...]) -> str:
    return "·".join(_STARS.sub("", re.sub(r"\s+", "", text)) for text in title)
