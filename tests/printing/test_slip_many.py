"""Made-up slips for every kind of printer, printed by one that forgives nothing, and read from the paper.

The whole two thousand are read in ``python -m tests.soak --only slips``; here a quarter of them.
"""

import re

import pytest

from tests.printing.slips_made import check, check_rating, made_up, printers
from yichuang_desktop.printing import escpos_text, raster, slip
from yichuang_desktop.printing.charset import Charset

SLIPS = 500


@pytest.mark.row("R-X-1")
@pytest.mark.row("R-IN-3")
@pytest.mark.parametrize("of", printers(), ids=lambda of: of.id)
def test_R_X_1_every_slip_is_whole_on_every_printer(of: object) -> None:
    kinds = printers()
    seeds = range(kinds.index(of), SLIPS, len(kinds))  # type: ignore[arg-type]
    marked = drawn = 0
    for seed in seeds:
        paper, mark = made_up(seed)
        seen = check(paper, kinds[kinds.index(of)], mark)  # type: ignore[arg-type]
        marked, drawn = marked + bool(mark), drawn + len(seen.drawn)
    assert len(seeds) >= SLIPS // len(kinds)
    assert marked
    assert drawn


def test_the_made_up_printers_are_of_every_kind() -> None:
    kinds = printers()
    assert {of.charset for of in kinds} == set(Charset)
    assert {(of.dots, of.cells) for of in kinds} >= {(384, 32), (512, 42), (576, 48), (576, 42)}
    for flag in ("native_qr", "native_code128", "native_large", "cut", "barcode"):
        assert {getattr(of, flag) for of in kinds} == {False, True}
    assert min(of.band_rows for of in kinds) == 24


def test_a_fifth_of_the_slips_would_hold_orders_if_no_dot_were_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "harmless", lambda ink: ink)
    assert sum("is obeyed at once" in complaint for complaint in _complaints()) >= 3


def test_what_goes_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, listed = escpos_text._Job._drawn, slip.numbered

    def drawn_wrongly(job: object, text: str, style: object) -> None:
        drawn(job, re.sub("[㛃𬱟𠮷䶮]", "吉", text), style)  # type: ignore[arg-type]

    with monkeypatch.context() as wrong:
        wrong.setattr(escpos_text._Job, "_drawn", drawn_wrongly)
        assert sum("not (in its place)" in complaint for complaint in _complaints()) >= 8
    with monkeypatch.context() as wrong:
        wrong.setattr(slip, "numbered", lambda rows, measure: listed(rows[:-1], measure))
        assert sum("not (in its place)" in complaint for complaint in _complaints()) == 20
    with monkeypatch.context() as wrong:
        wrong.setattr(escpos_text, "_CHINESE_ON", "")
        assert sum("Chinese outside FS &" in complaint for complaint in _complaints()) >= 15


def _complaints() -> list[str]:
    """What is wrong with twenty of the slips; those without a complaint are whole."""
    found = []
    for seed in range(8, 28):
        paper, mark = made_up(seed)
        try:
            check(paper, printers()[seed % len(printers())], mark)
        except AssertionError as error:
            found.append(str(error))
    return found


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_rating_code_is_whole_on_every_printer() -> None:
    for seed, of in enumerate(printers()):
        check_rating(seed, of)
