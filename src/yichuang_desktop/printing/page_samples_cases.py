# ruff: noqa: PLR2004 - sample data is full of numbers that mean nothing
"""Sample papers of single cases: conditional acceptance, packages, decisions, mailing, giving back."""

import base64
import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QBuffer, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from yichuang_desktop.domain.papers import (
    AcceptanceNoticePaper,
    ConditionalNoticePaper,
    CorrectionPaper,
    DepartmentVoucherPaper,
    ExtensionPaper,
    InformedCommitmentPaper,
    MailingPaper,
    MemberLine,
    NonAcceptancePaper,
    OwedLine,
    Paper,
    PaperHead,
    ParcelOpeningPaper,
    PaymentPaper,
    PersonLine,
    ReferralPaper,
    RefusalPaper,
    ReplySlipPaper,
    ReturnedPapersPaper,
    ScanPicture,
    ServedLine,
    ServiceReceiptPaper,
    SpecialStepPaper,
    SupplyRecordPaper,
    TerminationPaper,
    VoucherPaper,
    WithdrawalPaper,
    remedies_text,
)
from yichuang_desktop.printing.page_samples import (
    AGENT,
    CODE,
    FEW,
    HEAD,
    LONG_ITEM,
    LONG_MATERIAL,
    MASKED,
    PERSON,
    many,
    signature,
)

RECEIPT_NO: Final = HEAD.number
OFFICE: Final = "内乡县市场监督管理局"
LONG_OFFICE: Final = "内乡县人力资源和社会保障局（劳动人事争议仲裁院）"
ITEM: Final = "个体工商户设立登记"
DAY: Final = date(2026, 11, 23)
DAY_TIME: Final = datetime(2026, 11, 23, 10, 5)
LONG_REASON: Final = (
    "申请人提交的经营场所使用证明载明的地址与实地勘验情况不一致，且该区域已列入土地征收范围，"
    "不符合《中华人民共和国土地管理法》及国土空间规划管控要求"
)
LAW: Final = "《中华人民共和国行政许可法》第三十八条第二款"
BARE: Final = PersonLine("测样")
PLAIN_HEAD: Final = replace(HEAD, demonstration=False, hall_phone="", complaint_phone="")


def head(suffix: str, kind: str = "78") -> PaperHead:
    """The head of a paper of the sample case."""
    return replace(HEAD, number=f"{RECEIPT_NO}-{suffix}", code=kind + CODE[2:])


def plain(suffix: str, kind: str = "78") -> PaperHead:
    """The same with the least on it."""
    return replace(PLAIN_HEAD, number=f"{RECEIPT_NO}-{suffix}", code=kind + CODE[2:])


def owed(count: int = 2, *, supplied: int = 0, name: str = "经营场所使用证明") -> tuple[OwedLine, ...]:
    """Materials that may follow, the first ones already supplied."""
    return tuple(
        OwedLine(
            seq=at,
            name=f"{name}（{at}）",
            problem="缺" if at % 2 else "复印件不清晰",
            requirement="补交原件1份，加盖公章" if at % 2 else "重新复印并与原件核对",
            due=date(2026, 12, 4),
            supplied_on=date(2026, 11, 30) if at <= supplied else None,
            supplied_how="窗口补交" if at <= supplied else "",
            received_by="员工甲" if at <= supplied else "",
        )
        for at in range(1, count + 1)
    )


def conditional(rows: tuple[OwedLine, ...] = ()) -> ConditionalNoticePaper:
    """A conditional acceptance."""
    return ConditionalNoticePaper(
        head=head("R1"),
        receipt_no=RECEIPT_NO,
        applicant=PERSON,
        representative=None,
        item_name=ITEM,
        department=OFFICE,
        accepted_on=DAY,
        rows=rows or owed(1),
        supply_by=date(2026, 12, 4),
        supply_ways="窗口补交、邮寄或网上提交，以到达日期为准",
        overdue_rule="逾期未补齐的，终止办理，由申请人自行承担后果",
        promises=(
            "上述材料确已具备或者能够按期取得，在承诺期限内按要求补齐。",
            "补交的材料真实、合法、有效；逾期未补齐的，同意终止办理。",
        ),
        promise_text="5个工作日",
        promise_due=date(2026, 11, 30),
        legal_basis="《河南省政务服务容缺受理管理办法》",
        consult_phone="0377-00000004",
    )


