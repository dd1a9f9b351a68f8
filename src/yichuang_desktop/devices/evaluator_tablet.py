"""An evaluation tablet that logs in to the program and speaks JSON (R-EVAL-1).

The messages follow a maker's description (docs/evaluators.md): ``{"method": …, "param": {…}}``, answered by
``{"code": "0", "result": …}``. The program is the server. A tablet names the service it rates, so an answer
sent twice, or after a broken connection, is never a second rating and never the next citizen's.
"""

import json
import queue
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from yichuang_desktop.devices.evaluator_wires import Patience, Server, Wire, listen, place
from yichuang_desktop.devices.evaluator_worker import EvaluatorWorker
from yichuang_desktop.devices.worker import BACK_OFF
from yichuang_desktop.domain.devices import Condition, DeviceIdentity, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evaluation import Ask, Limits, Press, Tell, Withdraw
from yichuang_desktop.domain.ratings import Grade, RatingChannel
from yichuang_desktop.services.ports_devices import Hear
from yichuang_desktop.services.ports_evaluators import HearEvaluator

OK, NOT_LOGGED_IN, NO_RIGHT, WRONG_WINDOW = "0", "1000", "1001", "1002"
RECONNECT_SECONDS: Final = 8.0
"""So long a service waits for a tablet whose connection broke; then another way is tried."""
SERVE_SECONDS: Final = 0.05
LEVELS: Final[Mapping[str, int]] = {"5": 5, "4": 4, "3": 3, "2": 2, "1": 1}
_MOST_CONTENT: Final = 200
_CLOSED: Final = None


