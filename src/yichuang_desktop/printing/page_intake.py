"""Papers of intake beyond the ordinary: conditional acceptance, voucher, package, parcel, referral."""

from functools import partial
from typing import Final

from yichuang_desktop.domain.commitments import check_signed_text
from yichuang_desktop.domain.papers import (
    AcceptanceNoticePaper,
    ConditionalNoticePaper,
    MemberLine,
    OwedLine,
    ParcelOpeningPaper,
    ReferralPaper,
    SupplyRecordPaper,
    VoucherPaper,
)
from yichuang_desktop.printing.page_blocks import (
    CELL,
    SMALL,
    TINY,
    Column,
    Field,
    SignatureBox,
    day_text,
    time_text,
)
from yichuang_desktop.printing.page_forms import (
    BLANK_DAY,
    SEQUENCE,
    Seal,
    agent,
    document_of,
    joined,
    materials_table,
    person,
    signature_hash,
    signing,
    some,
)
from yichuang_desktop.printing.page_ops import Page
from yichuang_desktop.printing.page_sheet import Sheet, twice
from yichuang_desktop.printing.page_words import filled, word, words

RECEIVING_SEAL: Final = "收件（受理）专用章"


def estimated(text: str, doubtful: bool) -> str:
    """A due date with a word of warning when its year's holidays are not published yet."""
    return f"{text}（暂估）" if text and doubtful else text


def conditional_pages(paper: ConditionalNoticePaper, copy_mark: str = "") -> list[Page]:
    """Notice above, the applicant's promise below the cut line (容缺受理通知书、承诺书; R-IN-5).

    Raises RuleViolation("signed_text_changed").
    """
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("conditional", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            *person("申请人", paper.applicant),
            *agent(paper.representative),
            Field("审批部门", paper.department),
            Field("申请事项", paper.item_name, wide=True),
            Field("收件编号", paper.receipt_no),
            Field("受理日期", day_text(paper.accepted_on)),
            *some("承诺时限", paper.promise_text),
            *some("承诺到期", day_text(paper.promise_due)),
            *some("咨询电话", paper.consult_phone),
        ],
    )
    sheet.space(2)
    sheet.paragraph(
        filled(
            word("conditional", "opening"),
            applicant=paper.applicant.name,
            item=paper.item_name,
            supply_by=day_text(paper.supply_by),
        )
    )
    sheet.space(1.5)
    _owed_table(sheet, paper.rows)
    sheet.space(2)
    sheet.grid(
        [
            Field("补交方式", paper.supply_ways),
            Field("逾期处理", paper.overdue_rule),
            *some("依　　据", paper.legal_basis),
        ],
    )
    clerk = SignatureBox("窗口经办人", name=paper.head.clerk, day=paper.head.issued_at.date())
    signing(sheet, [SignatureBox("申请人签收")], Seal(RECEIVING_SEAL), [clerk], gap=3)
    sheet.cut(word("conditional", "promise_title"), partial(_promise, sheet, paper))
    return sheet.finish()


def _owed_table(sheet: Sheet, rows: tuple[OwedLine, ...]) -> None:
    width = sheet.band.width - SEQUENCE.width - 34
    columns = (
        SEQUENCE,
        Column("容缺材料", width * 0.46),
        Column("情形", width * 0.17),
        Column("补交要求", width * 0.37),
        Column("补交期限", 34, centred=True),
    )
    cells = [
        (str(row.seq), row.name, row.problem, joined(row.requirement, row.remark), day_text(row.due))
        for row in rows
    ]
    sheet.table(columns, cells, style=SMALL, least=6.6)


def _promise(sheet: Sheet, paper: ConditionalNoticePaper) -> None:
    signer = paper.representative or paper.applicant
    document = document_of(paper.applicant)
    sheet.paragraph(
        filled(
            word("conditional", "promise_opening"),
            applicant=paper.applicant.name,
            document=f"（{document}）" if document else "",
            item=paper.item_name,
            receipt_no=paper.receipt_no,
            count=str(len(paper.rows)),
            names="、".join(row.name for row in paper.rows),
            supply_by=day_text(paper.supply_by),
        ),
        CELL,
    )
    sheet.space(1)
    sheet.numbered(paper.promises, CELL)
    if paper.signed_text:
        sheet.space(1)
        sheet.paragraph(f"{word('signed', 'text')}：{paper.signed_text}", TINY, indent=0)
    sheet.space(2)
    title = f"承诺人（{'代理人' if paper.representative else '签字或盖章'}）"
    sheet.boxes(
        [
            SignatureBox(title, name=signer.name if paper.representative else "", signature=paper.signature),
            SignatureBox("窗口经办人", name=paper.head.clerk, share=0.8),
        ],
        height=28,
    )
    signature_hash(sheet, paper.signature)