def signed_conditional() -> ConditionalNoticePaper:
    """The same, the promise signed on screen."""
    words = f"本人承诺于2026年12月4日前补交{ITEM}所欠材料。"
    mark = signature(PERSON.name, hashlib.sha256(words.encode()).hexdigest())
    return replace(conditional(), signature=mark, signed_text=words)


def supply(rows: tuple[OwedLine, ...]) -> SupplyRecordPaper:
    """What was supplied."""
    return SupplyRecordPaper(
        head("R2"), RECEIPT_NO, f"{RECEIPT_NO}-R1", PERSON, ITEM, OFFICE, date(2026, 12, 4), rows, AGENT
    )


def informed() -> InformedCommitmentPaper:
    """An informed commitment."""
    return InformedCommitmentPaper(
        head=head("G1"),
        applicant=PERSON,
        representative=None,
        item_name=ITEM,
        department=OFFICE,
        told=(
            (
                "证明事项及设定依据",
                "经营场所使用证明。依据《促进个体工商户发展条例》等规定。",
            ),
            ("应当具备的条件", "经营场所真实存在、合法使用，不属于违法建筑，不危害公共安全。"),
            ("承诺方式和效力", "申请人签署本承诺书即可替代证明材料，审批部门依据书面承诺办理。"),
            ("核查方式", "作出决定后两个月内，通过部门间信息共享或者实地核查的方式核查。"),
            ("不实承诺的责任", "承诺不实的，依法撤销决定，记入信用记录，并依法追究责任。"),
        ),
        promises=(
            "已知晓并理解行政机关告知的全部内容。",
            "自身符合上述条件，所作承诺真实、准确，是本人（本单位）的真实意思表示。",
            "愿意承担不实承诺的法律责任，配合核查。",
        ),
        receipt_no=RECEIPT_NO,
        scope="以书面承诺替代经营场所使用证明",
    )


def voucher(materials: int = 3) -> VoucherPaper:
    """A materials voucher of a province-wide case."""
    return VoucherPaper(
        head=head("S1", "75"),
        applicant=MASKED,
        representative=None,
        item_name="社会保障卡申领",
        authority="郑州市人力资源和社会保障局",
        materials=FEW[:materials] if materials <= len(FEW) else many(materials),
        received_on=DAY,
        receiver="员工甲",
        provider="样例㛃",
        delivery="由受理机关邮寄",
        mail_to=PersonLine("样例㛃", phone="15400000012", address="河南省南阳市内乡县湍东镇样例路1号"),
        platform_no="410100202611230000123",
        promise_text="5个工作日",
        authority_phone="0371-00000001",
    )


def acceptance(count: int = 4) -> AcceptanceNoticePaper:
    """The acceptance notice of a package, its last member outside the library."""
    names = ("企业设立登记", "公章刻制备案", "社会保险登记", "银行开户")
    offices = (OFFICE, "内乡县公安局", "内乡县人力资源和社会保障局", "中国银行内乡支行")
    members = tuple(
        MemberLine(
            seq=at + 1,
            item_name=names[at % 4] if count <= 4 else LONG_ITEM,
            department=offices[at % 4],
            promise_text=f"{at % 4 + 1}个工作日",
            due=None if at % 4 == 3 else date(2026, 11, 24 + at % 4),
            external=at % 4 == 3,
            phone="" if at % 4 == 3 else f"0377-0000000{at % 4}",
            remark="申请人另行预约" if at % 4 == 3 else "",
        )
        for at in range(count)
    )
    return AcceptanceNoticePaper(
        head=head("A1"),
        receipt_no=RECEIPT_NO,
        applicant=MASKED,
        representative=None,
        item_name="企业开办一件事" if count > 1 else ITEM,
        accepted_on=DAY,
        submitted_by="窗口现场",
        members=members,
        promise_text="4个工作日",
        first_handler="员工甲",
        promise_due=date(2026, 11, 27),
        materials_count=12,
        delivery="窗口领取",
        consult_phone="0377-00000004",
    )


