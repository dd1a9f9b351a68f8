"""Who applies and who acts for them (R-IN-2, 3.2.1): values, their plain form, what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum
from typing import Any

from yichuang_desktop.domain import identifiers
from yichuang_desktop.domain.checked import Checked, Verdict, missing, rejected, warned
from yichuang_desktop.domain.contact_numbers import check_phone
from yichuang_desktop.domain.identifiers import DocumentKind, age_on, birth_of
from yichuang_desktop.domain.names import check_person_name, check_unit_name
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.domain.typed import without_invisible

MAX_ADDRESS = 100
"""Characters of an address (GB/T 39046: an..100)."""
GUARDIAN_AGE = 8
"""Below this age a guardian acts in all things (民法典 20)."""


class PartyKind(Enum):
    """Whether a person or a unit applies (服务对象)."""

    PERSON = "person"
    UNIT = "unit"

    @property
    def title(self) -> str:
        """As screen and papers say it."""
        return {"person": "个人", "unit": "单位"}[self.value]


class Severity(Enum):
    """How a remark binds: nothing goes on, a look is asked for, or it was put right already."""

    REJECT = "须改正"
    WARN = "请核对"
    NORMALISE = "已规范"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about one field, such as ``applicant.document_no``."""

    field: str
    code: str
    facts: Mapping[str, Any]
    severity: Severity

    @property
    def sentence(self) -> str:
        """The remark in Chinese: what is wrong and what to do."""
        return say_code(self.code, self.facts)


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person or unit that applies (申请人); a unit names its legal representative (法定代表人).

    ``document_override`` is the administrator's reason for letting a refused number pass (decision 18); the
    act that saves it records who gave it.
    """

    kind: PartyKind = PartyKind.PERSON
    name: str = ""
    document_kind: DocumentKind = DocumentKind.RESIDENT_ID
    document_no: str = ""
    phone: str = ""
    address: str = ""
    legal_representative: str = ""
    document_override: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give plain values for draft, evidence and database."""
        return _to_json(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Applicant":
        """Make again what :meth:`to_json` gave; a field it does not know is left out."""
        known = _known(cls, values)
        return cls(
            **known
            | {
                "kind": PartyKind(values.get("kind", "person")),
                "document_kind": DocumentKind(values.get("document_kind", "resident_id")),
            }
        )


@dataclass(frozen=True, slots=True)
class Representative:
    """Who acts for the applicant (代理人), what authorises it (委托书, 监护关系 …) and until when."""

    name: str = ""
    document_kind: DocumentKind = DocumentKind.RESIDENT_ID
    document_no: str = ""
    phone: str = ""
    authorisation: str = ""
    valid_until: date | None = None
    document_override: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give plain values for draft, evidence and database."""
        return _to_json(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Representative":
        """Make again what :meth:`to_json` gave; a field it does not know is left out."""
        until = values.get("valid_until")
        return cls(
            **_known(cls, values)
            | {
                "document_kind": DocumentKind(values.get("document_kind", "resident_id")),
                "valid_until": date.fromisoformat(until) if until else None,
            }
        )


def problems(applicant: Applicant, representative: Representative | None, today: date) -> tuple[Remark, ...]:
    """Say field by field what is wrong with, remarkable in, or was put right of the parties.

    Nothing of severity REJECT may be left when the case is accepted. Fields are named ``applicant.phone``,
    ``representative.valid_until`` and so on.
    """
    found = [(f"applicant.{name}", checked) for name, checked in _of_applicant(applicant, today)]
    found.extend(_of_both(applicant, representative, today))
    if representative is not None:
        found.extend(
            (f"representative.{name}", one) for name, one in _of_representative(representative, today)
        )
    return tuple(_remark(field, checked) for field, checked in found if checked.code)


def rejections(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Pick the remarks that forbid acceptance."""
    return tuple(remark for remark in remarks if remark.severity is Severity.REJECT)


def tidied(applicant: Applicant, today: date) -> Applicant:
    """Give the applicant with every field in its normal writing; what is refused stays as written."""
    good: dict[str, Any] = {name: one.value for name, one in _of_applicant(applicant, today) if one.usable}
    return replace(applicant, **good)


def tidied_representative(representative: Representative, today: date) -> Representative:
    """Give the representative with every field in its normal writing, as :func:`tidied`."""
    checks = _of_representative(representative, today)
    good: dict[str, Any] = {name: one.value for name, one in checks if one.usable}
    return replace(representative, **good)


def check_address(text: str) -> Checked:
    """Check an address: optional at the counter, needed for the post; at most 100 characters."""
    value = " ".join(without_invisible(text).split())
    if len(value) > MAX_ADDRESS:
        return Checked(
            value, Verdict.REJECTED, "address_too_long", {"most": MAX_ADDRESS, "length": len(value)}
        )
    return Checked(value, Verdict.OK) if value == text else Checked(value, Verdict.NORMALISED, "tidied")


def _of_applicant(applicant: Applicant, today: date) -> Iterator[tuple[str, Checked]]:
    unit = applicant.kind is PartyKind.UNIT
    yield "name", (check_unit_name if unit else check_person_name)(applicant.name)
    fits = applicant.document_kind.for_units if unit else applicant.document_kind.for_persons
    if not fits:
        yield (
            "document_kind",
            rejected("document_kind_unfit", kind=applicant.document_kind, party=applicant.kind),
        )
    yield "document_no", _document(applicant, today)
    yield "phone", check_phone(applicant.phone)
    yield "address", check_address(applicant.address)
    if unit and applicant.legal_representative:
        yield "legal_representative", check_person_name(applicant.legal_representative)


def _of_representative(representative: Representative, today: date) -> Iterator[tuple[str, Checked]]:
    yield "name", check_person_name(representative.name)
    if not representative.document_kind.for_persons:
        kind = representative.document_kind
        yield "document_kind", rejected("document_kind_unfit", kind=kind, party=PartyKind.PERSON)
    yield "document_no", _document(representative, today)
    yield "phone", check_phone(representative.phone)
    yield "authorisation", _authorisation(representative.authorisation)
    if representative.valid_until is not None and representative.valid_until < today:
        yield "valid_until", rejected("authorisation_expired", until=representative.valid_until)


def _of_both(
    applicant: Applicant, representative: Representative | None, today: date
) -> Iterator[tuple[str, Checked]]:
    """What only the two together show: nobody to speak for a unit or a child, or the same person twice."""
    if representative is None:
        birth = birth_of(applicant.document_kind, applicant.document_no)
        if birth is not None and age_on(birth, today) < GUARDIAN_AGE:
            yield "applicant.document_no", warned("guardian_needed", age=GUARDIAN_AGE)
        if applicant.kind is PartyKind.UNIT and not applicant.legal_representative.strip():
            yield "applicant.legal_representative", missing("legal_representative_missing", typing=False)
    elif representative.document_no and representative.document_no == applicant.document_no:
        yield "representative.document_no", warned("representative_is_applicant")


def _document(party: Applicant | Representative, today: date) -> Checked:
    """Check the number; an override makes its refusal a remark, but never an empty number."""
    checked = identifiers.check(party.document_kind, party.document_no, today=today)
    if checked.verdict is Verdict.REJECTED and checked.value and party.document_override.strip():
        return replace(checked, verdict=Verdict.WARNED)
    return checked


def _authorisation(text: str) -> Checked:
    value = without_invisible(text).strip()
    return Checked(value, Verdict.OK) if value else missing("authorisation_missing", typing=False)


_SEVERITIES = {Verdict.NORMALISED: Severity.NORMALISE, Verdict.WARNED: Severity.WARN}


def _remark(field: str, checked: Checked) -> Remark:
    return Remark(field, checked.code, checked.facts, _SEVERITIES.get(checked.verdict, Severity.REJECT))


def _to_json(party: Applicant | Representative) -> dict[str, Any]:
    values = {field.name: getattr(party, field.name) for field in fields(party)}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _known(cls: type[Applicant] | type[Representative], values: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: values[field.name] for field in fields(cls) if field.name in values}
