"""A window somebody left open in the middle of an intake; the test that started it pulls the plug.

It is never given a chance to close anything: it says what is in the database and then waits to be killed.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop

from tests.journeys.window import NAME, NUMBER, Window, settings_for
from yichuang_desktop.app.program import make_application
from yichuang_desktop.tour.hand import wait_until


def main(url: str, folder: Path) -> None:
    """Log in, begin an intake, wait until it says that it is saved, tell, and stay."""
    app = make_application(["yichuang"], always_shipped=True)
    window = Window(settings_for(url, folder, (folder / "slips").as_uri()))
    window.log_in("clerk04", 4)
    case_id = window.find_item()
    parties = window.intake.parties
    window.hand.write(parties.name, NAME)
    window.hand.write(parties.document_no, NUMBER)
    window.intake.materials.focus_first_open()
    window.hand.keys(window.intake.materials.table, "y")
    wait_until(
        lambda: window.desk.draft(case_id).checklist.rows[0].verdict is not None, "the draft to be saved"
    )
    print(f"saved {case_id}", flush=True)
    QEventLoop(app).exec()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
