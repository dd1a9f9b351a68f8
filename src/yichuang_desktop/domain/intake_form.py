"""What the clerk writes down while taking in an application: saved as it grows, judged as a whole (3.2.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.id_cards import CardReading
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.obligations import ChannelChoice
from yichuang_desktop.domain.parties import (
    Applicant,
    Remark,
    Representative,
    Severity,
    problems,
    rejections,
    tidied,
    tidied_representative,
)
from yichuang_desktop.domain.titled import TitledEnum


class IdentityProof(TitledEnum):
    """How the identity of applicant or agent was verified (R-IN-2)."""

    ORIGINAL_SEEN = "original_seen"
    CARD_READER = "card_reader"
    LICENCE_SEEN = "licence_seen"

    def _words(self) -> str:
        """As screen and intake record say it."""
        return {
            "original_seen": "已核验证件原件",
            "card_reader": "读卡核验",
            "licence_seen": "已核验营业执照原件",
        }[self.value]


class Delivery(TitledEnum):
    """How the applicant wants the result (3.2.4.1)."""

    PICK_UP = "pick_up"
    MAIL = "mail"

    def _words(self) -> str:
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
    override_by: str = ""
    """The administrator who let a refused document number pass (decisions 18); set by the service alone."""
    channel_choice: ChannelChoice = ChannelChoice.OWN
    """The applicant's free choice of channel (3.2.1.1, R-IN-8)."""
    reading: CardReading | None = None
    """The card that was read last, of whomever."""

    def obstacles(self, today: date, replaced: tuple[int, ...] = ()) -> tuple[Remark, ...]:
        """Everything that stands between this form and acceptance, in the order in which a clerk fills it in.

        Empty when the case may be accepted (3.2.1). Fields are named as in
        :func:`~yichuang_desktop.domain.parties.problems`; ``item``, ``identity`` and ``checklist`` beside.
        ``replaced`` are materials an informed commitment stands for (R-IN-6).
        """
        return (
            *self._item_obstacles(),
            *self._party_obstacles(today),
            *self._identity_obstacles(),
            *self._checklist_obstacles(replaced),
        )

    def _item_obstacles(self) -> tuple[Remark, ...]:
        return () if self.item_id else (_obstacle("item", "item_not_chosen"),)

    def _party_obstacles(self, today: date) -> tuple[Remark, ...]:
        if self.applicant is None:
            return (_obstacle("applicant", "applicant_not_filled"),)
        return rejections(problems(self.applicant, self.representative, today))

    def _identity_obstacles(self) -> tuple[Remark, ...]:
        if self.identity is None:
            return (_obstacle("identity", "identity_not_verified"),)
        if self.identity is IdentityProof.CARD_READER and self.card_read is None:
            return (_obstacle("identity", "identity_reading_missing"),)
        return ()

    @property
    def card_read(self) -> CardReading | None:
        """The reading of the card of who is verified: the agent, else the applicant; None when what is
        written is not what the card said."""
        shown = self.representative or self.applicant
        if self.reading is None or shown is None:
            return None
        same = self.reading.stands_for(shown.name, shown.document_kind, shown.document_no)
        return self.reading if same else None

    def _checklist_obstacles(self, replaced: tuple[int, ...]) -> tuple[Remark, ...]:
        if self.checklist is None:
            return (_obstacle("checklist", "checklist_not_begun"),)
        open_rows = [row for row in self.checklist.rows if row.verdict is None or row.lacking]
        if all(row.verdict is not None and row.seq in replaced for row in open_rows):
            return ()
        step = self.checklist.next_step()
        return (Remark("checklist", step.code, step.facts, Severity.REJECT),)

    def tidied(self, today: date) -> "IntakeForm":
        """The form with applicant and agent in their normal writing."""
        applicant = tidied(self.applicant, today) if self.applicant else None
        agent = tidied_representative(self.representative, today) if self.representative else None
        return replace(self, applicant=applicant, representative=agent)

    @property
    def overrides(self) -> tuple[tuple[str, str], ...]:
        """Document numbers let pass against the rule, each with its reason."""
        parties = (self.applicant, self.representative)
        return tuple(
            (party.document_no, party.document_override.strip())
            for party in parties
            if party is not None and party.document_override.strip()
        )

    @property
    def with_paper(self) -> bool:
        """Whether any sheet of paper was taken in or seen; else the department has nothing to fetch."""
        rows = self.checklist.rows if self.checklist else ()
        return any(row.verdict in (MaterialVerdict.ORIGINAL_SEEN, MaterialVerdict.COPY) for row in rows)

    @property
    def copies(self) -> int:
        """Copies of paper taken in, as the checklist counted them."""
        rows = self.checklist.received if self.checklist else ()
        return sum(row.copies for row in rows if row.verdict is not MaterialVerdict.ELECTRONIC)

    def check_item(self, item: ServiceItem, version: int) -> None:
        """Refuse a checklist that is not the one of this version of the item: ``checklist_of_other_item``."""
        checklist = self.checklist
        asked = tuple((material.seq, material.name) for material in item.materials)
        if (
            checklist is None
            or (checklist.item_id, checklist.version) != (item.item_id, version)
            or tuple((row.seq, row.name) for row in checklist.rows) != asked
        ):
            raise RuleViolation("checklist_of_other_item", item=item.name)

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
            "override_by": self.override_by,
            "channel_choice": self.channel_choice.value,
            "reading": self.reading.to_json() if self.reading else None,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "IntakeForm":
        """The form :meth:`to_json` wrote."""
        applicant, representative = values.get("applicant"), values.get("representative")
        identity, checklist = values.get("identity"), values.get("checklist")
        reading = values.get("reading")
        return cls(
            item_id=values.get("item_id", ""),
            item_version=values.get("item_version", 0),
            applicant=Applicant.from_json(applicant) if applicant else None,
            representative=Representative.from_json(representative) if representative else None,
            identity=IdentityProof(identity) if identity else None,
            checklist=Checklist.from_json(checklist) if checklist else None,
            delivery=Delivery(values.get("delivery", "pick_up")),
            remark=values.get("remark", ""),
            override_by=values.get("override_by", ""),
            channel_choice=ChannelChoice(values.get("channel_choice", "own")),
            reading=CardReading.from_json(reading) if reading else None,
        )


def _obstacle(field: str, code: str) -> Remark:
    return Remark(field, code, {}, Severity.REJECT)
