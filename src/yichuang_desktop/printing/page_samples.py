# ruff: noqa: PLR2004 - sample data is full of numbers that mean nothing
"""Sample papers with typical, longest and emptiest data, for the gallery, the tests and the benchmark.

All names and numbers are made up; see the demonstration data.
"""

import base64
import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QBuffer, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from yichuang_desktop.domain.commitments import wording_from
from yichuang_desktop.domain.papers import (
    CollectionSlipPaper,
    CommitmentPaper,
    DaySheetPaper,
    FolderLine,
    HandoverLine,
    IntakeRecordPaper,
    LedgerPaper,
    LossDeclarationPaper,
    MaterialLine,
    NoticePurpose,
    OneOffNoticePaper,
    Paper,
    PaperHead,
    PersonLine,
    ReceiptSheet,
    SignatureMark,
)
from yichuang_desktop.domain.print_jobs import copy_mark
from yichuang_desktop.settings import resource

CODE: Final = "710120261123040009495635083480"
STUB_CODE: Final = "720120261123040009012345678942"
LONG_ITEM: Final = (
    "农村集体经济组织利用集体建设用地兴办乡镇企业以及乡（镇）村公共设施、"
    "公益事业建设用地审批（含临时用地及设施农用地备案、变更、注销）"
)
LONG_UNIT: Final = (
    "内乡县演示样例测试验证示范现代农业科技综合开发与乡村振兴产业融合发展有限责任公司第一分公司"
)
LONG_MATERIAL: Final = "建设项目用地预审与选址意见书申请报告及附图附表（须加盖单位公章并由经办人签字确认）"
HEAD: Final = PaperHead(
    hall_name="内乡县政务服务中心",
    number="NX20261123-04-0009",
    code=CODE,
    counter="4号窗口",
    clerk="员工甲",
    issued_at=datetime(2026, 11, 23, 10, 5),
    demonstration=True,
    hall_phone="0377-65330000",
    complaint_phone="0377-12345",
)
PERSON: Final = PersonLine("样例㛃", "居民身份证", "411399199001010013", "15400000012")
MASKED: Final = PersonLine("样例㛃", "居民身份证", "411***********0013", "154****0012")
UNIT: Final = PersonLine(
    LONG_UNIT,
    "统一社会信用代码",
    "91411325MA3X123451",
    "0377-65330000-80001",
    "𬱟阿卜杜测试·演示热合曼",
    "河南省南阳市内乡县（演示）湍东镇样例路与测试大道交叉口东南角乡村振兴产业园一号楼十二层",
)
AGENT: Final = PersonLine("热合样例·测试江·演示别克·样本", "居民身份证", "411399197010049666", "15400000003")
FEW: Final = (
    MaterialLine(1, "个体工商户登记（备案）申请书", "原件", 1, "原件已核"),
    MaterialLine(2, "经营者居民身份证", "原件+复印件", 1, "原件已核"),
    MaterialLine(3, "经营场所使用证明", "复印件", 1, "复印件"),
    MaterialLine(4, "家庭经营成员名单", "原件", 1, "不适用"),
    MaterialLine(5, "授权委托书及受托人身份证", "原件+复印件", 1, "原件已核"),
)


SECOND_COPY: Final = copy_mark(2, datetime(2026, 11, 23, 15, 20), "阿卜杜热合曼")
"""What stands on a further copy."""


