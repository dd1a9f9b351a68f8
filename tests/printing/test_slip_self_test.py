"""The self-test page: what is printed, what is asked about it, and what the answers change."""

from dataclasses import replace
from datetime import datetime
from itertools import product

import numpy as np
import pytest

from tests.printing.slips_made import plain, profile
from tests.printing.strict_reader import Picture, StrictReader, TextLine, scan, scanned
from yichuang_desktop.app.printers import WindowPrinters
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.domain.self_test import (
    BANDS,
    MEASURED,
    NO,
    PROBED,
    YES,
    SelfTestAnswers,
    heads,
    probe_id,
    questions,
    rulers,
)
from yichuang_desktop.printing.charset import Charset
from yichuang_desktop.printing.profiles import (
    Confirmation,
    Preflight,
    PrinterProfile,
    load_profiles,
    profile_from,
)
from yichuang_desktop.printing.slip import SlipBytes
from yichuang_desktop.printing.slip_answers import answered
from yichuang_desktop.printing.slip_preview import slip_picture
from yichuang_desktop.printing.slip_test import render_test_slip, ruler
from yichuang_desktop.settings import Settings

AT = datetime(2026, 11, 23, 8, 0)
PROFILES = load_profiles()
ALL = (*PROFILES.values(), profile(charset="gb2312", lacks="·", native_large=False))


def page(of: PrinterProfile) -> SlipBytes:
    return render_test_slip(of, "小票打印机", AT)


def whole_printer(of: PrinterProfile) -> StrictReader:
    """The page asks for everything; a printer that has it all prints it all."""
    return StrictReader(of.dots, of.cells, "gb18030_2byte", cutter=of.cut, cell_dots=of.cell_dots)


@pytest.mark.parametrize("of", ALL, ids=lambda of: of.id)
def test_the_page_is_whole_on_every_printer(of: PrinterProfile) -> None:
    items = whole_printer(of).read(page(of).data)
    assert scanned(items) == ["0" * 30] * 2
    assert [bars for item in items for bars in scan(item)[1]] == ["12345678"] * 2
    words = "".join(plain(item.text) for item in items if isinstance(item, TextLine))
    at = 0
    for part in range(1, 10):
        found = words.find(f"第{part}项", at)
        assert found >= 0, f"part {part} is not (in its place) on the page"
        at = found
    assert items[-2] == TextLine("第9项 裁切：纸应切在这一行下面", 30, 1, 1, 1, False)


@pytest.mark.parametrize("of", ALL, ids=lambda of: of.id)
def test_each_ruler_is_as_wide_as_it_says_and_the_dots_reach_both_edges(of: PrinterProfile) -> None:
    items = whole_printer(of).read(page(of).data)
    lines = [item for item in items if isinstance(item, TextLine) and item.text.startswith("|...5")]
    assert [line.cells for line in lines] == sorted(rulers(of.cells))
    assert all(line.text == ruler(line.cells) for line in lines)
    (drawn,) = (item for item in items[items.index(lines[-1]) :][3:6] if isinstance(item, Picture))
    ink = np.asarray(drawn.image) == 0
    marks = ink[-24:]
    for head in heads(of.dots):
        assert marks[:, head - 2 : head].all()
    assert marks[:, :2].all()
    # The same ruler as text above: its edges stand in the first and last column.
    assert ink[:24, : of.cell_dots].any()
    assert ink[:24, (of.cells - 1) * of.cell_dots :].any()


def test_the_characters_are_sent_once_as_text_and_once_as_dots() -> None:
    of = PROFILES["generic-58-gb2312"]
    data = page(of).data
    for char in PROBED:
        assert data.count(f"{PROBED.index(char) + 1}{char}".encode("gb18030")) == 1
    for char in "㛃𠮷":
        assert char.encode("gb18030") not in data
    items = whole_printer(of).read(data)
    at = next(
        place
        for place, item in enumerate(items)
        if isinstance(item, TextLine) and item.text.startswith("1堃")
    )
    assert isinstance(items[at + 1], Picture)


def test_the_frames_are_sent_whole_in_one_command_each() -> None:
    for of in (PROFILES["generic-58"], PROFILES["zijiang-58"], PROFILES["generic-80"]):
        data = page(of).data
        for rows in BANDS:
            head = b"\x1dv0\x00" + of.width_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
            assert data.count(head) >= 1


@pytest.mark.parametrize("of", ALL, ids=lambda of: of.id)
def test_the_page_can_be_seen_on_the_screen_as_it_comes_out(of: PrinterProfile) -> None:
    picture = slip_picture(page(of).data, of)
    assert picture.width == of.dots + 48
    assert sorted(scan(Picture(picture))[0]) == ["0" * 30] * 2


# -- questions and answers


@pytest.mark.parametrize("of", ALL, ids=lambda of: of.id)
def test_every_question_names_its_part_and_says_what_each_answer_changes(of: PrinterProfile) -> None:
    asked = questions(of.cells, of.dots)
    assert len({question.id for question in asked}) == len(asked)
    assert [question.part for question in asked] == sorted(question.part for question in asked)
    for question in asked:
        assert f"第{question.part}项" in question.text or "第" in question.text
        assert question.expected.consequence == ""
        assert all(choice.consequence for choice in question.choices[1:])
    assert {question.part for question in asked} == set(range(1, 10))


