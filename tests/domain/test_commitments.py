"""The text of a credit commitment and what binds a signature to it (R-IN-3, decision 9)."""

import hashlib
import tomllib
from dataclasses import replace
from datetime import datetime

import pytest

from yichuang_desktop.domain.commitments import CommitmentText, check_commitment, wording_from
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import CommitmentPaper, PaperHead, PersonLine, SignatureMark
from yichuang_desktop.settings import resource

PERSON = PersonLine("样例㛃", "居民身份证", "411399199001010013", "15400000012")
AGENT = PersonLine("巴图·演示", "居民身份证", "411399197010049666")


def shipped() -> dict[str, object]:
    return tomllib.loads(resource("papers/commitment.toml").read_text(encoding="utf-8"))


def text_for(person: PersonLine = PERSON, agent: PersonLine | None = None) -> CommitmentText:
    return wording_from(shipped()).text(person, "个体工商户设立登记", "内乡县市场监督管理局", agent)


def paper(text: CommitmentText, signature: SignatureMark | None = None) -> CommitmentPaper:
    head = PaperHead(
        "内乡县政务服务中心", "NX20261123-04-0009", "7" * 30, "4号窗口", "员工甲", datetime(2026, 11, 23)
    )
    return CommitmentPaper(
        head,
        PERSON,
        None,
        "个体工商户设立登记",
        "",
        text.opening,
        text.clauses,
        text.closing,
        text.sha256,
        signature,
    )


def test_canonical_text_is_utf8_with_a_paragraph_a_line_and_hashed_as_such() -> None:
    text = CommitmentText("开头㛃", ("甲", "乙"), "结尾")
    assert text.canonical_bytes() == "开头㛃\n1. 甲\n2. 乙\n结尾\n".encode()
    assert text.sha256 == hashlib.sha256(text.canonical_bytes()).hexdigest()


def test_any_other_word_gives_another_hash() -> None:
    text = text_for()
    others = {
        replace(text, opening=text.opening + "。").sha256,
        replace(text, clauses=text.clauses[:-1]).sha256,
        replace(text, closing="").sha256,
    }
    assert text.sha256 not in others
    assert len(others) == 3


def test_R_IN_3_text_names_promisor_item_and_masked_document_but_no_number() -> None:
    whole = text_for().canonical_bytes().decode()
    assert "样例㛃" in whole
    assert "411***********0013" in whole
    assert "411399199001010013" not in whole
    assert "个体工商户设立登记" in whole
    assert "NX2026" not in whole
    assert "{" not in whole


def test_an_agent_is_named_where_there_is_one() -> None:
    assert "委托代理人巴图·演示，" in text_for(agent=AGENT).opening
    assert "代理人" not in text_for().opening


@pytest.mark.parametrize("name", ["{item}", "{promisor.__class__}", "a\nb", "甲\u2028乙", "{"])
def test_a_name_is_never_read_as_a_place_nor_as_a_paragraph(name: str) -> None:
    text = text_for(replace(PERSON, name=name))
    assert text.canonical_bytes().count(b"\n") == text_for().canonical_bytes().count(b"\n")
    assert name.replace("\n", " ").replace("\u2028", " ") in text.opening


def test_full_width_spaces_in_a_name_stay() -> None:
    assert "甲　　乙" in text_for(replace(PERSON, name="甲　　乙")).opening


@pytest.mark.parametrize(
    "change",
    [
        {"opening": "{receipt_no}"},
        {"opening": "{promisor.name}"},
        {"clauses": []},
        {"clauses": ["甲\n乙"]},
        {"closing": "{0}"},
    ],
)
def test_a_wording_with_unknown_places_or_broken_lines_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="wording"):
        wording_from(shipped() | change)


def test_a_wording_that_lacks_a_part_is_refused_by_name() -> None:
    document = shipped()
    del document["closing"]
    with pytest.raises(ValueError, match="closing"):
        wording_from(document)


def test_a_signature_belongs_to_its_text_only() -> None:
    text = text_for()
    mark = SignatureMark("", text.sha256, datetime(2026, 11, 23, 10, 0), "样例㛃")
    check_commitment(paper(text))
    check_commitment(paper(text, mark))
    for broken in (
        paper(text, replace(mark, text_sha256="0" * 64)),
        replace(paper(text, mark), closing="别的话"),
        replace(paper(text), text_sha256="0" * 64),
    ):
        with pytest.raises(RuleViolation, match="commitment_text_changed"):
            check_commitment(broken)