def many(count: int, name: str = LONG_MATERIAL, groups: int = 1) -> tuple[MaterialLine, ...]:
    """A long list of materials, spread over departments where ``groups`` says so."""
    departments = ("内乡县市场监督管理局", "内乡县自然资源局", "内乡县人力资源和社会保障局")
    return tuple(
        MaterialLine(
            seq=number,
            name=name,
            form="原件+复印件",
            copies=1 + number % 3,
            verdict="原件已核" if number % 7 else "容缺",
            group=departments[(number - 1) * groups // count] if groups > 1 else "",
        )
        for number in range(1, count + 1)
    )


def receipt(materials: tuple[MaterialLine, ...] = FEW) -> ReceiptSheet:
    """A common receipt."""
    return ReceiptSheet(
        head=HEAD,
        counterfoil_code=STUB_CODE,
        applicant=PERSON,
        applicant_masked=MASKED,
        representative=None,
        item_name="个体工商户设立登记",
        department="内乡县市场监督管理局",
        department_phone="0377-00000004",
        department_contact="周样例",
        materials=materials,
        received_on=date(2026, 11, 23),
        promise_text="当场办结",
        promise_due=date(2026, 11, 23),
        legal_due=date(2026, 11, 26),
        due_estimated=False,
        delivery="窗口领取",
        first_handler="员工甲",
        result_name="营业执照",
    )


def long_receipt(groups: int = 1, count: int = 26) -> ReceiptSheet:
    """The receipt with the most of everything."""
    return replace(
        receipt(many(count, groups=groups)),
        applicant=UNIT,
        applicant_masked=replace(UNIT, document_no="914***********3451", phone="037*******80001", address=""),
        representative=AGENT,
        item_name=LONG_ITEM,
        department="内乡县人力资源和社会保障局",
        promise_text="15个工作日",
        promise_due=date(2027, 1, 4),
        legal_due=date(2027, 1, 11),
        due_estimated=True,
        delivery="邮寄",
        result_name="建设用地规划许可证及用地批准书（含附图）",
        platform_no="411325202611230004567",
        collect_at="一楼5号综合出证窗口",
    )


def plain_receipt() -> ReceiptSheet:
    """The receipt with the least on it."""
    person = PersonLine("测样")
    return ReceiptSheet(
        head=replace(HEAD, demonstration=False, hall_phone="", complaint_phone=""),
        counterfoil_code=STUB_CODE,
        applicant=person,
        applicant_masked=person,
        representative=None,
        item_name="失业登记",
        department="人社局",
        department_phone="12333",
        department_contact="",
        materials=FEW[:1],
        received_on=date(2026, 11, 23),
        promise_text="当场办结",
        promise_due=None,
        legal_due=None,
        due_estimated=False,
        delivery="窗口领取",
        first_handler="王样",
    )


def commitment(promisor: PersonLine = PERSON, agent: PersonLine | None = None) -> CommitmentPaper:
    """A commitment to be signed in ink."""
    wording = wording_from(tomllib.loads(resource("papers/commitment.toml").read_text(encoding="utf-8")))
    text = wording.text(promisor, "个体工商户设立登记", "内乡县市场监督管理局", agent)
    return CommitmentPaper(
        head=replace(HEAD, code="73" + CODE[2:]),
        promisor=promisor,
        representative=agent,
        item_name="个体工商户设立登记",
        department="内乡县市场监督管理局",
        opening=text.opening,
        clauses=text.clauses,
        closing=text.closing,
        text_sha256=text.sha256,
        signature=None,
    )


def signed(paper: CommitmentPaper) -> CommitmentPaper:
    """The same, signed on screen."""
    return replace(paper, signature=signature(paper.promisor.name, paper.text_sha256))


def signature(signer: str, text_sha256: str, *, ground: bool = False) -> SignatureMark:
    """A few strokes as a pad would send them, on nothing or on a white ground."""
    image = QImage(600, 240, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white if ground else Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.GlobalColor.black, 7, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    path = QPainterPath(QPointF(60, 90))
    for at in range(1, 6):
        path.cubicTo(90 * at, 10, 90 * at - 60, 230, 90 * at + 50, 70 + 20 * (at % 3))
    painter.drawPath(path)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    picture = base64.b64encode(buffer.data().data()).decode("ascii")
    return SignatureMark(picture, text_sha256, datetime(2026, 11, 23, 10, 2), signer)


def record(materials: tuple[MaterialLine, ...] = FEW, person: PersonLine = PERSON) -> IntakeRecordPaper:
    """The cover of an archive bag."""
    names = ("收件通知单", "收件通知单存根", "信用承诺书", "一次性告知单", "寄件单据", "保证声明")
    return IntakeRecordPaper(
        head=replace(HEAD, code="76" + CODE[2:]),
        applicant=person,
        representative=None,
        item_name="个体工商户设立登记",
        item_code="511A0074300005-511602000000-000-115113016823646795-1-00",
        department="内乡县市场监督管理局",
        received_on=date(2026, 11, 23),
        promise_text="当场办结",
        promise_due=date(2026, 11, 23),
        legal_due=date(2026, 11, 26),
        due_estimated=False,
        first_handler="员工甲",
        materials=materials,
        contents=tuple(FolderLine(at, name, 1 if at in (1, 2, 3) else 0) for at, name in enumerate(names, 1)),
        retention="30年",
    )


def notice(purpose: NoticePurpose, rows: tuple[MaterialLine, ...] = FEW) -> OneOffNoticePaper:
    """A one-off notice for any of its purposes."""
    remarks = (
        "请按示范文本填写，经营者本人签字",
        "复印件不清晰，请重新复印并核对有效期",
        "缺房屋产权证明或村委会证明",
        "",
    )
    told = tuple(
        replace(
            row,
            verdict="" if purpose is NoticePurpose.GUIDANCE else row.verdict,
            remark=remarks[at % 4],
            sheets=2,
        )
        for at, row in enumerate(rows)
    )
    return OneOffNoticePaper(
        head=replace(HEAD, number="NX20261123-04-T0003", code="74" + CODE[2:]),
        purpose=purpose,
        applicant=PERSON,
        item_name="个体工商户设立登记",
        department="内乡县市场监督管理局",
        rows=told,
        applied_on=date(2026, 11, 23),
        supply_by="自收到本单之日起20个工作日内",
        supply_ways="到原受理窗口、邮寄或网上补正",
        conditions=("有经营能力的公民", "有固定的经营场所，且不属于法律、行政法规禁止经营的区域"),
        limits=(
            ("法定时限", "3个工作日"),
            ("承诺时限", "当场办结"),
            ("收费", "不收费"),
            ("办理结果", "营业执照"),
            ("办理地点", "内乡县政务服务中心一楼4号综合受理窗口"),
            ("办理时间", "工作日 8:30-12:00，14:30-17:30"),
        ),
        consult_phone="0377-00000004",
        receipt_no="NX20261123-04-0009",
        handled_by="周样例",
        reasons=(
            "申请的经营范围中“危险化学品经营”属于前置许可项目，未提交许可证件（《危险化学品安全管理条例》第三十三条）。",
            "经营场所证明与现场核查情况不一致。",
        ),
        apply_again="取得前置许可证件后，可携带本单到综合受理窗口重新申请，已提交且未变化的材料可继续使用。",
        remedies="如对本退件处理有异议，可自收到本单之日起60日内依法申请行政复议，或者在6个月内依法提起行政诉讼。",
    )


def loss(person: PersonLine = PERSON) -> LossDeclarationPaper:
    """A guarantee statement."""
    return LossDeclarationPaper(
        head=replace(HEAD, number="NX20261123-04-0009-B1", code="78" + CODE[2:]),
        declarant=person,
        receipt_no="NX20261123-04-0009",
        item_name="个体工商户设立登记",
        original_seen="居民身份证原件",
        statements=(
            "上述收件通知单确系本人（本单位）办理业务时取得，现已遗失，未转让、出借或者交给他人使用。",
            "自本声明签订之时起，原收件通知单作废；如日后找回，即交回出证窗口，不再使用。",
            "因遗失单据被他人冒领或者本声明不实造成的一切后果，由本人（本单位）承担。",
        ),
        signature=None,
    )


def collection(person: PersonLine = PERSON) -> CollectionSlipPaper:
    """A collection slip."""
    return CollectionSlipPaper(
        head=replace(HEAD, number="NX20261123-04-0009-L1", code="78" + CODE[2:]),
        receipt_no="NX20261123-04-0009",
        item_name="个体工商户设立登记",
        applicant=person,
        result_name="营业执照（正本、副本）",
        result_no="92411325MA4演示0001",
        copies=2,
        collector=AGENT,
        relation="委托代理人",
        evidence_seen="收件通知单原件、授权委托书、代理人身份证",
        collected_at=datetime(2026, 11, 24, 15, 20),
        signature=None,
    )


def day_sheet(count: int = 12) -> DaySheetPaper:
    """A day's handovers to one department, some not signed for."""
    start = datetime(2026, 11, 23, 8, 40)
    rows = tuple(
        HandoverLine(
            at,
            f"NX20261123-04-{at:04d}",
            UNIT.name if at % 5 == 3 else "样例㛃",
            LONG_ITEM if at % 6 == 5 else "个体工商户设立登记",
            5,
            start + timedelta(minutes=17 * at),
            "" if at % 4 == 2 else "周样例",
            None if at % 4 == 2 else start + timedelta(hours=8, minutes=at),
        )
        for at in range(1, count + 1)
    )
    return DaySheetPaper(
        replace(HEAD, number="NX20261123-04-H01", code=""), date(2026, 11, 23), "内乡县市场监督管理局", rows
    )


def ledger(count: int = 60) -> LedgerPaper:
    """The intake ledger of a month."""
    columns = (
        "序号",
        "收件日期",
        "收件编号",
        "事项名称",
        "审批部门",
        "申请人",
        "联系电话",
        "承诺到期",
        "后台接收人",
        "办结日期",
        "领取日期",
        "领取人",
        "首办责任人",
        "备注",
    )
    rows = tuple(
        (
            str(at),
            "2026-11-23",
            f"NX20261123-04-{at:04d}",
            LONG_ITEM if at % 9 == 4 else "个体工商户设立登记",
            "内乡县市场监督管理局",
            UNIT.name if at % 7 == 3 else "样例㛃",
            "154****0012",
            "2026-11-30",
            "周样例",
            "2026-11-26",
            "2026-11-27",
            "𬱟测试",
            "员工甲",
            "" if at % 5 else "已邮寄",
        )
        for at in range(1, count + 1)
    )
    head = replace(HEAD, number="NX20261130-TZ-01", code="")
    return LedgerPaper(head, "综合窗口办件台账", date(2026, 11, 1), date(2026, 11, 30), columns, rows)


def samples() -> dict[str, tuple[Paper, str]]:
    """Every paper by name, with its copy mark."""
    return {
        "receipt-typical": (receipt(), ""),
        "receipt-reprint-12": (receipt(many(12, "经营场所使用证明及产权证明")), SECOND_COPY),
        "receipt-longest": (long_receipt(), SECOND_COPY),
        "receipt-package": (long_receipt(groups=3, count=18), ""),
        "receipt-emptiest": (plain_receipt(), ""),
        "commitment-typical": (commitment(), ""),
        "commitment-signed": (signed(commitment()), ""),
        "commitment-longest": (commitment(UNIT, AGENT), SECOND_COPY),
        "record-typical": (record(), ""),
        "record-longest": (record(many(26), UNIT), ""),
        "notice-guidance": (notice(NoticePurpose.GUIDANCE), ""),
        "notice-guidance-longest": (
            replace(notice(NoticePurpose.GUIDANCE, many(26)), item_name=LONG_ITEM),
            "",
        ),
        "notice-correction": (notice(NoticePurpose.CORRECTION, FEW[:3]), ""),
        "notice-correction-longest": (
            replace(notice(NoticePurpose.CORRECTION, many(26)), applicant=UNIT),
            "",
        ),
        "notice-return": (notice(NoticePurpose.RETURN), ""),
        "loss-typical": (loss(), ""),
        "loss-longest": (loss(UNIT), ""),
        "collection-typical": (collection(), ""),
        "collection-longest": (replace(collection(UNIT), item_name=LONG_ITEM), ""),
        "day-sheet": (day_sheet(), ""),
        "day-sheet-long": (day_sheet(40), ""),
        "ledger": (ledger(), ""),
    }
