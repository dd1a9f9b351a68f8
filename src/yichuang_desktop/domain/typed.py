"""Text as it comes from keyboards, input methods and scanners, brought into the form the rules expect.

Input methods deliver full-width digits and punctuation; scanners a byte-order mark and line ends; people
blanks and dashes of every kind. What is done here changes the writing only, never the meaning.
"""

import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣"), "-")


def half_width(text: str) -> str:
    """Turn full-width letters, digits, punctuation and blanks into ASCII; every dash becomes ``-``."""
    return text.translate(_DASHES).translate(_FULL_WIDTH)


def without_invisible(text: str) -> str:
    """Drop what nobody sees: byte-order marks, zero-width and control characters, line ends and tabs."""
    return "".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cf"})


def compact(text: str) -> str:
    """Give a number without any blank, invisible character or full-width form, letters in capitals."""
    return "".join(half_width(without_invisible(text)).split()).upper()


def digits_only(text: str) -> str:
    """As :func:`compact`, and without the dashes people put between groups of digits."""
    return compact(text).replace("-", "")
