"""A small demonstration hall for crash, fault and command tests, and what an applicant brings to it."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from yichuang_desktop import store
from yichuang_desktop.app import demo
from yichuang_desktop.app.hall import Workplace, sit_down
from yichuang_desktop.demonstration.building import HALL_ZONE, PASSWORD
from yichuang_desktop.demonstration.people import read_people
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.intake_form import IdentityProof, IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.parties import PartyKind
from yichuang_desktop.services.plain import plain
from yichuang_desktop.settings import resource

AT = datetime(2026, 11, 20, 14, 26, tzinfo=HALL_ZONE)
"""The Friday afternoon on which the small hall stands."""
CASES = 12
WINDOW, CLERK = 4, "clerk04"
DESK, ISSUER = 11, "issue11"


def build(folder: Path, cases: int = CASES) -> Path:
    """A fresh small hall in ``folder``; the file."""
    file = folder / "hall.sqlite"
    demo.build(url_of(file), at=AT, cases=cases)
    return file


@cache
def template() -> Path:
    """The small hall every test copies; made once a process."""
    return build(Path(tempfile.mkdtemp(prefix="yichuang-small-hall-")))


def copy_to(folder: Path) -> Path:
    """A hall of one's own, copied from the template."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(template(), folder / "hall.sqlite"))


def forget_template() -> None:
    """Remove the template, if one was made."""
    if template.cache_info().currsize:
        shutil.rmtree(template().parent, ignore_errors=True)
        template.cache_clear()


def url_of(file: Path) -> str:
    """The database's URL as the settings hold it."""
    return f"sqlite:///{file.as_posix()}"


@dataclass(frozen=True, slots=True)
class Brought:
    """An item, and a form for it with which nothing is amiss."""

    item: ServiceItem
    form: IntakeForm


def everything_brought(place: Workplace, item_id: str = "") -> Brought:
    """The first item a person may ask for (or the one named), a form with every material seen."""
    with place.access.begin() as work:
        wanted = item_id or next(
            key
            for key, item in sorted(work.library().items())
            if "自然人" in item.subjects and len(item.materials) > 1 and not item.on_the_spot
        )
        version, item = work.item(wanted)
    checklist = Checklist.of(item, version)
    for row in checklist.rows:
        checklist = checklist.judge(row.seq, MaterialVerdict.ORIGINAL_SEEN)
    return Brought(
        item,
        IntakeForm(
            item_id=item.item_id,
            item_version=version,
            applicant=_somebody(),
            identity=IdentityProof.ORIGINAL_SEEN,
            checklist=checklist,
        ),
    )


def _somebody() -> Any:
    people = read_people(resource("demo/people.json"))
    return next(
        one.applicant
        for one in people
        if one.applicant.kind is PartyKind.PERSON and one.representative is None
    )


def brought_at(url: str) -> Brought:
    """The same, from a hall nobody has open here."""
    hall = store.open_hall(url)
    try:
        return everything_brought(sit_down(hall, CLERK, PASSWORD, WINDOW))
    finally:
        hall.close()


# -- requests as the headless twin reads them ----------------------------------------------------------------


def opening(item_id: str) -> dict[str, Any]:
    """Begin an intake; ``case_id`` in it names the case."""
    return {"act": "open_draft", "act_id": str(uuid4()), "case_id": str(uuid4()), "item_id": item_id}


def saving(case_id: str, form: IntakeForm, remark: str = "") -> dict[str, Any]:
    """Keep what was written so far."""
    return {"act": "save_draft", "case_id": case_id, "form": plain(replace(form, remark=remark))}


def accepting(case_id: str, form: IntakeForm, revision: int = 1) -> dict[str, Any]:
    """Accept it."""
    return {
        "act": "accept",
        "act_id": str(uuid4()),
        "case_id": case_id,
        "revision": revision,
        "form": plain(form),
    }
