"""A case is four things that move on their own: the approval, the papers, the counterfoil and the result.

No single status can say where a case stands (domain dossier 2.1); queues, what comes next and what the
archive still lacks are all derived from these four tracks.
"""

from dataclasses import dataclass
from enum import StrEnum

from yichuang_desktop.domain.titled import TitledEnum


class Track(TitledEnum):
    """The four tracks in the order in which screens show them."""

    APPROVAL = "approval"
    PAPERS = "papers"
    COUNTERFOIL = "counterfoil"
    RESULT = "result"

    def _words(self) -> str:
        """The track's name on screen."""
        names = {"approval": "办理", "papers": "纸质材料", "counterfoil": "存根与承诺书", "result": "结果"}
        return names[self.value]


class Approval(StrEnum):
    """Track A: how far the decision is."""

    NEW = "new"
    REFERRED = "referred"
    ANSWERED = "answered"
    DRAFT = "draft"
    NOTIFIED = "notified"
    NOT_ACCEPTED = "not_accepted"
    RECEIVED = "received"
    ENTERED = "entered"
    IN_REVIEW = "in_review"
    SPECIAL_STEP = "special_step"
    CORRECTING = "correcting"
    APPROVED = "approved"
    REFUSED = "refused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    ABANDONED = "abandoned"
    VOID = "void"
    CLOSED = "closed"
    NOT_APPLICABLE = "not_applicable"


class Papers(StrEnum):
    """Track B: where the applicant's papers are."""

    WITH_APPLICANT = "with_applicant"
    WITH_WINDOW = "with_window"
    WITH_DEPARTMENT = "with_department"
    KEPT = "kept"
    WITH_ISSUANCE = "with_issuance"
    GIVEN_BACK = "given_back"
    MAILED_BACK = "mailed_back"
    NOT_APPLICABLE = "not_applicable"


class Counterfoil(StrEnum):
    """Track C: where counterfoil and credit commitment are."""

    NOT_MADE = "not_made"
    MADE = "made"
    SIGNED_BY_WINDOW = "signed_by_window"
    SIGNED_BY_DEPARTMENT = "signed_by_department"
    WITH_ISSUANCE = "with_issuance"
    IN_BAG = "in_bag"
    IN_ARCHIVE = "in_archive"
    NOT_APPLICABLE = "not_applicable"


class Result(StrEnum):
    """Track D: where the result document (licence, reply, refusal decision) is."""

    NONE = "none"
    WITH_DEPARTMENT = "with_department"
    WITH_ISSUANCE = "with_issuance"
    NOTIFIED = "notified"
    WITH_COURIER = "with_courier"
    MAILED = "mailed"
    COLLECTED = "collected"
    DELIVERED = "delivered"
    EXTERNAL = "external"
    NOT_APPLICABLE = "not_applicable"


State = Approval | Papers | Counterfoil | Result
STATES: dict[Track, type[StrEnum]] = {
    Track.APPROVAL: Approval,
    Track.PAPERS: Papers,
    Track.COUNTERFOIL: Counterfoil,
    Track.RESULT: Result,
}

ENDED: dict[Track, frozenset[StrEnum]] = {
    Track.APPROVAL: frozenset(
        {
            Approval.CLOSED,
            Approval.NOT_ACCEPTED,
            Approval.ABANDONED,
            Approval.ANSWERED,
            Approval.NOT_APPLICABLE,
        }
    ),
    Track.PAPERS: frozenset({Papers.KEPT, Papers.GIVEN_BACK, Papers.MAILED_BACK, Papers.NOT_APPLICABLE}),
    Track.COUNTERFOIL: frozenset({Counterfoil.IN_ARCHIVE, Counterfoil.NOT_APPLICABLE}),
    Track.RESULT: frozenset({Result.COLLECTED, Result.DELIVERED, Result.EXTERNAL, Result.NOT_APPLICABLE}),
}
"""States in which a track has come to its end."""


@dataclass(frozen=True, slots=True)
class Tracks:
    """Where the four tracks of one case stand."""

    approval: Approval = Approval.NEW
    papers: Papers = Papers.WITH_APPLICANT
    counterfoil: Counterfoil = Counterfoil.NOT_MADE
    result: Result = Result.NONE

    def of(self, track: Track) -> State:
        """The state of one track."""
        state: State = getattr(self, track.value)
        return state


_TITLES: dict[Track, dict[str, str]] = {
    Track.APPROVAL: {
        "new": "新",
        "referred": "已转部门解答",
        "answered": "已答复",
        "draft": "收件审查中",
        "notified": "已一次性告知，待补正",
        "not_accepted": "不予受理",
        "received": "已收件受理",
        "entered": "已录入平台",
        "in_review": "部门审批中",
        "special_step": "特殊环节中",
        "correcting": "受理后补正中",
        "approved": "准予",
        "refused": "不予许可",
        "returned": "退件",
        "withdrawn": "申请人撤回",
        "terminated": "逾期未补，已终止",
        "abandoned": "草稿已放弃",
        "void": "作废",
        "closed": "已办结",
        "not_applicable": "不经本大厅审批",
    },
    Track.PAPERS: {
        "with_applicant": "在申请人处",
        "with_window": "在窗口，待部门领取",
        "with_department": "部门已领取",
        "kept": "部门留存",
        "with_issuance": "已退到出证窗口",
        "given_back": "已退还申请人",
        "mailed_back": "已邮寄退还",
        "not_applicable": "无纸质材料",
    },
    Track.COUNTERFOIL: {
        "not_made": "未出具",
        "made": "已出具，待签字",
        "signed_by_window": "首办人已签字",
        "signed_by_department": "部门已签字，待交出证窗口",
        "with_issuance": "在出证窗口",
        "in_bag": "已装袋",
        "in_archive": "已移交档案室",
        "not_applicable": "不使用",
    },
    Track.RESULT: {
        "none": "尚无结果",
        "with_department": "部门已出结果，待移交",
        "with_issuance": "在出证窗口，待通知",
        "notified": "已通知，待领取",
        "with_courier": "在邮寄窗口",
        "mailed": "已寄出",
        "collected": "已领取",
        "delivered": "已妥投",
        "external": "部门直接送达",
        "not_applicable": "无结果文书",
    },
}


def title_of(track: Track, state: str) -> str:
    """The state of a track as a clerk reads it."""
    return _TITLES[track][str(state)]
