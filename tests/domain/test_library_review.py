"""The review of a library file: heads, owners, duplicates, packages, and what would change (R-ITEM-1)."""

import dataclasses

import pytest

from yichuang_desktop.domain.items import Material, Package, PackageMember, ServiceItem
from yichuang_desktop.domain.library_current import Library
from yichuang_desktop.domain.library_findings import Level
from yichuang_desktop.domain.library_heads import TableKind, find_head
from yichuang_desktop.domain.library_preview import compare
from yichuang_desktop.domain.library_review import Review, review
from yichuang_desktop.domain.library_rows import EMPTY_CELL, Cell, CellKind, Merge, Sheet

ITEM_HEAD = "事项编号 事项名称 实施部门 办件类型 承诺时限"
PASSPORT = "A1 普通护照签发 公安局 承诺件 7"
RESIDENCE = "A2 居住证办理 公安局 承诺件 5"
KNOWN = ServiceItem(
    "A1",
    "普通护照签发",
    "公安局",
    code="511",
    zone="公安服务专区",
    promised_limit=7,
    consult_phone="0377-1",
    materials=(Material(1, "申请表", points="签字"), Material(2, "户口簿", electronic_ok=True)),
)


def sheet(name: str, *rows: str, merged: tuple[Merge, ...] = ()) -> Sheet:
    """A sheet from words between blanks; ``_`` is an empty cell, ``~`` a blank inside one."""

    def cell(word: str) -> Cell:
        return EMPTY_CELL if word == "_" else Cell(CellKind.TEXT, word.replace("~", " "))

    return Sheet(name, tuple(tuple(cell(word) for word in row.split(" ")) for row in rows), merged)


def codes(outcome: Review, level: Level | None = None) -> list[str]:
    return [each.code for each in outcome.findings if level in (None, each.level)]


def names(outcome: Review) -> list[str]:
    return [item.name for item in outcome.items]


def test_a_head_is_found_below_titles_with_stars_and_line_breaks() -> None:
    head = find_head(
        sheet("表", "清单", "填报单位：_", "序号 事~项~名~称* 责任单位（盖章） 承诺\n期限：", "1 甲 乙 5")
    )
    assert head is not None
    assert head.kind is TableKind.ITEMS
    assert head.first_data_row == 4
    assert dict(head.columns) == {"number": 1, "name": 2, "department": 3, "promised_limit": 4}
    assert head.titles["promised_limit"] == "承诺期限："


def test_a_head_of_two_levels_is_read_as_one() -> None:
    table = sheet(
        "表",
        "事项名称 部门 时限 _ 申请材料 _",
        "_ _ 法定 承诺 材料名称 份数",
        "甲 乙 5 3 申请表 1",
        merged=(Merge(1, 1, 2, 1), Merge(1, 2, 2, 2), Merge(1, 3, 1, 4), Merge(1, 5, 1, 6)),
    )
    head = find_head(table)
    assert head is not None
    assert head.kind is TableKind.ITEMS_WITH_MATERIALS
    assert head.rows == (1, 2)
    assert set(head.columns) == {
        "name",
        "department",
        "legal_limit",
        "promised_limit",
        "m_name",
        "m_copies",
    }


@pytest.mark.parametrize("rows", [(), ("姓名 电话",), ("事项名称",), ("甲 乙", "丙 丁")])
def test_a_sheet_without_a_head_is_no_table(rows: tuple[str, ...]) -> None:
    assert find_head(sheet("表", *rows)) is None


def test_columns_nobody_knows_are_told() -> None:
    outcome = review([sheet("表", f"{ITEM_HEAD} 星座", f"{PASSPORT} 天秤")])
    (told,) = [each for each in outcome.findings if each.code == "columns_unknown"]
    assert told.facts["columns"] == ("星座",)
    assert names(outcome) == ["普通护照签发"]


def test_sums_notes_and_heads_printed_again_are_no_items() -> None:
    outcome = review(
        [
            sheet(
                "表",
                ITEM_HEAD,
                PASSPORT,
                "小计 1项",
                "合计：1 _",
                ITEM_HEAD,
                RESIDENCE,
                "注：时限为工作日",
                "填表人：某",
            )
        ]
    )
    assert names(outcome) == ["普通护照签发", "居住证办理"]
    assert codes(outcome, Level.ERROR) == []


def test_R_ITEM_1_the_same_row_twice_is_read_once_and_another_one_is_a_conflict() -> None:
    again = review([sheet("表", ITEM_HEAD, PASSPORT, PASSPORT)])
    assert (names(again), codes(again, Level.DUPLICATE)) == (["普通护照签发"], ["row_repeated"])
    conflict = review([sheet("表", ITEM_HEAD, PASSPORT, PASSPORT.replace(" 7", " 9"))])
    assert names(conflict) == []
    assert [(each.row, each.level) for each in conflict.findings if each.code == "item_conflict"] == [
        (3, Level.CONFLICT)
    ]
    assert "承诺时限（7 / 9）" in conflict.refused[0].findings[0].reason


