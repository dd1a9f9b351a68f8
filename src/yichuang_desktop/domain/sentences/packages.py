"""What is said about one thing, done once (一件事一次办)."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "package_member_gone": (
        "“{package}”中的“{member}”已不在事项库，不能按一件事受理。"
        "请分事项办理，并告知事项库管理员。"
    ),
    "package_step_needed": "“{package}”中的“{member}”是必办环节，不能不选。",
    "package_empty": "“{package}”没有可在本大厅办理的事项，请按单个事项办理。",
}