def supply_pages(paper: SupplyRecordPaper, copy_mark: str = "") -> list[Page]:
    """What was supplied after conditional acceptance, and what is still owed (容缺材料补交记录; R-IN-5)."""

    def part(name: str, half: int | None) -> Sheet:
        sheet = Sheet(paper.head, word("supply", "title"), copy_mark=copy_mark, part=name, half=half)
        sheet.grid(
            [
                Field("申请人", paper.applicant.name),
                Field("收件编号", paper.receipt_no),
                Field("审批部门", paper.department),
                Field("申请事项", paper.item_name, wide=True),
                Field("容缺通知书", paper.notice_no),
                Field("补交期限", day_text(paper.supply_by)),
                *(person("补交人", paper.provider) if paper.provider else []),
            ],
        )
        sheet.space(2)
        owed = sum(1 for row in paper.rows if row.supplied_on is None)
        state = f"尚欠 {owed} 项" if owed else "已全部补齐"
        sheet.paragraph(f"容缺材料共 {len(paper.rows)} 项，{state}。", indent=0)
        sheet.space(1)
        _supplied_table(sheet, paper.rows)
        sheet.space(3)
        sheet.boxes(
            [
                SignatureBox("补交人", name=paper.provider.name if paper.provider else ""),
                SignatureBox("部门接收人"),
                SignatureBox("窗口收取人", name=paper.head.clerk, day=paper.head.issued_at.date()),
            ],
            height=26,
        )
        return sheet

    return twice(part, (word("parts", "applicant"), word("parts", "kept")))


def _supplied_table(sheet: Sheet, rows: tuple[OwedLine, ...]) -> None:
    width = sheet.band.width - SEQUENCE.width - 31 - 34
    columns = (
        SEQUENCE,
        Column("容缺材料", width * 0.52),
        Column("补交要求", width * 0.48),
        Column("期限", 31, centred=True),
        Column("补交情况", 34),
    )
    cells = [
        (
            str(row.seq),
            row.name,
            joined(row.problem, row.requirement, row.remark),
            day_text(row.due),
            _supplied(row),
        )
        for row in rows
    ]
    sheet.table(columns, cells, style=SMALL, least=6.6)


def _supplied(row: OwedLine) -> str:
    if row.supplied_on is None:
        return "【未补交】"
    how = " ".join(part for part in (row.supplied_how, row.received_by) if part)
    return "\n".join(part for part in (day_text(row.supplied_on), how) if part)


def voucher_pages(paper: VoucherPaper, copy_mark: str = "") -> list[Page]:
    """Materials voucher, once for the applicant and once to keep (申请材料收件凭证; R-IN-10, 3.2.1.3).

    The receiving clerk's name and date stand at the lower right (3.2.1.2).
    """

    def part(name: str, half: int | None) -> Sheet:
        sheet = Sheet(paper.head, word("voucher", "title"), copy_mark=copy_mark, part=name, half=half)
        mail = paper.mail_to
        sheet.grid(
            [
                *person("申请人", paper.applicant),
                *agent(paper.representative),
                Field("受理机关", paper.authority),
                *some("机关电话", paper.authority_phone),
                Field("申请事项", paper.item_name, wide=True),
                *some("申请号", paper.platform_no),
                *some("收件编号", paper.receipt_no),
                *some("办理时限", paper.promise_text),
                Field("结果送达", paper.delivery),
                *some("邮寄地址", " ".join((mail.name, mail.phone, mail.address)) if mail else "", wide=True),
            ],
        )
        sheet.space(2)
        copies = sum(row.copies for row in paper.materials)
        sheet.paragraph(f"收取材料：共 {len(paper.materials)} 项 {copies} 份", SMALL, indent=0)
        sheet.space(0.8)
        materials_table(sheet, paper.materials)
        receiver = SignatureBox("窗口接收人", name=paper.receiver, day=paper.received_on, day_label="收件：")
        provider = SignatureBox("提供人", name=paper.provider, signature=paper.provider_signature)
        signing(sheet, [provider], Seal(word("voucher", "seal")), [receiver], gap=2.5)
        return sheet

    return twice(part, (word("parts", "applicant"), word("parts", "kept")))


def acceptance_pages(paper: AcceptanceNoticePaper, copy_mark: str = "") -> list[Page]:
    """Acceptance notice (受理通知单; R-IN-11): of a package a row per member, the whole due at the end."""
    sheet = Sheet(paper.head, word("acceptance", "title"), copy_mark=copy_mark)
    package = len(paper.members) > 1
    due = estimated(day_text(paper.promise_due), paper.due_estimated)
    sheet.grid(
        [
            *person("申请人", paper.applicant),
            *agent(paper.representative),
            Field("一件事" if package else "申请事项", paper.item_name, wide=True),
            Field("收件编号", paper.receipt_no),
            Field("提交方式", paper.submitted_by),
            Field("受理日期", day_text(paper.accepted_on)),
            Field("办结时限", paper.promise_text),
            *some("办结日期", f"{due}前" if due else ""),
            *some("收取材料", f"{paper.materials_count} 项" if paper.materials_count else ""),
            *some("领取方式", paper.delivery),
            *some("咨询电话", paper.consult_phone),
        ],
    )
    sheet.space(2)
    sheet.paragraph(
        filled(
            word("acceptance", "package_opening" if package else "opening"),
            applicant=paper.applicant.name,
            item=paper.item_name,
            accepted_on=day_text(paper.accepted_on),
            count=str(len(paper.members)),
        )
    )
    sheet.space(1.5)
    _member_table(sheet, paper)
    sheet.space(2)
    collect_at = paper.collect_at or word("receipt", "collect_at")
    notes = [
        filled(note, collect_at=collect_at)
        for note in words("acceptance", "package_notes" if package else "notes")
    ]
    sheet.numbered(notes, SMALL)
    first = SignatureBox("首办责任人", name=paper.first_handler, day=paper.accepted_on, day_label="受理：")
    signing(sheet, [SignatureBox("申请人签收")], Seal("受理专用章"), [first], gap=2)
    return sheet.finish()


