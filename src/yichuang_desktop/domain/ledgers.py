"""The three ledgers of the hall and what stands in which (4.6.4; dossier 1.14).

Packages, mailed-in and province-wide matters are taken in at the intake windows and stand in their ledger.
What departments finish wholly online in systems of their own comes under 网厅 (3.2.4.2); what the issuance
desk only hands out for a department is 非综窗 (3.2.4.3).
"""

from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.titled import TitledEnum


class Ledger(TitledEnum):
    """A ledger; keys as in :data:`papers.HAND_LEDGERS`."""

    COUNTER = "counter"
    ONLINE = "online"
    DEPARTMENT = "department"

    def _words(self) -> str:
        """As the regulation names it."""
        return {"counter": "综合窗口", "online": "网厅", "department": "非综合窗口"}[self.value]

    @property
    def short(self) -> str:
        """As numbers of bags and books write it."""
        return {"counter": "综窗", "online": "网厅", "department": "非综窗"}[self.value]

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels whose cases stand in it."""
        return tuple(channel for channel in Channel if _OF.get(channel) is self)


_OF = {
    Channel.COUNTER: Ledger.COUNTER,
    Channel.LIFE_EVENT: Ledger.COUNTER,
    Channel.MAIL: Ledger.COUNTER,
    Channel.PROVINCE: Ledger.COUNTER,
    Channel.CROSS_PROVINCE: Ledger.COUNTER,
    Channel.ONLINE: Ledger.ONLINE,
    Channel.DEPARTMENT_SYSTEM: Ledger.ONLINE,
    Channel.DEPARTMENT: Ledger.DEPARTMENT,
}


def ledger_of(channel: Channel) -> Ledger:
    """The ledger a case stands in. Raises KeyError for a consultation, which stands in none."""
    return _OF[channel]


def bag_number(year: int, ledger: Ledger, serial: int) -> str:
    """件号: ``2026-综窗-00012``, continuous per ledger and year."""
    return f"{year}-{ledger.short}-{serial:05d}"


def bag_serial(bag_no: str) -> int:
    """The running number inside a bag's number; 0 for what is none."""
    serial = bag_no.rpartition("-")[2]
    return int(serial) if serial.isdigit() else 0
