"""What the screen says of a case: the list found, the timeline, what comes next, what may be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Counter, Role
from yichuang_desktop.domain.masking import mask_document, mask_phone
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.pushes import PushState
from yichuang_desktop.domain.tracks import (
    ENDED,
    Approval,
    Counterfoil,
    Papers,
    Result,
    State,
    Track,
    title_of,
)
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services.annulling import undoable
from yichuang_desktop.services.finding import SCAN_DIGITS
from yichuang_desktop.services.ports import CaseFile, CaseRow, RecordedAct, Session
from yichuang_desktop.services.ports_pushes import PushRow
from yichuang_desktop.services.timeline import TimelineLine, timeline
from yichuang_desktop.ui.outbox.copying import delivery_words
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.parts.tracks import Track as TrackWords
from yichuang_desktop.ui.theme import Tone

FOUND_AT_MOST = 100
FEWEST_CHARACTERS = 2


def is_code(text: str) -> bool:
    """Whether what stands in the search box is a scanned code rather than a name or a number."""
    plain = compact(text)
    return plain.isdigit() and len(plain) >= SCAN_DIGITS


# -- the list found ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A case found, as it reads today."""

    row: CaseRow

    @property
    def number(self) -> str:
        return self.row.receipt_no or "还没有编号（草稿）"

    @property
    def received(self) -> str:
        return f"{self.row.received_at:%Y-%m-%d %H:%M}" if self.row.received_at else "—"

    @property
    def due(self) -> str:
        return f"承诺 {self.row.promise_due:%Y-%m-%d}" if self.row.promise_due else ""

    @property
    def state(self) -> str:
        """The approval, and where the result is once there is one."""
        if self.row.result not in (Result.NONE, Result.NOT_APPLICABLE):
            return title_of(Track.RESULT, self.row.result)
        return title_of(Track.APPROVAL, self.row.approval)

    @property
    def tone(self) -> Tone:
        if self.row.approval in ENDED[Track.APPROVAL] or self.row.result in ENDED[Track.RESULT]:
            return Tone.GOOD
        waiting = (Approval.DRAFT, Approval.NOTIFIED, Approval.CORRECTING)
        return Tone.WARN if self.row.approval in waiting else Tone.MAIN


class FoundColumn(Enum):
    """The columns of the cases found."""

    CASE = Column[FoundLine](
        "收件编号 · 申请人",
        lambda line: line.number,
        lambda line: line.row.applicant_name,
        width=250,
        bold=True,
    )
    ITEM = Column[FoundLine]("事项 · 部门", lambda line: line.row.item_name, lambda line: line.row.department)
    RECEIVED = Column[FoundLine]("收件 · 承诺", lambda line: line.received, lambda line: line.due, width=154)
    STATE = Column[FoundLine]("状态", lambda line: line.state, badge=lambda line: line.tone, width=176)


# -- the head ------------------------------------------------------------------------------------------------


def who_words(case: Case) -> str:
    """Document number and phone, masked, and the agent's name if there is one (R-X-4)."""
    applicant = case.applicant or {}
    parts = [
        mask_document(str(applicant.get("document_no", ""))),
        mask_phone(str(applicant.get("phone", ""))),
    ]
    if case.representative:
        parts.append(f"经办人 {case.representative.get('name', '')}")
    return "　".join(part for part in parts if part)


def result_words(case: Case) -> str:
    """The result as far as there is one."""
    if case.result_no:
        return f"{case.result_name} {max(case.result_copies, 1)} 份　{case.result_no}"
    return case.result_name or title_of(Track.RESULT, case.tracks.result)


