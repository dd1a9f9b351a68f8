"""What a printer's self-test page asks the clerk, and the answers as they are kept (R-X-7).

The page carries numbered parts; each question names its part, so paper and screen are ticked off together. An
answer that is not the expected one corrects the printer's profile: see ``printing.slip_answers``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

YES: Final = "yes"
NO: Final = "no"
CUT_LATE, CUT_THROUGH, CUT_NOT = "late", "through", "none"
RESUMES, DROPS, REPEATS = "resumes", "drops", "repeats"
PROBED: Final = "堃䶮·—℃￥"
"""Characters with a code of two bytes: each shows how far the printer's own font goes."""
DRAWN_ONLY: Final = "㛃𠮷"
"""Characters no receipt printer has; they are drawn on every slip."""
_RULERS: Final = (48, 42, 32)
_HEADS: Final = (576, 512, 384)
BANDS: Final = (256, 128, 64, 24)
"""Rows of the frames on the page, each sent as one command."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; ``consequence`` says in Chinese what it changes, empty when nothing."""

    value: str
    title: str
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to look at on the page. The first choice is what a printer in order shows."""

    id: str
    part: int
    """Number printed on the page; several questions may look at one part."""
    text: str
    choices: tuple[Choice, ...]

    @property
    def expected(self) -> Choice:
        return self.choices[0]


@dataclass(frozen=True, slots=True)
class SelfTestAnswers:
    """What was ticked, by question; a question without an answer changes nothing."""

    answers: Mapping[str, str] = field(default_factory=dict)

    def get(self, question: str) -> str:
        """The value chosen; empty when it was not answered."""
        return self.answers.get(question, "")

    def to_facts(self) -> dict[str, str]:
        """As plain values, for a ``DeviceEvent`` with deed ``ANSWERS``."""
        return dict(self.answers)

    @classmethod
    def from_facts(cls, facts: Mapping[str, object]) -> "SelfTestAnswers":
        """Read what :meth:`to_facts` wrote; what this version does not ask is left out."""
        known = {question.id: question for question in (*questions(_RULERS[0], _HEADS[0]), *MEASURED)}
        return cls(
            {
                name: value
                for name, value in facts.items()
                if isinstance(value, str)
                and name in known
                and value in {choice.value for choice in known[name].choices}
            }
        )


def questions(cells: int, dots: int) -> tuple[Question, ...]:
    """What to ask about the page of a printer set up with this width, in the order of the paper."""
    return (*_width(cells, dots), *_characters(), *_codes(), *_paper())


def rulers(cells: int) -> tuple[int, ...]:
    """The text rulers on the page: the printer's own, then the narrower ones there are."""
    return (cells, *(ruler for ruler in _RULERS if ruler < cells))


def heads(dots: int) -> tuple[int, ...]:
    """The widths in dots marked on the page: the printer's own, then the narrower ones there are."""
    return (dots, *(head for head in _HEADS if head < dots))


def probe_id(char: str) -> str:
    """Id of the question about one probed character."""
    return f"char_{ord(char):04X}"


def _yes_no(no: str, yes: str = "是", consequence: str = "") -> tuple[Choice, ...]:
    return Choice(YES, yes), Choice(NO, no, consequence)


def _width(cells: int, dots: int) -> tuple[Question, ...]:
    ruler, *narrower = rulers(cells)
    head, *smaller = heads(dots)
    return (
        Question(
            "cells",
            1,
            "第1项：只占一行、两端竖线都在的文字尺里，最长的是哪一把？",
            (
                Choice(str(ruler), f"{ruler}列"),
                *(Choice(str(width), f"{width}列", f"以后按{width}列排版") for width in narrower),
            ),
        ),
        Question(
            "dots",
            2,
            "第2项：点阵尺上能看到的最右一条竖线写着多少？",
            (
                Choice(str(head), f"{head}"),
                *(Choice(str(width), f"{width}", f"图形不再宽于{width}点") for width in smaller),
            ),
        ),
        Question(
            "cell_dots",
            2,
            "第1项的文字尺和第2项的点阵尺，数字和刻度上下对齐吗？",
            _yes_no("文字尺更宽", "对齐", "生僻字按每列13点画，和打印机自己的字对齐"),
        ),
    )


def _characters() -> tuple[Question, ...]:
    by_font = tuple(
        Question(
            probe_id(char),
            3,
            f"第3项：上下两行的“{char}”一样吗？",
            _yes_no("不一样或没有", "一样", f"“{char}”以后用图形打印"),
        )
        for char in PROBED
    )
    drawn = Question(
        "drawn",
        3,
        f"第3项下行的“{'”“'.join(DRAWN_ONLY)}”清楚完整吗？",
        _yes_no("缺或乱", "清楚", "图形改为一次只送24点高"),
    )
    large = Question(
        "large",
        4,
        "第4项：大字里的汉字也放大了吗？",
        _yes_no("汉字没有放大", "放大了", "大字以后用图形打印"),
    )
    return (*by_font, drawn, large)


def _codes() -> tuple[Question, ...]:
    return (
        Question(
            "native_qr",
            5,
            "第5项：打印机自己画的二维码能扫出三十个0吗？",
            _yes_no("没有、乱码或扫不出", "能", "二维码以后用图形打印"),
        ),
        Question(
            "native_code128",
            6,
            "第6项：打印机自己画的条形码能扫出12345678吗？",
            _yes_no("没有、乱码或扫不出", "能", "条形码以后用图形打印"),
        ),
        Question(
            "band_rows",
            7,
            "第7项：四边完整、里面没有空白横缝的方框，最高的是哪一个？",
            tuple(
                Choice(str(rows), f"{rows}", "" if rows == BANDS[0] else f"图形改为一次最多送{rows}点高")
                for rows in BANDS
            ),
        ),
    )


def _paper() -> tuple[Question, ...]:
    return (
        Question(
            "after_reload",
            8,
            "第8项：打印中途抬起上盖再合上，没打完的票怎样了？没有试过可不选。",
            (
                Choice(RESUMES, "接着打完"),
                Choice(DROPS, "不再打", "记入设备档案：换纸后要看票是否完整"),
                Choice(REPEATS, "从头再打", "记入设备档案：换纸后可能出两张"),
            ),
        ),
        Question(
            "cut",
            9,
            "第9项：纸切在最后一行字的下面吗？",
            (
                Choice(YES, "切在字下面"),
                Choice(CUT_LATE, "切得太远", "以后少走纸再切"),
                Choice(CUT_THROUGH, "切到了字", "以后多走纸再切"),
                Choice(CUT_NOT, "没有切刀或没有切", "以后不切纸，走纸到撕纸口"),
            ),
        ),
    )


MEASURED: Final = (
    Question(
        "status",
        0,
        "打印机回答状态询问吗？",
        _yes_no("不回答", "回答", "打印前不再等它回答"),
    ),
    Question(
        "status_without_paper",
        0,
        "缺纸时打印机仍回答状态询问吗？",
        _yes_no("不回答", "回答", "没有回答时也照样送票，送后请看票"),
    ),
    Question(
        "process_id",
        0,
        "打印机打完后报告任务号吗？",
        _yes_no("不报告", "报告", "“已打印”只能由人确认"),
    ),
)
"""What the program finds out itself, kept with the rest; nobody is asked."""
