"""Every sheet's way through the hall: where it should be now, who signed it last, which act is next for it.

Nothing of it is stored: the place follows from the case's four tracks, the signatures from the acts that
still hold (leap 1 of the paper chain; 3.2.2, 3.2.4.1, 3.2.5, 4.6).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.paper_letters import kind_of_number
from yichuang_desktop.domain.papers.registry import TITLES
from yichuang_desktop.domain.titled import TitledEnum
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result
from yichuang_desktop.domain.transitions import TABLE


class Place(TitledEnum):
    """Where a sheet of the hall can be."""

    NOT_MADE = "not_made"
    APPLICANT = "applicant"
    WINDOW = "window"
    DEPARTMENT = "department"
    ISSUANCE = "issuance"
    BAG = "bag"
    ARCHIVE = "archive"
    VOID = "void"

    def _words(self) -> str:
        """As the strip of a case's sheets says it."""
        return {
            "not_made": "还没有出具",
            "applicant": "申请人手中",
            "window": "收件窗口",
            "department": "审批部门",
            "issuance": "出证窗口",
            "bag": "档案袋",
            "archive": "档案室",
            "void": "已作废",
        }[self.value]


class ChainAct(Protocol):
    """An act that still holds, as far as a sheet's way is concerned."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def recorder_name(self) -> str: ...
    @property
    def doer_name(self) -> str: ...
    @property
    def evidence(self) -> Mapping[str, Any]: ...


class ChainPaper(Protocol):
    """A sheet as the hall's records have it."""

    @property
    def kind(self) -> PaperKind: ...
    @property
    def number(self) -> str: ...
    @property
    def revoked(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Signed:
    """The last signature on a sheet."""

    who: str
    act: str
    """The kind of the act that showed it."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's place in the chain."""

    name: str
    number: str
    place: Place
    signed: Signed | None = None
    act: str = ""
    """The act that is next for this sheet, by its name; empty when it only waits."""

    @property
    def signed_words(self) -> str:
        """``部门人员甲　11-23 12:26 部门签收材料``, or that nobody has."""
        if self.signed is None:
            return "还没有人签字"
        return f"{self.signed.who}　{self.signed.at:%m-%d %H:%M} {TABLE[self.signed.act].title}"

    @property
    def sentence(self) -> str:
        """What a scan says of the sheet: what it is, where it should be, who signed it last."""
        signed = f"，上次签字：{self.signed_words}" if self.signed is not None else ""
        return f"{self.name}：应在{self.place.title}{signed}。"


def sheet_of(case: Case, acts: Iterable[ChainAct], paper: ChainPaper) -> Sheet:
    """Where a sheet of the case should be, who signed it last, and what is next for it.

    ``acts`` are those that still hold, oldest first.
    """
    part = _part_of(paper)
    held = tuple(acts)
    if paper.revoked:
        return Sheet(name_of(paper), paper.number, Place.VOID, _signed(part, held))
    place, act = _PLACES[part](case, held), _next(part, paper, case, held)
    return Sheet(name_of(paper), paper.number, place, _signed(part, held), act)


def name_of(paper: ChainPaper) -> str:
    """What the sheet is called; a further paper by the letter in its number."""
    if paper.kind is PaperKind.ARCHIVE_BAG:
        return TITLES["intake_record"]
    kind = kind_of_number(paper.number) if paper.kind is PaperKind.OTHER else ""
    return TITLES.get(kind, paper.kind.title)


# -- parts: sheets that go the same way --------------------------------------------------------------------


RECEIPT, STUB, COMMITMENT, RECORD, NOTICE, VOUCHER, REPLY, HANDED, RESULT, FILED = (
    "receipt", "stub", "commitment", "record", "notice", "voucher", "reply", "handed", "result", "filed",
)  # fmt: skip
_KINDS = {
    PaperKind.RECEIPT: RECEIPT,
    PaperKind.COUNTERFOIL: STUB,
    PaperKind.CREDIT_COMMITMENT: COMMITMENT,
    PaperKind.ARCHIVE_BAG: RECORD,
    PaperKind.ONE_OFF_NOTICE: NOTICE,
    PaperKind.MATERIALS_VOUCHER: VOUCHER,
    PaperKind.REPLY_SLIP: REPLY,
}
_HANDED_OUT = frozenset(
    {
        "conditional_notice",
        "acceptance_notice",
        "one_off_notice",
        "special_step_notice",
        "extension_notice",
        "correction_notice",
        "payment_notice",
        "termination_notice",
    }
)
"""Papers the applicant takes along."""


def _part_of(paper: ChainPaper) -> str:
    known = _KINDS.get(paper.kind)
    if known is not None:
        return known
    kind = kind_of_number(paper.number)
    if kind == "refusal":
        return RESULT
    return HANDED if kind in _HANDED_OUT else FILED


# -- where it should be ------------------------------------------------------------------------------------


_WITH_STUB = {
    Counterfoil.NOT_MADE: Place.WINDOW,
    Counterfoil.MADE: Place.WINDOW,
    Counterfoil.SIGNED_BY_WINDOW: Place.WINDOW,
    Counterfoil.SIGNED_BY_DEPARTMENT: Place.WINDOW,
    Counterfoil.WITH_ISSUANCE: Place.ISSUANCE,
    Counterfoil.IN_BAG: Place.BAG,
    Counterfoil.IN_ARCHIVE: Place.ARCHIVE,
}
_WITH_RESULT = {
    Result.NONE: Place.DEPARTMENT,
    Result.WITH_DEPARTMENT: Place.DEPARTMENT,
    Result.WITH_ISSUANCE: Place.ISSUANCE,
    Result.NOTIFIED: Place.ISSUANCE,
    Result.WITH_COURIER: Place.ISSUANCE,
}
_TAKEN_BACK = ("receipt_scanned", "receipt_or_declaration")
"""Evidence that the applicant gave the receipt back."""


def _with_stub(case: Case, _acts: tuple[ChainAct, ...]) -> Place:
    """With the counterfoil, on its way to the bag; where a case has none, at the desk that works it."""
    if case.tracks.counterfoil is Counterfoil.NOT_APPLICABLE:
        province = case.channel in (Channel.PROVINCE, Channel.CROSS_PROVINCE, Channel.CONSULTATION)
        return Place.WINDOW if province else Place.ISSUANCE
    return _WITH_STUB[case.tracks.counterfoil]


def _stub(case: Case, acts: tuple[ChainAct, ...]) -> Place:
    return Place.NOT_MADE if case.tracks.counterfoil is Counterfoil.NOT_MADE else _with_stub(case, acts)


def _receipt(case: Case, acts: tuple[ChainAct, ...]) -> Place:
    """With the applicant from acceptance until it is given back; online it goes with its counterfoil."""
    if case.tracks.counterfoil is Counterfoil.NOT_MADE:
        return Place.NOT_MADE
    given_back = any(act.evidence.get(name) for act in acts for name in _TAKEN_BACK)
    if given_back:
        back = _with_stub(case, acts)
        return Place.ISSUANCE if back is Place.WINDOW else back
    return _with_stub(case, acts) if case.channel is Channel.ONLINE else Place.APPLICANT


def _with_applicant(_case: Case, _acts: tuple[ChainAct, ...]) -> Place:
    return Place.APPLICANT


def _with_result(case: Case, _acts: tuple[ChainAct, ...]) -> Place:
    return _WITH_RESULT.get(case.tracks.result, Place.APPLICANT)


def _reply(case: Case, acts: tuple[ChainAct, ...]) -> Place:
    """From the department with the result, then into the bag with the rest."""
    before = _WITH_RESULT.get(case.tracks.result)
    if before is Place.DEPARTMENT:
        return Place.DEPARTMENT
    kept = _with_stub(case, acts)
    return Place.ISSUANCE if kept is Place.WINDOW else kept


_PLACES: dict[str, Callable[[Case, tuple[ChainAct, ...]], Place]] = {
    RECEIPT: _receipt,
    STUB: _stub,
    COMMITMENT: _stub,
    RECORD: _stub,
    NOTICE: _with_applicant,
    VOUCHER: _with_stub,
    REPLY: _reply,
    HANDED: _with_applicant,
    RESULT: _with_result,
    FILED: _with_stub,
}


# -- who signed last ---------------------------------------------------------------------------------------


_SIGNATURES: dict[str, tuple[str, ...]] = {
    RECEIPT: ("clerk_signature",),
    STUB: ("collection_signature", "officer_signature_seen", "proxy_signature", "clerk_signature"),
    COMMITMENT: ("commitment_signature_seen", "commitment"),
    RECORD: (),
    NOTICE: ("papers_received",),
    VOUCHER: ("collection_signature", "provider_signature", "department_voucher"),
    REPLY: ("collection_signature", "reply_slip"),
    HANDED: ("conditional_notice",),
    RESULT: ("collection_signature",),
    FILED: ("collection_signature", "loss_declaration", "papers_received", "informed_commitment"),
}
"""The evidence that shows a signature on a sheet, the later one first within an act."""


def _signed(part: str, acts: tuple[ChainAct, ...]) -> Signed | None:
    """The last signature; at the handover only the counterfoil is signed, the applicant has the receipt."""
    for act in reversed(acts):
        for name in _SIGNATURES[part]:
            who = _signer(name, act)
            if who and not (part == RECEIPT and "officer_signature_seen" in act.evidence):
                return Signed(who, act.kind, act.at)
        if part == RECEIPT and TABLE[act.kind].registers:
            return Signed(act.recorder_name, act.kind, act.at)
    return None


def _signer(name: str, act: ChainAct) -> str:
    """Who signed, by one piece of evidence; empty when it shows no signature yet."""
    value = act.evidence.get(name)
    if not value:
        return ""
    details = value if isinstance(value, Mapping) else {}
    signature = details.get("signature", details)
    if isinstance(signature, Mapping) and signature.get("on") == "ink_owed":
        return ""
    if name == "clerk_signature":
        return act.recorder_name
    written = details.get("officer") or (signature.get("signer") if isinstance(signature, Mapping) else "")
    return str(written or act.doer_name or act.recorder_name)


# -- what is next for it -----------------------------------------------------------------------------------


_COLLECTING = ("collect_counterfoil_of_stopped_case", "collect_unsigned_counterfoil")
_TO_BAG = ("put_in_bag", "put_vouchers_in_bag", "transfer_to_archive")
_ISSUING = ("issue", "issue_online", "issue_on_behalf")
_COUNTERFOIL_WAY = {
    Counterfoil.MADE: ("register_online_counterfoil", "hand_over", *_COLLECTING),
    Counterfoil.SIGNED_BY_WINDOW: ("register_online_counterfoil", "hand_over", *_COLLECTING),
    Counterfoil.SIGNED_BY_DEPARTMENT: ("register_counterfoil", *_COLLECTING),
    Counterfoil.WITH_ISSUANCE: _TO_BAG,
    Counterfoil.IN_BAG: _TO_BAG,
}
_FURTHER = {
    "conditional_notice": ("supply_deferred",),
    "correction_notice": ("receive_correction",),
    "special_step_notice": ("close_special_step",),
}


def _next(part: str, paper: ChainPaper, case: Case, acts: tuple[ChainAct, ...]) -> str:
    names = _FURTHER.get(kind_of_number(paper.number), ()) if part == HANDED else _WAYS[part](case, acts)
    return next((name for name in names if case.allows(name)), "")


def _stub_way(case: Case, _acts: tuple[ChainAct, ...]) -> tuple[str, ...]:
    way = _COUNTERFOIL_WAY.get(case.tracks.counterfoil, ())
    # What is owed on the commitment stands before handing the two on (decisions 9).
    owed = ("see_commitment_signature",) if case.commitment_owed else ()
    on_the_spot = ("conclude_on_the_spot",) if case.on_the_spot else ()
    signed = case.tracks.counterfoil is Counterfoil.SIGNED_BY_DEPARTMENT
    return (*owed, *way) if signed else (*on_the_spot, *way)


def _commitment_way(case: Case, acts: tuple[ChainAct, ...]) -> tuple[str, ...]:
    owed = ("see_commitment_signature",) if case.commitment_owed else ()
    return (*owed, *_stub_way(case, acts))


def _receipt_way(case: Case, acts: tuple[ChainAct, ...]) -> tuple[str, ...]:
    """Brought by the applicant it opens the result or the papers; taken back it goes into the bag."""
    if _receipt(case, acts) is not Place.APPLICANT:
        bagged = _stub_way(case, acts) if case.channel is Channel.ONLINE else _TO_BAG
        return (*_ISSUING, *bagged)
    back = case.tracks.papers in (Papers.WITH_ISSUANCE, Papers.WITH_WINDOW)
    stopped = case.tracks.approval not in _RUNNING
    return (*_ISSUING, *(("give_papers_back",) if back and stopped else ()))


_RUNNING = frozenset(
    {
        Approval.RECEIVED,
        Approval.ENTERED,
        Approval.IN_REVIEW,
        Approval.SPECIAL_STEP,
        Approval.CORRECTING,
    }
)


def _filed_way(_case: Case, _acts: tuple[ChainAct, ...]) -> tuple[str, ...]:
    return _TO_BAG


def _notice_way(_case: Case, _acts: tuple[ChainAct, ...]) -> tuple[str, ...]:
    return ("take_up_again",)


def _voucher_way(_case: Case, _acts: tuple[ChainAct, ...]) -> tuple[str, ...]:
    return ("close_external", *_ISSUING, *_TO_BAG)


def _reply_way(_case: Case, _acts: tuple[ChainAct, ...]) -> tuple[str, ...]:
    return ("book_in_online_result", "issue_online", *_TO_BAG)


_WAYS: dict[str, Callable[[Case, tuple[ChainAct, ...]], tuple[str, ...]]] = {
    RECEIPT: _receipt_way,
    STUB: _stub_way,
    COMMITMENT: _commitment_way,
    RECORD: _filed_way,
    NOTICE: _notice_way,
    VOUCHER: _voucher_way,
    REPLY: _reply_way,
    RESULT: lambda _case, _acts: _ISSUING,
    FILED: _filed_way,
}
