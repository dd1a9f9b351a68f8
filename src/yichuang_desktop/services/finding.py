"""From a scan or a typed number to the case (3.2.4.1; decisions 4): wrong, foreign, half, forged, revoked."""

import logging
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

from yichuang_desktop.domain import paper_codes, scans
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.numbers import NoticeNumber, ReceiptNumber
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services.checking_papers import check_not_revoked
from yichuang_desktop.services.ports import PaperRecord, Views

NOTICE = "-T"
"""What tells the number of a consultation or notice from a receipt's."""
SCAN_DIGITS = 20
"""From this many digits on what was typed is a code, not a number or a name."""
GUESSES: Final = frozenset({"forged_code", "unknown_key", "paper_not_found"})
"""Refusals that somebody who tries out made-up codes would get; half and foreign scans are normal life."""
FREE_GUESSES: Final = 5
GUESS_SECONDS: Final = 60.0
LONGEST_PAUSE: Final = 30
"""Seconds a window waits at most after one guess more."""
A = TypeVar("A")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found: the case, and the paper that was in the clerk's hand."""

    case_id: UUID
    paper: PaperRecord


class ScanGuard:
    """Slows a window down whose codes are whole but not ours, one after the other: 33 bits can be tried out.

    One per log-in, used on the store's lane. ``clock`` gives seconds and is only changed by tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guesses: deque[float] = deque(maxlen=FREE_GUESSES + 6)
        self._until = float("-inf")

    def watched(self, counter: int, read: Callable[[], A]) -> A:
        """What ``read`` finds. Raises its RuleViolation, or ``scans_slowed`` while the window must wait."""
        now = self._clock()
        if now < self._until:
            raise RuleViolation("scans_slowed", seconds=math.ceil(self._until - now))
        try:
            return read()
        except RuleViolation as refused:
            if refused.code in GUESSES:
                self._note(refused.code, counter, now)
            raise

    def _note(self, code: str, counter: int, now: float) -> None:
        while self._guesses and now - self._guesses[0] > GUESS_SECONDS:
            self._guesses.popleft()
        self._guesses.append(now)
        over = len(self._guesses) - FREE_GUESSES
        pause = min(2 ** (over + 1), LONGEST_PAUSE) if over >= 0 else 0
        self._until = now + pause
        level = logging.WARNING if pause else logging.INFO
        _log.log(level, "window %d: a scan was refused: %s; next scan in %d s", counter, code, pause)


def scan(views: Views, text: str, wanted: PaperKind | None = None) -> Scanned:
    """The case a paper belongs to.

    Raises RuleViolation ``not_our_code``, ``half_scan``, ``unknown_key``, ``forged_code``, ``wrong_paper``
    (not the kind that was ``wanted``), ``paper_not_found`` or ``paper_revoked``.
    """
    code = _read(views, text)
    if wanted is not None and code.kind is not wanted:
        raise RuleViolation("wrong_paper", wanted=wanted, found=code.kind)
    found = views.case_id_of_code(code.text)
    if found is None:
        raise RuleViolation("paper_not_found", kind=code.kind)
    case_id, paper = found
    check_not_revoked(paper)
    return Scanned(case_id, paper)


def _read(views: Views, text: str) -> paper_codes.PaperCode:
    """The code on a paper of ours; a code of somebody else is named where its kind is certain."""
    try:
        return paper_codes.read(scans.without_frame(text), views.papers_keys())
    except RuleViolation as refused:
        if refused.code != "not_our_code":
            raise
        raise scans.not_ours(scans.read_scan(text).kind) from refused


def find(views: Views, text: str, prefix: str) -> UUID:
    """The one case a scan or a whole receipt number names; search lists are ``Views.find_cases``.

    Raises RuleViolation as :func:`scan`, ``number_unreadable`` or ``case_not_found``.
    """
    if sum(character.isdigit() for character in compact(text)) >= SCAN_DIGITS:
        return scan(views, text).case_id
    kind = scans.read_scan(text).kind
    if kind.foreign and kind is not scans.ScanKind.UNKNOWN:
        raise scans.not_ours(kind)
    number = str(NoticeNumber.parse(text) if NOTICE in compact(text) else ReceiptNumber.parse(text, prefix))
    for row in views.find_cases(number):
        if row.receipt_no == number:
            return row.case_id
    raise RuleViolation("case_not_found", number=number)
