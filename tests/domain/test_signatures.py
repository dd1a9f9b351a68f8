"""A signature is sealed: whatever is changed afterwards is found when it is read again."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.signatures import (
    KeptSignature,
    SignatureFault,
    Signed,
    duration_ms,
    read_strokes,
    verify,
)

STROKES = b"[[[0,100,200,500],[40,120,210,800]],[[300,500,200,500],[420,510,260,400]]]"
PICTURE = b"\x89PNG picture"
SIGNED = Signed(
    UUID(int=1), UUID(int=2), "信用承诺书", "2026-1", "本人承诺……\n", "司马甲一", "读卡核验",
    hashlib.sha256(STROKES).hexdigest(), hashlib.sha256(PICTURE).hexdigest(), "pen", 9600, 1000, 1420,
)  # fmt: skip


def kept(signed: Signed = SIGNED, seq: int = 1, previous: str = "") -> KeptSignature:
    at = datetime(2026, 11, 23, 1, 2, 3, 4000, UTC)
    bare = KeptSignature(signed, signed.seal, 4, seq, "wangmin", at, previous, "")
    return replace(bare, digest=bare.expected_digest())


def test_an_untouched_signature_is_sound() -> None:
    assert verify(kept(), STROKES, PICTURE, "") == ()
    second = kept(seq=2, previous=kept().digest)
    assert verify(second, STROKES, PICTURE, kept().digest) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"text": "本人承诺……！\n"}, {"signer": "司马乙二"}, {"purpose": "领证签收"}, {"verified": ""},
        {"case_id": UUID(int=3)}, {"device": "mouse"}, {"dpi": 9601}, {"finished_ms": 1421}, {"template": ""},
    ],
)  # fmt: skip
def test_any_change_of_what_it_says_is_found(change: dict[str, Any]) -> None:
    forged = replace(kept(), signed=replace(SIGNED, **change))
    assert SignatureFault.CONTENT in verify(forged, STROKES, PICTURE, "")


def test_other_strokes_or_another_picture_are_found() -> None:
    assert verify(kept(), STROKES + b" ", PICTURE, "") == (SignatureFault.STROKES,)
    assert verify(kept(), STROKES, b"", "") == (SignatureFault.PICTURE,)


def test_a_signature_taken_out_or_put_in_breaks_the_chain() -> None:
    second = kept(seq=2, previous=kept().digest)
    assert verify(second, STROKES, PICTURE, None) == (SignatureFault.CHAIN,)
    assert verify(second, STROKES, PICTURE, "another") == (SignatureFault.CHAIN,)
    assert verify(kept(seq=2), STROKES, PICTURE, "") == (SignatureFault.CHAIN,)


def test_moved_to_another_time_or_person_its_digest_is_wrong() -> None:
    assert verify(replace(kept(), recorded_by="lihong"), STROKES, PICTURE, "") == (SignatureFault.DIGEST,)
    assert verify(replace(kept(), seal="0"), STROKES, PICTURE, "") == (
        SignatureFault.CONTENT, SignatureFault.DIGEST,
    )  # fmt: skip


def test_strokes_are_read_strictly() -> None:
    strokes = read_strokes(STROKES.decode())
    assert [len(stroke) for stroke in strokes] == [2, 2]
    assert duration_ms(strokes) == 420
    for bad in (
        "",
        "[]",
        "[[]]",
        "{}",
        "[[[1,2,3]]]",
        "[[[1,2,3,4.5]]]",
        "[[[true,2,3,4]]]",
        '[[["1",2,3,4]]]',
    ):
        with pytest.raises(RuleViolation, match="strokes_unreadable"):
            read_strokes(bad)
    with pytest.raises(RuleViolation, match="strokes_unreadable"):
        read_strokes("[[" + ",".join(["[1,1,1,1]"] * 20_001) + "]]")
