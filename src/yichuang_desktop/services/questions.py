"""The questions of the headless twin: what screens ask the read side, answered as plain values.

Each question's docstring names its fields; a field in brackets may be left out.  The applicant's numbers are
given with the draft only, where a script has to go on from them (dossier 6).
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.checklist import Checklist
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import to_document
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.tracks import Track
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports_pushes import PushScope

Asked = Mapping[str, Any]
Question = Callable[[Desk, Asked], dict[str, Any]]
_UNSHOWN = ("tracks", "applicant", "representative")
"""Of a case: the tracks are given one by one, the parties only with the draft."""


# -- one case


def _case(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A case as it stands, with its next step: `case_id`."""
    case_id = _uuid(asked, "case_id")
    file = desk.case_file(case_id)
    case, today = file.case, desk.now().date()
    form = desk.draft(case_id) if not case.receipt_no else None
    step = next_step(case, form, today)
    tracks = {track.value: str(case.tracks.of(track)) for track in Track}
    values = {name: value for name, value in plain(case).items() if name not in _UNSHOWN}
    told = {"code": step.code, "sentence": step.sentence, "act": step.act}
    return {"case": values | tracks, "next_step": told, "archive_lacks": list(desk.archive_lacks(file))}


def _timeline(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Everything that happened to a case, in words: `case_id`."""
    return {"timeline": [plain(line) for line in desk.timeline(_uuid(asked, "case_id"))]}


def _papers(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The valid papers of a case with their codes: `case_id`."""
    papers = desk.case_file(_uuid(asked, "case_id")).papers
    return {
        "papers": [
            {"paper": paper.kind.name.lower(), "number": paper.number, "code": paper.code}
            for paper in papers
            if not paper.revoked
        ]
    }


def _prints(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The prints of a case and how they stand; without it those of the hall still open: [`case_id`]."""
    if "case_id" in asked:
        return {"rows": plain(desk.case_file(_uuid(asked, "case_id")).prints)}
    return {"rows": plain(desk.views.prints())}


def _pushes(desk: Desk, asked: Asked) -> dict[str, Any]:
    """What was told of a case and answered; without it what the hall has to see to: [`case_id`]."""
    if "case_id" in asked:
        return {"rows": plain(desk.views.pushes_of(_uuid(asked, "case_id")))}
    return {"rows": plain(desk.views.pushes(PushScope.OPEN))}


def _find(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The case of a scanned code or a whole receipt number: `text`."""
    return {"case_id": str(desk.find(_text(asked, "text")))}


def _scan(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The case and paper of a code: `text`."""
    found = desk.scan(_text(asked, "text"))
    return {
        "case_id": str(found.case_id),
        "paper": found.paper.kind.name.lower(),
        "number": found.paper.number,
    }


def _cases(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Cases by receipt number or its end, applicant's name, document number or phone: `text`."""
    return {"rows": plain(desk.views.find_cases(_text(asked, "text")))}


# -- an intake under way


def _items(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Items in force whose number or name holds a text, all of them without it: [`text`]."""
    text = _text({"text": "", **asked}, "text")
    rows = [row for row in desk.views.items() if text in row.name or text in row.item_id]
    names = ("item_id", "version", "name", "department", "code", "zone")
    return {"rows": [{name: getattr(row, name) for name in names} for row in rows]}


def _item(desk: Desk, asked: Asked) -> dict[str, Any]:
    """An item with version, guide and the checklist still to be judged: `item_id`, [`version`]."""
    version, item = desk.views.item(_text(asked, "item_id"), _number(asked, "version", None))
    return {"version": version, "item": to_document(item), "checklist": Checklist.of(item, version).to_json()}


def _draft(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The form of an intake as it was last saved: `case_id`."""
    return {"form": desk.draft(_uuid(asked, "case_id")).to_json()}


def _drafts(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Intakes of a window not yet finished, or notified: [`counter`]."""
    return {"rows": plain(desk.views.drafts(_counter(desk, asked)))}


def _commitment(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The commitment to be read and signed for the saved draft, and its digest: `case_id`."""
    form = desk.draft(_uuid(asked, "case_id"))
    _version, item = desk.views.item(form.item_id, form.item_version)
    text = desk.commitment_text(form, item)
    return {"text": text.canonical_bytes().decode(), "text_sha256": text.sha256}


# -- what waits


def _handover_queue(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Cases whose papers wait for their department: [`counter`], `null` for the whole hall."""
    return {"rows": plain(desk.views.handover_queue(_counter_or_hall(desk, asked)))}


def _signed_counterfoils(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Counterfoils signed and to be passed on: [`counter`], `null` for the whole hall."""
    return {"rows": plain(desk.views.signed_counterfoils(_counter_or_hall(desk, asked)))}


def _dues(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Undecided cases by due date, overdue first: [`limit`]."""
    return {"rows": plain(desk.views.dues(_number(asked, "limit", _PAGE)))}


def _due_cases(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Running cases by due day with who was reminded and what was said: [`limit`]."""
    return {"rows": plain(desk.views.due_cases(_number(asked, "limit", _PAGE)))}


def _counterfoils(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The counterfoils of a day, signed by the department or not: `day` (ISO)."""
    return {"rows": plain(desk.views.counterfoils_of(_day(asked, "day")))}


def _results_to_call(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Results that are here while the applicant was not reached yet: [`limit`]."""
    return {"rows": plain(desk.views.results_to_call(_number(asked, "limit", _PAGE)))}


def _results_to_collect(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Results whose applicant was told to come: [`limit`]."""
    return {"rows": plain(desk.views.results_to_collect(_number(asked, "limit", _PAGE)))}


def _today(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The figures of a window and of the hall today: [`counter`]."""
    return {"today": plain(desk.views.today(_counter(desk, asked)))}


def _ledger(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A page of the intake ledger: `first` and `last` (ISO days), [`after`] (last row seen), [`limit`]."""
    first, last = _day(asked, "first"), _day(asked, "last")
    after, limit = _number(asked, "after", 0), _number(asked, "limit", _PAGE)
    return {"rows": plain(desk.views.ledger(first, last, after=after, limit=limit))}


_PAGE = 500
QUESTIONS: dict[str, Question] = {
    "case": _case,
    "timeline": _timeline,
    "papers": _papers,
    "prints": _prints,
    "pushes": _pushes,
    "find": _find,
    "scan": _scan,
    "cases": _cases,
    "items": _items,
    "item": _item,
    "draft": _draft,
    "drafts": _drafts,
    "commitment": _commitment,
    "handover_queue": _handover_queue,
    "signed_counterfoils": _signed_counterfoils,
    "dues": _dues,
    "due_cases": _due_cases,
    "counterfoils": _counterfoils,
    "results_to_call": _results_to_call,
    "results_to_collect": _results_to_collect,
    "today": _today,
    "ledger": _ledger,
}
"""Questions by name."""


# -- fields


def _text(asked: Asked, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise RuleViolation("request_field_wrong" if name in asked else "request_field_missing", field=name)
    return value


def _number(asked: Asked, name: str, default: Any) -> Any:
    """A whole number from zero on, or ``default`` when it is left out."""
    value = asked.get(name, default)
    if name in asked and (type(value) is not int or value < 0):
        raise RuleViolation("request_field_wrong", field=name)
    return value


def _counter(desk: Desk, asked: Asked) -> int:
    counter: int = _number(asked, "counter", desk.session.counter.code)
    return counter


def _counter_or_hall(desk: Desk, asked: Asked) -> int | None:
    return None if "counter" in asked and asked["counter"] is None else _counter(desk, asked)


def _uuid(asked: Asked, name: str) -> UUID:
    try:
        return UUID(_text(asked, name))
    except ValueError as error:
        raise RuleViolation("request_field_wrong", field=name) from error


def _day(asked: Asked, name: str) -> date:
    try:
        return date.fromisoformat(_text(asked, name))
    except ValueError as error:
        raise RuleViolation("request_field_wrong", field=name) from error
