"""What is said about one thing, done once (一件事一次办)."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "package_member_gone": (
        "“{package}”中的“{member}”已不在事项库，不能按一件事受理。请分事项办理，并告知事项库管理员。"
    ),
    "package_step_needed": "“{package}”中的“{member}”是必办环节，不能不选。",
    "package_by_its_parts": "一件事由各部门分环节办理，请打开分办清单，在对应环节上办理“{act}”。",
    "not_a_package": "“{item}”不是一件事，请按单个事项办理。",
    "package_parts_open": "还有环节没有办完：{parts}。办完后再办结一件事。",
    "package_no_such_external_part": ("没有这个外部环节。本大厅以外的环节是：{steps}。请填其中的环节号。"),
    "parts_open": "还有分办环节没有办结，一件事现在不能办结。请刷新后看各环节的进展。",
    "step_hand_over_parts": "请各环节的部门当日来领材料，来人在存根上签字；在“交接”逐个环节登记。",
    "step_package_parts": "各部门分别办理。请看分办清单，全部办完后办结一件事。",
    "package_empty": "“{package}”没有可在本大厅办理的事项，请按单个事项办理。",
}
