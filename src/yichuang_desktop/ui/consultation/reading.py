"""Guide and examples as pages: for the clerk's own eyes, for the citizen's screen, for the printer."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.papers import to_document
from yichuang_desktop.services import consulting
from yichuang_desktop.services import requests as ask
from yichuang_desktop.ui.consultation.model import MaterialLine
from yichuang_desktop.ui.consultation.sources import SampleFiles, Showing
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.prints.model import PaperMaker

LANE = "paper"
NO_SCREEN = "没有接群众屏，请打印给他，或把屏幕转过去"
Pages = Sequence[QImage]


class Reading(QObject):
    """``ready(title, pages)``: pages for the clerk's screen; what the citizen reads goes there by itself."""

    ready = Signal(str, object)

    def __init__(
        self, tools: FormTools, maker: PaperMaker, samples: SampleFiles, showing: Showing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tools, self._maker, self._samples, self._showing = tools, maker, samples, showing

    @property
    def why_not_show(self) -> str:
        """Why the citizen cannot be shown anything; empty when they can."""
        return "" if self._showing.own_screen else NO_SCREEN

    def preview_guide(self, item: ServiceItem) -> None:
        """The guide notice as it would be printed."""
        self._run(partial(self._guide_pages, item), partial(self.ready.emit, item.name))

    def preview_sample(self, line: MaterialLine) -> None:
        """The example of one material."""
        title = line.material.name
        self._run(partial(self._sample_pages, line.samples), partial(self.ready.emit, title))

    def show_guide(self, item: ServiceItem) -> None:
        """The guide notice before the citizen."""
        self._run(partial(self._guide_pages, item), partial(self._show, item.name))

    def show_sample(self, line: MaterialLine) -> None:
        """The example before the citizen."""
        self._run(partial(self._sample_pages, line.samples), partial(self._show, line.material.name))

    def print_sample(self, item: ServiceItem, line: MaterialLine) -> None:
        """The example on paper."""
        self._tools.tasks.run(
            self, LANE, partial(self._samples.pictures, line.samples),
            partial(self._send_sample, item, line), self._on_refused,
        )  # fmt: skip

    # -- inside ----------------------------------------------------------------------------------------------

    def _guide_pages(self, item: ServiceItem) -> Pages:
        paper = consulting.guide_preview(self._tools.desk.session, self._tools.now(), item)
        return self._maker.pictures(paper.KIND, to_document(paper), "")

    def _sample_pages(self, files: tuple[str, ...]) -> Pages:
        return [QImage.fromData(content) for content in self._samples.pictures(files)]

    def _run(self, work: Callable[[], Pages], done: Callable[[Pages], None]) -> None:
        self._tools.tasks.run(self, LANE, work, done, self._on_refused)

    def _show(self, title: str, pages: Pages) -> None:
        self._showing.show_pages(title, pages)
        self._tools.messages.good(f"群众屏正在显示：{title}")

    def _send_sample(self, item: ServiceItem, line: MaterialLine, pages: tuple[bytes, ...]) -> None:
        counter = self._tools.desk.session.counter.code
        request = ask.PrintSample(
            job_id=uuid4(), counter=counter, item_id=item.item_id, seq=line.material.seq, pages=pages
        )
        said = f"示范文本已送打印：{line.material.name}"
        self._tools.tasks.run(
            self, "store", partial(self._tools.desk.handle, request),
            lambda _job: self._tools.messages.good(said), self._on_refused,
        )  # fmt: skip

    def _on_refused(self, violation: RuleViolation) -> None:
        self._tools.sounds.bad()
        self._tools.messages.refused(violation)