def parcel(materials: int = 3) -> ParcelOpeningPaper:
    """A parcel opened with the officer."""
    return ParcelOpeningPaper(
        head=head("K1"),
        parcel_no="1234567890123",
        sender=replace(PERSON, address="郑州市样例路1号"),
        item_name=ITEM,
        department=OFFICE,
        opened_at=datetime(2026, 11, 23, 9, 40),
        condition="外包装完好、封口无拆动痕迹",
        materials=FEW[:materials] if materials <= len(FEW) else many(materials),
        officer="周样例",
        commitment="未随件寄来，领取结果时补签",
        receipt_no=RECEIPT_NO,
        arrived_on=DAY,
        postal_clerk="邮政演示",
    )


def signed_parcel() -> ParcelOpeningPaper:
    """The same, signed by the officer on screen."""
    words = "审批部门后台工作人员周样例代服务对象样例㛃签收邮寄纸质材料3项。"
    mark = signature("周样例", hashlib.sha256(words.encode()).hexdigest())
    differences = "清单列明的家庭经营成员名单未随件寄来，已电话告知寄件人"
    return replace(parcel(), signature=mark, signed_text=words, differences=differences)


def referral() -> ReferralPaper:
    """A hard question, referred."""
    return ReferralPaper(
        head=replace(HEAD, number="NX20261123-04-T0007", code="74" + CODE[2:]),
        asker=PersonLine("样例㛃", phone="15400000012"),
        question="租用集体建设用地上的厂房开办食品加工小作坊，场所证明应由哪一级出具，是否需要先办环评？",
        department=OFFICE,
        referred_at=datetime(2026, 11, 23, 10, 5),
        item_name="食品小作坊登记",
        answer_by=date(2026, 11, 25),
        answer_way="电话",
        contact="周样例 0377-00000004",
    )


def answered() -> ReferralPaper:
    """The same with its answer."""
    return replace(
        referral(),
        answer="场所证明由村（居）民委员会出具即可；年产量在标准以下的实行登记管理，不需单独办理环评。" * 3,
        answered_by="周样例",
        answered_at=datetime(2026, 11, 24, 15, 30),
        answered_how="电话答疑",
    )


def non_acceptance() -> NonAcceptancePaper:
    """A decision not to accept."""
    return NonAcceptancePaper(
        head=replace(head("N1"), number="内政服不受〔2026〕第12号"),
        applicant=PERSON,
        item_name=ITEM,
        department=OFFICE,
        applied_on=DAY,
        decided_on=DAY,
        reasons=("申请事项依法不属于本行政机关职权范围，应向申请人经营场所所在地的登记机关提出。",),
        legal_basis="《中华人民共和国行政许可法》第三十二条第一款第（二）项",
        remedies=remedies_text("决定", reconsideration="内乡县人民政府", court="内乡县人民法院"),
        returned=FEW[:2],
        apply_again="请向邓州市市场监督管理局提出申请，咨询电话 0377-00000009。",
        consult_phone="0377-00000004",
        handled_by="周样例",
    )


def refusal() -> RefusalPaper:
    """A refusal made out on the hall's form."""
    return RefusalPaper(
        head=head("X1"),
        decision_no="内市监许不〔2026〕3号",
        receipt_no=RECEIPT_NO,
        applicant=PERSON,
        item_name=ITEM,
        department=OFFICE,
        accepted_on=DAY,
        decided_on=date(2026, 11, 26),
        reasons=("经营场所位于禁止经营的区域内。", "申请人被列入市场禁入名单，限制期限尚未届满。"),
        legal_basis=LAW,
        remedies=remedies_text("决定", reconsideration="内乡县人民政府", court="内乡县人民法院"),
        handled_by="周样例",
        consult_phone="0377-00000004",
    )


def termination() -> TerminationPaper:
    """A case ended because what was owed never came."""
    return TerminationPaper(
        head=head("Z1"),
        receipt_no=RECEIPT_NO,
        applicant=PERSON,
        item_name=ITEM,
        department=OFFICE,
        accepted_on=DAY,
        decided_on=date(2026, 12, 7),
        cause="容缺材料逾期未补",
        reasons=("承诺于2026年12月4日前补交的经营场所使用证明，经两次电话提醒仍未补交。",),
        legal_basis="《河南省政务服务容缺受理管理办法》及申请人签署的《容缺受理承诺书》",
        remedies=remedies_text("通知", reconsideration="内乡县人民政府", court="内乡县人民法院"),
        approved_by="李样例",
        returned=FEW[:3],
        apply_again="材料备齐后可随时重新申请。",
        consult_phone="0377-00000004",
    )


