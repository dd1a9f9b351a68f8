"""Both ways out of the hall against a receiver of somebody else's making: what arrives, what comes of it."""

import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import trustme

from tests.servers.push_receiver import KEY, Receiver, receiving
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.pushes import Handed, Push, PushKind, PushState, pause_after
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.exchange.push_folder import FolderWay
from yichuang_desktop.exchange.push_http import HttpWay
from yichuang_desktop.exchange.push_message import (
    load_key,
    message_bytes,
    read_answer,
    said_in,
    signature,
    timestamp,
)

MESSAGE = UUID("7f1c0f0e-5b3a-4b0e-9d0e-6f1a2b3c4d5e")


def push(message_id: UUID = MESSAGE, *, state: PushState = PushState.WAITING, **case: str) -> Push:
    body = {
        "format": "yichuang-push/1",
        "message_id": str(message_id),
        "kind": "accepted",
        "case": {"receipt_no": "NX20261123-04-0011", "applicant_name": "司马㛃", **case},
    }
    return Push(1, message_id, PushKind.ACCEPTED, "市场监督管理局", body, state, 1)


def now() -> datetime:
    return datetime.now(UTC)


def sent(receiver: Receiver, *tempers: str, message: Push | None = None, deadline: float = 5.0) -> Handed:
    """What becomes of a message at a receiver of these tempers."""
    receiver.tempers = list(tempers)
    with receiving(receiver) as url:
        return HttpWay(url, KEY, deadline).send(message or push(), now())


# -- HTTP ----------------------------------------------------------------------------------------------------


def test_a_signed_message_is_taken_and_its_number_comes_back() -> None:
    receiver = Receiver()
    receiver.confirmed_on = "2026-11-23"
    handed = sent(receiver)
    assert handed.state is PushState.ANSWERED
    assert handed.answer.platform_no == "4113252026000001"
    assert str(handed.answer.confirmed_on) == "2026-11-23"
    assert handed.answer.words == "已收"
    assert receiver.messages[str(MESSAGE)]["case"]["applicant_name"] == "司马㛃"


def test_a_wrong_key_or_a_wrong_clock_is_not_let_in() -> None:
    receiver = Receiver(b"another-secret-of-at-least-32-characters-")
    handed = sent(receiver)
    assert (handed.state, handed.trouble, handed.halt) == (PushState.FAILED, "push_not_signed_in", True)
    assert "签名不对" in say_code(handed.trouble, handed.facts)
    with receiving(receiver := Receiver()) as url:
        late = HttpWay(url, KEY).send(push(), now() - timedelta(minutes=6))
    assert (late.state, receiver.refused) == (PushState.FAILED, ["时间不对"])


@pytest.mark.parametrize("temper", ["deaf", "forgetful", "half", "beheaded"])
def test_a_lost_answer_is_asked_for_again_and_the_case_has_one_number(temper: str) -> None:
    receiver = Receiver()
    receiver.tempers = [temper]
    with receiving(receiver) as url:
        way = HttpWay(url, KEY)
        first, second = way.send(push(), now()), way.send(push(), now())
    assert (first.state, first.trouble) == (PushState.WAITING, "push_broken_off")
    assert first.again_in == pause_after(1)
    assert second.state is PushState.ANSWERED
    assert receiver.requests == [str(MESSAGE)] * 2
    assert len(receiver.messages) == len(receiver.numbers) == 1


@pytest.mark.parametrize("temper", ["slow", "dripping"])
def test_the_deadline_is_for_the_whole(temper: str) -> None:
    handed = sent(Receiver(), temper, deadline=0.4)
    assert (handed.state, handed.trouble) == (PushState.WAITING, "push_no_answer")
    assert handed.halt