def head_badge(case: Case) -> tuple[str, Tone]:
    """Where the case stands, in one word."""
    if case.tracks.result in ENDED[Track.RESULT] and case.tracks.result is not Result.NOT_APPLICABLE:
        return title_of(Track.RESULT, case.tracks.result), Tone.GOOD
    bad = (Approval.REFUSED, Approval.RETURNED, Approval.TERMINATED, Approval.VOID, Approval.NOT_ACCEPTED)
    approval = case.tracks.approval
    if approval in bad:
        return title_of(Track.APPROVAL, approval), Tone.BAD
    ended = approval in ENDED[Track.APPROVAL] or approval is Approval.APPROVED
    return title_of(Track.APPROVAL, approval), Tone.GOOD if ended else Tone.MAIN


def track_words(file: CaseFile) -> list[TrackWords]:
    """The four tracks, each with when it came to where it is."""
    words = []
    for track in Track:
        state = file.case.tracks.of(track)
        at = next(
            (act.at for act in reversed(file.history) if act.before.get(track) != act.after.get(track)), None
        )
        when = f"　{at:%m-%d %H:%M}" if at is not None else ""
        words.append(TrackWords(track.title, title_of(track, state) + when, _track_tone(track, state)))
    return words


_HERE = (
    Papers.WITH_WINDOW, Papers.WITH_ISSUANCE, Counterfoil.MADE, Counterfoil.SIGNED_BY_WINDOW,
    Counterfoil.SIGNED_BY_DEPARTMENT, Counterfoil.WITH_ISSUANCE, Result.WITH_ISSUANCE, Result.NOTIFIED,
)  # fmt: skip


def _track_tone(track: Track, state: State) -> Tone:
    if state.value == "not_applicable":
        return Tone.NONE
    if state in ENDED[track] or state is Approval.APPROVED:
        return Tone.GOOD
    return Tone.MAIN if state in _HERE else Tone.CALM


def fact_pairs(file: CaseFile) -> list[tuple[str, str]]:
    """What helps beside the case: who, until when, how."""
    case = file.case
    estimated = "（暂估）" if case.due_estimated else ""
    return [
        ("收件", f"{case.received_at:%Y-%m-%d %H:%M}" if case.received_at else "还没有收件"),
        ("首办人", file.first_handler_name or "—"),
        (
            "承诺办结",
            f"{case.promise_due:%Y-%m-%d}{estimated}" if case.promise_due else case.promise_text or "—",
        ),
        ("法定办结", f"{case.legal_due:%Y-%m-%d}{estimated}" if case.legal_due else "—"),
        ("材料", f"{case.copies} 份" if case.copies else "—"),
        ("领取方式", delivery_words(case.delivery) or "—"),
        ("平台编号", case.platform_no or "未录入"),
        ("平台日期", _platform_days(case)),
        ("推送", push_words(file.pushes)),
        ("交接电话", "　".join(part for part in (file.phone, file.contact) if part) or "—"),
    ]


def _platform_days(case: Case) -> str:
    """Both days as the platform confirmed them (R-IN-14)."""
    days = (("受理", case.platform_accepted_on), ("办结", case.platform_closed_on))
    return "　".join(f"{what} {on:%Y-%m-%d}" for what, on in days if on) or "未确认"


def push_words(pushes: tuple[PushRow, ...]) -> str:
    """What became of the last message to the platform, and whether an earlier one is stuck (R-IN-7)."""
    if not pushes:
        return "—"
    stuck = next((push for push in pushes if push.state is PushState.FAILED), pushes[-1])
    at = stuck.answered_at or stuck.sent_at or stuck.queued_at
    return f"{stuck.kind.title} {stuck.state.title} {at:%m-%d %H:%M}"


# -- what comes next -----------------------------------------------------------------------------------------


def step_of(file: CaseFile, roles: frozenset[Role], today: date) -> Step:
    """The next thing to do as the hall's rules say it, and by how much the promise is missed."""
    case = file.case
    coming = next_step(case)
    late = _days_late(case, today)
    if late:
        return Step(f"已超过承诺办结日 {late} 天。{coming.sentence}", Tone.BAD)
    if case.ended:
        return Step(coming.sentence, Tone.GOOD)
    if case.commitment_owed:
        return Step(coming.sentence, Tone.BAD)
    return Step(coming.sentence, Tone.WARN if coming.done_by(roles) else Tone.MAIN)


