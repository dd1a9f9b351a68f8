"""QR codes on slips: as the printer's own command where it has one, else drawn as dots.

Paper codes are digits only (decision 4), so the smallest symbols do. The mask is fixed: searching the best
one is three quarters of the time, and any mask reads.
"""

from typing import Final

import qrcode
from PIL import Image

CORRECTION: Final = "M"
_QUIET_MODULES: Final = 4
_MASK: Final = 2
_LEAST_MODULE: Final = 3
# Modules a side by the most bytes a symbol of correction M holds (ISO/IEC 18004 table 7). Bytes, not digits:
# some boards never use the numeric mode.
_SIDE_OF_BYTES: Final = ((14, 21), (26, 25), (42, 29), (62, 33), (84, 37), (106, 41))
_CORRECTIONS: Final = {"L": 0x30, "M": 0x31, "Q": 0x32, "H": 0x33}


def module_that_fits(payload: str, wanted: int, dots: int) -> int:
    """The largest module side, at most ``wanted``, with which symbol and quiet zone fit the paper.

    Raises ValueError when the payload is not plain ASCII, too long, or cannot fit at a readable size.
    """
    if not payload.isascii() or not payload.isprintable() or not payload:
        raise ValueError("a slip's QR code holds plain ASCII only")
    side = next((side for most, side in _SIDE_OF_BYTES if len(payload) <= most), 0)
    if not side:
        raise ValueError(f"{len(payload)} characters are too many for a slip's QR code")
    module = min(wanted, dots // (side + 2 * _QUIET_MODULES))
    if module < _LEAST_MODULE:
        raise ValueError(f"QR code of {side} modules does not fit {dots} dots")
    return module


def native_qr(payload: str, module: int) -> bytes:
    """The printer's own QR commands: model 2, module side, correction, store, print."""
    size = (len(payload) + 3).to_bytes(2, "little")
    level = _CORRECTIONS[CORRECTION]
    return b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C%c\x1d(k\x03\x001E%c\x1d(k%b1P0%b\x1d(k\x03\x001Q0" % (
        module,
        level,
        size,
        payload.encode("ascii"),
    )


def draw_qr(payload: str, module: int) -> Image.Image:
    """The symbol without quiet zone as a picture whose ink is 255."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, box_size=1, mask_pattern=_MASK
    )
    code.add_data(payload)
    code.make(fit=True)
    matrix = code.get_matrix()
    picture = Image.new("L", (len(matrix), len(matrix)))
    picture.putdata([255 if dark else 0 for row in matrix for dark in row])
    return picture.resize((len(matrix) * module,) * 2, Image.Resampling.NEAREST)
