"""Signatures in the database: stamped and chained by it, never changed, verified by the domain."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, insert, update

from tests.store.halls import MONDAY, LiveHall
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.signatures import Signed
from yichuang_desktop.services.ports_signatures import SignatureRow
from yichuang_desktop.services.signatures_read import read_signatures
from yichuang_desktop.store.signatures import ADD
from yichuang_desktop.store.signatures_tables import CONTENT, signature
from yichuang_desktop.store.statements import Statement

STROKES = "[[[0,100,200,500],[40,120,210,800]],[[300,500,200,500],[420,510,260,400]]]"
PICTURE = b"\x89PNG\r\n\x1a\n a picture"


def sign(
    hall: LiveHall, case_id: UUID, login: str = "wangmin", counter: int = 4, signer: str = "㛃𬱟·甲"
) -> Signed:
    with hall.person(login).begin() as work:
        picture = work.add_attachment(case_id, "image/png", PICTURE)
        strokes = work.add_attachment(case_id, "application/json", STROKES.encode())
        signed = Signed(
            uuid4(), case_id, "信用承诺书", "2026-1", "一、本人承诺……\n", signer, "读卡核验",
            strokes, picture, "pen", 9602, 1_795_395_723_004, 1_795_395_725_000,
        )  # fmt: skip
        work.add_signature(signed, counter)
        work.commit()
    return signed


def rows(hall: LiveHall, case_id: UUID) -> tuple[SignatureRow, ...]:
    return hall.person("wangmin").views.signatures(case_id)


def test_R_IN_3_a_signature_comes_back_as_it_was_given_and_is_sound(hall: LiveHall) -> None:
    case_id = hall.accepted()
    first, second = sign(hall, case_id), sign(hall, case_id)
    found = rows(hall, case_id)
    assert [row.kept.signed for row in found] == [first, second]
    assert [row.kept.seq for row in found] == [1, 2]
    assert found[0].kept.seal == first.seal
    assert found[1].kept.previous == found[0].kept.digest == found[1].before
    assert found[0].recorder_name == "王敏"
    read = read_signatures(hall.person("wangmin").views, case_id)
    assert all(one.sound and len(one.strokes) == 2 and one.picture == PICTURE for one in read)


def test_each_window_has_a_chain_of_its_own(hall: LiveHall) -> None:
    case_id = hall.accepted()
    sign(hall, case_id, counter=4)
    sign(hall, case_id, "zhaolei", counter=11)
    assert {(row.kept.counter, row.kept.seq, row.kept.previous) for row in rows(hall, case_id)} == {
        (4, 1, ""), (11, 1, ""),
    }  # fmt: skip


def test_nobody_writes_into_the_chain_by_hand(hall: LiveHall) -> None:
    case_id = hall.accepted()
    signed = sign(hall, case_id)
    forged = {"seq": 2, "digest": "0" * 64, "previous": "", "signature_id": uuid4(), "at": MONDAY}
    copied = {name: getattr(signed, name) for name in CONTENT if hasattr(signed, name)}
    for statement in (
        update(signature).values(text="改了"),
        delete(signature),
        insert(signature).values(**(copied | {"counter": 4, "recorded_by": "wangmin"} | forged)),
    ):
        with pytest.raises(RuleViolation) as refused, hall.person("wangmin").begin() as work:
            work.lane.change(Statement(statement), {})
        assert refused.value.code in ("history_is_kept", "not_allowed")
    (row,) = rows(hall, case_id)
    assert row.kept.signed == signed


def test_a_signature_is_not_kept_in_another_persons_name(hall: LiveHall) -> None:
    case_id = hall.accepted()
    signed = sign(hall, case_id)
    values = {name: getattr(signed, name) for name in CONTENT if hasattr(signed, name)}
    values |= {"signature_id": uuid4(), "counter": 4, "recorded_by": "nobody"}
    with pytest.raises(RuleViolation), hall.person("wangmin").begin() as work:
        work.lane.change(ADD, values)


def test_the_same_signature_is_kept_once(hall: LiveHall) -> None:
    case_id = hall.accepted()
    signed = sign(hall, case_id)
    with hall.person("wangmin").begin() as work:
        work.add_signature(replace(signed, signer="另一人"), 4)
        with pytest.raises(RuleViolation, match="other_act_under_this_id"):
            work.commit()
    assert hashlib.sha256(STROKES.encode()).hexdigest() == signed.strokes_sha256


def test_a_broken_chain_is_found_by_the_proofs(hall: LiveHall) -> None:
    case_id = hall.accepted()
    for _ in range(3):
        sign(hall, case_id)
    assert hall.person("wangmin").views.prove(frozenset({"signatures"})) == ()
    if not hall.shared:  # who holds a file can do this; on a server only its owner could
        with closing(sqlite3.connect(hall.url.removeprefix("sqlite:///"))) as file:
            file.execute("DROP TRIGGER signature_no_delete")
            file.execute("DELETE FROM signature WHERE seq = 2")
            file.commit()
        (breach,) = hall.person("wangmin").views.prove(frozenset({"signatures"}))
        assert breach.invariant.name == "signatures_chained"
        assert "3" in breach.detail
        assert [one.sound for one in read_signatures(hall.person("wangmin").views, case_id)] == [True, False]
