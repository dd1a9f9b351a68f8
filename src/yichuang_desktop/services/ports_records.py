"""What services need from a store to keep and read the hall's records (:mod:`domain.hall_records`)."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from yichuang_desktop.domain.hall_records import HallRecord, RecordKind


class RecordWork(Protocol):
    """Records within a transaction."""

    def add_record(
        self,
        record_id: UUID,
        kind: RecordKind,
        period: str,
        subject: str,
        body: Mapping[str, Any],
        counter: int,
    ) -> bool:
        """Keep a record; False when it was kept before under the same id (sent twice is done once).

        Raises RuleViolation ``not_your_role``, ``other_act_under_this_id``.
        """
        ...


class RecordViews(Protocol):
    """Records on screen."""

    def records(self, kind: RecordKind, since: str = "", limit: int = 200) -> tuple[HallRecord, ...]:
        """Records of a kind from a period on, newest first."""
        ...
