"""The acts of the hall as requests: what a screen, a script or another system asks for.

Every request that changes something carries ``act_id``, made by whoever asks: sent again after a lost answer
it is answered, not done again.  ``revision`` is the revision of the case that was on screen.  The headless
twin reads exactly these, one JSON object a line (``yichuang act``).  A module a chapter of the regulation;
:mod:`register` says which service does which.
"""

from yichuang_desktop.services.requests.conditional import (
    AcceptConditionally,
    AcceptOnCommitment,
    CheckCommitmentKept,
    GiveMoreTimeToSupply,
    SupplyDeferred,
    TerminateUnsupplied,
)
from yichuang_desktop.services.requests.consultation import (
    AnswerAtCounter,
    AnswerReferredQuestion,
    ChaseQuestion,
    ReferQuestion,
)
from yichuang_desktop.services.requests.delegations import (
    EndDelegation,
    FileDelegation,
)
from yichuang_desktop.services.requests.department import (
    BookInForDepartment,
    BookInFromDepartmentSystem,
    GiveBackToDepartment,
    IssueOnBehalf,
)
from yichuang_desktop.services.requests.duties import (
    SetDuties,
)
from yichuang_desktop.services.requests.endings import (
    DeemAccepted,
    GiveKeptPapersBack,
    KeepPapers,
    NotAccept,
    Refuse,
    Void,
    Withdraw,
)
from yichuang_desktop.services.requests.everywhere import (
    Annul,
    AnswerPrint,
    Reprint,
)
from yichuang_desktop.services.requests.handover import (
    CallDepartment,
    ConcludeOnTheSpot,
    ExcuseLateCollection,
    HandOver,
    MakePerformanceReport,
    NotePerformance,
    PrintDaySheet,
    PrintUnsigned,
    RegisterCounterfoil,
)
from yichuang_desktop.services.requests.intake import (
    Abandon,
    Accept,
    EnterOnPlatform,
    Notify,
    OpenDraft,
    SaveDraft,
    SeeCommitmentSignature,
    TakeUpAgain,
)
from yichuang_desktop.services.requests.issuance import (
    BookInResult,
    CallApplicant,
    Issue,
    IssueWithoutReceipt,
    PrintStatement,
    Remind,
)
from yichuang_desktop.services.requests.mail import (
    AcceptMailed,
    FileCustomerSlip,
    HandResultToCourier,
    OpenParcel,
)
from yichuang_desktop.services.requests.online import (
    BookInOnlineResult,
    IssueOnline,
    PrintCommitment,
    RecordDepartmentAcceptance,
    RecordDepartmentNonAcceptance,
    RegisterOnline,
    RegisterOnlineCounterfoil,
)
from yichuang_desktop.services.requests.package import (
    AcceptPackage,
    ClosePackage,
    NoteExternalPart,
)
from yichuang_desktop.services.requests.parts import (
    Collector,
    ScreenSignature,
)
from yichuang_desktop.services.requests.platform import (
    ConfirmOnPlatform,
    ConfirmPush,
    GiveUpPush,
    RetryPush,
    TakeUpAnswer,
)
from yichuang_desktop.services.requests.processing import (
    Approve,
    AskCorrection,
    CloseSpecialStep,
    EnterReview,
    Extend,
    LeavePapersWithDepartment,
    MakeOverdueReport,
    OpenSpecialStep,
    ReceiveCorrection,
    ReportOverdue,
    SignAsFirstHandler,
)
from yichuang_desktop.services.requests.province import (
    CloseExternal,
    RegisterProvince,
)
from yichuang_desktop.services.requests.returns import (
    BringPapersBack,
    CallForReturn,
    CollectCounterfoil,
    CollectUnsignedCounterfoil,
    ConfirmDelivery,
    EscalateUncollected,
    GivePapersBack,
    MailPapersBack,
    MailResult,
    NoteMailWish,
    SendBack,
    TakeInReturnedMail,
)

__all__ = [
    "Abandon",
    "Accept",
    "AcceptConditionally",
    "AcceptMailed",
    "AcceptOnCommitment",
    "AcceptPackage",
    "Annul",
    "AnswerAtCounter",
    "AnswerPrint",
    "AnswerReferredQuestion",
    "Approve",
    "AskCorrection",
    "BookInForDepartment",
    "BookInFromDepartmentSystem",
    "BookInOnlineResult",
    "BookInResult",
    "BringPapersBack",
    "CallApplicant",
    "CallDepartment",
    "CallForReturn",
    "ChaseQuestion",
    "CheckCommitmentKept",
    "CloseExternal",
    "ClosePackage",
    "CloseSpecialStep",
    "CollectCounterfoil",
    "CollectUnsignedCounterfoil",
    "Collector",
    "ConcludeOnTheSpot",
    "ConfirmDelivery",
    "ConfirmOnPlatform",
    "ConfirmPush",
    "DeemAccepted",
    "EndDelegation",
    "EnterOnPlatform",
    "EnterReview",
    "EscalateUncollected",
    "ExcuseLateCollection",
    "Extend",
    "FileCustomerSlip",
    "FileDelegation",
    "GiveBackToDepartment",
    "GiveKeptPapersBack",
    "GiveMoreTimeToSupply",
    "GivePapersBack",
    "GiveUpPush",
    "HandOver",
    "HandResultToCourier",
    "Issue",
    "IssueOnBehalf",
    "IssueOnline",
    "IssueWithoutReceipt",
    "KeepPapers",
    "LeavePapersWithDepartment",
    "MailPapersBack",
    "MailResult",
    "MakeOverdueReport",
    "MakePerformanceReport",
    "NotAccept",
    "NoteExternalPart",
    "NoteMailWish",
    "NotePerformance",
    "Notify",
    "OpenDraft",
    "OpenParcel",
    "OpenSpecialStep",
    "PrintCommitment",
    "PrintDaySheet",
    "PrintStatement",
    "PrintUnsigned",
    "ReceiveCorrection",
    "RecordDepartmentAcceptance",
    "RecordDepartmentNonAcceptance",
    "ReferQuestion",
    "Refuse",
    "RegisterCounterfoil",
    "RegisterOnline",
    "RegisterOnlineCounterfoil",
    "RegisterProvince",
    "Remind",
    "ReportOverdue",
    "Reprint",
    "RetryPush",
    "SaveDraft",
    "ScreenSignature",
    "SeeCommitmentSignature",
    "SendBack",
    "SetDuties",
    "SignAsFirstHandler",
    "SupplyDeferred",
    "TakeInReturnedMail",
    "TakeUpAgain",
    "TakeUpAnswer",
    "TerminateUnsupplied",
    "Void",
    "Withdraw",
]
