"""What the issuance desk does next with the case on screen; plain Python, no window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum

from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.masking import mask_document, mask_phone
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.domain.tracks import ENDED, Approval, Counterfoil, Result, Track, title_of
from yichuang_desktop.services.ports import CaseFile, DeskRow
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.parts.tracks import Track as TrackWords
from yichuang_desktop.ui.theme import Tone

SOON_DAYS = 2
GONE_BY = (
    "issue",
    "issue_without_receipt",
    "issue_online",
    "issue_on_behalf",
    "mail_result",
    "file_customer_slip",
)
BEHALF = (Channel.DEPARTMENT, Channel.DEPARTMENT_SYSTEM)
MAIL = "mail"
HERE = (Result.WITH_ISSUANCE, Result.NOTIFIED)
"""The result lies at the issuance desk."""
RECENT, LINE_OF_RECENT = 4, 26
"""So many lines of so many characters are kept for what was just issued; a long name takes two."""


class Phase(StrEnum):
    """What the desk can do with the case now."""

    NOTHING = "nothing"
    """Nothing on a page of its own: the next step's form, if it has one."""
    REGISTER = "register"
    BOOK_IN = "book_in"
    COLLECT = "collect"
    LOST = "lost"
    DONE = "done"


class Way(StrEnum):
    """Against what the result goes out."""

    RECEIPT = "receipt"
    """The receipt the applicant was given (3.2.4.1)."""
    ONLINE = "online"
    """The credit commitment is signed now; receipt and counterfoil are here already (3.2.4.2)."""
    BEHALF = "behalf"
    """The department's voucher; no receipt, no commitment (3.2.4.2, 3.2.4.3)."""


