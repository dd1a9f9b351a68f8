"""What the clerk writes down while taking in an application: saved as it grows, judged as a whole (3.2.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from yichuang_desktop.domain.checklist import Checklist
from yichuang_desktop.domain.parties import Applicant, Representative


class IdentityProof(StrEnum):
    """How the identity of applicant or agent was verified (R-IN-2)."""

    ORIGINAL_SEEN = "original_seen"
    CARD_READER = "card_reader"
    LICENCE_SEEN = "licence_seen"

    @property
    def title(self) -> str:
        """As screen and intake record say it."""
        return {
            "original_seen": "已核验证件原件",
            "card_reader": "读卡核验",
            "licence_seen": "已核验营业执照原件",
        }[self.value]


class Delivery(StrEnum):
    """How the applicant wants the result (3.2.4.1)."""

    PICK_UP = "pick_up"
    MAIL = "mail"

    @property
    def title(self) -> str:
        """As the receipt says it."""
        return {"pick_up": "窗口领取", "mail": "邮寄"}[self.value]


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """The whole form of one intake; every part may still be missing while it is a draft."""

    item_id: str = ""
    item_version: int = 0
    applicant: Applicant | None = None
    representative: Representative | None = None
    identity: IdentityProof | None = None
    checklist: Checklist | None = None
    delivery: Delivery = Delivery.PICK_UP
    remark: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values for the draft and for the evidence of the acceptance."""
        return {
            "item_id": self.item_id,
            "item_version": self.item_version,
            "applicant": self.applicant.to_json() if self.applicant else None,
            "representative": self.representative.to_json() if self.representative else None,
            "identity": self.identity.value if self.identity else None,
            "checklist": self.checklist.to_json() if self.checklist else None,
            "delivery": self.delivery.value,
            "remark": self.remark,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "IntakeForm":
        """The form :meth:`to_json` wrote."""
        applicant, representative = values.get("applicant"), values.get("representative")
        identity, checklist = values.get("identity"), values.get("checklist")
        return cls(
            item_id=values.get("item_id", ""),
            item_version=values.get("item_version", 0),
            applicant=Applicant.from_json(applicant) if applicant else None,
            representative=Representative.from_json(representative) if representative else None,
            identity=IdentityProof(identity) if identity else None,
            checklist=Checklist.from_json(checklist) if checklist else None,
            delivery=Delivery(values.get("delivery", "pick_up")),
            remark=values.get("remark", ""),
        )
