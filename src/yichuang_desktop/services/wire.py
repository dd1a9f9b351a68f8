"""The headless twin's language: one JSON object a line in, one a line out (``yichuang act``).

In::   {"act": "issue", "case_id": "…", "revision": 6, …}     a request, fields as in docs/acts.md
       {"ask": "case", "case_id": "…"}                          a question

Out::  {"ok": true, …}                                        what the act or question answered
       {"ok": false, "code": "already_issued", "sentence": "…", "facts": {…}}   what the clerk can act on
       {"ok": false, "code": "database_away", "sentence": "…", "again": true}   send the same line again

A line that is no request is answered, never raised: a script must be able to go on.  ``counter`` may be left
out: it is the window of the log-in then; an ``act_id`` left out is made, and told in the answer.
"""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import plain as said
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.handling import Answer
from yichuang_desktop.services.plain import build, plain
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.services.questions import QUESTIONS
from yichuang_desktop.services.register import request_named

AGAIN = frozenset({"database_away", "database_locked", "result_unknown"})
"""News after which the same line may be sent again: the act is done once all the same."""


def answer_line(desk: Desk, line: str) -> str:
    """The answer to one line, as one line of JSON without the line's end."""
    return json.dumps(answer(desk, line), ensure_ascii=False, sort_keys=True)


def answer(desk: Desk, line: str) -> dict[str, Any]:
    """The answer to one line as a value."""
    try:
        asked = read_line(line)
        return {"ok": True, **_answered(desk, asked)}
    except RuleViolation as violation:
        return _refusal(violation.code, violation.facts)
    except StoreUnavailable as away:
        return _refusal(away.code, away.facts) | {"again": away.code in AGAIN}


def read_line(line: str) -> dict[str, Any]:
    """The object on a line. Raises RuleViolation ``request_unreadable``."""
    try:
        asked = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise RuleViolation("request_unreadable", reason="不是一行完整的 JSON") from error
    if not isinstance(asked, dict) or not ("act" in asked) ^ ("ask" in asked):
        raise RuleViolation("request_unreadable", reason="须是含 act 或 ask 之一的对象")
    return asked


def request_of(asked: Mapping[str, Any], counter: int) -> Any:
    """The request of an object with ``act``.

    Raises RuleViolation ``request_act_unknown`` and as :func:`build`.
    """
    kind = request_named(asked["act"]) if isinstance(asked["act"], str) else None
    if kind is None:
        raise RuleViolation("request_act_unknown", act=str(asked["act"]))
    names = {field.name for field in dataclasses.fields(kind)}
    values = {name: value for name, value in asked.items() if name != "act"}
    if "counter" in names:
        values.setdefault("counter", counter)
    for name in ("act_id", "job_id"):
        if name in names and kind.__annotations__[name] is UUID:
            values.setdefault(name, str(uuid4()))
    return build(kind, values)


def _answered(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    if "act" in asked:
        request = request_of(asked, desk.session.counter.code)
        return _done(request, desk.handle(request))
    question = QUESTIONS.get(asked["ask"]) if isinstance(asked["ask"], str) else None
    if question is None:
        raise RuleViolation("request_act_unknown", act=str(asked["ask"]))
    return question(desk, {name: value for name, value in asked.items() if name != "ask"})


def _done(request: Any, done: Answer) -> dict[str, Any]:
    if done is None:
        case_id = getattr(request, "case_id", None)
        return {"case_id": str(case_id)} if case_id is not None else {}
    if isinstance(done, str):
        return {"job_id": done}
    return dict(plain(done))


def _refusal(code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Code, sentence, and the facts in a person's form: they may be dates or members of an enumeration."""
    plainly = {
        name: value if type(value) in (int, str, bool) else said(value) for name, value in facts.items()
    }
    return {"ok": False, "code": code, "sentence": say_code(code, facts), "facts": plainly}
