"""The one table of what may happen to a case, T0–T32 completed: who, from where to where, with what, why.

Everything else derives from these rows: the domain's checks, the database's trigger (a migration writes the
rows into its own table), the act × role table of the docs, the queues, and what comes next.
"""

from yichuang_desktop.domain.acts import ActKind
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.transitions import intake, issuance, processing
from yichuang_desktop.domain.transitions.rows import ALL_CHANNELS, GUIDE, LEADER, WINDOW_OR_ISSUANCE, row

_ACTS = (*intake.ROWS, *processing.ROWS, *issuance.ROWS)

ANNUL = row(
    "T33",
    "annul",
    "撤销上一步",
    by=WINDOW_OR_ISSUANCE | GUIDE | LEADER,
    doer=tuple(Doer),
    channels=ALL_CHANNELS,
    evidence="annulled",
    clause="decisions 7",
    needs_reason=True,
    sets=frozenset[str]().union(*(kind.sets for kind in _ACTS if kind.annullable)),
)
"""Annulment restores the state before the annulled act as a new row; nothing is deleted (decisions 7)."""

TABLE: dict[str, ActKind] = {kind.name: kind for kind in (*_ACTS, ANNUL)}
"""Act kinds by name, in the order of a case's life."""
