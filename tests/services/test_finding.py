"""From a scan or a number to the case, or to a clear sentence why not (decisions 4)."""

import logging

import pytest

from tests.services.conftest import Stage
from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.finding import ScanGuard


def spoilt(code: str) -> str:
    """The code with another tag and right check digits: made by somebody without the key."""
    body = code[:27] + str((int(code[27]) + 1) % 10)
    return f"{body}{98 - int(body) * 100 % 97:02d}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://qr.alipay.com/fkx01234", "not_our_code"),
        ("6901234567892", "not_our_code"),
        ("", "not_our_code"),
        ("71012026112304000", "half_scan"),
    ],
)
def test_a_wrong_code_is_told_in_its_own_sentence(stage: Stage, text: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=rf"^{code}\b") as news:
        stage.window.scan(text)
    assert say(news.value).endswith("。")


def test_a_genuine_code_of_a_case_that_is_not_here_is_told(stage: Stage) -> None:
    keys = stage.store.keys
    stranger = paper_codes.make(PaperKind.RECEIPT, keys.current, "20260101040099", keys)
    with pytest.raises(RuleViolation, match=r"^paper_not_found"):
        stage.window.scan(stranger)


def test_a_forged_code_is_told(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with pytest.raises(RuleViolation, match=r"^forged_code"):
        stage.window.scan(spoilt(stage.code(case_id, PaperKind.RECEIPT)))


def test_a_scan_that_wants_one_kind_names_the_one_it_got(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with pytest.raises(RuleViolation, match=r"^wrong_paper") as news:
        stage.window.scan(stage.code(case_id, PaperKind.COUNTERFOIL), PaperKind.RECEIPT)
    assert say(news.value) == "扫到的是收件通知单存根，这里要扫收件通知单。请换一张再扫。"


def test_any_paper_of_a_case_leads_to_it(stage: Stage) -> None:
    case_id, done = stage.accepted()
    for paper in stage.store.tables.papers.values():
        found = stage.window.scan(paper_codes.grouped(paper.code))
        assert (found.case_id, found.paper.kind) == (case_id, paper.kind)
    assert stage.window.find(done.receipt_no) == case_id
    assert stage.window.find("20261123-04-0001") == case_id
    assert stage.window.find(stage.code(case_id, PaperKind.RECEIPT)) == case_id


@pytest.mark.parametrize(
    ("text", "code"), [("NX20261123-04-0099", "case_not_found"), ("司马甲一", "number_unreadable")]
)
def test_what_is_no_number_of_ours_is_told(stage: Stage, text: str, code: str) -> None:
    stage.accepted()
    with pytest.raises(RuleViolation, match=rf"^{code}\b"):
        stage.window.find(text)


def test_whole_codes_that_are_not_ours_slow_the_window_down(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    guard = ScanGuard(lambda: now[0])

    def refused(code: str) -> str:
        def read() -> None:
            raise RuleViolation(code)

        with pytest.raises(RuleViolation) as news:
            guard.watched(4, read)
        return news.value.code

    with caplog.at_level(logging.CRITICAL, logger="yichuang_desktop.services.finding"):
        assert [refused("not_our_code") for _ in range(20)] == ["not_our_code"] * 20, "normal life"
        assert [refused("forged_code") for _ in range(5)] == ["forged_code"] * 5
        assert refused("forged_code") == "scans_slowed"
        now[0] += 2.1
        assert [refused("forged_code"), refused("forged_code")] == ["forged_code", "scans_slowed"]
        now[0] += 4.1
        assert guard.watched(4, lambda: "found") == "found", "a waiting applicant is served"
        for _ in range(30):
            refused("paper_not_found")
            now[0] += 1
        waits = [refused("unknown_key") for _ in range(2)]
        assert waits[-1] == "scans_slowed"
        now[0] += 100
        assert [refused("forged_code"), refused("forged_code")] == ["forged_code"] * 2, "forgiven"
    assert "4 秒后" in say(RuleViolation("scans_slowed", seconds=4))
