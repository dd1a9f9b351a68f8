"""The checklist of a case: the department's materials and the clerk's verdict on each (`R-IN-1`, 3.2.1).

A checklist is a value: every verb gives a new one.  It is pinned to one version of its item and carries all
it needs to be judged and read later, so "the checklist as it stood" is the checklist itself.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import ELECTRONIC, Material, ServiceItem

MAX_COPIES = 99


class MaterialVerdict(Enum):
    """What the clerk found (decision 20); each has a Chinese ``title`` and the ``key`` that gives it."""

    ORIGINAL_SEEN = "original_seen"
    COPY = "copy"
    ELECTRONIC = "electronic"
    MISSING = "missing"
    WRONG_FORM = "wrong_form"
    DEFERRED = "deferred"
    NOT_APPLICABLE = "not_applicable"

    @property
    def title(self) -> str:
        return _TITLES_AND_KEYS[self.value][0]

    @property
    def key(self) -> str:
        return _TITLES_AND_KEYS[self.value][1]

    @classmethod
    def from_key(cls, key: str) -> "MaterialVerdict | None":
        """The verdict a letter key gives, ``None`` for other keys; the case of the letter does not matter."""
        return next((verdict for verdict in cls if verdict.key == key.upper()), None)

    @property
    def received(self) -> bool:
        """True when something was taken in or seen, so that copies count."""
        return self in RECEIVED


_TITLES_AND_KEYS = {
    "original_seen": ("原件已核", "Y"),
    "copy": ("复印件", "C"),
    "electronic": ("电子证照", "E"),
    "missing": ("缺", "X"),
    "wrong_form": ("不合格", "W"),
    "deferred": ("容缺", "D"),
    "not_applicable": ("不适用", "N"),
}

RECEIVED = frozenset({MaterialVerdict.ORIGINAL_SEEN, MaterialVerdict.COPY, MaterialVerdict.ELECTRONIC})


@dataclass(frozen=True, slots=True)
class MaterialScan:
    """A material as it was photographed: one PDF among the case's attachments."""

    sha256: str
    """Of the whole file, in hex: under this it is kept."""
    pages: tuple[str, ...]
    """SHA-256 of each page's picture as it stands in the file, in order."""

    @property
    def words(self) -> str:
        """``已拍 3 页``."""
        return f"已拍 {len(self.pages)} 页"


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One material of the checklist and its verdict so far."""

    seq: int
    name: str
    form: str
    copies_due: int
    mandatory: bool
    deferrable: bool
    """True when the item allows conditional acceptance and this material may follow later."""
    electronic_ok: bool
    points: str = ""
    notes: str = ""
    return_after_check: bool = False
    verdict: MaterialVerdict | None = None
    copies: int = 0
    reason: str = ""
    """What is missing or wrong, in the clerk's words; empty means the usual sentence will do."""
    scan: MaterialScan | None = None

    @property
    def short(self) -> bool:
        """Received, but fewer copies than asked for. One electronic file is enough for any number."""
        return self.verdict in RECEIVED - {MaterialVerdict.ELECTRONIC} and self.copies < self.copies_due

    @property
    def lacking(self) -> bool:
        return self.short or self.verdict in (MaterialVerdict.MISSING, MaterialVerdict.WRONG_FORM)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to be supplied, as the one-off notice lists it: ``code`` and ``facts`` make its sentence."""

    seq: int
    name: str
    form: str
    copies_due: int
    copies: int
    code: str
    reason: str

    @property
    def facts(self) -> dict[str, Any]:
        return {"form": self.form, "due": self.copies_due, "copies": self.copies, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the clerk does next: a code of the sentence catalogue and the facts that fill it."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checklist:
    """All materials of one item version with their verdicts."""

    item_id: str
    version: int
    rows: tuple[ChecklistRow, ...]
    deferral_allowed: bool = False
    """The item allows conditional acceptance at all (容缺受理)."""

    @classmethod
    def of(cls, item: ServiceItem, version: int) -> "Checklist":
        """The unjudged checklist of an item version."""
        rows = tuple(_row(item, material) for material in item.materials)
        return cls(item.item_id, version, rows, item.conditional_acceptance.allowed)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Checklist":
        """The checklist :meth:`to_json` wrote.  Raises ``ValueError`` on content that is none."""
        try:
            rows = tuple(_stored_row(row) for row in document["rows"])
            return cls(**{**document, "rows": rows})
        except (TypeError, KeyError) as error:
            raise ValueError(f"not a checklist: {error}") from error

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists for a JSON column."""
        document = dataclasses.asdict(self)
        for row in document["rows"]:
            row["verdict"] = row["verdict"] and row["verdict"].value
        return {**document, "rows": list(document["rows"])}

    def row(self, seq: int) -> ChecklistRow:
        """Raises ``material_unknown``."""
        for row in self.rows:
            if row.seq == seq:
                return row
        raise RuleViolation("material_unknown", seq=seq)

    def judge(
        self, seq: int, verdict: MaterialVerdict, *, copies: int | None = None, reason: str = ""
    ) -> "Checklist":
        """Give a material its verdict; without ``copies`` what was received counts as complete.

        Raises ``material_unknown``, ``material_is_mandatory`` (not applicable is for optional ones only),
        ``deferral_not_allowed``, ``material_not_deferrable``, ``electronic_not_accepted`` and
        ``copies_out_of_range``.
        """
        row = self.row(seq)
        self._permit(row, verdict)
        counted = _copies(row, verdict, copies)
        return self._with(dataclasses.replace(row, verdict=verdict, copies=counted, reason=reason.strip()))

    def withdraw(self, seq: int) -> "Checklist":
        """Take a verdict back, as if the material had not been looked at.  Raises ``material_unknown``."""
        return self._with(dataclasses.replace(self.row(seq), verdict=None, copies=0, reason=""))

    def photographed(self, seq: int, scan: MaterialScan | None) -> "Checklist":
        """The checklist with this picture of a material, whatever its verdict; ``None`` takes it off again.

        Raises ``material_unknown``.
        """
        return self._with(dataclasses.replace(self.row(seq), scan=scan))

    @property
    def scans(self) -> tuple[MaterialScan, ...]:
        """Every picture of a material."""
        return tuple(row.scan for row in self.rows if row.scan is not None)

    @property
    def unjudged(self) -> tuple[ChecklistRow, ...]:
        return tuple(row for row in self.rows if row.verdict is None)

    @property
    def missing(self) -> tuple[ChecklistRow, ...]:
        return tuple(row for row in self.rows if row.verdict is MaterialVerdict.MISSING)

    @property
    def wrong(self) -> tuple[ChecklistRow, ...]:
        return tuple(row for row in self.rows if row.verdict is MaterialVerdict.WRONG_FORM)

    @property
    def short(self) -> tuple[ChecklistRow, ...]:
        """Received in too few copies."""
        return tuple(row for row in self.rows if row.short)

    @property
    def deferred(self) -> tuple[ChecklistRow, ...]:
        return tuple(row for row in self.rows if row.verdict is MaterialVerdict.DEFERRED)

    @property
    def received(self) -> tuple[ChecklistRow, ...]:
        return tuple(row for row in self.rows if row.verdict in RECEIVED)

    @property
    def complete(self) -> bool:
        """Every material judged and nothing lacking; deferred ones may be among them."""
        return not self.unjudged and not any(row.lacking for row in self.rows)

    @property
    def conditional(self) -> bool:
        """Complete only because something may follow later: acceptance is a conditional one."""
        return self.complete and bool(self.deferred)

    def what_is_lacking(self) -> tuple[Lack, ...]:
        """All that has to be supplied, told once and completely (`R-IN-4`)."""
        return tuple(_lack(row) for row in self.rows if row.lacking)

    def next_step(self) -> NextStep:
        """What stands in 下一步: first judge everything, then what is lacking, then acceptance."""
        lacking = [row for row in self.rows if row.lacking]
        if self.unjudged:
            return NextStep(
                "checklist_unjudged",
                {
                    "count": len(self.unjudged),
                    "names": tuple(row.name for row in self.unjudged),
                    "lacking": len(lacking),
                },
            )
        if lacking:
            return NextStep("checklist_lacking", self._lacking_facts(lacking))
        if self.deferred:
            names = tuple(row.name for row in self.deferred)
            return NextStep("checklist_conditional", {"count": len(names), "names": names})
        return NextStep("checklist_complete", {"count": len(self.rows)})

    def _lacking_facts(self, lacking: list[ChecklistRow]) -> dict[str, Any]:
        return {
            "missing": tuple(row.name for row in self.missing if row.mandatory),
            "missing_optional": tuple(row.name for row in self.missing if not row.mandatory),
            "wrong": tuple(row.name for row in self.wrong),
            "short": tuple(row.name for row in self.short),
            "deferral_allowed": self.deferral_allowed,
            "deferrable": tuple(row.name for row in lacking if row.deferrable),
            "all_deferrable": all(row.deferrable for row in lacking),
        }

    def _permit(self, row: ChecklistRow, verdict: MaterialVerdict) -> None:
        if verdict is MaterialVerdict.NOT_APPLICABLE and row.mandatory:
            raise RuleViolation("material_is_mandatory", name=row.name)
        if verdict is MaterialVerdict.DEFERRED and not self.deferral_allowed:
            raise RuleViolation("deferral_not_allowed", name=row.name)
        if verdict is MaterialVerdict.DEFERRED and not row.deferrable:
            raise RuleViolation("material_not_deferrable", name=row.name)
        if verdict is MaterialVerdict.ELECTRONIC and not row.electronic_ok:
            raise RuleViolation("electronic_not_accepted", name=row.name, form=row.form)

    def _with(self, judged: ChecklistRow) -> "Checklist":
        rows = tuple(judged if row.seq == judged.seq else row for row in self.rows)
        return dataclasses.replace(self, rows=rows)


