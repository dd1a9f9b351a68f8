"""Our command bytes against python-escpos: where it is right about a command, we send the same."""

import pytest
from escpos.printer import Dummy
from PIL import Image

from yichuang_desktop.printing.qr import draw_qr, module_that_fits, native_qr
from yichuang_desktop.printing.raster import band_rows

CODE = "710120261123040009495635083480"


@pytest.fixture
def escpos() -> Dummy:
    return Dummy()


def test_our_qr_commands_are_those_of_the_library(escpos: Dummy) -> None:
    escpos.qr(CODE, native=True, size=8, ec=1, model=2)
    assert native_qr(CODE, 8) in escpos.output


def test_our_bands_of_dots_are_those_of_the_library(escpos: Dummy) -> None:
    symbol = draw_qr(CODE, 8)
    escpos.image(Image.eval(symbol, lambda grey: 255 - grey), impl="bitImageRaster", center=False)
    width, ink = band_rows(symbol)
    head = b"\x1dv0\x00" + width.to_bytes(2, "little") + symbol.height.to_bytes(2, "little")
    assert head + ink in escpos.output


def test_a_code_is_made_smaller_rather_than_wider_than_the_paper() -> None:
    assert module_that_fits(CODE, 8, 384) == 8
    assert module_that_fits(CODE, 16, 384) == 10
    assert module_that_fits("x" * 106, 16, 384) == 7
    with pytest.raises(ValueError, match="does not fit"):
        module_that_fits("x" * 106, 16, 120)
