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
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.sentences import plain as said
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.domain.tracks import Track
from yichuang_desktop.services.desk import REQUESTS, Answer, Desk
from yichuang_desktop.services.finding import Scanned
from yichuang_desktop.services.plain import build, plain
from yichuang_desktop.services.ports import StoreUnavailable

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
    kind = REQUESTS.get(asked["act"]) if isinstance(asked["act"], str) else None
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
        return {"case_id": str(request.case_id)}
    if isinstance(done, str):
        return {"job_id": done}
    return dict(plain(done))


def _refusal(code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Code, sentence, and the facts in a person's form: they may be dates or members of an enumeration."""
    plainly = {
        name: value if type(value) in (int, str, bool) else said(value) for name, value in facts.items()
    }
    return {"ok": False, "code": code, "sentence": say_code(code, facts), "facts": plainly}


# ---------------------------------------------------------------------------------------------- questions

_UNSHOWN = ("tracks", "applicant", "representative")
"""Of a case: the tracks are given one by one, the parties only with the draft (dossier 6)."""


def _case(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A case as it stands with its next step: ``case_id``."""
    case = desk.case(_uuid(asked, "case_id"))
    tracks = {track.value: str(case.tracks.of(track)) for track in Track}
    step = next_step(case, today=desk.now().date())
    values = {name: value for name, value in plain(case).items() if name not in _UNSHOWN}
    told = {"code": step.code, "sentence": step.sentence, "act": step.act}
    return {"case": values | tracks, "next_step": told}


def _find(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The case of a scanned code or a whole receipt number: ``text``."""
    return {"case_id": str(desk.find(_text(asked, "text")))}


def _scan(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The case and paper of a code: ``text``."""
    found: Scanned = desk.scan(_text(asked, "text"))
    return {
        "case_id": str(found.case_id),
        "paper": found.paper.kind.name.lower(),
        "number": found.paper.number,
    }


def _papers(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The valid papers of a case with their codes: ``case_id``."""
    papers = desk.case_file(_uuid(asked, "case_id")).papers
    rows = [
        {"paper": paper.kind.name.lower(), "number": paper.number, "code": paper.code}
        for paper in papers
        if not paper.revoked
    ]
    return {"papers": rows}


def _timeline(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that happened to a case: ``case_id``."""
    return {"timeline": [plain(line) for line in desk.timeline(_uuid(asked, "case_id"))]}


def _commitment(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The text to be read and signed for the saved draft, and its digest: ``case_id``."""
    form = desk.draft(_uuid(asked, "case_id"))
    _version, item = desk.views.item(form.item_id, form.item_version)
    text = desk.commitment_text(form, item)
    return {"text": text.canonical_bytes().decode(), "text_sha256": text.sha256}


def _draft(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The saved form of an intake: ``case_id``."""
    return {"form": desk.draft(_uuid(asked, "case_id")).to_json()}


def _ledger(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the intake ledger: ``first``, ``last`` (ISO dates), ``after`` (last row seen, 0 at first)."""
    first, last = _day(asked, "first"), _day(asked, "last")
    rows = desk.views.ledger(first, last, after=int(asked.get("after", 0)))
    return {"rows": [plain(row) for row in rows]}


def _items(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Items in force whose number or name holds ``text``; all of them without it."""
    text = _text({"text": "", **asked}, "text")
    rows = [row for row in desk.views.items() if text in row.name or text in row.item_id]
    return {
        "items": [
            {"item_id": row.item_id, "version": row.version, "name": row.name, "department": row.department}
            for row in rows
        ]
    }


QUESTIONS: dict[str, Callable[[Desk, Mapping[str, Any]], dict[str, Any]]] = {
    "case": _case,
    "find": _find,
    "scan": _scan,
    "papers": _papers,
    "timeline": _timeline,
    "commitment": _commitment,
    "draft": _draft,
    "items": _items,
    "ledger": _ledger,
}
"""Questions by name; the docstring of each names its fields."""


def _text(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise RuleViolation("request_field_wrong" if name in asked else "request_field_missing", field=name)
    return value


def _uuid(asked: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(asked, name))
    except ValueError as error:
        raise RuleViolation("request_field_wrong", field=name) from error


def _day(asked: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(_text(asked, name))
    except ValueError as error:
        raise RuleViolation("request_field_wrong", field=name) from error
