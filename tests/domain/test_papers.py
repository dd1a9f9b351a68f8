"""Papers as values: what each may not lack, and that JSON keeps every one of them whole."""

import dataclasses
import json
from datetime import date, datetime, timedelta
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import (
    FIELD_TITLES,
    TITLES,
    LedgerPaper,
    NoticePurpose,
    Paper,
    PaperHead,
    field_title,
    from_document,
    lacking,
    require_complete,
    to_document,
    type_of_kind,
)
from yichuang_desktop.domain.sentences import say

TEXT = st.text(min_size=1, max_size=8).map(lambda text: text if text.strip() else "甲")
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))


LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(1, 99),
    bool: st.booleans(),
    date: DAYS,
    datetime: MOMENTS,
    NoticePurpose: st.sampled_from(NoticePurpose),
}


def strategy_of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field, made from its annotation; texts are never empty, so no paper is incomplete."""
    if kind in LEAVES:
        return LEAVES[kind]
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(
            kind, **{field.name: strategy_of(hints[field.name]) for field in dataclasses.fields(kind)}
        )
    parts = get_args(kind)
    if get_origin(kind) is not tuple:
        return st.one_of(*(st.none() if part is type(None) else strategy_of(part) for part in parts))
    if parts[-1] is Ellipsis:
        return st.lists(strategy_of(parts[0]), min_size=1, max_size=3).map(tuple)
    return st.tuples(*(strategy_of(part) for part in parts))


@pytest.mark.parametrize("kind", sorted(type_of_kind))
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_every_paper_survives_json(kind: str, data: st.DataObject) -> None:
    """`R-X-1`: what is stored with the print job is what is printed."""
    paper = data.draw(strategy_of(type_of_kind[kind]))
    assert from_document(json.loads(json.dumps(to_document(paper)))) == paper


def test_every_kind_has_a_title_and_every_required_field_a_name() -> None:
    assert set(TITLES) == set(type_of_kind)
    for kind, paper in type_of_kind.items():
        for name in paper.REQUIRED:
            assert field_title(kind, name)
    assert {name.rpartition(".")[0] for name in FIELD_TITLES} - {"asker", "applicant", "recipient"} <= {
        "",
        *type_of_kind,
    }


def ledger() -> LedgerPaper:
    head = PaperHead("内乡县政务服务中心", "TZ-1", "", "4号窗口", "员工甲", datetime(2026, 11, 23))
    return LedgerPaper(head, "台账", date(2026, 11, 1), date(2026, 11, 30), ("序号",), (("1",), ("2",)))


def test_what_lacks_is_told_by_name_and_nothing_is_stored() -> None:
    broken = dataclasses.replace(ledger(), title="", columns=())
    with pytest.raises(RuleViolation) as raised:
        to_document(broken)
    assert raised.value.code == "paper_incomplete"
    assert raised.value.facts == {"paper": "台账", "fields": ("台账名称", "台账栏目")}


@pytest.mark.parametrize("kind", sorted(type_of_kind))
def test_no_required_field_may_be_empty(kind: str) -> None:
    paper_type = type_of_kind[kind]
    empty: Paper = paper_type(**{field.name: "" for field in dataclasses.fields(paper_type)})
    assert lacking(empty) == paper_type.REQUIRED
    with pytest.raises(RuleViolation, match="paper_incomplete"):
        require_complete(empty)


def test_the_sentence_for_an_incomplete_paper_names_paper_and_fields() -> None:
    with pytest.raises(RuleViolation) as raised:
        require_complete(dataclasses.replace(ledger(), title=""))
    sentence = say(raised.value)
    assert "台账" in sentence
    assert "台账名称" in sentence


def test_an_unknown_kind_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        from_document({"paper": "unknown"})


def test_dates_keep_their_kind() -> None:
    document = to_document(ledger())
    assert document["first_day"] == "2026-11-01"
    back = from_document(document)
    assert isinstance(back, LedgerPaper)
    assert back.last_day - back.first_day == timedelta(days=29)
