"""What of a person's data is shown where (dossier 6): lists, public screens and the receipt show it masked.

Whole values stand only on the counterfoil, the commitment and the other papers kept as evidence; showing
one on screen is an act of its own with a reason.
"""

import re
import unicodedata

HIDDEN = "*"

_COUNTY = re.compile(
    r"^(?:.{2,8}?(?:省|自治区))?(?:.{2,8}?(?:市|州|盟|地区))?(?:.{1,8}?(?:县|区|旗))?(?:（[^）]*）)?"
)
_STREET = re.compile(r".*?(?:社区|街道|大道|村|路|街|巷|弄)|.*?(?:镇|乡)")


def mask_document(number: str) -> str:
    """Show the first three and last four characters of a document number: ``411***********0014``."""
    return _middle(number, 3, 4)


def mask_phone(number: str) -> str:
    """Show the first three and last four digits of a phone number: ``138****1234``."""
    return _middle(number, 3, 4)


def mask_name(name: str) -> str:
    """Mask a person's name for a public screen: ``张*三``, ``张*``; words of a Latin name each by itself.

    Units are not masked; do not ask for them.
    """
    if " " in name:
        return " ".join(mask_name(word) for word in name.split())
    characters = _characters(name)
    shown_at_end = 1 if len(characters) > 2 else 0  # noqa: PLR2004 - of two characters the second is hidden
    hidden = HIDDEN * max(1, len(characters) - 1 - shown_at_end)
    return "".join(characters[:1]) + hidden + "".join(characters[len(characters) - shown_at_end :])


def mask_address(address: str) -> str:
    """Show an address down to the village or street; number, building and room are hidden.

    What cannot be read is hidden behind the county.
    """
    county = _COUNTY.match(address)
    start = county.end() if county else 0
    street = _STREET.match(address, start)
    end = street.end() if street else start
    return address if end == len(address) else address[:end] + HIDDEN * 3


def _middle(text: str, first: int, last: int) -> str:
    """Hide all but the ends; a text too short to hide half of it is hidden whole."""
    hidden = len(text) - first - last
    if hidden < (first + last) // 2:
        return HIDDEN * len(text)
    return text[:first] + HIDDEN * hidden + text[-last:]


def _characters(text: str) -> list[str]:
    """Split into characters, each with the marks and variation selectors that belong to it."""
    characters: list[str] = []
    for one in text:
        if characters and unicodedata.combining(one) | (unicodedata.category(one) == "Mn"):
            characters[-1] += one
        else:
            characters.append(one)
    return characters