def special_step() -> SpecialStepPaper:
    """Time an expert review takes."""
    return SpecialStepPaper(
        head=head("T1"),
        receipt_no=RECEIPT_NO,
        applicant=MASKED,
        item_name=ITEM,
        department=OFFICE,
        step="专家评审",
        reason="申请内容涉及专业技术判断",
        legal_basis="《中华人民共和国行政许可法》第四十五条",
        started_on=DAY,
        days_text="10个工作日",
        clock_text="不计入法定和承诺办理期限",
        approved_by="李样例",
        ends_on=date(2026, 12, 7),
        new_due=date(2026, 12, 14),
        handled_by="周样例",
    )


def extension() -> ExtensionPaper:
    """An extension by ten days."""
    return ExtensionPaper(
        head=head("Y1"),
        receipt_no=RECEIPT_NO,
        applicant=MASKED,
        item_name=ITEM,
        department=OFFICE,
        accepted_on=DAY,
        due_before=date(2026, 12, 21),
        days_text="10个工作日",
        due_after=date(2027, 1, 5),
        reason="案情复杂，需要向上级机关请示",
        legal_basis="《中华人民共和国行政许可法》第四十二条第一款",
        approved_by="局长李样例",
        due_estimated=True,
        handled_by="周样例",
    )


def correction(rows: int = 1) -> CorrectionPaper:
    """A correction after acceptance."""
    materials = FEW[:rows] if rows <= len(FEW) else many(rows)
    told = tuple(replace(row, verdict="", remark="签字处漏签，请补签并注明日期") for row in materials)
    return CorrectionPaper(
        head=head("B2"),
        receipt_no=RECEIPT_NO,
        applicant=MASKED,
        item_name=ITEM,
        department=OFFICE,
        accepted_on=DAY,
        rows=told,
        supply_by=date(2026, 12, 4),
        supply_ways="到出证窗口或邮寄",
        legal_basis="本事项实施规范第八条",
        clock_text="补正期间不计入承诺时限",
        handled_by="周样例",
    )


def payment() -> PaymentPaper:
    """A payment notice."""
    return PaymentPaper(
        head=head("J1"),
        receipt_no=RECEIPT_NO,
        applicant=MASKED,
        item_name="不动产登记（住房）",
        department="内乡县自然资源局",
        amount="人民币捌拾元整（¥80.00）",
        basis="《国家发展改革委 财政部关于不动产登记收费标准等有关问题的通知》",
        payee="内乡县财政局非税收入专户",
        pay_ways="窗口扫码或银行转账",
        pay_by=date(2026, 11, 30),
        consult_phone="0377-00000006",
    )


def withdrawal() -> WithdrawalPaper:
    """A request to withdraw."""
    return WithdrawalPaper(
        head("C2"), RECEIPT_NO, PERSON, None, ITEM, OFFICE, DAY, "经营计划变更", "到出证窗口领取"
    )


def reply_slip() -> ReplySlipPaper:
    """A reply slip of an online case."""
    return ReplySlipPaper(
        head=head("W1", "77"),
        platform_no="411325202611230004567",
        item_name=ITEM,
        applicant=PERSON,
        department=OFFICE,
        accepted_on=DAY,
        result_name="营业执照（正本、副本）",
        receipt_no=RECEIPT_NO,
        applied_at=datetime(2026, 11, 22, 21, 14),
        accepted_by="周样例",
        completed_on=date(2026, 11, 26),
        result_no="92411325MA4演示0001",
        delivery="窗口领取",
        collector=AGENT,
        relation="委托代理人",
    )


def results(count: int = 1) -> tuple[ServedLine, ...]:
    """Documents to be issued or mailed."""
    name = "营业执照（正本、副本）" if count < 4 else LONG_MATERIAL
    return tuple(ServedLine(at, name, f"内证〔2026〕{at:04d}号", 2, 2) for at in range(1, count + 1))


def department_voucher(count: int = 1) -> DepartmentVoucherPaper:
    """A department's documents booked in."""
    return DepartmentVoucherPaper(
        head=head("F1"),
        voucher_no="内公交受〔2026〕0456号",
        department="内乡县公安局交通管理大队",
        item_name="机动车驾驶证补证",
        applicant=PersonLine("样例㛃", phone="15400000012"),
        results=results(count),
        handed_by="郑样例",
        handed_at=datetime(2026, 11, 23, 11, 20),
        receipt_no=RECEIPT_NO,
        source="非综合窗口受理",
        delivery="窗口领取",
    )