@dataclass(frozen=True, slots=True)
class OnDesk:
    """The case on screen with the papers scanned for it so far."""

    file: CaseFile
    receipt_code: str = ""
    counterfoil_code: str = ""
    commitment_code: str = ""
    lost: bool = False
    in_person: bool = False
    """It was to be mailed, and the applicant has come all the same."""

    @property
    def way(self) -> Way:
        """Against what the result goes out."""
        channel = self.file.case.channel
        if channel in BEHALF:
            return Way.BEHALF
        return Way.ONLINE if channel is Channel.ONLINE else Way.RECEIPT

    @property
    def to_be_mailed(self) -> bool:
        """The result waits for the post, not for a person."""
        return self.file.case.delivery == MAIL and not self.in_person and not self.receipt_code

    @property
    def waits_for_post(self) -> bool:
        """The result lies here and is to be mailed."""
        return self.to_be_mailed and self.file.case.tracks.result in HERE

    @property
    def phase(self) -> Phase:
        """What comes next at this desk."""
        case = self.file.case
        if case.tracks.result in HERE:
            return self._phase_here()
        waiting = case.tracks.counterfoil is Counterfoil.SIGNED_BY_DEPARTMENT
        if waiting or case.allows("register_online_counterfoil"):
            return Phase.REGISTER
        if case.allows("book_in_result") and not (case.channel is Channel.MAIL and case.delivery == MAIL):
            return Phase.BOOK_IN
        return Phase.DONE if case.tracks.result in ENDED[Track.RESULT] else Phase.NOTHING

    def _phase_here(self) -> Phase:
        """The result lies at this desk."""
        if self._registering:
            return Phase.REGISTER
        if self.to_be_mailed:
            return Phase.NOTHING
        return Phase.LOST if self.lost else Phase.COLLECT

    @property
    def _registering(self) -> bool:
        """A counterfoil that is still to be registered here was just scanned."""
        if self.way is Way.ONLINE:
            scanned = bool(self.counterfoil_code or self.receipt_code)
            return scanned and self.file.case.allows("register_online_counterfoil")
        signed = self.file.case.tracks.counterfoil is Counterfoil.SIGNED_BY_DEPARTMENT
        return signed and bool(self.counterfoil_code or self.commitment_code) and not self.receipt_code

    @property
    def second_paper(self) -> PaperKind | None:
        """What is registered with the counterfoil: of an online case the receipt, else the commitment.

        None for a commitment that came signed in the parcel: it has no code of ours (3.3).
        """
        if self.way is Way.ONLINE:
            return PaperKind.RECEIPT
        papers = {paper.kind for paper in self.file.papers}
        enclosed = self.file.case.channel is Channel.MAIL and PaperKind.CREDIT_COMMITMENT not in papers
        return None if enclosed else PaperKind.CREDIT_COMMITMENT

    @property
    def second_code(self) -> str:
        """The code of that paper, once it was scanned."""
        return self.receipt_code if self.second_paper is PaperKind.RECEIPT else self.commitment_code

    @property
    def both_scanned(self) -> bool:
        """Everything that is registered together was scanned."""
        return bool(self.counterfoil_code and (self.second_code or self.second_paper is None))

    @property
    def person_here(self) -> bool:
        """Somebody stands at the desk with the paper that says so; else there is somebody to be phoned."""
        return bool(self.receipt_code) and self.way is Way.RECEIPT

    def with_code(self, kind: PaperKind, code: str) -> "OnDesk":
        """One more paper of the same case was scanned."""
        codes = {
            PaperKind.RECEIPT: self.receipt_code,
            PaperKind.COUNTERFOIL: self.counterfoil_code,
            PaperKind.CREDIT_COMMITMENT: self.commitment_code,
        }
        codes[kind] = code
        return replace(
            self,
            receipt_code=codes[PaperKind.RECEIPT],
            counterfoil_code=codes[PaperKind.COUNTERFOIL],
            commitment_code=codes[PaperKind.CREDIT_COMMITMENT],
        )

    def badge(self) -> tuple[str, Tone]:
        """The big words beside the name."""
        case = self.file.case
        if self.phase in (Phase.COLLECT, Phase.LOST):
            if case.supplement_owed or case.commitment_owed:
                return "还不能出证", Tone.BAD
            return "可以出证", Tone.GOOD
        words = {
            Phase.REGISTER: ("待登记存根", Tone.WARN),
            Phase.BOOK_IN: ("等部门移交结果", Tone.MAIN),
            Phase.DONE: (title_of(Track.RESULT, case.tracks.result), Tone.CALM),
        }
        if self.waits_for_post:
            return "待邮寄", Tone.WARN
        return words.get(self.phase, (title_of(Track.APPROVAL, case.tracks.approval), Tone.CALM))

    def step(self) -> Step:
        """The one sentence of what to do."""
        case = self.file.case
        if case.commitment_owed:
            return Step("信用承诺书还没有签字，请申请人补签后按 Alt C 确认。", Tone.BAD)
        if self.phase is Phase.REGISTER:
            return self._register_step()
        if self.phase is Phase.BOOK_IN:
            return Step("部门移交证照时：填移交人、结果编号，按 F12 登记入库；催办按 F11。")
        if self.phase is Phase.LOST:
            return Step(
                "核验身份证或营业执照原件；F10 打印保证声明由领取人签字，或 F11 外屏签署；再按 F12 出证。",
                Tone.WARN,
            )
        if self.phase is Phase.COLLECT:
            return self._collect_step()
        return self._elsewhere_step()

    def _elsewhere_step(self) -> Step:
        """A case of another state: what became of it, or what it waits for."""
        gone = next((act for act in reversed(self.file.history) if act.kind in GONE_BY), None)
        if self.phase is Phase.DONE and gone is not None:
            who = gone.doer_name or "申请人"
            return Step(
                f"这件已于 {gone.at:%m-%d %H:%M} 由{who}领走（{gone.recorder_name}经办），不能再次出证。",
                Tone.BAD,
            )
        if self.waits_for_post:
            return Step("申请人要求邮寄：按 F12 登记寄出；本人来领的按 Alt T。", Tone.WARN)
        waits = next_step(self.file.case)
        return Step(say_code(waits.code, waits.facts), Tone.WARN)

    def _register_step(self) -> Step:
        second = self.second_paper
        if not self.counterfoil_code:
            return Step("请扫描存根。", Tone.WARN)
        if second is None:
            return Step("存根已扫；信用承诺书随件附来，与存根放在一起，按 F12 登记。", Tone.GOOD)
        if not self.second_code:
            return Step(f"存根已扫，请再扫{second.title}。", Tone.WARN)
        return Step("两张都已扫到，按 F12 登记。", Tone.GOOD)

    def _collect_step(self) -> Step:
        if self.way is not Way.RECEIPT:
            return self._other_step()
        if self.file.case.tracks.result is Result.WITH_ISSUANCE and not self.receipt_code:
            return Step("请电话通知申请人带收件通知单来领取，按 F10 记录。", Tone.WARN)
        if not self.receipt_code:
            return Step("请扫描申请人的收件通知单；通知单遗失按 Alt Y。", Tone.WARN)
        return Step(
            "核对领取人证件，请其在存根上签字（见到后按 Alt S）或在外屏签名（F11），再按 F12 出证。",
            Tone.GOOD,
        )

    def _other_step(self) -> Step:
        """Online matters and what is issued for a department: nobody brings a receipt."""
        if self.file.case.tracks.result is Result.WITH_ISSUANCE:
            sign = "并签信用承诺书" if self.way is Way.ONLINE else "，带身份证件"
            return Step(f"请电话通知申请人来领取{sign}，按 F10 记录；人已到的，核对证件办理。", Tone.WARN)
        if self.way is Way.ONLINE:
            return Step(
                "核对领取人证件，请其签信用承诺书和签收（F11；纸上签先按 Alt P），再按 F12 出证。", Tone.GOOD
            )
        return Step(
            "核对领取人证件和受理凭证，请其签收（F11，或见到签字按 Alt S），再按 F12 发证。", Tone.GOOD
        )


