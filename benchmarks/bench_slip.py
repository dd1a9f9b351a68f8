"""A receipt slip's bytes against the same slip written by hand, interleaved in one run (goal 10).

By hand means: lines already broken and padded for this very case, each encoded and joined with its
commands; nothing is measured, wrapped or looked up. The goal is five times that. A slip with a rare name,
which draws one line as dots, is measured beside it.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from yichuang_desktop.domain.papers import MaterialLine, PaperHead, PersonLine, ReceiptSheet
from yichuang_desktop.printing.profiles import PrinterProfile, load_profiles
from yichuang_desktop.printing.slip import render_slip

ROUNDS = 400
SLIPS_A_ROUND = 4
GOAL = "<= 5 x"
MATERIALS = (
    "食品经营许可申请书",
    "营业执照",
    "场所地址方位示意图、平面图和卫生设施平面布局图",
    "股东、发起人主体资格文件或自然人身份证明",
    "法人授权委托书",
)


def sheet() -> ReceiptSheet:
    """An ordinary case: a person, five materials, a long item name."""
    head = PaperHead(
        "内乡县政务服务中心",
        "NX20261123-04-0009",
        "710120261123040009495635083480",
        "4号窗口",
        "王敏",
        datetime(2026, 11, 23, 10, 5),
        True,
        "0377-65331234",
        "12345",
    )
    return ReceiptSheet(
        head=head,
        counterfoil_code="720120261123040009495635083480",
        applicant=PersonLine("司马甲一", "居民身份证", "411325199001011234", "13800001234"),
        applicant_masked=PersonLine("司马甲一", "居民身份证", "411***********1234", "138****1234"),
        representative=PersonLine("韩经办"),
        item_name="经营劳务派遣业务（含新增业务、新设公司、分立、合并）许可(县级)",
        department="人力资源和社会保障局",
        department_phone="0377-65330000",
        department_contact="李科长",
        materials=tuple(MaterialLine(at, name, "原件", 1) for at, name in enumerate(MATERIALS, 1)),
        received_on=date(2026, 11, 23),
        promise_text="5个工作日",
        promise_due=date(2026, 11, 30),
        legal_due=date(2026, 12, 21),
        due_estimated=False,
        delivery="窗口领取",
        first_handler="王敏",
        result_name="劳务派遣经营许可证",
    )


def by_hand(paper: ReceiptSheet) -> bytes:
    """The same slip for 48 cells as a patient programmer would write it down."""
    rule = b"-" * 48 + b"\n"
    code = paper.head.code

    def text(line: str) -> bytes:
        return line.encode("gb18030") + b"\n"

    return b"".join(
        (
            b"\x1b@\x1da\x00\x1c&\x1cS\x00\x00\x1b3\x1e\x1ba\x01\x1bE\x01",
            text("【演示 不作凭证】"),
            text(paper.head.hall_name),
            b"\x1bJ\x08\x1d!\x11",
            text("领取凭条"),
            b"\x1bJ\x08",
            text(paper.head.number),
            b"\x1ba\x00\x1d!\x00\x1bE\x00",
            rule,
            b"\x1bE\x01",
            text(f"事    项：{paper.item_name[:18]}"),
            text(f"          {paper.item_name[18:]}"),
            b"\x1bE\x00",
            text(f"部    门：{paper.department}"),
            b"\x1bE\x01",
            text(f"申 请 人：{paper.applicant_masked.name}"),
            b"\x1bE\x00",
            text(f"证 件 号：{paper.applicant_masked.document_no}"),
            text(f"手    机：{paper.applicant_masked.phone}"),
            text("代 理 人：韩经办"),
            rule,
            b"\x1bE\x01",
            text("已收材料 5种 共5份"),
            b"\x1bE\x00",
            text(f"1. {MATERIALS[0]}                    原件1份"),
            text(f"2. {MATERIALS[1]}                              原件1份"),
            text(f"3. {MATERIALS[2][:22]}"),
            text(f"   {MATERIALS[2][22:]}                                    原件1份"),
            text(f"4. {MATERIALS[3]}"),
            text("                                         原件1份"),
            text(f"5. {MATERIALS[4]}                        原件1份"),
            rule,
            text(f"收件日期：{paper.received_on.year}年{paper.received_on.month}月{paper.received_on.day}日"),
            text(f"承诺时限：{paper.promise_text}"),
            b"\x1bE\x01",
            text("承诺办结：2026年11月30日"),
            b"\x1bE\x00",
            text("法定办结：2026年12月21日"),
            text(f"结    果：{paper.result_name}"),
            text(f"领取方式：{paper.delivery}"),
            text(f"承办电话：{paper.department_phone} {paper.department_contact}"),
            text(f"咨询电话：{paper.head.hall_phone}"),
            text(f"监督电话：{paper.head.complaint_phone}"),
            rule,
            b"\x1bJ\x0c\x1ba\x01",
            b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x08\x1d(k\x03\x001E1",
            b"\x1d(k\x21\x001P0" + code.encode("ascii") + b"\x1d(k\x03\x001Q0",
            b"\x1bJ\x0c",
            text(" ".join(code[at : at + 5] for at in range(0, 30, 5))),
            b"\x1bJ\x08\x1ba\x00",
            text("办结后凭此条到出证窗口领取。如有遗失，请带证件原"),
            text("件到窗口挂失。"),
            b"\x1bJ\x0c\x1ba\x02",
            text(f"{paper.head.counter} 首办责任人：{paper.first_handler}"),
            text("2026年11月23日"),
            b"\x1ba\x00\x1dVB\x08",
        )
    )


def main() -> list[dict[str, object]]:
    """Microseconds a slip, interleaved a few at a time; gives and prints one row a kind of slip."""
    profile = load_profiles()["generic-80"]
    paper = sheet()
    masked = PersonLine("诸葛𬱟㛃", "居民身份证", "411***********1234", "138****1234")
    rare = replace(paper, applicant_masked=masked)
    assert render_slip(paper, profile).data == by_hand(paper), "the two must print the same slip"
    results = [
        _compared("receipt slip, 80 mm", GOAL, paper, profile, paper),
        _compared("receipt slip, 80 mm, a rare name drawn as dots", "no goal", rare, profile, paper),
    ]
    for row in results:
        sys.stdout.write("  ".join(f"{key}={value}" for key, value in row.items()) + "\n")
    return results


def _compared(
    name: str, goal: str, ours: ReceiptSheet, profile: PrinterProfile, floor: ReceiptSheet
) -> dict[str, object]:
    render_slip(ours, profile)
    pairs = [
        (_microseconds(lambda: by_hand(floor)), _microseconds(lambda: render_slip(ours, profile)))
        for _ in range(ROUNDS)
    ]
    return {
        "name": name,
        "value": round(statistics.median(value for _, value in pairs), 1),
        "floor": round(statistics.median(base for base, _ in pairs), 1),
        "ratio": round(statistics.median(value / base for base, value in pairs), 2),
        "goal": goal,
    }


def _microseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    for _ in range(SLIPS_A_ROUND):
        work()
    return (time.perf_counter() - start) / SLIPS_A_ROUND * 1e6


if __name__ == "__main__":
    main()