class TabletEvaluator(EvaluatorWorker):
    """See ``ports_evaluators.EvaluatorDevice``.

    Address: ``ws://0.0.0.0:9105`` or ``tcp://0.0.0.0:9105``, where the program listens. Options: ``user``
    (the UserNumber the tablet logs in with; empty: any), ``key`` (a word it must say at log-in; empty: none),
    ``window`` (the window's name for GetWindowList), ``levels`` (Content to 1-5). Raises RuleViolation for
    an address or option it cannot use.
    """

    def __init__(
        self,
        device: WindowDevice,
        hear: Hear,
        said: HearEvaluator,
        *,
        clock: Callable[[], float] = time.monotonic,
        limits: Limits | None = None,
        back_off: tuple[float, ...] = BACK_OFF,
        patience: Patience | None = None,
        reconnect_seconds: float = RECONNECT_SECONDS,
    ) -> None:
        _, _, self.port = place(device.address)
        self._levels = _levels(device)
        self._patience, self._hold = patience or Patience(), reconnect_seconds
        self._server: Server | None = None
        self._wire: Wire | None = None
        self._away_since: float | None = None
        self._inbox: queue.SimpleQueue[tuple[Wire, str | None]] = queue.SimpleQueue()
        super().__init__(
            device,
            hear,
            said,
            RatingChannel.TABLET,
            lost_code="evaluator_port_taken",
            clock=clock,
            limits=limits,
            back_off=back_off,
        )
        self.replaced = 0
        """Tablets that were sent away because another logged in for the same window."""

    def test(self) -> str:
        """How the tablet stands, in words."""
        report = self.report()
        if not report.condition.usable:
            raise RuleViolation(report.fault or "evaluator_tablet_away", **report.facts)
        return "评价平板已登录，可以评价。"

    # -- the device's thread ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._wire = self._away_since = None
        closed: Callable[[Wire], None] = lambda wire: self._inbox.put((wire, _CLOSED))  # noqa: E731
        heard: Callable[[Wire, str], None] = lambda wire, text: self._inbox.put((wire, text))  # noqa: E731
        self._server = listen(self._device.address, heard, closed, self._patience)
        self.port = self._server.port

    def _serve(self) -> None:
        try:
            wire, text = self._inbox.get(timeout=SERVE_SECONDS)
        except queue.Empty:
            pass
        else:
            self._on_closed(wire) if text is None else self._on_text(wire, text)
        if self._away_since is not None and self._clock() - self._away_since >= self._hold:
            self._away_since = None
            self._went()
        self._work_on()

    def _disconnect(self) -> None:
        server, self._server, self._wire = self._server, None, None
        if server is not None:
            server.close()
        self._went()

    def _condition(self) -> tuple[Condition, str, Mapping[str, Any]]:
        if self._wire is None:
            return Condition.LOST, "evaluator_tablet_away", self._facts()
        return Condition.READY, "", {}

    def _say(
        self, condition: Condition, fault: str = "", facts: Mapping[str, Any] | None = None, detail: str = ""
    ) -> None:
        super()._say(condition, fault, self._facts() if fault else facts, detail)

    def _tell(self, tell: Tell) -> None:
        if isinstance(tell, Ask):
            quest = {"RateID": tell.event_id.hex, "Prompt": tell.prompt, "Seconds": round(tell.seconds)}
            self._push("RateQuest", quest)
        elif isinstance(tell, Withdraw):
            self._push("RateCancel", {"RateID": tell.event_id.hex})

    # -- messages --------------------------------------------------------------------------------------------

    def _on_text(self, wire: Wire, text: str) -> None:
        try:
            said = json.loads(text)
            method, param = said.get("method"), said.get("param") or {}
        except (ValueError, AttributeError, RecursionError):
            self._reply(wire, NO_RIGHT, "not a message")
            return
        if method is None:
            return  # the tablet's answer to what was pushed
        answer = self._METHODS.get(method) if isinstance(method, str) else None
        if answer is None or not isinstance(param, dict):
            self._reply(wire, NO_RIGHT, "unknown method")
        elif method in ("GetWindowList", "Login"):
            answer(self, wire, param)
        elif wire is not self._wire:
            self._reply(wire, NOT_LOGGED_IN, "log in first")
        else:
            answer(self, wire, param)

    def _on_window_list(self, wire: Wire, _param: Mapping[str, Any]) -> None:
        name = self._device.options.get("window") or f"{self._device.counter}号窗口"
        self._reply(wire, OK, [{"WindowNumber": f"{self._device.counter:02d}", "WindowName": name}])

    def _on_login(self, wire: Wire, param: Mapping[str, Any]) -> None:
        options, user = self._device.options, str(param.get("UserNumber", ""))
        who = DeviceIdentity("tablet", user, wire.peer)
        if not _same_window(param.get("WindowNumber"), self._device.counter):
            self._reply(wire, WRONG_WINDOW, "another window")
        elif options.get("user") not in (None, "", user) or not self._device.identity.matches(who):
            self._reply(wire, WRONG_WINDOW, "another user")
        elif options.get("key") and param.get("Key") != options["key"]:
            self._reply(wire, NO_RIGHT, "wrong key")
        else:
            self._log_in(wire)

    def _log_in(self, wire: Wire) -> None:
        """The newest tablet of a window is the one; the old one is told and let go."""
        old, self._wire = self._wire, wire
        wire.logged_in = True
        self._away_since = None
        if old is not None and old is not wire:
            self.replaced += 1
            old.send(_message("Logout", {"Reason": "another tablet logged in for this window"}))
            old.close()
        self._came()
        self._reply(wire, OK, "logged in")
        self.rules.ask_again()
        self._say_how_it_stands()

    def _on_submit(self, wire: Wire, param: Mapping[str, Any]) -> None:
        content = str(param.get("Content", ""))[:_MOST_CONTENT]
        try:
            event = UUID(str(param.get("RateID", "")))
        except ValueError:
            self._reply(wire, NO_RIGHT, "unknown RateID")
            return
        raw = json.dumps({"RateID": event.hex, "Content": content}, ensure_ascii=False)
        self.rules.press(Press(raw, self._levels.get(content), True, event))
        self._reply(wire, OK if content in self._levels else NO_RIGHT, event.hex)

    def _on_beat(self, wire: Wire, _param: Mapping[str, Any]) -> None:
        """The tablet's clock is its own affair: nothing is ever dated by it."""
        self._reply(wire, OK, {"DateTime": datetime.now().astimezone().isoformat(timespec="seconds")})

    _METHODS: Mapping[str, Callable[["TabletEvaluator", Wire, Mapping[str, Any]], None]] = {
        "GetWindowList": _on_window_list,
        "Login": _on_login,
        "RateSubmit": _on_submit,
        "HeartBeat": _on_beat,
    }

    def _on_closed(self, wire: Wire) -> None:
        if wire is self._wire:
            self._wire = None
            self._away_since = self._clock()
            self._say_how_it_stands()

    def _push(self, method: str, param: Mapping[str, Any]) -> None:
        if self._wire is not None:
            self._wire.send(_message(method, param))

    def _reply(self, wire: Wire, code: str, result: Any) -> None:
        wire.send(json.dumps({"code": code, "result": result}, ensure_ascii=False))

    def _facts(self) -> dict[str, Any]:
        return {"counter": self._device.counter, "address": self._device.address, "port": self.port}


def _message(method: str, param: Mapping[str, Any]) -> str:
    return json.dumps({"method": method, "param": param}, ensure_ascii=False)


def _same_window(said: Any, counter: int) -> bool:
    text = str(said)
    return text.isascii() and text.isdigit() and int(text) == counter


def _levels(device: WindowDevice) -> Mapping[str, Grade]:
    try:
        said = device.options.get("levels") or LEVELS
        return {str(content): Grade(int(grade)) for content, grade in said.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise RuleViolation("evaluator_table_bad", table="tablet", why=str(error)) from error
