"""The department's checklist, judged material by material (R-IN-1)."""

import json

import pytest

from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import ConditionalAcceptance, Material, ServiceItem
from yichuang_desktop.domain.sentences import compose, say

V = MaterialVerdict
MATERIALS = (
    Material(1, "登记申请书", points="经营者签字"),
    Material(2, "经营者居民身份证", "原件+复印件", return_after_check=True, electronic_ok=True),
    Material(3, "经营场所使用证明", "复印件", 2, deferrable=True),
    Material(4, "授权委托书", necessity="非必要", notes="委托他人办理时提供"),
    Material(5, "完税凭证", "电子"),
)
STRICT = ServiceItem("NX-D004", "个体工商户设立登记", "内乡县市场监督管理局", materials=MATERIALS)
LENIENT = ServiceItem(
    "NX-D058",
    "食品经营许可核发",
    "内乡县市场监督管理局",
    conditional_acceptance=ConditionalAcceptance(True, ("经营场所使用证明",), 3),
    materials=MATERIALS,
)


def refusal(checklist: Checklist, seq: int, verdict: MaterialVerdict, copies: int | None = None) -> str:
    with pytest.raises(RuleViolation) as caught:
        checklist.judge(seq, verdict, copies=copies)
    assert say(caught.value).endswith("。")
    return caught.value.code


def sentence(checklist: Checklist) -> str:
    step = checklist.next_step()
    return compose(step.code, step.facts)


def judged(item: ServiceItem, **verdicts: MaterialVerdict) -> Checklist:
    usual = {1: V.ORIGINAL_SEEN, 2: V.ORIGINAL_SEEN, 3: V.COPY, 4: V.NOT_APPLICABLE, 5: V.ELECTRONIC}
    checklist = Checklist.of(item, 7)
    for seq, verdict in (usual | {int(name[1:]): verdict for name, verdict in verdicts.items()}).items():
        checklist = checklist.judge(seq, verdict)
    return checklist


def test_R_IN_1_every_verdict_has_a_title_and_its_own_key() -> None:
    assert "".join(v.key for v in V) == "YCEXWDN"
    assert len({v.title for v in V}) == 7
    assert V.from_key("y") is V.ORIGINAL_SEEN
    assert V.from_key("Q") is None


def test_R_IN_1_a_new_checklist_is_pinned_to_its_item_version_and_unjudged() -> None:
    checklist = Checklist.of(STRICT, 7)
    assert (checklist.item_id, checklist.version) == ("NX-D004", 7)
    assert len(checklist.unjudged) == 5
    assert not checklist.complete
    assert sentence(checklist) == (
        "还有 5 份材料没有审查：登记申请书、经营者居民身份证、经营场所使用证明等。请逐份给出结论。"
    )


def test_judging_gives_a_new_checklist_and_leaves_the_old_alone() -> None:
    before = Checklist.of(STRICT, 1)
    after = before.judge(1, V.ORIGINAL_SEEN)
    assert before.row(1).verdict is None
    assert after.row(1).verdict is V.ORIGINAL_SEEN
    assert after.withdraw(1) == before


def test_R_IN_1_only_optional_materials_can_be_not_applicable() -> None:
    assert refusal(Checklist.of(STRICT, 1), 1, V.NOT_APPLICABLE) == "material_is_mandatory"
    assert Checklist.of(STRICT, 1).judge(4, V.NOT_APPLICABLE).row(4).verdict is V.NOT_APPLICABLE


def test_R_IN_1_deferring_needs_an_item_and_a_material_that_allow_it() -> None:
    assert refusal(Checklist.of(STRICT, 1), 3, V.DEFERRED) == "deferral_not_allowed"
    assert refusal(Checklist.of(LENIENT, 1), 1, V.DEFERRED) == "material_not_deferrable"
    assert Checklist.of(LENIENT, 1).judge(3, V.DEFERRED).row(3).verdict is V.DEFERRED


def test_R_IN_1_electronic_only_where_the_department_takes_it() -> None:
    assert refusal(Checklist.of(STRICT, 1), 1, V.ELECTRONIC) == "electronic_not_accepted"
    assert Checklist.of(STRICT, 1).judge(2, V.ELECTRONIC).row(2).copies == 1
    assert Checklist.of(STRICT, 1).judge(5, V.ELECTRONIC).row(5).verdict is V.ELECTRONIC


