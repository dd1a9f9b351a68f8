"""The parts of a package, inside a unit of work and on screen (R-IN-11)."""

from uuid import UUID

from sqlalchemy import bindparam, select

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.package_parts import PackageStanding, read_standing
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.transaction import Transaction
from yichuang_desktop.store.view_queries import HOLDS, A
from yichuang_desktop.store.views_base import Asking

PARTS = Statement(
    select(*q.CASE_COLUMNS).where(t.cases.c.part_of == bindparam("whole")).order_by(t.cases.c.part_step)
)


REFUSED = Statement(
    select(A.case_id)
    .join(t.cases, t.cases.c.case_id == A.case_id)
    .where(t.cases.c.part_of == bindparam("whole"), A.kind == "refuse", HOLDS)
)


class PackageStore(Transaction):
    """The part of a unit of work that knows parts."""

    def parts_of(self, case_id: UUID) -> tuple[Case, ...]:
        return tuple(q.case_of(row) for row in self.read(PARTS, {"whole": case_id.hex}))


class PackageReads(Asking):
    """The part of the views that shows parts."""

    def package_standing(self, case_id: UUID) -> PackageStanding | None:
        """How the parts stand, for the package's case or one of its parts; None for other cases."""
        (rows,) = self._ask((q.CASE, {"case_id": case_id}))
        case = q.case_of(rows[0])
        if not case.package_id:
            return None
        whole = UUID(case.part_of) if case.part_of else case_id
        parts, history, refused = self._ask(
            (PARTS, {"whole": whole.hex}), (q.HISTORY, {"case_id": whole}), (REFUSED, {"whole": whole.hex})
        )
        found = {row[0] for row in refused}
        return read_standing(map(q.case_of, parts), map(q.recorded_of, history), found)