def _row(item: ServiceItem, material: Material) -> ChecklistRow:
    rule = item.conditional_acceptance
    return ChecklistRow(
        seq=material.seq,
        name=material.name,
        form=material.form,
        copies_due=material.copies,
        mandatory=material.mandatory,
        deferrable=rule.allowed and (material.deferrable or material.name in rule.materials),
        electronic_ok=material.electronic_ok or material.form == ELECTRONIC,
        points=material.points,
        notes=material.notes,
        return_after_check=material.return_after_check,
    )


def _stored_row(document: Mapping[str, Any]) -> ChecklistRow:
    verdict, scan = document["verdict"], document.get("scan")
    kept = MaterialScan(scan["sha256"], tuple(scan["pages"])) if scan else None
    given = MaterialVerdict(verdict) if verdict else None
    return ChecklistRow(**{**document, "verdict": given, "scan": kept})


def _copies(row: ChecklistRow, verdict: MaterialVerdict, copies: int | None) -> int:
    if verdict in (MaterialVerdict.MISSING, MaterialVerdict.DEFERRED, MaterialVerdict.NOT_APPLICABLE):
        return 0
    counted = row.copies_due if copies is None else copies
    lowest = 1 if verdict.received else 0
    if not lowest <= counted <= MAX_COPIES:
        raise RuleViolation("copies_out_of_range", name=row.name, lowest=lowest, highest=MAX_COPIES)
    return counted


def _lack(row: ChecklistRow) -> Lack:
    codes = {MaterialVerdict.MISSING: "lack_missing", MaterialVerdict.WRONG_FORM: "lack_wrong_form"}
    code = codes.get(row.verdict, "lack_copies") if row.verdict else "lack_copies"
    return Lack(row.seq, row.name, row.form, row.copies_due, row.copies, code, row.reason)