@pytest.mark.parametrize(
    ("status", "state", "trouble", "again"),
    [
        ("500", PushState.WAITING, "push_busy", True),
        ("503", PushState.WAITING, "push_busy", True),
        ("429", PushState.WAITING, "push_busy", True),
        ("408", PushState.WAITING, "push_busy", True),
        ("400", PushState.FAILED, "push_refused", False),
        ("422", PushState.FAILED, "push_refused", False),
        ("403", PushState.FAILED, "push_not_signed_in", False),
        ("404", PushState.FAILED, "push_no_such_place", False),
        ("409", PushState.FAILED, "push_content_differs", False),
        ("413", PushState.FAILED, "push_too_big", False),
        ("302", PushState.FAILED, "push_moved", False),
    ],
)
def test_every_refusal_is_understood(status: str, state: PushState, trouble: str, again: bool) -> None:
    handed = sent(Receiver(), status)
    assert (handed.state, handed.trouble) == (state, trouble)
    assert (handed.again_in is not None) == again
    said = say_code(handed.trouble, handed.facts)
    assert status in said
    assert ("今天不行" in said) == (400 <= int(status) < 500 and not again)
    if status in ("429", "503"):
        assert handed.again_in == 90, "the receiver's wish is kept"


@pytest.mark.parametrize("temper", ["babbling", "mistaken"])
def test_an_answer_nobody_understands_is_left_to_a_person(temper: str) -> None:
    handed = sent(Receiver(), temper)
    assert (handed.state, handed.trouble) == (PushState.FAILED, "push_answer_unreadable")
    assert handed.answer.platform_no == ""


def test_who_takes_it_and_answers_later_is_asked_again() -> None:
    handed = sent(Receiver(), "later")
    assert handed.state is PushState.SENT
    assert handed.again_in == pause_after(3)
    busy = sent(Receiver(), "500", message=push(state=PushState.SENT))
    assert busy.state is PushState.SENT, "what was taken stays taken while the receiver rests"


def test_other_content_under_the_same_id_is_refused_by_the_receiver() -> None:
    receiver = Receiver()
    with receiving(receiver) as url:
        way = HttpWay(url, KEY)
        assert way.send(push(), now()).state is PushState.ANSWERED
        other = way.send(push(item_name="别的"), now())
    assert (other.state, other.trouble) == (PushState.FAILED, "push_content_differs")


def test_nobody_there_is_tried_again() -> None:
    with receiving(Receiver()) as url:
        pass
    handed = HttpWay(url, KEY, 5.0).send(push(), now())
    assert (handed.state, handed.trouble, handed.halt) == (PushState.WAITING, "push_unreachable", True)


def test_only_a_receiver_whose_certificate_is_trusted_hears_anything(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(trusted))
    receiver = Receiver()
    with receiving(receiver, context) as url:
        stranger = HttpWay(url, KEY).send(push(), now())
        missing = HttpWay(url, KEY, authority=tmp_path / "nowhere.pem").send(push(), now())
        known = HttpWay(url, KEY, authority=trusted).send(push(), now())
    assert (stranger.trouble, missing.trouble) == ("push_not_trusted", "push_not_trusted")
    assert known.state is PushState.ANSWERED
    assert receiver.requests == [str(MESSAGE)]


def test_a_receiver_without_tls_behind_an_https_address_hears_nothing() -> None:
    receiver = Receiver()
    with receiving(receiver) as url:
        handed = HttpWay(url.replace("http", "https"), KEY).send(push(), now())
    assert handed.trouble == "push_not_trusted"
    assert not receiver.requests


# -- a folder ------------------------------------------------------------------------------------------------


def test_a_file_is_there_whole_and_signed_and_the_answer_is_read_back(tmp_path: Path) -> None:
    way = FolderWay(tmp_path / "share", KEY)
    assert list(way.answers()) == []
    at = now()
    assert way.send(push(), at).state is PushState.SENT
    out = tmp_path / "share" / "out"
    assert sorted(file.name for file in out.iterdir()) == [f"{MESSAGE}.json", f"{MESSAGE}.sig"]
    content = (out / f"{MESSAGE}.json").read_bytes()
    stamp, given = (out / f"{MESSAGE}.sig").read_text().split()
    assert (stamp, given) == (timestamp(at), signature(KEY, stamp, content))
    (tmp_path / "share" / "answers" / f"{MESSAGE}.json").write_text(
        json.dumps({"message_id": str(MESSAGE), "platform_no": " ４１１３ 25 "}), "utf-8"
    )
    (found,) = way.answers()
    assert found.message_id == MESSAGE
    assert found.handed.answer.platform_no == "411325"
    found.take()
    assert list(way.answers()) == []
    assert (tmp_path / "share" / "answers" / "taken" / f"{MESSAGE}.json").exists()


