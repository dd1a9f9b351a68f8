"""A window somebody left open while photographing materials; the test that started it pulls the plug."""

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop

from tests.journeys.under_camera import CameraFolder, paper, photograph, under_material
from tests.journeys.window import NAME, Window, settings_for
from yichuang_desktop.app.program import make_application
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.shortcuts import Key


def main(url: str, folder: Path) -> None:
    """Two pages of the first material, finished and saved; one of the second, not finished."""
    app = make_application(["yichuang"], always_shipped=True)
    camera = CameraFolder(folder / "saved")
    camera.set_up(url)
    window = Window(settings_for(url, folder, (folder / "slips").as_uri()))
    window.log_in("clerk04", 4)
    case_id = window.find_item()
    window.hand.write(window.intake.parties.name, NAME)
    under_material(window, 0)
    photograph(window, camera, paper(1), paper(2))
    window.press(Key.ACT_1)
    wait_until(lambda: bool(window.desk.draft(case_id).checklist.scans), "the pictures to be saved")
    under_material(window, 1)
    photograph(window, camera, paper(3))
    print(f"saved {case_id}", flush=True)
    QEventLoop(app).exec()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
