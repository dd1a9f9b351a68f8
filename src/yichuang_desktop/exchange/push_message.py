"""The hand-off on the wire: a message's bytes, its signature, and what an answer may say (docs/push.md)."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.pushes import LONGEST_NUMBER, PushAnswer
from yichuang_desktop.domain.typed import compact

MOST_ANSWER_BYTES: Final = 65_536
LEAST_KEY: Final = 32
MOST_WORDS: Final = 200
SCHEME: Final = "hmac-sha256"


def message_bytes(body: Mapping[str, Any]) -> bytes:
    """The bytes that are sent and signed: UTF-8, keys sorted, no blanks; the same at every attempt."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def timestamp(at: datetime) -> str:
    """``2026-11-23T01:30:00Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def signature(key: bytes, stamp: str, content: bytes) -> str:
    """``hmac-sha256=`` and 64 hexadecimal digits over the time, a point and the bytes."""
    digest = hmac.new(key, stamp.encode("ascii") + b"." + content, hashlib.sha256).hexdigest()
    return f"{SCHEME}={digest}"


def load_key(file: Path) -> bytes:
    """The secret shared with the receiver: the file's text without blanks around it.

    Raises RuleViolation ``push_key_unreadable``, ``push_key_short``.
    """
    try:
        key = file.read_bytes().strip()
    except OSError as error:
        raise RuleViolation("push_key_unreadable", file=str(file)) from error
    if len(key) < LEAST_KEY:
        raise RuleViolation("push_key_short", file=str(file), least=LEAST_KEY)
    return key


def read_answer(content: bytes, message_id: UUID) -> PushAnswer:
    """What the receiver says: an object that names the message; number, day and words are optional.

    Raises ValueError for anything else: an answer nobody understands is no answer.
    """
    if len(content) > MOST_ANSWER_BYTES:
        raise ValueError("too long")
    if not content.strip():
        return PushAnswer()
    answer = json.loads(content)  # JSONDecodeError and UnicodeDecodeError are ValueErrors
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    if answer.get("message_id", str(message_id)) != str(message_id):
        raise ValueError("answers another message")
    return PushAnswer(_number(answer), _day(answer), words_of(answer))


def _number(answer: Mapping[str, Any]) -> str:
    given = answer.get("platform_no") or ""
    if not isinstance(given, str):
        raise ValueError("platform_no is no text")
    number = compact(given)
    if len(number) > LONGEST_NUMBER or not number.isprintable():
        raise ValueError("platform_no is no number")
    return number


def _day(answer: Mapping[str, Any]) -> date | None:
    given = answer.get("confirmed_on")
    if given is None:
        return None
    if not isinstance(given, str):
        raise ValueError("confirmed_on is no text")
    return date.fromisoformat(given)


def words_of(answer: object) -> str:
    """What the receiver tells people, as one short plain line; empty when it tells nothing."""
    said = answer.get("message") if isinstance(answer, dict) else ""
    if not isinstance(said, str):
        return ""
    plain = "".join(one if one.isprintable() else " " for one in said[: MOST_WORDS * 2])
    return " ".join(plain.split())[:MOST_WORDS]


def said_in(content: bytes) -> str:
    """The same from the bytes of a refusal, whatever they are; with its colon, ready for a sentence."""
    try:
        words = words_of(json.loads(content[:MOST_ANSWER_BYTES]))
    except ValueError:
        return ""
    return f"：{words}" if words else ""