def test_a_code_used_for_two_items_is_told() -> None:
    outcome = review([sheet("表", "事项名称 部门 实施编码", "甲 公安局 511", "乙 公安局 511")])
    assert "code_shared" in codes(outcome, Level.WARN)


def test_materials_find_their_item_by_number_or_name_filled_down() -> None:
    outcome = review(
        [
            sheet("事项", ITEM_HEAD, PASSPORT, RESIDENCE),
            sheet("材料", "事项编号 材料名称 份数", "A1 申请表 1", "_ 户口簿 2", "A2 申领表 1"),
        ]
    )
    assert [[m.name for m in item.materials] for item in outcome.items] == [["申请表", "户口簿"], ["申领表"]]
    assert outcome.material_count == 3


def test_decision_19_one_bad_material_keeps_the_whole_item_out_and_no_other() -> None:
    outcome = review(
        [
            sheet("事项", ITEM_HEAD, PASSPORT, RESIDENCE),
            sheet("材料", "事项编号 材料名称 份数", "A1 申请表 若干", "_ 户口簿 2", "A2 申领表 1"),
        ]
    )
    assert names(outcome) == ["居住证办理"]
    (refused,) = outcome.refused
    assert (refused.item_id, refused.name) == ("A1", "普通护照签发")
    assert [(each.sheet, each.row, each.code) for each in refused.findings] == [
        ("材料", 2, "copies_unreadable")
    ]


def test_materials_below_a_sum_do_not_belong_to_the_item_above() -> None:
    outcome = review(
        [
            sheet("事项", ITEM_HEAD, PASSPORT),
            sheet("材料", "事项编号 材料名称 份数", "A1 申请表 1", "小计 1 _", "_ 户口簿 1"),
        ]
    )
    assert [(each.row, each.code) for each in outcome.findings if each.level is Level.ERROR] == [
        (4, "material_without_item")
    ]


def test_materials_of_an_item_nobody_has_are_an_error_of_their_own() -> None:
    outcome = review(
        [
            sheet("事项", ITEM_HEAD, PASSPORT),
            sheet("材料", "事项名称 材料名称 份数", "普通护照签发 申请表 1", "某事项 户口簿 1", "_ 照片 1"),
        ]
    )
    (told,) = [each for each in outcome.findings if each.code == "material_owner_unknown"]
    assert (told.row, told.facts["rows"]) == (3, "3–4")
    assert names(outcome) == ["普通护照签发"]


def test_two_items_of_one_name_need_their_numbers_beside_the_materials() -> None:
    outcome = review(
        [
            sheet("事项", "事项名称 部门 承诺时限", "信息查询 公安局 3", "信息查询 税务局 3"),
            sheet("材料", "事项名称 材料名称 份数", "信息查询 申请表 1"),
        ]
    )
    assert names(outcome) == []
    assert [each.findings[0].code for each in outcome.refused] == ["material_owner_ambiguous"] * 2
    assert codes(outcome, Level.ERROR) == ["material_owner_ambiguous"]


def test_a_number_and_a_name_that_do_not_go_together_are_told() -> None:
    outcome = review(
        [
            sheet("事项", ITEM_HEAD, PASSPORT, RESIDENCE),
            sheet("材料", "事项编号 事项名称 材料名称", "A1 居住证办理 申请表", "A2 居住证办理 申领表"),
        ]
    )
    assert codes(outcome, Level.WARN) == ["material_owner_differs"]
    assert [[m.name for m in item.materials] for item in outcome.items] == [["申请表"], ["申领表"]]


def test_a_material_named_twice_is_told_and_the_same_row_left_out() -> None:
    outcome = review(
        [
            sheet("事项", ITEM_HEAD, PASSPORT),
            sheet("材料", "事项编号 材料名称 份数", "A1 申请表 1", "A1 申请表 1", "A1 申请表 2"),
        ]
    )
    assert outcome.material_count == 2
    assert {"row_repeated", "material_named_twice"} <= set(codes(outcome))


def test_a_new_item_without_materials_is_told() -> None:
    assert "item_without_materials" in codes(review([sheet("表", ITEM_HEAD, PASSPORT)]), Level.WARN)


def test_an_item_without_a_number_gets_a_free_provisional_one() -> None:
    library = Library((dataclasses.replace(KNOWN, item_id="X-0001"),))
    outcome = review([sheet("表", "事项名称 部门 承诺时限", "新事项 公安局 3")], library)
    assert [item.item_id for item in outcome.items] == ["X-0002"]
    assert "item_number_provisional" in codes(outcome, Level.NOTE)


def test_what_the_file_does_not_mention_stays_as_the_library_has_it() -> None:
    library = Library((KNOWN,))
    outcome = review([sheet("表", "事项名称 承诺时限", "普通护照签发 9")], library)
    assert outcome.items == (dataclasses.replace(KNOWN, promised_limit=9),)


