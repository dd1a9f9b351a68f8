"""Check digits of the numbers a hall meets, as plain arithmetic (dossier 4.1, 4.4, 4.8)."""

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: no I, O, S, V, Z."""

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def id_check_character(first17: str) -> str:
    """Compute the check character of GB 11643 (MOD 11-2) for the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def uscc_check_character(first17: str) -> str:
    """Compute the check character of GB 32100-2015 for the first 17 characters."""
    total = sum(
        USCC_ALPHABET.index(character) * weight
        for character, weight in zip(first17, _USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """Compute the check character of the organisation code (GB 11714) inside a credit code."""
    total = sum(
        (DIGITS + LETTERS).index(character) * weight
        for character, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True)
    )
    return (DIGITS + "X0")[11 - total % 11] if total % 11 else "0"


def s10_check_digit(first8: str) -> str:
    """Compute the check digit of a postal S10 number for its eight digits (dossier 4.8)."""
    total = sum(int(digit) * weight for digit, weight in zip(first8, _S10_WEIGHTS, strict=True))
    return {10: "0", 11: "5"}.get(11 - total % 11, str(11 - total % 11))
