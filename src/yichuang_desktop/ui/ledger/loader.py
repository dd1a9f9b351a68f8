"""Fetches a ledger a page at a time: between two pages other questions to the database have their turn."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.services.ledgers import LedgerSource
from yichuang_desktop.services.ports import LedgerRow
from yichuang_desktop.ui.ledger.model import PAGE, Span
from yichuang_desktop.ui.tasks import Tasks

Page = tuple[int, tuple[LedgerRow, ...]]


class LedgerLoader(QObject):
    """``fetched(rows so far, total)`` after every page, then ``finished()``; or ``failed()``.

    A new ``load`` or ``cancel()`` drops what the earlier one still brings.
    """

    fetched = Signal(object, int)
    finished = Signal()
    failed = Signal()

    def __init__(self, tasks: Tasks, source: Callable[[], LedgerSource], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._source = tasks, source
        self._run = 0
        self._span: Span | None = None
        self._ledger = Ledger.COUNTER
        self._rows: list[LedgerRow] = []
        self.loading = False

    def load(self, span: Span, ledger: Ledger = Ledger.COUNTER) -> None:
        """Begin anew with this span of this ledger."""
        self._run += 1
        self._ledger = ledger
        self._span, self._rows, self.loading = span, [], True
        self._ask(0)

    def cancel(self) -> None:
        """What has come stays, nothing more will."""
        self._run += 1
        self.loading = False

    def _ask(self, total: int) -> None:
        span, run = self._span, self._run
        if span is None:
            return
        after = self._rows[-1].seq if self._rows else 0
        self._tasks.run(
            self,
            "store",
            partial(_page, self._source, span, after, total, self._ledger),
            partial(self._on_page, run),
            lambda _violation: self._on_failed(run),
            lambda _error: self._on_failed(run),
        )

    def _on_page(self, run: int, page: Page) -> None:
        if run != self._run:
            return
        total, rows = page
        self._rows += rows
        whole = len(rows) < PAGE
        self.loading = not whole
        self.fetched.emit(tuple(self._rows), max(total, len(self._rows)))
        if whole:
            self.finished.emit()
        elif run == self._run:  # whoever saw the page may have had enough
            self._ask(total)

    def _on_failed(self, run: int) -> None:
        if run == self._run:
            self.loading = False
            self.failed.emit()


def _page(source: Callable[[], LedgerSource], span: Span, after: int, total: int, kind: Ledger) -> Page:
    """On the store's lane: one page, and before the first how many there are in all."""
    ledger = source()
    total = total or ledger.ledger_size(span.first, span.last, kind)
    return total, ledger.ledger(span.first, span.last, after, PAGE, kind)