def _member_table(sheet: Sheet, paper: AcceptanceNoticePaper) -> None:
    width = sheet.band.width - SEQUENCE.width - 24 - 31
    columns = (
        SEQUENCE,
        Column("联办事项" if len(paper.members) > 1 else "事项", width * 0.40),
        Column("办理部门及电话", width * 0.34),
        Column("承诺时限", 24, centred=True),
        Column("到期日", 31, centred=True),
        Column("备注", width * 0.26),
    )
    cells = [_member_cells(row, paper.due_estimated) for row in paper.members]
    sheet.table(columns, cells, style=SMALL, least=7)


def _member_cells(row: MemberLine, doubtful: bool) -> tuple[str, ...]:
    outside = word("acceptance", "external") if row.external else ""
    return (
        str(row.seq),
        row.item_name,
        " ".join(part for part in (row.department, row.phone) if part),
        row.promise_text,
        estimated(day_text(row.due), doubtful),
        joined(outside, row.remark),
    )


def parcel_pages(paper: ParcelOpeningPaper, copy_mark: str = "") -> list[Page]:
    """Record of a parcel opened with the department's officer (邮寄收件开拆记录; R-IN-13, 3.3).

    Raises RuleViolation("signed_text_changed").
    """
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("parcel", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            Field("来件运单号", paper.parcel_no),
            *some("到件日期", day_text(paper.arrived_on)),
            *person("寄件人", paper.sender),
            Field("审批部门", paper.department),
            Field("申请事项", paper.item_name, wide=True),
            *some("收件编号", paper.receipt_no),
            Field("开拆时间", time_text(paper.opened_at)),
            Field("来件外观", paper.condition),
            Field("信用承诺书", paper.commitment),
        ],
    )
    sheet.heading(word("parcel", "contents"), follow=20)
    materials_table(sheet, paper.materials)
    sheet.heading(word("parcel", "differences"))
    sheet.paragraph(paper.differences or word("parcel", "no_differences"))
    sheet.space(1.5)
    sheet.keep(44)
    sheet.paragraph(filled(word("parcel", "closing"), officer=paper.officer, sender=paper.sender.name))
    if paper.signed_text:
        sheet.paragraph(f"{word('signed', 'text')}：{paper.signed_text}", TINY, indent=0)
    sheet.space(2)
    sheet.boxes(
        [
            SignatureBox("部门后台（代服务对象）", name=paper.officer, signature=paper.signature, share=1.2),
            SignatureBox("邮政窗口", name=paper.postal_clerk, share=0.9),
            SignatureBox("综合窗口", name=paper.head.clerk, day=paper.opened_at.date(), share=0.9),
        ],
        height=34,
    )
    signature_hash(sheet, paper.signature)
    return sheet.finish()


def referral_pages(paper: ReferralPaper, copy_mark: str = "") -> list[Page]:
    """Consultation referral slip (疑难问题转办单; R-ASK-2): question above, the department's answer below."""
    sheet = Sheet(paper.head, word("referral", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            *person("咨询人", paper.asker),
            *some("相关事项", paper.item_name, wide=True),
            Field("承办部门", paper.department),
            *some("部门联系", paper.contact),
            Field("转办时间", time_text(paper.referred_at)),
            *some("答复期限", f"{day_text(paper.answer_by)}前" if paper.answer_by else ""),
            *some("答复方式", paper.answer_way),
        ],
    )
    sheet.heading("咨询问题")
    sheet.paragraph(paper.question)
    sheet.heading("答复情况", follow=60)
    if paper.answer:
        sheet.paragraph(paper.answer)
    else:
        sheet.blank_lines(6)
    sheet.space(2)
    sheet.grid(
        [
            Field("答 复 人", paper.answered_by),
            Field("答复时间", time_text(paper.answered_at) or BLANK_DAY),
            Field("答复方式", paper.answered_how or word("referral", "ways"), wide=True),
        ],
    )
    sheet.space(1.5)
    sheet.paragraph(word("referral", "note"), SMALL, indent=0)
    sheet.space(1.5)
    sheet.boxes(
        [
            SignatureBox("转办人（窗口）", name=paper.head.clerk, day=paper.referred_at.date()),
            SignatureBox("部门接收人"),
            SignatureBox("办结确认（窗口）"),
        ],
        height=30,
    )
    return sheet.finish()