def test_a_file_of_materials_alone_mends_items_of_the_library() -> None:
    outcome = review([sheet("材料", "事项名称 材料名称 份数", "普通护照签发 申请表 2")], Library((KNOWN,)))
    assert outcome.items == (
        dataclasses.replace(KNOWN, materials=(Material(1, "申请表", copies=2, points="签字"),)),
    )


def test_a_hidden_sheet_is_not_read() -> None:
    hidden = dataclasses.replace(sheet("旧", ITEM_HEAD, RESIDENCE), hidden=True)
    outcome = review([sheet("新", ITEM_HEAD, PASSPORT), hidden])
    assert names(outcome) == ["普通护照签发"]
    assert "sheet_hidden" in codes(outcome, Level.NOTE)


PACKAGE_HEAD = "一件事编号 一件事名称 牵头部门 步骤 事项编号 联办事项名称 责任部门 是否在事项库 承诺时限"
PACKAGE_ROWS = (
    "P1 出行一件事 公安局 1 A1 普通护照签发 公安局 是 5",
    "_ _ _ 2 _ 银行换汇 银行 否 _",
)


def with_package(items: tuple[str, ...], library: Library | None = None) -> Review:
    sheets = [sheet("事项", ITEM_HEAD, *items), sheet("一件事", PACKAGE_HEAD, *PACKAGE_ROWS)]
    return review(sheets, library or Library())


def test_decision_14_members_outside_the_library_are_kept_and_a_slower_one_is_told() -> None:
    outcome = with_package((PASSPORT,))
    (package,) = outcome.packages
    assert [(m.name, m.in_library) for m in package.members] == [("普通护照签发", True), ("银行换汇", False)]
    assert package.item_ids == ("A1",)
    assert "package_member_slower" in codes(outcome, Level.WARN)


def test_decision_19_a_package_follows_its_members() -> None:
    outcome = with_package((PASSPORT.replace(" 7", " 5-8"),), Library((KNOWN,)))
    assert outcome.packages == ()
    assert [each.name for each in outcome.refused_packages] == ["出行一件事"]
    assert "package_member_refused" in codes(outcome, Level.ERROR)


def test_a_package_may_rest_on_items_the_library_already_has() -> None:
    assert len(with_package((RESIDENCE,), Library((KNOWN,))).packages) == 1
    unknown = with_package((RESIDENCE,))
    assert unknown.packages == ()
    assert "package_member_unknown" in codes(unknown, Level.ERROR)


def test_R_ITEM_1_the_preview_tells_new_changed_unchanged_missing_and_refused() -> None:
    same = ServiceItem("A3", "户口注销", "公安局", office_type="即办件", promised_limit=0)
    missing = ServiceItem("A9", "印章刻制", "公安局")
    old = Package("P1", "旧名", "公安局", members=(PackageMember(1, "普通护照签发", "公安局", "A1"),))
    library = Library((KNOWN, same, missing), (old, Package("P2", "另一件事", "公安局")))
    sheets = [
        sheet(
            "事项",
            ITEM_HEAD,
            PASSPORT.replace(" 7", " 9"),
            RESIDENCE,
            "A3 户口注销 公安局 即办件 当场办结",
            "A4 无犯罪证明 公安局 承诺件 5-8",
        ),
        sheet("材料", "事项编号 材料名称 份数", "A1 申请表 2", "A1 照片 1", "A2 申领表 1"),
        sheet("一件事", PACKAGE_HEAD, *PACKAGE_ROWS),
    ]
    preview = compare(review(sheets, library), library)
    assert [item.name for item in preview.new] == ["居住证办理"]
    assert [item.name for item in preview.unchanged] == ["户口注销"]
    assert [item.name for item in preview.missing] == ["印章刻制"]
    assert [each.name for each in preview.refused] == ["无犯罪证明"]
    (changed,) = preview.changed
    assert [(each.title, each.old, each.new) for each in changed.changes] == [
        ("承诺时限", "7个工作日", "9个工作日"),
        ("删除材料", "户口簿", ""),
        ("材料“申请表”份数", "1", "2"),
        ("新增材料", "", "照片（原件 1 份）"),
    ]
    assert [item.name for item in preview.items_to_publish] == ["居住证办理", "普通护照签发"]
    assert [each.old.package_id for each in preview.changed_packages] == ["P1"]
    assert {each.title for each in preview.changed_packages[0].changes} >= {"一件事名称", "联办事项"}
    assert [each.package_id for each in preview.missing_packages] == ["P2"]
    assert preview.changes_anything


def test_every_sentence_of_a_review_can_be_said() -> None:
    outcome = with_package((PASSPORT.replace(" 7", " 5-8"), RESIDENCE, RESIDENCE.replace("承诺件", "承诺")))
    assert all(each.reason.endswith("。") for each in outcome.findings)
    assert {level.title for level in Level} == {"错误", "冲突", "重复", "提醒", "已自动更正", "空行", "说明"}
