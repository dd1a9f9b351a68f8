"""Papers of conditional acceptance and informed commitment, and the texts signed (dossier 1.3, 1.4).

Both texts may be signed before there is a receipt number, so none stands in them (decisions 9).
"""

from datetime import date
from typing import Any

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checklist import Checklist
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ServiceItem, limit_text
from yichuang_desktop.domain.masking import mask_document
from yichuang_desktop.domain.obligations import Owed, SupplyWay, check_limit
from yichuang_desktop.domain.papers import (
    ConditionalNoticePaper,
    InformedCommitmentPaper,
    OwedLine,
    PersonLine,
    SupplyRecordPaper,
    TerminationPaper,
)
from yichuang_desktop.services.further_papers import Further
from yichuang_desktop.services.papers_made import (
    Dues,
    PaperDesk,
    agent_line,
    applicant_line,
    applicant_of,
    mark_of,
)
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.services.requests.conditional import TerminateUnsupplied

SUPPLY_WAYS = "、".join(way.title for way in SupplyWay) + "，以到达日期为准"
OVERDUE_RULE = (
    "逾期没有补齐的，终止办理并退还材料，由此产生的后果由申请人承担；"
    "确有正当理由的，请在期限届满前向窗口提出。"
)
BASIS = "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》"
SUPPLY_PROMISES = (
    "已知晓所缺材料、补交要求和期限，自愿申请容缺受理。",
    "在约定期限内一次或者分次补齐全部所缺材料，补交的材料真实、合法、有效。",
    "补齐以前不要求出具办理结果；逾期未补齐的，接受终止办理的处理。",
)
SUPPLY_REASON = "容缺材料在约定的期限内没有补齐。"
TERMINATION_BASIS = "容缺受理通知书载明的补交期限和逾期处理约定"
COMMITMENT_PROMISES = (
    "已经知晓行政机关告知的全部内容。",
    "已经符合（能够符合）告知的条件、标准和要求，所述情况真实、准确。",
    "能够在约定期限内接受并配合核查。",
    "愿意承担不实承诺、违反承诺的法律责任，以及撤销决定、公开曝光、纳入信用记录等后果。",
    "以上承诺是真实意思表示。",
)


def owed_rows(checklist: Checklist) -> tuple[dict[str, Any], ...]:
    """The deferred materials as the act's evidence keeps them."""
    return tuple(
        {
            "seq": row.seq,
            "name": row.name,
            "problem": "缺",
            "requirement": f"{row.form} {row.copies_due} 份" + (f"；{row.reason}" if row.reason else ""),
        }
        for row in checklist.deferred
    )


def supply_text(form: IntakeForm, item: ServiceItem, supply_by: date) -> str:
    """What the applicant reads and signs for conditional acceptance."""
    names = "、".join(row.name for row in form.checklist.deferred) if form.checklist else ""
    lines = (
        "容缺受理承诺书",
        f"承诺人：{_who(form)}",
        f"申请事项：{item.name}（{item.department}）",
        f"所缺材料：{names}",
        f"补交期限：{supply_by.year}年{supply_by.month}月{supply_by.day}日以前；补交方式：{SUPPLY_WAYS}",
        *(f"{number}. {promise}" for number, promise in enumerate(SUPPLY_PROMISES, 1)),
        OVERDUE_RULE,
    )
    return "\n".join(lines) + "\n"


