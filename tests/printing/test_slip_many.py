"""Made-up slips for every kind of printer, printed by one that forgives nothing, and read from the paper.

The whole two thousand are read in ``python -m tests.soak --only slips``; here a quarter of them.
"""

import pytest

from tests.printing.slips_made import check, check_rating, made_up, printers
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


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_rating_code_is_whole_on_every_printer() -> None:
    for seed, of in enumerate(printers()):
        check_rating(seed, of)
