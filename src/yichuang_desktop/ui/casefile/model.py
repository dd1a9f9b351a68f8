"""What the screen says of a case: the list found, the timeline, what comes next, what may be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.evidence import CallOutcome
from yichuang_desktop.domain.hall import Doer, Role
from yichuang_desktop.domain.masking import mask_document, mask_phone
from yichuang_desktop.domain.ratings import Grade, RatingOutcome
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
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services.annulling import undoable
from yichuang_desktop.services.finding import SCAN_DIGITS
from yichuang_desktop.services.ports import CaseFile, CaseRow, RecordedAct, ServiceRow, Session
from yichuang_desktop.ui.casefile.evidence import evidence_words
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
        ("领取方式", case.delivery or "—"),
        ("平台编号", case.platform_no or "未录入"),
        ("交接电话", "　".join(part for part in (file.phone, file.contact) if part) or "—"),
    ]


# -- what comes next -----------------------------------------------------------------------------------------


def next_step(file: CaseFile, today: date) -> Step:
    """The one thing this case waits for, and where it is done."""
    case = file.case
    if case.commitment_owed:
        return Step("信用承诺书还没有签字：见到纸面签字后确认，才能往下办。", Tone.BAD)
    for track, states, words, tone in _STEPS:
        if case.tracks.of(track) in states:
            return _late(Step(words, tone), case, today)
    return Step("这件已全部办结，不需要再办。", Tone.GOOD)


def _late(step: Step, case: Case, today: date) -> Step:
    undecided = case.tracks.result in (Result.NONE, Result.WITH_DEPARTMENT) and not case.ended
    if not undecided or case.promise_due is None or case.promise_due >= today:
        return step
    days = (today - case.promise_due).days
    return Step(f"已超过承诺办结日 {days} 天。{step.text}", Tone.BAD)


_STEPS: tuple[tuple[Track, frozenset[State], str, Tone], ...] = (
    (
        Track.APPROVAL,
        frozenset({Approval.NEW, Approval.DRAFT}),
        "请在“收件”接着审查材料，然后受理或一次性告知。",
        Tone.MAIN,
    ),
    (
        Track.APPROVAL,
        frozenset({Approval.NOTIFIED}),
        "等申请人补齐材料后，在“收件”从告知单接着办。",
        Tone.WARN,
    ),
    (
        Track.APPROVAL,
        frozenset({Approval.ABANDONED}),
        "这份草稿已放弃，不需要再办。",
        Tone.CALM,
    ),
    (
        Track.PAPERS,
        frozenset({Papers.WITH_ISSUANCE}),
        "材料已退到出证窗口，请通知申请人取回。",
        Tone.WARN,
    ),
    (
        Track.APPROVAL,
        frozenset({Approval.NOT_ACCEPTED}),
        "已不予受理，请把材料退还申请人并归档。",
        Tone.CALM,
    ),
    (
        Track.RESULT,
        frozenset({Result.NOTIFIED}),
        "已通知申请人，凭收件通知单到出证窗口领取。",
        Tone.MAIN,
    ),
    (
        Track.RESULT,
        frozenset({Result.WITH_ISSUANCE}),
        "结果已到出证窗口，请电话通知申请人来领取。",
        Tone.WARN,
    ),
    (
        Track.RESULT,
        frozenset({Result.WITH_COURIER}),
        "结果在邮寄窗口，等待寄出。",
        Tone.MAIN,
    ),
    (
        Track.RESULT,
        frozenset({Result.MAILED}),
        "结果已寄出，等待妥投。",
        Tone.MAIN,
    ),
    (
        Track.PAPERS,
        frozenset({Papers.WITH_WINDOW}),
        "等部门来领取材料：请在“交接”联系部门，并请其在存根上签字。",
        Tone.WARN,
    ),
    (
        Track.COUNTERFOIL,
        frozenset({Counterfoil.SIGNED_BY_DEPARTMENT}),
        "请把存根和信用承诺书交出证窗口扫码登记。",
        Tone.WARN,
    ),
    (
        Track.APPROVAL,
        frozenset({Approval.SPECIAL_STEP}),
        "特殊环节进行中，结束后部门接着审批。",
        Tone.MAIN,
    ),
    (
        Track.APPROVAL,
        frozenset({Approval.CORRECTING}),
        "等申请人补正材料。",
        Tone.WARN,
    ),
    (
        Track.APPROVAL,
        frozenset({Approval.RECEIVED, Approval.ENTERED, Approval.IN_REVIEW}),
        "部门审批中，等待移交结果。",
        Tone.MAIN,
    ),
    (
        Track.APPROVAL,
        frozenset({Approval.APPROVED}),
        "部门已作出决定，等待移交结果。",
        Tone.MAIN,
    ),
    (
        Track.COUNTERFOIL,
        frozenset({Counterfoil.WITH_ISSUANCE}),
        "已办完，存根与承诺书待装入档案袋。",
        Tone.CALM,
    ),
    (
        Track.COUNTERFOIL,
        frozenset({Counterfoil.IN_BAG}),
        "已装袋，待移交档案室。",
        Tone.CALM,
    ),
)
"""What is waited for, the most pressing first: a track in one of these states, and the sentence."""


# -- the timeline --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: an act, or a service that was (not) rated."""

    key: UUID
    at: datetime
    title: str
    words: str
    who: str
    where: str
    mark: str = ""
    tone: Tone = Tone.NONE


