"""What another screen may hand to the intake screen beside a draft."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StartIntake:
    """Begin an intake of this item; it grew out of the consultation of that number (R-ASK-1)."""

    item_id: str
    consult_no: str
    asker: str = ""
    phone: str = ""