@pytest.mark.parametrize("copies", [0, -1, 100])
def test_a_number_of_copies_nobody_means_is_refused(copies: int) -> None:
    assert refusal(Checklist.of(STRICT, 1), 3, V.COPY, copies) == "copies_out_of_range"


def test_an_unknown_material_is_refused() -> None:
    assert refusal(Checklist.of(STRICT, 1), 9, V.COPY) == "material_unknown"
    with pytest.raises(RuleViolation):
        Checklist.of(STRICT, 1).withdraw(9)


def test_copies_are_counted_and_too_few_are_lacking() -> None:
    checklist = judged(STRICT).judge(3, V.COPY, copies=1)
    assert [row.seq for row in checklist.short] == [3]
    assert not checklist.complete
    (lack,) = checklist.what_is_lacking()
    assert compose(lack.code, lack.facts) == "应交复印件 2 份，已收 1 份，请补交 1 份。"
    assert sentence(checklist).startswith("1 份材料份数不足：经营场所使用证明。")


def test_one_electronic_file_is_enough_for_any_number_of_copies() -> None:
    item = ServiceItem("A", "甲", "乙", materials=(Material(1, "图纸", "原件", 3, electronic_ok=True),))
    assert Checklist.of(item, 1).judge(1, V.ELECTRONIC, copies=1).complete


def test_R_IN_1_all_judged_and_nothing_lacking_is_complete() -> None:
    checklist = judged(STRICT)
    assert checklist.complete
    assert not checklist.conditional
    assert len(checklist.received) == 4
    assert sentence(checklist) == "5 份材料已全部审查，没有缺漏。可以签署信用承诺书并受理。"


def test_R_IN_1_the_next_step_names_the_missing_material_and_the_way_out() -> None:
    checklist = judged(STRICT, _3=V.MISSING)
    assert [row.name for row in checklist.missing] == ["经营场所使用证明"]
    assert sentence(checklist) == (
        "还差 1 份必要材料：经营场所使用证明。本事项不允许容缺，可出具一次性告知单。"
    )


def test_the_next_step_says_which_of_the_lacking_may_follow_later() -> None:
    assert sentence(judged(LENIENT, _3=V.MISSING)).endswith("可按容缺受理，也可出具一次性告知单。")
    assert sentence(judged(LENIENT, _3=V.MISSING, _1=V.WRONG_FORM)) == (
        "还差 1 份必要材料：经营场所使用证明；1 份材料不合格：登记申请书。"
        "其中只有经营场所使用证明可以容缺，其余须补齐，可出具一次性告知单。"
    )
    assert "不在容缺范围内" in sentence(judged(LENIENT, _1=V.MISSING, _4=V.MISSING))


def test_what_is_lacking_so_far_is_told_while_others_are_unjudged() -> None:
    assert "已发现 1 份要补的" in sentence(Checklist.of(STRICT, 1).judge(1, V.MISSING))


def test_deferred_materials_make_acceptance_conditional() -> None:
    checklist = judged(LENIENT, _3=V.DEFERRED)
    assert checklist.complete
    assert checklist.conditional
    assert sentence(checklist).startswith("材料齐全，其中 1 份容缺后补：经营场所使用证明。")


def test_R_IN_4_everything_lacking_is_listed_with_its_reason_at_once() -> None:
    checklist = judged(STRICT, _2=V.MISSING).judge(1, V.WRONG_FORM, reason=" 没有签字 ")
    lacking = checklist.what_is_lacking()
    assert [(lack.seq, lack.name) for lack in lacking] == [(1, "登记申请书"), (2, "经营者居民身份证")]
    assert [compose(lack.code, lack.facts) for lack in lacking] == [
        "没有签字。",
        "未提交，请提供原件+复印件 1 份。",
    ]
    assert [row.name for row in checklist.wrong] == ["登记申请书"]


def test_R_IN_1_the_checklist_as_it_stood_comes_back_from_json() -> None:
    checklist = judged(LENIENT, _3=V.DEFERRED).judge(1, V.WRONG_FORM, reason="没有签字")
    text = json.dumps(checklist.to_json(), ensure_ascii=False)
    assert Checklist.from_json(json.loads(text)) == checklist


@pytest.mark.parametrize("broken", [{}, {"item_id": "A", "version": 1, "rows": [{"seq": 1}]}, {"rows": 5}])
def test_json_that_is_no_checklist_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="checklist"):
        Checklist.from_json(broken)
