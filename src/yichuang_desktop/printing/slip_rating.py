"""The slip with a one-time code by which a service is rated when no evaluation device works (R-EVAL-1).

The code stands there as digits only: the citizen types it. A clerk's scanner must not be able to read it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.slip import RENDER_VERSION, SlipBytes, laid_out
from yichuang_desktop.printing.slip_layout import (
    BOLD,
    CENTRED,
    CENTRED_BOLD,
    PLAIN,
    Align,
    Line,
    Measure,
    Row,
    Space,
    Style,
    paragraph,
    rule,
    table,
)
from yichuang_desktop.printing.spooler import Rendered

RATING_CODE_SLIP: Final = "rating_code_slip"
"""The job kind; its document is a mapping: see :func:`render_rating_code`."""
TITLE: Final = "评价凭码"
CODE_DIGITS: Final = 8
ADVICE: Final = (
    "请您为这次服务评价：在本大厅任一窗口的群众屏上输入这八位评价码，由您本人选择满意程度，工作人员不代填。"
    "一码只评一次，过期无效。票上没有您的个人信息。"
)
_TITLE_STYLE: Final = Style(Align.CENTRE, 2, 2, bold=True)
_CODE_STYLE: Final = Style(Align.CENTRE, 3, 3, bold=True)


def render_rating_code(document: Mapping[str, Any], profile: PrinterProfile, mark: str = "") -> SlipBytes:
    """Lay out one slip of texts ``hall, counter, service, time, code, expires``.

    ``code`` is eight digits; ``time`` and ``expires`` may be ISO times or texts; ``advice`` takes the place
    of the standing words on how to rate. Raises RuleViolation("print_not_laid_out") for another document.
    """
    code = str(document.get("code", ""))
    if not (code.isascii() and code.isdigit() and len(code) == CODE_DIGITS):
        raise RuleViolation("print_not_laid_out", paper=RATING_CODE_SLIP)
    return laid_out(lambda measure: list(_rows(document, code, measure, mark)), profile)


def rating_code_renderer(profile_of: Callable[[str], PrinterProfile]) -> Callable[[PrintJob], Rendered]:
    """The spooler's renderer of rating codes; ``profile_of`` gives the profile of a printer's id."""

    def render(job: PrintJob) -> Rendered:
        slip = render_rating_code(job.document, profile_of(job.printer), job.mark)
        return Rendered(slip.data, RENDER_VERSION, tuple((mark.code, mark.facts) for mark in slip.remarks))

    return render


def _rows(document: Mapping[str, Any], code: str, measure: Measure, mark: str) -> Iterator[Row]:
    def told(name: str) -> str:
        return str(document.get(name) or "")

    yield from paragraph(told("hall"), measure, CENTRED_BOLD)
    yield Space(8)
    yield from paragraph(TITLE, measure, _TITLE_STYLE)
    if mark:
        yield Space(8)
        yield from paragraph(mark, measure, CENTRED_BOLD)
    yield rule(measure)
    fields = (
        ("窗口", told("counter"), PLAIN),
        ("业务", told("service"), BOLD),
        ("时间", _moment(told("time")), PLAIN),
    )
    yield from table(fields, measure)
    yield rule(measure)
    yield Line("评价码", CENTRED)
    yield Space(8)
    large = f"{code[:4]} {code[4:]}"
    yield Line(large, _CODE_STYLE if measure.cells >= len(large) * _CODE_STYLE.width else _TITLE_STYLE)
    yield Space(12)
    if expires := _moment(told("expires")):
        yield from paragraph(f"{expires}前有效", measure, CENTRED_BOLD)
        yield Space(8)
    yield from paragraph(told("advice") or ADVICE, measure)


def _moment(text: str) -> str:
    """An ISO time as people read it; any other text as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