def _days_late(case: Case, today: date) -> int:
    undecided = case.tracks.result in (Result.NONE, Result.WITH_DEPARTMENT)
    if case.ended or not undecided or case.promise_due is None:
        return 0
    return max((today - case.promise_due).days, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """A screen of the main job on which the next step is done."""

    screen: str
    words: str


_PLACES: dict[str, tuple[frozenset[str], frozenset[Role], str]] = {
    "intake": (
        frozenset({"notify", "accept", "take_up_again"}),
        frozenset({Role.WINDOW_CLERK, Role.GROUP_LEADER}),
        "到“收件”继续",
    ),
    "handover": (
        frozenset({"hand_over", "conclude_on_the_spot"}),
        frozenset({Role.WINDOW_CLERK, Role.GROUP_LEADER}),
        "到“交接”办理",
    ),
    "issuance": (
        frozenset(
            {
                "register_counterfoil",
                "register_online_counterfoil",
                "book_in_result",
                "call_applicant",
                "issue",
                "issue_online",
                "issue_on_behalf",
            }
        ),
        frozenset({Role.ISSUANCE_CLERK}),
        "到“出证”办理",
    ),
}


def place_of(coming: str, roles: frozenset[Role]) -> Place | None:
    """The screen where a person with these roles does that act; None when it is not theirs."""
    for screen, (acts, allowed, words) in _PLACES.items():
        if coming in acts and allowed & roles:
            return Place(screen, words)
    return None


# -- the timeline --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: an act, or a service that was rated or not."""

    line: TimelineLine

    @property
    def key(self) -> object:
        return self.line.act_id or (self.line.at, self.line.title)

    @property
    def mark(self) -> str:
        """What is to be seen at a glance: undone, or what the customer said."""
        if self.line.annulled:
            return "已撤销"
        return "" if self.line.act_id is not None else "评价"

    @property
    def tone(self) -> Tone:
        return Tone.BAD if self.line.annulled else Tone.CALM


class MomentColumn(Enum):
    """The columns of the timeline."""

    AT = Column[Moment](
        "时间",
        lambda one: f"{one.line.at:%H:%M}",
        lambda one: f"{one.line.at:%Y-%m-%d}",
        width=98,
        sort=lambda one: one.line.at,
    )
    WHAT = Column[Moment](
        "做了什么 · 凭什么", lambda one: one.line.title, lambda one: one.line.evidence_text, bold=True
    )
    WHO = Column[Moment]("谁 · 在哪里", lambda one: one.line.who, lambda one: one.line.where, width=212)
    MARK = Column[Moment]("", lambda one: one.mark, badge=lambda one: one.tone, width=92)


def moments(file: CaseFile, counters: Mapping[int, Counter]) -> tuple[Moment, ...]:
    """Every act and every rating of a case, newest first."""
    return tuple(Moment(line) for line in reversed(timeline(file, counters)))


# -- undoing -------------------------------------------------------------------------------------------------


def to_annul(file: CaseFile) -> RecordedAct | None:
    """The last act that holds, if its kind may be undone."""
    return undoable(file.history)


def why_not_annul(file: CaseFile, session: Session, now: datetime) -> str:
    """Why this person may not undo the last act now; empty when they may (decisions 7)."""
    act = to_annul(file)
    if act is None:
        return "上一步不能撤销" if file.history else "还没有可以撤销的"
    if Role.GROUP_LEADER in session.roles:
        return ""
    minutes = session.hall.undo_minutes
    if act.recorded_by != session.login:
        return f"上一步是{act.recorder_name}办的，请本人或组长撤销"
    if now - act.at > timedelta(minutes=minutes):
        return f"已超过 {minutes} 分钟，请组长撤销"
    return ""
