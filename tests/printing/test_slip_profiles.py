"""Printer profiles: each shipped one holds together and says where it is from; a bad one is named."""

import tomllib
from pathlib import Path

import pytest

from tests.printing.slips_made import profile
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing.profiles import (
    Confirmation,
    PrinterProfile,
    load_profiles,
    plain_values,
    profile_from,
    read_profile,
)
from yichuang_desktop.settings import resource

FILES = sorted(resource("printers").glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_profile_has_a_chinese_title_and_says_what_is_known_and_what_is_assumed(
    file: Path,
) -> None:
    of = read_profile(file)
    assert of.id == file.stem
    assert any("\u4e00" <= char <= "\u9fa5" for char in of.title)
    words = [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
    assert any(line.startswith("# Known") for line in words)
    assert any(line.startswith("# Assumed") for line in words)
    assert set(tomllib.loads(file.read_text("utf-8"))) >= {"dots", "cells", "charset", "native_qr", "cut"}


def test_titles_tell_the_profiles_apart() -> None:
    titles = [of.title for of in load_profiles().values()]
    assert len(set(titles)) == len(titles) >= 15


def test_only_makers_documented_to_answer_are_believed_to_confirm() -> None:
    sure = {of.id for of in load_profiles().values() if of.confirmation is Confirmation.PROCESS_ID}
    assert all(name.startswith("epson-") for name in sure)


def test_the_printers_of_the_issue_are_there() -> None:
    makers = {name.split("-")[0] for name in load_profiles()}
    assert makers >= {"generic", "xprinter", "gprinter", "epson", "hcc", "snbc", "zijiang", "rongta", "sunmi"}


def test_what_a_file_leaves_out_is_as_on_most_printers() -> None:
    of = profile(native_code128=True)
    assert (of.native_large, of.cell_dots, of.lacks, of.barcode) == (True, 12, "", False)


def test_a_line_may_end_in_the_last_byte_of_dots() -> None:
    assert profile(544, 42, cell_dots=13).cells == 42
    with pytest.raises(RuleViolation, match="printer_profile_bad"):
        profile(536, 42, cell_dots=13)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"dots": 380}, "dots"),
        ({"cells": 33}, "cells"),
        ({"cells": "32"}, "cells"),
        ({"charset": "big5"}, "charset"),
        ({"native_qr": 1}, "native_qr"),
        ({"title": 5}, "title"),
        ({"colour": "red"}, "colour"),
        ({"barcode": "yes"}, "barcode"),
        ({"cell_dots": 11}, "cell_dots"),
        ({"lacks": 7}, "lacks"),
    ],
)
def test_a_bad_profile_names_its_field(change: dict[str, object], field: str) -> None:
    good = plain_values(profile())
    assert set(good) == set(PrinterProfile.__slots__)
    assert profile_from(good) == profile()
    with pytest.raises(RuleViolation) as refused:
        profile_from(good | change)
    assert refused.value.facts["field"] == field
    with pytest.raises(RuleViolation) as lacking:
        profile_from({name: value for name, value in good.items() if name != "dots"})
    assert lacking.value.facts["field"] == "dots"
