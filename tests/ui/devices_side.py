"""Devices of a window in lists: for tests and pictures of the devices page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from yichuang_desktop.domain.devices import (
    Condition,
    DeviceDeed,
    DeviceEvent,
    DeviceIdentity,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.self_test import questions
from yichuang_desktop.ui.devices.model import Candidate, Outcome, PageChoice, PageQuestion, Standing

NOW = datetime(2026, 11, 23, 14, 26, 5)
MODELS = {
    DeviceKind.SLIP_PRINTER: "通用80毫米热敏打印机",
    DeviceKind.A4_PRINTER: "HP LaserJet Pro M404dn",
    DeviceKind.EVALUATOR: "五键评价器（FF68）",
    DeviceKind.SCANNER: "扫码枪（键盘方式）",
    DeviceKind.CARD_READER: "身份证阅读器 05.03-20180101-0000001234-0000005678",
    DeviceKind.SIGNATURE_PAD: "汉王签名屏",
    DeviceKind.CUSTOMER_SCREEN: "第二块屏",
    DeviceKind.DOCUMENT_CAMERA: "高拍仪 USB Camera",
}
LONG = (
    "Honeywell Xenon 1950g 通用 USB-CDC 串行（COM）方式二维扫描枪（含底座与加长线，"
    "示范现代农业科技综合开发专用定制型号 2026 版）"
)
FAULTS = {
    DeviceKind.SLIP_PRINTER: (Condition.FAULT, "print_paper_out"),
    DeviceKind.A4_PRINTER: (Condition.FAULT, "print_no_such_printer"),
    DeviceKind.EVALUATOR: (Condition.FAULT, "driver_missing"),
    DeviceKind.SCANNER: (Condition.LOST, ""),
    DeviceKind.CARD_READER: (Condition.LOST, ""),
    DeviceKind.SIGNATURE_PAD: (Condition.FAULT, "driver_broken"),
    DeviceKind.CUSTOMER_SCREEN: (Condition.LOST, "customer_screen_gone"),
    DeviceKind.DOCUMENT_CAMERA: (Condition.CONNECTING, ""),
}


def standing(
    kind: DeviceKind, condition: Condition = Condition.READY, fault: str = "", title: str = ""
) -> Standing:
    """One device as it stands."""
    device = WindowDevice(
        4,
        kind,
        "acme",
        "serial:COM3",
        DeviceIdentity("0403:6001", "A50285BI", "1-1.2"),
        title or MODELS[kind],
    )
    facts = {"printer": kind.title, "driver": "acme-keys"}
    report = DeviceReport(kind, condition, fault, facts if fault else {})
    return Standing(
        report, device.title, device, "厂家驱动", last_used=NOW - timedelta(minutes=7),
        can_test=condition.usable, why_not_test="" if condition.usable else "请先照“怎么办”恢复它，再测试",
    )  # fmt: skip


def all_fine() -> tuple[Standing, ...]:
    return tuple(standing(kind) for kind in DeviceKind)


def all_broken() -> tuple[Standing, ...]:
    return tuple(standing(kind, *FAULTS[kind]) for kind in DeviceKind)


def nothing_set_up() -> tuple[Standing, ...]:
    return tuple(Standing(DeviceReport(kind, Condition.NOT_SET_UP)) for kind in DeviceKind)


def long_names() -> tuple[Standing, ...]:
    return tuple(standing(kind, *FAULTS[kind], title=LONG) for kind in DeviceKind)


def events(count: int, kind: DeviceKind = DeviceKind.SLIP_PRINTER) -> tuple[DeviceEvent, ...]:
    """A life with everything that can happen in it, newest first."""
    deeds = list(DeviceDeed)
    facts: Mapping[DeviceDeed, Mapping[str, str]] = {
        DeviceDeed.FAULT: {"fault": "print_paper_out", "words": "打印机“小票打印机”缺纸。"},
        DeviceDeed.BOUND: {"title": LONG, "driver": "x", "address": "serial:COM3"},
        DeviceDeed.TESTED: {"words": "自检页已打印，请对照着回答屏上的问题。"},
        DeviceDeed.ANSWERS: {"words": "自检结果已保存。以后按42列排版；“䶮”以后用图形打印。"},
    }
    return tuple(
        DeviceEvent(4, kind, deeds[n % len(deeds)], facts.get(deeds[n % len(deeds)], {}), "e_jia",
                    NOW - timedelta(minutes=11 * n))
        for n in range(count)
    )  # fmt: skip


def self_test() -> tuple[PageQuestion, ...]:
    """The questions of a slip printer's page."""
    return tuple(
        PageQuestion(
            one.id,
            one.text,
            tuple(PageChoice(each.value, each.title, each.consequence) for each in one.choices),
        )
        for one in questions(48, 576)
    )


def candidate(kind: DeviceKind, **how: object) -> Candidate:
    """A device that was found."""
    known = Candidate(
        kind,
        "acme",
        "厂家驱动",
        "serial:COM3",
        DeviceIdentity("0403:6001", "A50285BI", "1-1.2"),
        MODELS[kind],
    )
    return replace(known, **how)  # type: ignore[arg-type]


@dataclass
class FakeDeviceDesk:
    """The other side of the page, with what it was asked."""

    here: Sequence[Standing] = field(default_factory=all_fine)
    past: Sequence[DeviceEvent] = ()
    found: Sequence[Candidate] = ()
    tested: Outcome = field(default_factory=lambda: Outcome("都好。"))
    refuse: RuleViolation | None = None
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def standings(self) -> Sequence[Standing]:
        return self.here

    def look(self) -> None:
        self.asked.append(("look",))

    def history(self, kind: DeviceKind | None, limit: int) -> Sequence[DeviceEvent]:
        return self.past[:limit]

    def test(self, kind: DeviceKind) -> Outcome:
        self.asked.append(("test", kind))
        if self.refuse is not None:
            raise self.refuse
        return self.tested

    def keep_answers(self, kind: DeviceKind, answers: Mapping[str, str]) -> str:
        self.asked.append(("answers", kind, dict(answers)))
        return "自检结果已保存。"

    def find(
        self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> Sequence[Candidate]:
        progress(1, 2)
        self.asked.append(("find",))
        return self.found

    def set_up(self, candidate: Candidate, *, take_over: bool) -> str:
        self.asked.append(("set_up", candidate.driver, candidate.address, dict(candidate.options), take_over))
        if self.refuse is not None:
            refused, self.refuse = self.refuse, None
            raise refused
        return f"已设为本窗口的{candidate.kind.title}。"

    def remove(self, kind: DeviceKind) -> str:
        self.asked.append(("remove", kind))
        return f"本窗口不再使用登记的{kind.title}。"

    def try_again(self, kind: DeviceKind) -> str:
        self.asked.append(("try_again", kind))
        return f"正在重新连接{kind.title}。"