def track_words(file: CaseFile) -> list[TrackWords]:
    """The four tracks with when each came to where it is."""
    tracks = file.case.tracks
    found = []
    for track in Track:
        state = tracks.of(track)
        at = next(
            (act.at for act in reversed(file.history) if act.before.get(track) != act.after.get(track)), None
        )
        when = f"　{at:%m-%d %H:%M}" if at else ""
        found.append(TrackWords(track.title, title_of(track, state) + when, _tone(track, state)))
    return found


def _tone(track: Track, state: str) -> Tone:
    here = {Counterfoil.WITH_ISSUANCE, Result.WITH_ISSUANCE, Result.NOTIFIED}
    if state in ENDED[track] or state == Approval.APPROVED:
        return Tone.GOOD
    return Tone.MAIN if state in here else Tone.CALM


def number_words(file: CaseFile) -> str:
    """The numbers a case is known by, with the channel it came in; a department's voucher stands below."""
    case = file.case
    way = "" if case.channel is Channel.COUNTER else case.channel.title
    theirs = "" if case.channel in BEHALF else case.external_no or case.parcel_no
    return "　".join(part for part in (case.receipt_no, way, theirs) if part)


def who_words(file: CaseFile) -> str:
    """Document number and phone, masked (R-X-4)."""
    applicant = file.case.applicant or {}
    number, phone = str(applicant.get("document_no", "")), str(applicant.get("phone", ""))
    return "　".join(part for part in (mask_document(number), mask_phone(phone)) if part)


@dataclass(frozen=True, slots=True)
class DueLine:
    """A row of the desk's lists as it reads today."""

    row: DeskRow
    today: date

    @property
    def days(self) -> int | None:
        """Calendar days until due; negative when overdue."""
        return (self.row.due_on - self.today).days if self.row.due_on else None

    @property
    def words(self) -> str:
        """``超 1 天``, ``今天``, or the day."""
        if self.days is None or self.row.due_on is None:
            return "—"
        if self.days < 0:
            return f"超 {-self.days} 天"
        if self.days == 0:
            return "今天"
        return f"{self.row.due_on:%m-%d}" + ("暂估" if self.row.due_estimated else "")

    @property
    def tone(self) -> Tone:
        """Red overdue, amber today and within two days."""
        if self.days is None:
            return Tone.CALM
        if self.days < 0:
            return Tone.BAD
        return Tone.WARN if self.days <= SOON_DAYS else Tone.CALM


def short_no(receipt_no: str) -> str:
    """The end of a receipt number: ``…04-0007``."""
    return "…" + receipt_no[-7:] if receipt_no else ""


def _item_words(line: DueLine) -> str:
    reminders = f"　催办 {line.row.reminders} 次" if line.row.reminders else ""
    return way_words(line.row) + line.row.item_name + reminders


def way_words(row: DeskRow) -> str:
    """The channel before the item, for what did not come over the counter, and that it is to be mailed."""
    way = "" if row.channel == Channel.COUNTER else Channel(row.channel).title
    mailed = "邮寄" if row.delivery == MAIL else ""
    said = "·".join(part for part in (way, mailed) if part)
    return f"[{said}] " if said else ""


class DueColumn(Enum):
    """The columns of 待办, 待通知 and 待领取."""

    CASE = Column[DueLine]("编号", lambda line: short_no(line.row.receipt_no), width=92)
    WHO = Column[DueLine]("申请人 · 事项", lambda line: line.row.applicant_name, _item_words)
    DUE = Column[DueLine](
        "到期",
        lambda line: line.words,
        badge=lambda line: line.tone,
        sort=lambda line: line.row.due_on or date.max,
        width=92,
    )


def issued_words(row: DeskRow, today: date) -> str:
    """A line of 刚刚出证; what went out before today says its day instead of the hour."""
    at = ""
    if isinstance(row.since, datetime):
        at = f"{row.since:%H:%M}　" if row.since.date() == today else f"{row.since:%m-%d}　"
    return f"{at}{short_no(row.receipt_no)}　{row.applicant_name}"


def recent(rows: Sequence[DeskRow], today: date) -> list[str]:
    """The lines of 刚刚出证, as many as have room; the last one always."""
    said: list[str] = []
    room = RECENT
    for row in rows:
        words = issued_words(row, today)
        room -= -(-len(words) // LINE_OF_RECENT)
        if said and room < 0:
            break
        said.append(words)
    return said
