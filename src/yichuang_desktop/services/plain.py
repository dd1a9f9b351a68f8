"""Requests as plain JSON values and back: one writing for the headless twin, the history and the fingerprint.

The fingerprint decides whether an act that comes a second time is the same act (R-X-1): it is taken over the
canonical writing, so that the order of fields and the blanks of a script do not matter.
"""

import base64
import binascii
import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.intake_form import IntakeForm


def request_sha256(request: object) -> str:
    """Fingerprint of a request's content, 64 hexadecimal digits."""
    text = json.dumps(
        plain(request), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> Any:
    """A request, or any value in it, as JSON values: UUID and times as text, bytes as base64."""
    kind: Any = type(value)
    if kind in _OWN_FORM:
        return value
    names = _field_names(kind)
    if names is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    return _scalar(value)


_OWN_FORM = frozenset({str, int, float, bool, type(None)})
"""Types that are their own JSON form: most of what there is, so they are asked for first."""


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass, looked up once a type: every acceptance writes hundreds of values."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


def _scalar(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def build(kind: type, values: Mapping[str, Any]) -> Any:
    """A request of type ``kind`` from plain values.

    Raises RuleViolation ``request_field_unknown``, ``request_field_missing`` or ``request_field_wrong``, each
    with the field's name.
    """
    if kind is IntakeForm:
        return _form(values)
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for name in values:
        if name not in fields:
            raise RuleViolation("request_field_unknown", field=name)
    for name, field in fields.items():
        if name not in values and field.default is field.default_factory is dataclasses.MISSING:
            raise RuleViolation("request_field_missing", field=name)
    return kind(**{name: _value(hints[name], part, name) for name, part in values.items()})


def _form(values: Mapping[str, Any]) -> IntakeForm:
    try:
        form = IntakeForm.from_json(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleViolation("request_field_wrong", field="form") from error
    _check_types(form, "form")
    return form


def _check_types(value: Any, name: str) -> None:
    """Refuse a form whose JSON had another type where text or a number belongs: ``request_field_wrong``."""
    hints = typing.get_type_hints(type(value))
    for field in dataclasses.fields(value):
        part, path = getattr(value, field.name), f"{name}.{field.name}"
        if not _conforms(hints[field.name], part):
            raise RuleViolation("request_field_wrong", field=path)
        for each in part if isinstance(part, tuple) else (part,):
            if dataclasses.is_dataclass(each):
                _check_types(each, path)


def _conforms(hint: Any, value: Any) -> bool:
    if isinstance(hint, types.UnionType):
        return any(_conforms(part, value) for part in typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_conforms(typing.get_args(hint)[0], part) for part in value)
    return type(value) is hint


def _value(hint: Any, value: Any, name: str) -> Any:
    if isinstance(hint, types.UnionType):
        if value is None:
            return None
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise RuleViolation("request_field_wrong", field=name)
        return tuple(_value(typing.get_args(hint)[0], part, name) for part in value)
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, Mapping):
            raise RuleViolation("request_field_wrong", field=name)
        return build(typing.cast(type, hint), value)
    return _from_text(hint, value, name)


_READ: dict[type, Callable[[str], Any]] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    bytes: lambda text: base64.b64decode(text, validate=True),
}


def _from_text(hint: Any, value: Any, name: str) -> Any:
    """A value whose JSON form is text, or that is its own JSON form."""
    read = hint if isinstance(hint, type) and issubclass(hint, Enum) else _READ.get(hint)
    if type(value) is not (hint if read is None else str):
        raise RuleViolation("request_field_wrong", field=name)
    try:
        return read(value) if read is not None else value
    except (ValueError, binascii.Error) as error:
        raise RuleViolation("request_field_wrong", field=name) from error