def informed_told(item: ServiceItem, replaced: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What the authority tells: basis, procedure, requirements, check, consequences (国办发〔2020〕42号)."""
    rule = item.informed_commitment
    limit = check_limit(item)
    within = limit_text(limit.amount, limit.unit.value)
    what = f"{rule.kind}：{rule.scope}" if rule.kind else rule.scope
    return (
        ("事项名称", f"{item.name}（{item.department}）"),
        ("适用范围", what + (f"；以承诺代替的材料：{'、'.join(replaced)}" if replaced else "")),
        ("设定依据", "；".join(item.legal_basis) or BASIS),
        ("办理程序", f"书面承诺后当场受理，部门在承诺时限（{item.promise_text}）内作出决定，办结后核查"),
        ("条件和要求", "；".join(item.conditions) or "符合该事项的法定条件，材料清单所列其他材料齐全"),
        ("承诺方式", "自愿书面承诺；不愿承诺的，按一般程序提交材料办理"),
        ("核查方式", f"部门在{within}内通过部门核验、现场检查等方式核查"),
        ("不实承诺的责任", "终止办理、责令限期整改、撤销决定；涉嫌违法的依法处理，并纳入信用记录"),
    )  # fmt: skip


def informed_text(form: IntakeForm, item: ServiceItem, replaced: tuple[str, ...]) -> str:
    """What the applicant reads, told and committed, and signs."""
    lines = (
        "告知承诺书",
        "一、行政机关告知",
        *(f"{label}：{text}" for label, text in informed_told(item, replaced)),
        "二、申请人承诺",
        f"承诺人：{_who(form)}",
        *(f"{number}. {promise}" for number, promise in enumerate(COMMITMENT_PROMISES, 1)),
    )
    return "\n".join(lines) + "\n"


def _who(form: IntakeForm) -> str:
    applicant = form.applicant
    if applicant is None:
        return ""
    number = mask_document(applicant.document_no)
    agent = f"，代理人{form.representative.name}" if form.representative else ""
    return f"{applicant.name}（{applicant.document_kind.title}{number}）{agent}"


def conditional_notice(
    desk: PaperDesk,
    paper: Further,
    receipt_no: str,
    form: IntakeForm,
    item: ServiceItem,
    dues: Dues,
    supply_by: date,
    signature: ScreenSignature | None,
) -> ConditionalNoticePaper:
    """Notice and promise on one paper, made out twice (R-IN-5)."""
    checklist = form.checklist or Checklist.of(item, form.item_version)
    rows = tuple(
        OwedLine(row["seq"], row["name"], row["problem"], row["requirement"], supply_by)
        for row in owed_rows(checklist)
    )
    return ConditionalNoticePaper(
        head=desk.head(paper.number, paper.code),
        receipt_no=receipt_no,
        applicant=applicant_line(form.applicant) if form.applicant else PersonLine(""),
        representative=agent_line(form.representative),
        item_name=item.name,
        department=item.department,
        accepted_on=desk.at.date(),
        rows=rows,
        supply_by=supply_by,
        supply_ways=SUPPLY_WAYS,
        overdue_rule=OVERDUE_RULE,
        promises=SUPPLY_PROMISES,
        promise_text=item.promise_text,
        promise_due=dues.promise,
        legal_basis=item.conditional_acceptance.note,
        consult_phone=item.consult_phone or item.papers_phone or desk.hall.phone,
        signature=mark_of(signature),
        signed_text=supply_text(form, item, supply_by) if signature else "",
    )


def supply_record(
    desk: PaperDesk, paper: Further, case: Case, notice_no: str, owed: tuple[Owed, ...], provider: str
) -> SupplyRecordPaper:
    """Everything that was owed, with what has come so far (R-IN-5)."""
    due = case.supply_due or desk.at.date()
    rows = tuple(
        OwedLine(
            one.seq, one.name, one.problem, one.requirement, due, one.supplied_on, one.supplied_how,
            one.received_by, one.remark,
        )
        for one in owed
    )  # fmt: skip
    return SupplyRecordPaper(
        head=desk.head(paper.number, paper.code),
        receipt_no=case.receipt_no,
        notice_no=notice_no,
        applicant=applicant_of(case),
        item_name=case.item_name,
        department=case.department,
        supply_by=due,
        rows=rows,
        provider=PersonLine(provider),
    )


def informed_commitment(
    desk: PaperDesk,
    paper: Further,
    receipt_no: str,
    form: IntakeForm,
    item: ServiceItem,
    replaced: tuple[str, ...],
    signature: ScreenSignature | None,
) -> InformedCommitmentPaper:
    """The informed commitment, made out twice (R-IN-6)."""
    return InformedCommitmentPaper(
        head=desk.head(paper.number, paper.code),
        applicant=applicant_line(form.applicant) if form.applicant else PersonLine(""),
        representative=agent_line(form.representative),
        item_name=item.name,
        department=item.department,
        told=informed_told(item, replaced),
        promises=COMMITMENT_PROMISES,
        receipt_no=receipt_no,
        scope=item.informed_commitment.scope,
        signature=mark_of(signature),
        signed_text=informed_text(form, item, replaced) if signature else "",
    )


def termination_notice(
    desk: PaperDesk, paper: Further, case: Case, request: TerminateUnsupplied, consult_phone: str
) -> TerminationPaper:
    """What was deferred did not come: the end in writing, with the remedies (T25x)."""
    return TerminationPaper(
        head=desk.head(paper.number, paper.code),
        receipt_no=case.receipt_no,
        applicant=applicant_of(case),
        item_name=case.item_name,
        department=case.department,
        accepted_on=case.accepted_on or desk.at.date(),
        decided_on=request.decided_on or desk.at.date(),
        cause="容缺材料逾期未补",
        reasons=request.reasons,
        legal_basis=request.legal_basis,
        remedies=request.remedies,
        approved_by=request.officer,
        apply_again=request.apply_again,
        consult_phone=consult_phone,
    )
