"""One lamp for the devices of a window, and one line when one of them fails or comes back (R-X-7)."""

from typing import Final

from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.devices import Condition, DeviceKind, DeviceReport
from yichuang_desktop.domain.sentences import compose
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.theme import Tone

LAMP: Final = "devices"
TROUBLE: Final = (Condition.LOST, Condition.FAULT)
TONES: Final = {
    Condition.NOT_SET_UP: Tone.CALM,
    Condition.CONNECTING: Tone.CALM,
    Condition.READY: Tone.GOOD,
    Condition.BUSY: Tone.GOOD,
    Condition.SILENT: Tone.CALM,
    Condition.ATTENTION: Tone.WARN,
    Condition.FAULT: Tone.BAD,
    Condition.LOST: Tone.BAD,
}


def words_of(report: DeviceReport) -> str:
    """How a device stands, in a sentence that says what to do where something is to be done."""
    if not report.fault:
        return report.condition.title
    try:
        return compose(report.fault, {"kind": report.kind, **report.facts})
    except sentences.SentenceGap:
        if sentences.STRICT:
            raise
        return f"{report.kind.title}{report.condition.title}。"  # a foreign driver without words of its own


class DeviceLamps:
    """Told every report, on the Qt thread. Printers have lamps of their own."""

    def __init__(self, shell: Shell, messages: Messages) -> None:
        self._shell, self._messages = shell, messages
        self._reports: dict[DeviceKind, DeviceReport] = {}
        self._said: dict[DeviceKind, str] = {}

    def heard(self, report: DeviceReport) -> None:
        """A device has changed."""
        if report.condition is Condition.NOT_SET_UP:
            self._reports.pop(report.kind, None)
            self._said.pop(report.kind, None)
        else:
            self._reports[report.kind] = report
            self._say(report)
        self._show()

    def _say(self, report: DeviceReport) -> None:
        """In the foot line: each trouble once, and its end."""
        name = report.kind.title
        said = self._said.get(report.kind)
        if report.condition in TROUBLE:
            words = words_of(report)
            if said != words:
                self._said[report.kind] = words
                self._messages.warn(f"{words}办件不受影响。")
        elif report.condition.usable and said is not None:
            del self._said[report.kind]
            self._messages.good(f"{name}恢复正常。")

    def _show(self) -> None:
        reports = list(self._reports.values())
        bad = [one for one in reports if one.condition in TROUBLE]
        warned = [one for one in reports if one.condition is Condition.ATTENTION]
        if len(bad) > 1:
            words, tone = f"设备 {len(bad)} 台有故障", Tone.BAD
        elif bad:
            words, tone = f"{bad[0].kind.title} {bad[0].condition.title}", Tone.BAD
        elif warned:
            words, tone = f"{warned[0].kind.title} 请留意", Tone.WARN
        elif not reports:
            words, tone = "设备 没有设置", Tone.CALM
        else:
            words, tone = "设备", Tone.GOOD
        detail = "\n".join(f"{one.kind.title}：{words_of(one)}" for one in reports)
        self._shell.set_health(LAMP, words, tone, detail)
