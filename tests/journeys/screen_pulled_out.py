"""The citizen's screen is pulled out of the real window and put in again; says as JSON what was seen.

Run by test_devices in a process of its own: Qt's offscreen platform is given two screens when it starts.
Arguments: the hall's URL, a folder.
"""

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.journeys.device_help import lamp, no_stall, page, state
from tests.journeys.window import NAME, Window, settings_for
from yichuang_desktop.app.program import make_application
from yichuang_desktop.domain.devices import DeviceKind
from yichuang_desktop.tour.hand import wait_until

SCREEN = DeviceKind.CUSTOMER_SCREEN


def main(url: str, folder: Path) -> None:
    """In use, pulled out, back."""
    app = make_application(["yichuang"], always_shipped=True)
    assert isinstance(app, QApplication)
    by_name = {screen.name(): screen for screen in app.screens()}
    window = Window(settings_for(url, folder, ""))
    window.log_in("clerk04", 4)
    told: dict[str, object] = {"before": _seen(window)}
    page(window)
    with no_stall():
        app.screenRemoved.emit(by_name["citizen"])
        wait_until(lambda: state(window, SCREEN) == "断开", "the page to say so")
    told["gone"] = _seen(window)
    window.hand.write(window.intake.parties.name, NAME)
    told["typed"] = window.intake.parties.name.text()
    with no_stall():
        app.screenAdded.emit(by_name["citizen"])
        wait_until(lambda: lamp(window, "customer") == "群众屏", "the lamp")
    told["back"] = _seen(window)
    window.close()
    print(json.dumps(told))


def _seen(window: Window) -> dict[str, object]:
    page(window)
    window.hand.settle()
    return {
        "lamp": lamp(window, "customer"),
        "state": state(window, SCREEN),
        "said": window.said,
        "shown": window.customer.isVisible(),
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