class MomentColumn(Enum):
    """The columns of the timeline."""

    AT = Column[Moment]("时间", lambda one: f"{one.at:%H:%M}", lambda one: f"{one.at:%Y-%m-%d}", width=98)
    WHAT = Column[Moment]("做了什么 · 凭什么", lambda one: one.title, lambda one: one.words, bold=True)
    WHO = Column[Moment]("谁 · 在哪里", lambda one: one.who, lambda one: one.where, width=212)
    MARK = Column[Moment]("", lambda one: one.mark, badge=lambda one: one.tone, width=92)


def timeline(file: CaseFile, counters: dict[int, str]) -> tuple[Moment, ...]:
    """Every act and every rating of a case, oldest first; ``counters`` are the windows' names by code."""
    annulled = {act.annuls for act in file.history}
    moments = [_of_act(act, act.act_id in annulled, counters) for act in file.history]
    moments += [_of_service(service) for service in file.services]
    return tuple(sorted(moments, key=lambda one: one.at))


def _of_act(act: RecordedAct, annulled: bool, counters: dict[int, str]) -> Moment:
    mark, tone = ("已撤销", Tone.BAD) if annulled else _mark_of(act)
    words = evidence_words(act.evidence) + ((f"原因：{act.reason}",) if act.reason else ())
    return Moment(
        key=act.act_id,
        at=act.at,
        title=TABLE[act.kind].title,
        words="；".join(words),
        who=_who(act),
        where=counters.get(act.counter, ""),
        mark=mark,
        tone=tone,
    )


def _mark_of(act: RecordedAct) -> tuple[str, Tone]:
    if act.annuls is not None:
        return "撤销", Tone.WARN
    call = act.evidence.get("call")
    outcome = str(call.get("outcome", "")) if isinstance(call, dict) else ""
    if not outcome:
        return "", Tone.NONE
    answered = outcome == CallOutcome.ANSWERED
    titles = {one.value: one.title for one in CallOutcome}
    return titles.get(outcome, ""), Tone.GOOD if answered else Tone.WARN


def _who(act: RecordedAct) -> str:
    """Who did it, and who recorded it where that is another person (decisions 10)."""
    doer = Doer(act.done_by)
    if doer is Doer.CLERK or act.doer_name == act.recorder_name:
        return act.recorder_name
    name = f"{act.doer_name}（{doer.title}）" if act.doer_name else doer.title
    return f"{name}，{act.recorder_name}登记"


def _of_service(service: ServiceRow) -> Moment:
    titles = {"consultation": "咨询", "intake": "收件", "collection": "领证", "return": "退件"}
    name = f"{titles.get(service.kind, '服务')}服务评价"
    if service.grade is not None:
        grade = Grade(service.grade)
        words, tone = grade.title, Tone.BAD if grade.bad else Tone.GOOD
    else:
        outcomes = {one.value: one.title for one in RatingOutcome}
        words, tone = outcomes.get(service.outcome, "还没有评价"), Tone.CALM
    short = "未评价" if service.grade is None and service.outcome else words
    return Moment(service.event_id, service.opened_at, name, words, "申请人", "", short, tone)


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


def counter_names(titles: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Names of the windows by code."""
    return dict(titles)
