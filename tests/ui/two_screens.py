"""The citizen's window on a second screen; prints what happened as JSON. Run by test_customer."""

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.customer.strokes import SignRequest
from yichuang_desktop.ui.customer.window import CustomerWindow

REQUEST = SignRequest("session 1", "请阅读并签署", "信用承诺书", "本人承诺。", "4 号窗口")


def main() -> None:
    """Idle, signing, pulled out, asked again."""
    app = QApplication([])
    theme.install(app, always_shipped=True)
    by_name = {screen.name(): screen for screen in app.screens()}
    window = CustomerWindow("内乡县行政审批服务中心", "4 号窗口")
    said: list[list[str]] = []
    window.vanished.connect(lambda session: said.append(["vanished", session]))
    window.settle(by_name["clerk"])
    told: dict[str, object] = {"idle": _state(app, window)}
    window.ask_signature(REQUEST)
    told["signing"] = _state(app, window)
    app.screenRemoved.emit(by_name["citizen"])
    app.processEvents()
    told["pulled_out"] = {"visible": window.isVisible(), "page": window.page.name, "said": said}
    window.ask_signature(REQUEST)
    told["asked_without_it"] = _state(app, window)
    print(json.dumps(told))


def _state(app: QApplication, window: CustomerWindow) -> dict[str, object]:
    app.processEvents()
    app.processEvents()
    centre = window.geometry().center()
    screen = next(one for one in app.screens() if one.geometry().contains(centre))
    takes_keys = not window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    return {
        "screen": screen.name(),
        "full": window.isFullScreen(),
        "page": window.page.name,
        "takes_keys": takes_keys,
    }


if __name__ == "__main__":
    main()
