"""Who comes to take something, by the card that was read (R-OUT-2)."""

from typing import Final

from yichuang_desktop.domain.id_cards import CardReading, IdCard
from yichuang_desktop.services.ports import CaseFile

SEEN: Final = "证件原件"
"""The document of a collector whose card was looked at, not read."""
OWN, AGENT = "本人", "受托人"


def document_title(reading: CardReading | None, name: str, number: str) -> str:
    """Which document was checked, and that a reader did it, as long as nothing else was written since."""
    if reading is None or not reading.stands_for(name, reading.document_kind, number):
        return SEEN
    return f"{reading.document_kind.title}（读卡核验）"


def own_or_agent(file: CaseFile | None, card: IdCard, chosen: str) -> tuple[str, str]:
    """Whether the card is the applicant's own, and what to say when that is not what was chosen."""
    if file is None:
        return chosen, ""
    number = str((file.case.applicant or {}).get("document_no", ""))
    relation = OWN if _plain(number) == _plain(card.number) else AGENT
    if relation == chosen:
        return chosen, ""
    return relation, "是申请人本人的证件。" if relation == OWN else "不是申请人本人的证件，已改为代领。"


def _plain(text: str) -> str:
    return "".join(text.split()).upper()