def slip_picture(file_format: str = "JPEG") -> ScanPicture:
    """What a camera would make of a courier's slip."""
    image = QImage(1000, 700, QImage.Format.Format_RGB32)
    image.fill(QColor(250, 246, 235))
    painter = QPainter(image)
    painter.fillRect(QRect(0, 0, 1000, 90), QColor(0, 90, 60))
    for at in range(40):
        painter.fillRect(QRect(560 + at * 9, 130, 3 + at % 4, 110), QColor(20, 20, 20))
    painter.setPen(QColor(90, 90, 90))
    for at in range(7):
        painter.drawLine(40, 300 + 55 * at, 960, 300 + 55 * at)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, file_format, 80)  # type: ignore[call-overload]
    data = bytes(buffer.data().data())
    return ScanPicture(
        base64.b64encode(data).decode("ascii"),
        hashlib.sha256(data).hexdigest(),
        datetime(2026, 11, 24, 16, 40),
        "员工甲",
    )


def mailing() -> MailingPaper:
    """Documents on their way, the slip to be pasted on."""
    return MailingPaper(
        head=head("M1"),
        receipt_no=RECEIPT_NO,
        item_name=ITEM,
        recipient=PersonLine("样例㛃", phone="15400000012", address="河南省南阳市内乡县湍东镇样例路1号"),
        contents=results(),
        carrier="中国邮政 EMS",
        purpose="寄送办理结果",
        slip_no="1234567890123",
        department=OFFICE,
        applicant_name="样例㛃",
        sent_at=datetime(2026, 11, 24, 16, 30),
        sent_by="出证甲",
        taken_by="邮政演示",
    )


def returned(rows: int = 5) -> ReturnedPapersPaper:
    """Papers given back."""
    materials = FEW[:rows] if rows <= len(FEW) else many(rows)
    return ReturnedPapersPaper(
        head=head("H1"),
        receipt_no=RECEIPT_NO,
        applicant=PERSON,
        item_name=ITEM,
        department=OFFICE,
        cause="退件",
        rows=tuple(replace(row, verdict="", sheets=2) for row in materials),
        collector=AGENT,
        evidence_seen="收件通知单原件、授权委托书、代理人身份证",
        returned_at=datetime(2026, 11, 27, 9, 30),
        relation="委托代理人",
        notice_no=f"{RECEIPT_NO}-T1",
    )


def service() -> ServiceReceiptPaper:
    """Proof of service of a refusal."""
    return ServiceReceiptPaper(
        head=head("V1"),
        receipt_no=RECEIPT_NO,
        item_name=ITEM,
        department=OFFICE,
        recipient=PERSON,
        served=(ServedLine(1, "不予行政许可决定书", "内市监许不〔2026〕3号", 1, 2),),
        way="直接送达",
        place="内乡县政务服务中心出证窗口",
        server="出证甲",
    )


def samples() -> dict[str, tuple[Paper, str]]:
    """The papers of single cases by name, with their copy marks."""
    cover = replace(refusal(), sheets=3, registered_by="出证甲")
    typical: dict[str, Paper] = {
        "conditional-typical": conditional(),
        "conditional-signed": signed_conditional(),
        "supply-typical": supply(owed(3, supplied=2)),
        "informed-typical": informed(),
        "voucher-typical": voucher(),
        "acceptance-typical": acceptance(),
        "parcel-typical": parcel(),
        "parcel-signed": signed_parcel(),
        "referral-typical": referral(),
        "referral-answered": answered(),
        "non-acceptance-typical": non_acceptance(),
        "refusal-typical": refusal(),
        "refusal-cover": cover,
        "termination-typical": termination(),
        "special-step-typical": special_step(),
        "extension-typical": extension(),
        "correction-typical": correction(),
        "payment-typical": payment(),
        "withdrawal-typical": withdrawal(),
        "reply-slip-typical": reply_slip(),
        "department-voucher-typical": department_voucher(),
        "mailing-typical": mailing(),
        "returned-typical": returned(),
        "service-typical": service(),
    }
    return {name: (paper, "") for name, paper in typical.items()}
