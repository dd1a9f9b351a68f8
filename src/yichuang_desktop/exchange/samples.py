"""Filled-in examples of forms (示范文本; R-ASK-1): which pictures belong to a material, and the pictures.

They lie in a folder of the hall; ``resources/samples/README.md`` says how they are found.  A file is looked
at before its name is believed.
"""

import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import Material, ServiceItem

INDEX = "samples.toml"
PARTED = "；;"
MOST_BYTES = 8_000_000
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class Samples:
    """The examples of one folder; its index is read when first asked for, once.

    A folder that is not there, or whose index is no TOML, has only what the library itself names.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _index(self) -> dict[tuple[str, str], tuple[str, ...]]:
        try:
            index = tomllib.loads((self._folder / INDEX).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            return {}
        return dict(_entries(index))

    def files(self, item: ServiceItem) -> dict[int, tuple[str, ...]]:
        """The files of every material of the item that has any, by the material's number."""
        found = ((material.seq, self._of_material(item, material)) for material in item.materials)
        return {seq: files for seq, files in found if files}

    def pictures(self, files: tuple[str, ...]) -> tuple[bytes, ...]:
        """The pictures. Raises RuleViolation ``sample_not_found`` or ``sample_unreadable``."""
        return tuple(self._picture(file) for file in files)

    def _of_material(self, item: ServiceItem, material: Material) -> tuple[str, ...]:
        named = parts_of(material.samples)
        if named:
            return named
        keys = ((item.item_id, material.name), ("", material.name), ("", material.merge_name))
        return next((self._index[key] for key in keys if key in self._index), ())

    def _picture(self, file: str) -> bytes:
        path = self._folder / Path(file).name
        try:
            if path.stat().st_size > MOST_BYTES:
                raise RuleViolation("sample_unreadable", file=file)
            content = path.read_bytes()
        except OSError as error:
            raise RuleViolation("sample_not_found", file=file) from error
        if not content.startswith(_PICTURES):
            raise RuleViolation("sample_unreadable", file=file)
        return content


def parts_of(text: str) -> tuple[str, ...]:
    """``a.png；b.png`` as names."""
    for mark in PARTED:
        text = text.replace(mark, "\n")
    return tuple(name.strip() for name in text.split("\n") if name.strip())


def _entries(index: dict[str, Any]) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for entry in index.get("sample", ()):
        if isinstance(entry, dict) and entry.get("material"):
            files = tuple(str(file) for file in entry.get("files", ()))
            yield (str(entry.get("item", "")), str(entry["material"])), files