@pytest.mark.parametrize("of", ALL, ids=lambda of: of.id)
def test_what_is_as_expected_changes_nothing_but_what_it_proves(of: PrinterProfile) -> None:
    assert answered(of, SelfTestAnswers()) == of
    good = SelfTestAnswers(
        {question.id: question.expected.value for question in questions(of.cells, of.dots)}
    )
    better = answered(of, good)
    assert (better.dots, better.cells, better.cell_dots) == (of.dots, of.cells, of.cell_dots)
    assert better.charset is Charset.GB18030_2BYTE
    assert (better.native_qr, better.native_code128, better.native_large, better.cut) == (True,) * 4
    assert better.lacks == ""


@pytest.mark.parametrize(
    ("answers", "changed"),
    [
        ({probe_id("䶮"): NO}, {"charset": Charset.GBK}),
        ({probe_id("堃"): NO, probe_id("䶮"): NO}, {"charset": Charset.GB2312}),
        ({probe_id("堃"): NO, probe_id("䶮"): YES}, {"charset": Charset.GB2312}),
        ({probe_id("℃"): NO, probe_id("·"): NO}, {"lacks": "·℃"}),
        ({"native_qr": NO}, {"native_qr": False}),
        ({"native_code128": NO}, {"native_code128": False}),
        ({"large": NO}, {"native_large": False}),
        ({"cells": "42"}, {"cells": 42}),
        ({"cells": "42", "cell_dots": NO}, {"cells": 42, "cell_dots": 13}),
        ({"dots": "512"}, {"dots": 512, "cells": 42}),
        ({"dots": "384", "cells": "32"}, {"dots": 384, "cells": 32}),
        ({"band_rows": "64"}, {"band_rows": 64}),
        ({"drawn": NO}, {"band_rows": 24}),
        ({"cut": "none"}, {"cut": False}),
        ({"cut": "through"}, {"cut_feed": 32}),
        ({"cut": "late"}, {"cut_feed": 0}),
        ({"process_id": NO}, {"confirmation": Confirmation.NONE}),
        ({"status": NO}, {"preflight": Preflight.TRIED}),
        ({"status_without_paper": NO}, {"preflight": Preflight.TRIED}),
        ({"after_reload": "drops"}, {}),
    ],
)
def test_an_answer_changes_what_it_says(answers: dict[str, str], changed: dict[str, object]) -> None:
    of = PROFILES["epson-tm-t82"]
    now = answered(of, SelfTestAnswers(answers))
    different = {
        name: getattr(now, name)
        for name in PrinterProfile.__slots__
        if getattr(now, name) != getattr(of, name)
    }
    assert different == changed


def test_whatever_is_ticked_the_profile_still_prints() -> None:
    asked = questions(48, 576)
    widths = [question for question in asked if question.id in ("cells", "dots", "cell_dots", "cut")]
    for of, ticks in product((PROFILES["generic-80"], PROFILES["generic-80-42-wide"]), _all_ticks(widths)):
        now = answered(of, SelfTestAnswers(ticks))
        assert now.cells * now.cell_dots < now.dots + 8
        whole_printer(now).read(page(now).data)


def _all_ticks(asked: list) -> list[dict[str, str]]:
    values = product(*([choice.value for choice in question.choices] for question in asked))
    return [dict(zip([question.id for question in asked], ticks, strict=True)) for ticks in values]


def test_answers_are_kept_as_plain_values_and_unknown_ones_are_left_out() -> None:
    answers = SelfTestAnswers({"native_qr": NO, "cells": "42", "process_id": YES, probe_id("堃"): YES})
    assert SelfTestAnswers.from_facts(answers.to_facts()) == answers
    odd = {**answers.to_facts(), "cells": "99", "colour": "red", "native_code128": True}
    assert SelfTestAnswers.from_facts(odd).to_facts() == {
        "native_qr": NO,
        "process_id": YES,
        probe_id("堃"): YES,
    }
    assert {question.id for question in MEASURED} == {"status", "status_without_paper", "process_id"}


def test_a_printer_set_up_with_its_answers_is_printed_to_as_it_is() -> None:
    answers = SelfTestAnswers({"native_qr": NO, "cells": "42", "cut": "none"}).to_facts()
    device = WindowDevice(
        4,
        DeviceKind.SLIP_PRINTER,
        "slip-tcp",
        "tcp://127.0.0.1:9100",
        options={"profile": "xprinter-80", "answers": answers},
    )
    printers = WindowPrinters(Settings(), 4, {DeviceKind.SLIP_PRINTER: device}.get)
    assert printers.profile == replace(PROFILES["xprinter-80"], native_qr=False, cells=42, cut=False)
    assert WindowPrinters(Settings(slip_profile="no-such"), 4).profile == PROFILES["generic-80"]


def test_a_profile_file_that_was_corrected_is_a_profile_still() -> None:
    for of in PROFILES.values():
        now = answered(of, SelfTestAnswers({"cells": "32", "dots": "384", "drawn": NO}))
        assert profile_from({**_plain(now)}) == now


def _plain(of: PrinterProfile) -> dict[str, object]:
    values = {name: getattr(of, name) for name in PrinterProfile.__slots__}
    return values | {name: values[name].value for name in ("charset", "preflight", "confirmation")}
