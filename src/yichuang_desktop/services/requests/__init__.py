"""The acts of the hall as requests: what a screen, a script or another system asks for.

Every request that changes something carries ``act_id``, made by whoever asks: sent again after a lost answer
it is answered, not done again.  ``revision`` is the revision of the case that was on screen.  The headless
twin reads exactly these, one JSON object a line (``yichuang act``).  A module a chapter of the regulation;
:mod:`register` says which service does which.
"""

from yichuang_desktop.services.requests.duties import (
    SetDuties,
)
from yichuang_desktop.services.requests.everywhere import (
    Annul,
    AnswerPrint,
    Reprint,
)
from yichuang_desktop.services.requests.handover import (
    CallDepartment,
    ConcludeOnTheSpot,
    HandOver,
    NotePerformance,
    PrintDaySheet,
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

__all__ = [
    "Abandon",
    "Accept",
    "Annul",
    "AnswerPrint",
    "BookInResult",
    "CallApplicant",
    "CallDepartment",
    "Collector",
    "ConcludeOnTheSpot",
    "ConfirmOnPlatform",
    "ConfirmPush",
    "EnterOnPlatform",
    "GiveUpPush",
    "HandOver",
    "Issue",
    "IssueWithoutReceipt",
    "NotePerformance",
    "Notify",
    "OpenDraft",
    "PrintDaySheet",
    "PrintStatement",
    "RegisterCounterfoil",
    "Remind",
    "Reprint",
    "RetryPush",
    "SaveDraft",
    "ScreenSignature",
    "SeeCommitmentSignature",
    "SetDuties",
    "TakeUpAgain",
    "TakeUpAnswer",
]
