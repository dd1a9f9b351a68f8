"""Papers as plain JSON, as a print job keeps them, and back."""

import dataclasses
import types
import typing
from datetime import date, datetime
from typing import Any, get_args, get_origin, get_type_hints

from yichuang_desktop.domain.papers.registry import Paper, require_complete, type_of_kind


def to_document(paper: Paper) -> dict[str, Any]:
    """The paper as plain JSON values with its kind and the version of its layout and words.

    A paper made now is pinned to the present version; one read from an older document keeps its own.
    Raises as :func:`require_complete`.
    """
    require_complete(paper)
    document = {"paper": paper.KIND, **_plain(paper)}
    document["head"]["template"] = paper.head.template or paper.VERSION
    return document


def from_document(document: dict[str, Any]) -> Paper:
    """The paper that :func:`to_document` wrote; KeyError for a kind this program does not know."""
    fields = dict(document)
    paper_type = type_of_kind[fields.pop("paper")]
    return typing.cast("Paper", _build(paper_type, fields))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def _build(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _build(next(part for part in get_args(kind) if part is not type(None)), value)
    if origin is tuple:
        return _build_tuple(get_args(kind), value)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _build(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return kind(value)


def _build_tuple(parts: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if parts[-1] is Ellipsis:
        return tuple(_build(parts[0], part) for part in value)
    return tuple(_build(part, item) for part, item in zip(parts, value, strict=True))
