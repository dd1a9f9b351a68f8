"""The letter each further paper of a case has in its number: ``NX20261123-04-0011-R1`` (decisions 3).

One letter a kind, so that a number typed by hand says what it is.  ``C`` credit commitment, ``D`` intake
record, ``B`` loss declaration and ``L`` collection slip are as the first forms had them.
"""

from collections.abc import Mapping
from typing import Final

LETTERS: Final[Mapping[str, str]] = {
    "credit_commitment": "C",
    "intake_record": "D",
    "loss_declaration": "B",
    "collection_slip": "L",
    "conditional_notice": "R",
    "supply_record": "S",
    "informed_commitment": "G",
    "refusal": "J",
    "termination_notice": "Z",
    "withdrawal_request": "W",
    "one_off_notice": "T",
    "acceptance_notice": "A",
    "special_step_notice": "H",
    "extension_notice": "E",
    "correction_notice": "K",
    "payment_notice": "P",
    "mailing": "M",
    "returned_papers": "U",
    "service_receipt": "Q",
    "parcel_opening": "O",
    "reply_slip": "Y",
    "department_voucher": "V",
    "materials_voucher": "F",
    "non_acceptance": "N",
    "bag_cover": "X",
}
"""Kind of paper → letter."""
_KINDS = {letter: kind for kind, letter in LETTERS.items()}


def kind_of_number(number: str) -> str:
    """The kind of a further paper by its number; empty for a receipt, a notice or an unknown letter."""
    suffix = number.rpartition("-")[2]
    ordinal = suffix[1:]
    return _KINDS.get(suffix[:1], "") if ordinal.isdigit() and len(ordinal) <= 2 else ""  # noqa: PLR2004
