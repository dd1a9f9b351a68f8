"""Every piece of bad news the program can raise has a Chinese sentence that can be filled."""

import ast
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path

import pytest

from tests.servers.logwatch import LogWatch
from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.errors import RuleViolation

SOURCE = Path(sentences.__file__).parents[2]
# The calls that name a code in their first text argument; the rest of their keywords are its facts.
NAMERS = {"RuleViolation", "StoreUnavailable", "rejected", "warned", "missing"}


class Colour(Enum):
    RED = "red"


class Verdict(Enum):
    SEEN = "原件已验"


@pytest.fixture
def extra() -> Iterator[dict[str, sentences.Sentence]]:
    """An area of a few sentences of our own, taken away again after the test."""
    area: dict[str, sentences.Sentence] = {}
    sentences.AREAS["test"] = area
    yield area
    del sentences.AREAS["test"]


@pytest.fixture
def at_run_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "STRICT", False)


@pytest.fixture
def in_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "STRICT", True)


def named_codes() -> Iterator[tuple[str, str, frozenset[str], bool]]:
    """Walk the whole source: (place, code, facts given, whether more facts may come by ``**``)."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in NAMERS and (code := _first_text(node)):
                given = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                more = any(keyword.arg is None for keyword in node.keywords)
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", code, given, more


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _first_text(node: ast.Call) -> str | None:
    texts = (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))
    return next(texts, None)


def test_every_code_in_the_source_has_a_sentence_and_its_facts() -> None:
    gaps = []
    for place, code, given, more in named_codes():
        try:
            lacking = frozenset() if more else sentences.facts_needed(code) - given
        except sentences.SentenceGap:
            gaps.append(f"{place}: {code} has no sentence")
        else:
            gaps.extend([f"{place}: {code} lacks {', '.join(sorted(lacking))}"] if lacking else [])
    assert not gaps, "\n".join(gaps)


def test_the_walk_finds_the_codes_of_the_source() -> None:
    assert {"not_our_code", "half_scan", "forged_code"} <= {code for _, code, _, _ in named_codes()}


def test_every_module_of_sentences_is_known() -> None:
    modules = {file.stem for file in Path(sentences.__file__).parent.glob("*.py")} - {"__init__"}
    assert modules == sentences.AREAS.keys()


def test_no_code_stands_in_two_areas() -> None:
    counted = Counter(code for area in sentences.AREAS.values() for code in area)
    assert [code for code, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("code", [code for area in sentences.AREAS.values() for code in area])
def test_every_template_is_a_whole_chinese_sentence(code: str) -> None:
    sentence = sentences.sentence_of(code)
    if isinstance(sentence, str):
        assert sentence.endswith(("。", "？")), sentence
        assert any("\u4e00" <= character <= "\u9fff" for character in sentence)
        sentences.compose(code, dict.fromkeys(sentences.facts_needed(code), "某"))


def test_facts_are_written_as_a_clerk_reads_them(extra: dict[str, sentences.Sentence]) -> None:
    extra["t"] = "{day} {at} {hour} {list} {set} {none} {yes} {kind} {n} {text}。"
    said = sentences.compose(
        "t",
        {
            "day": date(2026, 11, 2),
            "at": datetime(2026, 11, 2, 9, 5),
            "hour": time(17, 30),
            "list": ["甲", "乙"],
            "set": {"丙"},
            "none": None,
            "yes": True,
            "kind": Verdict.SEEN,
            "n": 3,
            "text": "字",
        },
    )
    assert said == "2026年11月2日 11月2日 09:05 17:30 甲、乙 丙 （未填） 是 原件已验 3 字。"


def test_a_sentence_may_be_a_function_of_the_facts(extra: dict[str, sentences.Sentence]) -> None:
    extra["few"] = lambda count: f"还差 {count} 份。"
    extra["all"] = lambda **facts: f"共 {len(facts)} 处。"
    assert sentences.say(RuleViolation("few", count=2, unused=1)) == "还差 2 份。"
    assert sentences.say(RuleViolation("all", a=1, b=2)) == "共 2 处。"
    with pytest.raises(sentences.SentenceGap, match="count"):
        sentences.compose("few", {})


def test_a_format_of_the_template_is_kept(extra: dict[str, sentences.Sentence]) -> None:
    extra["t"] = "第 {n:03d} 号。"
    assert sentences.compose("t", {"n": 7}) == "第 007 号。"
    assert sentences.facts_needed("t") == {"n"}


@pytest.mark.usefixtures("in_tests")
def test_a_code_without_a_sentence_raises_in_tests(extra: dict[str, sentences.Sentence]) -> None:
    with pytest.raises(sentences.SentenceGap, match="nobody_wrote_me"):
        sentences.say(RuleViolation("nobody_wrote_me"))
    extra["t"] = "单号 {number}。"
    with pytest.raises(sentences.SentenceGap, match="number"):
        sentences.say(RuleViolation("t"))


@pytest.mark.usefixtures("at_run_time")
def test_a_gap_at_run_time_is_said_calmly_and_logged(expected_log: LogWatch) -> None:
    expected_log("no sentence for nobody_wrote_me")
    assert sentences.say(RuleViolation("nobody_wrote_me")) == sentences.GENERIC


def test_an_english_name_never_reaches_the_clerk(extra: dict[str, sentences.Sentence]) -> None:
    extra["t"] = "{colour}。"
    with pytest.raises(sentences.SentenceGap, match="RED"):
        sentences.compose("t", {"colour": Colour.RED})
