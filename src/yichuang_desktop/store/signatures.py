"""Keeping and reading signatures; the stamp and the chain are the database's."""

from uuid import UUID

from sqlalchemy import and_, bindparam, insert, select

from yichuang_desktop.domain.signatures import KeptSignature, Signed
from yichuang_desktop.services.ports_signatures import SignatureRow
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.signatures_tables import CONTENT, signature, signature_entry
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.transaction import Transaction
from yichuang_desktop.store.views_base import Asking

_S, _BEFORE = signature.c, signature.alias("before_it")
_OF_SIGNED = (
    "signature_id", "case_id", "purpose", "template", "text", "signer", "verified", "strokes_sha256",
    "picture_sha256", "device", "dpi", "started_ms", "finished_ms",
)  # fmt: skip
_OF_CHAIN = ("seal", "counter", "seq", "recorded_by", "at", "previous", "digest")
ADD = Statement(insert(signature_entry), list(CONTENT))
OF_CASE = Statement(
    select(
        *(_S[name] for name in (*_OF_SIGNED, *_OF_CHAIN)),
        _BEFORE.c.digest.label("digest_before"),
        t.staff.c.name,
    )
    .outerjoin(_BEFORE, and_(_BEFORE.c.counter == _S.counter, _BEFORE.c.seq == _S.seq - 1))
    .outerjoin(t.staff, t.staff.c.login == _S.recorded_by)
    .where(_S.case_id == bindparam("case_id"))
    .order_by(_S.at, _S.seq)
)


class SignatureBook(Transaction):
    """The part of a unit of work that keeps signatures."""

    def add_signature(self, signed: Signed, counter: int) -> None:
        """As the port says."""
        content = {name: getattr(signed, name) for name in _OF_SIGNED}
        self.later(ADD, content | {"counter": counter, "seal": signed.seal, "recorded_by": self.login})


class SignatureReads(Asking):
    """The part of the views that shows signatures."""

    def signatures(self, case_id: UUID) -> tuple[SignatureRow, ...]:
        """As the port says."""
        rows = self._ask((OF_CASE, {"case_id": case_id}))[0]
        return tuple(_row(dict(zip(_NAMES, row, strict=True))) for row in rows)


_NAMES = (*_OF_SIGNED, *_OF_CHAIN, "digest_before", "recorder")


def _row(values: dict[str, object]) -> SignatureRow:
    signed = Signed(**{name: values[name] for name in _OF_SIGNED})  # type: ignore[arg-type]
    kept = KeptSignature(signed, **{name: values[name] for name in _OF_CHAIN})  # type: ignore[arg-type]
    before = "" if kept.seq == 1 else values["digest_before"]
    return SignatureRow(
        kept, None if before is None else str(before), str(values["recorder"] or kept.recorded_by)
    )