def test_sent_twice_is_one_file_with_the_same_bytes(tmp_path: Path) -> None:
    way = FolderWay(tmp_path)
    way.send(push(), now())
    before = (tmp_path / "out" / f"{MESSAGE}.json").read_bytes()
    way.send(push(), now() + timedelta(hours=1))
    assert [file.read_bytes() for file in (tmp_path / "out").iterdir()] == [before]


def test_a_half_written_or_foreign_answer_is_left_lying(tmp_path: Path) -> None:
    way = FolderWay(tmp_path)
    way.send(push(), now())
    place = tmp_path / "answers"
    (place / f"{MESSAGE}.json").write_text('{"platform_no": "41', "utf-8")
    (place / "readme.json").write_text("{}", "utf-8")
    (found,) = way.answers()
    assert (found.handed.state, found.handed.trouble) == (PushState.SENT, "push_answer_file_unreadable")
    assert str(MESSAGE) in say_code(found.handed.trouble, found.handed.facts)


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "share").write_text("a file in its place")
    handed = FolderWay(tmp_path / "share").send(push(), now())
    assert (handed.state, handed.trouble, handed.halt) == (PushState.WAITING, "push_folder_unwritable", True)


# -- bytes, keys, answers ------------------------------------------------------------------------------------


def test_the_same_message_has_the_same_bytes_in_any_order_of_its_keys() -> None:
    body = push().body
    shuffled = {key: body[key] for key in reversed(list(body))}
    assert message_bytes(body) == message_bytes(shuffled)
    assert b" " not in message_bytes(body)
    assert "司马㛃".encode() in message_bytes(body)


def test_the_signature_of_the_documents_example() -> None:
    """The very figures of docs/push.md, so that who writes a receiver can check their own."""
    content = b'{"case":{"receipt_no":"NX20261123-04-0011"},"kind":"accepted"}'
    assert signature(KEY, "2026-11-23T01:30:00Z", content) == (
        "hmac-sha256=cfc4256a1f4ac282652a4ac0007790827d0a19c93e9c73ca5d09b321eb18bc94"
    )


def test_a_key_is_read_and_a_short_or_missing_one_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(KEY + b"\r\n")
    assert load_key(tmp_path / "key") == KEY
    (tmp_path / "short").write_text("secret")
    for name, code in (("short", "push_key_short"), ("none", "push_key_unreadable")):
        with pytest.raises(RuleViolation, match=code):
            load_key(tmp_path / name)


@pytest.mark.parametrize(
    "answer",
    [
        b"[]",
        b"\xff",
        b"{",
        b'{"platform_no": 5}',
        b'{"platform_no": "' + b"1" * 51 + b'"}',
        b'{"confirmed_on": "2026-13-01"}',
        b'{"confirmed_on": 20261123}',
        b'{"message_id": "x"}',
        b" " * 70_000,
    ],
)
def test_a_strange_answer_is_no_answer(answer: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what is wrong with it matters to nobody
        read_answer(answer, MESSAGE)


def test_what_a_receiver_says_is_one_short_plain_line() -> None:
    said = read_answer(json.dumps({"message": "好\n<b>的</b>\x07" + "长" * 500}).encode(), MESSAGE).words
    assert said.startswith("好 <b>的</b> 长")
    assert len(said) == 200
    assert read_answer(b"", uuid4()) == read_answer(b"{}", uuid4())
    assert [said_in(one) for one in (b"", b"[]", b'{"message": 3}')] == ["", "", ""]


def test_the_pause_doubles_and_ends_at_half_an_hour() -> None:
    assert [pause_after(n) for n in (0, 1, 2, 3, 8, 9, 500)] == [10, 10, 20, 40, 1280, 1800, 1800]
