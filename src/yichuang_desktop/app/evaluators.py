"""The evaluation box of a window as the page that learns its keys sees it."""

from dataclasses import dataclass

from yichuang_desktop.app.device_room import DeviceRoom
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.services.ports_evaluators import TeachableDevice


@dataclass(frozen=True, slots=True)
class WindowLearning:
    """See ``ui.evaluation.learn.LearningRoom``."""

    room: DeviceRoom

    def device(self) -> TeachableDevice | None:
        """The box that is set up, if it can be taught."""
        device = self.room.device(DeviceKind.EVALUATOR)
        return device if hasattr(device, "listen") else None

    def bound(self) -> WindowDevice | None:
        """How it is set up."""
        return self.room.bound(DeviceKind.EVALUATOR)

    def save(self, device: WindowDevice) -> None:
        """Use it so from now on; opens it anew."""
        self.room.set_up(device)
