"""The provincial platform 一窗受理云平台: its own number, typed or scanned (3.2.1; R-IN-7, R-IN-14)."""

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services.acting import Seat, simple_act
from yichuang_desktop.services.requests import EnterOnPlatform

MAX_PLATFORM_NO = 50
"""GB/T 39046: an..50."""


def enter_on_platform(seat: Seat, request: EnterOnPlatform) -> ActDone:
    """The case was entered on the platform; its number there is kept beside ours (T5).

    Raises RuleViolation ``platform_no_wrong`` for an empty or too long number.
    """
    number = compact(request.platform_no)
    if not 0 < len(number) <= MAX_PLATFORM_NO:
        raise RuleViolation("platform_no_wrong", most=MAX_PLATFORM_NO)
    return simple_act(
        seat,
        request,
        "enter_on_platform",
        evidence={"platform_entry": {"platform_no": number}},
        sets={"platform_no": number},
    )
