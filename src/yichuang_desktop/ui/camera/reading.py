"""Which of the codes before the camera is meant."""

from collections.abc import Sequence

DIGITS = 30
LOOKING = "正在找码，请放平、放近一些，避免反光"
SEVERAL = "镜头下不止一个码，请只留一张单据"


def one_code(codes: Sequence[str]) -> tuple[str, str]:
    """The one code to take, or empty; and what to say.

    A code of ours goes before any other: a slip may lie on a parcel full of foreign codes.
    """
    ours = [code for code in codes if len(code) == DIGITS and code.isascii() and code.isdigit()]
    wanted = ours or list(codes)
    if len(wanted) == 1:
        return wanted[0], ""
    return "", SEVERAL if wanted else LOOKING
